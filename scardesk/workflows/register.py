"""The list of patients: adding, correcting, finding."""

import sys
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from scardesk.errors import BadInput
from scardesk.library import Edit, Library
from scardesk.model.patient import Patient, Sex, SkinType, Visit, require_born
from scardesk.model.scar import Scar
from scardesk.model.value import PatientId, Value, new_id
from scardesk.workflows.marking import Action

E = TypeVar("E", bound=StrEnum)

LIBRARY_SCOPE = ""  # patients are added on the undo stack of the library itself


class Facts(Value, frozen=True, kw_only=True):
    """What a list shows of a patient."""

    patient: Patient
    visit_count: int
    last_visit: date | None
    scar_count: int


def new_patient(*, code: str, name: str, born: date | None, sex: str, skin: str) -> Patient:
    """A patient from what was typed.  Raises InvalidValue or BadInput with a sentence."""
    require_born(born, date.today())
    return Patient(
        id=PatientId(new_id()),
        code=code.strip(),
        name=" ".join(name.split()),
        born=born,
        sex=_choice(Sex, sex.lower(), "sex"),
        skin=_choice(SkinType, skin if skin == "unknown" else skin.upper(), "Fitzpatrick skin type"),
    )


def add(patient: Patient) -> Action:
    """Put a new patient on the list."""
    return Action(f"Add patient {patient.code}", (Edit.added(patient),), LIBRARY_SCOPE)


def correct(old: Patient, new: Patient) -> Action:
    """Correct a patient's data; undone where it is done, in that patient's record."""
    return Action(f"Correct patient {old.code}", (Edit.replaced(old, new),), old.id)


def everyone(library: Library) -> tuple[Patient, ...]:
    """All patients by name."""
    return tuple(sorted(library.children(Patient, ""), key=lambda p: (folded(p.name), p.code)))


def is_sample(library: Library) -> bool:
    """Whether a library holds the sample's patients, and never held anybody else.

    A patient who was taken back can be brought back, and nobody can tell whose record that was.
    """
    patients = library.children(Patient, "")
    if not patients or not all(patient.is_sample for patient in patients):
        return False
    changes = library.history(LIBRARY_SCOPE, sys.maxsize)
    ever = {id_ for change in changes for kind, id_ in change.refs if kind == "patient"}
    return ever <= {patient.id for patient in patients}


def facts(library: Library, patient: Patient) -> Facts:
    """What a list shows of ``patient``."""
    visits = library.children(Visit, patient.id)
    return Facts(
        patient=patient,
        visit_count=len(visits),
        last_visit=max((visit.day for visit in visits), default=None),
        scar_count=len(library.children(Scar, patient.id)),
    )


def matches(patient: Patient, words: str) -> bool:
    """Whether every word typed stands in name, id or birth date; accents and case do not count."""
    text = _searchable(patient)
    return all(word in text for word in folded(words).split())


@lru_cache(maxsize=50_000)
def _searchable(patient: Patient) -> str:
    """What is searched of a patient, folded once: with 10,000 patients every key must feel instant."""
    born = patient.born.isoformat() if patient.born else ""
    return folded(f"{patient.name} {patient.code} {born}")


def folded(text: str) -> str:
    """Text for comparison: no accents, no case, no compatibility forms."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _choice(kind: type[E], text: str, what: str) -> E:
    try:
        return kind(text)
    except ValueError as error:
        known = ", ".join(member.value for member in kind)
        raise BadInput(f"{text!r} is not a {what}. Nothing was changed. Use one of: {known}.") from error
