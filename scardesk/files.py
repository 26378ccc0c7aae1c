"""Files that are whole or not there.

Hides: fsync, rename, and what each system calls a full disk.  Rule: a file is written beside its
place under a name that nobody can guess, settled on the disk and then renamed; whatever fails, the
old one stays, the half-written one is removed and the reason becomes one sentence.
"""

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from scardesk.errors import CannotWrite, DiskFull

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Turn an OSError inside into DiskFull or CannotWrite that names ``what``."""
    try:
        yield
    except OSError as error:
        raise refusal(what, error) from error


def refusal(what: str, error: OSError) -> CannotWrite:
    """The sentence for a disk that would not take ``what``."""
    if error.errno in _FULL:
        return disk_full(what)
    return CannotWrite(
        f"The disk refused to write {what} ({error.strerror or error}). Nothing was changed, and what was "
        "saved before is safe. Check the disk and who may write to it, then try again."
    )


def disk_full(what: str) -> DiskFull:
    """The sentence for a disk without space for ``what``."""
    return DiskFull(
        f"There is no space left on the disk to write {what}. Nothing was changed, and what was saved "
        "before is safe. Free some space, then try again."
    )


def fresh_name(folder: Path) -> Path:
    """A name in ``folder`` that nothing has yet."""
    return folder / f"{secrets.token_hex(8)}.part"


def write_beside(path: Path, data: bytes, *, what: str = "") -> None:
    """Put ``data`` where a person asked for it.  ``what``: how a sentence names it, else by its name.

    Raises DiskFull or CannotWrite; then a file that was there is unchanged, and nothing lies beside it.
    """
    try:
        if path.exists() and not path.is_file():
            raise CannotWrite(_not_a_file(path))
        _place(path, data, scratch=path.parent)
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        raise _not_written(path, what or path.name, error) from error
    with suppress(OSError):  # the file is in its place; some network drives cannot be waited for
        settle_folder(path.parent)


def write_whole(path: Path, data: bytes, *, scratch: Path) -> None:
    """Put ``data`` at ``path``, all of it or nothing.  ``scratch``: a folder on the same volume."""
    _place(path, data, scratch=scratch)
    settle_folder(path.parent)


def settle(file: IO[bytes]) -> None:
    """Wait until the bytes of an open file are on the disk, not just on their way."""
    file.flush()
    if sys.platform == "darwin":  # fsync alone stops at the drive's cache there
        import fcntl

        fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
    else:
        os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk.  Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_cached(file: IO[bytes]) -> None:
    """Ask the system to read the file from the disk again, not from its memory; a hint only."""
    if sys.platform == "linux":
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def sweep(folder: Path) -> int:
    """Remove what an interrupted writer left in the scratch ``folder``; the number of files."""
    left = [path for path in folder.glob("*.part") if path.is_file()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _place(path: Path, data: bytes, *, scratch: Path) -> None:
    temp = fresh_name(scratch)
    try:
        with temp.open("xb") as file:
            file.write(data)
            settle(file)
        temp.replace(path)
    finally:
        temp.unlink(missing_ok=True)


def _not_a_file(path: Path) -> str:
    name = path.name or path.absolute().name
    return f"{name!r} is not a file. Nothing was written and the record is safe. Give the name of a file."


def _not_written(path: Path, what: str, error: OSError | ValueError) -> CannotWrite:
    safe = "An earlier file of this name is unchanged and the record is safe."
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL:
        return DiskFull(
            f"There is no space left to write {what}. {safe} Free some space or choose another folder."
        )
    reason = error.strerror if isinstance(error, OSError) else "no disk takes this name"
    if number == errno.ENOENT:
        reason = f"there is no folder {path.parent.name!r}"
    return CannotWrite(
        f"{what[:1].upper()}{what[1:]} could not be written: {reason}. {safe} "
        "Close it in other programs or choose another place."
    )
