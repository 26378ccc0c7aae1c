"""A small clinic for tests: valid values and a library that holds some."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from scardesk.library import Edit, Library
from scardesk.model.geometry import Point, Size, Spot
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Scar, ScarType
from scardesk.model.value import MarkId, PatientId, PhotoId, ScarId, VisitId, new_id

WHO = "Dr Test"
GOOD = "turnip lantern gravel otter"


def a_patient(code: str = "P-1", name: str = "Ann Smith") -> Patient:
    return Patient(id=PatientId(new_id()), code=code, name=name)


def a_visit(patient: Patient, day: date = date(2026, 3, 2)) -> Visit:
    return Visit(id=VisitId(new_id()), patient_id=patient.id, day=day)


def a_scar(patient: Patient, number: int) -> Scar:
    return Scar(id=ScarId(new_id()), patient_id=patient.id, number=number, type=ScarType.BOXCAR)


def a_mark(scar: Scar, photo: Photo, at: tuple[float, float] = (10.0, 20.0)) -> Mark:
    return Mark(id=MarkId(new_id()), scar_id=scar.id, photo_id=photo.id, place=Spot(centre=Point(*at)))


def a_photo(library: Library, visit: Visit, data: bytes, file_name: str = "DSC_0001.JPG") -> Photo:
    """A photo whose bytes are in the vault; not yet committed."""
    kept = library.keep(data)
    return Photo(
        id=PhotoId(new_id()),
        visit_id=visit.id,
        file_name=file_name,
        sha256=kept.sha256,
        blob=kept.blob,
        size_bytes=kept.size_bytes,
        size=Size(640, 480),
        view="F0",
        imported_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    )


def some_bytes(seed: int, size: int = 150_000) -> bytes:
    return random.Random(seed).randbytes(size)


def open_library(folder: Path) -> Library:
    """A new library without a pass-phrase: quick to make."""
    return Library.create(folder, passphrase=None, who=WHO)[0]


def fill(library: Library, *, patients: int = 2, photos: int = 2, scars: int = 5) -> None:
    """Patients with one visit each, photos, and every scar marked on the first photo."""
    for person in range(patients):
        patient = a_patient(code=f"P-{person + 1}", name=f"Ann Number{person + 1}")
        visit = a_visit(patient, date(2026, 3, 2) + timedelta(days=person))
        library.commit("Add patient", [Edit.added(patient), Edit.added(visit)], scope=patient.id)
        taken = [
            a_photo(library, visit, some_bytes(person * 100 + n), f"DSC_{person + 1}{n:03}.JPG")
            for n in range(photos)
        ]
        library.commit("Import", [Edit.added(photo) for photo in taken], scope=patient.id)
        for number in range(1, scars + 1):
            scar = a_scar(patient, number)
            edits = [Edit.added(scar), Edit.added(a_mark(scar, taken[0], (number, number)))]
            library.commit(f"Add scar {number}", edits, scope=patient.id)


def everything(library: Library) -> dict[str, Any]:
    """All living values by id, in the order in which the library lists them."""
    patients = library.children(Patient, "")
    visits = [visit for patient in patients for visit in library.children(Visit, patient.id)]
    photos = [photo for visit in visits for photo in library.children(Photo, visit.id)]
    scars = [scar for patient in patients for scar in library.children(Scar, patient.id)]
    marks = [mark for photo in photos for mark in library.children(Mark, photo.id)]
    found: list[Patient | Visit | Photo | Scar | Mark] = [*patients, *visits, *photos, *scars, *marks]
    return {value.id: value for value in found}


def require_sound(library: Library) -> None:
    report = library.verify()
    assert report.is_sound, report.findings


@contextmanager
def as_nobody() -> Iterator[None]:
    """What root may do is not refused: become somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
