"""How a folder says that it is a library.

Hides: the file ``scardesk.json``.  Rule: it can be read without any key, so that a library of a newer
program is refused before a pass-phrase is asked for; while a library is being made it says so, and the
format comes last; nothing in it is trusted beyond that.
"""

from pathlib import Path

import msgspec

from scardesk import files

FILE_NAME = "scardesk.json"
UNFINISHED = 0  # what stands for the format while a library is being made
_FORMAT = "scardesk library"


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says."""

    schema: int
    format: str = _FORMAT


def write(folder: Path, schema: int) -> None:
    """Say which format the library in ``folder`` has."""
    data = msgspec.json.encode(Marker(schema=schema))
    files.write_whole(folder / FILE_NAME, data, scratch=folder / "tmp")


def schema_of(folder: Path) -> int | None:
    """The format that the folder claims, None when the file is missing or unreadable."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=Marker).schema
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
