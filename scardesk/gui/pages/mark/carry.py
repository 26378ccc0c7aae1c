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

    def propose(self, photo: Photo) -> None:
        """Align this photo with the one the numbers come from, as a job."""
        if self.queue.source is None:
            self.told.emit(self.tr("No earlier photo of this view carries numbers. Number the scars here."))
            return
        self._desk.jobs.run(
            follow_up.align_photos,
            self._desk.session.library.vault,
            self.queue.source,
            photo,
            key="align",
            words=self.tr("Aligning with the earlier photo"),
            has_progress=True,
            done=self._on_aligned,
        )

    def accept(self, photo: Photo, waiting: Sequence[Waiting]) -> None:
        """Confirm these numbers where they are shown; with none chosen, go to the first one."""
        proposals = [w.proposal for w in waiting if w.proposal is not None and w.is_placed]
        if waiting and not proposals:
            self.told.emit(self.tr("This number has no place here yet. Click where the scar is."))
        elif not proposals or self._desk.session.do(
            follow_up.accept(self._desk.session.library, photo, proposals)
        ):
            self.answered.emit()

    def accept_all(self, photo: Photo) -> None:
        """Confirm every confident number at once."""
        proposals = self.queue.confident()
        if proposals and self._desk.session.do(
            follow_up.accept(self._desk.session.library, photo, proposals)
        ):
            self.answered.emit()

    def judge(self, photo: Photo, waiting: Sequence[Waiting], outcome: Outcome) -> None:
        """Record that these scars are not visible, or not assessable, at this visit."""
        scars = [w.scar for w in waiting]
        if scars and self._desk.session.do(
            follow_up.record_outcome(self._desk.session.library, photo, scars=scars, outcome=outcome)
        ):
            self.answered.emit()

    def _on_aligned(self, pair: AlignedPair) -> None:
        self._desk.session.do(follow_up.keep_alignment(self._desk.session.library, pair))
        if not pair.alignment.is_accepted:
            by_hand = self.tr("You can choose a number in the list and click its place.")
            self.told.emit(f"{pair.alignment.reason} {by_hand}")
        self.answered.emit()
