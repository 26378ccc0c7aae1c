"""Damage to the catalogue is always noticed, when the library is opened or verified."""

import random
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from scardesk.errors import LibraryDamaged
from scardesk.library import Edit, Library
from tests.faults.clinic import WHO, a_patient, fill, open_library, require_sound

PAGE = 4096
FILES = ("catalogue.db", "catalogue.db-wal")
Damage = Callable[[random.Random, bytearray], bytes | bytearray]


def bit(chance: random.Random, data: bytearray) -> bytearray:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def first_page_bit(chance: random.Random, data: bytearray) -> bytearray:
    data[chance.randrange(100)] ^= 1 << chance.randrange(8)
    return data


def zeros(chance: random.Random, data: bytearray) -> bytearray:
    at = chance.randrange(len(data) // 512) * 512
    data[at : at + 512] = bytes(512)
    return data


def cut(chance: random.Random, data: bytearray) -> bytearray:
    return data[: chance.randrange(len(data))]


def cut_between_pages(chance: random.Random, data: bytearray) -> bytearray:
    return data[: chance.randrange(1, len(data) // PAGE) * PAGE]


def swap_pages(chance: random.Random, data: bytearray) -> bytearray:
    first, second = (at * PAGE for at in chance.sample(range(len(data) // PAGE), 2))
    data[first : first + PAGE], data[second : second + PAGE] = (
        data[second : second + PAGE],
        data[first : first + PAGE],
    )
    return data


def rubbish(chance: random.Random, data: bytearray) -> bytes:
    return chance.randbytes(len(data))


KINDS: tuple[tuple[Damage, int], ...] = (
    (bit, 60),
    (first_page_bit, 40),
    (zeros, 25),
    (cut, 20),
    (cut_between_pages, 10),
    (swap_pages, 20),
    (rubbish, 2),
)
CASES = [(damage, seed) for damage, count in KINDS for seed in range(count)]
LOG_KINDS = ((bit, 40), (zeros, 10), (cut, 20), (rubbish, 2))
LOG_CASES = [(damage, seed) for damage, count in LOG_KINDS for seed in range(count)]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library after a normal end: one file, no write-ahead log."""
    folder = tmp_path_factory.mktemp("closed") / "library"
    with open_library(folder) as library:
        fill(library, scars=30)
        for size in (50_000, 10):  # pages that are no longer used must not lie about unchecked
            library.remember_thumbnail("blob", bytes(size))
    assert not (folder / FILES[1]).exists()
    return folder


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library as a power cut leaves it: the latest changes are only in the write-ahead log."""
    folder = tmp_path_factory.mktemp("crashed") / "library"
    with open_library(folder) as library:
        fill(library, photos=1)
    with Library.open(folder, who=WHO) as library:
        for number in range(5):
            library.commit("Add", [Edit.added(a_patient(f"Q-{number}"))])
        return shutil.copytree(folder, folder.with_name("cut"))


@pytest.mark.parametrize(("damage", "seed"), CASES, ids=lambda case: getattr(case, "__name__", str(case)))
def test_damage_to_the_catalogue_is_noticed(closed: Path, tmp_path: Path, damage: Damage, seed: int) -> None:
    folder = shutil.copytree(closed, tmp_path / "library")
    spoil(folder / FILES[0], damage, seed)
    assert is_noticed(folder)


@pytest.mark.parametrize(("damage", "seed"), LOG_CASES, ids=lambda case: getattr(case, "__name__", str(case)))
def test_damage_to_the_write_ahead_log_is_noticed(
    crashed: Path, tmp_path: Path, damage: Damage, seed: int
) -> None:
    folder = shutil.copytree(crashed, tmp_path / "library")
    spoil(folder / FILES[1], damage, seed)
    assert is_noticed(folder)


def test_the_crashed_library_itself_is_sound(crashed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crashed, tmp_path / "library")
    with Library.open(folder, who=WHO) as library:
        require_sound(library)
        assert library.patient_with_code("Q-4")


def test_a_deleted_log_is_noticed_by_writer_and_reader(crashed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crashed, tmp_path / "library")
    (folder / FILES[1]).unlink()
    with pytest.raises(LibraryDamaged, match="newer changes are missing"):
        Library.open(folder, who=WHO)
    with Library.open(folder, is_read_only=True, who=WHO) as library:
        assert "newer changes are missing" in library.warning
        assert "newer changes are missing" in library.verify().findings[0]
        assert library.patient_with_code("P-1")


def test_an_old_catalogue_under_a_new_head_is_noticed(crashed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crashed, tmp_path / "library")
    old = folder / FILES[0]
    before = old.read_bytes()
    with Library.open(folder, who=WHO) as library:
        library.commit("Add", [Edit.added(a_patient("Z"))])
    old.write_bytes(before)
    with pytest.raises(LibraryDamaged, match="newer changes are missing"):
        Library.open(folder, who=WHO)


def test_a_refused_library_keeps_the_evidence(crashed: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crashed, tmp_path / "library")
    spoil(folder / FILES[1], bit, 1)
    before = [sha256((folder / name).read_bytes()).digest() for name in FILES]
    with pytest.raises(LibraryDamaged):
        Library.open(folder, who=WHO)
    assert [sha256((folder / name).read_bytes()).digest() for name in FILES] == before


@pytest.mark.parametrize("damage", ["missing", "zeros", "older"])
def test_a_spoiled_head_is_noticed_unless_it_is_only_older(closed: Path, tmp_path: Path, damage: str) -> None:
    folder = shutil.copytree(closed, tmp_path / "library")
    head = folder / "head"
    older = head.read_bytes()
    with Library.open(folder, who=WHO) as library:
        library.commit("Add", [Edit.added(a_patient("Z"))])
    if damage == "missing":
        head.unlink()
    else:
        head.write_bytes(older if damage == "older" else bytes(len(older)))
    if damage != "older":
        with pytest.raises(LibraryDamaged, match="file head"):
            Library.open(folder, who=WHO)
        with Library.open(folder, is_read_only=True, who=WHO) as library:
            assert "file head" in library.verify().findings[0]
        head.write_bytes(older)
    with Library.open(folder, who=WHO) as library:
        require_sound(library)


def spoil(path: Path, damage: Damage, seed: int) -> None:
    path.write_bytes(damage(random.Random(seed), bytearray(path.read_bytes())))


def is_noticed(folder: Path) -> bool:
    try:
        with Library.open(folder, is_read_only=True, who=WHO) as library:
            return not library.verify().is_sound
    except LibraryDamaged:
        return True
