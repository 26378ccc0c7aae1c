"""A finished report on disk.

Rule: written beside, forced to disk, then renamed; whatever fails, the old file is as it was and
nothing half-written is left.
"""

import errno
import os
import secrets
from pathlib import Path

from scardesk.errors import CannotWrite, DiskFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``.  Raises DiskFull or CannotWrite; then the old file is unchanged."""
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _write_through(beside, data)
        beside.replace(path)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        _discard(beside)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the folder went away: nothing of ours can be there


def _explained(error: OSError, path: Path) -> CannotWrite:
    if error.errno in _FULL:
        return DiskFull(
            f"There is no space left for the report {path.name}. An earlier file of this name is "
            "unchanged and the record is safe. Free some space or choose another folder."
        )
    return CannotWrite(
        f"The report {path.name} could not be written: {error.strerror or error}. An earlier file "
        "of this name is unchanged and the record is safe. Close it in other programs or choose another "
        "folder."
    )
