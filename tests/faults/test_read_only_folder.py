"""A library in a folder that cannot be written can still be read (docs/sources.md, 7.5)."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scardesk.errors import LibraryReadOnly
from scardesk.library import Edit, Library
from tests.faults.clinic import WHO, a_patient, everything, fill, open_library, require_sound


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[Path]:
    """A library as a kill left it, with a write-ahead log, seen through a read-only mount."""
    with open_library(tmp_path / "library") as library:
        fill(library)
        left = shutil.copytree(tmp_path / "library", tmp_path / "left")
    place = tmp_path / "mounted"
    place.mkdir()
    command = ["mount", "--bind", "-o", "ro", str(left), str(place)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(command, check=False).returncode != 0:
        pytest.skip("only root may mount a read-only folder here")
    subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_it_is_read_whole_from_a_private_copy_that_goes_away(frozen: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "left", who=WHO) as library:
        expected = everything(library)
    private = Path(tempfile.gettempdir())
    before = set(private.glob("scardesk-*"))
    with Library.open(frozen, is_read_only=True, who=WHO) as library:
        copies = set(private.glob("scardesk-*")) - before
        assert [copy.stat().st_mode & 0o777 for copy in copies] == [0o700]
        assert everything(library) == expected
        require_sound(library)
        assert library.warning == ""
    assert set(private.glob("scardesk-*")) == before


def test_writing_is_refused_with_a_way_out(frozen: Path) -> None:
    with pytest.raises(LibraryReadOnly, match="Open the library for reading"):
        Library.open(frozen, who=WHO)
    with (
        Library.open(frozen, is_read_only=True, who=WHO) as library,
        pytest.raises(LibraryReadOnly, match="reading only"),
    ):
        library.commit("No", [Edit.added(a_patient("Z"))])
