"""What was read for an import and never taken in does not stay in the vault; what the log names does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from scardesk.errors import Cancelled
from scardesk.library import Edit, Library
from scardesk.model.patient import Visit
from scardesk.model.photo import Photo
from scardesk.model.value import changed
from scardesk.workflows import intake, register
from tests.core.cases import Case, a_case
from tests.faults.clinic import require_sound


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    yield from a_case(tmp_path / "library")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    for name in ("red", "green", "blue"):
        Image.new("RGB", (80, 60), name).save(folder / f"{name}.png")
    return folder


def blobs(library: Library) -> set[str]:
    return set(library.vault.blobs())


def test_only_what_no_revision_names_is_discarded(case: Case, card: Path) -> None:
    library, patient = case.library, case.patient
    photos, _ = intake.import_photos(library, patient, [card / "red.png", card / "green.png"])
    library.commit("Take out", [Edit.retired(photos[0])], scope=patient.id)
    (undone,), _ = intake.import_photos(library, patient, [card / "blue.png"])
    library.undo(patient.id)
    stray = library.keep(b"never taken in")
    library.remember_thumbnail(stray.blob, b"small")
    library.discard([stray.blob, *(photo.blob for photo in (*photos, undone))])
    assert blobs(library) == {photo.blob for photo in (*photos, undone)}
    assert library.thumbnail(stray.blob) is None
    library.discard([stray.blob, "../scardesk.json"])  # neither there nor a name of the vault
    library.redo(patient.id)
    require_sound(library)
    assert library.verify().notes == ()


def test_a_discard_in_a_closed_library_does_nothing(case: Case) -> None:
    stray = case.library.keep(b"never taken in")
    case.library.close()
    case.library.discard([stray.blob])
    assert blobs(case.library) == {stray.blob}


def test_an_examination_that_was_stopped_has_told_what_it_kept(case: Case, card: Path) -> None:
    fresh: list[str] = []

    def stop_at_the_third(done: int, _total: int, _words: str) -> None:
        if done == 2:
            raise Cancelled("Stopped.")

    vault = case.library.vault
    with pytest.raises(Cancelled):
        intake.examine(
            vault,
            intake.find_files([card]),
            known=frozenset(),
            progress=stop_at_the_third,
            fresh=fresh.append,
        )
    assert set(fresh) == blobs(case.library)
    assert len(fresh) == 2


def test_what_the_vault_held_before_is_not_told_as_fresh(case: Case, card: Path) -> None:
    """A back-up of the catalogue that was put back may name less than the vault holds."""
    case.library.keep((card / "red.png").read_bytes())
    fresh: list[str] = []
    intake.examine(case.library.vault, [card / "red.png"], known=frozenset(), fresh=fresh.append)
    assert fresh == []


def test_a_stopped_import_leaves_nothing(case: Case, card: Path) -> None:
    def stop_late(done: int, _total: int, _words: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.import_photos(case.library, case.patient, [card], progress=stop_late)
    assert blobs(case.library) == set()
    assert case.library.children(Visit, case.patient.id) == []


def test_an_arrival_that_is_refused_leaves_nothing(case: Case, card: Path) -> None:
    """The hash of another patient's photo is in the record, its blob under another name is not."""
    photos, _ = intake.import_photos(case.library, case.patient, [card / "red.png"])
    other = register.new_patient(code="B", name="Ben", born=None, sex="unknown", skin="unknown")
    case.do(register.add(other))
    theirs, refusals = intake.import_photos(case.library, other, [card / "red.png", card / "blue.png"])
    assert [refusal.file_name for refusal in refusals] == ["red.png"]
    assert blobs(case.library) == {photo.blob for photo in (*photos, *theirs)}
    green = case.library.keep((card / "green.png").read_bytes())
    case.library.vault.path_of(green.blob).unlink()
    elsewhere = changed(photos[0], sha256=green.sha256)
    case.library.commit("Claim", [Edit.replaced(photos[0], elsewhere)], scope=case.patient.id)
    nothing, refusals = intake.import_photos(case.library, other, [card / "green.png"])
    assert (nothing, len(refusals)) == ((), 1)
    assert green.blob not in blobs(case.library)
    assert case.library.get(Photo, photos[0].id) == elsewhere


def test_a_path_that_is_not_there_does_not_stop_the_others(case: Case, card: Path) -> None:
    photos, refusals = intake.import_photos(
        case.library, case.patient, [card / "red.png", card / "no file.png", card / "blue.png"]
    )
    assert [photo.file_name for photo in photos] == ["blue.png", "red.png"]
    (refusal,) = refusals
    assert refusal.file_name == "no file.png"
    assert refusal.sentence.startswith("There is no file 'no file.png'")
    assert "Nothing was imported" not in refusal.sentence
