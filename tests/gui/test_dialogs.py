"""What all dialogs have in common: they fit the screen, and what was typed goes when they close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from scardesk.gui.desk import Desk
from scardesk.gui.dialogs.guide import Guide
from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.gui.dialogs.keys import Keys
from scardesk.gui.dialogs.library_forms import NewLibrary, RecoveryKey, Unlock
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.dialogs.preferences import Preferences
from scardesk.gui.dialogs.scale_form import ScaleForm
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.sheet import Sheet
from scardesk.library import Library
from scardesk.library.recovery import printed
from scardesk.settings import Settings
from tests.gui.conftest import add_patient

SECRET = "harbour window candle seventeen"
KEY = "ABCD-EFGH-JKLM"
FORMS: tuple[Callable[[QWidget], QDialog], ...] = (
    Guide,
    Keys,
    ScaleForm,
    lambda parent: NewLibrary(Path("/library"), parent),
    lambda parent: Unlock(Path("/library"), parent),
    lambda parent: RecoveryKey(KEY, parent),
    lambda parent: Preferences(Settings(), parent),
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def fits(dialog: QDialog) -> bool:
    room = dialog.screen().availableSize()
    return dialog.frameGeometry().width() <= room.width() and dialog.frameGeometry().height() <= room.height()


@pytest.mark.parametrize("make", FORMS)
def test_no_dialog_is_larger_than_the_screen(
    make: Callable[[QWidget], QDialog], parent: QWidget, qtbot: QtBot
) -> None:
    dialog = make(parent)
    dialog.resize(4000, 3000)
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert fits(dialog)


def test_the_import_fits_a_small_screen(desk: Desk, library: Library, parent: QWidget, qtbot: QtBot) -> None:
    dialog = ImportDialog(desk, add_patient(library, "Doe, Jane", "P-1"), [], parent=parent)
    with qtbot.waitExposed(dialog):
        dialog.open()
    smallest = dialog.minimumSizeHint()
    assert smallest.width() <= 1000
    assert smallest.height() <= 550
    assert dialog.height() <= dialog.screen().availableSize().height()
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    dialog.reject()


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_closed_dialog_leaves_nothing_in_the_window(
    library: Library, parent: QWidget, qtbot: QtBot, is_accepted: bool
) -> None:
    unlock, new = Unlock(Path("/library"), parent), NewLibrary(Path("/library"), parent)
    recovery, form = RecoveryKey(KEY, parent), PatientForm(library, parent=parent)
    unlock.secret.setText(SECRET)
    new.first.setText(SECRET)
    new.second.setText(SECRET)
    form.name.setText("Doe, Jane")
    recovery.kept.setChecked(True)
    for dialog in (unlock, new, recovery, form):
        dialog.open()
        dialog.done(int(is_accepted))
    assert not [field.text() for field in parent.findChildren(QLineEdit) if SECRET in field.text()]
    assert not [field.text() for field in parent.findChildren(QLineEdit) if KEY in field.text()]
    qtbot.waitUntil(lambda: not parent.findChildren(QDialog))


@pytest.mark.parametrize("make", [FORMS[3], FORMS[4]])
def test_a_sheet_grows_with_its_error_and_clips_nothing(
    make: Callable[[QWidget], QDialog], parent: QWidget, qtbot: QtBot
) -> None:
    sheet = make(parent)
    assert isinstance(sheet, Sheet)
    with qtbot.waitExposed(sheet):
        sheet.open()
    heights = [field.height() for field in sheet.findChildren(QLineEdit)]
    sheet.tell("The folder cannot be used: it lies in a cloud folder. Nothing was created. " * 4)
    shown = [label for label in sheet.findChildren(PlainLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in shown))
    assert [field.height() for field in sheet.findChildren(QLineEdit)] == heights
    assert fits(sheet)
    sheet.resize(sheet.width(), 10)
    assert all(label.height() >= label.heightForWidth(label.width()) for label in shown)


def test_a_recovery_key_is_known_by_its_form(parent: QWidget) -> None:
    key = printed(bytes(range(20)))
    for typed in (key, key.lower(), key.replace("-", " "), key.replace("-", "")):
        unlock = Unlock(Path("/library"), parent)
        unlock.secret.setText(typed[:-1])
        assert not unlock.is_recovery.isChecked()
        unlock.secret.setText(typed)
        assert unlock.is_recovery.isChecked()
        assert "recognised" in unlock.is_recovery.text()
        unlock.is_recovery.setChecked(False)  # whoever knows better is heard
        assert not unlock.is_recovery.isChecked()
        unlock.secret.setText(SECRET)
        assert "recognised" not in unlock.is_recovery.text()


def test_a_pass_phrase_is_not_taken_for_a_recovery_key(parent: QWidget) -> None:
    unlock = Unlock(Path("/library"), parent)
    for secret in (SECRET, "wild-bear-lake-fish", "wild bear lake fish moon tree snow gold ruby"):
        unlock.secret.setText(secret)
        assert not unlock.is_recovery.isChecked()
    unlock.is_recovery.setChecked(True)
    unlock.secret.setText(SECRET)
    assert unlock.is_recovery.isChecked()  # ticked by hand stays ticked


def test_the_recovery_key_leaves_the_clipboard_with_its_dialog(parent: QWidget, qtbot: QtBot) -> None:
    dialog = RecoveryKey(KEY, parent)
    dialog.open()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy").click()
    assert QGuiApplication.clipboard().text() == KEY
    dialog.kept.setChecked(True)
    dialog.primary.click()
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_of_somebody_else_is_left_alone(parent: QWidget) -> None:
    dialog = RecoveryKey(KEY, parent)
    dialog.open()
    QGuiApplication.clipboard().setText("something else")
    dialog.kept.setChecked(True)
    dialog.primary.click()
    assert QGuiApplication.clipboard().text() == "something else"
