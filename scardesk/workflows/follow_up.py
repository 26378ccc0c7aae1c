"""The second visit: the numbers of the first are proposed on it, and a person confirms each.

Rule: nothing becomes a mark without a person; a better alignment made later never moves what was
confirmed.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from scardesk.imaging import decode
from scardesk.library import Edit, Library, Vault
from scardesk.model.alignment import CONFIDENT, AlignedPair, Alignment
from scardesk.model.geometry import Place, place_at
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import UNKNOWN_VIEW, Photo
from scardesk.model.progress import Progress, silent
from scardesk.model.scar import Finding, Mark, Origin, Outcome, Scar
from scardesk.model.value import AlignmentId, FindingId, MarkId, Value, changed, new_id
from scardesk.workflows.marking import Action, marks_on, patient_of

WORKING_PX = 1600  # the alignment works on reduced photos; its map is in original pixels


class Proposal(Value, frozen=True, kw_only=True):
    """A scar of the earlier photo, proposed on the later one."""

    scar: Scar
    place: Place
    confidence: float
    is_inside: bool
    is_by_hand: bool = False  # a hand put it where it is

    @property
    def is_confident(self) -> bool:
        """Whether it may be accepted together with others, unseen one by one."""
        return self.is_inside and self.confidence >= CONFIDENT


class Known(NamedTuple):
    """A scar that has its number already: its mark on ``source``, the photo to carry it over from."""

    scar: Scar
    mark: Mark
    source: Photo


def align_photos(vault: Vault, before: Photo, after: Photo, progress: Progress = silent) -> AlignedPair:
    """Align two stored photos: slow, for a job.  A pair that does not fit is refused inside the value."""
    from scardesk.imaging.align import align  # the vision library takes 0.2 s to import

    frames = []
    for photo in (before, after):
        progress(0, 1, f"Reading {photo.file_name}")
        frames.append(decode.decode(vault.read(photo.blob), name=photo.file_name, longest_px=WORKING_PX))
    sizes = {"before_size": before.size, "after_size": after.size}
    return AlignedPair(
        id=AlignmentId(new_id()),
        before_id=before.id,
        after_id=after.id,
        alignment=align(frames[0], frames[1], **sizes, progress=progress),
        made_at=datetime.now(UTC),
    )


def align_each(
    vault: Vault, sources: Sequence[Photo], after: Photo, progress: Progress = silent
) -> tuple[AlignedPair, ...]:
    """Align a photo with several earlier ones, one by one: slow, for a job."""
    return tuple(align_photos(vault, before, after, progress) for before in sources)


def stored_alignment(library: Library, before: Photo, after: Photo) -> AlignedPair | None:
    """The newest alignment of these two that the record holds."""
    pairs = [pair for pair in library.children(AlignedPair, after.id) if pair.before_id == before.id]
    return pairs[-1] if pairs else None


def keep_alignment(library: Library, pair: AlignedPair) -> Action:
    """Store an alignment, in place of an earlier one of the same two photos."""
    after = library.get(Photo, pair.after_id)
    before = library.get(Photo, pair.before_id)
    old = stored_alignment(library, before, after)
    edits = ([Edit.retired(old)] if old is not None else []) + [Edit.added(pair)]
    return Action(
        f"Align {after.file_name} with {before.file_name}", tuple(edits), patient_of(library, after)
    )


def keep_alignments(library: Library, pairs: Iterable[AlignedPair]) -> Action:
    """Store alignments as one change; those of photos that are gone meanwhile are left out."""
    kept = [
        keep_alignment(library, pair)
        for pair in pairs
        if library.find(Photo, pair.before_id) and library.find(Photo, pair.after_id)
    ]
    edits = tuple(edit for action in kept for edit in action.edits)
    label = kept[0].label if len(kept) == 1 else f"Align {len(kept)} pairs of photos"
    return Action(label, edits, kept[0].scope if kept else "")


def proposals(library: Library, pair: AlignedPair) -> tuple[Proposal, ...]:
    """Every scar marked on the earlier photo and not yet answered on the later one, by number."""
    before, after = library.get(Photo, pair.before_id), library.get(Photo, pair.after_id)
    marked = {mark.scar_id for mark in library.children(Mark, after.id)}
    return tuple(
        propose(pair.alignment, mark, scar)
        for mark, scar in marks_on(library, before)
        if scar.id not in marked and not is_closed(finding_at(library, scar, after))
    )


def known_scars(library: Library, photo: Photo) -> tuple[Known, ...]:
    """The scars marked on other photos of this view, up to this visit, and not on this one, by number.

    Each comes with its mark on the photo that suits best: same light first, then the nearest visit.
    """
    marked = {mark.scar_id for mark in library.children(Mark, photo.id)}
    found: dict[str, Known] = {}
    for source in sources_for(library, photo):
        for mark, scar in marks_on(library, source):
            if scar.id not in marked:
                found.setdefault(scar.id, Known(scar, mark, source))
    return tuple(sorted(found.values(), key=lambda known: known.scar.number))


def unmarked_scars(library: Library, photo: Photo) -> tuple[Scar, ...]:
    """Every scar of the patient that has no mark on this photo, by number."""
    marked = {mark.scar_id for mark in library.children(Mark, photo.id)}
    scars = library.children(Scar, patient_of(library, photo))
    return tuple(sorted((s for s in scars if s.id not in marked), key=lambda scar: scar.number))


def finding_at(library: Library, scar: Scar, photo: Photo) -> Finding | None:
    """What was found of a scar at the visit of ``photo``."""
    found = (f for f in library.children(Finding, scar.id) if f.visit_id == photo.visit_id)
    return next(found, None)


def is_closed(finding: Finding | None) -> bool:
    """Whether a finding answers for a scar without a mark: it is gone, or cannot be judged here."""
    return finding is not None and finding.outcome in (Outcome.NO_LONGER_VISIBLE, Outcome.NOT_ASSESSABLE)


def propose(alignment: Alignment, mark: Mark, scar: Scar) -> Proposal:
    """Where a scar would be on the later photo."""
    placed = alignment.to_after(mark.place.centre)
    width = _mapped_width(alignment, mark.place)
    return Proposal(
        scar=scar,
        place=place_at(placed.point, width),
        confidence=round(placed.confidence, 3),
        is_inside=placed.is_inside,
    )


def accept(library: Library, photo: Photo, chosen: Sequence[Proposal]) -> Action:
    """Confirm proposals: each becomes a mark; all together are one undo step."""
    edits = [
        Edit.added(
            Mark(
                id=MarkId(new_id()),
                scar_id=proposal.scar.id,
                photo_id=photo.id,
                place=proposal.place,
                origin=Origin.CARRIED,
                confidence=None if proposal.is_by_hand else proposal.confidence,
            )
        )
        for proposal in chosen
    ]
    what = f"scar {chosen[0].scar.number}" if len(chosen) == 1 else f"{len(chosen)} scars"
    return Action(f"Confirm {what} on {photo.file_name}", tuple(edits), patient_of(library, photo))


def record_outcome(
    library: Library, photo: Photo, *, scars: Sequence[Scar], outcome: Outcome | None
) -> Action:
    """Record what a clinician found of scars at the visit of ``photo``; None takes the finding back."""
    edits = [edit for scar in scars if (edit := _finding_edit(library, photo, scar, outcome)) is not None]
    what = f"Scar {scars[0].number}" if len(scars) == 1 else f"{len(scars)} scars"
    words = outcome.value.replace("_", " ") if outcome is not None else "not judged"
    return Action(f"{what}: {words}", tuple(edits), patient_of(library, photo))


def sources_for(library: Library, photo: Photo) -> tuple[Photo, ...]:
    """The photos of this view from which numbers may come: same light first, then the nearest visit.

    Other photos of the same visit count too.  A photo whose view was not chosen has none.
    """
    if photo.view == UNKNOWN_VIEW:
        return ()
    visit = library.get(Visit, photo.visit_id)
    found = [
        (p.light is not photo.light, -v.day.toordinal(), p)
        for v in library.children(Visit, visit.patient_id)
        if v.day <= visit.day
        for p in library.children(Photo, v.id)
        if p.view == photo.view and p.id != photo.id
    ]
    return tuple(p for *_, p in sorted(found, key=lambda row: row[:2]))


def first_photo(library: Library, patient: Patient) -> Photo | None:
    """The photo to begin with: of the newest visit, the first in its list."""
    visits = sorted(library.children(Visit, patient.id), key=lambda visit: visit.day, reverse=True)
    photos = (photo for visit in visits for photo in library.children(Photo, visit.id))
    return next(photos, None)


def _finding_edit(library: Library, photo: Photo, scar: Scar, outcome: Outcome | None) -> Edit | None:
    old = finding_at(library, scar, photo)
    if outcome is None:
        return Edit.retired(old) if old is not None else None
    if old is not None:
        return Edit.replaced(old, changed(old, outcome=outcome)) if old.outcome is not outcome else None
    finding = Finding(id=FindingId(new_id()), scar_id=scar.id, visit_id=photo.visit_id, outcome=outcome)
    return Edit.added(finding)


def _mapped_width(alignment: Alignment, place: Place) -> float | None:
    """The width of a place as the map scales it there; a change of the scar is not guessed."""
    width = place.width_px
    if width is None:
        return None
    centre = place.centre
    reach = max(width / 2, 1.0)
    steps = (centre.moved(reach, 0), centre.moved(0, reach), centre.moved(-reach, 0), centre.moved(0, -reach))
    middle = alignment.to_after(centre).point
    mapped = [middle.distance_to(alignment.to_after(step).point) for step in steps]
    return max(width * (sum(mapped) / len(mapped)) / reach, 0.5)
