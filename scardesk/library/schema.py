"""The tables of the catalogue, and how an older library becomes a current one.

Hides: DDL.  Rule: migrations are numbered from 1 and never edited once released; a library is brought
up to date in one transaction, after a copy of it was put beside it; a newer one is refused.
"""

from contextlib import ExitStack
from pathlib import Path

from scardesk import files
from scardesk.errors import LibraryDamaged, LibraryReadOnly, LibraryTooNew
from scardesk.library import head, marker
from scardesk.library.catalogue import FILE_NAME, Catalogue

_FIRST = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, who TEXT NOT NULL,
    workstation TEXT NOT NULL, label TEXT NOT NULL, scope TEXT NOT NULL, step TEXT NOT NULL,
    reverts INTEGER REFERENCES change, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE INDEX change_scope ON change (scope, seq);

CREATE TABLE revision (
    change INTEGER NOT NULL REFERENCES change, place INTEGER PRIMARY KEY, kind TEXT NOT NULL,
    id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT) STRICT;
CREATE INDEX revision_change ON revision (change);
CREATE INDEX revision_value ON revision (kind, id, place);

CREATE TABLE current (
    kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL, other TEXT, handle TEXT,
    born INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT;
CREATE INDEX current_parent ON current (kind, parent, born);
CREATE INDEX current_other ON current (kind, other, born) WHERE other IS NOT NULL;
CREATE INDEX current_handle ON current (kind, handle) WHERE handle IS NOT NULL;

CREATE TABLE number (
    patient TEXT NOT NULL, number INTEGER NOT NULL, scar TEXT NOT NULL UNIQUE,
    PRIMARY KEY (patient, number)) STRICT, WITHOUT ROWID;

CREATE TABLE thumbnail (blob TEXT PRIMARY KEY, jpeg BLOB NOT NULL) STRICT;

CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER change_kept BEFORE DELETE ON change BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER revision_stays BEFORE UPDATE ON revision BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER revision_kept BEFORE DELETE ON revision BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER number_stays BEFORE UPDATE ON number BEGIN SELECT raise(ABORT, 'for life'); END;
CREATE TRIGGER number_kept BEFORE DELETE ON number BEGIN SELECT raise(ABORT, 'for life'); END;
"""

Migrations = tuple[str, ...]
MIGRATIONS: Migrations = (_FIRST,)
SCHEMA = len(MIGRATIONS)


def require_known(schema: int, known: int = SCHEMA) -> None:
    """Refuse a library that a newer program wrote."""
    if schema > known:
        raise LibraryTooNew(
            f"This library was written by a newer scardesk (format {schema}; this program knows {known}). "
            "Your data is safe and was not touched. Install the newer version to open it."
        )


def require_catalogue(folder: Path) -> None:
    """Refuse a lost or emptied catalogue; SQLite would quietly begin a new one."""
    path = folder / FILE_NAME
    if not path.is_file() or path.stat().st_size == 0:
        raise _lost(folder)


def open_catalogue(
    folder: Path,
    key: bytes,
    *,
    is_read_only: bool = False,
    is_new: bool = False,
    migrations: Migrations = MIGRATIONS,
) -> Catalogue:
    """Open the catalogue in ``folder``; make it if ``is_new``, bring it up to date if it may be written."""
    path = folder / FILE_NAME
    with ExitStack() as stack:
        catalogue = Catalogue(path, key, is_read_only=is_read_only)
        stack.callback(catalogue.close)
        schema = catalogue.pragma("user_version")
        if schema == 0 and not is_new:
            raise _lost(folder)
        _require_usable(schema, len(migrations), is_read_only=is_read_only)
        if schema == len(migrations):
            stack.pop_all()
            return catalogue
    if schema > 0:
        # closed by now: SQLite's locks would end with any other handle of the file
        _copy_beside(path, schema)
    return _migrated(Catalogue(path, key), schema, migrations)


def _lost(folder: Path) -> LibraryDamaged:
    if _was_never_finished(folder):
        return LibraryDamaged(
            f"The library in {folder.name} was never finished: something stopped the program while it was "
            "being made. There is nothing in it. Delete the folder and make the library again."
        )
    return LibraryDamaged(
        f"The library in {folder.name} lacks parts: its catalogue ({FILE_NAME}) is missing or empty. Nothing "
        "was changed; keep what is there. Bring the missing files back, or restore the last back-up."
    )


def _was_never_finished(folder: Path) -> bool:
    """Whether the folder says so itself, and holds nothing that a finished library could have left."""
    has_something = (folder / head.FILE_NAME).exists() or any((folder / "blobs").glob("*/*"))
    return marker.schema_of(folder) == marker.UNFINISHED and not has_something


def _require_usable(schema: int, known: int, *, is_read_only: bool) -> None:
    require_known(schema, known)
    if schema < known and is_read_only:
        raise LibraryReadOnly(
            "This library was written by an older scardesk. Your data is safe. "
            "Open it once for writing to bring it up to date."
        )


def _copy_beside(path: Path, schema: int) -> None:
    with files.writing("a copy of the library before it is brought up to date"):
        for end in ("-wal", ""):  # the log beside it may hold the latest changes
            source = path.with_name(path.name + end)
            if source.exists():
                copy = path.with_name(f"{path.name}.before-{schema + 1}{end}")
                files.write_whole(copy, source.read_bytes(), scratch=path.parent / "tmp")


def _migrated(catalogue: Catalogue, schema: int, migrations: Migrations) -> Catalogue:
    with ExitStack() as stack:
        stack.callback(catalogue.close)
        with catalogue.transaction():
            for script in migrations[schema:]:
                catalogue.run(script)
            catalogue.run(f"PRAGMA user_version = {len(migrations)}")
        stack.pop_all()
    return catalogue
