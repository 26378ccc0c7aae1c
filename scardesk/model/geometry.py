"""Places on a photo, and the one coordinate rule.

Rule: coordinates are pixels of the *upright original* photo (EXIF orientation applied); x runs
right, y runs down, and the centre of the top-left pixel is (0, 0).  A photo w pixels wide
therefore reaches from -0.5 to w - 0.5.  Nobody outside this module adds or subtracts a half.
Sides are always the patient's.
"""

import math
from collections.abc import Iterable

from scardesk.model.value import Value, require

_MOST_PX = 1e6
_PIXEL_CENTRE = 0.5


Matrix = tuple[float, float, float, float, float, float, float, float, float]
"""A 3 x 3 matrix, row by row."""


class Point(Value, frozen=True, array_like=True):
    """One place in upright pixels."""

    x: float
    y: float

    def __post_init__(self) -> None:
        require(
            math.isfinite(self.x) and math.isfinite(self.y) and max(abs(self.x), abs(self.y)) <= _MOST_PX,
            "A coordinate is not a usable number. Nothing was changed.",
        )

    def moved(self, dx: float, dy: float) -> "Point":
        """This point shifted by (dx, dy) pixels."""
        return Point(self.x + dx, self.y + dy)

    def distance_to(self, other: "Point") -> float:
        """Euclidean distance in pixels."""
        return math.hypot(self.x - other.x, self.y - other.y)


class Size(Value, frozen=True, array_like=True):
    """Width and height of an upright photo in whole pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        require(self.width > 0 and self.height > 0, "A photo has at least one pixel each way.")

    def holds(self, point: Point) -> bool:
        """Whether ``point`` lies on the photo, edges included."""
        return (
            -_PIXEL_CENTRE <= point.x <= self.width - _PIXEL_CENTRE
            and -_PIXEL_CENTRE <= point.y <= self.height - _PIXEL_CENTRE
        )

    @property
    def centre(self) -> Point:
        """The middle of the photo."""
        return Point((self.width - 1) / 2, (self.height - 1) / 2)


def between_sizes(source: Size, target: Size) -> Matrix:
    """From pixel centres of one size of a photo to those of another: 3 x 3, row by row."""
    x, y = target.width / source.width, target.height / source.height
    half = _PIXEL_CENTRE
    return (x, 0.0, (x - 1) * half, 0.0, y, (y - 1) * half, 0.0, 0.0, 1.0)


class Spot(Value, frozen=True, kw_only=True, tag="spot"):
    """A place without an extent."""

    centre: Point

    @property
    def width_px(self) -> float | None:
        """A spot has no width."""
        return None

    def scaled(self, _factor: float) -> "Spot":
        """A spot has no size: the same spot."""
        return self

    def moved(self, dx: float, dy: float) -> "Spot":
        """This spot shifted by (dx, dy) pixels."""
        return Spot(centre=self.centre.moved(dx, dy))


class Ellipse(Value, frozen=True, kw_only=True, tag="ellipse"):
    """An extent: full axes in pixels, the first turned by ``angle_deg`` clockwise from +x."""

    centre: Point
    length_px: float
    breadth_px: float
    angle_deg: float = 0.0

    def __post_init__(self) -> None:
        fine = all(math.isfinite(n) for n in (self.length_px, self.breadth_px, self.angle_deg))
        require(
            fine and 0 < self.length_px <= _MOST_PX and 0 < self.breadth_px <= _MOST_PX,
            "A mark's size must be more than 0 pixels. Nothing was changed.",
        )

    @property
    def width_px(self) -> float:
        """Mean of length and breadth, the width that the sample truth and the CSV speak of."""
        return (self.length_px + self.breadth_px) / 2

    def scaled(self, factor: float) -> "Ellipse":
        """This ellipse ``factor`` times as large, around its centre."""
        return Ellipse(
            centre=self.centre,
            length_px=self.length_px * factor,
            breadth_px=self.breadth_px * factor,
            angle_deg=self.angle_deg,
        )

    def moved(self, dx: float, dy: float) -> "Ellipse":
        """This ellipse shifted by (dx, dy) pixels."""
        return Ellipse(
            centre=self.centre.moved(dx, dy),
            length_px=self.length_px,
            breadth_px=self.breadth_px,
            angle_deg=self.angle_deg,
        )


class Outline(Value, frozen=True, kw_only=True, tag="outline"):
    """A closed line around a scar, at least three corners."""

    corners: tuple[Point, ...]

    def __post_init__(self) -> None:
        require(len(self.corners) >= 3, "An outline needs at least three corners. Nothing was changed.")
        require(abs(_signed_area(self.corners)) > 0, "An outline must enclose an area. Nothing was changed.")

    @property
    def centre(self) -> Point:
        """The centroid of the enclosed area (shoelace formula)."""
        twice_area = 2 * _signed_area(self.corners)
        x = y = 0.0
        for a, b in _edges(self.corners):
            cross = a.x * b.y - b.x * a.y
            x += (a.x + b.x) * cross
            y += (a.y + b.y) * cross
        return Point(x / (3 * twice_area), y / (3 * twice_area))

    @property
    def width_px(self) -> float:
        """Diameter of the circle with the same area."""
        return 2 * math.sqrt(abs(_signed_area(self.corners)) / math.pi)

    def scaled(self, factor: float) -> "Outline":
        """This outline ``factor`` times as large, around its centre."""
        middle = self.centre
        steps = [((c.x - middle.x) * factor, (c.y - middle.y) * factor) for c in self.corners]
        return Outline(corners=tuple(middle.moved(dx, dy) for dx, dy in steps))

    def moved(self, dx: float, dy: float) -> "Outline":
        """This outline shifted by (dx, dy) pixels."""
        return Outline(corners=tuple(corner.moved(dx, dy) for corner in self.corners))


Place = Spot | Ellipse | Outline


def place_at(centre: Point, width_px: float | None) -> Place:
    """A spot, or a circle when a width in pixels is known."""
    if width_px is None:
        return Spot(centre=centre)
    return Ellipse(centre=centre, length_px=width_px, breadth_px=width_px)


def upright_size(stored: Size, orientation: int) -> Size:
    """The size of a stored photo once EXIF ``orientation`` (1 to 8) is applied (EXIF 2.32, 4.6.4)."""
    turned = orientation in (5, 6, 7, 8)
    return Size(stored.height, stored.width) if turned else stored


def _edges(corners: tuple[Point, ...]) -> Iterable[tuple[Point, Point]]:
    return zip(corners, (*corners[1:], corners[0]), strict=True)


def _signed_area(corners: tuple[Point, ...]) -> float:
    return sum(a.x * b.y - b.x * a.y for a, b in _edges(corners)) / 2
