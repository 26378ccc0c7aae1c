"""Whatever is said of a scar or a photo stays with the one patient to whom it belongs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from scardesk.errors import AlreadyThere, InvalidValue
from scardesk.library import Edit, Library
from scardesk.library.kinds import encode, id_of, kind_of
from scardesk.library.log import Intent, Put
from scardesk.model.alignment import AlignedPair, Alignment
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Mark, Outcome, Scar
from scardesk.model.value import AlignmentId, FindingId, PhotoId, Value, changed, new_id
from tests.faults.clinic import a_mark, a_patient, a_photo, a_scar, a_visit, open_library, require_sound


class Ward(NamedTuple):
    """A patient with one visit, photo and scar."""

    patient: Patient
    visit: Visit
    photo: Photo
    scar: Scar


def a_ward(library: Library, code: str) -> Ward:
    patient = a_patient(code)
    visit = a_visit(patient)
    ward = Ward(patient, visit, a_photo(library, visit, code.encode(), f"{code}.jpg"), a_scar(patient, 1))
    library.commit("Add", [Edit.added(value) for value in ward], scope=patient.id)
    return ward


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as library:
        yield library


@pytest.fixture
def ann(library: Library) -> Ward:
    return a_ward(library, "P-1")


@pytest.fixture
def bob(library: Library) -> Ward:
    return a_ward(library, "P-2")


def a_finding(scar: Scar, visit: Visit) -> Finding:
    return Finding(id=FindingId(new_id()), scar_id=scar.id, visit_id=visit.id, outcome=Outcome.SOFTENED)


def a_pair(before: Photo, after: Photo) -> AlignedPair:
    return AlignedPair(
        id=AlignmentId(new_id()),
        before_id=before.id,
        after_id=after.id,
        alignment=Alignment(is_accepted=False, reason="No.", method="none", version=1),
        made_at=datetime.now(UTC),
    )


def test_nothing_joins_two_patients(library: Library, ann: Ward, bob: Ward) -> None:
    before = library.info().changes
    for value in (
        a_mark(ann.scar, bob.photo),
        a_finding(ann.scar, bob.visit),
        a_pair(ann.photo, bob.photo),
    ):
        with pytest.raises(InvalidValue, match=r"two patients.*Nothing was changed"):
            library.commit("Mixed up", [Edit.added(value)], scope=ann.patient.id)
    assert library.info().changes == before
    mark = a_mark(ann.scar, ann.photo)
    library.commit("Mark", [Edit.added(mark)], scope=ann.patient.id)
    with pytest.raises(InvalidValue, match="two patients"):
        library.commit("Mixed up", [Edit.replaced(mark, changed(mark, scar_id=bob.scar.id))])
    require_sound(library)


def test_nothing_moves_to_another_patient(library: Library, ann: Ward, bob: Ward) -> None:
    elsewhere = a_visit(ann.patient, date(2026, 5, 2))
    mark = a_mark(ann.scar, ann.photo)
    library.commit("Visit", [Edit.added(elsewhere), Edit.added(mark)], scope=ann.patient.id)
    for old, new in (
        (ann.photo, changed(ann.photo, visit_id=bob.visit.id)),
        (elsewhere, changed(elsewhere, patient_id=bob.patient.id)),
        (mark, changed(mark, photo_id=bob.photo.id)),
    ):
        with pytest.raises(InvalidValue, match="stays with its patient"):
            library.commit("Move", [Edit.replaced(old, new)], scope=ann.patient.id)
    moved = changed(ann.photo, visit_id=elsewhere.id)
    library.commit("Move", [Edit.replaced(ann.photo, moved)], scope=ann.patient.id)
    assert library.children(Photo, elsewhere.id) == [moved]


def test_a_photo_taken_out_and_imported_elsewhere_does_not_come_back(
    library: Library, ann: Ward, bob: Ward
) -> None:
    library.commit("Take out", [Edit.retired(ann.photo)], scope=ann.patient.id)
    theirs = changed(ann.photo, id=PhotoId(new_id()), visit_id=bob.visit.id)
    library.commit("Import", [Edit.added(theirs)], scope=bob.patient.id)
    with pytest.raises(AlreadyThere, match=r"P-1\.jpg is in another patient's record"):
        library.undo(ann.patient.id)
    assert library.photos_with_sha256(theirs.sha256) == [(theirs, bob.patient.id)]
    library.undo(bob.patient.id)
    library.undo(ann.patient.id)
    assert library.photos_with_sha256(theirs.sha256) == [(ann.photo, ann.patient.id)]
    require_sound(library)


def written_without_a_look(library: Library, value: Value) -> None:
    """As a program could that did not know the rule."""
    rooms, kind = library._rooms, kind_of(type(value))
    put = Put(kind, id_of(value), kind.version, encode(value), value)
    with rooms.catalogue.transaction():
        rooms.log.append(Intent("Mixed up", ""), [put])
        rooms.current._insert(put, value)
    rooms.head.write(rooms.log.end())


def test_verify_names_what_joins_two_patients(library: Library, ann: Ward, bob: Ward) -> None:
    for value in (
        a_mark(ann.scar, ann.photo),
        a_mark(ann.scar, bob.photo),
        a_finding(bob.scar, ann.visit),
        a_pair(ann.photo, bob.photo),
    ):
        written_without_a_look(library, value)
    findings = library.verify().findings
    assert [line.split()[1] for line in findings] == ["mark", "finding", "alignment"]
    assert all("two patients" in line for line in findings)
    assert Mark in {type(mark) for mark in library.children(Mark, bob.photo.id)}


def test_verify_names_a_photo_of_two_patients(library: Library, ann: Ward, bob: Ward) -> None:
    written_without_a_look(library, changed(ann.photo, id=PhotoId(new_id()), visit_id=bob.visit.id))
    (finding,) = library.verify().findings
    assert finding == "The photo P-1.jpg is in the records of two patients: P-1 and P-2."


def test_one_photo_twice_with_one_patient_is_no_damage(library: Library, ann: Ward) -> None:
    twin = changed(ann.photo, id=PhotoId(new_id()))
    library.commit("Twin", [Edit.added(twin)], scope=ann.patient.id)
    require_sound(library)
