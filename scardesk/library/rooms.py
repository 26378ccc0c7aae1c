"""Going into a library and out of it again.

Hides: which file is made, opened and checked in which order.  Rule: a writer holds the lock first;
nothing that is missing is made anew in a library that exists, for an empty catalogue in place of a
lost one would be a silent loss; and a log that ends before its head is never written to.
"""

import os
import platform
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from scardesk import files
from scardesk.errors import AlreadyThere, CannotWrite, LibraryDamaged, LibraryReadOnly, NotALibrary
from scardesk.library import keys, marker
from scardesk.library.catalogue import FILE_NAME, Catalogue
from scardesk.library.current import Current
from scardesk.library.head import Head, LogEnd
from scardesk.library.keys import KeyHeader, Keys
from scardesk.library.lock import Lock
from scardesk.library.log import Author, Log
from scardesk.library.schema import SCHEMA, open_catalogue, require_catalogue, require_known
from scardesk.library.vault import Vault

CUT_SHORT = (
    "The log of this library ends before the change that it last confirmed: newer changes are missing. "
    "Nothing was changed. Open it for reading to look at what is there, and restore the last back-up."
)

HEAD_LOST = (
    "The library's file head is missing or damaged, so nothing shows that the log is complete. Nothing "
    "was changed. Open it for reading, and restore the file head from a back-up; an older one will do."
)


class Rooms(NamedTuple):
    """What a library is made of while it is open.

    ``warning``: "" or what a reader must know.  ``way_out``: closes everything.
    """

    folder: Path
    keys: Keys
    catalogue: Catalogue
    log: Log
    current: Current
    vault: Vault
    head: Head
    way_out: ExitStack
    warning: str = ""
    is_writable: bool = False


def require_readable(folder: Path) -> KeyHeader:
    """The key header of a library that this program knows.  Raises NotALibrary, LibraryTooNew."""
    try:
        next(folder.iterdir(), None)
        require_known(marker.schema_of(folder) or 0)
        return keys.read_header(folder)
    except PermissionError as error:
        raise NotALibrary(
            f"The folder {folder.name} may not be read by this user. Nothing was changed. "
            "Ask for permission, or choose another folder."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        raise NotALibrary(
            f"There is no folder {folder.name}. Check its name, or make a new library."
        ) from error


def require_free(folder: Path) -> None:
    """Refuse a place that holds something already.  Raises AlreadyThere, CannotWrite."""
    if any("\ud800" <= char <= "\udfff" for char in str(folder)):  # SQLite opens UTF-8 names only
        raise CannotWrite(
            "The name of the folder holds characters that are no text. Nothing was changed. "
            "Choose another name."
        )
    with files.writing("a new library"):
        if not folder.exists() or (folder.is_dir() and next(folder.iterdir(), None) is None):
            return
    raise AlreadyThere(
        f"The folder {folder.name} is not empty. Nothing was changed. Choose a new or an empty folder."
    )


def furnish(folder: Path, header: KeyHeader) -> None:
    """Make the folders and the key files of a new library.  Raises CannotWrite."""
    with files.writing("a new library"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("blobs", "tmp"):
            (folder / name).mkdir(mode=0o700)
        files.settle_folder(folder)
        marker.write(folder, marker.UNFINISHED)
        keys.write_header(folder, header)


def enter(folder: Path, unlocked: Keys, who: str, *, is_new: bool = False) -> Rooms:
    """Open for writing.  Raises LibraryLocked, LibraryReadOnly, LibraryDamaged."""
    if not os.access(folder, os.W_OK):
        raise LibraryReadOnly(
            f"The folder {folder.name} cannot be written. Your data is safe. Open the library for reading, "
            "or move it to a place that you may write to."
        )
    with ExitStack() as stack:
        lock = Lock(folder)
        stack.callback(lock.release)
        if not is_new:
            require_catalogue(folder)
        catalogue = open_catalogue(folder, unlocked.catalogue, is_new=is_new)
        stack.callback(catalogue.close)
        rooms = _rooms(folder, unlocked, catalogue, who)._replace(is_writable=True)
        if trouble := trouble_at_end(rooms, rooms.head.read()):
            raise LibraryDamaged(trouble)
        catalogue.trust()
        with files.writing("the library"):
            _tidy(rooms)
        rooms.way_out.push(stack.pop_all())
    return rooms


def look(folder: Path, unlocked: Keys, who: str) -> Rooms:
    """Open for reading; takes no lock and writes nothing into the folder."""
    with ExitStack() as stack:
        require_catalogue(folder)
        place = folder if os.access(folder, os.W_OK) else _private_copy(folder, stack)
        end = Head(folder, unlocked.log).read()  # before the log: a writer moves the log first
        catalogue = open_catalogue(place, unlocked.catalogue, is_read_only=True)
        stack.callback(catalogue.close)
        rooms = _rooms(folder, unlocked, catalogue, who)
        rooms = rooms._replace(warning=trouble_at_end(rooms, end))
        rooms.way_out.push(stack.pop_all())
    return rooms


def trouble_at_end(rooms: Rooms, end: LogEnd | None) -> str:
    """What is wrong when the log lacks the end that its head, read earlier, has seen; else ""."""
    if end is None:
        return HEAD_LOST if rooms.log.end().seq > 0 else ""
    return "" if rooms.log.agrees_with(end) else CUT_SHORT


def _rooms(folder: Path, unlocked: Keys, catalogue: Catalogue, who: str) -> Rooms:
    return Rooms(
        folder=folder,
        keys=unlocked,
        catalogue=catalogue,
        log=Log(catalogue, unlocked.log, Author(who, platform.node() or "unknown")),
        current=Current(catalogue),
        vault=Vault(folder, unlocked.vault, unlocked.names),
        head=Head(folder, unlocked.log),
        way_out=ExitStack(),
    )


def _tidy(rooms: Rooms) -> None:
    """Clear what an interrupted writer left, and bring the small files up to date."""
    files.sweep(rooms.folder / "tmp")
    end = rooms.log.end()
    if end.seq == 0:
        rooms.head.create(end)
    rooms.head.write(end)
    if keys.damaged_copies(rooms.folder):
        keys.write_header(rooms.folder, keys.read_header(rooms.folder))
    if marker.schema_of(rooms.folder) != SCHEMA:
        marker.write(rooms.folder, SCHEMA)


def _private_copy(folder: Path, stack: ExitStack) -> Path:
    """The catalogue, still encrypted, in a folder of our own.

    SQLite keeps a shared index beside a write-ahead log and cannot read it where it cannot write.
    """
    with files.writing("a private copy of the library's catalogue"):
        private = Path(tempfile.mkdtemp(prefix="scardesk-"))
        stack.callback(shutil.rmtree, private, ignore_errors=True)
        for path in folder.glob(f"{FILE_NAME}*"):
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, private / path.name)
    return private
