"""A finished report on disk.

Rule: an older report of the same name stays until the new one is whole.
"""

from pathlib import Path

from scardesk.files import write_beside


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``.  Raises DiskFull or CannotWrite; then the old file is unchanged."""
    write_beside(path, data, what=f"the report {path.name}")
