"""The encrypted SQLite file: how it is opened, asked and written.

Hides: apsw, the cipher, the pragmas, and every error that SQLite can raise.  Rule: nobody else holds
the connection; whoever writes does so inside ``transaction``, whole or not at all; an answer that
cannot be read is LibraryDamaged, never an empty list.

The file is ChaCha20-Poly1305 page by page with a raw key.  auto_vacuum leaves no unused pages, which
nothing would check; temp_store=MEMORY because temporary files might not be encrypted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from scardesk import files
from scardesk.errors import (
    BadInput,
    CannotWrite,
    LibraryDamaged,
    LibraryLocked,
    LibraryReadOnly,
    ScardeskError,
)

Cell = str | int | bytes | None
Row = tuple[Any, ...]
FILE_NAME = "catalogue.db"
_WAIT_MS = 5000
_BUSY = (apsw.BusyError, apsw.LockedError)
_DISK = (apsw.IOError, apsw.CantOpenError, apsw.ProtocolError)
_REFUSED = (apsw.ReadOnlyError, apsw.PermissionsError)
_DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.FormatError)
_TROUBLE = (apsw.FullError, *_BUSY, *_DISK, *_REFUSED, *_DAMAGE)  # anything else is a bug of ours
_PRAGMAS = (  # name, value to set, value it must then have
    ("synchronous", "FULL", 2),
    ("temp_store", "MEMORY", 2),
    ("mmap_size", "0", 0),
    ("foreign_keys", "ON", 1),
    ("busy_timeout", str(_WAIT_MS), _WAIT_MS),
)


class Catalogue:
    """One open connection."""

    def __init__(self, path: Path, key: bytes, *, is_read_only: bool = False) -> None:
        """Open the file at ``path``, making it when it is not there and may be written."""
        require_safe_sqlite(apsw.sqlite_lib_version())
        self._name = path.name
        with self._translated():
            self._connection = _connect(path, key, is_read_only=is_read_only)
        self._path = path.absolute()
        self._file = _file_at(self._path)

    def close(self) -> None:
        """Close; the last one that was trusted folds the write-ahead log into the file."""
        with self._translated():
            self._connection.close()

    def require_in_place(self) -> None:
        """Refuse a file that is gone: the system would write on, and nobody could find it again."""
        if self._file is None or _file_at(self._path) != self._file:
            raise gone(self._path.parent)

    def trust(self) -> None:
        """Let ``close`` fold the write-ahead log in; until then it stays, as evidence, as it was found."""
        with self._translated():
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)

    def rows(self, sql: str, *values: Cell) -> list[Row]:
        """All rows of a query."""
        with self._translated():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Cell) -> Row | None:
        """The first row of a query, if any."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def stream(self, sql: str, *values: Cell) -> Iterator[Row]:
        """The rows of a query that may be too many to hold."""
        with self._translated():
            yield from self._connection.execute(sql, values)

    def run(self, sql: str, *values: Cell) -> None:
        """Execute a statement without an answer."""
        with self._translated():
            self._connection.execute(sql, values)

    def pragma(self, name: str) -> int:
        """The value of a pragma that is a number."""
        with self._translated():
            return int(self._connection.pragma(name))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is on the disk when this ends, or nothing is."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        finally:
            if self._connection.in_transaction:
                self.run("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every query inside sees the same moment."""
        self.run("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.run("ROLLBACK")

    def integrity(self) -> list[str]:
        """What SQLite's own check of every page finds; empty when sound."""
        return [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except _TROUBLE as error:
            raise _sentence_for(error, self._name) from error
        except UnicodeEncodeError as error:  # half a character, as in arguments that are not UTF-8
            raise BadInput(
                "What was typed holds characters that are no text. Nothing was changed. Type it again."
            ) from error


def gone(folder: Path) -> CannotWrite:
    """The sentence for a library whose folder went away while it was open."""
    return CannotWrite(
        f"The folder of this library is gone: {folder.name} was moved or deleted, or its drive was taken "
        "out. Not saved; what was saved before is where the folder is. "
        "Bring the drive or the folder back to its place, open the library again, then repeat the last step."
    )


def require_safe_sqlite(version: str) -> None:
    """Refuse a SQLite that can corrupt a file (the WAL-reset bug: docs/sources.md, 7.2)."""
    numbers = tuple(int(part) for part in version.split(".")[:3])
    fixed = {(3, 50): 7, (3, 44): 6}.get((numbers[0], numbers[1]))
    is_safe = numbers >= (3, 51, 3) or (fixed is not None and numbers[2] >= fixed)
    if not is_safe:
        raise CannotWrite(
            f"This installation carries SQLite {version}, which can damage a library. Your data is safe "
            "and was not touched. Install scardesk again with its locked dependencies."
        )


def _connect(path: Path, key: bytes, *, is_read_only: bool) -> apsw.Connection:
    write = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY if is_read_only else write)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.execute("PRAGMA cipher = 'chacha20'")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        _insist(connection, name, expected)
    if not is_read_only:
        if connection.pragma("page_count") == 0:  # in an old file this would write
            connection.execute("PRAGMA auto_vacuum = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: ask the drive too
        connection.execute("PRAGMA journal_mode = WAL")
        _insist(connection, "journal_mode", "wal")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()  # a wrong key fails here
    return connection


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file lies there, whatever its name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _insist(connection: apsw.Connection, name: str, expected: Cell) -> None:
    if connection.pragma(name) != expected:
        raise CannotWrite(
            f"The library's catalogue does not accept the safe setting {name}. Nothing was changed. "
            "Use a folder on a local disk, or install scardesk again."
        )


def _sentence_for(error: apsw.Error, name: str) -> ScardeskError:
    if isinstance(error, apsw.FullError):
        return files.disk_full("the library")
    if isinstance(error, _BUSY):
        return LibraryLocked(
            "Another program is writing to this library. Your data is safe. Try again in a moment."
        )
    if isinstance(error, _REFUSED):
        return LibraryReadOnly(
            "This library can only be read here. Nothing was changed. "
            "Open it from a folder that can be written."
        )
    if isinstance(error, _DISK):
        return CannotWrite(
            f"The disk failed while the library was in use ({error}). What was saved before is safe. "
            "Check the disk, then open the library again."
        )
    return LibraryDamaged(
        f"The library's catalogue ({name}) fails its check ({error}). Nothing was changed. "
        "Restore the last back-up."
    )
