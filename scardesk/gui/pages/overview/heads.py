"""The titles of the grid: a visit above each column, a view beside each row."""

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.drawing import UPPER, colour, draw_text, draw_words
from scardesk.gui.pages.overview.board import Board, Column, Row, side_words
from scardesk.workflows import protocol

_HEAD_WIDTH = 16  # in sizes of the body text
_LINES = 3
_DROP_PX = 2  # the last of them begins at the top of its room


class VisitHeads(QHeaderView):
    """Day, number of the day and photos, and the note of each visit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.board = Board()
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _line_px() * _LINES + 20)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section < len(self.board.columns):
            column = self.board.columns[section]
            lines = (day_text(column.visit.day), visit_words(column), column.visit.note)
            _paint_lines(painter, rect.adjusted(10, 10, -10, -10), lines)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.logicalIndexAt(event.pos())
            note = self.board.columns[at].visit.note if 0 <= at < len(self.board.columns) else ""
            marked = escape(note).replace("\n", "<br>")  # notes are shown letter by letter
            QToolTip.showText(event.globalPos(), f"<span>{marked}</span>" if note else "", self)
            return True
        return super().viewportEvent(event)


class ViewHeads(QHeaderView):
    """Name, code, side and light of each row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.board = Board()
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_HEAD_WIDTH * theme().body, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section < len(self.board.rows):
            room = rect.adjusted(theme().space_6, 10, -8, -10)
            _paint_lines(painter, room, view_lines(self.board.rows[section]))


def view_lines(row: Row) -> tuple[str, str, str]:
    """The three lines of a row's title."""
    view = protocol.view(row.view)
    light = protocol.LIGHT_NAMES[row.light]
    if row.turn:
        again = QCoreApplication.translate("overview", "{light}, photo {number}")
        light = again.format(light=light, number=row.turn + 1)
    return view.name, "  ·  ".join(filter(None, (view.code, side_words(view)))), light


def visit_words(column: Column) -> str:
    """E.g. "day 210 · 4 photos"."""
    say = QCoreApplication.translate
    day = say("overview", "day {number}").format(number=column.day_number)
    one, many = say("overview", "1 photo"), say("overview", "{count} photos")
    photos = one if column.photo_count == 1 else many.format(count=column.photo_count)
    return f"{day}  ·  {photos}"


def _paint_lines(painter: QPainter, room: QRect, lines: tuple[str, ...]) -> None:
    painter.save()
    painter.fillRect(room.adjusted(-theme().space_6, -10, 10, 10), colour("panel"))
    line = QRectF(room.left(), room.top(), room.width(), _line_px())
    for number, words in enumerate(lines[:-1]):
        is_first = number == 0
        draw_text(
            painter,
            words,
            into=line,
            tint="text" if is_first else "text_secondary",
            size="body" if is_first else "secondary",
            is_strong=is_first,
        )
        line.translate(0, _line_px())
    rest = QRectF(line.left(), line.top() + _DROP_PX, line.width(), room.bottom() + 1 - line.top())
    draw_words(painter, lines[-1], into=rest, tint="text_secondary", size="secondary", align=UPPER)
    painter.restore()


def _line_px() -> int:
    return theme().body + 7
