"""An import that is not taken in leaves no photo behind in the library."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scardesk.assets import resource
from scardesk.gui.desk import Desk
from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.model.patient import Patient
from tests.gui.conftest import Clinic, add_patient, photos_in

FILES = ("DSC_0101.JPG", "DSC_0102.JPG", "DSC_0103.JPG")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A camera card with three photos."""
    folder = tmp_path / "card"
    folder.mkdir()
    for name in FILES:
        shutil.copy(resource("samples", name), folder / name)
    return folder


@pytest.fixture
def anna(desk: Desk) -> Patient:
    return add_patient(desk.session.library, "Smith, Anna", "P-1")


def opened(qtbot: QtBot, desk: Desk, patient: Patient, paths: list[Path]) -> ImportDialog:
    dialog = ImportDialog(desk, patient, paths)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def blobs(desk: Desk) -> set[str]:
    return set(desk.session.library.vault.blobs())


def test_a_preview_that_is_cancelled_leaves_no_photo_behind(
    qtbot: QtBot, clinic: Clinic, tmp_path: Path
) -> None:
    desk, library, before = clinic.desk, clinic.library, blobs(clinic.desk)
    shutil.copy(resource("samples", "DSC_0131.JPG"), tmp_path / "new.jpg")
    other = add_patient(library, "Smith, Anna", "P-1")
    dialog = opened(qtbot, desk, other, [tmp_path / "new.jpg", resource("samples", "DSC_0101.JPG")])
    qtbot.waitUntil(lambda: desk.jobs.is_idle, timeout=20_000)
    (arrived,) = blobs(desk) - before
    qtbot.waitUntil(lambda: library.thumbnail(arrived) is not None)
    with qtbot.waitSignal(dialog.rejected):
        QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    assert blobs(desk) == before
    assert library.thumbnail(arrived) is None


def test_reading_that_is_cancelled_leaves_no_photo_behind(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = opened(qtbot, desk, anna, [card])
    qtbot.waitUntil(lambda: len(blobs(desk)) >= 1, timeout=20_000)
    assert not desk.jobs.is_idle
    dialog.reject()
    qtbot.waitUntil(lambda: desk.jobs.is_settled and not blobs(desk), timeout=20_000)
    assert photos_in(desk.session.library, anna) == []


def test_what_is_taken_in_stays(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = opened(qtbot, desk, anna, [card])
    qtbot.waitUntil(lambda: desk.jobs.is_idle, timeout=20_000)
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert blobs(desk) == {photo.blob for photo in photos_in(desk.session.library, anna)}
    assert len(blobs(desk)) == len(FILES)
