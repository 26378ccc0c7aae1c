"""The value that maps one photo onto another, against arithmetic done another way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scardesk.errors import InvalidValue
from scardesk.model.alignment import Alignment, Grid, Warp
from scardesk.model.geometry import Matrix, Point, Size

SIZE = Size(300, 200)
places = st.builds(Point, st.floats(0, 299), st.floats(0, 199))


def turned(degrees: float, scale: float, shift: tuple[float, float]) -> Matrix:
    cos, sin = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    return (cos, -sin, shift[0], sin, cos, shift[1], 0.0, 0.0, 1.0)


def alignment(matrix: Matrix, confidence: float = 0.9) -> Alignment:
    back = np.linalg.inv(np.array(matrix).reshape(3, 3))
    return Alignment(
        is_accepted=True,
        reason="Made for a test.",
        method="test",
        version=1,
        forward=Warp(size=SIZE, matrix=matrix),
        backward=Warp(size=SIZE, matrix=tuple(float(v) for v in (back / back[2, 2]).ravel())),  # type: ignore[arg-type]  # nine numbers
        confidence=Grid(columns=2, rows=2, values=(confidence,) * 4),
    )


@given(places, st.floats(-15, 15), st.floats(0.8, 1.2), st.floats(-30, 30))
def test_there_and_back_is_the_same_place(place: Point, degrees: float, scale: float, shift: float) -> None:
    found = alignment(turned(degrees, scale, (shift, -shift)))
    there = found.to_after(place)
    assert found.to_before(there.point).point.distance_to(place) < 1e-6


def test_a_homography_agrees_with_numpy() -> None:
    matrix = (1.02, 0.05, 7.0, -0.03, 0.98, -4.0, 1e-5, -2e-5, 1.0)
    x, y, w = np.array(matrix).reshape(3, 3) @ (120.0, 80.0, 1.0)
    assert Warp(size=SIZE, matrix=matrix).apply(Point(120, 80)) == Point(x / w, y / w)


@given(places)
def test_a_grid_that_holds_a_plane_reads_as_that_plane(place: Point) -> None:
    columns, rows = 7, 5
    values = tuple(
        2.0 * (c * 299 / (columns - 1)) - 3.0 * (r * 199 / (rows - 1))
        for r in range(rows)
        for c in range(columns)
    )
    read = Grid(columns=columns, rows=rows, values=values).at(place, SIZE)
    assert read == pytest.approx(2.0 * place.x - 3.0 * place.y, abs=1e-6)


def test_outside_the_other_photo_nothing_is_trusted() -> None:
    placed = alignment(turned(0, 1, (250, 0))).to_after(Point(100, 100))
    assert not placed.is_inside
    assert placed.confidence == 0


def test_a_refused_alignment_trusts_nothing() -> None:
    refused = Alignment(is_accepted=False, reason="Another view.", method="test", version=1)
    assert refused.to_after(Point(1, 2)).confidence == 0
    assert not refused.to_before(Point(1, 2)).is_inside


def test_an_accepted_alignment_maps_both_ways_and_says_why() -> None:
    with pytest.raises(InvalidValue, match="both ways"):
        Alignment(is_accepted=True, reason="x", method="test", version=1)
    with pytest.raises(InvalidValue, match="says why"):
        Alignment(is_accepted=False, reason="", method="test", version=1)
