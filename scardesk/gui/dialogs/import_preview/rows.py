"""The photos of an import as a table.

Rule: nothing is written anywhere; the rows are values, and each edit makes new ones.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QPixmap

from scardesk.gui.look.dates import day_text
from scardesk.model.photo import UNKNOWN_VIEW, Light
from scardesk.model.value import changed
from scardesk.workflows import protocol
from scardesk.workflows.intake import Row

Index = QModelIndex | QPersistentModelIndex
PHOTO, FILE, TAKEN, DAY, VIEW, LIGHT = range(6)
EDITABLE = (DAY, VIEW, LIGHT)
SECOND_LINE = Qt.ItemDataRole.UserRole
VALUE = Qt.ItemDataRole.UserRole + 1
IS_OPEN = Qt.ItemDataRole.UserRole + 2  # nobody has chosen it yet
_ROOT = QModelIndex()
_FIELDS = {DAY: "day", VIEW: "view", LIGHT: "light"}


class RowModel(QAbstractTableModel):
    """One row for each photo that can be imported."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._offered: list[Row] = []
        self._dated: set[int] = set()  # the rows whose day was chosen here
        self._photos: dict[int, QPixmap] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The photos with where they are to go."""
        return self._rows

    @property
    def is_changed(self) -> bool:
        """Whether something was chosen here."""
        return self._rows != self._offered

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Show these photos."""
        self.beginResetModel()
        self._rows = list(rows)
        self._offered = list(self._rows)
        self._dated.clear()
        self._photos.clear()
        self.endResetModel()

    def assign(self, numbers: Iterable[int], *, column: int, value: date | str) -> None:
        """Give all these rows another day, view or light."""
        for number in numbers:
            if column == DAY:
                self._dated.add(number)
            self._rows[number] = changed(self._rows[number], **{_FIELDS[column]: value})
            index = self.index(number, column)
            self.dataChanged.emit(index, index)

    def common(self, numbers: Iterable[int], column: int) -> date | str | None:
        """What these rows agree on; None when they differ."""
        values = {getattr(self._rows[number], _FIELDS[column]) for number in numbers}
        return values.pop() if len(values) == 1 else None

    def count_open(self, column: int) -> int:
        """How many rows wait for somebody to choose this."""
        return sum(self._is_open(number, column) for number in range(len(self._rows)))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _first_line(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            second = _second_line(row, column)
            return f"{titles()[column]}: {_first_line(row, column)} {second}".strip()
        if role == SECOND_LINE:
            return _second_line(row, column)
        if role == VALUE and column in _FIELDS:
            return getattr(row, _FIELDS[column])
        if role == IS_OPEN:
            return self._is_open(index.row(), column)
        if role == Qt.ItemDataRole.DecorationRole and column == PHOTO:
            return self._photo(index.row())
        if role == Qt.ItemDataRole.ToolTipRole and column == PHOTO:
            return f'<img src="data:image/jpeg;base64,{b64encode(row.arrival.thumbnail).decode()}">'
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return titles()[section] if is_title else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in EDITABLE else flags

    def _is_open(self, number: int, column: int) -> bool:
        row = self._rows[number]
        if column == DAY:
            return row.arrival.settings.taken is None and number not in self._dated
        return (column == VIEW and row.view == UNKNOWN_VIEW) or (
            column == LIGHT and row.light is Light.UNKNOWN
        )

    def _photo(self, number: int) -> QPixmap:
        if number not in self._photos:
            photo = QPixmap()
            photo.loadFromData(self._rows[number].arrival.thumbnail)
            self._photos[number] = photo
        return self._photos[number]


def titles() -> tuple[str, ...]:
    """The words above the columns."""
    say = QCoreApplication.translate
    return (
        say("import", "Photo"),
        say("import", "File"),
        say("import", "Taken, as the camera wrote it"),
        say("import", "Visit"),
        say("import", "View"),
        say("import", "Light"),
    )


def view_text(code: str) -> str:
    """A view as it is chosen from a list."""
    if code == UNKNOWN_VIEW:
        return QCoreApplication.translate("import", "Not chosen")
    return f"{protocol.view(code).name} · {code}"


def light_text(light: str) -> str:
    """A light as it is chosen from a list."""
    if light == Light.UNKNOWN:
        return QCoreApplication.translate("import", "Not chosen")
    return protocol.LIGHT_NAMES[Light(light)]


def _first_line(row: Row, column: int) -> str:
    taken = row.arrival.settings.taken
    lines = {
        FILE: row.arrival.file_name,
        TAKEN: f"{day_text(taken.date())}, {taken:%H:%M}" if taken else _nothing(),
        DAY: day_text(row.day),
        VIEW: view_text(row.view),
        LIGHT: light_text(row.light),
    }
    return lines.get(column, "")


def _second_line(row: Row, column: int) -> str:
    if column == FILE:
        size = row.arrival.inspection.size
        megabytes = row.arrival.kept.size_bytes / 1e6
        return f"{size.width} x {size.height}  ·  {megabytes:.1f} MB"
    if column == TAKEN:
        return row.arrival.settings.camera or ""
    return ""


def _nothing() -> str:
    return QCoreApplication.translate("import", "no date")
