"""The folder of an open library goes away: nothing is said to be saved that is not."""

import shutil
import sys
from pathlib import Path

import pytest

from scardesk.errors import CannotWrite, LibraryDamaged
from scardesk.library import Edit, Library
from scardesk.model.patient import Patient
from scardesk.model.value import changed
from tests.faults.clinic import WHO, a_patient, everything, fill, open_library, require_sound

in_use = pytest.mark.skipif(sys.platform == "win32", reason="a folder in use stays there")
GONE = r"The folder of this library is gone.*Not saved"


def rename_first(library: Library, name: str) -> None:
    ann = library.children(Patient, "")[0]
    library.commit("Rename", [Edit.replaced(ann, changed(ann, name=name))], scope=ann.id)


def require_refusing(library: Library) -> None:
    ann = library.children(Patient, "")[0]
    for write in (
        lambda: rename_first(library, "Ann Gone"),
        lambda: library.undo(ann.id),
        lambda: library.redo(ann.id),
        lambda: library.keep(b"a photo"),
        lambda: library.vault.keep(b"a photo"),
    ):
        with pytest.raises(CannotWrite, match=GONE):
            write()


@in_use
def test_a_deleted_library_takes_nothing_and_is_not_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        fill(library, patients=1)
        shutil.rmtree(folder)
        require_refusing(library)
    assert not folder.exists()


@in_use
def test_a_library_that_was_moved_away_takes_changes_again_when_it_is_back(tmp_path: Path) -> None:
    folder, away = tmp_path / "library", tmp_path / "away"
    with open_library(folder) as library:
        fill(library, patients=1)
        folder.rename(away)
        before = everything(library)
        require_refusing(library)
        assert everything(library) == before
        away.rename(folder)
        rename_first(library, "Ann Back")
    with Library.open(folder, who=WHO) as library:
        assert library.children(Patient, "")[0].name == "Ann Back"
        require_sound(library)


@in_use
def test_another_library_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        library.commit("Add", [Edit.added(a_patient())])
        folder.rename(tmp_path / "away")
        shutil.copytree(tmp_path / "away", folder)
        with pytest.raises(CannotWrite, match=GONE):
            rename_first(library, "Ann Gone")


@pytest.mark.parametrize("left", ["keys.json", "head", "blobs"])
def test_nobody_is_told_to_delete_what_is_left_of_a_library(tmp_path: Path, left: str) -> None:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        fill(library, patients=1)
    for path in list(folder.iterdir()):
        if path.name not in {"keys.json", left}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for is_read_only in (True, False):
        with pytest.raises(LibraryDamaged, match="missing") as refused:
            Library.open(folder, is_read_only=is_read_only, who=WHO)
        assert "Delete the folder" not in str(refused.value)
        assert "never finished" not in str(refused.value)


@pytest.mark.parametrize("left", ["head", "blobs/ab/photo"])
def test_a_library_is_not_called_unfinished_when_it_holds_something(tmp_path: Path, left: str) -> None:
    folder = tmp_path / "library"
    open_library(folder).close()
    (folder / "catalogue.db").unlink()
    (folder / "scardesk.json").write_text('{"format": "scardesk library", "schema": 0}')
    head = (folder / "head").read_bytes()
    (folder / "head").unlink()
    with pytest.raises(LibraryDamaged, match=r"never finished.*Delete the folder"):
        Library.open(folder, who=WHO)
    (folder / left).parent.mkdir(exist_ok=True)
    (folder / left).write_bytes(head)
    with pytest.raises(LibraryDamaged, match=r"lacks parts.*missing"):
        Library.open(folder, who=WHO)
