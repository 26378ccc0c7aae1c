"""What reading puts into the vault before anybody has accepted it.

Rule: what no photo of the record names at the end of an import is taken out again, on the thread of the
library; what lay in the vault before is not ours.
"""

from contextlib import suppress

from scardesk.errors import ScardeskError
from scardesk.library import Library


class Leavings:
    """The blobs of one import; it may outlive the dialog by the step of a job that was stopped."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.blobs: list[str] = []  # the job appends

    def discard(self, _results: object = None) -> None:
        """Take out what nobody took in."""
        with suppress(ScardeskError):  # the library is closed or gone: ``verify`` notes what is left
            self._library.discard(tuple(self.blobs))
