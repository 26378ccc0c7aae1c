"""The tree of things that go wrong without a bug.

Hides: nothing; it is the shared vocabulary of refusal.  Rule: each class is named for what the
clinician can do about it, and carries one sentence that says what happened, whether the data is
safe, and what to do next.  A foreign error is translated once, in the room that knows the foreign
library, with ``from``.

    ScardeskError
      BadInput                 what was handed in cannot be used; change it and try again
        InvalidValue             a value that cannot exist (also a ValueError)
        UnreadablePhoto          not a photo, damaged, too large, not a regular file
        UnreadableTable          a CSV that cannot be understood, by line
        NotFound                 no such patient, photo, file
        AlreadyThere             this patient id or number is taken
        WeakPassphrase           too short or too common
      LibraryTrouble           the library as a whole cannot be used as asked
        NotALibrary              the folder holds no scardesk library
        LibraryLocked            another window or program holds it
        LibraryTooNew            written by a newer scardesk
        LibraryReadOnly          opened for reading, or the folder cannot be written
        LibraryDamaged           the log, a photo or the key header fails its check
        WrongPassphrase          the pass-phrase or recovery key does not open it
        StaleEdit                somebody changed it since it was read
      CannotWrite              the disk refused
        DiskFull                 no space left
      CannotDraw               a report that could not show every character
      Cancelled                the user stopped it
"""


class ScardeskError(Exception):
    """Something went wrong that is not a bug; ``str(error)`` is the sentence to show."""

    exit_code = 2

    @property
    def sentence(self) -> str:
        """What happened, is the data safe, what next: ready to show."""
        return str(self)


class BadInput(ScardeskError):
    """What was handed in cannot be used."""


class InvalidValue(BadInput, ValueError):
    """A value that cannot exist, refused by its constructor."""


class UnreadablePhoto(BadInput):
    """The file is not a photo that scardesk can read."""


class UnreadableTable(BadInput):
    """A table in a file cannot be understood; the sentence names the line."""


class NotFound(BadInput):
    """There is no such patient, photo or file."""


class AlreadyThere(BadInput):
    """The patient id or scar number is already taken."""


class WeakPassphrase(BadInput):
    """The pass-phrase is too short or too common to protect patients."""


class LibraryTrouble(ScardeskError):
    """The library as a whole cannot be used as asked."""


class NotALibrary(LibraryTrouble):
    """The folder holds no scardesk library."""


class LibraryLocked(LibraryTrouble):
    """Another window or program is writing to this library."""


class LibraryTooNew(LibraryTrouble):
    """The library was written by a newer scardesk."""


class LibraryReadOnly(LibraryTrouble):
    """The library is open for reading only."""


class LibraryDamaged(LibraryTrouble):
    """A stored byte does not match its check; the sentence names whose."""


class WrongPassphrase(LibraryTrouble):
    """The pass-phrase or recovery key does not open this library."""


class StaleEdit(LibraryTrouble):
    """Somebody changed this value since it was read; nothing was overwritten."""


class CannotWrite(ScardeskError):
    """The disk refused to take a file."""


class DiskFull(CannotWrite):
    """There is no space left."""


class CannotDraw(ScardeskError):
    """A report could not show every character it was given."""


class Cancelled(ScardeskError):
    """The user stopped the work; what was finished before stays."""
