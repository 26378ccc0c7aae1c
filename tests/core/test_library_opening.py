"""Who may come in, with what, and what a library that is not in order says at the door."""

import json
import sys
from pathlib import Path

import pytest

from scardesk.errors import (
    AlreadyThere,
    BadInput,
    CannotWrite,
    LibraryDamaged,
    LibraryLocked,
    LibraryReadOnly,
    LibraryTooNew,
    NotALibrary,
)
from scardesk.library import Edit, Library, keys
from scardesk.library.catalogue import Catalogue
from scardesk.model.patient import Patient
from scardesk.model.value import changed
from tests.faults.clinic import WHO, as_nobody, fill, open_library, require_sound

SAFE = {
    "synchronous": 2,  # FULL: saved means saved (docs/sources.md, 7.1)
    "temp_store": 2,  # MEMORY (docs/sources.md, 7.4)
    "mmap_size": 0,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "auto_vacuum": 1,  # FULL
}


def test_a_second_writer_is_told_who_holds_the_library(library: Library, folder: Path) -> None:
    with pytest.raises(LibraryLocked) as refused:
        Library.open(folder, who=WHO)
    refused.match(r"in use by scardesk \((window|command line), process \d+ on .+, since \d\d:\d\d\)\. ")
    assert "for reading" not in str(refused.value)
    library.close()
    Library.open(folder, who=WHO).close()


@pytest.mark.parametrize(
    ("since", "told"),
    [("2026-03-02T23:30:00+00:00", ", since "), ("2020-01-01", "2020-01-01 00:00"), ("long ago", ")")],
)
def test_the_time_in_the_lock_is_told_as_a_clock_on_the_wall(
    library: Library, folder: Path, since: str, told: str
) -> None:
    note = {"pid": 7, "program": "__main__.py", "host": "here", "since": since}
    (folder / "lock").write_text(json.dumps(note))
    with pytest.raises(LibraryLocked) as refused:
        Library.open(folder, who=WHO)
    assert told in str(refused.value)
    assert "in use by scardesk (process 7 on here" in str(refused.value)
    assert "+00:00" not in str(refused.value)


def test_a_left_over_lock_file_blocks_nobody(folder: Path) -> None:
    open_library(folder).close()
    (folder / "lock").write_text('{"pid": 1, "program": "scardesk", "host": "here", "since": "2020-01-01"}')
    Library.open(folder, who=WHO).close()


def test_a_reader_sees_what_the_writer_commits(library: Library, folder: Path, ann: Patient) -> None:
    with Library.open(folder, is_read_only=True, who=WHO) as reader, library.reader() as second:
        renamed = changed(ann, name="Ann Miller")
        library.commit("Rename", [Edit.replaced(ann, renamed)])
        assert reader.get(Patient, ann.id) == second.get(Patient, ann.id) == renamed
        assert (reader.is_writable, library.is_writable) == (False, True)
        assert reader.warning == ""
        require_sound(reader)
        for write in (
            lambda: reader.commit("No", [Edit.retired(renamed)]),
            lambda: reader.keep(b"no"),
            lambda: reader.undo(""),
        ):
            with pytest.raises(LibraryReadOnly):
                write()


def test_a_library_of_a_newer_program_is_refused_before_any_key(folder: Path) -> None:
    open_library(folder).close()
    (folder / "scardesk.json").write_text('{"format": "scardesk library", "schema": 99}')
    for use in (
        lambda: Library.open(folder, who=WHO),
        lambda: Library.open(folder, is_read_only=True, who=WHO),
        lambda: Library.asks_for_passphrase(folder),
    ):
        with pytest.raises(LibraryTooNew, match="newer scardesk"):
            use()


def test_a_lost_marker_file_is_written_again(folder: Path) -> None:
    open_library(folder).close()
    (folder / "scardesk.json").unlink()
    Library.open(folder, who=WHO).close()
    assert (folder / "scardesk.json").is_file()


def test_a_folder_that_is_no_library_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotALibrary, match=folder.name):
            Library.open(folder, who=WHO)


def test_a_library_is_made_only_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(AlreadyThere, match="not empty"):
        open_library(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("is_emptied", [False, True])
def test_a_lost_catalogue_is_not_quietly_begun_anew(folder: Path, is_emptied: bool) -> None:
    with open_library(folder) as library:
        fill(library, patients=1)
    (folder / "catalogue.db").unlink()
    if is_emptied:
        (folder / "catalogue.db").touch()
    for is_read_only in (True, False):
        with pytest.raises(LibraryDamaged, match="missing or empty"):
            Library.open(folder, is_read_only=is_read_only, who=WHO)


def test_a_blank_catalogue_in_place_of_the_old_one_is_not_filled_in(folder: Path) -> None:
    open_library(folder).close()
    (folder / "catalogue.db").unlink()
    blank = Catalogue(folder / "catalogue.db", keys.unlock(keys.read_header(folder), None).catalogue)
    blank.run("CREATE TABLE anything (x TEXT)")
    blank.trust()
    blank.close()
    with pytest.raises(LibraryDamaged, match="missing or empty"):
        Library.open(folder, who=WHO)


@pytest.mark.parametrize("is_read_only", [True, False])
def test_the_catalogue_is_opened_with_the_safe_settings(folder: Path, is_read_only: bool) -> None:
    open_library(folder).close()
    with Library.open(folder, is_read_only=is_read_only, who=WHO) as library:
        pragma = library._rooms.catalogue.pragma
        found = {name: pragma(name) for name in SAFE}
    assert found == SAFE


def test_closing_twice_is_fine(library: Library) -> None:
    library.close()
    library.close()


def test_a_damaged_note_of_who_holds_the_lock_still_says_that_it_is_held(
    library: Library, folder: Path
) -> None:
    (folder / "lock").write_bytes(b'{"pid": 1, "program": "\xff", "host": "here", "since": "2020"}')
    with pytest.raises(LibraryLocked, match="Another program"):
        Library.open(folder, who=WHO)


def test_a_name_that_no_disk_takes_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary, match="no folder"):
        Library.asks_for_passphrase(tmp_path / ("n" * 300))
    with pytest.raises(CannotWrite, match="a new library"):
        open_library(tmp_path / ("n" * 300))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a matter of POSIX")
def test_a_folder_that_may_not_be_looked_into_is_told(folder: Path) -> None:
    open_library(folder).close()
    folder.chmod(0)
    with as_nobody():
        for place in (folder, folder / "deeper"):
            with pytest.raises(NotALibrary, match="may not be read"):
                Library.open(place, who=WHO)
        with pytest.raises(CannotWrite, match="a new library"):
            open_library(folder)
    folder.chmod(0o700)


@pytest.mark.parametrize("text", ["\udcff", "a\udcff"])
def test_text_that_is_no_text_is_told(library: Library, text: str) -> None:
    for ask in (
        lambda: library.patient_with_code(text),
        lambda: library.find(Patient, text),
        lambda: library.undo_label(text),
    ):
        with pytest.raises(BadInput, match="no text"):
            ask()
