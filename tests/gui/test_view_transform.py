"""Where a photo lies on the screen: round trips, fixed points and limits."""

import math

from hypothesis import given
from hypothesis import strategies as st

from scardesk.gui.canvas.transform import MOST_ZOOM, ViewTransform
from scardesk.model.geometry import Point, Size

SIZES = st.builds(Size, st.integers(1, 20_000), st.integers(1, 20_000))
SCREEN = st.floats(-4000, 4000)


@st.composite
def views(draw: st.DrawFn) -> ViewTransform:
    """A view after some zooming and panning."""
    size, width, height = draw(SIZES), draw(st.integers(1, 4000)), draw(st.integers(1, 3000))
    view = ViewTransform.fitted(size, width=width, height=height)
    for factor, x, y in draw(st.lists(st.tuples(st.floats(0.3, 3), SCREEN, SCREEN), max_size=6)):
        view = view.zoomed(factor, x=x, y=y).panned(x / 7, y / 7)
    return view


@given(views(), st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_is_the_same_place(view: ViewTransform, across: float, down: float) -> None:
    place = Point(across * view.size.width, down * view.size.height)
    back = view.to_photo(*view.to_screen(place))
    assert back.distance_to(place) < 1e-6


@given(views(), st.floats(0.5, 2), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_what_is_under_the_pointer(
    view: ViewTransform, factor: float, across: float, down: float
) -> None:
    x, y = across * view.width, down * view.height
    under = view.to_photo(x, y)
    nearer = view.zoomed(factor, x=x, y=y)
    assert _is_on_edge(nearer) or math.dist(nearer.to_screen(under), (x, y)) < 1e-4 * max(1.0, nearer.zoom)


def _is_on_edge(view: ViewTransform) -> bool:
    dx = view.size.width / 2 - abs(view.centre.x - view.size.centre.x)
    dy = view.size.height / 2 - abs(view.centre.y - view.size.centre.y)
    return min(dx, dy) < 1e-9


@given(views(), SCREEN, SCREEN)
def test_a_part_of_the_photo_always_stays_in_the_middle(view: ViewTransform, dx: float, dy: float) -> None:
    far = view.panned(dx * 1000, dy * 1000)
    middle = far.to_photo(far.width / 2, far.height / 2)
    nearest = Point(
        min(max(middle.x, far.corner.x), far.corner.x + far.size.width),
        min(max(middle.y, far.corner.y), far.corner.y + far.size.height),
    )
    assert middle.distance_to(nearest) < 1e-6


@given(SIZES, st.integers(1, 4000), st.integers(1, 3000))
def test_a_fitted_photo_is_whole_and_in_the_middle(size: Size, width: int, height: int) -> None:
    left, top, wide, high = ViewTransform.fitted(size, width=width, height=height).box
    assert left >= -1e-6
    assert top >= -1e-6
    assert wide <= width + 1e-6
    assert high <= height + 1e-6
    assert math.isclose(left * 2 + wide, width, abs_tol=1e-6)
    assert math.isclose(top * 2 + high, height, abs_tol=1e-6)


@given(views(), st.sampled_from([1.0, 0.5, 1 / 1.25, 1 / 3]))
def test_snapping_moves_by_half_a_step_at_most_and_onto_whole_steps(view: ViewTransform, step: float) -> None:
    snapped = view.snapped(step)
    for was, now in zip(view.origin, snapped.origin, strict=True):
        assert abs(now - was) <= step / 2 + 1e-6
        assert abs(now / step - round(now / step)) < 1e-4


@given(views())
def test_zoom_has_limits(view: ViewTransform) -> None:
    nearest, farthest = view.zoomed(1e9, x=0, y=0), view.zoomed(1e-9, x=0, y=0)
    assert 0 < farthest.zoom <= nearest.zoom <= MOST_ZOOM


def test_the_corner_of_the_first_pixel_is_half_a_pixel_out() -> None:
    view = ViewTransform.fitted(Size(100, 50), width=1000, height=500)
    assert view.to_screen(Point(-0.5, -0.5)) == (0, 0)
    assert view.to_screen(Point(0, 0)) == (5, 5)
