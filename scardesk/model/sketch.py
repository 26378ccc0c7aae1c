"""Annotations as drawing primitives, painted alike on screen and on paper.

Hides: how a numbered mark looks.  Rule: colours, forms and outlines are decided here and nowhere
else; whoever paints (Qt, ReportLab) knows only Line and Words.  All lengths are in the target's
units, ``unit`` being one logical pixel on screen or the like on paper; y runs down.

Colours: Okabe-Ito sky blue, yellow, vermillion, the triple that stays apart for normal, protan,
deutan and tritan vision and in grey; each mark also has its own form and a double outline.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum

from scardesk.model.geometry import Ellipse, Outline, Place, Point
from scardesk.model.scar import ScarType
from scardesk.model.value import Value

BLACK = "#000000"
WHITE = "#FFFFFF"
_CORNERS = 40


class Style(Value, frozen=True, kw_only=True):
    """The look of one scar type."""

    colour: str
    letter: str
    name: str
    dash: tuple[float, ...]


STYLES = {
    ScarType.ICE_PICK: Style(colour="#D55E00", letter="I", name="ice pick", dash=()),
    ScarType.BOXCAR: Style(colour="#56B4E9", letter="B", name="boxcar", dash=(5, 2.5)),
    ScarType.ROLLING: Style(colour="#F0E442", letter="R", name="rolling", dash=(1.2, 2.2)),
}


class State(StrEnum):
    """How a mark stands out."""

    NORMAL = "normal"
    SELECTED = "selected"
    GHOST = "ghost"  # proposed, not yet confirmed
    UNSURE = "unsure"  # proposed with low confidence


class Line(Value, frozen=True, kw_only=True):
    """A polyline, closed or open, with an optional fill."""

    points: tuple[Point, ...]
    is_closed: bool = True
    colour: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str | None = None


class Words(Value, frozen=True, kw_only=True):
    """A short text, bold, with a halo; ``at`` is the middle of its left edge."""

    at: Point
    text: str
    size: float
    colour: str = BLACK
    halo: str = WHITE
    halo_width: float = 3.0


Sketch = tuple[Line | Words, ...]


class Glyph(Value, frozen=True, kw_only=True):
    """One mark in target coordinates, ready to be drawn."""

    number: int
    type: ScarType
    at: Point
    extent: tuple[Point, ...] = ()  # the outline of a sized mark; empty for a spot
    state: State = State.NORMAL

    def radius(self, unit: float) -> float:
        """How far the mark reaches from its centre."""
        return max((self.at.distance_to(p) for p in self.extent), default=_GLYPH * unit)


_GLYPH = 5.0  # half the height of a glyph
_TEXT = 12.0
_DIGIT = 7.2  # advance of one bold digit at _TEXT
_GAP = 3.0
# places for the number, in order of liking: right above, left above, below, then the sides
_DIRECTIONS = ((1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1))


def extent_of(place: Place, to_target: Callable[[Point], Point]) -> tuple[Point, ...]:
    """The outline of a place, mapped point by point to the target; empty for a spot."""
    if isinstance(place, Outline):
        return tuple(to_target(corner) for corner in place.corners)
    if isinstance(place, Ellipse):
        return tuple(to_target(point) for point in _ellipse_points(place))
    return ()


def glyph(number: int, type_: ScarType, place: Place, to_target: Callable[[Point], Point],
          state: State = State.NORMAL) -> Glyph:
    """The glyph of a mark at ``place``, seen through ``to_target``."""
    return Glyph(number=number, type=type_, at=to_target(place.centre),
                 extent=extent_of(place, to_target), state=state)


def arrange(glyphs: Sequence[Glyph], unit: float) -> tuple[int, ...]:
    """Choose for each glyph on which side its number stands, so that it covers no mark.

    Greedy in reading order, each against the marks and the numbers already placed nearby; the
    least covering side wins when all cover something.  Returns an index for ``mark_sketch``.
    """
    crowd = _Crowd(60 * unit)
    for g in glyphs:
        reach = g.radius(unit)
        crowd.add((g.at.x - reach, g.at.y - reach, g.at.x + reach, g.at.y + reach))
    sides = []
    for g in glyphs:
        boxes = [_label_box(g, side, unit) for side in range(len(_DIRECTIONS))]
        costs = [crowd.overlap(box) for box in boxes]
        best = costs.index(min(costs))
        crowd.add(boxes[best])
        sides.append(best)
    return tuple(sides)


def mark_sketch(glyphs: Sequence[Glyph], unit: float, sides: Sequence[int] | None = None) -> Sketch:
    """The whole drawing of numbered marks: outlines first, then forms, then numbers on top."""
    if sides is None:
        sides = arrange(glyphs, unit)
    outlines: list[Line | Words] = []
    forms: list[Line | Words] = []
    numbers: list[Line | Words] = []
    for g, side in zip(glyphs, sides, strict=True):
        box = _label_box(g, side, unit)
        middle = (box[1] + box[3]) / 2
        outlines += _outline(g, unit)
        at = Point(box[0] + _GLYPH * unit, middle) if g.extent else g.at
        forms += _form(g.type, at, unit, g.state)
        numbers.append(_number(g, Point(at.x + (_GLYPH + _GAP) * unit, middle) if g.extent
                               else Point(box[0], middle), unit))
    return (*outlines, *forms, *numbers)


def form_sketch(type_: ScarType, at: Point, unit: float) -> Sketch:
    """The form of a scar type alone, for legends, lists and chips."""
    return tuple(_form(type_, at, unit, State.NORMAL))


def _number(g: Glyph, at: Point, unit: float) -> Words:
    is_sure = g.state in (State.NORMAL, State.SELECTED)
    text = str(g.number) if g.state is not State.UNSURE else f"{g.number}?"
    return Words(at=at, text=text, size=_TEXT * unit, halo_width=3 * unit,
                 colour=BLACK if is_sure else WHITE, halo=WHITE if is_sure else BLACK)


def _outline(g: Glyph, unit: float) -> list[Line]:
    if not g.extent:
        return []
    style = STYLES[g.type]
    dash = tuple(d * 2 * unit for d in style.dash)
    body = 2.0 if g.state is not State.SELECTED else 3.0
    casing = [] if g.state in (State.GHOST, State.UNSURE) else [
        Line(points=g.extent, colour=WHITE, width=(body + 3) * unit),
        Line(points=g.extent, colour=BLACK, width=(body + 1.4) * unit),
    ]
    under = Line(points=g.extent, colour=BLACK, width=(body + 1) * unit)
    return [*(casing or [under]), Line(points=g.extent, colour=style.colour, width=body * unit, dash=dash)]


def _form(type_: ScarType, at: Point, unit: float, state: State) -> list[Line]:
    points = _form_points(type_, at, _GLYPH * unit)
    colour = STYLES[type_].colour
    if state in (State.GHOST, State.UNSURE):
        return [Line(points=points, colour=BLACK, width=3.2 * unit),
                Line(points=points, colour=colour, width=1.6 * unit)]
    rings = [Line(points=points, colour=WHITE, width=6 * unit), Line(points=points, colour=BLACK, width=3 * unit)]
    if state is State.SELECTED:
        halo = _form_points(type_, at, (_GLYPH + 5) * unit)
        rings = [Line(points=halo, colour=BLACK, width=3 * unit), Line(points=halo, colour=WHITE, width=1.5 * unit),
                 *rings]
    return [*rings, Line(points=points, fill=colour)]


def _form_points(type_: ScarType, at: Point, half: float) -> tuple[Point, ...]:
    if type_ is ScarType.BOXCAR:
        half *= 0.9
        return (at.moved(-half, -half), at.moved(half, -half), at.moved(half, half), at.moved(-half, half))
    if type_ is ScarType.ICE_PICK:
        return (at.moved(-half * 1.1, -half * 0.9), at.moved(half * 1.1, -half * 0.9), at.moved(0, half * 1.1))
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


Box = tuple[float, float, float, float]


def _label_box(g: Glyph, side: int, unit: float) -> Box:
    """Left, top, right, bottom of the number (with its form when the mark is sized)."""
    digits = len(str(g.number)) + (g.state is State.UNSURE)
    width = digits * _DIGIT * unit + ((2 * _GLYPH + _GAP) * unit if g.extent else 0)
    half_height = _TEXT * unit * 0.55
    right, down = _DIRECTIONS[side]
    reach = g.radius(unit) * (0.75 if right and down else 1.0) + (_GAP + 1) * unit
    left = g.at.x + (reach if right > 0 else -reach - width if right < 0 else -width / 2)
    middle = g.at.y + down * (reach + (0 if right else half_height))
    return (left, middle - half_height, left + width, middle + half_height)


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
        left, top, right, bottom = (math.floor(edge / self._cell) for edge in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _shared_area(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0
