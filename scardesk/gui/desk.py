"""What every page is, and what it works with.

Rule: a page is made for one open library and thrown away with it, so that nothing of a closed
library can stay on screen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from scardesk.gui.actions import Actions
from scardesk.gui.jobs import Jobs
from scardesk.gui.session import Session
from scardesk.gui.thumbnails import Photos


class Desk(NamedTuple):
    """What a page works with."""

    session: Session
    jobs: Jobs
    photos: Photos
    actions: Actions


class Page(QWidget):
    """One page.  Subclasses override what they need.

    ``asked`` carries a wish that the window fulfils: ("open_patient", Patient), ("mark", Photo),
    ("compare", (Photo, Photo)), ("import", list[Path]), ("scale", (Measured, take)),
    ("known_scar", (scars, take)), ("say", sentence), ("warn", sentence), ("done", sentence).
    ``context_changed`` tells the banner which visit and view the page shows, in words.
    """

    asked = Signal(str, object)
    context_changed = Signal(str)
    name = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions of the table do on this page, by name."""
        return {}

    def enter(self) -> None:
        """The page comes to the front: show what the record holds now."""

    def leave(self) -> None:
        """The page goes to the back: finish an edit in a field."""

    def blank(self) -> None:
        """Show nothing of any patient, at once: another one is about to be opened."""


def focus_next(parts: Sequence[QWidget]) -> None:
    """Move the focus to the next of the parts that can be seen; from elsewhere, to the first."""
    seen = [part for part in parts if part.isVisible()]
    here = next((n for n, part in enumerate(seen) if part.hasFocus()), -1)
    if seen:
        seen[(here + 1) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)
