"""Which two photos are put side by side: one a visit, of one view that is known, in one light."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scardesk.model.geometry import Point
from scardesk.model.photo import UNKNOWN_VIEW, Light, Photo
from scardesk.workflows import compare
from tests.core.cases import FIRST, FLASH, LAST, Case, a_case, drawn

BETWEEN = date(2026, 4, 13)
POLARISED = Light.CROSS_POLARISED


class Camera:
    """Takes photos that differ, with names in the order in which they were taken."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case, self._folder, self._count = case, folder, 0

    def take(self, day: date, light: Light = FLASH, *, view: str = "CCR") -> Photo:
        """One more photo."""
        self._count += 1
        file = drawn(self._folder / f"{self._count:02}.png", [Point(300 + 5 * self._count, 300)])
        return self.case.take(file, day, view=view, light=light)

    def pairs(self) -> list[tuple[str, str]]:
        """The names of the files that a report pairs, before and after."""
        found = compare.best_pairs(self.case.library, self.case.patient)
        return [(pair.before.file_name[:2], pair.after.file_name[:2]) for pair in found]

    def levels(self) -> list[str]:
        """Whether they may be compared."""
        return [pair.verdict.level for pair in compare.best_pairs(self.case.library, self.case.patient)]


@pytest.fixture
def camera(tmp_path: Path) -> Iterator[Camera]:
    for case in a_case(tmp_path / "library"):
        yield Camera(case, tmp_path)


def test_retakes_do_not_multiply_pairs(camera: Camera) -> None:
    for day in (FIRST, LAST):
        for _ in range(3):
            camera.take(day)
    assert camera.pairs() == [("01", "04")]


def test_of_retakes_the_one_that_was_marked_is_shown(camera: Camera) -> None:
    photos = [camera.take(day) for day in (FIRST, FIRST, LAST, LAST)]
    marked = camera.case.mark(photos[1], Point(400, 300))
    camera.case.mark_again(photos[3], marked, Point(400, 300))
    assert camera.pairs() == [("02", "04")]


def test_photos_without_a_view_are_never_paired(camera: Camera) -> None:
    for day in (FIRST, FIRST, LAST, LAST):
        camera.take(day, Light.UNKNOWN, view=UNKNOWN_VIEW)
    assert camera.pairs() == []


def test_each_light_is_paired_from_its_first_visit_to_its_last(camera: Camera) -> None:
    camera.take(FIRST)
    camera.take(BETWEEN)
    camera.take(BETWEEN, POLARISED)
    camera.take(LAST)
    camera.take(LAST, POLARISED)
    assert camera.pairs() == [("01", "04"), ("03", "05")]


def test_a_light_that_the_last_visit_lacks_is_paired_up_to_where_it_is_known(camera: Camera) -> None:
    camera.take(FIRST)
    camera.take(FIRST, POLARISED)
    camera.take(BETWEEN, POLARISED)
    camera.take(LAST)
    assert camera.pairs() == [("01", "04"), ("02", "03")]


@pytest.mark.parametrize("first_light", [FLASH, POLARISED])
def test_a_mismatch_of_the_first_visit_and_the_last_is_shown(camera: Camera, first_light: Light) -> None:
    camera.take(FIRST, first_light)
    camera.take(LAST, POLARISED if first_light is FLASH else FLASH)
    assert camera.pairs() == [("01", "02")]
    assert camera.levels() == ["not_comparable"]


def test_a_mismatch_is_shown_beside_what_may_be_compared(camera: Camera) -> None:
    camera.take(FIRST)
    camera.take(BETWEEN)
    camera.take(LAST, POLARISED)
    assert camera.pairs() == [("01", "02"), ("01", "03")]
    assert camera.levels()[1] == "not_comparable"


def test_one_visit_makes_no_pair(camera: Camera) -> None:
    camera.take(FIRST)
    camera.take(FIRST, POLARISED)
    assert camera.pairs() == []
