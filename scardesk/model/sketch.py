"""Annotations as drawing primitives, painted alike on screen and on paper.

Hides: how a numbered mark looks.  Rule: colours, forms and outlines are decided here and nowhere
else; whoever paints (Qt, ReportLab) knows only Line and Words.  All lengths are in the target's
units, ``unit`` being one logical pixel on screen or the like on paper; y runs down.

Colours: Okabe-Ito sky blue, yellow, vermillion, the triple that stays apart for normal, protan,
deutan and tritan vision and in grey (docs/sources.md, 9.1); each mark also has its own form and a
double outline.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from scardesk.model.geometry import Ellipse, Outline, Place, Point
from scardesk.model.scar import ScarType
from scardesk.model.value import Value

BLACK = "#000000"
WHITE = "#FFFFFF"


class Style(Value, frozen=True, kw_only=True):
    """The look of one scar type; ``dash`` is in units, ink and gap in turn."""

    colour: str
    letter: str
    name: str
    dash: tuple[float, ...]


STYLES = {
    ScarType.ICE_PICK: Style(colour="#D55E00", letter="I", name="ice pick", dash=()),
    ScarType.BOXCAR: Style(colour="#56B4E9", letter="B", name="boxcar", dash=(10, 5)),
    ScarType.ROLLING: Style(colour="#F0E442", letter="R", name="rolling", dash=(2.4, 4.4)),
}


class State(StrEnum):
    """How a mark stands out."""

    NORMAL = "normal"
    SELECTED = "selected"
    GHOST = "ghost"  # proposed, not yet confirmed
    UNSURE = "unsure"  # proposed with low confidence


PROPOSED = (State.GHOST, State.UNSURE)


class Line(Value, frozen=True, kw_only=True):
    """A polyline, closed or open, with an optional fill.  ``dash`` is in target units."""

    points: tuple[Point, ...]
    is_closed: bool = True
    colour: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str | None = None


class Words(Value, frozen=True, kw_only=True):
    """A short text, bold, with a halo; ``at`` is the middle of its left edge.

    ``size`` is the em; the middle is that of the digits' height.  The halo is a stroke of
    ``halo_width`` around the letters, half of it outside.
    """

    at: Point
    text: str
    size: float
    colour: str = BLACK
    halo: str = WHITE
    halo_width: float = 3.0


Sketch = tuple[Line | Words, ...]
Box = tuple[float, float, float, float]

_CORNERS = 40  # of a drawn circle or ellipse
_GLYPH = 5.0  # half the height of a form's fill
FORM_REACH = 8.5  # half the height of a form with its outlines, in units
_TEXT = 13.0
_DIGIT = 7.45  # advance of one bold digit at _TEXT: 0.572 em in Noto Sans Bold
_CAP = 0.714  # height of a digit, in em, in Noto Sans
_GAP = 2.0
_GAP_SIZED = 4.5  # the outline has a width of its own
FORM_ADVANCE = 2 * FORM_REACH + _GAP  # from the left of a sized mark's box to its number
# sides for the number, in order of liking: as one reads, then the corners, then above and below
_DIRECTIONS = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
_TOUCH = 1e-6  # an area that is none but for rounding
_SLANT = 0.71  # a corner of the number's box lies on the circle around the mark


class Glyph(Value, frozen=True, kw_only=True):
    """One mark in target coordinates, ready to be drawn."""

    number: int
    type: ScarType
    at: Point
    extent: tuple[Point, ...] = ()  # the outline of a sized mark; empty for a spot
    state: State = State.NORMAL

    def radius(self, unit: float) -> float:
        """How far the mark reaches from its centre."""
        return max((self.at.distance_to(p) for p in self.extent), default=FORM_REACH * unit)

    @property
    def text(self) -> str:
        """What is written beside it."""
        return f"{self.number}?" if self.state is State.UNSURE else str(self.number)


class Body(NamedTuple):
    """How much room a glyph takes in the target: centre, box, reach, and the length of its number."""

    x: float
    y: float
    box: Box
    radius: float
    letters: int
    is_sized: bool


class Parts(Value, frozen=True, kw_only=True):
    """One mark in the three layers that are painted over all marks in turn."""

    outline: Sketch  # the line of a sized mark; empty for a spot
    form: Sketch
    number: Sketch


def extent_of(place: Place, to_target: Callable[[Point], Point]) -> tuple[Point, ...]:
    """The outline of a place, mapped point by point to the target; empty for a spot."""
    if isinstance(place, Outline):
        return tuple(to_target(corner) for corner in place.corners)
    if isinstance(place, Ellipse):
        return tuple(to_target(point) for point in _ellipse_points(place))
    return ()


def glyph(
    number: int,
    type_: ScarType,
    *,
    place: Place,
    to_target: Callable[[Point], Point],
    state: State = State.NORMAL,
) -> Glyph:
    """The glyph of a mark at ``place``, seen through ``to_target``."""
    at, extent = to_target(place.centre), extent_of(place, to_target)
    return Glyph(number=number, type=type_, at=at, extent=extent, state=state)


def arrange(glyphs: Sequence[Glyph], unit: float) -> tuple[int, ...]:
    """Choose for each glyph on which side its number stands, so that it covers no mark.

    Greedy in the given order, each against all marks and the numbers already placed nearby; the
    least covering side wins when all cover something.  Shifting all glyphs alike changes nothing.
    Returns an index for ``mark_sketch`` and ``parts``.
    """
    return arrange_bodies([body_of(g, unit) for g in glyphs], unit)


def arrange_bodies(bodies: Sequence[Body], unit: float) -> tuple[int, ...]:
    """``arrange`` for those who keep the bodies of their marks."""
    crowd = _Crowd(_cell_for(bodies, unit))
    for body in bodies:
        crowd.add(body.box)
    sides = []
    for body in bodies:
        side, box = _least_covering(body, crowd, unit)
        crowd.add(box)
        sides.append(side)
    return tuple(sides)


def body_of(g: Glyph, unit: float) -> Body:
    """What arranging needs to know of a glyph."""
    x, y, radius = g.at.x, g.at.y, g.radius(unit)
    box = (x - radius, y - radius, x + radius, y + radius)
    if g.extent:
        xs, ys = [p.x for p in g.extent], [p.y for p in g.extent]
        box = (min(xs), min(ys), max(xs), max(ys))
    return Body(x, y, box, radius, len(g.text), bool(g.extent))


def mark_sketch(glyphs: Sequence[Glyph], *, unit: float, sides: Sequence[int] | None = None) -> Sketch:
    """The whole drawing of numbered marks: outlines first, then forms, then numbers on top."""
    if sides is None:
        sides = arrange(glyphs, unit)
    each = [parts(g, side, unit=unit) for g, side in zip(glyphs, sides, strict=True)]
    layers = ([p.outline for p in each], [p.form for p in each], [p.number for p in each])
    return tuple(piece for layer in layers for sketch in layer for piece in sketch)


def parts(g: Glyph, side: int, *, unit: float) -> Parts:
    """The drawing of one mark whose number stands on ``side``."""
    at, start = anchors(g, side, unit=unit)
    return Parts(
        outline=outline_sketch(g, unit),
        form=form_sketch(g.type, at, unit=unit, state=g.state),
        number=(number_words(g, start, unit=unit),),
    )


def anchors(g: Glyph, side: int, *, unit: float) -> tuple[Point, Point]:
    """Where the form's centre and the middle of the number's left edge lie."""
    left, top, _, bottom = number_box(g, side, unit=unit)
    middle = (top + bottom) / 2
    if not g.extent:
        return g.at, Point(left, middle)
    # the form of a sized mark stands beside its number, so that nothing covers the scar
    return Point(left + FORM_REACH * unit, middle), Point(left + FORM_ADVANCE * unit, middle)


def number_box(g: Glyph, side: int, *, unit: float) -> Box:
    """Left, top, right, bottom of the number (with its form when the mark is sized)."""
    return _box_on(side, body_of(g, unit), unit)


def box_beside(side: int, *, radius: float, letters: int, is_sized: bool, unit: float) -> Box:
    """``number_box`` for a mark that reaches ``radius`` around (0, 0)."""
    width = (letters * _DIGIT + (FORM_ADVANCE if is_sized else 0)) * unit
    half_height = (FORM_REACH if is_sized else _TEXT * _CAP / 2 + 1) * unit
    right, down = _DIRECTIONS[side]
    gap = _GAP_SIZED if is_sized else _GAP
    reach = (radius + gap * unit) * (_SLANT if right and down else 1.0)
    left = reach if right > 0 else -reach - width if right < 0 else -width / 2
    middle = down * (reach + (half_height if is_sized or not right else 0))
    return (left, middle - half_height, left + width, middle + half_height)


def form_sketch(type_: ScarType, at: Point, *, unit: float, state: State = State.NORMAL) -> Sketch:
    """The form of a scar type alone, within FORM_REACH units of ``at``; also for legends and chips."""
    points = _form_points(type_, at, _GLYPH * unit)
    colour = STYLES[type_].colour
    if state in PROPOSED:
        return (
            Line(points=points, colour=BLACK, width=4.2 * unit),
            Line(points=points, colour=colour, width=1.8 * unit),
        )
    return (
        Line(points=points, colour=WHITE, width=6 * unit),
        Line(points=points, colour=BLACK, width=3 * unit),
        Line(points=points, fill=colour),
    )


def number_words(g: Glyph, at: Point, *, unit: float) -> Words:
    """The number of a mark: dark on light; light on dark while it is only proposed."""
    ink, halo = (WHITE, BLACK) if g.state in PROPOSED else (BLACK, WHITE)
    return Words(at=at, text=g.text, size=_TEXT * unit, halo_width=3 * unit, colour=ink, halo=halo)


def outline_sketch(g: Glyph, unit: float) -> Sketch:
    """The line around a sized mark; nothing for a spot."""
    if not g.extent:
        return ()
    style = STYLES[g.type]
    dash = tuple(d * unit for d in style.dash)
    body = 3.0 if g.state is State.SELECTED else 2.0
    casing: Sketch = (Line(points=g.extent, colour=BLACK, width=(body + 1.6) * unit),)
    if g.state not in PROPOSED:
        casing = (Line(points=g.extent, colour=WHITE, width=(body + 3.6) * unit), *casing)
    return (*casing, Line(points=g.extent, colour=style.colour, width=body * unit, dash=dash))


def chosen_sketch(box: Box, unit: float) -> Sketch:
    """Four corner brackets around a selected mark: they name it and cover nothing."""
    left, top, right, bottom = box
    arm = min(9 * unit, (right - left) / 3, (bottom - top) / 3)
    corners = ((left, top, 1, 1), (right, top, -1, 1), (right, bottom, -1, -1), (left, bottom, 1, -1))
    lines = [(Point(x, y + dy * arm), Point(x, y), Point(x + dx * arm, y)) for x, y, dx, dy in corners]
    return tuple(
        Line(points=line, is_closed=False, colour=colour, width=width * unit)
        for colour, width in ((BLACK, 4.5), (WHITE, 2.0))
        for line in lines
    )


def _form_points(type_: ScarType, at: Point, half: float) -> tuple[Point, ...]:
    if type_ is ScarType.BOXCAR:
        half *= 0.9
        return (at.moved(-half, -half), at.moved(half, -half), at.moved(half, half), at.moved(-half, half))
    if type_ is ScarType.ICE_PICK:
        side, top = half * 1.1, half * 0.9
        return (at.moved(-side, -top), at.moved(side, -top), at.moved(0, side))
    turns = [2 * math.pi * step / _CORNERS for step in range(_CORNERS)]
    return tuple(at.moved(half * math.cos(t), half * math.sin(t)) for t in turns)


def _ellipse_points(place: Ellipse) -> list[Point]:
    turn = math.radians(place.angle_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    points = []
    for step in range(_CORNERS):
        angle = 2 * math.pi * step / _CORNERS
        along = place.length_px / 2 * math.cos(angle)
        across = place.breadth_px / 2 * math.sin(angle)
        points.append(place.centre.moved(along * cos - across * sin, along * sin + across * cos))
    return points


def _cell_for(bodies: Sequence[Body], unit: float) -> float:
    """A bucket as large as a usual mark: each then lies in few, however far the view is zoomed."""
    mean = 2 * sum(body.radius for body in bodies) / max(len(bodies), 1)
    return max(60 * unit, mean)


def _least_covering(body: Body, crowd: "_Crowd", unit: float) -> tuple[int, Box]:
    """The best side; the corner of a round mark's own box is free."""
    best, least = (0, _box_on(0, body, unit)), math.inf
    for side in range(len(_DIRECTIONS)):
        box = _box_on(side, body, unit)
        cost = crowd.overlap(box) - _shared_area(body.box, box)
        if cost < least - _TOUCH:
            best, least = (side, box), cost
        if cost <= _TOUCH:
            break
    return best


def _box_on(side: int, body: Body, unit: float) -> Box:
    left, top, right, bottom = box_beside(
        side, radius=body.radius, letters=body.letters, is_sized=body.is_sized, unit=unit
    )
    return (body.x + left, body.y + top, body.x + right, body.y + bottom)


class _Crowd:
    """Boxes in buckets, so that a number asks only its neighbours."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._buckets: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for key in self._keys(box):
            self._buckets[key].append(box)

    def overlap(self, box: Box) -> float:
        near = {other for key in self._keys(box) for other in self._buckets.get(key, ())}
        return sum(_shared_area(box, other) for other in near)

    def _keys(self, box: Box) -> list[tuple[int, int]]:
        cell = self._cell
        x0, y0, x1, y1 = (math.floor(edge / cell) for edge in box)
        if x0 == x1 and y0 == y1:
            return [(x0, y0)]
        return [(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]


def _shared_area(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0
