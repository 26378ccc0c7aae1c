"""``scardesk patient …``."""

import argparse
from datetime import date
from typing import Any

from scardesk.cli import output
from scardesk.cli.opening import open_library
from scardesk.errors import BadInput
from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.workflows import register


def add(arguments: argparse.Namespace) -> int:
    """Add a patient."""
    patient = register.new_patient(
        code=arguments.id,
        name=arguments.name,
        born=day(arguments.born),
        sex=arguments.sex,
        skin=arguments.skin,
    )
    with open_library(arguments) as library:
        action = register.add(patient)
        library.commit(action.label, action.edits, scope=action.scope)
        output.say(
            arguments, data=_shown(library, patient), lines=[f"Added {patient.name} ({patient.code})."]
        )
    return 0


def list_(arguments: argparse.Namespace) -> int:
    """List all patients."""
    with open_library(arguments, is_read_only=True) as library:
        rows = [_shown(library, patient) for patient in register.everyone(library)]
    head = ("id", "name", "born", "sex", "skin", "visits", "scars")
    lines = output.table([head, *[tuple(str(row[key] or "") for key in head) for row in rows]])
    output.say(arguments, data=rows, lines=lines if rows else ["No patients yet."])
    return 0


def day(text: str | None) -> date | None:
    """A day as YYYY-MM-DD; None stays None.  Raises BadInput."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not a date. Nothing was changed. Write it as YYYY-MM-DD.") from error


def _shown(library: Library, patient: Patient) -> dict[str, Any]:
    facts = register.facts(library, patient)
    return {
        "id": patient.code,
        "name": patient.name,
        "born": patient.born.isoformat() if patient.born else None,
        "sex": patient.sex.value,
        "skin": patient.skin.value,
        "visits": facts.visit_count,
        "scars": facts.scar_count,
    }
