"""Libraries come and go: what is deleted was looked into first, and Cancel means it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from scardesk.gui.dialogs.library_forms import NewLibrary, RecoveryKey, Unlock
from scardesk.gui.window import Window
from scardesk.library import Edit, Library
from scardesk.model.patient import Patient
from scardesk.settings import Settings, sample_folder
from scardesk.workflows import register
from tests.gui.conftest import WHO, add_patient

SECRET = "harbour window candle seventeen"
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(Settings(who=WHO))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def sample(clinic_folder: Path) -> Iterator[Path]:
    """The sample's folder, with a library that holds nobody but Ada."""
    folder = sample_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(clinic_folder, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def shown(window: Window, kind: type[D]) -> D:
    """The visible dialog of a kind."""
    found = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    assert len(found) == 1
    return found[0]


# --- removing the sample


def test_the_sample_is_removed_from_the_welcome_page(window: Window, sample: Path) -> None:
    window.actions_["remove_sample"].trigger()
    assert not sample.exists()
    assert "The sample is removed" in window.messages.notice.text()


def test_the_sample_is_removed_while_it_is_open(window: Window, sample: Path) -> None:
    window.opening.open(sample)
    assert window.session is not None
    window.actions_["remove_sample"].trigger()
    assert window.session is None
    assert not sample.exists()


def test_a_sample_that_is_not_there_is_removed_already(window: Window) -> None:
    assert not sample_folder().exists()
    window.actions_["remove_sample"].trigger()
    assert "The sample is removed" in window.messages.notice.text()


@pytest.mark.parametrize("is_undone", [False, True])
def test_patients_of_ones_own_are_never_deleted(
    window: Window, sample: Path, tmp_path: Path, is_undone: bool
) -> None:
    with Library.open(sample, who=WHO) as library:
        add_patient(library, "Real, Patient", "R-1")
        if is_undone:
            library.undo(register.LIBRARY_SCOPE)
    window.actions_["remove_sample"].trigger()  # from the welcome page
    assert sample.exists()
    assert "patients of your own" in window.messages.notice.text()
    other, _ = Library.create(tmp_path / "other", passphrase=None, who=WHO)
    window.open_library(other)
    window.actions_["remove_sample"].trigger()  # with another library open
    assert sample.exists()
    assert window.session is not None
    assert window.session.library is other
    window.opening.open(sample)
    window.actions_["remove_sample"].trigger()  # with itself open
    assert sample.exists()
    assert "patients of your own" in window.messages.notice.text()


def test_a_retired_patient_of_ones_own_counts(window: Window, sample: Path) -> None:
    with Library.open(sample, who=WHO) as library:
        library.commit("Take out", [Edit.retired(add_patient(library, "Real, Patient", "R-1"))])
        assert [patient.code for patient in library.children(Patient, "")] == ["SD-0001"]
        assert not register.is_sample(library)
    window.actions_["remove_sample"].trigger()
    assert sample.exists()


def test_a_sample_in_use_elsewhere_stays(window: Window, sample: Path) -> None:
    with Library.open(sample, who="Dr Other"):
        window.actions_["remove_sample"].trigger()
    assert sample.exists()
    assert "was not removed" in window.messages.notice.text()


def test_a_sample_that_cannot_be_read_stays(window: Window, sample: Path) -> None:
    (sample / "catalogue.db").write_bytes(b"not a catalogue")
    window.actions_["remove_sample"].trigger()
    assert sample.exists()
    assert "was not removed" in window.messages.notice.text()


def test_a_folder_that_is_no_library_stays(window: Window, sample: Path) -> None:
    shutil.rmtree(sample)
    sample.mkdir()
    (sample / "thesis.txt").write_text("years of work", "utf-8")
    window.actions_["remove_sample"].trigger()
    assert (sample / "thesis.txt").exists()


# --- Cancel


def test_cancel_while_unlocking_opens_nothing_and_leaves_the_library_free(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    made, _ = Library.create(tmp_path / "locked", passphrase=SECRET, who=WHO)
    made.close()
    window.opening.open(tmp_path / "locked")
    form = shown(window, Unlock)
    form.secret.setText(SECRET)
    form.primary.click()
    form.reject()
    assert window.jobs.is_idle
    qtbot.waitUntil(lambda: window.jobs.is_settled, timeout=30_000)
    assert window.session is None
    with Library.open(tmp_path / "locked", secret=SECRET, who=WHO) as library:
        assert library.is_writable


def test_cancel_after_the_key_was_derived_leaves_the_library_free(window: Window, tmp_path: Path) -> None:
    made, _ = Library.create(tmp_path / "locked", passphrase=SECRET, who=WHO)
    made.close()
    window.opening.open(tmp_path / "locked")
    form = shown(window, Unlock)
    form.secret.setText(SECRET)
    form.primary.click()
    window.jobs._pool.shutdown(wait=True)  # it is open now, but the window has not heard of it
    form.reject()
    assert window.session is None
    with Library.open(tmp_path / "locked", secret=SECRET, who=WHO) as library:
        assert library.is_writable


def test_cancel_while_creating_leaves_no_library_without_a_key(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    create(window, tmp_path / "new")
    shown(window, NewLibrary).reject()
    qtbot.waitUntil(lambda: window.jobs.is_settled, timeout=30_000)
    assert window.session is None
    qtbot.waitUntil(lambda: not (tmp_path / "new").exists())


# --- secrets


def test_no_secret_outlives_its_dialog(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    create(window, tmp_path / "new")
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryKey)), timeout=30_000)
    recovery = shown(window, RecoveryKey)
    key = recovery.key
    recovery.kept.click()
    recovery.primary.click()
    window.close_library()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    assert [f.text() for f in window.findChildren(QLineEdit) if f.text() in (SECRET, key)] == []


def create(window: Window, folder: Path) -> None:
    """Type what a new library needs and press the button."""
    window.opening.create()
    form = shown(window, NewLibrary)
    form.folder.setText(str(folder))
    form.first.setText(SECRET)
    form.second.setText(SECRET)
    form.primary.click()
