"""What lies over a photo and is no mark: key cursor, ruler line, pointer badge, captions.

Rule: everything is a light line with a dark casing or text on a dark pill, so that it reads on any
skin; texts are painted as plain text.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from scardesk.gui.canvas.colours import CanvasColours
from scardesk.gui.canvas.painter import paint_sketch
from scardesk.gui.look.tokens import LIGHT
from scardesk.model.geometry import Point
from scardesk.model.scar import ScarType
from scardesk.model.sketch import FORM_REACH, Line, Sketch, form_sketch

_ARM, _HOLE = 18.0, 5.0  # the key cursor leaves its middle free
_BADGE_OFF = (16.0, 18.0)  # from the pointer's tip
_TICK = 7.0
_PILL_HEIGHT, _PILL_PAD = 26.0, 10.0


def paint_crosshair(painter: QPainter, x: float, y: float, *, colours: CanvasColours) -> None:
    """The cursor that the arrow keys move."""
    arms = [
        ((dx * _HOLE, dy * _HOLE), (dx * _ARM, dy * _ARM)) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    lines = [(Point(x + a, y + b), Point(x + c, y + d)) for (a, b), (c, d) in arms]
    paint_sketch(painter, _cased(lines, colours=colours))


def paint_ruler(painter: QPainter, ends: tuple[Point, Point], *, text: str, colours: CanvasColours) -> None:
    """A measured line on the screen with its length beside it."""
    a, b = ends
    length = max(a.distance_to(b), 1e-6)
    dx, dy = -(b.y - a.y) / length * _TICK, (b.x - a.x) / length * _TICK
    ticks = [(p.moved(dx, dy), p.moved(-dx, -dy)) for p in ends]
    paint_sketch(painter, _cased([(a, b), *ticks], colours=colours))
    middle = QPointF((a.x + b.x) / 2, (a.y + b.y) / 2)
    width = pill_width(text)
    above = QRectF(middle.x() - width / 2, middle.y() - _PILL_HEIGHT - 10, width, _PILL_HEIGHT)
    paint_pill(painter, above, text, colours=colours)


def badge_box(x: float, y: float, text: str) -> QRectF:
    """Where the badge of a pointer at (x, y) lies."""
    width = pill_width(text) + 2 * FORM_REACH + 4
    return QRectF(x + _BADGE_OFF[0], y + _BADGE_OFF[1], width, _PILL_HEIGHT)


def paint_badge(
    painter: QPainter, box: QRectF, text: str, *, type_: ScarType, colours: CanvasColours
) -> None:
    """What a click will set: form and number beside the pointer."""
    _paint_ground(painter, box, colours)
    form = Point(box.left() + _PILL_PAD + FORM_REACH - 2, box.center().y())
    paint_sketch(painter, form_sketch(type_, form, unit=0.9))
    rest = box.adjusted(_PILL_PAD + 2 * FORM_REACH, 0, -_PILL_PAD, 0)
    _paint_text(painter, rest, text, colours=colours)


def pill_width(text: str) -> float:
    """How wide the pill of a text is."""
    return QFontMetricsF(_font()).horizontalAdvance(text) + 2 * _PILL_PAD


def caption_box(area: QRectF, text: str, *, is_right: bool) -> QRectF:
    """A pill in the top corner of ``area``, no wider than it."""
    width = min(pill_width(text), area.width() - 24)
    left = area.right() - 12 - width if is_right else area.left() + 12
    return QRectF(left, area.top() + 12, width, _PILL_HEIGHT)


def paint_pill(
    painter: QPainter, box: QRectF, text: str, *, colours: CanvasColours, ink: float = 1.0
) -> None:
    """A text on a dark rounded ground; one that is too long ends in an ellipsis.  ``ink`` dims it."""
    _paint_ground(painter, box, colours)
    inside = box.adjusted(_PILL_PAD, 0, -_PILL_PAD + 1, 0)
    fitted = QFontMetricsF(_font()).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
    painter.setOpacity(ink)
    _paint_text(painter, inside, fitted, colours=colours)
    painter.setOpacity(1.0)


def paint_handle(painter: QPainter, x: float, area: QRectF, *, colours: CanvasColours) -> None:
    """The line between two photos, with a knob to drag."""
    middle = area.center().y()
    paint_sketch(painter, _cased([(Point(x, area.top()), Point(x, area.bottom()))], colours=colours))
    painter.setPen(QColor(colours.casing))
    painter.setBrush(QColor(colours.line))
    painter.drawEllipse(QPointF(x, middle), 16, 16)
    arrows = [_arrow(x, middle, towards) for towards in (-1, 1)]
    paint_sketch(
        painter,
        tuple(Line(points=arrow, is_closed=False, colour=colours.casing, width=2) for arrow in arrows),
    )


def _arrow(x: float, y: float, towards: int) -> tuple[Point, Point, Point]:
    tip = x + 9 * towards
    return (Point(tip - 4 * towards, y - 5), Point(tip, y), Point(tip - 4 * towards, y + 5))


def _cased(lines: list[tuple[Point, Point]], *, colours: CanvasColours) -> Sketch:
    looks = ((colours.casing, 3.6), (colours.line, 1.6))
    return tuple(
        Line(points=line, is_closed=False, colour=colour, width=width)
        for colour, width in looks
        for line in lines
    )


def _paint_ground(painter: QPainter, box: QRectF, colours: CanvasColours) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.pill))
    painter.drawRoundedRect(box, LIGHT.radius, LIGHT.radius)


def _paint_text(painter: QPainter, box: QRectF, text: str, *, colours: CanvasColours) -> None:
    painter.setFont(_font())
    painter.setPen(QColor(colours.pill_text))
    painter.drawText(
        box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, text
    )


def _font() -> QFont:
    font = QFont(LIGHT.font_family)
    font.setPixelSize(LIGHT.body)
    font.setWeight(QFont.Weight.DemiBold)
    return font
