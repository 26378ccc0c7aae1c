"""What the tests of pages and dialogs stand on: a real session, a real library on disk, real photos.

``desk`` works with an empty library, ``clinic`` with Ada, whose three visits hold photos and marks.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from scardesk.assets import resource
from scardesk.gui.actions import Actions
from scardesk.gui.desk import Desk
from scardesk.gui.jobs import Jobs
from scardesk.gui.look import style
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.session import Session
from scardesk.gui.thumbnails import Photos
from scardesk.library import Library
from scardesk.model.geometry import Point, place_at
from scardesk.model.patient import Patient, Sex, SkinType, Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.scar import ScarType
from scardesk.model.value import PatientId, new_id
from scardesk.workflows import intake, marking, measuring, register

WHO = "Dr Test"
# file, day, view, light: two visits of both cheeks in flash, a third that lacks the left one
SHOTS = (
    ("DSC_0101.JPG", date(2026, 1, 12), "CCR", Light.STANDARD_FLASH),
    ("DSC_0102.JPG", date(2026, 1, 12), "CCL", Light.STANDARD_FLASH),
    ("DSC_0188.JPG", date(2026, 4, 13), "CCR", Light.STANDARD_FLASH),
    ("DSC_0189.JPG", date(2026, 4, 13), "CCL", Light.STANDARD_FLASH),
    ("DSC_0274.JPG", date(2026, 8, 10), "CCR", Light.STANDARD_FLASH),
)
SPOTS = ((900.0, 700.0), (1400.0, 900.0), (1800.0, 1100.0), (1200.0, 1300.0))
TYPES = (ScarType.ICE_PICK, ScarType.BOXCAR, ScarType.ROLLING, ScarType.ICE_PICK)


class Clinic(NamedTuple):
    """A desk with a record to look at; ``patient`` is chosen."""

    desk: Desk
    patient: Patient

    @property
    def library(self) -> Library:
        """The open library."""
        return self.desk.session.library

    def photo(self, file_name: str) -> Photo:
        """A photo of the record by the name of its file."""
        return next(photo for photo in photos_in(self.library, self.patient) if photo.file_name == file_name)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    style.apply(qapp, LIGHT)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made, _ = Library.create(tmp_path / "library", passphrase=None, who=WHO)
    with made:
        yield made


@pytest.fixture
def desk(qapp: QApplication, library: Library) -> Iterator[Desk]:
    yield from desk_on(library)


@pytest.fixture(scope="session")
def clinic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with Ada's record, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("clinic") / "library"
    made, _ = Library.create(folder, passphrase=None, who=WHO)
    with made:
        fill(made)
    return folder


@pytest.fixture
def clinic(qapp: QApplication, clinic_folder: Path, tmp_path: Path) -> Iterator[Clinic]:
    shutil.copytree(clinic_folder, tmp_path / "clinic")
    with Library.open(tmp_path / "clinic", who=WHO) as opened:
        ada = opened.patient_with_code("SD-0001")
        assert ada is not None
        for made in desk_on(opened):
            made.session.choose(ada)
            yield Clinic(made, ada)


def desk_on(library: Library) -> Iterator[Desk]:
    """A desk with this library; its jobs end with it."""
    owner = QObject()
    jobs = Jobs(owner)
    yield Desk(
        session=Session(library, who=WHO, parent=owner),
        jobs=jobs,
        photos=Photos(library, jobs, owner),
        actions=Actions(owner),
    )
    jobs.close()


def focused() -> QWidget:
    """The widget that the keyboard goes to."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def add_patient(library: Library, name: str, code: str, born: date | None = None) -> Patient:
    """Put a patient on the list."""
    patient = Patient(id=PatientId(new_id()), code=code, name=name, born=born)
    commit(library, register.add(patient))
    return patient


def commit(library: Library, action: marking.Action) -> None:
    """Write an action without a session."""
    library.commit(action.label, action.edits, scope=action.scope)


def photos_in(library: Library, patient: Patient) -> list[Photo]:
    """Every photo of a patient, by file name."""
    visits = library.children(Visit, patient.id)
    return sorted(
        (photo for visit in visits for photo in library.children(Photo, visit.id)),
        key=lambda photo: photo.file_name,
    )


def fill(library: Library) -> None:
    """Ada's record: five photos of three visits, four scars, a scale."""
    ada = Patient(
        id=PatientId(new_id()),
        code="SD-0001",
        name="SAMPLE, Ada",
        born=date(1994, 5, 12),
        sex=Sex.FEMALE,
        skin=SkinType.III,
        is_sample=True,
    )
    commit(library, register.add(ada))
    for file, day, view, light in SHOTS:
        _, refusals = intake.import_photos(
            library, ada, [resource("samples", file)], day=day, view=view, light=light
        )
        assert not refusals
    photos = {photo.file_name: photo for photo in photos_in(library, ada)}
    first = photos["DSC_0101.JPG"]
    for spot, type_ in zip(SPOTS, TYPES, strict=True):
        action, marked = marking.place_new(library, first, type_=type_, place=place_at(Point(*spot), 40.0))
        commit(library, action)
        if marked.scar.number <= 2:
            place = place_at(Point(*spot), 40.0)
            commit(
                library, marking.place_known(library, photos["DSC_0188.JPG"], scar=marked.scar, place=place)
            )
    ends = (Point(1007.0, 1659.0), Point(1656.8, 1644.2))
    commit(library, measuring.set_scale(library, first, ends=ends, length_mm=20, who=WHO))
