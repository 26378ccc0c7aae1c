"""The bytes of a photo file, read without being fooled.

Hides: what may lie behind a path.  Rule: only a regular file is read, never a link, a pipe or a
device (a FIFO named x.jpg would hang the import for ever: docs/sources.md, 6.2), and every refusal
names the file, never its folder, with nothing in it that could break or turn a line.
"""

import errno
import os
import stat
import unicodedata
from pathlib import Path

from scardesk.errors import UnreadablePhoto

MOST_BYTES = 512 * 2**20  # a 16-bit TIFF of 80 megapixels; camera JPEGs stay below 100 MB
_LONGEST_NAME = 60
_ODD_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)


def read_photo(path: Path) -> bytes:
    """The whole content of the regular file at ``path``.

    Raises UnreadablePhoto with one sentence for a folder, link, pipe, device, an empty, vanished or
    forbidden file, one above MOST_BYTES, and for a medium that fails while it is read.
    """
    name = shown_name(path.name)
    try:
        _refuse_odd(name, os.lstat(path))
        return _read_regular(path, name)
    except (OSError, ValueError) as error:
        raise UnreadablePhoto(_access_sentence(name, error)) from error


def shown_name(name: str) -> str:
    """``name`` fit for a sentence: one line, no turning of text, at most 60 characters."""
    safe = "".join(_shown_char(char) for char in name)
    if len(safe) <= _LONGEST_NAME:
        return safe
    half = (_LONGEST_NAME - 1) // 2
    return f"{safe[:half]}…{safe[-half:]}"


def _shown_char(char: str) -> str:
    if unicodedata.category(char) not in _ODD_CATEGORIES:
        return char
    return char.encode("unicode_escape").decode("ascii")


def _read_regular(path: Path, name: str) -> bytes:
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        _refuse_odd(name, os.fstat(file.fileno()))  # again: the path may have changed in between
        data = file.read(MOST_BYTES + 1)
    if not data:
        raise UnreadablePhoto(f"{name} is empty and was not imported. Copy it from the card again.")
    if len(data) > MOST_BYTES:
        raise UnreadablePhoto(_too_long_sentence(name))
    return data


def _refuse_odd(name: str, found: os.stat_result) -> None:
    mode = found.st_mode
    if stat.S_ISLNK(mode):
        what, step = "a link to another file", "Choose the photo itself."
    elif stat.S_ISDIR(mode):
        what, step = "a folder", "Choose the photos inside it."
    elif not stat.S_ISREG(mode):
        what, step = "a pipe or a device, not a file", "Choose a photo."
    elif found.st_size > MOST_BYTES:
        raise UnreadablePhoto(_too_long_sentence(name))
    else:
        return
    raise UnreadablePhoto(f"{name} is {what} and was not imported. {step}")


def _too_long_sentence(name: str) -> str:
    most = MOST_BYTES // 2**20
    return f"{name} is larger than {most} MB and was not imported. Export it from the camera as JPEG."


def _access_sentence(name: str, error: OSError | ValueError) -> str:
    code = error.errno if isinstance(error, OSError) else errno.EINVAL
    if code in {errno.ENOENT, errno.ENOTDIR}:
        return (
            f"{name} is no longer there and was not imported. Your other photos are safe. Look for it again."
        )
    if code in {errno.EACCES, errno.EPERM}:
        return f"{name} may not be read by this user and was not imported. Ask for permission, or copy it."
    if code in {errno.ELOOP, getattr(errno, "EMLINK", errno.ELOOP)}:
        return f"{name} is a link to another file and was not imported. Choose the photo itself."
    return (
        f"{name} could not be read from its drive and was not imported. "
        "Your other photos are safe. Copy it from the card again."
    )
