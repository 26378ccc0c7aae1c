"""A file that a person named is there whole, or not at all, and the reason is one sentence."""

import errno
import os
import sys
from pathlib import Path

import pytest

from scardesk.errors import CannotWrite, DiskFull
from scardesk.files import write_beside


def test_a_new_file_takes_the_place_of_the_old_one_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    for data in (b"old", b"new"):
        write_beside(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, call: str, number: int
) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(b"old")

    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, failing)
        with pytest.raises(DiskFull, match=r"no space left .* marks\.csv.*safe"):
            write_beside(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", [".", "..", "folder", "folder/"])
def test_a_folder_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotWrite, match=r"is not a file.*safe"):
        write_beside(Path(place), b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"no folder 'gone'"):
        write_beside(tmp_path / "gone" / "marks.csv", b"new")


@pytest.mark.parametrize("name", ["n" * 300, "nul\0nul"])
def test_a_name_that_no_disk_takes_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWrite, match="could not be written"):
        write_beside(tmp_path / name, b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="is not a file"):
        write_beside(Path(os.devnull), b"new")
