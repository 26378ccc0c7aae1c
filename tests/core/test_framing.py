"""What a report shows of two photos, for every way in which one may lie on the other."""

from __future__ import annotations

import cmath
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scardesk.model.geometry import Ellipse, Outline, Place, Point, Size, Spot
from scardesk.report.plan import FIGURE_PX
from scardesk.workflows import framing
from scardesk.workflows.framing import Framing, Similarity, Subject

sizes = st.builds(Size, st.integers(200, 6000), st.integers(200, 6000))
similarities = st.builds(
    lambda scale, turn, x, y: Similarity(cmath.rect(scale, turn), complex(x, y)),
    st.floats(0.5, 2.0),
    st.floats(-math.pi, math.pi),
    st.floats(-800, 800),
    st.floats(-800, 800),
)
points = st.builds(Point, st.floats(0, 199), st.floats(0, 199))
places: st.SearchStrategy[Place] = st.one_of(
    st.builds(lambda p: Spot(centre=p), points),
    st.builds(
        lambda p, a, b: Ellipse(centre=p, length_px=a, breadth_px=b),
        points,
        st.floats(1, 90),
        st.floats(1, 90),
    ),
)
subjects = st.builds(Subject, sizes, st.lists(places, max_size=4).map(tuple), st.just(0.03))


@given(before=subjects, after=subjects, onto=similarities)
def test_a_laid_pair_shows_nothing_beyond_either_photo(
    before: Subject, after: Subject, onto: Similarity
) -> None:
    made = framing.laid(before, after, onto)
    if made is not None:
        assert made.after is not None
        assert covers(made, made.before, before.size)
        assert covers(made, made.after, after.size)


@given(before=subjects, after=subjects, onto=similarities)
def test_a_laid_pair_invents_no_pixels_and_keeps_its_scale(
    before: Subject, after: Subject, onto: Similarity
) -> None:
    made = framing.laid(before, after, onto)
    if made is not None:
        assert made.after is not None
        assert max(made.before.scale, made.after.scale) <= 1 + 1e-9
        assert made.size.width <= FIGURE_PX
        assert made.after.scale / made.before.scale == pytest.approx(onto.scale)
        assert made.px_per_mm == pytest.approx(made.before.scale / 0.03)


@given(before=subjects, after=subjects)
def test_an_unaligned_pair_with_scales_is_at_one_scale_and_upright(before: Subject, after: Subject) -> None:
    made = framing.apart(before, after)
    assert made.after is not None
    assert made.before.turn.imag == made.after.turn.imag == 0
    assert made.before.scale == pytest.approx(made.after.scale)  # both have the same mm per px
    assert covers(made, made.before, before.size)
    assert covers(made, made.after, after.size)


@given(before=sizes, after=sizes)
def test_an_unaligned_pair_without_scale_is_shown_whole(before: Size, after: Size) -> None:
    made = framing.apart(Subject(before), Subject(after))
    assert made.px_per_mm is None
    assert made.after is not None
    for photo, way in ((before, made.before), (after, made.after)):
        corners = (Point(0, 0), Point(photo.width - 1, photo.height - 1))
        assert all(near(made.size, way.point(corner), 1.0) for corner in corners)


@given(photo=subjects)
def test_the_marks_of_a_lone_photo_are_all_shown(photo: Subject) -> None:
    made = framing.alone(photo)
    assert covers(made, made.before, photo.size)
    assert all(near(made.size, made.before.point(place.centre), 1.0) for place in photo.places)


@given(way=similarities, place=places)
def test_there_and_back_is_where_it_was(way: Similarity, place: Place) -> None:
    back = way.inverse.place(way.place(place))
    assert back.centre.distance_to(place.centre) < 1e-6
    assert back.width_px == pytest.approx(place.width_px)


def test_an_outline_is_mapped_corner_by_corner() -> None:
    outline = Outline(corners=(Point(0, 0), Point(10, 0), Point(0, 10)))
    turned = Similarity(1j, 5 + 0j).place(outline)
    assert turned == Outline(corners=(Point(5, 0), Point(5, 10), Point(-5, 0)))


def test_a_lone_mark_is_seen_in_its_surroundings() -> None:
    made = framing.alone(Subject(Size(3000, 2000), (Spot(centre=Point(1500, 1000)),)))
    assert made.size.width / made.before.scale >= 0.4 * 3000


def covers(made: Framing, way: Similarity, photo: Size) -> bool:
    """Whether every pixel of a figure has its centre on the photo."""
    corners = [Point(x, y) for x in (0, made.size.width - 1) for y in (0, made.size.height - 1)]
    return all(near(photo, way.inverse.point(corner)) for corner in corners)


def near(size: Size, point: Point, beyond: float = 1e-3) -> bool:
    """Whether a point lies on a photo or figure, edges included, and ``beyond`` pixels of rounding."""
    slack = 0.5 + beyond
    return -slack <= point.x <= size.width - 1 + slack and -slack <= point.y <= size.height - 1 + slack
