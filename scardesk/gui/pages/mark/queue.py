"""The numbers of an earlier photo that wait for an answer on this one.

Rule: a place that a hand gave to a waiting number is kept here until it is confirmed; nothing of
the queue is in the record.
"""

from typing import NamedTuple

from scardesk.gui.tools import MarkView
from scardesk.library import Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.geometry import Place
from scardesk.model.photo import Photo
from scardesk.model.scar import Scar
from scardesk.model.sketch import State
from scardesk.model.value import MarkId, changed
from scardesk.workflows import follow_up
from scardesk.workflows.follow_up import Proposal

_GHOST = "ghost "


class Waiting(NamedTuple):
    """One scar that was marked earlier and has no answer here; ``proposal`` None: place it by hand."""

    scar: Scar
    proposal: Proposal | None

    @property
    def is_placed(self) -> bool:
        """Whether it can be shown on the photo and confirmed."""
        return self.proposal is not None and self.proposal.is_inside

    @property
    def is_confident(self) -> bool:
        """Whether it may be confirmed together with others."""
        return self.proposal is not None and self.proposal.is_confident


class Queue:
    """What waits on one photo."""

    def __init__(self) -> None:
        self.source: Photo | None = None
        self.aligned: AlignedPair | None = None
        self.waiting: tuple[Waiting, ...] = ()
        self._moved: dict[str, Place] = {}

    def open(self, library: Library, photo: Photo) -> None:
        """Start over for another photo."""
        self._moved = {}
        self.source = follow_up.source_for(library, photo)
        self.refresh(library, photo)

    def refresh(self, library: Library, photo: Photo) -> None:
        """Ask the record again what waits."""
        self.waiting, self.aligned = (), None
        if self.source is None:
            return
        self.aligned = follow_up.stored_alignment(library, self.source, photo)
        found: dict[str, Proposal] = {}
        if self.aligned is not None and self.aligned.alignment.is_accepted:
            found = {p.scar.id: p for p in follow_up.proposals(library, self.aligned)}
        scars = follow_up.unanswered(library, self.source, photo)
        self.waiting = tuple(Waiting(scar, self._as_moved(found.get(scar.id))) for scar in scars)

    def move(self, mark_id: MarkId, place: Place) -> None:
        """A hand put a ghost elsewhere: that place is trusted."""
        self._moved[scar_of(mark_id)] = place
        self.waiting = tuple(Waiting(w.scar, self._as_moved(w.proposal)) for w in self.waiting)

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
            for w in self.waiting
            if w.proposal is not None and w.proposal.is_inside
        ]

    def confident(self) -> list[Proposal]:
        """What may be confirmed at once."""
        return [w.proposal for w in self.waiting if w.proposal is not None and w.is_confident]

    def _as_moved(self, proposal: Proposal | None) -> Proposal | None:
        if proposal is None or proposal.scar.id not in self._moved:
            return proposal
        return changed(proposal, place=self._moved[proposal.scar.id], confidence=1.0, is_inside=True)


def ghost_id(scar: Scar) -> MarkId:
    """The id under which the canvas knows the ghost of a scar."""
    return MarkId(_GHOST + scar.id)


def is_ghost(mark_id: MarkId) -> bool:
    """Whether a mark of the canvas is a ghost."""
    return mark_id.startswith(_GHOST)


def scar_of(ghost: MarkId) -> str:
    """The scar id of a ghost."""
    return ghost.removeprefix(_GHOST)
