"""The Compare page, by hand: real clicks and keys on a real record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from scardesk.assets import resource
from scardesk.gui.canvas import CompareMode
from scardesk.gui.desk import Desk
from scardesk.gui.look import style
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.pages.compare import ComparePage
from scardesk.library import Edit, Library
from scardesk.model.photo import Light
from scardesk.workflows import compare, follow_up, intake, marking
from scardesk.workflows.framing import Similarity
from tests.core.cases import pair_by
from tests.gui.conftest import Clinic, add_patient, commit


@pytest.fixture
def page(qtbot: QtBot, clinic: Clinic) -> Iterator[ComparePage]:
    made = shown(qtbot, clinic.desk)
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle)
    yield made
    made.hide()


# --- which photos


def test_the_first_view_is_shown_from_its_first_to_its_last_visit(page: ComparePage) -> None:
    assert page.pair is not None
    assert (page.pair.before.file_name, page.pair.after.file_name) == ("DSC_0101.JPG", "DSC_0274.JPG")
    assert page.bar.series.currentText() == "Right cheek, close-up, standard flash"
    assert (page.bar.before.currentText(), page.bar.after.currentText()) == ("12 Jan 2026", "10 Aug 2026")
    assert "210 days" in texts_of(page)


def test_each_half_says_date_visit_view_and_the_patients_side(page: ComparePage) -> None:
    before, after = page.canvas.accessibleDescription().split(" / ")
    assert before.split("  ·  ") == ["12 Jan 2026", "patient's right", "Right cheek, close-up", "baseline"]
    assert after.split("  ·  ")[0] == "10 Aug 2026"
    assert after.endswith("visit 3, day 210")


def test_another_visit_is_chosen_on_the_right(qtbot: QtBot, page: ComparePage) -> None:
    pick(qtbot, page.bar.after, "13 Apr 2026")
    assert page.pair is not None
    assert page.pair.after.file_name == "DSC_0188.JPG"
    assert "91 days" in texts_of(page)


def test_after_is_always_later_than_before(qtbot: QtBot, page: ComparePage) -> None:
    pick(qtbot, page.bar.after, "13 Apr 2026")
    pick(qtbot, page.bar.before, "13 Apr 2026")
    assert page.pair is not None
    assert (page.pair.before.file_name, page.pair.after.file_name) == ("DSC_0188.JPG", "DSC_0274.JPG")
    assert [page.bar.after.itemText(n) for n in range(page.bar.after.count())] == ["10 Aug 2026"]


def test_another_view_is_chosen(qtbot: QtBot, page: ComparePage) -> None:
    with qtbot.waitSignal(page.context_changed) as told:
        pick(qtbot, page.bar.series, "Left cheek, close-up, standard flash")
    assert told.args == ["13 Apr 2026, Left cheek, close-up, patient's left"]
    assert page.pair is not None
    assert page.pair.before.view == "CCL"


def test_two_photos_that_the_overview_chose_are_shown_in_the_order_of_their_days(
    page: ComparePage, clinic: Clinic
) -> None:
    page.leave()
    page.show_pair(clinic.photo("DSC_0274.JPG"), clinic.photo("DSC_0188.JPG"))
    page.enter()
    assert page.pair is not None
    assert (page.pair.before.file_name, page.pair.after.file_name) == ("DSC_0188.JPG", "DSC_0274.JPG")


def test_two_photos_of_different_views_are_shown_and_called_not_comparable(
    page: ComparePage, clinic: Clinic
) -> None:
    page.show_pair(clinic.photo("DSC_0101.JPG"), clinic.photo("DSC_0189.JPG"))
    assert page.pair is not None
    assert page.pair.after.view == "CCL"
    assert page.bar.verdict.text() == "Not comparable"


def test_a_view_in_two_lights_is_shown_and_not_hidden(qtbot: QtBot, desk: Desk) -> None:
    ben = add_patient(desk.session.library, "Ben", "SD-2")
    take(desk.session.library, "SD-2", "DSC_0131.JPG", date(2026, 3, 2), Light.STANDARD_FLASH)
    take(desk.session.library, "SD-2", "DSC_0233.JPG", date(2026, 6, 29), Light.AMBIENT)
    desk.session.choose(ben)
    page = shown(qtbot, desk)
    assert page.bar.verdict.text() == "Not comparable"
    assert page.bar.after.currentText() == "29 Jun 2026, room light"
    qtbot.mouseClick(page.bar.verdict, Qt.MouseButton.LeftButton)
    assert "Room light instead of standard flash" in texts_of(page.panel)
    assert "The report makes no statement of change from this pair." in texts_of(page.panel)
    page.hide()


# --- how they are seen


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        (Qt.Key.Key_W, CompareMode.WIPE),
        (Qt.Key.Key_F, CompareMode.FADE),
        (Qt.Key.Key_B, CompareMode.BLINK),
        (Qt.Key.Key_S, CompareMode.SIDE_BY_SIDE),
    ],
)
def test_a_key_chooses_the_mode_and_one_chip_shows_it(
    qtbot: QtBot, page: ComparePage, key: Qt.Key, mode: CompareMode
) -> None:
    qtbot.keyClick(page.canvas, key)
    assert page.canvas.mode is mode
    checked = [chip.accessibleName() for chip in page.bar.modes if chip.isChecked()]
    assert checked == [page.desk.actions[mode.value].text()]


def test_choosing_the_same_mode_again_keeps_it(qtbot: QtBot, page: ComparePage) -> None:
    for _ in range(2):
        qtbot.mouseClick(page.bar.modes[1], Qt.MouseButton.LeftButton)
    assert page.canvas.mode is CompareMode.WIPE
    assert page.bar.modes[1].isChecked()


def test_arrow_keys_on_the_canvas_and_the_slider_move_the_same_wipe(qtbot: QtBot, page: ComparePage) -> None:
    qtbot.keyClick(page.canvas, Qt.Key.Key_W)
    qtbot.keyClick(page.canvas, Qt.Key.Key_Right)
    assert page.canvas.split == pytest.approx(0.52)
    assert page.bar.slider.value() == 520
    qtbot.keyClick(page.bar.slider, Qt.Key.Key_Left)
    assert page.canvas.split == pytest.approx(0.5)


def test_the_slider_is_there_only_where_it_does_something(qtbot: QtBot, page: ComparePage) -> None:
    assert not page.bar.slider.isVisible()
    qtbot.keyClick(page.canvas, Qt.Key.Key_F)
    assert page.bar.slider.isVisible()


def test_numbers_are_shown_and_hidden(qtbot: QtBot, page: ComparePage, clinic: Clinic) -> None:
    photo = clinic.photo("DSC_0101.JPG")
    assert len(page._marks(photo)) == 4
    qtbot.mouseClick(page.bar.numbers, Qt.MouseButton.LeftButton)
    assert page._marks(photo) == []
    qtbot.keyClick(page.canvas, Qt.Key.Key_V)
    assert len(page._marks(photo)) == 4
    assert page.bar.numbers.isChecked()


def test_the_verdict_unfolds_its_reasons_and_the_settings(qtbot: QtBot, page: ComparePage) -> None:
    assert page.bar.verdict.text() == "Comparable"
    assert not page.panel.isVisible()
    qtbot.mouseClick(page.bar.verdict, Qt.MouseButton.LeftButton)
    assert page.panel.isVisible()
    said = texts_of(page.panel)
    assert {"Aperture", "f/11", "Focal length", "90 mm", "Not aligned yet"} <= set(said)
    assert page.bar.verdict.text() == "Comparable"
    qtbot.keyClick(page.canvas, Qt.Key.Key_F9)
    assert not page.panel.isVisible()


def test_a_click_on_a_number_lets_the_same_scar_stand_out_in_both_photos(
    qtbot: QtBot, page: ComparePage, clinic: Clinic
) -> None:
    pick(qtbot, page.bar.after, "13 Apr 2026")
    marks = {
        file: marking.marks_on(clinic.library, clinic.photo(file))[0].mark
        for file in ("DSC_0101.JPG", "DSC_0188.JPG")
    }
    view = page.canvas.view
    assert view is not None
    at = QPoint(*map(round, view.to_screen(marks["DSC_0101.JPG"].place.centre)))
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert page.chosen == ({marks["DSC_0101.JPG"].id}, {marks["DSC_0188.JPG"].id})


@pytest.mark.parametrize(("width", "percent"), [(1280, 100), (900, 100), (1280, 200), (1920, 200)])
def test_no_button_cuts_its_words_off(
    qtbot: QtBot, qapp: QApplication, clinic: Clinic, width: int, percent: int
) -> None:
    style.apply(qapp, LIGHT.sized(text_percent=percent))
    page = shown(qtbot, clinic.desk)
    page.resize(width, 660)
    qtbot.waitUntil(lambda: page.bar.width() == width)
    buttons = [button for button in page.bar.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) >= 8
    assert [b.text() for b in buttons if b.width() < b.sizeHint().width()] == []
    assert all(page.bar.rect().contains(button.geometry()) for button in buttons)
    page.hide()


# --- aligning


def test_aligning_is_a_job_whose_result_is_one_change(
    qtbot: QtBot, page: ComparePage, clinic: Clinic
) -> None:
    with qtbot.waitSignal(clinic.desk.session.changed, timeout=30_000) as told:
        qtbot.mouseClick(page.bar.align, Qt.MouseButton.LeftButton)
        assert not page.bar.align.isEnabled()
        assert clinic.desk.jobs.is_busy
    assert told.args is not None
    assert "Aligned, residual 0." in " ".join(texts_of(page.bar))
    assert " mm" in next(text for text in texts_of(page.bar) if text.startswith("Aligned"))
    assert not page.bar.align.isVisible()
    clinic.desk.session.undo()
    assert "Not aligned yet" in texts_of(page.bar)


def test_as_photographed_lays_nothing_on_anything(qtbot: QtBot, page: ComparePage, clinic: Clinic) -> None:
    align(clinic)
    page.enter()
    assert any(text.startswith("Aligned") for text in texts_of(page.bar))
    qtbot.keyClick(page.canvas, Qt.Key.Key_O)
    assert "As photographed" in texts_of(page.bar)


def test_stopping_the_alignment_changes_nothing(qtbot: QtBot, page: ComparePage, clinic: Clinic) -> None:
    said: list[object] = []
    page.asked.connect(lambda what, about: said.append((what, about)))
    qtbot.mouseClick(page.bar.align, Qt.MouseButton.LeftButton)
    clinic.desk.jobs.cancel()
    assert page.bar.align.isEnabled()
    assert said == []
    assert "Not aligned yet" in texts_of(page.bar)


def test_a_photo_retired_meanwhile_is_not_aligned(qtbot: QtBot, page: ComparePage, clinic: Clinic) -> None:
    assert page.pair is not None
    aligned = pair_by(page.pair.before, page.pair.after, Similarity())
    edit = marking.Action("Retire", (retired(clinic, "DSC_0274.JPG"),), clinic.patient.id)
    commit(clinic.library, edit)
    page._keep(aligned)
    assert clinic.library.pointing_at(type(aligned), aligned.before_id) == []


# --- nothing of anybody, nothing to show


def test_blank_leaves_nothing_of_anybody(page: ComparePage) -> None:
    page.blank()
    assert page.pair is None
    assert page.canvas.view is None
    assert page.canvas.accessibleDescription() == ""
    assert [field.count() for field in page.findChildren(QComboBox)] == [0, 0, 0]
    shown_texts = [label.text() for label in page.findChildren(PlainLabel) if label.isVisible()]
    assert not any("2026" in text or "cheek" in text for text in shown_texts)


def test_one_visit_says_so_and_offers_the_import(qtbot: QtBot, desk: Desk) -> None:
    ben = add_patient(desk.session.library, "Ben", "SD-2")
    take(desk.session.library, "SD-2", "DSC_0131.JPG", date(2026, 3, 2), Light.STANDARD_FLASH)
    desk.session.choose(ben)
    page = shown(qtbot, desk)
    assert "One visit so far" in texts_of(page)
    assert any("2 Mar 2026" in text for text in texts_of(page))
    page.hide()


def test_no_photos_says_so(qtbot: QtBot, desk: Desk) -> None:
    desk.session.choose(add_patient(desk.session.library, "Ben", "SD-2"))
    page = shown(qtbot, desk)
    assert "No photos yet" in texts_of(page)
    page.hide()


def test_a_photo_that_is_taken_out_of_the_record_leaves_the_page(page: ComparePage, clinic: Clinic) -> None:
    action = marking.Action("Retire", (retired(clinic, "DSC_0274.JPG"),), clinic.patient.id)
    assert clinic.desk.session.do(action)
    assert page.pair is not None
    assert page.pair.after.file_name == "DSC_0188.JPG"


# --- keyboard and screen reader


def test_everything_that_takes_the_focus_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, page: ComparePage
) -> None:
    qtbot.keyClick(page.canvas, Qt.Key.Key_W)
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    }
    assert [widget for widget in wanted if not named(widget)] == []
    reached: list[QWidget] = []
    page.canvas.setFocus()
    for _ in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert set(reached) == wanted
    bar = page.bar
    in_reading_order = [page.canvas, bar.before, bar.slider, bar.after, bar.verdict, bar.series]
    assert reached[: len(in_reading_order)] == in_reading_order


def test_the_wheel_over_a_field_changes_nothing(page: ComparePage) -> None:
    for field in (page.bar.before, page.bar.after, page.bar.series, page.bar.slider):
        before = page.pair
        middle = QPointF(field.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(field.mapToGlobal(field.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, event)
        assert page.pair == before


# --- making things


def shown(qtbot: QtBot, desk: Desk) -> ComparePage:
    """The page in front, wired as the window does it."""
    page = ComparePage(desk)
    qtbot.addWidget(page)
    for name, handler in page.handlers().items():
        desk.actions[name].triggered.connect(lambda _=False, run=handler: run())
    page.addActions(list(desk.actions.all()))
    desk.actions.apply_to("compare")
    page.resize(1280, 660)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.enter()
    return page


def pick(qtbot: QtBot, field: QComboBox, text: str) -> None:
    """Choose by keyboard, as a person would."""
    field.setFocus()
    steps = field.findText(text) - field.currentIndex()
    assert field.findText(text) >= 0
    for _ in range(abs(steps)):
        qtbot.keyClick(field, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    assert field.currentText() == text


def take(library: Library, code: str, file: str, day: date, light: Light) -> None:
    """Import one sample photo."""
    patient = library.patient_with_code(code)
    assert patient is not None
    intake.import_photos(library, patient, [resource("samples", file)], day=day, view="CCR", light=light)


def align(clinic: Clinic) -> None:
    """Align the pair that the page shows first, beside the page."""
    pair = compare.best_pairs(clinic.library, clinic.patient)[0]
    aligned = pair_by(pair.before, pair.after, Similarity())
    commit(clinic.library, follow_up.keep_alignment(clinic.library, aligned))


def retired(clinic: Clinic, file: str) -> Edit:
    """The edit that takes a photo out of the record."""
    return Edit.retired(clinic.photo(file))


def texts_of(widget: QWidget) -> list[str]:
    """What is written there now."""
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]


def named(widget: QWidget) -> bool:
    """Whether a screen reader has something to say."""
    return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
