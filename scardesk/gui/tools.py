"""What a pointer means on a photo: small state machines without Qt.

Hides: thresholds, hit-testing and the steps of a gesture.  Rule: a tool stores nothing and paints
nothing; it answers each touch with an intent, and ``preview`` is the intent that a release here
and now would give.  All places are upright pixels; ``zoom`` is screen pixels per photo pixel.
"""

import math
from collections.abc import Sequence
from typing import Protocol

from scardesk.model.geometry import Ellipse, Outline, Place, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.sketch import State
from scardesk.model.value import MarkId, Value

STILL_PX = 3.0  # a press that strays less than this on the screen is a click
REACH_PX = 11.0  # how near to a mark's centre or line a click means that mark


class MarkView(Value, frozen=True, kw_only=True):
    """One mark as a page shows it."""

    mark_id: MarkId
    number: int
    type: ScarType
    place: Place
    state: State = State.NORMAL


class Touch(Value, frozen=True, kw_only=True):
    """Where the pointer is.  ``over`` is the mark whose number lies under it, if any."""

    at: Point
    zoom: float
    is_extend: bool = False  # Shift or Ctrl: add to the selection; while sizing: free ellipse
    over: MarkId | None = None


class Scene(Value, frozen=True, kw_only=True):
    """What the pointer can meet: the photo's size and its visible marks."""

    size: Size
    marks: tuple[MarkView, ...] = ()


class Nothing(Value, frozen=True):
    """The touch means nothing (yet)."""


class Pick(Value, frozen=True, kw_only=True):
    """Select this mark, or none; ``is_extend`` adds it to the selection or takes it out."""

    mark_id: MarkId | None
    is_extend: bool = False


class Add(Value, frozen=True, kw_only=True):
    """Set a new mark here."""

    place: Place


class Move(Value, frozen=True, kw_only=True):
    """Put an existing mark here."""

    mark_id: MarkId
    place: Place


class Measured(Value, frozen=True, kw_only=True):
    """A line from ``a`` to ``b`` on the photo."""

    a: Point
    b: Point

    @property
    def length_px(self) -> float:
        """Its length in photo pixels."""
        return self.a.distance_to(self.b)


Intent = Nothing | Pick | Add | Move | Measured
NOTHING = Nothing()


class Tool(Protocol):
    """What the canvas asks of a tool."""

    @property
    def is_panning(self) -> bool:
        """Whether a drag moves the view instead of being fed to the tool."""

    @property
    def preview(self) -> Intent:
        """The intent that a release here and now would give."""

    def press(self, touch: Touch, scene: Scene) -> Intent:
        """The main button went down."""

    def move(self, touch: Touch, scene: Scene) -> Intent:
        """The pointer moved, pressed or not."""

    def release(self, touch: Touch, scene: Scene) -> Intent:
        """The main button went up."""

    def cancel(self) -> bool:
        """Forget the gesture in progress; whether there was one."""


class PanTool:
    """Moves the view; never edits."""

    is_panning = True
    preview: Intent = NOTHING

    def press(self, touch: Touch, scene: Scene) -> Intent:
        """Mean nothing."""
        return NOTHING

    move = release = press

    def cancel(self) -> bool:
        """There is never anything to cancel."""
        return False


class MarkTool:
    """Click: a new mark, or pick the one there.  Drag: size a new mark, or move the one there."""

    is_panning = False

    def __init__(self) -> None:
        self.preview: Intent = NOTHING
        self._start: Touch | None = None
        self._held: MarkView | None = None
        self._is_drag = False

    def press(self, touch: Touch, scene: Scene) -> Intent:
        """Remember where and on what the gesture begins."""
        self.cancel()
        self._start = touch
        self._held = mark_at(touch, scene)
        return NOTHING

    def move(self, touch: Touch, scene: Scene) -> Intent:
        """Follow a drag with a preview, once it is one."""
        if self._start is None:
            return NOTHING
        self._is_drag = self._is_drag or _strayed(self._start, touch)
        if self._is_drag:
            self.preview = self._dragged(self._start, touch, scene)
        return NOTHING

    def release(self, touch: Touch, scene: Scene) -> Intent:
        """End the gesture with what it meant."""
        if self._start is None:
            return NOTHING
        self.move(touch, scene)
        intent = self.preview if self._is_drag else self._clicked(self._start, scene)
        self.cancel()
        return intent

    def cancel(self) -> bool:
        """Forget the gesture in progress; whether there was one."""
        was_busy = self._start is not None
        self.preview, self._start, self._held, self._is_drag = NOTHING, None, None, False
        return was_busy

    def _dragged(self, start: Touch, now: Touch, scene: Scene) -> Intent:
        if self._held is not None:
            place = _carried(self._held.place, start.at, now.at, size=scene.size)
            return Move(mark_id=self._held.mark_id, place=place)
        if not scene.size.holds(start.at):
            return NOTHING
        return Add(place=_sized(start.at, now.at, is_free=now.is_extend))

    def _clicked(self, touch: Touch, scene: Scene) -> Intent:
        if self._held is not None:
            return Pick(mark_id=self._held.mark_id, is_extend=touch.is_extend)
        if touch.is_extend:
            return NOTHING  # a missed click while selecting many must not set a mark
        if not scene.size.holds(touch.at):
            return Pick(mark_id=None)
        return Add(place=Spot(centre=touch.at))


class RulerTool:
    """Two clicks, or one drag, measure a line."""

    is_panning = False

    def __init__(self) -> None:
        self.preview: Intent = NOTHING
        self._first: Touch | None = None
        self._is_second = False

    def press(self, touch: Touch, scene: Scene) -> Intent:
        """Set the first end, or hold the second."""
        self._is_second = self._first is not None
        if self._first is None:
            self._first = touch
        return NOTHING

    def move(self, touch: Touch, scene: Scene) -> Intent:
        """Stretch the line to the pointer."""
        if self._first is not None:
            self.preview = Measured(a=self._first.at, b=touch.at)
        return NOTHING

    def release(self, touch: Touch, scene: Scene) -> Intent:
        """Give the line at the second click, or at the end of a drag."""
        if self._first is None or not (self._is_second or _strayed(self._first, touch)):
            return NOTHING
        line = Measured(a=self._first.at, b=touch.at)
        self.cancel()
        return line if line.length_px > 0 else NOTHING

    def cancel(self) -> bool:
        """Forget the first end; whether there was one."""
        was_busy = self._first is not None
        self.preview, self._first, self._is_second = NOTHING, None, False
        return was_busy


def mark_at(touch: Touch, scene: Scene) -> MarkView | None:
    """The mark meant by a touch: the nearest within reach, else the one whose number is under it."""
    reach = REACH_PX / touch.zoom
    near = [(distance_to(mark.place, touch.at), mark) for mark in scene.marks]
    best = min(near, key=lambda pair: pair[0], default=None)
    if best is not None and best[0] <= reach:
        return best[1]
    return next((mark for mark in scene.marks if mark.mark_id == touch.over), None)


def kept_on(point: Point, size: Size) -> Point:
    """The nearest place whose centre lies on a pixel of the photo."""
    return Point(min(max(point.x, 0), size.width - 1), min(max(point.y, 0), size.height - 1))


def distance_to(place: Place, point: Point) -> float:
    """How far ``point`` is from what is drawn of a place: its line, or its centre, in photo px.

    The inside of a large mark is not the mark: small scars lie within rolling ones.
    """
    from_centre = place.centre.distance_to(point)
    if isinstance(place, Ellipse):
        return min(from_centre, _distance_to_ellipse(place, point))
    if isinstance(place, Outline):
        return min(from_centre, _distance_to_outline(place.corners, point))
    return from_centre


def _distance_to_ellipse(place: Ellipse, point: Point) -> float:
    """Distance along the ray from the centre: exact for circles, near enough for a finger."""
    turn = math.radians(-place.angle_deg)
    dx, dy = point.x - place.centre.x, point.y - place.centre.y
    along, across = dx * math.cos(turn) - dy * math.sin(turn), dx * math.sin(turn) + dy * math.cos(turn)
    ratio = math.hypot(2 * along / place.length_px, 2 * across / place.breadth_px)
    away = math.hypot(along, across)
    return abs(away - away / ratio) if ratio > 0 else min(place.length_px, place.breadth_px) / 2


def _distance_to_outline(corners: Sequence[Point], point: Point) -> float:
    ends = zip(corners, (*corners[1:], corners[0]), strict=True)
    return min(_distance_to_segment(a, b, point) for a, b in ends)


def _distance_to_segment(a: Point, b: Point, point: Point) -> float:
    dx, dy = b.x - a.x, b.y - a.y
    squared = dx * dx + dy * dy
    along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared if squared else 0.0
    along = min(1.0, max(0.0, along))
    return point.distance_to(Point(a.x + along * dx, a.y + along * dy))


def _strayed(start: Touch, now: Touch) -> bool:
    return start.at.distance_to(now.at) * now.zoom > STILL_PX


def _carried(place: Place, start: Point, now: Point, *, size: Size) -> Place:
    """The place moved with the pointer, its centre kept on the photo."""
    centre = place.centre
    wanted = centre.moved(now.x - start.x, now.y - start.y)
    kept = kept_on(wanted, size)
    return place.moved(kept.x - centre.x, kept.y - centre.y)


def _sized(centre: Point, edge: Point, *, is_free: bool) -> Ellipse:
    """A circle through the pointer, or (free) an ellipse inscribed in the box it spans."""
    if not is_free:
        across = 2 * centre.distance_to(edge)
        return Ellipse(centre=centre, length_px=across, breadth_px=across)
    half_x, half_y = (max(abs(edge.x - centre.x), 1.0), max(abs(edge.y - centre.y), 1.0))
    return Ellipse(centre=centre, length_px=2 * half_x, breadth_px=2 * half_y)
