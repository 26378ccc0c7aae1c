"""One writer at a time.

Hides: how each system locks a file.  Rule: the operating system holds the lock, so it ends with the
program, even a killed one; the text in the file only says who holds it and blocks nobody.
The lock belongs to the open file: a child made by fork alone, without exec, would share it.
"""

import os
import platform
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from scardesk.errors import LibraryLocked
from scardesk.files import writing

_WINDOW, _COMMAND_LINE = "window", "command line"
_FAR = 1 << 30  # Windows locks a range of bytes; this one lies beyond the text


class Holder(msgspec.Struct, frozen=True):
    """Who is writing to a library."""

    pid: int
    program: str
    host: str
    since: str


class Lock:
    """The right to write to the library in ``folder``, held until ``release``."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once.  Raises LibraryLocked, naming the holder."""
        path = folder / "lock"
        with writing("the library's lock"):
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        if not _seize(file):
            file.close()
            raise LibraryLocked(_in_use(path))
        self._file = file
        with suppress(OSError):  # on a full disk the text may be lost; the lock holds all the same
            self._sign()

    def release(self) -> None:
        """Let others write; closing the file ends the lock."""
        self._file.close()

    def _sign(self) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        program = _WINDOW if "PySide6.QtWidgets" in sys.modules else _COMMAND_LINE
        holder = Holder(pid=os.getpid(), program=program, host=platform.node(), since=now)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(msgspec.json.encode(holder))
        self._file.flush()


if sys.platform == "win32":
    import msvcrt

    def _seize(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _seize(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _in_use(path: Path) -> str:
    try:
        holder = msgspec.json.decode(path.read_bytes(), type=Holder)
    except (msgspec.MsgspecError, OSError, UnicodeError):
        return (
            "Another program is writing to this library. Your data is safe. "
            "Close the library there, then try again."
        )
    return (
        f"This library is in use by scardesk ({_about(holder)}). Your data is safe. "
        "Close the library there, then try again."
    )


def _about(holder: Holder) -> str:
    """Which scardesk it is, as far as the note says."""
    how = holder.program if holder.program in {_WINDOW, _COMMAND_LINE} else ""
    since = _clock(holder.since)
    parts = (how, f"process {holder.pid} on {holder.host}", f"since {since}" if since else "")
    return ", ".join(filter(None, parts))


def _clock(since: str) -> str:
    """The time as the clock on the wall shows it, with the day unless it is today."""
    try:
        local = datetime.fromisoformat(since).astimezone()
    except (ValueError, OverflowError, OSError):  # a time that this system cannot tell
        return ""
    is_today = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M}" if is_today else f"{local:%Y-%m-%d %H:%M}"
