"""The list of scars on one photo.

Rule: the list says in words whatever the canvas shows in forms, so that a screen reader and the
keyboard reach every mark.
"""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from scardesk.gui.canvas import form_icon
from scardesk.model.scar import Finding, Mark, Outcome, Scar
from scardesk.model.sketch import STYLES
from scardesk.model.value import MarkId

_HEADS = ("No.", "Type", "Width", "Status")
_NUMBER, _TYPE, _WIDTH, _STATUS = range(4)
_ICON_PX = 18
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """One scar: its mark here, or the place where it waits to be confirmed."""

    mark_id: MarkId
    scar: Scar
    mark: Mark | None = None
    finding: Finding | None = None
    width: str = ""
    status: str = ""

    @property
    def spoken(self) -> str:
        """The row in one breath, for a screen reader."""
        return ", ".join(
            part for part in (f"{self.scar.number}", self.type_name, self.width, self.status) if part
        )

    @property
    def type_name(self) -> str:
        """The type in words."""
        return STYLES[self.scar.type].name


class ScarRows(QAbstractTableModel):
    """The rows as Qt asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def line_of(self, mark_id: MarkId) -> int:
        """The line of a mark, -1 when it is not there."""
        return next((line for line, row in enumerate(self.rows) if row.mark_id == mark_id), -1)

    # Qt's own names

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is immutable
        """How many scars."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is immutable
        """Number, type, width, status."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(_HEADS[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (_NUMBER, _WIDTH) else None
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """One cell."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(row.scar.number), row.type_name, row.width, row.status)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _TYPE:
            return form_icon(row.scar.type, px=_ICON_PX)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (_NUMBER, _WIDTH):
            return _RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None


def outcome_words(outcome: Outcome) -> str:
    """An outcome as people say it."""
    return outcome.value.replace("_", " ")
