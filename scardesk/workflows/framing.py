"""Which part of two photos a report shows, and how large.

Hides: the arithmetic of cropping.  Rule: a photo is shifted, turned and scaled as a whole, never
warped; both figures show the same skin at the same size whenever that is known, nothing is shown
that only one of them has, and no pixel is invented.
"""

import math
import statistics
from collections.abc import Callable, Iterable
from typing import NamedTuple

from scardesk.errors import InvalidValue
from scardesk.imaging import render
from scardesk.model.alignment import CONFIDENT, Alignment
from scardesk.model.geometry import Ellipse, Matrix, Outline, Place, Point, Size, Spot
from scardesk.report.plan import FIGURE_PX

_MARGIN = 0.08  # around the marks, of the photo's longer side
_LEAST_SHARE = 0.45  # of the photo, so that a lone mark is seen in its surroundings
_TALLEST, _WIDEST = 1.2, 1.6  # width over height: two pairs, bare and numbered, stand on one page
_HALVINGS = 24
_GRID = 12  # places along each edge that tell how well a photo lies on another


class Similarity(NamedTuple):
    """A shift, a turn and a scale: ``p -> turn * p + shift`` with x + iy for a point."""

    turn: complex = 1 + 0j
    shift: complex = 0j

    @classmethod
    def of(cls, matrix: Matrix) -> "Similarity":
        """The similarity that a matrix of that form stands for."""
        return cls(complex(matrix[0], matrix[3]), complex(matrix[2], matrix[5]))

    @property
    def matrix(self) -> Matrix:
        """Row by row."""
        a, b = self.turn, self.shift
        return (a.real, -a.imag, b.real, a.imag, a.real, b.imag, 0.0, 0.0, 1.0)

    @property
    def scale(self) -> float:
        """How many pixels of the target one pixel of the source covers."""
        return abs(self.turn)

    @property
    def inverse(self) -> "Similarity":
        """The way back."""
        return Similarity(1 / self.turn, -self.shift / self.turn)

    def then(self, other: "Similarity") -> "Similarity":
        """This one first, then ``other``."""
        return Similarity(other.turn * self.turn, other.turn * self.shift + other.shift)

    def point(self, point: Point) -> Point:
        """Where a point lies."""
        there = self.turn * complex(point.x, point.y) + self.shift
        return Point(there.real, there.imag)

    def place(self, place: Place) -> Place:
        """Where a mark lies, with its extent."""
        if isinstance(place, Outline):
            return Outline(corners=tuple(self.point(corner) for corner in place.corners))
        if isinstance(place, Spot):
            return Spot(centre=self.point(place.centre))
        angle = math.degrees(math.atan2(self.turn.imag, self.turn.real))
        return Ellipse(
            centre=self.point(place.centre),
            length_px=place.length_px * self.scale,
            breadth_px=place.breadth_px * self.scale,
            angle_deg=place.angle_deg + angle,
        )


class Window(NamedTuple):
    """An upright rectangle of a photo, in its pixels, by its outer edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In pixels of the photo."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In pixels of the photo."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def corners(self) -> tuple[Point, ...]:
        """The four corners."""
        return tuple(Point(x, y) for x in (self.left, self.right) for y in (self.top, self.bottom))


class Subject(NamedTuple):
    """A photo that is to be shown: its size, its marks, and its scale when it has one."""

    size: Size
    places: tuple[Place, ...] = ()
    mm_per_px: float | None = None


class Framing(NamedTuple):
    """The figures of a pair: their size, and the way of each photo's pixels into its figure."""

    size: Size
    before: Similarity
    after: Similarity | None
    px_per_mm: float | None


class Laid(NamedTuple):
    """How a later photo is laid on the earlier one, as a whole.

    ``onto`` maps its pixels to those of the earlier photo; ``residual_px``, in pixels of the earlier
    photo, is how far the skin then still lies apart: what the alignment could not settle, and what a
    shift, a turn and a scale cannot follow.
    """

    onto: Similarity
    residual_px: float


def laid_by(alignment: Alignment) -> Laid | None:
    """How an alignment lays the later photo; None when it was refused or is certain of nothing."""
    try:
        there = Similarity.of(render.similarity_of(alignment).matrix)
    except InvalidValue:
        return None
    if alignment.forward is None:
        return None
    size = alignment.forward.size
    grid = (
        Point(size.width * x / _GRID, size.height * y / _GRID) for x in range(_GRID) for y in range(_GRID)
    )
    placed = ((there.point(point), alignment.to_after(point)) for point in grid)
    apart_px = [p.point.distance_to(point) for point, p in placed if p.confidence >= CONFIDENT]
    misfit_px = statistics.median(apart_px) if apart_px else 0.0
    return Laid(there.inverse, math.hypot(misfit_px, alignment.residual_px or 0.0) / there.scale)


def alone(photo: Subject) -> Framing:
    """One photo, cropped around its marks."""
    window = _wanted(photo.size, photo.places)
    size, scale = _figure(window, FIGURE_PX, most=1.0)
    return Framing(size, _into(window, size, scale), None, _per_mm(scale, photo.mm_per_px))


def apart(before: Subject, after: Subject) -> Framing:
    """A pair that is not aligned: as photographed, at one scale when both have one, else whole."""
    return _at_one_scale(before, after) or _whole(before, after)


def laid(before: Subject, after: Subject, onto: Similarity) -> Framing | None:
    """Both in the frame of ``before``; None when they share nothing.  ``onto``: after to before."""
    back = onto.inverse

    def is_shared(window: Window) -> bool:
        return all(before.size.holds(c) and after.size.holds(back.point(c)) for c in window.corners)

    places = (*before.places, *(onto.place(place) for place in after.places))
    window = _shrunk(_wanted(before.size, places), is_shared, seeds=_seeds(before, after, onto))
    if window is None:
        return None
    size, scale = _figure(window, FIGURE_PX, most=min(1.0, 1 / onto.scale))
    into = _into(window, size, scale)
    mm_per_px = before.mm_per_px or (after.mm_per_px and after.mm_per_px / onto.scale)
    return Framing(size, into, onto.then(into), _per_mm(scale, mm_per_px))


def _at_one_scale(before: Subject, after: Subject) -> Framing | None:
    """Each as photographed, the same millimetres of both; None without two scales."""
    if before.mm_per_px is None or after.mm_per_px is None:
        return None
    pair = ((before.size, before.places, before.mm_per_px), (after.size, after.places, after.mm_per_px))
    cuts = [(photo, _wanted(photo, places), mm) for photo, places, mm in pair]
    wide = min(max(cut.width * mm for _, cut, mm in cuts), *(photo.width * mm for photo, _, mm in cuts))
    high = min(max(cut.height * mm for _, cut, mm in cuts), *(photo.height * mm for photo, _, mm in cuts))
    px_per_mm = min(FIGURE_PX / wide, *(1 / mm for *_, mm in cuts))
    size = Size(max(1, math.floor(wide * px_per_mm)), max(1, math.floor(high * px_per_mm)))
    ways = [_cut_out(photo, cut.centre, size=size, scale=px_per_mm * mm) for photo, cut, mm in cuts]
    return Framing(size, ways[0], ways[1], px_per_mm)


def _cut_out(photo: Size, centre: Point, *, size: Size, scale: float) -> Similarity:
    """A figure of ``size`` around ``centre``, pushed onto the photo."""
    cut = _around(centre, size.width / scale, size.height / scale)
    return _into(_pushed(cut, photo), size, scale)


def _whole(before: Subject, after: Subject) -> Framing:
    """Two whole photos on equal ground: what a photo does not fill stays paper."""
    widest = max(before.size.width, after.size.width)
    wide = min(FIGURE_PX, widest)
    aspect = before.size.height / before.size.width
    size = Size(wide, max(1, round(wide * aspect)))
    return Framing(size, _fitted(before.size, size), _fitted(after.size, size), None)


def _fitted(photo: Size, size: Size) -> Similarity:
    scale = min(size.width / photo.width, size.height / photo.height, 1.0)
    return _into(_all_of(photo), size, scale)


def _into(window: Window, size: Size, scale: float) -> Similarity:
    """From photo pixels to figure pixels: middle upon middle."""
    here, there = window.centre, size.centre
    return Similarity(complex(scale), complex(there.x, there.y) - scale * complex(here.x, here.y))


def _figure(window: Window, wide: int, *, most: float) -> tuple[Size, float]:
    """The size of a figure in pixels and the scale into it; never more than ``most``."""
    scale = min(wide / window.width, most)
    return Size(max(1, math.floor(window.width * scale)), max(1, math.floor(window.height * scale))), scale


def _wanted(size: Size, places: Iterable[Place]) -> Window:
    """Around the marks with a margin, in a shape that suits two columns; everything without marks."""
    whole = _all_of(size)
    boxes = [_box(place) for place in places]
    if not boxes:
        return whole
    margin = _MARGIN * max(size.width, size.height)
    tight = Window(
        min(b.left for b in boxes) - margin,
        min(b.top for b in boxes) - margin,
        max(b.right for b in boxes) + margin,
        max(b.bottom for b in boxes) + margin,
    )
    wide = max(tight.width, _LEAST_SHARE * size.width)
    high = max(tight.height, _LEAST_SHARE * size.height)
    wide, high = max(wide, high * _TALLEST), max(high, wide / _WIDEST)
    return _pushed(_around(tight.centre, min(wide, size.width), min(high, size.height)), size)


def _pushed(window: Window, size: Size) -> Window:
    """The window moved, not cut, until it lies on the photo."""
    whole = _all_of(size)
    dx = max(whole.left - window.left, 0.0) or min(whole.right - window.right, 0.0)
    dy = max(whole.top - window.top, 0.0) or min(whole.bottom - window.bottom, 0.0)
    return Window(window.left + dx, window.top + dy, window.right + dx, window.bottom + dy)


def _seeds(before: Subject, after: Subject, onto: Similarity) -> list[Point]:
    """Places from which a shared window may grow: marks, then the middles of both photos."""
    middles = [before.size.centre, onto.point(after.size.centre)]
    between = Point((middles[0].x + middles[1].x) / 2, (middles[0].y + middles[1].y) / 2)
    return [between, *middles, *(place.centre for place in before.places)]


def _shrunk(wanted: Window, fits: Callable[[Window], bool], *, seeds: Iterable[Point]) -> Window | None:
    """The wanted window, or as much of it as fits: first as a whole, then edge by edge."""
    for seed in (wanted.centre, *seeds):
        kernel = Window(seed.x, seed.y, seed.x, seed.y)
        if not fits(kernel):
            continue
        window = _between(kernel, wanted, fits=fits)
        for edge in Window._fields:
            target = window._replace(**{edge: getattr(wanted, edge)})
            window = _between(window, target, fits=fits)
        if min(window.width, window.height) >= 1:
            return window
    return None


def _between(good: Window, far: Window, *, fits: Callable[[Window], bool]) -> Window:
    """The window nearest to ``far`` on the straight way from ``good`` that still fits."""
    if fits(far):
        return far
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if fits(_part(good, far, middle)):
            low = middle
        else:
            high = middle
    return _part(good, far, low)


def _part(a: Window, b: Window, share: float) -> Window:
    return Window(*(p + (q - p) * share for p, q in zip(a, b, strict=True)))


def _around(centre: Point, width: float, height: float) -> Window:
    return Window(centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2)


def _all_of(size: Size) -> Window:
    return _around(size.centre, size.width, size.height)


def _box(place: Place) -> Window:
    if isinstance(place, Outline):
        xs, ys = [c.x for c in place.corners], [c.y for c in place.corners]
        return Window(min(xs), min(ys), max(xs), max(ys))
    reach = max(place.length_px, place.breadth_px) if isinstance(place, Ellipse) else 0.0
    return _around(place.centre, reach, reach)


def _per_mm(scale: float, mm_per_px: float | None) -> float | None:
    return scale / mm_per_px if mm_per_px else None
