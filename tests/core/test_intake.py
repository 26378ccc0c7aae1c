"""Taking photos in: what is told of a photo that was taken, and where files are looked for."""

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from scardesk.errors import NotFound, UnreadablePhoto
from scardesk.workflows import intake
from tests.core.cases import Case, a_case
from tests.faults.clinic import as_nobody


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    yield from a_case(tmp_path / "library")


def two_pages(path: Path) -> Path:
    pages = [Image.new("RGB", (80, 60), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    path.write_bytes(out.getvalue())
    return path


def test_what_is_odd_about_a_photo_goes_with_it_into_the_record(case: Case, tmp_path: Path) -> None:
    found = intake.examine(case.library.vault, [two_pages(tmp_path / "scan.tif")], known=frozenset())
    assert isinstance(found[0], intake.Arrival)
    assert found[0].warnings == ("It holds several pages; the first was taken.",)
    rows, _ = intake.propose(case.library, case.patient, found)
    assert rows[0].note == "It holds several pages; the first was taken."
    photos, _ = intake.import_photos(case.library, case.patient, [tmp_path / "scan.tif"])
    assert photos[0].note == rows[0].note


def test_a_name_that_no_disk_takes_is_not_there() -> None:
    with pytest.raises(NotFound, match="no file"):
        intake.find_files([Path("n" * 300)])


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that may not be read, in one that may: pytest's own lets nobody else in."""
    with tempfile.TemporaryDirectory() as card:
        Path(card).chmod(0o755)
        folder = Path(card, "locked")
        folder.mkdir()
        Image.new("RGB", (80, 60)).save(folder / "a.png")
        folder.chmod(0)
        yield folder
        folder.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a matter of POSIX")
@pytest.mark.parametrize("path", ["a.png", ".", ".."])
def test_a_place_that_may_not_be_looked_into_is_told(locked: Path, path: str) -> None:
    asked = locked.parent if path == ".." else locked / path  # not left out in silence
    with as_nobody(), pytest.raises(UnreadablePhoto, match="may not be read"):
        intake.find_files([asked])


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.jpg", ".hidden.jpg", ".trash/c.jpg", "in/d.jpg", "in/.e.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = intake.find_files([tmp_path, tmp_path / "a.jpg"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.jpg", "b.jpg", "in/d.jpg"]
