"""What the list shows of each patient.

Rule: read in a job, through a door of its own: ten thousand patients never hold up the window.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.workflows import compare, register


class Line(NamedTuple):
    """One patient, what the list says of them (None: not read yet), and when somebody last worked on it."""

    patient: Patient
    facts: register.Facts | None = None
    worked_at: datetime | None = None


def read_names(reader: Callable[[], Library]) -> tuple[Line, ...]:
    """All patients by name, and nothing more: for a job that is done before anybody has read a line."""
    with reader() as library:
        return tuple(Line(patient) for patient in register.everyone(library))


def read_lines(reader: Callable[[], Library]) -> tuple[Line, ...]:
    """All patients by name: slow, for a job."""
    with reader() as library:
        return tuple(
            Line(patient, register.facts(library, patient), _worked_at(library, patient))
            for patient in register.everyone(library)
        )


def recent(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    """The patients whose records were worked on last, the latest first."""
    worked = [(line.worked_at, n) for n, line in enumerate(lines) if line.worked_at is not None]
    return tuple(lines[n] for _, n in sorted(worked, reverse=True)[:most])


def last_photo(library: Library, patient: Patient) -> Photo | None:
    """A photo of the latest visit that has one, in protocol order."""
    for visit in reversed(compare.visits_of(library, patient)):
        if photos := compare.photos_of(library, visit):
            return photos[0]
    return None


def born_text(patient: Patient, day_text: Callable[[date], str]) -> str:
    """The birth date with the age, e.g. "12 May 1994 (32)"."""
    if patient.born is None:
        return ""
    return f"{day_text(patient.born)} ({patient.age_on(date.today())})"


def _worked_at(library: Library, patient: Patient) -> datetime | None:
    latest = library.history(patient.id, 1)
    return latest[0].at if latest else None
