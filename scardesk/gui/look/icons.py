"""Icons: our SVG drawings, tinted at paint time.

Hides: how one grey-less drawing becomes crisp pixels in any colour at any device pixel ratio.
Rule: an icon asks for the current theme each time it is painted, so it is never stale; a drawing
holds no colour but ``currentColor`` and one stroke weight.  An icon never stands alone: the caller
gives a text, or a tooltip and an accessible name.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from scardesk.assets import resource
from scardesk.gui.look.current import theme

STROKE_PX = 1.6

_CHROME = "text_secondary"
_clones: list[
    QIconEngine
] = []  # PySide would free a clone that Qt still uses; Qt clones when an icon is changed


def icon(name: str, tint: str = _CHROME) -> QIcon:
    """The icon ``name`` of ``resources/icons``, in the colour of the token ``tint``.

    Chrome icons (the default tint) darken under the pointer and take the accent when checked; any
    icon takes the disabled colour when disabled.  Raises NotFound for a name that has no drawing.
    """
    source(name)
    return QIcon(_TintedEngine(name, tint))


def pixmap(name: str, colour: str, *, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in one fixed ``#RRGGBB`` colour, ``size`` logical pixels square."""
    drawn = QPixmap.fromImage(_raster(name, colour, round(size * ratio), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, name: str, colour: str, *, into: QRectF) -> None:
    """Paint the icon into ``into``, centred and square, in ``#RRGGBB`` or any token colour."""
    side = min(into.width(), into.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(into.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, square)
    painter.restore()


@cache
def source(name: str) -> str:
    """The SVG text of an icon, untinted."""
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def tinted(name: str, colour: str) -> bytes:
    """The SVG of an icon with every ``currentColor`` replaced."""
    return source(name).replace("currentColor", colour).encode()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(tinted(name, colour)))


@lru_cache(maxsize=512)
def _raster(name: str, colour: str, width_px: int, height_px: int) -> QImage:
    drawn = QImage(width_px, height_px, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint(painter, name, colour, into=QRectF(0, 0, width_px, height_px))
    painter.end()
    return drawn


class _TintedEngine(QIconEngine):
    """Paints one drawing in the colour that the theme, the mode and the state ask for."""

    def __init__(self, name: str, tint: str) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        tint = self._tint
        if mode == QIcon.Mode.Disabled:
            tint = "text_disabled"
        elif tint == _CHROME and state == QIcon.State.On:
            tint = "accent_ink"
        elif tint == _CHROME and mode != QIcon.Mode.Normal:
            tint = "text"
        colour: str = getattr(theme(), tint)
        return colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, self._name, self._colour(mode, state), into=QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixels = size * scale  # Qt gives logical pixels here since 6.8
        drawn = _raster(self._name, self._colour(mode, state), pixels.width(), pixels.height())
        made = QPixmap.fromImage(drawn)
        made.setDevicePixelRatio(scale)
        return made

    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._name, self._tint)
        _clones.append(copy)
        return copy

    def key(self) -> str:
        return f"scardesk-{self._name}-{self._tint}"
