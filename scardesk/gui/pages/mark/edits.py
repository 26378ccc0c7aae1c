"""What a hand does on the Mark page, as changes of the record.

Rule: every method is one action and one undo step; it says whether it was recorded.
"""

from collections.abc import Sequence

from scardesk.gui.session import Session
from scardesk.gui.tools import Measured
from scardesk.model.geometry import Place
from scardesk.model.photo import Photo
from scardesk.model.scar import Outcome, Scar, ScarType
from scardesk.model.value import MarkId
from scardesk.workflows import follow_up, marking, measuring
from scardesk.workflows.marking import Marked


class Edits:
    """The edits of one open library."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def number(self, photo: Photo, type_: ScarType, place: Place) -> MarkId | None:
        """Number a new scar; its mark, or None when it was not recorded."""
        action, marked = marking.place_new(self._session.library, photo, type_=type_, place=place)
        return marked.mark.id if self._session.do(action) else None

    def mark_known(self, photo: Photo, scar: Scar, place: Place) -> bool:
        """Give a known scar its mark on this photo."""
        return self._session.do(marking.place_known(self._session.library, photo, scar=scar, place=place))

    def move(self, photo: Photo, pair: Marked, place: Place) -> bool:
        """Put a mark elsewhere."""
        return self._session.do(marking.move(self._session.library, photo, marked=pair, place=place))

    def resize(self, photo: Photo, pairs: Sequence[Marked], factor: float) -> bool:
        """Make marks wider or narrower."""
        return self._session.do(marking.resize(self._session.library, photo, marked=pairs, factor=factor))

    def retire(self, pairs: Sequence[Marked]) -> bool:
        """Take marks off the photo."""
        return self._session.do(marking.retire(self._session.library, pairs))

    def retype(self, scars: Sequence[Scar], type_: ScarType) -> bool:
        """Give scars another type."""
        return self._session.do(marking.retype(scars, type_))

    def annotate(self, scar_id: str, note: str) -> bool:
        """Write the note of a scar, when it differs."""
        scar = self._session.library.find(Scar, scar_id)
        if scar is None or scar.note == note:
            return True
        return self._session.do(marking.annotate(scar, note))

    def judge(self, photo: Photo, scars: Sequence[Scar], outcome: Outcome | None) -> bool:
        """Record what was found of scars at this visit."""
        action = follow_up.record_outcome(self._session.library, photo, scars=scars, outcome=outcome)
        return self._session.do(action)

    def set_scale(self, photo: Photo, line: Measured, length_mm: float) -> bool:
        """Give the photo its scale from a line on its ruler."""
        action = measuring.set_scale(
            self._session.library, photo, ends=(line.a, line.b), length_mm=length_mm, who=self._session.who
        )
        return self._session.do(action)
