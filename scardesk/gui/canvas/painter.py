"""Paints a model sketch with Qt.

Hides: pens, letter outlines and ready-made small sprites.  Rule: every look comes from
``model.sketch``; here is no colour and no form.
"""

import math
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QIcon,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)

from scardesk.gui.look.style import load_fonts
from scardesk.gui.look.tokens import LIGHT
from scardesk.model.geometry import Point
from scardesk.model.scar import ScarType
from scardesk.model.sketch import FORM_REACH, Line, Sketch, State, Words, form_sketch

FORM_MARGIN = math.ceil(FORM_REACH) + 1
WORDS_MARGIN = 3.0
_EM = 100  # letters are outlined once at this size and scaled


def paint_sketch(painter: QPainter, sketch: Sketch) -> None:
    """Paint all primitives in order, with smooth edges; pen and brush are changed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for piece in sketch:
        if isinstance(piece, Line):
            _paint_line(painter, piece)
        else:
            _paint_words(painter, piece)


def form_icon(type_: ScarType, *, px: int, dpr: float = 1.0) -> QIcon:
    """The form of a scar type as an icon of ``px`` logical pixels, for chips and lists."""
    form = form_sketch(type_, Point(px / 2, px / 2), unit=px / (2 * FORM_REACH))
    return QIcon(QPixmap.fromImage(sprite_of(form, box=QRectF(0, 0, px, px), dpr=dpr)))


def sprite_of(sketch: Sketch, *, box: QRectF, dpr: float) -> QImage:
    """A sketch painted once on clear ground, whose corner is the top left of ``box``."""
    width, height = math.ceil(box.width() * dpr), math.ceil(box.height() * dpr)
    sprite = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    sprite.setDevicePixelRatio(dpr)
    sprite.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sprite)
    painter.translate(-box.topLeft())
    paint_sketch(painter, sketch)
    painter.end()
    return sprite


@lru_cache(maxsize=512)
def form_sprite(type_: ScarType, state: State, *, phase: tuple[float, float], dpr: float) -> QImage:
    """A form whose centre lies ``FORM_MARGIN`` from the corner, shifted by a fraction of a pixel."""
    box = QRectF(-FORM_MARGIN, -FORM_MARGIN, 2 * FORM_MARGIN + 1, 2 * FORM_MARGIN + 1)
    return sprite_of(form_sketch(type_, Point(*phase), unit=1.0, state=state), box=box, dpr=dpr)


@lru_cache(maxsize=2048)
def words_sprite(words: Words, *, dpr: float) -> QImage:
    """Words whose ``at`` lies ``WORDS_MARGIN`` right of and half the height below the corner."""
    width = _letters(words.text).boundingRect().right() * words.size / _EM
    height = words.size * 1.5
    box = QRectF(-WORDS_MARGIN, -height / 2, width + 2 * WORDS_MARGIN, height)
    return sprite_of((words,), box=box, dpr=dpr)


def words_path(words: Words) -> QPainterPath:
    """The outlines of the letters where they stand."""
    scale = words.size / _EM
    return QTransform(scale, 0, 0, scale, words.at.x, words.at.y).map(_letters(words.text))


@cache
def letter_font() -> QFont:
    """The bold face of the program, at the size in which letters are outlined."""
    load_fonts()
    font = QFont(LIGHT.font_family)
    font.setPixelSize(_EM)
    font.setWeight(QFont.Weight.Bold)
    return font


@lru_cache(maxsize=4096)
def _letters(text: str) -> QPainterPath:
    """Letters of ``_EM`` px; x starts at 0 and the middle of the digits is at y = 0."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addText(QPointF(0, _EM * 0.357), letter_font(), text)
    return path


def _paint_line(painter: QPainter, line: Line) -> None:
    painter.setPen(_pen_of(line))
    painter.setBrush(QBrush(QColor(line.fill)) if line.fill else Qt.BrushStyle.NoBrush)
    polygon = QPolygonF([QPointF(p.x, p.y) for p in line.points])
    if line.is_closed:
        painter.drawPolygon(polygon)
    else:
        painter.drawPolyline(polygon)


def _pen_of(line: Line) -> QPen:
    if line.colour is None:
        return QPen(Qt.PenStyle.NoPen)
    cap = Qt.PenCapStyle.FlatCap if line.dash else Qt.PenCapStyle.RoundCap
    pen = QPen(QColor(line.colour), line.width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        pen.setDashPattern([length / line.width for length in line.dash])  # Qt counts in pen widths
    return pen


def _paint_words(painter: QPainter, words: Words) -> None:
    path = words_path(words)
    round_ = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, QPen(QColor(words.halo), words.halo_width, *round_))
    painter.fillPath(path, QColor(words.colour))
