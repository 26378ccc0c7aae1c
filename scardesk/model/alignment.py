"""How one photo lies on another.

Hides: the arithmetic of mapping.  Rule: a map is a homography followed by a smooth displacement,
both in upright pixels of the originals; it goes both ways, and says how far to trust each place.
Pure Python on purpose: the record can be read and carried without a vision library.
"""

from bisect import bisect_right
from datetime import datetime

from scardesk.model.geometry import Matrix, Point, Size
from scardesk.model.value import AlignmentId, PhotoId, Value, require

CONFIDENT = 0.5  # at and above, 0 of 1,236 scars were off by more than 0.5 mm (docs/sources.md, 4.3)

IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


class Grid(Value, frozen=True, kw_only=True):
    """Numbers on a regular grid that spans a photo, row by row; read bilinearly."""

    columns: int
    rows: int
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        require(self.columns >= 2 and self.rows >= 2, "A grid has at least two columns and two rows.")
        require(len(self.values) == self.columns * self.rows, "A grid holds columns x rows numbers.")

    def at(self, point: Point, size: Size) -> float:
        """The value at ``point`` of a photo of ``size``; outside, that of the nearest edge."""
        column, along = _cell(point.x, size.width, self.columns)
        row, down = _cell(point.y, size.height, self.rows)
        first = row * self.columns + column
        v = self.values
        top = v[first] * (1 - along) + v[first + 1] * along
        bottom = v[first + self.columns] * (1 - along) + v[first + self.columns + 1] * along
        return top * (1 - down) + bottom * down


class Warp(Value, frozen=True, kw_only=True):
    """A map from a photo of ``size``: homography ``matrix`` (row-major), then ``shift`` in px.

    ``shift_x`` and ``shift_y`` are grids over the source photo, in pixels of the target.
    """

    size: Size
    matrix: Matrix = IDENTITY
    shift_x: Grid | None = None
    shift_y: Grid | None = None

    def apply(self, point: Point) -> Point:
        """Where ``point`` of the source lies on the target.  A point at infinity stays put."""
        a, b, c, d, e, f, g, h, i = self.matrix
        depth = g * point.x + h * point.y + i
        if abs(depth) < 1e-12:
            return point
        x = (a * point.x + b * point.y + c) / depth
        y = (d * point.x + e * point.y + f) / depth
        if self.shift_x is not None and self.shift_y is not None:
            x += self.shift_x.at(point, self.size)
            y += self.shift_y.at(point, self.size)
        return Point(_bounded(x), _bounded(y))


class Placed(Value, frozen=True):
    """Where a point lies on the other photo, and how far to trust it (0 to 1)."""

    point: Point
    confidence: float
    is_inside: bool


class Alignment(Value, frozen=True, kw_only=True):
    """The answer to "how does ``after`` lie on ``before``?": accepted, or refused with a reason.

    ``residual_px``: median distance, in pixels of ``after``, between evidence and map.
    ``coverage``: share of ``before`` (0 to 1) with confidence of at least CONFIDENT.
    ``reason``: one sentence in words; also filled when accepted.
    """

    is_accepted: bool
    reason: str
    method: str
    version: int
    residual_px: float | None = None
    coverage: float = 0.0
    forward: Warp | None = None
    backward: Warp | None = None
    confidence: Grid | None = None

    def __post_init__(self) -> None:
        whole = self.forward is not None and self.backward is not None and self.confidence is not None
        require(whole or not self.is_accepted, "An accepted alignment maps both ways.")
        require(bool(self.reason), "An alignment says why it was accepted or refused.")

    def to_after(self, point: Point) -> Placed:
        """Where a point of ``before`` lies on ``after``; a refused alignment trusts nothing."""
        if self.forward is None or self.backward is None:
            return Placed(point, 0.0, is_inside=False)
        there = self.forward.apply(point)
        is_inside = self.backward.size.holds(there)
        return Placed(there, self._trust(point) if is_inside else 0.0, is_inside=is_inside)

    def to_before(self, point: Point) -> Placed:
        """Where a point of ``after`` lies on ``before``."""
        if self.forward is None or self.backward is None:
            return Placed(point, 0.0, is_inside=False)
        there = self.backward.apply(point)
        is_inside = self.forward.size.holds(there)
        return Placed(there, self._trust(there) if is_inside else 0.0, is_inside=is_inside)

    def _trust(self, before: Point) -> float:
        if not self.is_accepted or self.confidence is None or self.forward is None:
            return 0.0
        return min(1.0, max(0.0, self.confidence.at(before, self.forward.size)))


class AlignedPair(Value, frozen=True, kw_only=True):
    """An alignment of two stored photos, kept with when it was made."""

    id: AlignmentId
    before_id: PhotoId
    after_id: PhotoId
    alignment: Alignment
    made_at: datetime

    def __post_init__(self) -> None:
        require(self.before_id != self.after_id, "A photo is not aligned with itself.")


def _bounded(value: float) -> float:
    return min(1e6, max(-1e6, value))


def _cell(along: float, extent: int, nodes: int) -> tuple[int, float]:
    """The grid cell that holds ``along`` and the fraction inside it."""
    place = min(max(along / max(extent - 1, 1), 0.0), 1.0) * (nodes - 1)
    cell = min(bisect_right(range(nodes), place) - 1, nodes - 2)
    return cell, place - cell
