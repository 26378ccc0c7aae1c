"""Which photos of a record can be put side by side.

Rule: one photo of each visit in one light; where a view was never taken twice in one light, the
lights are mixed, for a mismatch is shown and not hidden.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scardesk.library import Library
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Light, Photo
from scardesk.workflows import compare, protocol


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


def series_of(shots: Sequence[Shot]) -> tuple[Series, ...]:
    """What was photographed at two visits or more, in protocol order."""
    found: list[Series] = []
    for view in sorted({shot.photo.view for shot in shots}, key=protocol.order):
        found += _of_view(view, [shot for shot in shots if shot.photo.view == view])
    return tuple(found)


def chosen(shots: Sequence[Shot], ids: tuple[str, str]) -> Series | None:
    """A series of just these two photos; None when one of them is not there."""
    two = tuple(shot for shot in shots if shot.photo.id in ids)
    if len(two) != len(ids):
        return None
    lights = {shot.photo.light for shot in two}
    return Series(two[0].photo.view, lights.pop() if len(lights) == 1 else None, two)


def _of_view(view: str, shots: list[Shot]) -> list[Series]:
    lights = dict.fromkeys(shot.photo.light for shot in shots)
    by_light = [
        Series(view, light, _one_a_visit(s for s in shots if s.photo.light is light)) for light in lights
    ]
    found = [series for series in by_light if len(series.shots) > 1]
    mixed = Series(view, None, _one_a_visit(shots))
    return found or [series for series in (mixed,) if len(series.shots) > 1]


def _one_a_visit(shots: Iterable[Shot]) -> tuple[Shot, ...]:
    firsts: dict[str, Shot] = {}
    for shot in shots:
        firsts.setdefault(shot.visit.id, shot)
    return tuple(firsts.values())
