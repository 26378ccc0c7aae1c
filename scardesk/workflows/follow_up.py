"""The second visit: the numbers of the first are proposed on it, and a person confirms each.

Rule: nothing becomes a mark without a person; a better alignment made later never moves what was
confirmed.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from scardesk.imaging import decode
from scardesk.library import Edit, Library, Vault
from scardesk.model.alignment import CONFIDENT, AlignedPair, Alignment
from scardesk.model.geometry import Place, place_at
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
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

    @property
    def is_confident(self) -> bool:
        """Whether it may be accepted together with others, unseen one by one."""
        return self.is_inside and self.confidence >= CONFIDENT


def align_photos(vault: Vault, before: Photo, after: Photo, progress: Progress = silent) -> AlignedPair:
    """Align two stored photos: slow, for a job.  A pair that does not fit is refused inside the value."""
    from scardesk.imaging.align import align  # the vision library takes 0.2 s to import

    frames = []
    for done, photo in enumerate((before, after)):
        progress(done, 3, f"Reading {photo.file_name}")
        frames.append(decode.decode(vault.read(photo.blob), name=photo.file_name, longest_px=WORKING_PX))
    progress(2, 3, "Aligning")
    alignment = align(frames[0], frames[1], before_size=before.size, after_size=after.size)
    return AlignedPair(
        id=AlignmentId(new_id()),
        before_id=before.id,
        after_id=after.id,
        alignment=alignment,
        made_at=datetime.now(UTC),
    )


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


def proposals(library: Library, pair: AlignedPair) -> tuple[Proposal, ...]:
    """Every scar marked on the earlier photo and not yet answered on the later one, by number."""
    before = library.get(Photo, pair.before_id)
    waiting = {scar.id for scar in unanswered(library, before, library.get(Photo, pair.after_id))}
    return tuple(
        _proposal(pair.alignment, mark, scar)
        for mark, scar in marks_on(library, before)
        if scar.id in waiting
    )


def unanswered(library: Library, before: Photo, after: Photo) -> tuple[Scar, ...]:
    """The scars marked on ``before`` that have neither a mark on ``after`` nor a finding there, by number."""
    marked = {mark.scar_id for mark in library.children(Mark, after.id)}
    return tuple(
        scar
        for _, scar in marks_on(library, before)
        if scar.id not in marked and not _is_answered(finding_at(library, scar, after))
    )


def finding_at(library: Library, scar: Scar, photo: Photo) -> Finding | None:
    """What was found of a scar at the visit of ``photo``."""
    found = (f for f in library.children(Finding, scar.id) if f.visit_id == photo.visit_id)
    return next(found, None)


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
                confidence=proposal.confidence,
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


def earlier_photos(library: Library, photo: Photo) -> tuple[Photo, ...]:
    """Photos of the same view and light at earlier visits, the nearest first; other lights last."""
    visit = library.get(Visit, photo.visit_id)
    earlier = [v for v in library.children(Visit, visit.patient_id) if v.day < visit.day]
    found = [
        (p.light is not photo.light, -v.day.toordinal(), p)
        for v in earlier
        for p in library.children(Photo, v.id)
        if p.view == photo.view
    ]
    return tuple(p for *_, p in sorted(found, key=lambda row: row[:2]))


def first_photo(library: Library, patient: Patient) -> Photo | None:
    """The photo to begin with: of the newest visit, the first in its list."""
    visits = sorted(library.children(Visit, patient.id), key=lambda visit: visit.day, reverse=True)
    photos = (photo for visit in visits for photo in library.children(Photo, visit.id))
    return next(photos, None)


def source_for(library: Library, photo: Photo) -> Photo | None:
    """The nearest earlier photo of this view that carries marks: where the numbers come from."""
    marked = (p for p in earlier_photos(library, photo) if library.children(Mark, p.id))
    return next(marked, None)


def _finding_edit(library: Library, photo: Photo, scar: Scar, outcome: Outcome | None) -> Edit | None:
    old = finding_at(library, scar, photo)
    if outcome is None:
        return Edit.retired(old) if old is not None else None
    if old is not None:
        return Edit.replaced(old, changed(old, outcome=outcome)) if old.outcome is not outcome else None
    finding = Finding(id=FindingId(new_id()), scar_id=scar.id, visit_id=photo.visit_id, outcome=outcome)
    return Edit.added(finding)


def _is_answered(finding: Finding | None) -> bool:
    return finding is not None and finding.outcome in (Outcome.NO_LONGER_VISIBLE, Outcome.NOT_ASSESSABLE)


def _proposal(alignment: Alignment, mark: Mark, scar: Scar) -> Proposal:
    placed = alignment.to_after(mark.place.centre)
    width = _mapped_width(alignment, mark.place)
    return Proposal(
        scar=scar,
        place=place_at(placed.point, width),
        confidence=round(placed.confidence, 3),
        is_inside=placed.is_inside,
    )


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
