"""Before and after: which two photos, how they lie on each other, and whether they may be compared.

Rule: a pair is judged by how it was taken before anybody looks at a change.
"""

from collections.abc import Iterable
from typing import NamedTuple

from scardesk.imaging import fairness
from scardesk.library import Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import UNKNOWN_VIEW, Light, Photo
from scardesk.model.scar import Mark
from scardesk.model.value import Value, VisitId
from scardesk.workflows import follow_up, protocol


class Pair(Value, frozen=True, kw_only=True):
    """Before, after, the alignment if one was made, and the verdict on comparability."""

    before: Photo
    after: Photo
    before_visit: Visit
    after_visit: Visit
    aligned: AlignedPair | None
    verdict: fairness.Verdict

    @property
    def days_between(self) -> int:
        """Days from before to after."""
        return (self.after_visit.day - self.before_visit.day).days


class Run(NamedTuple):
    """One photo a visit of the same view, oldest first; ``light`` None: in mixed light."""

    view: str
    light: Light | None
    photos: tuple[Photo, ...]


def pair_of(library: Library, before: Photo, after: Photo) -> Pair:
    """These two photos as a pair, with the newest stored alignment."""
    return Pair(
        before=before,
        after=after,
        before_visit=library.get(Visit, before.visit_id),
        after_visit=library.get(Visit, after.visit_id),
        aligned=follow_up.stored_alignment(library, before, after),
        verdict=fairness.compare(before, after),
    )


def visits_of(library: Library, patient: Patient) -> tuple[Visit, ...]:
    """The visits of a patient, oldest first."""
    return tuple(sorted(library.children(Visit, patient.id), key=lambda visit: visit.day))


def photos_of(library: Library, visit: Visit) -> tuple[Photo, ...]:
    """The photos of a visit in protocol order, then by light and file name."""
    photos = library.children(Photo, visit.id)
    return tuple(
        sorted(photos, key=lambda p: (protocol.order(p.view), list(Light).index(p.light), p.file_name))
    )


def runs_of(library: Library, photos: Iterable[Photo]) -> tuple[Run, ...]:
    """What was photographed at two visits or more, in protocol order: a run for each view and light.

    ``photos``: of one patient, by visit and in the order of ``photos_of``.  Where the last visit of a
    view shares no light with its first one, there is a run in mixed light too: a mismatch is shown, not
    hidden.  Photos whose view is not known show nobody knows what and make no run.
    """
    by_view: dict[str, list[Photo]] = {}
    for photo in photos:
        if photo.view != UNKNOWN_VIEW:
            by_view.setdefault(photo.view, []).append(photo)
    return tuple(
        run for view in sorted(by_view, key=protocol.order) for run in _runs(library, view, by_view[view])
    )


def best_pairs(library: Library, patient: Patient) -> tuple[Pair, ...]:
    """The pairs that a report shows: of each run the photo of its first visit and of its last one.

    The two ends of a run in mixed light make a pair too, which the verdict then calls not comparable.
    """
    photos = [photo for visit in visits_of(library, patient) for photo in photos_of(library, visit)]
    return tuple(pair_of(library, run.photos[0], run.photos[-1]) for run in runs_of(library, photos))


def _runs(library: Library, view: str, photos: list[Photo]) -> list[Run]:
    by_light: dict[Light, list[Photo]] = {}
    for photo in photos:
        by_light.setdefault(photo.light, []).append(photo)
    found = [Run(view, light, _one_a_visit(library, taken)) for light, taken in by_light.items()]
    first, last = ({p.light for p in photos if p.visit_id == end.visit_id} for end in (photos[0], photos[-1]))
    if not first & last:
        found.append(Run(view, None, _one_a_visit(library, photos)))
    return [run for run in found if len(run.photos) > 1]


def _one_a_visit(library: Library, photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Of the photos of each visit the one with the most marks, else the first."""
    visits: dict[VisitId, list[Photo]] = {}
    for photo in photos:
        visits.setdefault(photo.visit_id, []).append(photo)
    return tuple(
        max(taken, key=lambda photo: len(library.children(Mark, photo.id))) if len(taken) > 1 else taken[0]
        for taken in visits.values()
    )
