"""Putting a photo in its right place in the record, or taking it out.

Rule: one action is one undo step, and takes along whatever would otherwise hang in the air; what a
clinician found at a visit is never lost because a photo moves to another day.
"""

from datetime import date

from scardesk.library import Edit, Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.patient import Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.scar import Finding, Mark, Scar
from scardesk.model.value import PatientId, VisitId, changed, new_id
from scardesk.workflows.marking import Action


def reassign(library: Library, photo: Photo, *, view: str, light: Light, day: date) -> Action:
    """Correct the view, the light and the day of a photo; no edits when nothing differs.

    The visit of the new day is made if there is none.  A visit that loses its only photo goes with
    it: its note and findings move along.  Where other photos stay behind, findings of scars that none
    of them shows move along.  Where a finding meets one of the same scar, that of the visit it comes to
    counts, and its note says what the other one was.  Raises InvalidValue for an impossible view or day.
    """
    here = library.get(Visit, photo.visit_id)
    if day == here.day:
        edits: list[Edit] = []
        visit_id = here.id
    else:
        visit_id, edits = _move_to(library, photo, here=here, day=day)
    corrected = changed(photo, view=view, light=light, visit_id=visit_id)
    if corrected != photo:
        edits.append(Edit.replaced(photo, corrected))
    return Action(f"Correct {photo.file_name}", tuple(edits), here.patient_id)


def retire_photo(library: Library, photo: Photo) -> Action:
    """Take a photo out of the record, with its marks and alignments, and scars seen nowhere else.

    Its visit goes too when nothing is left of it.  The file stays in the vault; undo brings all of it
    back.
    """
    visit = library.get(Visit, photo.visit_id)
    marks = library.children(Mark, photo.id)
    scars = _seen_only_on(library, photo, visit.patient_id)
    findings = [finding for scar in scars for finding in library.children(Finding, scar.id)]
    pairs = [*library.children(AlignedPair, photo.id), *library.pointing_at(AlignedPair, photo.id)]
    edits = [Edit.retired(value) for value in (*marks, *findings, *scars, *pairs, photo)]
    gone = {finding.id for finding in findings}
    remaining = [finding for finding in library.pointing_at(Finding, visit.id) if finding.id not in gone]
    if _is_alone(library, photo) and not remaining:
        edits.append(Edit.retired(visit))
    return Action(f"Take {photo.file_name} out of the record", tuple(edits), visit.patient_id)


def _seen_only_on(library: Library, photo: Photo, patient_id: PatientId) -> list[Scar]:
    here = {mark.scar_id for mark in library.children(Mark, photo.id)}
    scars = [scar for scar in library.children(Scar, patient_id) if scar.id in here]
    return [
        scar
        for scar in scars
        if all(mark.photo_id == photo.id for mark in library.pointing_at(Mark, scar.id))
    ]


def _is_alone(library: Library, photo: Photo) -> bool:
    return len(library.children(Photo, photo.visit_id)) == 1


def _move_to(library: Library, photo: Photo, *, here: Visit, day: date) -> tuple[VisitId, list[Edit]]:
    """The visit of ``day``, and the edits that make it and bring what belongs to the photo."""
    there = next((visit for visit in library.children(Visit, here.patient_id) if visit.day == day), None)
    if _is_alone(library, photo):
        if there is None:
            return here.id, [Edit.replaced(here, changed(here, day=day))]
        return there.id, _merge(library, here, there)
    edits = []
    if there is None:
        there = Visit(id=VisitId(new_id()), patient_id=here.patient_id, day=day)
        edits.append(Edit.added(there))
    return there.id, [*edits, *_bring(library, _findings_of(library, photo), here=here, there=there)]


def _merge(library: Library, here: Visit, there: Visit) -> list[Edit]:
    """Move note and findings of a visit to another one, and retire it."""
    edits = _bring(library, library.pointing_at(Finding, here.id), here=here, there=there)
    if here.note and here.note != there.note:
        note = "\n".join(filter(None, (there.note, here.note)))
        edits.append(Edit.replaced(there, changed(there, note=note)))
    return [*edits, Edit.retired(here)]


def _findings_of(library: Library, photo: Photo) -> list[Finding]:
    """The findings of its visit that rest on this photo: no other photo of the visit shows the scar."""
    others = [other for other in library.children(Photo, photo.visit_id) if other.id != photo.id]
    return [
        finding
        for finding in library.pointing_at(Finding, photo.visit_id)
        if _rests_on(photo, others, library.pointing_at(Mark, finding.scar_id), library)
    ]


def _rests_on(photo: Photo, others: list[Photo], marks: list[Mark], library: Library) -> bool:
    """By its marks at this visit; a scar without one there was looked for in the views that show it."""
    marked = {mark.photo_id for mark in marks}
    if marked & {each.id for each in (photo, *others)}:
        return photo.id in marked and not marked & {other.id for other in others}
    views = {library.get(Photo, photo_id).view for photo_id in marked}
    return photo.view in views and not views & {other.view for other in others}


def _bring(library: Library, findings: list[Finding], *, here: Visit, there: Visit) -> list[Edit]:
    """Move findings to the visit ``there``, without losing one of a scar that it knows already."""
    known = {finding.scar_id: finding for finding in library.pointing_at(Finding, there.id)}
    edits = []
    for finding in findings:
        stays = known.get(finding.scar_id)
        if stays is None:
            edits.append(Edit.replaced(finding, changed(finding, visit_id=there.id)))
            continue
        both = _noted(stays, finding, here.day)
        edits += [Edit.retired(finding), *([Edit.replaced(stays, both)] if both != stays else [])]
    return edits


def _noted(stays: Finding, other: Finding, day: date) -> Finding:
    """``stays`` with a note of what the other finding of that scar said, and at which day."""
    said = [] if other.outcome is stays.outcome else [f"{day}: {other.outcome.value.replace('_', ' ')}"]
    notes = [note for note in (*said, other.note) if note and note not in stays.note]
    return changed(stays, note="\n".join(filter(None, (stays.note, *notes))))
