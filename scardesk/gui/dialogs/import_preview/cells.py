"""How the cells of an import are painted and edited.

Rule: an edit of one of several chosen rows is an edit of all of them.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from scardesk.errors import BadInput
from scardesk.gui.dialogs.import_preview.rows import (
    DAY,
    EDITABLE,
    IS_OPEN,
    PHOTO,
    SECOND_LINE,
    VALUE,
    VIEW,
    RowModel,
    light_text,
    titles,
    view_text,
)
from scardesk.gui.look import icons
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import DayField
from scardesk.gui.look.drawing import clip_round, colour, draw_photo, draw_text, draw_words
from scardesk.gui.look.fields import ChoiceField, SearchChoice
from scardesk.model.photo import Light
from scardesk.workflows import protocol

Index = QModelIndex | QPersistentModelIndex
_GLYPH_PX = 16
_LEAVING = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.OtherFocusReason)


class RowCells(QStyledItemDelegate):
    """Paints two lines, a photo, or something that can be chosen; ``chosen`` gives the chosen rows."""

    def __init__(self, chosen: Callable[[], list[int]], table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._chosen = chosen

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("selection"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour("hairline"))
        if index.column() == PHOTO:
            self._paint_photo(painter, index, box.adjusted(11, 6, -2, -7))
        elif index.column() in EDITABLE:
            self._paint_choice(painter, index, box.adjusted(11, 0, -8, -1))
        else:
            self._paint_lines(painter, index, box.adjusted(11, 0, -8, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == DAY:
            return DayField(titles()[DAY], parent)
        choice = view_choice(parent) if index.column() == VIEW else light_choice(parent)
        place = QPersistentModelIndex(index)
        choice.activated.connect(lambda: self._take(choice, place))
        return choice

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(VALUE)
        if isinstance(editor, DayField):
            editor.show_day(value)
            editor.selectAll()
        elif isinstance(editor, ChoiceField):
            editor.setCurrentIndex(editor.findData(str(value)))
        if isinstance(editor, SearchChoice):
            editor.begin()  # what opened the editor may be typed into it

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(model, RowModel) and isinstance(editor, DayField):  # a choice is written when made
            assign_day(model, self._targets(index), editor)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        room = option.rect.adjusted(2, 0, -2, 0)
        height = theme().control_height
        width = max(room.width(), editor.sizeHint().width() if isinstance(editor, ChoiceField) else 0)
        left = max(min(room.left(), self._table.viewport().width() - width), 0)
        editor.setGeometry(left, room.center().y() - height // 2, width, height)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """A search that is under way chooses first; the choice closes the editor."""
        if isinstance(editor, SearchChoice) and editor.is_searching:
            if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return False
            is_left = isinstance(event, QFocusEvent) and event.reason() in _LEAVING
            if is_left and event.type() == QEvent.Type.FocusOut and editor.settle():
                return False
        return super().eventFilter(editor, event)

    def _targets(self, index: Index) -> list[int]:
        chosen = self._chosen()
        return chosen if index.row() in chosen else [index.row()]

    def _take(self, choice: ChoiceField, place: QPersistentModelIndex) -> None:
        model = place.model()
        if isinstance(model, RowModel):
            value = str(choice.currentData())
            assign_choice(model, self._targets(place), column=place.column(), value=value)
        if isinstance(choice, SearchChoice):
            self.closeEditor.emit(choice, QStyledItemDelegate.EndEditHint.NoHint)

    def _paint_photo(self, painter: QPainter, index: Index, box: QRectF) -> None:
        clip_round(painter, box, theme().radius_small)
        painter.fillRect(box, colour("surround"))
        draw_photo(painter, index.data(Qt.ItemDataRole.DecorationRole), into=box)

    def _paint_lines(self, painter: QPainter, index: Index, box: QRectF) -> None:
        half = box.height() / 2
        upper = QRectF(box.left(), box.top() + 8, box.width(), half - 8)
        lower = QRectF(box.left(), box.top() + half, box.width(), half - 8)
        draw_text(painter, index.data(), into=upper)
        draw_text(painter, index.data(SECOND_LINE), into=lower, tint="text_secondary", size="secondary")

    def _paint_choice(self, painter: QPainter, index: Index, box: QRectF) -> None:
        arrow = QRectF(box.right() - 14, box.center().y() - 7, 14, 14)
        icons.paint(painter, "chevron-down", theme().text_secondary, into=arrow)
        room = box.adjusted(0, 0, -18, 0)
        tint = "text"
        if index.data(IS_OPEN):
            glyph = QRectF(room.left(), room.center().y() - _GLYPH_PX / 2, _GLYPH_PX, _GLYPH_PX)
            icons.paint(painter, "warning", theme().warning_ink, into=glyph)
            room.setLeft(glyph.right() + 6)
            tint = "warning_ink"
        draw_words(painter, index.data(), into=room, tint=tint)


def view_choice(parent: QWidget | None = None) -> SearchChoice:
    """All views of the protocol."""
    choice = SearchChoice(titles()[VIEW], parent)
    for view in protocol.views():
        choice.addItem(view_text(view.code), view.code)
    return choice


def light_choice(parent: QWidget | None = None) -> ChoiceField:
    """All lights."""
    choice = ChoiceField(titles()[-1], parent)
    for light in Light:
        choice.addItem(light_text(light), light.value)
    return choice


def assign_choice(model: RowModel, numbers: Iterable[int], *, column: int, value: str) -> None:
    """Give rows a view or a light by its code."""
    model.assign(numbers, column=column, value=value if column == VIEW else Light(value))


def assign_day(model: RowModel, numbers: Iterable[int], field: DayField) -> bool:
    """Give rows the day that is written in a field; False when it is unclear or impossible."""
    try:
        day = field.day
    except BadInput:
        return False
    if day is None or day.year < 1990:
        return False
    model.assign(numbers, column=DAY, value=day)
    return True
