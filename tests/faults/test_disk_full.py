"""The disk fills up while photos are imported; nothing confirmed is lost.

With the right to mount, a small tmpfs is filled; otherwise, and in addition, the system limits the
size of files.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scardesk.library import Edit, Library
from scardesk.model.photo import Photo
from tests.faults.clinic import WHO, a_patient, a_visit, open_library, require_sound

ROOT = Path(__file__).parents[2]
BALLAST = 600_000
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="neither tmpfs nor file limits")


def prepared(folder: Path) -> Path:
    with open_library(folder) as library:
        patient = a_patient()
        library.commit("Start", [Edit.added(patient), Edit.added(a_visit(patient))], scope=patient.id)
    return folder


def fill_up(folder: Path, seed: int, most_bytes: int) -> tuple[list[str], list[str]]:
    """The photos that were confirmed, and the refusals."""
    command = [sys.executable, "-m", "tests.faults.fill_disk", str(folder), str(seed), str(most_bytes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *lines, left = done.stdout.splitlines()
    assert left == "left 0"
    refusals = [line for line in lines if line.startswith("refused")]
    return [line for line in lines if line not in refusals], refusals


def require_kept(library: Library, confirmed: list[str]) -> None:
    require_sound(library)
    for photo in confirmed:
        library.original(library.get(Photo, photo))


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A tmpfs of as many MiB as the test asks for."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={request.param}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("small_disk", range(2, 34, 4), indirect=True, ids=lambda size: f"{size}MiB")
def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(BALLAST))
    folder = prepared(small_disk / "library")
    confirmed, refusals = fill_up(folder, 1, 0)
    assert len(refusals) == 4
    assert all("DiskFull" in line and "no space left" in line and "safe" in line for line in refusals)
    for is_read_only in (True, False):  # still full: everything can be looked at
        with Library.open(folder, is_read_only=is_read_only, who=WHO) as library:
            require_kept(library, confirmed)
    ballast.unlink()
    with Library.open(folder, who=WHO) as library:
        require_kept(library, confirmed)
        assert list((folder / "tmp").iterdir()) == []
        library.commit("Go on", [Edit.added(a_patient("P-2"))])


@pytest.mark.parametrize("most_kib", [16, 33, 64, 100, 150, 200, 250, 301, 400, 500, 650, 800, 1200, 2000])
def test_a_limit_on_files_loses_nothing(tmp_path: Path, most_kib: int) -> None:
    folder = prepared(tmp_path / "library")
    with Library.open(folder, who=WHO) as library:
        before = library.info().changes
    confirmed, refusals = fill_up(folder, most_kib, most_kib * 1024)
    assert len(refusals) == 4
    assert all("safe" in line for line in refusals)
    with Library.open(folder, who=WHO) as library:
        require_kept(library, confirmed)
        assert library.info().changes == before + len(confirmed)
        assert list((folder / "tmp").iterdir()) == []
