"""The Report page: what is seen is what is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from scardesk.gui.desk import Desk
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.pages.report import ReportPage
from scardesk.gui.pages.report.page import Made
from scardesk.model.alignment import AlignedPair
from scardesk.model.geometry import Point, place_at
from scardesk.model.scar import ScarType
from scardesk.report.preview import pages
from scardesk.workflows import compare, marking
from tests.gui.conftest import Clinic, add_patient

SECONDS = 20_000


@pytest.fixture
def page(qtbot: QtBot, clinic: Clinic) -> Iterator[ReportPage]:
    made = shown(qtbot, clinic.desk)
    drawn(qtbot, made)
    yield made
    made.hide()


# --- the preview


def test_the_preview_shows_every_page_of_the_file(page: ReportPage) -> None:
    assert page.made is not None
    assert page.made.pdf.startswith(b"%PDF")
    assert page.paper.count == len(pages(page.made.pdf, dpi=20)) >= 2
    assert page.made.pages[0].width / page.made.pages[0].height == pytest.approx(210 / 297, rel=0.01)


def test_the_pages_are_as_wide_as_there_is_room(qtbot: QtBot, page: ReportPage) -> None:
    first = sheet(page)
    room = page.paper.viewport().width()
    assert room - 60 <= first.width() <= room
    page.resize(1920, 900)
    qtbot.waitUntil(lambda: sheet(page).width() == 960)


def test_export_waits_for_the_preview(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    assert not page.panel.export.isEnabled()
    drawn(qtbot, page)
    assert page.panel.export.isEnabled()
    page.hide()


def test_another_paper_is_drawn_anew(qtbot: QtBot, page: ReportPage) -> None:
    page.panel.paper.setFocus()
    qtbot.keyClick(page.panel.paper, Qt.Key.Key_Down)
    assert not page.panel.export.isEnabled()
    made = drawn(qtbot, page)
    assert made.pages[0].width / made.pages[0].height == pytest.approx(215.9 / 279.4, rel=0.01)


def test_a_field_counts_when_it_is_left_not_at_every_letter(qtbot: QtBot, page: ReportPage) -> None:
    before = page.made
    write(qtbot, page.panel.clinic, "Clinic at the Harbour")
    assert page.made is before
    qtbot.keyClick(page.panel.clinic, Qt.Key.Key_Tab)
    made = drawn(qtbot, page)
    assert before is not None
    assert made.pdf != before.pdf


def test_changed_settings_reach_the_open_report(qtbot: QtBot, page: ReportPage) -> None:
    page.use(clinic="Clinic at the Harbour", author="Dr Other", paper="Letter")
    assert page.panel.choices == ("Clinic at the Harbour", "Dr Other", "Letter")
    assert not page.panel.export.isEnabled()
    made = drawn(qtbot, page)
    assert made.pages[0].width / made.pages[0].height == pytest.approx(215.9 / 279.4, rel=0.01)


def test_settings_that_stay_do_not_undo_what_was_typed(qtbot: QtBot, page: ReportPage) -> None:
    write(qtbot, page.panel.clinic, "Typed here")
    qtbot.keyClick(page.panel.clinic, Qt.Key.Key_Tab)
    before = drawn(qtbot, page)
    page.use(clinic="", author="Dr Test", paper="A4")
    assert page.made is before
    page.use(clinic="", author="Dr Other", paper="A4")
    assert page.panel.choices == ("Typed here", "Dr Other", "A4")


def test_settings_changed_elsewhere_wait_until_the_report_is_looked_at(
    qtbot: QtBot, page: ReportPage, clinic: Clinic
) -> None:
    before = page.made
    page.leave()
    page.use(clinic="Clinic at the Harbour", author="Dr Test", paper="A4")
    assert clinic.desk.jobs.is_idle
    page.enter()
    made = drawn(qtbot, page)
    assert before is not None
    assert made.pdf != before.pdf


def test_an_unchanged_record_is_not_drawn_again(page: ReportPage) -> None:
    before = page.made
    page.leave()
    page.enter()
    assert page.made is before


def test_a_changed_record_is_drawn_again_on_the_way_back(
    qtbot: QtBot, page: ReportPage, clinic: Clinic
) -> None:
    before = page.made
    page.leave()
    number_one_more(clinic)
    assert page.made is before
    page.enter()
    assert not page.panel.export.isEnabled()
    assert drawn(qtbot, page).pdf != before.pdf if before else False


def test_a_letter_that_cannot_be_drawn_is_told_in_a_sentence(qtbot: QtBot, page: ReportPage) -> None:
    page.panel.clinic.setText("\N{LINEAR B SYLLABLE B008 A}")  # as if pasted: QTest types Latin letters only
    qtbot.keyClick(page.panel.clinic, Qt.Key.Key_Return)
    qtbot.waitUntil(page.notice.isVisible, timeout=SECONDS)
    assert page.paper.count == 0
    assert not page.panel.export.isEnabled()
    write(qtbot, page.panel.clinic, "Clinic")
    qtbot.keyClick(page.panel.clinic, Qt.Key.Key_Return)
    drawn(qtbot, page)
    assert not page.notice.isVisible()


# --- the summary


def test_the_summary_says_what_limits_the_report(page: ReportPage) -> None:
    said = texts_of(page.panel)
    assert "3 visits, 4 numbered scars" in said
    assert "Not aligned yet: shown as photographed" in said
    assert "4 numbers are not confirmed yet" in said
    assert "No position and no hidden data in the photos" in said


def test_all_pairs_are_aligned_by_one_button(qtbot: QtBot, page: ReportPage, clinic: Clinic) -> None:
    assert page.panel.align.text() == "Align 2 pairs"
    with qtbot.waitSignal(clinic.desk.session.changed, timeout=4 * SECONDS):
        qtbot.mouseClick(page.panel.align, Qt.MouseButton.LeftButton)
    drawn(qtbot, page)
    pairs = compare.best_pairs(clinic.library, clinic.patient)
    assert all(isinstance(pair.aligned, AlignedPair) for pair in pairs)
    assert "Comparable, aligned" in texts_of(page.panel)
    assert not page.panel.align.isVisible()


# --- the file


def test_the_file_holds_the_bytes_that_were_seen(qtbot: QtBot, page: ReportPage, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    with qtbot.waitSignal(page.asked, timeout=SECONDS) as told:
        page.export_to(file)
    assert told.args == ["done", "Report saved as report.pdf."]
    assert page.made is not None
    assert file.read_bytes() == page.made.pdf
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_button_asks_for_a_name_that_does_not_name_the_patient(
    qtbot: QtBot, page: ReportPage, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.panel.export, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit)
    assert name is not None
    assert name.text() == f"report-SD-0001-{date.today().isoformat()}.pdf"
    name.setText(str(tmp_path / "chosen"))
    with qtbot.waitSignal(page.asked, timeout=SECONDS):
        qtbot.keyClick(name, Qt.Key.Key_Return)
    assert (tmp_path / "chosen.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_that_is_gone_is_told_and_nothing_is_lost(
    qtbot: QtBot, page: ReportPage, tmp_path: Path
) -> None:
    page.export_to(tmp_path / "gone" / "report.pdf")
    qtbot.waitUntil(page.notice.isVisible, timeout=SECONDS)
    assert "could not be written" in page.notice.accessibleName()
    assert page.panel.export.isEnabled()


@pytest.mark.parametrize("code", ["A/B: 7", "..", "Ö 12"])
def test_any_patient_id_gives_a_usable_name(qtbot: QtBot, desk: Desk, code: str) -> None:
    desk.session.choose(add_patient(desk.session.library, "Doe, Jane", code))
    page = shown(qtbot, desk)
    name = page.default_name()
    assert "Doe" not in name
    assert Path(name).name == name
    assert "/" not in name
    assert name.endswith(".pdf")
    page.hide()


# --- nothing of anybody, nothing to show


def test_blank_leaves_nothing_of_anybody(page: ReportPage) -> None:
    page.blank()
    assert page.made is None
    assert page.paper.count == 0
    assert not any("2026" in text or "cheek" in text for text in texts_of(page))


def test_a_report_that_is_late_is_not_shown_after_blank(
    qtbot: QtBot, page: ReportPage, clinic: Clinic
) -> None:
    number_one_more(clinic)
    assert not clinic.desk.jobs.is_idle
    page.blank()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=SECONDS)
    assert page.paper.count == 0


def test_a_patient_without_visits_is_offered_the_import(qtbot: QtBot, desk: Desk) -> None:
    desk.session.choose(add_patient(desk.session.library, "Ben", "SD-2"))
    page = shown(qtbot, desk)
    assert "Nothing to report yet" in texts_of(page)
    assert not page.panel.export.isEnabled()
    page.hide()


def test_stopping_says_so_and_coming_back_draws_it(qtbot: QtBot, page: ReportPage, clinic: Clinic) -> None:
    number_one_more(clinic)
    clinic.desk.jobs.cancel()
    assert page.made is None
    assert any(text.startswith("Stopped.") for text in texts_of(page.panel))
    page.leave()
    page.enter()
    drawn(qtbot, page)


def test_everything_that_takes_the_focus_has_a_name(page: ReportPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget


# --- making things


def shown(qtbot: QtBot, desk: Desk) -> ReportPage:
    """The page in front, wired as the window does it."""
    page = ReportPage(desk, clinic="", author="Dr Test", paper="A4")
    qtbot.addWidget(page)
    for name, handler in page.handlers().items():
        desk.actions[name].triggered.connect(lambda _=False, run=handler: run())
    desk.actions.apply_to("report")
    page.resize(1280, 660)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.enter()
    return page


def drawn(qtbot: QtBot, page: ReportPage) -> Made:
    """Wait until the preview is there."""
    qtbot.waitUntil(lambda: page.made is not None, timeout=SECONDS)
    assert page.made is not None
    return page.made


def sheet(page: ReportPage) -> QWidget:
    """The first page on the screen."""
    return next(w for w in page.findChildren(QWidget) if w.accessibleName().startswith("Page 1 of"))


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Type into a field."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def number_one_more(clinic: Clinic) -> None:
    """Change the record as the Mark page would."""
    place = place_at(Point(2000, 600), 40.0)
    action, _ = marking.place_new(
        clinic.library, clinic.photo("DSC_0101.JPG"), type_=ScarType.ROLLING, place=place
    )
    assert clinic.desk.session.do(action)


def texts_of(widget: QWidget) -> list[str]:
    """What is written there now."""
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]
