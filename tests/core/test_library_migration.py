"""An older library becomes a current one, in one step and with a copy; a newer one is left alone."""

from pathlib import Path
from typing import Any

import apsw
import pytest

from scardesk.errors import LibraryDamaged, LibraryReadOnly, LibraryTooNew
from scardesk.library import Library, keys
from scardesk.library.kinds import Kind, decode, encode, kind_named
from scardesk.library.schema import MIGRATIONS, open_catalogue
from scardesk.model.patient import Patient
from tests.faults.clinic import WHO, a_patient, everything, fill, open_library

NEXT = (*MIGRATIONS, "ALTER TABLE thumbnail ADD COLUMN made TEXT; CREATE TABLE novelty (x TEXT) STRICT;")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        fill(library)
    return folder


def catalogue_key(folder: Path) -> bytes:
    return keys.unlock(keys.read_header(folder), None).catalogue


def test_an_older_library_is_copied_and_migrated(folder: Path) -> None:
    with Library.open(folder, who=WHO) as library:
        before = everything(library)
    catalogue = open_catalogue(folder, catalogue_key(folder), migrations=NEXT)
    assert catalogue.pragma("user_version") == 2
    assert catalogue.rows("SELECT count(*) FROM novelty") == [(0,)]
    catalogue.close()
    for name in ("catalogue.db-wal", "catalogue.db-shm"):
        (folder / name).unlink()
    (folder / "catalogue.db.before-2").replace(folder / "catalogue.db")
    with Library.open(folder, who=WHO) as library:
        assert everything(library) == before


def test_a_migration_that_fails_changes_nothing(folder: Path) -> None:
    with pytest.raises(apsw.SQLError):
        open_catalogue(folder, catalogue_key(folder), migrations=(*NEXT, "CREATE TABLE novelty (y TEXT)"))
    with Library.open(folder, who=WHO) as library:
        assert library.info().schema == 1


def test_a_newer_catalogue_is_refused_whatever_the_marker_says(folder: Path) -> None:
    open_catalogue(folder, catalogue_key(folder), migrations=NEXT).close()
    for is_read_only in (True, False):
        with pytest.raises(LibraryTooNew):
            Library.open(folder, is_read_only=is_read_only, who=WHO)


def test_an_older_library_is_not_migrated_by_a_reader(folder: Path) -> None:
    with pytest.raises(LibraryReadOnly, match="once for writing"):
        open_catalogue(folder, catalogue_key(folder), is_read_only=True, migrations=NEXT)
    Library.open(folder, who=WHO).close()


def test_an_older_body_is_upgraded_step_by_step_when_read() -> None:
    def rename(fields: dict[str, Any]) -> dict[str, Any]:
        fields["code"] = fields.pop("number")
        return fields

    def add_name(fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "name": "unknown"}

    kind = Kind("patient", Patient, upgrades=(rename, add_name))
    assert kind.version == 3
    first = decode(kind, 1, '{"id": "a", "number": "P-1"}')
    second = decode(kind, 2, '{"id": "a", "code": "P-1"}')
    assert first == second == decode(kind, 3, '{"id": "a", "code": "P-1", "name": "unknown"}')


def test_a_newer_body_or_kind_is_refused_and_a_broken_one_is_damage() -> None:
    kind = kind_named("patient")
    body = encode(a_patient())
    with pytest.raises(LibraryTooNew):
        decode(kind, 2, body)
    with pytest.raises(LibraryTooNew):
        kind_named("hologram")
    for broken in ("", "{", "[]", body.replace("code", "cod"), body.replace("Ann Smith", "")):
        with pytest.raises(LibraryDamaged):
            decode(kind, 1, broken)
