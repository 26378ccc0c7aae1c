"""Before and after: which two photos, how they lie on each other, and whether they may be compared.

Rule: a pair is judged by how it was taken before anybody looks at a change.
"""

from scardesk.imaging import fairness
from scardesk.library import Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.value import Value
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
    """The photos of a visit in protocol order, then by light and capture time."""
    photos = library.children(Photo, visit.id)
    return tuple(
        sorted(photos, key=lambda p: (protocol.order(p.view), list(Light).index(p.light), p.file_name))
    )


def best_pairs(library: Library, patient: Patient) -> tuple[Pair, ...]:
    """For each view and light, the first photo and the last one: the pairs that a report shows.

    Where the last photo of a view was taken in another light than the first, they still make a
    pair, which the verdict then calls not comparable: a mismatch is shown, not hidden.
    """
    shots: dict[str, list[tuple[Visit, Photo]]] = {}
    for visit in visits_of(library, patient):
        for photo in photos_of(library, visit):
            shots.setdefault(photo.view, []).append((visit, photo))
    pairs = []
    for view in sorted(shots, key=protocol.order):
        pairs += _pairs_of_view(library, shots[view])
    return tuple(pairs)


def _pairs_of_view(library: Library, shots: list[tuple[Visit, Photo]]) -> list[Pair]:
    first_day, last_day = shots[0][0].day, shots[-1][0].day
    if first_day == last_day:
        return []
    firsts = [photo for visit, photo in shots if visit.day == first_day]
    lasts = [photo for visit, photo in shots if visit.day == last_day]
    same_light = [(a, b) for a in firsts for b in lasts if a.light is b.light]
    chosen = same_light or [(firsts[0], lasts[0])]
    return [pair_of(library, a, b) for a, b in chosen]
