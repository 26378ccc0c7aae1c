"""Tables of marks against the record: what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scardesk.assets import resource
from scardesk.errors import AlreadyThere, InvalidValue
from scardesk.exchange.marks_csv import MarkRow
from scardesk.library import Edit, Library
from scardesk.model.geometry import Ellipse, Point, Spot
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Origin, ScarType
from scardesk.model.value import PatientId, changed, new_id
from scardesk.workflows import intake, marking, register


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made, _ = Library.create(tmp_path / "library", passphrase=None, who="Dr Test")
    with made:
        yield made


@pytest.fixture
def photo(library: Library) -> Photo:
    patient = Patient(id=PatientId(new_id()), code="1", name="Doe, Jane")
    commit(library, register.add(patient))
    photos, _ = intake.import_photos(
        library, patient, [resource("samples", "DSC_0101.JPG")], day=date(2026, 1, 12), view="CCR"
    )
    return photos[0]


def commit(library: Library, action: marking.Action) -> None:
    library.commit(action.label, action.edits, scope=action.scope)


def only_mark(library: Library, photo: Photo) -> Mark:
    (pair,) = marking.marks_on(library, photo)
    return pair.mark


def test_an_ellipse_survives_going_out_and_coming_back(library: Library, photo: Photo) -> None:
    place = Ellipse(centre=Point(500.25, 400), length_px=200, breadth_px=60, angle_deg=30)
    action, _ = marking.place_new(library, photo, type_=ScarType.ROLLING, place=place)
    commit(library, action)
    again = marking.take_rows(library, photo, marking.rows_of(library, photo))
    assert again.edits == ()
    assert only_mark(library, photo).place == place


def test_a_table_that_measures_a_carried_mark_makes_it_a_measurement(library: Library, photo: Photo) -> None:
    action, pair = marking.place_new(library, photo, type_=ScarType.BOXCAR, place=Spot(centre=Point(10, 10)))
    commit(library, action)
    carried = changed(pair.mark, origin=Origin.CARRIED, confidence=0.9)
    commit(library, marking.Action("Carry", (Edit.replaced(pair.mark, carried),), action.scope))
    row = MarkRow(number=1, type=ScarType.BOXCAR, at=Point(10, 10), width_px=62)
    commit(library, marking.take_rows(library, photo, [row]))
    mark = only_mark(library, photo)
    assert (mark.origin, mark.confidence, mark.place.width_px) == (Origin.TABLE, None, 62)


def test_a_mark_that_is_only_moved_is_no_measurement(library: Library, photo: Photo) -> None:
    action, pair = marking.place_new(library, photo, type_=ScarType.BOXCAR, place=Spot(centre=Point(10, 10)))
    commit(library, action)
    carried = changed(pair.mark, origin=Origin.CARRIED, confidence=0.9)
    commit(library, marking.Action("Carry", (Edit.replaced(pair.mark, carried),), action.scope))
    place = Spot(centre=Point(510, 10))
    commit(library, marking.move(library, photo, marked=marking.Marked(carried, pair.scar), place=place))
    mark = only_mark(library, photo)
    assert (mark.origin, mark.confidence) == (Origin.CARRIED, None)


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([MarkRow(number=1, type=ScarType.BOXCAR, at=Point(9e5, 1))], InvalidValue),
        ([MarkRow(number=1, type=ScarType.BOXCAR, at=Point(1, 1))] * 2, AlreadyThere),
    ],
)
def test_a_table_is_taken_whole_or_not_at_all(
    library: Library, photo: Photo, rows: list[MarkRow], error: type[Exception]
) -> None:
    with pytest.raises(error):
        marking.take_rows(library, photo, rows)
    assert marking.marks_on(library, photo) == ()


def test_the_number_of_a_retired_scar_is_refused(library: Library, photo: Photo) -> None:
    action, pair = marking.place_new(library, photo, type_=ScarType.BOXCAR, place=Spot(centre=Point(10, 10)))
    commit(library, action)
    commit(library, marking.retire(library, [pair]))
    with pytest.raises(AlreadyThere, match="never given again"):
        marking.take_rows(library, photo, [MarkRow(number=1, type=ScarType.BOXCAR, at=Point(1, 1))])
