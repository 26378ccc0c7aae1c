"""Importing by window: read beside the window, look, correct many at once, take in as one step."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scardesk.assets import resource
from scardesk.gui.desk import Desk
from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.gui.dialogs.import_preview.rows import DAY, FILE, IS_OPEN, LIGHT, PHOTO, VIEW
from scardesk.gui.look.dates import DayField
from scardesk.gui.look.fields import ChoiceField, SearchChoice
from scardesk.gui.look.labels import PlainLabel
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import UNKNOWN_VIEW, Light
from tests.gui.conftest import Clinic, add_patient, focused, photos_in

W = TypeVar("W", bound=QWidget)
FILES = ("DSC_0101.JPG", "DSC_0102.JPG", "DSC_0103.JPG")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A camera card: three photos, a text, a photo cut short."""
    folder = tmp_path / "card"
    folder.mkdir()
    for name in FILES:
        shutil.copy(resource("samples", name), folder / name)
    (folder / "notes.txt").write_text("no photo")
    (folder / "short.jpg").write_bytes(resource("samples", "DSC_0188.JPG").read_bytes()[:40_000])
    return folder


@pytest.fixture
def anna(desk: Desk) -> Patient:
    anna = add_patient(desk.session.library, "Smith, Anna <i>", "P-1", date(1970, 12, 31))
    desk.session.choose(anna)
    return anna


def opened(qtbot: QtBot, desk: Desk, patient: Patient, paths: Sequence[Path]) -> ImportDialog:
    dialog = ImportDialog(desk, patient, paths)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.activateWindow()
    return dialog


def read(qtbot: QtBot, desk: Desk, patient: Patient, paths: Sequence[Path]) -> ImportDialog:
    dialog = opened(qtbot, desk, patient, paths)
    qtbot.waitUntil(lambda: desk.jobs.is_idle, timeout=20_000)
    return dialog


def choose(field: ChoiceField, value: str) -> None:
    """Choose by keys, as a hand would."""
    field.setFocus()
    if isinstance(field, SearchChoice):
        QTest.keyClicks(field, value)
        QTest.keyClick(field, Qt.Key.Key_Return)
        return
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(field.findData(value)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)


def told(dialog: ImportDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(PlainLabel) if label.isVisible()]


def click_row(dialog: ImportDialog, row: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    at = dialog.table.visualRect(dialog.table.model().index(row, FILE)).center()
    held = modifier if modifier is not None else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, held, at)


def editors(dialog: ImportDialog, kind: type[W]) -> list[W]:
    """The open editors of the table."""
    return [field for field in dialog.table.viewport().findChildren(kind) if field.isVisible()]


def test_the_preview_shows_what_each_file_is_and_whose_record_it_joins(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    model = dialog.table.model()
    assert [model.index(row, FILE).data() for row in range(model.rowCount())] == list(FILES)
    assert model.index(0, DAY).data() == "12 Jan 2026"
    assert model.index(0, VIEW).data() == model.index(0, LIGHT).data() == "Not chosen"
    words = told(dialog)
    assert "Smith, Anna <i>" in words
    assert "2 not imported" in words
    assert "3 without a view" in words
    assert dialog.refused.list.count() == 2
    assert photos_in(desk.session.library, anna) == []


def test_one_change_takes_all_of_them_in(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    choose(dialog.bar.light, Light.STANDARD_FLASH.value)
    choose(dialog.bar.view, "CCR")
    assert dialog.take.text() == "Import 3 photos"
    with qtbot.waitSignals([dialog.accepted, desk.session.changed]):
        QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    library = desk.session.library
    photos = photos_in(library, anna)
    assert [(photo.view, photo.light) for photo in photos] == [("CCR", Light.STANDARD_FLASH)] * 3
    assert [visit.day for visit in library.children(Visit, anna.id)] == [date(2026, 1, 12)]
    assert all(library.thumbnail(photo.blob) for photo in photos)
    desk.session.undo()
    assert photos_in(library, anna) == []
    assert library.children(Visit, anna.id) == []


def test_several_chosen_rows_change_together(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    click_row(dialog, 0)
    click_row(dialog, 2, Qt.KeyboardModifier.ControlModifier)
    assert dialog.bar.words.text() == "2 photos:"
    choose(dialog.bar.view, "CCL")
    model = dialog.table.model()
    views = [model.index(row, VIEW).data() for row in range(3)]
    assert views == ["Left cheek, close-up · CCL", "Not chosen", "Left cheek, close-up · CCL"]
    click_row(dialog, 1, Qt.KeyboardModifier.ControlModifier)
    assert dialog.bar.view.currentIndex() == -1
    dialog.bar.day.setFocus()
    dialog.bar.day.selectAll()
    QTest.keyClicks(dialog.bar.day, "10.8.2026")
    QTest.keyClick(dialog.bar.day, Qt.Key.Key_Return)
    assert [model.index(row, DAY).data() for row in range(3)] == ["10 Aug 2026"] * 3
    assert dialog.isVisible()


def test_a_cell_is_edited_in_place_by_keys(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    table, model = dialog.table, dialog.table.model()
    click_row(dialog, 1)
    table.setCurrentIndex(model.index(1, VIEW))
    QTest.keyClick(table, Qt.Key.Key_F2)
    (editor,) = editors(dialog, ChoiceField)
    choose(editor, "CCL")
    qtbot.waitUntil(lambda: not editors(dialog, ChoiceField))
    assert model.index(1, VIEW).data() == "Left cheek, close-up · CCL"
    assert model.index(0, VIEW).data() == "Not chosen"
    table.setCurrentIndex(model.index(1, DAY))
    QTest.keyClick(table, Qt.Key.Key_F2)
    (day,) = editors(dialog, DayField)
    QTest.keyClicks(day, "2026-01-13")
    QTest.keyClick(day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not editors(dialog, DayField))
    assert [model.index(row, DAY).data() for row in range(3)] == ["12 Jan 2026", "13 Jan 2026", "12 Jan 2026"]
    assert dialog.isVisible()


def test_a_view_is_typed_and_nothing_is_written_before_enter(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    qtbot.waitUntil(dialog.bar.view.hasFocus)
    model = dialog.table.model()
    QTest.keyClicks(dialog.bar.view, "Right cheek")
    assert [model.index(row, VIEW).data() for row in range(3)] == ["Not chosen"] * 3
    QTest.keyClick(dialog.bar.view, Qt.Key.Key_Return)
    assert [model.index(row, VIEW).data() for row in range(3)] == ["Right cheek, close-up · CCR"] * 3
    assert dialog.isVisible()


def test_an_editor_that_is_left_without_a_choice_writes_nothing(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    table, model = dialog.table, dialog.table.model()
    click_row(dialog, 1)
    table.setCurrentIndex(model.index(1, VIEW))
    QTest.keyClicks(table, "C")  # opens the editor and is typed into it
    (editor,) = editors(dialog, SearchChoice)
    QTest.keyClicks(editor, "C")
    assert editor.currentText() == "CC"
    QTest.keyClick(editor.choices, Qt.Key.Key_Escape)
    assert not editor.choices.isVisible()
    assert dialog.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not editors(dialog, SearchChoice))
    assert dialog.isVisible()
    choose(dialog.bar.view, "CCL")
    table.selectAll()
    table.edit(model.index(0, VIEW))
    (editor,) = editors(dialog, SearchChoice)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert [model.index(row, VIEW).data() for row in range(3)] == [
        "Not chosen",
        "Left cheek, close-up · CCL",
        "Not chosen",
    ]


def test_a_clear_code_counts_when_the_hand_goes_on_to_the_mouse(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    table, model = dialog.table, dialog.table.model()
    qtbot.waitUntil(dialog.bar.view.hasFocus)
    QTest.keyClicks(dialog.bar.view, "CCR")
    dialog.bar.view.choices.hide()  # as the first click does
    dialog.take.setFocus(Qt.FocusReason.MouseFocusReason)
    assert model.index(2, VIEW).data() == "Right cheek, close-up · CCR"
    click_row(dialog, 2)
    table.edit(model.index(2, VIEW))
    (editor,) = editors(dialog, SearchChoice)
    QTest.keyClicks(editor, "CCL")
    editor.choices.hide()
    dialog.take.setFocus(Qt.FocusReason.MouseFocusReason)
    assert model.index(2, VIEW).data() == "Left cheek, close-up · CCL"
    assert model.index(1, VIEW).data() == "Right cheek, close-up · CCR"
    qtbot.waitUntil(lambda: not editors(dialog, SearchChoice))


@pytest.mark.parametrize("column", [VIEW, LIGHT])
def test_the_editor_of_a_cell_shows_all_of_its_text(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path, column: int
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    table = dialog.table
    table.scrollTo(table.model().index(0, column))
    table.edit(table.model().index(0, column))
    (editor,) = editors(dialog, ChoiceField)
    assert editor.geometry().left() >= 0
    assert editor.geometry().right() <= table.viewport().width()
    widest = max(editor.fontMetrics().horizontalAdvance(editor.itemText(n)) for n in range(editor.count()))
    assert editor.width() >= widest + 40


def test_choices_are_not_dropped_without_asking_once(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    choose(dialog.bar.view, "CCR")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.stop.text() == "Discard the choices"
    assert any("not imported yet" in words for words in told(dialog))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # no: on with it
    assert dialog.isVisible()
    assert dialog.stop.text() == "Cancel"
    QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    choose(dialog.bar.view, "CCL")  # an answer too
    assert dialog.stop.text() == "Cancel"
    dialog.close()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    assert photos_in(desk.session.library, anna) == []


def test_a_preview_that_was_only_looked_at_closes_at_once(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path
) -> None:
    dialog = read(qtbot, desk, anna, [card])
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_photo_without_a_date_is_warned_about(
    qtbot: QtBot, desk: Desk, anna: Patient, card: Path, tmp_path: Path
) -> None:
    with Image.open(card / FILES[0]) as pixels:
        pixels.save(tmp_path / "scan.jpg")  # without what the camera wrote
    dialog = read(qtbot, desk, anna, [tmp_path / "scan.jpg", card / FILES[1]])
    model = dialog.table.model()
    names = [model.index(row, FILE).data() for row in range(2)]
    scan = names.index("scan.jpg")
    assert "1 without a date: today" in told(dialog)
    assert model.index(scan, DAY).data(IS_OPEN)
    assert not model.index(1 - scan, DAY).data(IS_OPEN)
    click_row(dialog, scan)
    dialog.bar.day.setFocus()
    dialog.bar.day.selectAll()
    QTest.keyClicks(dialog.bar.day, "12 Jan 2026")
    QTest.keyClick(dialog.bar.day, Qt.Key.Key_Return)
    assert not model.index(scan, DAY).data(IS_OPEN)
    assert not any("without a date" in words for words in told(dialog))


def test_photos_are_large_enough_to_tell_apart(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    room = dialog.table.visualRect(dialog.table.model().index(0, PHOTO))
    assert room.width() >= 96
    assert room.height() >= 64
    assert "<img" in dialog.table.model().index(0, PHOTO).data(Qt.ItemDataRole.ToolTipRole)


def test_an_unclear_day_changes_nothing(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    dialog.bar.day.setFocus()
    dialog.bar.day.selectAll()
    QTest.keyClicks(dialog.bar.day, "03/04/2026")
    QTest.keyClick(dialog.bar.day, Qt.Key.Key_Tab)
    assert dialog.bar.day.property("kind") == "error"
    assert dialog.table.model().index(0, DAY).data() == "12 Jan 2026"


def test_views_may_stay_open(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card / FILES[0]])
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    (photo,) = photos_in(desk.session.library, anna)
    assert (photo.view, photo.light) == (UNKNOWN_VIEW, Light.UNKNOWN)


def test_what_is_here_already_is_counted_apart(qtbot: QtBot, clinic: Clinic, card: Path) -> None:
    dialog = read(qtbot, clinic.desk, clinic.patient, [card / FILES[0], card / FILES[2], card / "notes.txt"])
    assert "1 not imported, 1 already here" in told(dialog)
    assert dialog.take.text() == "Import 1 photo"


def test_nothing_to_import_says_why(qtbot: QtBot, clinic: Clinic, card: Path, tmp_path: Path) -> None:
    dialog = read(qtbot, clinic.desk, clinic.patient, [card / FILES[0]])
    assert "Every photo is in this record already." in told(dialog)
    assert not dialog.take.isVisible()
    (tmp_path / "empty").mkdir()
    dialog = read(qtbot, clinic.desk, clinic.patient, [tmp_path / "empty"])
    assert "There are no files in what you chose." in told(dialog)
    dialog = read(qtbot, clinic.desk, clinic.patient, [tmp_path / "gone.jpg"])
    assert any("There is no file 'gone.jpg'" in words for words in told(dialog))


def test_a_photo_of_another_patient_is_refused(qtbot: QtBot, clinic: Clinic, card: Path) -> None:
    other = add_patient(clinic.library, "Smith, Anna", "P-1")
    dialog = read(qtbot, clinic.desk, other, [card / FILES[0]])
    assert "another patient" in dialog.refused.list.item(0).text()
    assert clinic.patient.name not in dialog.refused.list.item(0).text()


def test_cancel_while_reading_takes_nothing_in(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = opened(qtbot, desk, anna, [card])
    with qtbot.waitSignal(dialog.rejected):
        QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    assert desk.jobs.is_idle
    assert photos_in(desk.session.library, anna) == []


def test_the_keyboard_walks_through_all_of_it(qtbot: QtBot, desk: Desk, anna: Patient, card: Path) -> None:
    dialog = read(qtbot, desk, anna, [card])
    qtbot.waitUntil(dialog.bar.view.hasFocus)
    seen = []
    for _ in range(8):
        seen.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    wanted = {dialog.bar.day, dialog.bar.view, dialog.bar.light, dialog.table, dialog.take, dialog.stop}
    assert wanted <= set(seen)
    assert all(widget.accessibleName() or getattr(widget, "text", str)() for widget in wanted)
