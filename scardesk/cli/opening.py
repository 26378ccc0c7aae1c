"""How a command gets its library open.

Rule: a pass-phrase is never an argument (it would stand in the process list): it comes from
--passphrase-file, SCARDESK_PASSPHRASE or a prompt, in this order.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from scardesk.errors import BadInput, LibraryLocked, LibraryReadOnly, NotFound
from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.model.value import PhotoId
from scardesk.settings import load, settings_file


def operator() -> str:
    """Whose name stands in the log."""
    return load(settings_file()).operator


def open_library(arguments: argparse.Namespace, *, is_read_only: bool = False) -> Library:
    """The library that the command names."""
    folder, secret = _named(arguments)
    return Library.open(folder, secret=secret, is_read_only=is_read_only, who=operator())


def open_if_free(arguments: argparse.Namespace) -> Library:
    """The library for writing; for reading while a window works in it or its folder is read-only."""
    folder, secret = _named(arguments)
    try:
        return Library.open(folder, secret=secret, who=operator())
    except (LibraryLocked, LibraryReadOnly):
        return Library.open(folder, secret=secret, is_read_only=True, who=operator())


def passphrase(arguments: argparse.Namespace, *, is_new: bool) -> str:
    """The pass-phrase from file, environment or prompt; asked twice for a new library."""
    if arguments.passphrase_file:
        return _from_file(Path(arguments.passphrase_file))
    if "SCARDESK_PASSPHRASE" in os.environ:
        return os.environ["SCARDESK_PASSPHRASE"]
    if not sys.stdin.isatty():
        raise BadInput(
            "This library needs a pass-phrase. Nothing was changed. "
            "Give --passphrase-file FILE or set SCARDESK_PASSPHRASE."
        )
    entered = getpass.getpass("Pass-phrase: ")
    if is_new and getpass.getpass("Once more: ") != entered:
        raise BadInput("The two entries differ. Nothing was created. Try again.")
    return entered


def patient_with(library: Library, code: str) -> Patient:
    """The patient with the clinic's id ``code``.  Raises NotFound."""
    patient = library.patient_with_code(code)
    if patient is None:
        raise NotFound(
            f"There is no patient with the id {code!r}. Nothing was changed. See: scardesk patient list"
        )
    return patient


def photo_with(library: Library, photo_id: str) -> Photo:
    """The photo with this id.  Raises NotFound."""
    photo = library.find(Photo, PhotoId(photo_id))
    if photo is None:
        raise NotFound(f"There is no photo {photo_id!r}. Nothing was changed. See: scardesk photo list")
    return photo


def read_text(path: Path) -> str:
    """A text file in UTF-8.  Raises NotFound or BadInput."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path.name!r}. Nothing was changed. Check the name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name!r} is not a readable text file. Nothing was changed.") from error


def read_input(name: str) -> str:
    """A text file in UTF-8, or standard input for "-".  Raises NotFound or BadInput."""
    if name != "-":
        return read_text(Path(name))
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise BadInput("What came in is not text in UTF-8. Nothing was changed.") from error


def _named(arguments: argparse.Namespace) -> tuple[Path, str | None]:
    folder = Path(arguments.library)
    return folder, passphrase(arguments, is_new=False) if Library.asks_for_passphrase(folder) else None


def _from_file(path: Path) -> str:
    lines = read_text(path).splitlines()
    if not lines:
        raise BadInput(f"The pass-phrase file {path.name!r} is empty. Nothing was changed.")
    return lines[0]
