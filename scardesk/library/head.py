"""A second memory of where the log ends.

Hides: the file ``head``.  Rule: after each commit the last change's number and hash are written
here, signed with the log key.  The log's own chain shows every edit but one: a tail that was cut
off leaves a shorter log that is sound.  Behind its head, the log has lost changes.  Ahead of it, a
crash came between the commit and this file, and nothing is lost.

Why not in the key header, as an audit head often is: that would rewrite the keys at every click,
and the one file whose loss loses everything should be touched least.

Two slots are written in turn and neither is waited for: a torn write spoils one and leaves the
other, one change older, which is the harmless direction.

Limit: whoever replaces the whole folder by an older copy is not noticed here; a back-up's manifest
shows that.  Whoever holds the key can rewrite everything.
"""

import hashlib
import hmac
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scardesk import files

FILE_NAME = "head"
_SLOTS = 2
_STRIDE = 4096  # each slot in a page of its own
_SEQ = 8
_HASH = 32
_SIZE = _SEQ + _HASH + _HASH


class LogEnd(NamedTuple):
    """The last change: its number and hash."""

    seq: int
    hash: bytes


class Head:
    """The file ``head`` of a library."""

    def __init__(self, folder: Path, log_key: bytes) -> None:
        self._path = folder / FILE_NAME
        self._key = log_key

    def create(self, end: LogEnd) -> None:
        """Make the file, both slots alike."""
        slot = self._signed(end)
        data = bytearray((_SLOTS - 1) * _STRIDE + _SIZE)
        for number in range(_SLOTS):
            data[number * _STRIDE : number * _STRIDE + _SIZE] = slot
        files.write_whole(self._path, bytes(data), scratch=self._path.parent / "tmp")

    def write(self, end: LogEnd) -> None:
        """Note the new end of the log.  A disk that refuses is not reported.

        The change is on the disk already: an error here would tell the user that it is not.  The head
        then lags behind the log, which is harmless, until the next commit.
        """
        with suppress(OSError), self._path.open("r+b") as file:
            file.seek(end.seq % _SLOTS * _STRIDE)
            file.write(self._signed(end))

    def read(self) -> LogEnd | None:
        """The newest end that carries a good signature; None when none does."""
        return max((end for end in self._slots() if end), default=None)

    def is_whole(self) -> bool:
        """Whether every slot carries a good signature."""
        return None not in self._slots()

    def _slots(self) -> list[LogEnd | None]:
        try:
            data = self._path.read_bytes()
        except OSError:
            return [None]
        return [self._checked(data[start : start + _SIZE]) for start in range(0, _SLOTS * _STRIDE, _STRIDE)]

    def _checked(self, slot: bytes) -> LogEnd | None:
        end = LogEnd(int.from_bytes(slot[:_SEQ], "big"), slot[_SEQ : _SEQ + _HASH])
        return end if hmac.compare_digest(slot, self._signed(end)) else None

    def _signed(self, end: LogEnd) -> bytes:
        text = end.seq.to_bytes(_SEQ, "big") + end.hash
        return text + hmac.new(self._key, b"head " + text, hashlib.sha256).digest()
