"""A clinic's road by window, with real clicks: from no library to a PDF with one number per scar."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.gui.dialogs.library_forms import NewLibrary, RecoveryKey, Unlock
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.dialogs.scale_form import ScaleForm
from scardesk.gui.look import style
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.pages.mark import MarkPage
from scardesk.gui.pages.report import ReportPage
from scardesk.gui.window import Window
from scardesk.library import Library
from scardesk.model.geometry import Point
from scardesk.model.patient import Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.scar import ScarType
from scardesk.settings import Settings
from scardesk.workflows import marking, register
from tests.journeys.road import sample, scars_of, truth

SECRET = "harbour window candle seventeen"
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
KEYS = {"ice_pick": Qt.Key.Key_1, "boxcar": Qt.Key.Key_2, "rolling": Qt.Key.Key_3}
D = TypeVar("D", bound=QWidget)


class Hands:
    """What a person does: finds a button, presses a key, waits until something is there."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    @property
    def library(self) -> Library:
        assert self.window.session is not None
        return self.window.session.library

    def until(self, is_so: Callable[[], bool], timeout: int = 60_000) -> None:
        self._qtbot.waitUntil(is_so, timeout=timeout)

    def do(self, name: str) -> None:
        action = self.window.actions_[name]
        assert action.isEnabled(), f"{name} is not enabled on {self.window.page}"
        action.trigger()

    def dialog(self, kind: type[D]) -> D:
        """The dialog in front, once it is there."""

        def found() -> list[D]:
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

        self.until(lambda: bool(found()))
        return found()[0]

    def settle(self) -> None:
        self.until(lambda: self.window.jobs.is_idle)

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(widget, key, modifier)

    def click(self, page: MarkPage, point: Point) -> None:
        view = page.canvas.view
        assert view is not None
        QTest.mouseClick(page.canvas, LEFT, NONE, QPoint(*map(round, view.to_screen(point))))

    def photos(self) -> list[Photo]:
        assert self.window.session is not None
        assert self.window.session.patient is not None
        visits = sorted(self.library.children(Visit, self.window.session.patient.id), key=lambda v: v.day)
        return [photo for visit in visits for photo in self.library.children(Photo, visit.id)]

    def numbers(self, photo: Photo) -> list[int]:
        return [pair.scar.number for pair in marking.marks_on(self.library, photo)]


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication) -> Iterator[Hands]:
    style.apply(qapp, LIGHT)
    window = Window(Settings(who="Dr Test", clinic="Test clinic"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield Hands(window, qtbot)
    window.close()


def make_library(hands: Hands, folder: Path) -> str:
    hands.do("new_library")
    form = hands.dialog(NewLibrary)
    form.folder.setText(str(folder))
    form.first.setText(SECRET)
    form.second.setText(SECRET)
    hands.key(form, Qt.Key.Key_Return)
    recovery = hands.dialog(RecoveryKey)
    assert not recovery.primary.isEnabled()
    recovery.kept.click()
    recovery.primary.click()
    return recovery.key


def add_patient(hands: Hands) -> None:
    hands.do("new_patient")
    form = hands.dialog(PatientForm)
    QTest.keyClicks(form.name, "Doe, Jane")
    QTest.keyClicks(form.code, "4711")
    QTest.keyClicks(form.born, "1994-05-12")
    hands.key(form, Qt.Key.Key_Return)
    hands.until(lambda: hands.window.page == "overview")


def bring(hands: Hands, *files: str) -> None:
    hands.window.chores.import_paths([sample(file) for file in files])
    dialog = hands.dialog(ImportDialog)
    hands.until(dialog.take.isVisible)
    dialog.bar.view.setCurrentIndex(dialog.bar.view.findData("CCR"))
    dialog.bar.view.activated.emit(dialog.bar.view.currentIndex())
    dialog.bar.light.setCurrentIndex(dialog.bar.light.findData(Light.STANDARD_FLASH))
    dialog.bar.light.activated.emit(dialog.bar.light.currentIndex())
    dialog.take.click()


def mark_page(hands: Hands, photo: Photo) -> MarkPage:
    hands.window.show_on_mark(photo)
    hands.settle()
    page = hands.window.page_named("mark")
    assert isinstance(page, MarkPage)
    hands.window.activateWindow()
    assert QTest.qWaitForWindowActive(hands.window)
    page.canvas.setFocus()
    return page


def number_all(hands: Hands, page: MarkPage, file: str) -> None:
    for scar in scars_of("CCR"):
        hands.key(page.canvas, KEYS[scar["kind"]])
        hands.click(page, Point(*scar["xy"][file]))


def number_the_baseline(hands: Hands, photo: Photo) -> int:
    page = mark_page(hands, photo)
    number_all(hands, page, photo.file_name)
    scars = scars_of("CCR")
    assert hands.numbers(photo) == list(range(1, len(scars) + 1))
    types = [pair.scar.type for pair in marking.marks_on(hands.library, photo)]
    assert types == [ScarType(scar["kind"]) for scar in scars]
    set_the_scale(hands, page, photo)
    return len(scars)


def set_the_scale(hands: Hands, page: MarkPage, photo: Photo) -> None:
    hands.do("set_scale")
    ruler = next(p["ruler"] for p in truth()["photos"] if p["file"] == photo.file_name)
    hands.click(page, Point(*ruler["at_0_mm"]))
    hands.click(page, Point(*ruler["at_20_mm"]))
    hands.dialog(ScaleForm).primary.click()
    scale = hands.library.get(Photo, photo.id).scale
    assert scale is not None
    assert scale.mm_per_px == pytest.approx(ruler["mm_per_px"], rel=0.02)


def carry_over(hands: Hands, photo: Photo, count: int) -> None:
    mark_page(hands, photo)
    hands.do("propose")
    hands.settle()
    assert hands.numbers(photo) == []
    hands.do("accept_all")
    assert len(hands.numbers(photo)) >= 0.8 * count


def report_to(hands: Hands, pdf: Path, pdftotext: str) -> str:
    hands.window.go("report")
    hands.settle()
    report = hands.window.page_named("report")
    assert isinstance(report, ReportPage)
    hands.until(lambda: report.made is not None)
    report.export_to(pdf)
    hands.until(pdf.exists)
    done = subprocess.run([pdftotext, "-layout", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def unlock(hands: Hands, folder: Path) -> None:
    hands.window.opening.open(folder)
    form = hands.dialog(Unlock)
    form.secret.setText("not the pass-phrase at all")
    hands.key(form, Qt.Key.Key_Return)
    hands.settle()
    assert form.isVisible()
    assert hands.window.session is None
    form.secret.setText(SECRET)
    hands.key(form, Qt.Key.Key_Return)
    hands.until(lambda: hands.window.session is not None)


def test_from_no_library_to_a_report_and_back_after_a_restart(
    hands: Hands, tmp_path: Path, needs_tool: Callable[[str], str]
) -> None:
    folder = tmp_path / "clinic"
    make_library(hands, folder)
    add_patient(hands)
    bring(hands, "DSC_0101.JPG")
    bring(hands, "DSC_0274.JPG")
    first, last = hands.photos()
    assert (first.view, first.light) == ("CCR", Light.STANDARD_FLASH)
    count = number_the_baseline(hands, first)
    carry_over(hands, last, count)

    hands.window.go("compare")
    hands.settle()
    hands.do("wipe")
    text = report_to(hands, tmp_path / "report.pdf", needs_tool("pdftotext"))
    assert "Doe, Jane" in text
    assert "Test clinic" in text

    before = hands.numbers(last)
    hands.do("close_library")
    assert hands.window.page == "welcome"
    unlock(hands, folder)
    jane = hands.library.patient_with_code("4711")
    assert jane is not None
    hands.window.open_patient(jane)
    assert hands.numbers(last) == before
    while hands.numbers(last):
        hands.do("undo")
    hands.do("redo")
    assert hands.numbers(last) == before


def test_the_banner_and_the_pages_never_mix_patients(hands: Hands, tmp_path: Path) -> None:
    library, _ = Library.create(tmp_path / "two", passphrase=None, who="Dr Test")
    hands.window.open_library(library)
    add_patient(hands)
    bring(hands, "DSC_0101.JPG")
    page = mark_page(hands, hands.photos()[0])
    hands.window.go("patients")
    assert page.photo is None
    assert page.canvas.view is None
    assert hands.window.windowTitle() == "scardesk"


def test_a_library_that_is_in_use_is_told_and_nothing_changes(
    hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    library, _ = Library.create(tmp_path / "used", passphrase=None, who="Dr Other")
    with library, qtbot.waitSignal(hands.window.opening.failed) as told:
        hands.window.opening.open(tmp_path / "used")
    assert hands.window.session is None
    assert "Nothing was changed" in told.args[0] or "safe" in told.args[0].lower()


def test_the_sample_opens_and_is_removed_in_one_click(hands: Hands) -> None:
    hands.do("open_sample")
    hands.until(lambda: hands.window.session is not None, timeout=110_000)
    folder = hands.library.folder
    everyone = register.everyone(hands.library)
    assert [patient.name for patient in everyone] == ["SAMPLE, Ada", "SAMPLE, Ben"]
    assert all(patient.is_sample for patient in everyone)
    hands.do("remove_sample")
    assert hands.window.session is None
    assert not folder.exists()
