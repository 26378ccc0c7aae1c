"""The grid: moving about in it, and choosing one photo or two.

Rule: at most two photos are chosen; choosing a third one replaces the second.  The arrow keys reach
every cell, gaps too.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from scardesk.gui.look.dates import day_text
from scardesk.gui.pages.overview.board import Board, Cell, concerns
from scardesk.gui.pages.overview.cells import INSET_PX, CellPainter
from scardesk.gui.pages.overview.heads import ViewHeads, VisitHeads, view_lines
from scardesk.gui.thumbnails import Photos
from scardesk.model.photo import Photo

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NARROWEST_PX, _WIDEST_PX = 216, 420
_SHAPE = 2 / 3  # height of a cell: what most cameras make
_Flag = QItemSelectionModel.SelectionFlag
_SECOND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class BoardModel(QAbstractTableModel):
    """The board as Qt's views ask for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board()

    def show_board(self, board: Board) -> None:
        """Show another state of the record."""
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """What stands there; None for a gap."""
        return self.board.cells.get((index.row(), index.column()))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.board.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.board.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.UserRole:
            return self.cell(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.cell(index)
            return "\n".join(concerns(cell.photo)) if cell is not None else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return day_text(self.board.columns[section].visit.day)
        return ", ".join(view_lines(self.board.rows[section]))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _spoken(self, index: Index) -> str:
        say = QCoreApplication.translate
        view = view_lines(self.board.rows[index.row()])[0]
        day = day_text(self.board.columns[index.column()].visit.day)
        cell = self.cell(index)
        if cell is None:
            return f"{view}, {day}, {say('overview', 'No photo')}"
        marks = say("overview", "{count} marks").format(count=sum(cell.counts.values()))
        return ", ".join((view, day, marks, *concerns(cell.photo)))


class Grid(QTableView):
    """The table of photos."""

    opened = Signal(object)  # Photo
    gap_opened = Signal()
    chosen_changed = Signal()
    menu_asked = Signal(QPoint)  # on the screen

    def __init__(self, photos: Photos, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = BoardModel(self)
        self._chosen: list[Cell] = []
        self._visits, self._views = VisitHeads(self), ViewHeads(self)
        self._painter = CellPainter(photos, tag_of=self._tag_of, parent=self)
        self.setHorizontalHeader(self._visits)
        self.setVerticalHeader(self._views)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self._calm()
        self.selectionModel().selectionChanged.connect(self._follow)
        photos.thumbnail_ready.connect(lambda _: self.viewport().update())
        photos.unreadable.connect(self._mark_unreadable)

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._model.board

    @property
    def chosen(self) -> Sequence[Photo]:
        """The chosen photos, none to two, in the order in which they were chosen."""
        return [cell.photo for cell in self._chosen]

    @property
    def has_ring(self) -> bool:
        """Whether the place of the keyboard is framed."""
        return self._painter.has_ring

    def show_board(self, board: Board) -> None:
        """Show another state of the record; what was chosen stays chosen if it is still there."""
        kept = [photo.id for photo in self.chosen]
        place = self.currentIndex().row(), self.currentIndex().column()
        self._chosen = []
        self._visits.board = self._views.board = board
        self._model.show_board(board)
        self._fit()
        self.setCurrentIndex(self._model.index(*place) if min(place) >= 0 else QModelIndex())
        self.clearSelection()
        for photo_id in kept:
            self.choose(photo_id)
        self.chosen_changed.emit()

    def choose(self, photo_id: str) -> None:
        """Choose a photo beside what is chosen already."""
        place = self.board.place_of(photo_id)
        if place is not None:
            self.selectionModel().setCurrentIndex(self._model.index(*place), _Flag.Select)

    def start(self) -> None:
        """The newest visit comes into sight, and the keyboard has a place to start from."""
        self._frame(has_ring=False)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())
        if not self.currentIndex().isValid() and self.board.columns:
            newest = len(self.board.columns) - 1
            row = next((row for row, column in sorted(self.board.cells) if column == newest), 0)
            self.selectionModel().setCurrentIndex(self._model.index(row, newest), _Flag.NoUpdate)

    # --- inside

    def _calm(self) -> None:
        self.setAccessibleName(self.tr("Photos, a row for each view, a column for each visit"))
        self.setShowGrid(False)
        self.setProperty("role", "grid")  # each cell shows by itself whether it is chosen or has the focus
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def _fit(self) -> None:
        """Cells as large as the window allows without scrolling, within bounds."""
        around = 2 * INSET_PX
        wide = self.viewport().width() / max(len(self.board.columns), 1)
        high = self.viewport().height() / max(len(self.board.rows), 1)
        width = min(wide, (high - around) / _SHAPE + around)
        width = min(max(width, _NARROWEST_PX), _WIDEST_PX)
        self._visits.setDefaultSectionSize(int(width))
        self._views.setDefaultSectionSize(int((width - around) * _SHAPE + around))

    def _follow(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        gone = [self._model.cell(index) for index in deselected.indexes()]
        come = [self._model.cell(index) for index in selected.indexes()]
        chosen = [cell for cell in self._chosen if cell not in gone]
        chosen += [cell for cell in come if cell is not None and cell not in chosen]
        surplus, self._chosen = chosen[1:-1], [*chosen[:1], *chosen[1:][-1:]]
        for cell in surplus:
            place = self.board.place_of(cell.photo.id)
            if place is not None:
                self.selectionModel().select(self._model.index(*place), _Flag.Deselect)
        self.viewport().update()
        self.chosen_changed.emit()

    def _tag_of(self, index: Index) -> str | None:
        """None for what is not chosen; with two chosen, which of them is the earlier one."""
        cell = self._model.cell(index)
        if cell is None or cell not in self._chosen:
            return None
        if len(self._chosen) < 2:
            return ""
        others = [other for other in self._chosen if other is not cell]
        days = {c.photo.id: self._day_of(c) for c in self._chosen}
        if days[cell.photo.id] == days[others[0].photo.id]:
            return ""
        is_before = days[cell.photo.id] < days[others[0].photo.id]
        return self.tr("Before") if is_before else self.tr("After")

    def _day_of(self, cell: Cell) -> int:
        place = self.board.place_of(cell.photo.id)
        return self.board.columns[place[1]].day_number if place is not None else 0

    def _frame(self, *, has_ring: bool) -> None:
        self._painter.has_ring = has_ring
        self.viewport().update()

    def _mark_unreadable(self, photo_id: str, _: str) -> None:
        self._painter.unreadable.add(photo_id)
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        cell = self._model.cell(index)
        if cell is not None:
            self.opened.emit(cell.photo)
        elif index.isValid():
            self.gap_opened.emit()

    # --- Qt

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> _Flag:
        if isinstance(event, QKeyEvent):
            return _command_of_key(event)
        if (
            event is None
            or event.type() != QEvent.Type.MouseButtonPress
            or not isinstance(event, QMouseEvent)
        ):
            return _Flag.NoUpdate
        if event.modifiers() & _SECOND:
            return _Flag.Toggle
        is_menu = event.button() == Qt.MouseButton.RightButton
        if is_menu and self.selectionModel().isSelected(index):
            return _Flag.NoUpdate
        return _Flag.ClearAndSelect

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._frame(has_ring=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._frame(has_ring=False)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._frame(has_ring=True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self._chosen:
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        if self._model.cell(index) is None:
            return
        if is_key and not self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        at = self.visualRect(index).center() if is_key else event.pos()
        self.menu_asked.emit(self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _command_of_key(event: QKeyEvent) -> _Flag:
    if event.key() == Qt.Key.Key_Space:
        return _Flag.Toggle
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return _Flag.NoUpdate
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return _Flag.Select
    return _Flag.ClearAndSelect
