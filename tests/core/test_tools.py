"""What a pointer means: clicks, drags, picks and measures, without a window."""

import math

from hypothesis import given
from hypothesis import strategies as st

from scardesk.gui.tools import (
    NOTHING,
    REACH_PX,
    STILL_PX,
    Add,
    Intent,
    MarkTool,
    MarkView,
    Measured,
    Move,
    PanTool,
    Pick,
    RulerTool,
    Scene,
    Tool,
    Touch,
    distance_to,
    mark_at,
)
from scardesk.model.geometry import Ellipse, Outline, Place, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.value import MarkId

SIZE = Size(3000, 2000)
EMPTY = Scene(size=SIZE)
ON_PHOTO = st.builds(Point, st.floats(0, 2999), st.floats(0, 1999))
ZOOMS = st.floats(0.05, 32)


def mark(name: str, place: Place) -> MarkView:
    return MarkView(mark_id=MarkId(name), number=1, type=ScarType.BOXCAR, place=place)


def spot(name: str, x: float, y: float) -> MarkView:
    return mark(name, Spot(centre=Point(x, y)))


def touch(x: float, y: float, *, zoom: float = 1.0, is_extend: bool = False) -> Touch:
    return Touch(at=Point(x, y), zoom=zoom, is_extend=is_extend)


def drag(tool: Tool, path: list[Touch], scene: Scene) -> Intent:
    assert tool.press(path[0], scene) == NOTHING
    for step in path[1:]:
        assert tool.move(step, scene) == NOTHING
    return tool.release(path[-1], scene)


# --- marking ------------------------------------------------------------------------------------------------


@given(ON_PHOTO, ZOOMS)
def test_a_click_on_empty_skin_adds_a_spot_exactly_there(at: Point, zoom: float) -> None:
    here = Touch(at=at, zoom=zoom)
    assert drag(MarkTool(), [here], EMPTY) == Add(place=Spot(centre=at))


@given(ON_PHOTO, ZOOMS, st.floats(0, 2 * math.pi), st.floats(0, STILL_PX * 0.99))
def test_a_click_never_nudges_a_mark(at: Point, zoom: float, angle: float, jitter_px: float) -> None:
    scene = Scene(size=SIZE, marks=(mark("a", Spot(centre=at)),))
    shaken = at.moved(math.cos(angle) * jitter_px / zoom, math.sin(angle) * jitter_px / zoom)
    path = [Touch(at=at, zoom=zoom), Touch(at=shaken, zoom=zoom)]
    assert drag(MarkTool(), path, scene) == Pick(mark_id=MarkId("a"))


def test_a_click_with_shift_extends_the_selection() -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100),))
    assert drag(MarkTool(), [touch(100, 100, is_extend=True)], scene) == Pick(
        mark_id=MarkId("a"), is_extend=True
    )


def test_a_missed_click_with_shift_sets_no_mark() -> None:
    assert drag(MarkTool(), [touch(500, 500, is_extend=True)], EMPTY) == NOTHING


def test_a_click_beside_the_photo_selects_nothing() -> None:
    assert drag(MarkTool(), [touch(-40, 500)], EMPTY) == Pick(mark_id=None)


def test_a_drag_that_begins_beside_the_photo_means_nothing() -> None:
    assert drag(MarkTool(), [touch(-40, 500), touch(200, 500)], EMPTY) == NOTHING


def test_a_drag_from_empty_skin_sizes_a_circle_around_where_it_began() -> None:
    circle = Ellipse(centre=Point(500, 500), length_px=100, breadth_px=100)
    assert drag(MarkTool(), [touch(500, 500), touch(530, 540)], EMPTY) == Add(place=circle)


def test_a_drag_with_shift_sizes_an_ellipse() -> None:
    ellipse = Ellipse(centre=Point(500, 500), length_px=60, breadth_px=80)
    path = [touch(500, 500), touch(530, 540, is_extend=True)]
    assert drag(MarkTool(), path, EMPTY) == Add(place=ellipse)


@given(ON_PHOTO, ON_PHOTO)
def test_a_dragged_mark_moves_as_far_as_the_pointer_and_stays_on_the_photo(start: Point, end: Point) -> None:
    scene = Scene(size=SIZE, marks=(mark("a", Spot(centre=start)),))
    grip = start.moved(4, -3)
    intent = drag(MarkTool(), [Touch(at=grip, zoom=1), Touch(at=end.moved(4, -3), zoom=1)], scene)
    if start.distance_to(end) > STILL_PX + 1e-6:
        assert isinstance(intent, Move)
        assert intent.place.centre.distance_to(end) < 1e-6
        assert SIZE.holds(intent.place.centre)


def test_a_mark_cannot_be_dragged_off_the_photo() -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100),))
    intent = drag(MarkTool(), [touch(100, 100), touch(-900, 9000)], scene)
    assert intent == Move(mark_id=MarkId("a"), place=Spot(centre=Point(0, 1999)))


def test_a_drag_that_comes_back_is_still_a_drag() -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100),))
    intent = drag(MarkTool(), [touch(100, 100), touch(300, 300), touch(100, 100)], scene)
    assert intent == Move(mark_id=MarkId("a"), place=Spot(centre=Point(100, 100)))


def test_the_preview_is_what_a_release_would_give() -> None:
    tool = MarkTool()
    tool.press(touch(500, 500), EMPTY)
    assert tool.preview == NOTHING
    tool.move(touch(560, 500), EMPTY)
    shown = tool.preview
    assert tool.release(touch(560, 500), EMPTY) == shown
    assert tool.preview == NOTHING


def test_escape_forgets_the_gesture() -> None:
    tool = MarkTool()
    tool.press(touch(500, 500), EMPTY)
    tool.move(touch(560, 500), EMPTY)
    assert tool.cancel()
    assert not tool.cancel()
    assert tool.move(touch(600, 500), EMPTY) == NOTHING
    assert tool.release(touch(600, 500), EMPTY) == NOTHING
    assert tool.preview == NOTHING


# --- hitting ------------------------------------------------------------------------------------------------


@given(ZOOMS)
def test_reach_is_the_same_on_the_screen_at_every_zoom(zoom: float) -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 1500, 1000),))
    near, far = (REACH_PX - 0.5) / zoom, (REACH_PX + 0.5) / zoom
    assert mark_at(touch(1500 + near, 1000, zoom=zoom), scene) is not None
    assert mark_at(touch(1500 + far, 1000, zoom=zoom), scene) is None


def test_the_nearest_mark_is_meant() -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100), spot("b", 108, 100)))
    found = mark_at(touch(105, 100), scene)
    assert found is not None
    assert found.mark_id == "b"


def test_a_small_scar_can_be_set_inside_a_large_one() -> None:
    large = Ellipse(centre=Point(500, 500), length_px=300, breadth_px=300)
    scene = Scene(size=SIZE, marks=(mark("a", large),))
    assert drag(MarkTool(), [touch(560, 500)], scene) == Add(place=Spot(centre=Point(560, 500)))
    assert drag(MarkTool(), [touch(648, 500)], scene) == Pick(mark_id=MarkId("a"))


def test_the_number_of_a_mark_means_the_mark() -> None:
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100),))
    beside = Touch(at=Point(130, 100), zoom=1, over=MarkId("a"))
    assert mark_at(beside, scene) == scene.marks[0]


def test_the_distance_to_a_turned_ellipse_is_none_on_its_line() -> None:
    ellipse = Ellipse(centre=Point(0, 0), length_px=100, breadth_px=40, angle_deg=90)
    assert distance_to(ellipse, Point(0, 50)) < 1e-9
    assert distance_to(ellipse, Point(20, 0)) < 1e-9


def test_the_distance_to_an_outline_is_that_to_its_nearest_side() -> None:
    square = Outline(corners=(Point(0, 0), Point(100, 0), Point(100, 100), Point(0, 100)))
    assert distance_to(square, Point(50, -7)) == 7
    assert distance_to(square, Point(103, 104)) == 5


# --- other tools --------------------------------------------------------------------------------------------


def test_panning_never_means_anything() -> None:
    tool = PanTool()
    scene = Scene(size=SIZE, marks=(spot("a", 100, 100),))
    assert tool.is_panning
    assert drag(tool, [touch(100, 100), touch(400, 400)], scene) == NOTHING


def test_two_clicks_measure_a_line() -> None:
    tool = RulerTool()
    assert drag(tool, [touch(0, 0)], EMPTY) == NOTHING
    tool.move(touch(30, 40), EMPTY)
    shown = tool.preview
    assert isinstance(shown, Measured)
    assert shown.length_px == 50
    line = drag(tool, [touch(60, 80)], EMPTY)
    assert line == Measured(a=Point(0, 0), b=Point(60, 80))
    assert tool.preview == NOTHING


def test_one_drag_measures_a_line() -> None:
    assert drag(RulerTool(), [touch(0, 0), touch(30, 40)], EMPTY) == Measured(a=Point(0, 0), b=Point(30, 40))


def test_a_double_click_measures_nothing() -> None:
    tool = RulerTool()
    assert drag(tool, [touch(5, 5)], EMPTY) == NOTHING
    assert drag(tool, [touch(5, 5)], EMPTY) == NOTHING
    assert not tool.cancel()
