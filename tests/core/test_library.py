"""The door as a clinic uses it: what is written, what is found, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from scardesk.errors import (
    AlreadyThere,
    BadInput,
    InvalidValue,
    NotFound,
    StaleEdit,
)
from scardesk.library import Edit, Library, Step
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Scar
from scardesk.model.value import changed
from tests.faults.clinic import (
    WHO,
    a_mark,
    a_patient,
    a_photo,
    a_scar,
    a_visit,
    everything,
    fill,
    open_library,
    require_sound,
    some_bytes,
)


def test_what_was_committed_is_there_after_a_restart(folder: Path) -> None:
    with open_library(folder) as library:
        fill(library)
        before = everything(library)
    with Library.open(folder, who=WHO) as library:
        assert everything(library) == before
        require_sound(library)


def test_children_come_in_the_order_in_which_they_were_first_made(library: Library, ann: Patient) -> None:
    scars = [a_scar(ann, number) for number in (3, 1, 2)]
    for scar in scars:
        library.commit(f"Add scar {scar.number}", [Edit.added(scar)], scope=ann.id)
    library.undo(ann.id)
    library.undo(ann.id)
    library.redo(ann.id)
    library.redo(ann.id)
    library.commit("Note", [Edit.replaced(scars[0], changed(scars[0], note="deep"))], scope=ann.id)
    assert [scar.number for scar in library.children(Scar, ann.id)] == [3, 1, 2]


def test_a_change_says_who_did_what(library: Library, ann: Patient) -> None:
    change = library.commit("Rename", [Edit.replaced(ann, changed(ann, name="Ann Miller"))], scope=ann.id)
    latest = library.history(ann.id, 1)[0]
    assert latest == change
    assert (change.seq, change.who, change.label, change.scope) == (2, WHO, "Rename", ann.id)
    assert change.refs == (("patient", ann.id),)
    assert change.at.utcoffset() is not None


def test_find_answers_none_and_get_refuses(library: Library) -> None:
    assert library.find(Patient, "0" * 16) is None
    with pytest.raises(NotFound):
        library.get(Patient, "0" * 16)


def test_a_patient_is_found_by_the_clinics_id_whatever_its_case(library: Library) -> None:
    patient = a_patient(code=" Straße-7 ")
    library.commit("Add", [Edit.added(patient)])
    assert library.patient_with_code("STRASSE-7") == patient
    assert library.patient_with_code("8") is None


def test_a_patient_id_is_given_once(library: Library, ann: Patient) -> None:
    with pytest.raises(AlreadyThere, match=r"p-1"):
        library.commit("Add", [Edit.added(a_patient(code="p-1 "))])
    other = a_patient(code="P-2")
    library.commit("Add", [Edit.added(other)])
    with pytest.raises(AlreadyThere):
        library.commit("Renumber", [Edit.replaced(other, changed(other, code="P-1"))])
    assert library.children(Patient, "") == [ann, other]


def test_two_patients_can_swap_their_ids_in_one_change(library: Library, ann: Patient) -> None:
    other = a_patient(code="P-2")
    library.commit("Add", [Edit.added(other)])
    edits = [Edit.replaced(ann, changed(ann, code="P-2")), Edit.replaced(other, changed(other, code="P-1"))]
    library.commit("Swap", edits)
    found = library.patient_with_code("P-1")
    assert found is not None
    assert found.id == other.id


def test_a_patient_has_one_visit_a_day(library: Library, ann: Patient) -> None:
    library.commit("Visit", [Edit.added(a_visit(ann))], scope=ann.id)
    with pytest.raises(AlreadyThere, match="2026-03-02"):
        library.commit("Visit", [Edit.added(a_visit(ann))], scope=ann.id)
    library.commit("Visit", [Edit.added(a_visit(ann, date(2026, 3, 3)))], scope=ann.id)


def test_a_stale_edit_overwrites_nothing(library: Library, ann: Patient) -> None:
    renamed = changed(ann, name="Ann Miller")
    library.commit("Rename", [Edit.replaced(ann, renamed)], scope=ann.id)
    stale = [
        Edit.replaced(ann, changed(ann, name="Ann Jones")),
        Edit.retired(ann),
        Edit.added(ann),
        Edit.replaced(a_patient("P-9"), a_patient("P-9")),
    ]
    for edit in stale[:3]:
        with pytest.raises(StaleEdit):
            library.commit("Stale", [edit], scope=ann.id)
    with pytest.raises(InvalidValue):
        library.commit("Mixed up", [stale[3]], scope=ann.id)
    assert library.children(Patient, "") == [renamed]
    assert library.info().changes == 2


def test_a_refused_edit_takes_the_whole_change_with_it(library: Library, ann: Patient) -> None:
    scar = a_scar(ann, 1)
    with pytest.raises(StaleEdit):
        library.commit("Two things", [Edit.added(scar), Edit.retired(a_scar(ann, 2))], scope=ann.id)
    assert library.find(Scar, scar.id) is None
    assert library.numbers_issued(ann.id) == {}
    require_sound(library)


def test_a_child_needs_its_parents(library: Library, ann: Patient) -> None:
    stranger = a_patient("P-2")
    with pytest.raises(NotFound, match="patient"):
        library.commit("Visit", [Edit.added(a_visit(stranger))])
    scar = a_scar(stranger, 1)
    library.commit("All at once", [Edit.added(scar), Edit.added(stranger)])
    assert library.get(Scar, scar.id) == scar


def test_a_parent_is_not_taken_away_from_its_children(library: Library, ann: Patient) -> None:
    scar = a_scar(ann, 1)
    library.commit("Add scar", [Edit.added(scar)], scope="elsewhere")
    with pytest.raises(StaleEdit, match="scar"):
        library.commit("Delete", [Edit.retired(ann)])
    with pytest.raises(StaleEdit, match="scar"):
        library.undo(ann.id)
    library.commit("Delete", [Edit.retired(scar), Edit.retired(ann)])
    assert library.children(Patient, "") == []


def test_a_photo_needs_its_original_in_the_vault(library: Library, ann: Patient) -> None:
    visit = a_visit(ann)
    photo = a_photo(library, visit, b"a photo")
    missing = changed(photo, blob="0" * 64)
    with pytest.raises(NotFound, match=r"DSC_0001\.JPG"):
        library.commit("Import", [Edit.added(visit), Edit.added(missing)])
    library.commit("Import", [Edit.added(visit), Edit.added(photo)])
    assert library.original(photo) == b"a photo"
    assert library.photos_with_sha256(photo.sha256) == [(photo, ann.id)]
    assert library.photos_with_sha256("0" * 64) == []


def test_an_empty_photo_is_refused(library: Library) -> None:
    with pytest.raises(BadInput, match="empty"):
        library.keep(b"")


def test_a_change_without_edits_or_name_is_refused(library: Library, ann: Patient) -> None:
    with pytest.raises(InvalidValue):
        library.commit("Nothing", [])
    with pytest.raises(InvalidValue):
        library.commit(" ", [Edit.retired(ann)])


def test_the_marks_of_a_scar_are_found_over_all_photos(library: Library, ann: Patient) -> None:
    visit, scar = a_visit(ann), a_scar(ann, 1)
    photos = [a_photo(library, visit, some_bytes(n, 100)) for n in range(2)]
    marks = [a_mark(scar, photo) for photo in photos]
    library.commit("All", [Edit.added(value) for value in (visit, scar, *photos, *marks)], scope=ann.id)
    assert library.pointing_at(Mark, scar.id) == marks
    assert library.children(Mark, photos[1].id) == [marks[1]]
    assert library.children(Photo, visit.id) == photos


def test_a_number_is_for_life(library: Library, ann: Patient) -> None:
    first, second = a_scar(ann, 1), a_scar(ann, 2)
    library.commit("Add", [Edit.added(first), Edit.added(second)], scope=ann.id)
    library.commit("Delete", [Edit.retired(second)], scope=ann.id)
    with pytest.raises(AlreadyThere, match="2"):
        library.commit("Add", [Edit.added(a_scar(ann, 2))], scope=ann.id)
    with pytest.raises(InvalidValue, match="for life"):
        library.commit("Renumber", [Edit.replaced(first, changed(first, number=7))], scope=ann.id)
    assert library.numbers_issued(ann.id) == {1: first.id, 2: second.id}
    library.undo(ann.id)
    assert library.get(Scar, second.id) == second


def test_an_undone_number_is_not_given_again(folder: Path) -> None:
    with open_library(folder) as library:
        ann = a_patient()
        library.commit("Add", [Edit.added(ann)], scope=ann.id)
        scar = a_scar(ann, 1)
        library.commit("Add scar 1", [Edit.added(scar)], scope=ann.id)
        library.undo(ann.id)
    with Library.open(folder, who=WHO) as library:
        assert library.numbers_issued(ann.id) == {1: scar.id}
        with pytest.raises(AlreadyThere):
            library.commit("Add scar 1", [Edit.added(a_scar(ann, 1))], scope=ann.id)
        library.redo(ann.id)
        assert library.children(Scar, ann.id) == [scar]


def test_two_patients_both_have_a_scar_1(library: Library, ann: Patient) -> None:
    bob = a_patient("P-2")
    library.commit("Add", [Edit.added(value) for value in (bob, a_scar(ann, 1), a_scar(bob, 1))])
    assert list(library.numbers_issued(ann.id)) == list(library.numbers_issued(bob.id)) == [1]


def test_undo_is_per_patient_and_survives_a_restart(folder: Path) -> None:
    with open_library(folder) as library:
        ann, bob = a_patient("P-1"), a_patient("P-2")
        for patient in (ann, bob):
            library.commit(f"Add {patient.code}", [Edit.added(patient)])
            library.commit("Add scar 1", [Edit.added(a_scar(patient, 1))], scope=patient.id)
        library.undo(ann.id)
    with Library.open(folder, who=WHO) as library:
        assert (library.undo_label(ann.id), library.redo_label(ann.id)) == (None, "Add scar 1")
        assert (library.undo_label(bob.id), library.redo_label(bob.id)) == ("Add scar 1", None)
        assert library.undo(ann.id) is None
        assert library.redo(bob.id) is None
        redone = library.redo(ann.id)
        assert redone is not None
        assert redone.step is Step.REDO
        assert [change.step for change in library.history(ann.id, 9)] == [Step.REDO, Step.UNDO, Step.DO]


def test_a_new_change_forgets_what_could_be_redone(library: Library, ann: Patient) -> None:
    library.commit("One", [Edit.added(a_scar(ann, 1))], scope=ann.id)
    library.undo(ann.id)
    library.commit("Two", [Edit.added(a_scar(ann, 2))], scope=ann.id)
    assert library.redo_label(ann.id) is None
    assert library.undo_label(ann.id) == "Two"


def test_undo_refuses_when_the_value_was_changed_elsewhere(library: Library, ann: Patient) -> None:
    scar = a_scar(ann, 1)
    library.commit("Add scar 1", [Edit.added(scar)], scope=ann.id)
    library.commit("Note", [Edit.replaced(scar, changed(scar, note="deep"))], scope="elsewhere")
    with pytest.raises(StaleEdit, match="changed elsewhere"):
        library.undo(ann.id)
    assert library.get(Scar, scar.id).note == "deep"
    require_sound(library)


def test_nothing_readable_lies_in_the_folder(folder: Path) -> None:
    with open_library(folder) as library:
        ann = a_patient(name="Canary Canaryson")
        visit = a_visit(ann)
        photo = a_photo(library, visit, b"canary pixels" * 100, "canary.jpg")
        library.commit("Add canary", [Edit.added(value) for value in (ann, visit, photo)])
        files = [path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()]
    files += [path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not any(b"canary" in data or b"sqlite format" in data for data in files)


def test_thumbnails_are_remembered_apart_from_the_log(library: Library) -> None:
    assert library.thumbnail("blob") is None
    library.remember_thumbnail("blob", b"one")
    library.remember_thumbnail("blob", b"two")
    assert library.thumbnail("blob") == b"two"
    assert library.info().changes == 0


def test_info_counts(library: Library) -> None:
    fill(library)
    info = library.info()
    assert (info.patients, info.visits, info.photos, info.scars, info.marks) == (2, 2, 4, 10, 10)
    assert (info.changes, info.schema, info.is_open, info.is_writable) == (14, 1, True, True)
    assert info.vault_bytes > 4 * 150_000
    assert library.verify().values == 28
