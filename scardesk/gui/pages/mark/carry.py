"""Carrying numbers over: what the answers to waiting numbers do.

Rule: every answer is one change; confirming all confident ones is one undo step.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from scardesk.gui.desk import Desk
from scardesk.gui.pages.mark.queue import Queue, Waiting
from scardesk.model.alignment import AlignedPair
from scardesk.model.photo import Photo
from scardesk.model.scar import Outcome, Scar
from scardesk.workflows import follow_up

_JOB = "align"


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
        self.close()
        self._photo = photo
        self.queue.refresh(self._desk.session.library, photo)

    def close(self) -> None:
        """Nothing of anybody; an alignment under way is not waited for."""
        self._desk.jobs.drop(_JOB)
        self._photo = None
        self.queue = Queue()

    def call(self, scar: Scar) -> None:
        """Let a known scar wait here, to be placed by the next click."""
        if self._photo is not None:
            self.queue.call(scar)
            self.queue.refresh(self._desk.session.library, self._photo)

    def propose(self) -> None:
        """Align this photo with those that the numbers come from, as a job."""
        if self._photo is None:
            return
        if not self.queue.untried:
            self.told.emit(self.tr("No other photo of this view carries numbers that wait here."))
            return
        self._desk.jobs.run(
            follow_up.align_each,
            self._desk.session.library.vault,
            self.queue.untried,
            self._photo,
            key=_JOB,
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

    def _on_aligned(self, pairs: tuple[AlignedPair, ...]) -> None:
        session = self._desk.session
        session.do(follow_up.keep_alignments(session.library, pairs))
        refusals = [pair.alignment.reason for pair in pairs if not pair.alignment.is_accepted]
        if refusals:
            by_hand = self.tr("You can choose a number in the list and click its place.")
            self.told.emit(f"{refusals[0]} {by_hand}")
        self.answered.emit()
