"""Whatever happens to a stored photo is noticed, and named by patient and file."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scardesk.errors import LibraryDamaged
from scardesk.library import Edit, Library
from scardesk.model.photo import Photo
from scardesk.model.value import changed
from tests.faults.clinic import a_patient, a_photo, a_visit, open_library, require_sound, some_bytes

CHUNK = 64 * 1024 + 16
HEAD = 36
Damage = Callable[[random.Random, Path, Path], None]


def bit(chance: random.Random, path: Path, _other: Path) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(chance: random.Random, path: Path, _other: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(1, len(data))])


def cut_between_chunks(chance: random.Random, path: Path, _other: Path) -> None:
    path.write_bytes(path.read_bytes()[: HEAD + CHUNK * chance.randrange(3)])


def append(chance: random.Random, path: Path, _other: Path) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.randrange(1, CHUNK + 9)))


def swap_chunks(chance: random.Random, path: Path, _other: Path) -> None:
    data = path.read_bytes()
    chunks = [data[at : at + CHUNK] for at in range(HEAD, len(data), CHUNK)]
    first, second = chance.sample(range(len(chunks) - 1), 2)
    chunks[first], chunks[second] = chunks[second], chunks[first]
    path.write_bytes(data[:HEAD] + b"".join(chunks))


def drop_chunk(chance: random.Random, path: Path, _other: Path) -> None:
    data = path.read_bytes()
    at = HEAD + CHUNK * chance.randrange(2)
    path.write_bytes(data[:at] + data[at + CHUNK :])


def swap_files(_chance: random.Random, path: Path, other: Path) -> None:
    shutil.copyfile(other, path)


def missing(_chance: random.Random, path: Path, _other: Path) -> None:
    path.unlink()


def empty(_chance: random.Random, path: Path, _other: Path) -> None:
    path.write_bytes(b"")


def folder_instead(_chance: random.Random, path: Path, _other: Path) -> None:
    path.unlink()
    path.mkdir()


KINDS: tuple[tuple[Damage, int], ...] = (
    (bit, 40),
    (cut, 20),
    (cut_between_chunks, 3),
    (append, 20),
    (swap_chunks, 3),
    (drop_chunk, 3),
    (swap_files, 1),
    (missing, 1),
    (empty, 1),
    (folder_instead, 1),
)
CASES = [(damage, seed) for damage, count in KINDS for seed in range(count)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Photo, Photo]]:
    """A library with two photos of a patient."""
    with open_library(tmp_path_factory.mktemp("shelf") / "library") as library:
        patient = a_patient(code="P-77", name="Ann Smith")
        visit = a_visit(patient)
        photos = [a_photo(library, visit, some_bytes(n, 200_000), f"DSC_000{n}.JPG") for n in range(2)]
        library.commit("All", [Edit.added(value) for value in (patient, visit, *photos)], scope=patient.id)
        yield library, photos[0], photos[1]


@pytest.mark.parametrize(("damage", "seed"), CASES, ids=lambda case: getattr(case, "__name__", str(case)))
def test_a_damaged_photo_is_named(shelf: tuple[Library, Photo, Photo], damage: Damage, seed: int) -> None:
    library, photo, other = shelf
    path, good = place(library, photo), place(library, photo).read_bytes()
    damage(random.Random(seed), path, place(library, other))
    with pytest.raises(
        LibraryDamaged, match=r"DSC_0000\.JPG of patient P-77 \(Ann Smith\), visit 2026-03-02"
    ):
        library.original(photo)
    report = library.verify()
    assert not report.is_sound
    assert len(report.findings) == 1
    assert "DSC_0000.JPG of patient P-77 (Ann Smith)" in report.findings[0]
    assert library.original(other) == some_bytes(1, 200_000)
    if path.is_dir():
        path.rmdir()
    path.write_bytes(good)


def test_a_photo_whose_hash_was_changed_is_named(shelf: tuple[Library, Photo, Photo]) -> None:
    library, photo, other = shelf
    wrong = changed(photo, sha256=other.sha256)
    library.commit("Wrong hash", [Edit.replaced(photo, wrong)], scope="")
    with pytest.raises(LibraryDamaged, match="not the file that was imported"):
        library.original(wrong)
    assert "not the file that was imported" in library.verify().findings[0]
    library.undo("")
    require_sound(library)


def test_the_original_of_a_deleted_photo_is_checked_too(shelf: tuple[Library, Photo, Photo]) -> None:
    library, photo, _ = shelf
    library.commit("Delete", [Edit.retired(photo)], scope="")
    path, good = place(library, photo), place(library, photo).read_bytes()
    path.unlink()
    assert "DSC_0000.JPG of patient P-77" in library.verify().findings[0]
    path.write_bytes(good)
    library.undo("")
    require_sound(library)


def test_a_file_that_belongs_to_nobody_is_a_note_not_damage(shelf: tuple[Library, Photo, Photo]) -> None:
    library, _, _ = shelf
    kept = library.keep(b"imported, but never committed")
    report = library.verify()
    assert report.is_sound
    assert "1 files" in report.notes[0]
    (library.folder / "blobs" / kept.blob[:2] / kept.blob).unlink()


def place(library: Library, photo: Photo) -> Path:
    return library.folder / "blobs" / photo.blob[:2] / photo.blob
