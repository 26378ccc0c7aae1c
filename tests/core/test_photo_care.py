"""A photo in the wrong place, or in the wrong record: put right in one step, with nothing left hanging."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scardesk.library import Edit, Library
from scardesk.model.alignment import AlignedPair, Alignment
from scardesk.model.geometry import Point, Size, place_at
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.scar import Finding, Mark, Outcome, Scar, ScarType
from scardesk.model.value import (
    AlignmentId,
    FindingId,
    MarkId,
    PatientId,
    PhotoId,
    ScarId,
    VisitId,
    changed,
    new_id,
)
from scardesk.workflows import follow_up, photo_care
from scardesk.workflows.marking import Action

FIRST, SECOND = date(2026, 1, 12), date(2026, 4, 13)
ANOTHER_DAY, THIRD = date(2026, 2, 1), date(2026, 6, 1)


class Record:
    """A patient with two visits, a photo each, and two scars: one seen on both, one on the first only."""

    def __init__(self, library: Library) -> None:
        self.library = library
        patient = Patient(id=PatientId(new_id()), code="P-1", name="Smith, Anna")
        self.patient_id = patient.id
        self.visits = [Visit(id=VisitId(new_id()), patient_id=patient.id, day=day) for day in (FIRST, SECOND)]
        self.photos = [self._photo(visit, name) for visit, name in zip(self.visits, "ab", strict=True)]
        self.scars = [
            Scar(id=ScarId(new_id()), patient_id=patient.id, number=n, type=ScarType.BOXCAR) for n in (1, 2)
        ]
        marks = [
            Mark(id=MarkId(new_id()), scar_id=scar.id, photo_id=photo.id, place=place_at(Point(5, 5), None))
            for scar, photo in (
                (self.scars[0], self.photos[0]),
                (self.scars[0], self.photos[1]),
                (self.scars[1], self.photos[0]),
            )
        ]
        pair = AlignedPair(
            id=AlignmentId(new_id()),
            before_id=self.photos[0].id,
            after_id=self.photos[1].id,
            alignment=Alignment(is_accepted=False, reason="No.", method="none", version=1),
            made_at=datetime.now(UTC),
        )
        made = [patient, *self.visits, *self.photos, *self.scars, *marks, pair]
        library.commit("A record", [Edit.added(value) for value in made], scope=patient.id)

    def _photo(self, visit: Visit, name: str) -> Photo:
        data = name.encode()
        kept = self.library.keep(data)
        return Photo(
            id=PhotoId(new_id()),
            visit_id=visit.id,
            file_name=f"{name}.jpg",
            sha256=hashlib.sha256(data).hexdigest(),
            blob=kept.blob,
            size_bytes=len(data),
            size=Size(10, 10),
            view="CCR",
            imported_at=datetime.now(UTC),
        )

    def add_photo(self, visit: Visit, name: str, *, view: str, shows: Sequence[Scar] = ()) -> Photo:
        """One more photo of a visit, with marks."""
        photo = changed(self._photo(visit, name), view=view)
        marks = [
            Mark(id=MarkId(new_id()), scar_id=scar.id, photo_id=photo.id, place=place_at(Point(5, 5), None))
            for scar in shows
        ]
        edits = [Edit.added(photo), *[Edit.added(mark) for mark in marks]]
        self.library.commit("A photo", edits, scope=self.patient_id)
        return photo

    def find(self, scar: Scar, visit: Visit, outcome: Outcome, *, note: str = "") -> Finding:
        """Write what was found of a scar at a visit."""
        finding = Finding(
            id=FindingId(new_id()), scar_id=scar.id, visit_id=visit.id, outcome=outcome, note=note
        )
        self.library.commit("A finding", [Edit.added(finding)], scope=self.patient_id)
        return finding

    def do(self, action: Action) -> None:
        """Commit an action."""
        self.library.commit(action.label, action.edits, scope=action.scope)

    def days(self) -> list[date]:
        """The days of all visits."""
        return sorted(visit.day for visit in self.library.children(Visit, self.patient_id))

    def move(self, photo: Photo, day: date) -> Action:
        """The action that only changes the day."""
        return photo_care.reassign(self.library, photo, view=photo.view, light=photo.light, day=day)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    library, _ = Library.create(tmp_path / "library", passphrase=None, who="Dr Test")
    with library:
        yield Record(library)


def test_view_and_light_are_corrected_without_touching_the_visit(record: Record) -> None:
    photo = record.photos[0]
    action = photo_care.reassign(record.library, photo, view="F0", light=Light.RING, day=FIRST)
    record.do(action)
    now = record.library.get(Photo, photo.id)
    assert (now.view, now.light, now.visit_id) == ("F0", Light.RING, photo.visit_id)
    assert len(action.edits) == 1


def test_what_is_right_already_changes_nothing(record: Record) -> None:
    assert record.move(record.photos[0], FIRST).edits == ()


def test_the_only_photo_of_a_visit_takes_the_visit_to_the_new_day(record: Record) -> None:
    finding = record.find(record.scars[0], record.visits[0], Outcome.SOFTENED)
    record.do(record.move(record.photos[0], ANOTHER_DAY))
    assert record.days() == [ANOTHER_DAY, SECOND]
    assert record.library.get(Finding, finding.id).visit_id == record.visits[0].id


def test_moved_to_a_day_with_a_visit_it_joins_that_visit_with_what_was_found(record: Record) -> None:
    moved = record.find(record.scars[1], record.visits[0], Outcome.SOFTENED)
    doubled = record.find(record.scars[0], record.visits[0], Outcome.WORSENED)
    stays = record.find(record.scars[0], record.visits[1], Outcome.UNCHANGED)
    record.do(record.move(record.photos[0], SECOND))
    library = record.library
    assert record.days() == [SECOND]
    assert library.get(Finding, moved.id).visit_id == record.visits[1].id
    assert library.find(Finding, doubled.id) is None
    assert library.get(Finding, stays.id) == changed(stays, note="2026-01-12: worsened")
    library.undo(record.patient_id)
    assert record.days() == [FIRST, SECOND]
    assert library.get(Finding, doubled.id) == doubled
    assert library.get(Finding, stays.id) == stays


def test_the_same_outcome_at_both_visits_is_said_once_and_its_note_is_kept(record: Record) -> None:
    first = record.find(record.scars[0], record.visits[0], Outcome.SOFTENED, note="at the edge")
    stays = record.find(record.scars[0], record.visits[1], Outcome.SOFTENED)
    record.do(record.move(record.photos[0], SECOND))
    assert record.library.find(Finding, first.id) is None
    assert record.library.get(Finding, stays.id) == changed(stays, note="at the edge")


def test_a_finding_goes_with_the_only_photo_of_the_visit_that_shows_the_scar(record: Record) -> None:
    later, other = record.photos[1], record.add_photo(record.visits[1], "c", view="CCL")
    found = record.find(record.scars[0], record.visits[1], Outcome.SOFTENED)
    gone = record.find(record.scars[1], record.visits[1], Outcome.NO_LONGER_VISIBLE)
    record.do(record.move(other, THIRD))  # the other cheek shows neither of them
    assert visit_ids(record, found, gone) == [record.visits[1].id] * 2
    record.do(record.move(later, ANOTHER_DAY))
    now = record.library.get(Photo, later.id).visit_id
    assert visit_ids(record, found, gone) == [now] * 2
    assert now == record.visits[1].id  # it was alone, so its visit went with it


def test_a_photo_that_leaves_others_behind_takes_what_only_it_shows(record: Record) -> None:
    later = record.photos[1]
    record.add_photo(record.visits[1], "c", view="CCL")
    found = record.find(record.scars[0], record.visits[1], Outcome.SOFTENED)
    gone = record.find(record.scars[1], record.visits[1], Outcome.NO_LONGER_VISIBLE)
    record.do(record.move(later, ANOTHER_DAY))
    now = record.library.get(Photo, later.id).visit_id
    assert now != record.visits[1].id
    assert visit_ids(record, found, gone) == [now] * 2
    moved = record.library.get(Photo, later.id)
    assert follow_up.is_closed(follow_up.finding_at(record.library, record.scars[1], moved))
    record.library.undo(record.patient_id)
    assert visit_ids(record, found, gone) == [record.visits[1].id] * 2


def test_a_finding_stays_where_another_photo_shows_the_scar(record: Record) -> None:
    retake = record.add_photo(record.visits[1], "c", view="CCR", shows=record.scars[:1])
    found = record.find(record.scars[0], record.visits[1], Outcome.SOFTENED)
    gone = record.find(record.scars[1], record.visits[1], Outcome.NO_LONGER_VISIBLE)
    record.do(record.move(retake, ANOTHER_DAY))
    assert visit_ids(record, found, gone) == [record.visits[1].id] * 2


def test_a_finding_that_goes_along_meets_another_and_both_stay_readable(record: Record) -> None:
    record.add_photo(record.visits[1], "c", view="CCL")
    stays = record.find(record.scars[0], record.visits[0], Outcome.WORSENED)
    goes = record.find(record.scars[0], record.visits[1], Outcome.SOFTENED)
    record.do(record.move(record.photos[1], FIRST))
    assert record.days() == [FIRST, SECOND]
    assert record.library.find(Finding, goes.id) is None
    assert record.library.get(Finding, stays.id) == changed(stays, note="2026-04-13: softened")


def test_a_photo_out_of_several_makes_a_visit_of_its_own(record: Record) -> None:
    record.do(record.move(record.photos[0], SECOND))
    record.do(record.move(record.library.get(Photo, record.photos[0].id), ANOTHER_DAY))
    assert record.days() == [ANOTHER_DAY, SECOND]


def test_a_photo_goes_with_its_marks_its_alignments_and_the_scars_seen_nowhere_else(record: Record) -> None:
    library = record.library
    lost = record.find(record.scars[1], record.visits[0], Outcome.SOFTENED)
    record.do(photo_care.retire_photo(library, record.photos[0]))
    assert library.find(Photo, record.photos[0].id) is None
    assert library.children(Scar, record.patient_id) == [record.scars[0]]
    assert library.children(AlignedPair, record.photos[1].id) == []
    assert library.find(Finding, lost.id) is None
    assert record.days() == [SECOND]
    library.undo(record.patient_id)
    assert library.children(Scar, record.patient_id) == record.scars
    assert len(library.children(AlignedPair, record.photos[1].id)) == 1
    assert record.days() == [FIRST, SECOND]


def test_an_alignment_onto_the_photo_goes_too(record: Record) -> None:
    record.do(photo_care.retire_photo(record.library, record.photos[1]))
    assert record.library.pointing_at(AlignedPair, record.photos[0].id) == []
    assert record.library.children(Scar, record.patient_id) == record.scars


def test_a_visit_that_holds_a_finding_stays_without_photos(record: Record) -> None:
    record.find(record.scars[0], record.visits[0], Outcome.NO_LONGER_VISIBLE)
    record.do(photo_care.retire_photo(record.library, record.photos[0]))
    assert record.days() == [FIRST, SECOND]


def test_the_number_of_a_retired_scar_stays_taken(record: Record) -> None:
    record.do(photo_care.retire_photo(record.library, record.photos[0]))
    assert set(record.library.numbers_issued(record.patient_id)) == {1, 2}


def visit_ids(record: Record, *findings: Finding) -> list[VisitId]:
    """At which visits these findings are now."""
    return [record.library.get(Finding, finding.id).visit_id for finding in findings]
