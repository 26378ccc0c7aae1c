"""The list of patients as a table.

Hides: searching and sorting ten thousand lines at the speed of typing: what is typed further is only
looked for among what was found before.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from scardesk.gui.look import style
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.drawing import chip_size, draw_chip
from scardesk.gui.pages.patients.lines import Line, born_text
from scardesk.model.patient import Patient
from scardesk.workflows import register

Index = QModelIndex | QPersistentModelIndex
NAME, BORN, CODE, LAST_VISIT, VISITS, SCARS = range(6)
SAMPLE = "SAMPLE"
_COUNTS = (VISITS, SCARS)
_WIDTHS = {BORN: 13.5, CODE: 11.5, LAST_VISIT: 11, VISITS: 6.5, SCARS: 6.5}  # in sizes of the body text
_ROOT = QModelIndex()

_CELLS: dict[int, Callable[[Line], str]] = {
    NAME: lambda line: line.patient.name,
    BORN: lambda line: born_text(line.patient, day_text),
    CODE: lambda line: line.patient.code,
    LAST_VISIT: lambda line: day_text(line.facts.last_visit) if line.facts and line.facts.last_visit else "",
    VISITS: lambda line: str(line.facts.visit_count) if line.facts else "",
    SCARS: lambda line: str(line.facts.scar_count) if line.facts else "",
}
_ORDERS: dict[int, Callable[[Line], Any]] = {
    BORN: lambda line: line.patient.born.toordinal() if line.patient.born else 0,
    CODE: lambda line: register.folded(line.patient.code),
    LAST_VISIT: lambda line: line.facts.last_visit.toordinal() if line.facts and line.facts.last_visit else 0,
    VISITS: lambda line: line.facts.visit_count if line.facts else 0,
    SCARS: lambda line: line.facts.scar_count if line.facts else 0,
}


class PatientModel(QAbstractTableModel):
    """The lines that match the search, in the chosen order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._found: list[Line] = []
        self._words = ""
        self._order = (NAME, False)

    @property
    def lines(self) -> Sequence[Line]:
        """All patients, found or not."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these patients, in the order of their names; search and order stay.

        Where the same people stay in the same places, the view does not move.
        """
        before = [line.patient.id for line in self._found]
        self._lines = list(lines)
        found = self._ordered(_matching(self._lines, self._words))
        if [line.patient.id for line in found] == before:
            self._found = found
            self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, SCARS))
            return
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show the patients that match what was typed."""
        narrows = register.folded(words).startswith(register.folded(self._words))
        self.beginResetModel()
        self._found = (
            _matching(self._found, words) if narrows else self._ordered(_matching(self._lines, words))
        )
        self._words = words
        self.endResetModel()

    def patient_at(self, row: int) -> Patient | None:
        """Who stands in a row."""
        return self._found[row].patient if 0 <= row < len(self._found) else None

    def row_of(self, patient_id: str) -> int:
        """Where somebody stands, -1 when not found."""
        return next((n for n, line in enumerate(self._found) if line.patient.id == patient_id), -1)

    def _ordered(self, by_name: list[Line]) -> list[Line]:
        column, is_descending = self._order
        if column == NAME:
            return by_name[::-1] if is_descending else by_name
        return sorted(by_name, key=_ORDERS[column], reverse=is_descending)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _CELLS[index.column()](line)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.UserRole:
            return line.patient
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(line, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order == Qt.SortOrder.DescendingOrder)
        self.show_lines(self._lines)


class PatientTable(QTableView):
    """The table; Up from its first row leads back to the search."""

    def __init__(self, model: PatientModel, *, leave_upwards: Callable[[], object]) -> None:
        super().__init__()
        self._leave_upwards = leave_upwards
        self.setModel(model)
        style.calm(self)
        self.setAccessibleName(self.tr("Patients"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setItemDelegateForColumn(NAME, _NameCell(self))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, round(width * theme().body))
        header.setSortIndicator(NAME, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    @property
    def chosen(self) -> Patient | None:
        """Who is selected."""
        rows = self.selectionModel().selectedRows()
        patient: Patient | None = rows[0].data(Qt.ItemDataRole.UserRole) if rows else None
        return patient

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self._leave_upwards()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.doubleClicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _NameCell(QStyledItemDelegate):
    """The name, and beside it SAMPLE for invented patients."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        patient: Patient = index.data(Qt.ItemDataRole.UserRole)
        if not patient.is_sample:
            return
        room = QRectF(option.rect)
        size = chip_size(SAMPLE)
        name_px = option.fontMetrics.horizontalAdvance(patient.name)
        left = min(room.left() + name_px + 24, room.right() - size.width() - 8)
        painter.save()
        draw_chip(painter, SAMPLE, at=QPointF(left, room.center().y() - size.height() / 2))
        painter.restore()


def _matching(lines: Sequence[Line], words: str) -> list[Line]:
    return [line for line in lines if register.matches(line.patient, words)] if words.strip() else list(lines)


def _titles() -> tuple[str, ...]:
    say = QCoreApplication.translate
    return (
        say("patients", "Name"),
        say("patients", "Born"),
        say("patients", "Id"),
        say("patients", "Last visit"),
        say("patients", "Visits"),
        say("patients", "Scars"),
    )


def _spoken(line: Line, column: int) -> str:
    words = f"{_titles()[column]}: {_CELLS[column](line)}"
    return f"{words}, {SAMPLE}" if column == NAME and line.patient.is_sample else words
