"""Where a photo lies on a widget.

Hides: zoom, pan and the way between photo pixels and screen.  Rule: every canvas maps through
this class; the half pixel comes from geometry's ``Size.centre`` alone.  Qt-free.  Screen places are
logical pixels of the widget, (0, 0) its top-left corner.
"""

from dataclasses import dataclass, replace
from typing import Self

from scardesk.model.geometry import Point, Size

MOST_ZOOM = 32.0
_MOST_SCREEN_PX = 4e5  # a photo never grows larger than this on the screen
_FAR_PX = 9e5  # within what a Point may hold
_LEAST_OF_FIT = 0.5  # zooming out ends at half the fitting size


@dataclass(frozen=True, kw_only=True)
class ViewTransform:
    """A photo of ``size`` seen in a ``width`` x ``height`` widget, ``centre`` in its middle."""

    size: Size
    width: float
    height: float
    zoom: float
    centre: Point

    @classmethod
    def fitted(cls, size: Size, *, width: float, height: float, margin: float = 0.0) -> Self:
        """The whole photo, as large as it goes with ``margin`` around it."""
        fit = _fit(size, width - 2 * margin, height - 2 * margin)
        zoom = min(fit, _most(size))
        return cls(size=size, width=width, height=height, zoom=zoom, centre=size.centre)

    @property
    def corner(self) -> Point:
        """The outer corner of the photo's top-left pixel, in photo coordinates."""
        return corner_of(self.size)

    @property
    def origin(self) -> tuple[float, float]:
        """Where that corner lies on the screen."""
        return self.to_screen(self.corner)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width, height of the photo on the screen."""
        return (*self.origin, self.size.width * self.zoom, self.size.height * self.zoom)

    def to_screen(self, point: Point) -> tuple[float, float]:
        """Where a place on the photo lies on the screen."""
        x = (point.x - self.centre.x) * self.zoom + self.width / 2
        y = (point.y - self.centre.y) * self.zoom + self.height / 2
        return x, y

    def to_photo(self, x: float, y: float) -> Point:
        """Which place on the photo lies at (x, y) of the screen; far off it, one that is far."""
        there_x = self.centre.x + (x - self.width / 2) / self.zoom
        there_y = self.centre.y + (y - self.height / 2) / self.zoom
        return Point(min(max(there_x, -_FAR_PX), _FAR_PX), min(max(there_y, -_FAR_PX), _FAR_PX))

    def zoomed(self, factor: float, *, x: float, y: float) -> Self:
        """Nearer by ``factor``, what is at (x, y) staying there."""
        zoom = min(max(self.zoom * factor, self._least()), _most(self.size))
        nearer = 1 / self.zoom - 1 / zoom
        dx, dy = (x - self.width / 2) * nearer, (y - self.height / 2) * nearer
        return replace(self, zoom=zoom, centre=self._kept(self.centre.x + dx, self.centre.y + dy))

    def panned(self, dx: float, dy: float) -> Self:
        """The photo pushed by (dx, dy) screen pixels; some of it always stays in the middle."""
        centre = self._kept(self.centre.x - dx / self.zoom, self.centre.y - dy / self.zoom)
        return replace(self, centre=centre)

    def centred(self, point: Point) -> Self:
        """``point`` in the middle."""
        return replace(self, centre=self._kept(point.x, point.y))

    def resized(self, width: float, height: float) -> Self:
        """The same middle and zoom in a widget of another size."""
        return replace(self, width=width, height=height)

    def snapped(self, step: float) -> Self:
        """Shifted by less than ``step`` so that photo pixels meet screen pixels of that size."""
        left, top = self.origin
        dx, dy = round(left / step) * step - left, round(top / step) * step - top
        return replace(self, centre=self.centre.moved(-dx / self.zoom, -dy / self.zoom))

    def _least(self) -> float:
        return min(_fit(self.size, self.width, self.height) * _LEAST_OF_FIT, 1.0, _most(self.size))

    def _kept(self, x: float, y: float) -> Point:
        half_x, half_y = self.size.width / 2, self.size.height / 2
        middle = self.size.centre
        return Point(
            min(max(x, middle.x - half_x), middle.x + half_x),
            min(max(y, middle.y - half_y), middle.y + half_y),
        )


def corner_of(size: Size) -> Point:
    """The outer corner of the top-left pixel, in photo coordinates."""
    return size.centre.moved(-size.width / 2, -size.height / 2)


def _fit(size: Size, width: float, height: float) -> float:
    return min(max(width, 1.0) / size.width, max(height, 1.0) / size.height)


def _most(size: Size) -> float:
    return min(MOST_ZOOM, _MOST_SCREEN_PX / max(size.width, size.height))
