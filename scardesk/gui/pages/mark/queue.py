"""The numbers that wait for an answer on one photo.

Rule: a place that a hand gave to a waiting number is kept here until it is confirmed; nothing of
the queue is in the record.
"""

from typing import NamedTuple

from scardesk.gui.tools import MarkView
from scardesk.library import Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.geometry import Place
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Scar
from scardesk.model.sketch import State
from scardesk.model.value import MarkId, changed
from scardesk.workflows import follow_up
from scardesk.workflows.follow_up import Known, Proposal

_GHOST = "ghost "


class Waiting(NamedTuple):
    """A scar with a number and without a mark here.

    ``proposal`` None: place it by hand.  ``finding``: it was answered without a mark ("no longer
    visible"), and the answer can be taken back.
    """

    scar: Scar
    proposal: Proposal | None
    finding: Finding | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return not follow_up.is_closed(self.finding)

    @property
    def is_placed(self) -> bool:
        """Whether it can be shown on the photo and confirmed."""
        return self.is_open and self.proposal is not None and self.proposal.is_inside

    @property
    def is_confident(self) -> bool:
        """Whether it may be confirmed together with others."""
        return self.is_placed and self.proposal is not None and self.proposal.is_confident


class Queue:
    """What waits on one photo, from whichever earlier photos suit."""

    def __init__(self) -> None:
        self.all: tuple[Waiting, ...] = ()
        self.sources: tuple[Photo, ...] = ()
        self._aligned: dict[str, AlignedPair | None] = {}
        self._moved: dict[str, Place] = {}
        self._called: Scar | None = None

    def refresh(self, library: Library, photo: Photo) -> None:
        """Ask the record what waits."""
        known = follow_up.known_scars(library, photo)
        self.sources = tuple({k.source.id: k.source for k in known}.values())
        self._aligned = {s.id: follow_up.stored_alignment(library, s, photo) for s in self.sources}
        waiting = [
            Waiting(k.scar, self._proposal(k), follow_up.finding_at(library, k.scar, photo)) for k in known
        ]
        if self._called is not None and self._called.id not in {w.scar.id for w in waiting}:
            is_free = self._called.id in {scar.id for scar in follow_up.unmarked_scars(library, photo)}
            waiting += [Waiting(self._called, None)] if is_free else []
        self.all = tuple(sorted(waiting, key=lambda w: w.scar.number))

    def call(self, scar: Scar) -> None:
        """Let a known scar of another view wait here too, to be placed by hand."""
        self._called = scar

    def move(self, mark_id: MarkId, place: Place) -> None:
        """A hand put a ghost elsewhere: that place is trusted."""
        self._moved[scar_of(mark_id)] = place
        self.all = tuple(w._replace(proposal=self._as_moved(w.proposal)) for w in self.all)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """What still waits for an answer."""
        return tuple(w for w in self.all if w.is_open)

    @property
    def untried(self) -> tuple[Photo, ...]:
        """The photos that numbers wait on and that nobody has aligned with this one yet."""
        return tuple(s for s in self.sources if self._aligned[s.id] is None) if self.waiting else ()

    @property
    def refusal(self) -> str:
        """Why the nearest photo could not be aligned; empty when it could, or was not tried."""
        pairs = [pair for pair in self._aligned.values() if pair is not None]
        if not pairs or any(pair.alignment.is_accepted for pair in pairs):
            return ""
        return pairs[0].alignment.reason

    def ghosts(self) -> list[MarkView]:
        """The waiting numbers as the canvas shows them."""
        return [
            MarkView(
                mark_id=ghost_id(w.scar),
                number=w.scar.number,
                type=w.scar.type,
                place=w.proposal.place,
                state=State.GHOST if w.is_confident else State.UNSURE,
            )
            for w in self.all
            if w.proposal is not None and w.is_placed
        ]

    def confident(self) -> list[Proposal]:
        """What may be confirmed at once."""
        return [w.proposal for w in self.all if w.proposal is not None and w.is_confident]

    def _proposal(self, known: Known) -> Proposal | None:
        pair = self._aligned[known.source.id]
        if pair is None or not pair.alignment.is_accepted:
            return None
        return self._as_moved(follow_up.propose(pair.alignment, known.mark, known.scar))

    def _as_moved(self, proposal: Proposal | None) -> Proposal | None:
        if proposal is None or proposal.scar.id not in self._moved:
            return proposal
        place = self._moved[proposal.scar.id]
        return changed(proposal, place=place, confidence=1.0, is_inside=True, is_by_hand=True)


def ghost_id(scar: Scar) -> MarkId:
    """The id under which the canvas knows the ghost of a scar."""
    return MarkId(_GHOST + scar.id)


def is_ghost(mark_id: MarkId) -> bool:
    """Whether a mark of the canvas is a ghost."""
    return mark_id.startswith(_GHOST)


def scar_of(ghost: MarkId) -> str:
    """The scar id of a ghost."""
    return ghost.removeprefix(_GHOST)
