"""What cells and cards paint by hand: a line of text, a chip, a photo.

Hides: fonts, eliding and scaling.  Rule: colours come from the theme by the name of their token, at
paint time; a photo is never stretched.
"""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from scardesk.gui.look.current import theme

TextSize = Literal["body", "secondary", "section"]
LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
UPPER = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignCenter
_CHIP_INSET_PX = 6


def colour(token: str) -> QColor:
    """The colour of a token of the theme that is on now."""
    return QColor(getattr(theme(), token))


def type_face(size: TextSize = "body", *, is_strong: bool = False) -> QFont:
    """The font of the program in one of its sizes."""
    face = QFont(theme().font_family)
    face.setPixelSize(getattr(theme(), size))
    face.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    return face


def draw_text(
    painter: QPainter,
    text: str,
    *,
    into: QRectF,
    tint: str = "text",
    size: TextSize = "body",
    is_strong: bool = False,
    align: Qt.AlignmentFlag = LEADING,
) -> float:
    """Write one line, with an ellipsis where ``into`` ends; returns how wide it became."""
    face = type_face(size, is_strong=is_strong)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(" ".join(text.split("\n")), Qt.TextElideMode.ElideRight, into.width())
    painter.setFont(face)
    painter.setPen(colour(tint))
    painter.drawText(into, int(align | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def draw_words(
    painter: QPainter,
    text: str,
    *,
    into: QRectF,
    tint: str = "text",
    size: TextSize = "body",
    align: Qt.AlignmentFlag = LEADING,
) -> None:
    """Write on as many lines as it takes; what does not fit at all is one line with an ellipsis."""
    face = type_face(size)
    metrics = QFontMetricsF(face)
    flags = int(align | Qt.TextFlag.TextWordWrap)
    fits = metrics.boundingRect(into, flags, text).height() <= into.height()
    if not fits or metrics.horizontalAdvance(text) <= into.width():
        draw_text(painter, text, into=into, tint=tint, size=size, align=align)
        return
    painter.setFont(face)
    painter.setPen(colour(tint))
    painter.drawText(into, flags, text)


def two_lines_px() -> int:
    """The height of a line of body text above a secondary one, with air around them."""
    return theme().body + theme().secondary + 35


def chip_size(text: str) -> QSizeF:
    """The room that a chip needs."""
    metrics = QFontMetricsF(type_face("secondary", is_strong=True))
    return QSizeF(metrics.horizontalAdvance(text) + 2 * _CHIP_INSET_PX, metrics.height() + 2)


def draw_chip(
    painter: QPainter, text: str, *, at: QPointF, ink: str = "window", ground: str = "text_secondary"
) -> QRectF:
    """Paint a short state on its ground, the top left corner ``at``; returns its room."""
    box = QRectF(at, chip_size(text))
    fill_round(painter, box, ground, radius=theme().radius_small)
    draw_text(painter, text, into=box, tint=ink, size="secondary", is_strong=True, align=MIDDLE)
    return box


def fill_round(painter: QPainter, box: QRectF, token: str, *, radius: float) -> None:
    """Fill a box with round corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(token))
    painter.drawRoundedRect(box, radius, radius)


def frame_round(
    painter: QPainter,
    box: QRectF,
    token: str,
    *,
    width: float,
    radius: float,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Draw a line inside the edge of a box with round corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(token), width, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_photo(painter: QPainter, photo: QPixmap, *, into: QRectF, fills: bool = False) -> None:
    """Paint a photo whole into a box, or so that it fills it and its edges fall away."""
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if fills else Qt.AspectRatioMode.KeepAspectRatio
    room = QRectF(QPointF(), QSizeF(photo.size()).scaled(into.size(), mode))
    room.moveCenter(into.center())
    painter.save()
    painter.setClipRect(into, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(room, photo, QRectF(photo.rect()))
    painter.restore()


def clip_round(painter: QPainter, box: QRectF, radius: float) -> None:
    """Keep what is painted from now on inside a box with round corners."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
