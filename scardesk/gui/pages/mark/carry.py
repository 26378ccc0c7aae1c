"""Carrying numbers over: what the answers to waiting numbers do.

Rule: every answer is one change; confirming all confident ones is one undo step.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from scardesk.gui.desk import Desk
from scardesk.gui.pages.mark.queue import Queue, Waiting
from scardesk.model.alignment import AlignedPair
from scardesk.model.photo import Photo
from scardesk.model.scar import Outcome
from scardesk.workflows import follow_up


class CarryOver(QObject):
    """The queue of one photo and its answers."""

    told = Signal(str)  # a sentence that asks the person for something
    answered = Signal()  # go on to the next one

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.queue = Queue()
        self._photo: Photo | None = None

    def open(self, photo: Photo) -> None:
        """Start over on another photo."""
        self._photo = photo
        self.queue.open(self._desk.session.library, photo)

    def close(self) -> None:
        """Nothing of anybody."""
        self._photo = None
        self.queue = Queue()

    def propose(self) -> None:
        """Align this photo with the one the numbers come from, as a job."""
        if self._photo is None:
            return
        if self.queue.source is None:
            self.told.emit(self.tr("No earlier photo of this view carries numbers. Number the scars here."))
            return
        self._desk.jobs.run(
            follow_up.align_photos,
            self._desk.session.library.vault,
            self.queue.source,
            self._photo,
            key="align",
            words=self.tr("Aligning with the earlier photo"),
            has_progress=True,
            done=self._on_aligned,
        )

    def accept(self, waiting: Sequence[Waiting]) -> None:
        """Confirm these numbers where they are shown; with none chosen, go to the first one."""
        proposals = [w.proposal for w in waiting if w.proposal is not None and w.is_placed]
        if waiting and not proposals:
            self.told.emit(self.tr("This number has no place here yet. Click where the scar is."))
        elif not proposals or self._confirm(proposals):
            self.answered.emit()

    def accept_all(self) -> None:
        """Confirm every confident number at once."""
        if self._confirm(self.queue.confident()):
            self.answered.emit()

    def judge(self, waiting: Sequence[Waiting], outcome: Outcome) -> None:
        """Record that these scars are not visible, or not assessable, at this visit."""
        if self._photo is None or not waiting:
            return
        session = self._desk.session
        scars = [w.scar for w in waiting]
        if session.do(follow_up.record_outcome(session.library, self._photo, scars=scars, outcome=outcome)):
            self.answered.emit()

    def _confirm(self, proposals: Sequence[follow_up.Proposal]) -> bool:
        session = self._desk.session
        if self._photo is None or not proposals:
            return False
        return session.do(follow_up.accept(session.library, self._photo, proposals))

    def _on_aligned(self, pair: AlignedPair) -> None:
        self._desk.session.do(follow_up.keep_alignment(self._desk.session.library, pair))
        if not pair.alignment.is_accepted:
            by_hand = self.tr("You can choose a number in the list and click its place.")
            self.told.emit(f"{pair.alignment.reason} {by_hand}")
        self.answered.emit()
