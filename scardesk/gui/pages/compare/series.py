"""Which photos of a record can be put side by side.

Rule: what can be chosen here without asking is what a report shows; which photos belong together
is said once, in ``workflows.compare``.
"""

from collections.abc import Sequence
from typing import NamedTuple

from scardesk.library import Library
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Light, Photo
from scardesk.workflows import compare


class Shot(NamedTuple):
    """A photo and its visit; ``number`` counts visits from 1, ``days`` since the first one."""

    photo: Photo
    visit: Visit
    number: int
    days: int


class Series(NamedTuple):
    """The same view over time, oldest first; ``light`` None: in different lights."""

    view: str
    light: Light | None
    shots: tuple[Shot, ...]

    def holds(self, photo_id: str) -> bool:
        """Whether a photo is one of it."""
        return any(shot.photo.id == photo_id for shot in self.shots)


def shots_of(library: Library, patient: Patient) -> tuple[Shot, ...]:
    """Every photo of a record, by visit and in protocol order."""
    visits = compare.visits_of(library, patient)
    return tuple(
        Shot(photo, visit, number, (visit.day - visits[0].day).days)
        for number, visit in enumerate(visits, start=1)
        for photo in compare.photos_of(library, visit)
    )


def series_of(library: Library, shots: Sequence[Shot]) -> tuple[Series, ...]:
    """What was photographed at two visits or more: the runs whose ends a report shows."""
    by_id = {shot.photo.id: shot for shot in shots}
    return tuple(
        Series(run.view, run.light, tuple(by_id[photo.id] for photo in run.photos))
        for run in compare.runs_of(library, [shot.photo for shot in shots])
    )


def chosen(shots: Sequence[Shot], ids: tuple[str, str]) -> Series | None:
    """A series of just these two photos; None when one of them is not there."""
    two = tuple(shot for shot in shots if shot.photo.id in ids)
    if len(two) != len(ids):
        return None
    lights = {shot.photo.light for shot in two}
    return Series(two[0].photo.view, lights.pop() if len(lights) == 1 else None, two)
