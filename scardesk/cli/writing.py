"""How a command writes a file that the user named.

Rule: beside, then renamed: an old file stays whole when the new one cannot be written.
"""

import errno
from pathlib import Path

from scardesk.errors import CannotWrite, DiskFull


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``.  Raises CannotWrite or DiskFull."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise DiskFull(f"No space left for {path.name}. The record is safe. Free some space.") from error
        raise CannotWrite(
            f"{path.name} could not be written ({error.strerror}). The record is safe. Choose another folder."
        ) from error
