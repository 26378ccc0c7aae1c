"""The window on a real library: nothing typed is lost, nothing of a patient outlives the lock."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.pages.mark import MarkPage
from scardesk.gui.window import Window
from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Light, Photo
from scardesk.model.progress import Progress
from scardesk.model.scar import Scar
from scardesk.model.value import changed
from scardesk.settings import Settings
from scardesk.workflows import photo_care, register
from tests.gui.conftest import WHO, add_patient, photos_in

BAR_PX, GRASP_PX = 24, 120


class Room(NamedTuple):
    """A window with Ada's record in front."""

    window: Window
    folder: Path
    qtbot: QtBot

    @property
    def library(self) -> Library:
        assert self.window.session is not None
        return self.window.session.library

    @property
    def ada(self) -> Patient:
        ada = self.library.patient_with_code("SD-0001")
        assert ada is not None
        return ada

    @property
    def mark(self) -> MarkPage:
        page = self.window.page_named("mark")
        assert isinstance(page, MarkPage)
        return page

    def photo(self, file: str) -> Photo:
        return next(photo for photo in photos_in(self.library, self.ada) if photo.file_name == file)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.window.jobs.is_idle, timeout=60_000)

    def show(self, file: str) -> None:
        self.window.show_on_mark(self.photo(file))
        self.settle()

    def type_note(self, words: str) -> Scar:
        """Type a note for the first scar on the photo, without leaving the field."""
        marked = self.mark._marked[0]
        self.mark._choose([marked.mark.id])
        self.qtbot.keyClicks(self.mark.panel._note, words)
        return marked.scar

    def reopen(self) -> None:
        self.window.open_library(Library.open(self.folder, who=WHO))

    def lock_and_reopen(self) -> None:
        self.window.close_library()
        self.reopen()

    def open_another(self) -> None:
        self.window.open_patient(add_patient(self.library, "Doe, Jane", "P-2", date(1990, 1, 1)))

    def texts(self) -> list[str]:
        """Everything that the window still says, to the eye or to a screen reader."""
        said = [action.text() for action in self.window.actions_.all()]
        for widget in self.window.findChildren(QWidget):
            said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QLineEdit):
                said.append(widget.text())
        return said


@pytest.fixture
def room(qtbot: QtBot, clinic_folder: Path, tmp_path: Path) -> Iterator[Room]:
    shutil.copytree(clinic_folder, tmp_path / "clinic")
    window = Window(Settings(who=WHO))
    window.settings_changed.connect(window.use)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    made = Room(window, tmp_path / "clinic", qtbot)
    made.reopen()
    window.open_patient(made.ada)
    made.settle()
    yield made
    window.close()


# --- nothing typed is lost

AWAY: dict[str, Callable[[Room], None]] = {
    "to the patients": lambda room: room.window.go("patients"),
    "to another patient": Room.open_another,
    "to another page": lambda room: room.window.go("compare"),
    "by the lock": Room.lock_and_reopen,
}


@pytest.mark.parametrize("way", AWAY)
def test_a_note_being_typed_is_kept_on_every_way_out(room: Room, way: str) -> None:
    room.show("DSC_0101.JPG")
    scar = room.type_note("soft at the rim")
    AWAY[way](room)
    assert room.library.get(Scar, scar.id).note == "soft at the rim"


# --- what the banner says


def test_a_page_in_the_background_says_nothing_in_the_banner(room: Room) -> None:
    room.show("DSC_0188.JPG")
    room.window.go("overview")
    room.window._banner.show_context("13 Apr 2026   Left cheek")
    room.mark.context_changed.emit("13 Apr 2026   Right cheek")
    assert room.window._banner._context.text() == "13 Apr 2026   Left cheek"
    left = room.photo("DSC_0189.JPG")
    action = photo_care.reassign(
        room.library, left, view=left.view, light=Light.AMBIENT, day=date(2026, 4, 13)
    )
    assert room.window.session is not None
    assert room.window.session.do(action)
    assert "right" not in room.window._banner._context.text().lower()


def test_the_page_in_front_says_what_it_shows(room: Room) -> None:
    room.show("DSC_0101.JPG")
    assert "12 Jan 2026" in room.window._banner._context.text()
    room.show("DSC_0188.JPG")
    assert "13 Apr 2026" in room.window._banner._context.text()


def test_undo_takes_back_a_correction_and_the_banner_follows(room: Room) -> None:
    old = room.ada
    room.window.chores.edit_patient()
    form = room.window.findChild(PatientForm)
    assert isinstance(form, PatientForm)
    form.name.setText("Wrong Name")
    form.primary.click()
    assert room.window._banner._name.text() == "Wrong Name"
    assert room.window.actions_["undo"].text() == "Undo: Correct patient SD-0001"
    room.window.actions_["undo"].trigger()
    assert room.ada == old
    assert room.window._banner._name.text() == old.name
    room.window.actions_["redo"].trigger()
    assert room.window._banner._name.text() == "Wrong Name"


# --- the lock


def test_nothing_of_a_patient_outlives_the_lock(room: Room) -> None:
    room.show("DSC_0101.JPG")
    room.type_note("soft at the rim")
    room.window.chores.edit_patient()
    room.window.say("error", "The photo of patient SD-0001 (SAMPLE, Ada) is damaged.")
    room.window.close_library()
    left = (QDialog, MarkPage)
    room.qtbot.waitUntil(lambda: not any(room.window.findChildren(kind) for kind in left))
    secrets = ("Ada", "SD-0001", "1994", "soft at", "Right cheek", "DSC_")
    assert [text for text in room.texts() if any(secret in text for secret in secrets)] == []
    spoken = QAccessible.queryAccessibleInterface(room.window._banner)
    assert spoken.text(QAccessible.Text.Description) == ""
    assert not room.window.messages.notice.isVisible()
    assert [room.window.actions_[name].text() for name in ("undo", "redo")] == ["Undo", "Redo"]


def test_a_name_that_was_cut_short_leaves_no_tooltip(room: Room) -> None:
    assert room.window.session is not None
    long = changed(room.ada, name=" ".join(["Longest,", *["Name"] * 35]))
    assert room.window.session.do(register.correct(room.ada, long))
    room.window._banner.show_patient(long)
    room.qtbot.waitUntil(lambda: "Longest" in room.window._banner._name.toolTip())
    room.window.close_library()
    assert room.window._banner._name.toolTip() == ""


def test_locking_while_photos_load_is_quiet(room: Room) -> None:
    room.library._rooms.catalogue.run("DELETE FROM thumbnail")
    room.lock_and_reopen()
    room.window.open_patient(room.ada)
    room.window.show_on_mark(room.photo("DSC_0274.JPG"))
    assert not room.window.jobs.is_idle
    room.window.close_library()
    assert room.window.jobs.is_idle
    last: list[int] = []  # whatever was under way comes home before these
    for number in range(3):
        room.window.jobs.run(int, number, key=f"after {number}", done=last.append)
    room.qtbot.waitUntil(lambda: len(last) == 3, timeout=60_000)
    assert not room.window.messages.notice.isVisible()


def test_the_lock_closes_the_dialogs_of_the_library(room: Room) -> None:
    room.window.chores.import_paths([room.folder])
    room.window.chores.edit_patient()
    seen = {type(dialog) for dialog in room.window.findChildren(QDialog) if dialog.isVisible()}
    assert seen == {ImportDialog, PatientForm}
    room.window.close_library()
    room.qtbot.waitUntil(lambda: not room.window.findChildren(QDialog))


def test_closing_the_window_does_not_wait_for_a_long_step(room: Room) -> None:
    gate, is_under_way, is_over = threading.Event(), threading.Event(), threading.Event()

    def slow(progress: Progress) -> None:
        try:
            progress(0, 2, "first")
            is_under_way.set()
            gate.wait(20)
            progress(1, 2, "second")
        finally:
            is_over.set()

    room.window.jobs.run(slow, key="slow", words="Working", has_progress=True, done=lambda _: None)
    assert is_under_way.wait(10)
    assert room.window.close()
    assert not is_over.is_set()
    gate.set()
    assert is_over.wait(10)


# --- notices


def test_an_error_outlasts_the_success_before_it(room: Room) -> None:
    room.window.say("success", "The report is saved.")
    room.window.say("error", "The disk is full.")
    assert not room.window.messages._fade.isActive()
    assert room.window.messages.notice.isVisible()
    room.window.messages._fade.setInterval(0)
    room.window.say("success", "The report is saved.")
    room.qtbot.waitUntil(lambda: not room.window.messages.notice.isVisible())


# --- the place of the window


@pytest.mark.parametrize("place", [(-5000, -5000), (-690, 50), (790, 50), (50, -480), (50, 795)])
def test_a_title_bar_that_cannot_be_grasped_comes_back(
    room: Room, qtbot: QtBot, place: tuple[int, int]
) -> None:
    room.window.resize(700, 500)
    room.window.move(*place)
    saved = bytes(room.window.saveGeometry().toBase64().data()).decode("ascii")
    back = Window(Settings(window=saved))
    qtbot.addWidget(back)
    bar = QRect(back.frameGeometry())
    bar.setHeight(BAR_PX)
    seen = [screen.availableGeometry() & bar for screen in QGuiApplication.screens()]
    assert any(part.width() >= GRASP_PX and part.height() == BAR_PX for part in seen)


def test_a_window_comes_back_to_where_it_was(qtbot: QtBot) -> None:
    kept: list[Settings] = []
    window = Window(Settings())
    window.settings_changed.connect(kept.append)
    qtbot.addWidget(window)
    window.setGeometry(60, 70, 700, 500)
    window.close()
    back = Window(kept[-1])
    qtbot.addWidget(back)
    assert back.geometry() == QRect(60, 70, 700, 500)


def test_a_notice_floats_and_moves_nothing_below_it(room: Room) -> None:
    room.window.resize(1280, 800)
    page = room.window.page_named("patients")
    before = page.geometry()
    room.window.say("error", "The disk is full. Nothing was recorded. Free some space.")
    assert room.window.messages.notice.isVisible()
    assert page.geometry() == before
    notice = room.window.messages.geometry()
    assert room.window._stack.rect().contains(notice)


def test_undo_says_what_went(room: Room) -> None:
    assert room.window.session is not None
    room.window.go("patients")
    patient = add_patient(room.window.session.library, "Doe, Jane", "9")
    room.window.session.undo()
    assert room.window.messages.notice.text().startswith("Undone: Add patient")
    assert room.window.session.library.find(Patient, patient.id) is None
    room.window.session.redo()
    assert room.window.messages.notice.text().startswith("Done again: Add patient")


def test_what_was_said_of_one_patient_is_gone_before_the_next(room: Room) -> None:
    assert room.window.session is not None
    one = add_patient(room.window.session.library, "Doe, Jane", "9")
    two = add_patient(room.window.session.library, "Roe, Rita", "10")
    room.window.open_patient(one)
    room.window.say("error", "fresh.jpg is in another patient's record.")
    room.window.open_patient(two)
    assert not room.window.messages.notice.isVisible()
    assert room.window.messages.notice.text() == ""


def test_trouble_is_over_with_the_next_edit_that_is_recorded(room: Room) -> None:
    assert room.window.session is not None
    room.window.say("error", "No space left. Nothing was recorded.")
    patient = register.new_patient(code="11", name="Poe, Pia", born=None, sex="unknown", skin="unknown")
    room.window.session.do(register.add(patient))
    assert not room.window.messages.notice.isVisible()
