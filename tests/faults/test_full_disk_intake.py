"""The disk fills up in the middle of a batch: what is in stays in, and the rest is told file by file."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.workflows import intake, register
from tests.faults.clinic import open_library, require_sound

if sys.platform != "win32":
    import resource as limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a limit on files is a matter of POSIX")
MOST_BYTES = 1_000_000


@contextmanager
def room_for_small_files_only() -> Iterator[None]:
    """No file of this process may grow above MOST_BYTES."""
    soft, hard = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (MOST_BYTES, hard))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as library:
        yield library


@pytest.fixture
def ann(library: Library) -> Patient:
    patient = register.new_patient(code="1", name="Ann", born=None, sex="unknown", skin="unknown")
    action = register.add(patient)
    library.commit(action.label, action.edits, scope=action.scope)
    return patient


def card(folder: Path) -> Path:
    """Three photos; the second one is larger than MOST_BYTES."""
    folder.mkdir()
    for name, colour in (("a.png", "red"), ("c.png", "blue")):
        Image.new("RGB", (80, 60), colour).save(folder / name)
    noise = random.Random(1).randbytes(800 * 600 * 3)
    Image.frombytes("RGB", (800, 600), noise).save(folder / "b.png")
    assert (folder / "b.png").stat().st_size > MOST_BYTES
    return folder


def test_one_photo_without_room_does_not_stop_the_others(
    library: Library, ann: Patient, tmp_path: Path
) -> None:
    files = card(tmp_path / "card")
    with room_for_small_files_only():
        photos, refusals = intake.import_photos(library, ann, [files])
    assert [photo.file_name for photo in photos] == ["a.png", "c.png"]
    assert [refusal.file_name for refusal in refusals] == ["b.png"]
    assert refusals[0].sentence.startswith("b.png was not imported. There is no space left")
    assert not refusals[0].is_duplicate
    require_sound(library)
    again, duplicates = intake.import_photos(library, ann, [files])
    assert [photo.file_name for photo in again] == ["b.png"]
    assert all(refusal.is_duplicate for refusal in duplicates)


def test_a_thumbnail_without_room_is_no_trouble(library: Library, ann: Patient, tmp_path: Path) -> None:
    with room_for_small_files_only():
        library.remember_thumbnail("blob", bytes(3 * MOST_BYTES))
    assert library.thumbnail("blob") is None
    photos, refusals = intake.import_photos(library, ann, [card(tmp_path / "card") / "a.png"])
    assert (len(photos), refusals) == (1, ())
    assert library.find(Photo, photos[0].id) == photos[0]
    assert library.thumbnail(photos[0].blob)
    require_sound(library)
