"""What the tests of the library stand on: an open one in a folder of its own, and a patient in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scardesk.library import Edit, Library
from scardesk.model.patient import Patient
from tests.faults.clinic import a_patient, open_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with open_library(folder) as library:
        yield library


@pytest.fixture
def ann(library: Library) -> Patient:
    patient = a_patient()
    library.commit("Add patient", [Edit.added(patient)], scope=patient.id)
    return patient
