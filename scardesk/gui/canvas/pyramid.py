"""A photo in halving sizes, so that drawing it small reads few pixels.

Hides: which level suits a zoom.  Rule: levels are made with QImage alone, so a job's thread may
make them; a level is opaque RGB32, the format that the painter need not convert.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from scardesk.gui.canvas.transform import ViewTransform

_SMALLEST_PX = 512  # the longer side of the last level
_AT_ONCE_PX = 12_000_000  # a frame of this many pixels is halved within one screen frame


@dataclass(frozen=True)
class Pyramid:
    """``levels[0]`` is the largest frame, each next one half of it."""

    levels: tuple[QImage, ...]

    def level_for(self, scale: float) -> QImage:
        """The smallest level that is still at least as fine as ``scale`` of ``levels[0]``."""
        step = math.floor(math.log2(1 / scale) + 1e-6) if scale < 1 else 0
        return self.levels[min(step, len(self.levels) - 1)]


def build_pyramid(image: QImage) -> Pyramid:
    """All levels of a decoded frame; safe outside the GUI thread, 24 MP in about 0.1 s."""
    levels = [image.convertToFormat(QImage.Format.Format_RGB32)]
    while max(levels[-1].width(), levels[-1].height()) > _SMALLEST_PX:
        levels.append(_halved(levels[-1]))
    return Pyramid(tuple(levels))


def pyramid_of(frame: QImage | Pyramid) -> Pyramid:
    """The levels of a frame, for the GUI thread: a large frame without a pyramid stays alone."""
    if isinstance(frame, Pyramid):
        return frame
    if frame.width() * frame.height() <= _AT_ONCE_PX:
        return build_pyramid(frame)
    return Pyramid((frame,))


def paint_photo(
    painter: QPainter, pyramid: Pyramid, *, view: ViewTransform, clip: QRectF, dpr: float
) -> None:
    """Draw the part of a photo that ``clip`` shows, read from the level that suits the zoom."""
    level = pyramid.level_for(view.zoom * dpr * view.size.width / pyramid.levels[0].width())
    left, top, width, height = view.box
    wide, high = width / level.width(), height / level.height()
    x0, x1 = _needed(clip.left() - left, clip.right() - left, step=wide, most=level.width())
    y0, y1 = _needed(clip.top() - top, clip.bottom() - top, step=high, most=level.height())
    if x1 > x0 and y1 > y0:
        target = QRectF(left + x0 * wide, top + y0 * high, (x1 - x0) * wide, (y1 - y0) * high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, level, QRectF(x0, y0, x1 - x0, y1 - y0))


def _needed(first: float, last: float, *, step: float, most: int) -> tuple[int, int]:
    """Whole source pixels between two places, and one more at each end for a smooth edge."""
    return max(0, math.floor(first / step) - 1), min(most, math.ceil(last / step) + 1)


def _halved(image: QImage) -> QImage:
    half = image.scaled(
        (image.width() + 1) // 2,
        (image.height() + 1) // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return half.convertToFormat(QImage.Format.Format_RGB32)
