"""The grid of a record: what shows, how it is walked, what two chosen photos lead to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from scardesk.gui.desk import Desk
from scardesk.gui.pages.overview import OverviewPage
from scardesk.gui.pages.overview.board import Row
from scardesk.gui.pages.overview.heads import view_lines
from scardesk.gui.pages.overview.photo_form import PhotoForm
from scardesk.library import Edit
from scardesk.model.patient import Visit
from scardesk.model.photo import CaptureSettings, Light, Photo
from scardesk.model.scar import Scar
from scardesk.model.value import PhotoId, changed, new_id
from tests.gui.conftest import Clinic, add_patient, photos_in

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def shown(qtbot: QtBot, desk: Desk) -> OverviewPage:
    page = OverviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.enter()
    qtbot.waitUntil(page.grid.hasFocus)
    return page


def at(page: OverviewPage, row: int, column: int) -> QModelIndex:
    return page.grid.model().index(row, column)


def click(page: OverviewPage, row: int, column: int, held: Qt.KeyboardModifier = NONE) -> None:
    place = page.grid.visualRect(at(page, row, column)).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, held, place)


def chosen(page: OverviewPage) -> list[str]:
    return [photo.file_name for photo in page.grid.chosen]


def button(page: OverviewPage, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == words)


def press_in_open_dialog(qtbot: QtBot, words: str) -> None:
    """Press a button of the dialog that has just opened, like any hand would."""
    box = dialog_that_opens(qtbot, lambda d: isinstance(d, QMessageBox))
    wanted = next(b for b in box.findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)


def dialog_that_opens(qtbot: QtBot, is_it: Callable[[QDialog], bool]) -> QDialog:
    def visible() -> list[QDialog]:
        tops = QApplication.topLevelWidgets()
        return [w for w in tops if isinstance(w, QDialog) and w.isVisible() and is_it(w)]

    qtbot.waitUntil(lambda: bool(visible()))
    return visible()[0]


def dropped(*paths: Path) -> QMimeData:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return files


def test_rows_are_views_columns_are_visits_and_gaps_show(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    model = page.grid.model()
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    spoken = at(page, 0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Right cheek, close-up, 12 Jan 2026, 4 marks"
    assert at(page, 1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Left cheek, close-up, 10 Aug 2026, No photo"
    )
    assert [column.day_number for column in page.grid.board.columns] == [0, 91, 210]
    assert page.findChild(QPushButton) is not None


def test_a_click_chooses_and_ctrl_click_chooses_a_second(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    compare = button(page, "Compare")
    click(page, 0, 2)
    assert chosen(page) == ["DSC_0274.JPG"]
    assert not compare.isEnabled()
    assert "DSC_0274.JPG" in page.details.words
    click(page, 0, 0, CTRL)
    assert chosen(page) == ["DSC_0274.JPG", "DSC_0101.JPG"]
    assert "210 days apart" in page.details.words
    with qtbot.waitSignal(page.asked) as wish:
        QTest.mouseClick(compare, Qt.MouseButton.LeftButton)
    assert wish.args[0] == "compare"
    assert [photo.file_name for photo in wish.args[1]] == ["DSC_0101.JPG", "DSC_0274.JPG"]


def test_a_third_photo_replaces_the_second(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 0)
    click(page, 0, 1, SHIFT)
    click(page, 0, 2, CTRL)
    assert chosen(page) == ["DSC_0101.JPG", "DSC_0274.JPG"]
    click(page, 0, 0, CTRL)
    assert chosen(page) == ["DSC_0274.JPG"]
    click(page, 1, 1)
    assert chosen(page) == ["DSC_0189.JPG"]


def test_keys_walk_the_grid_choose_two_and_open(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    grid = page.grid
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 2)
    QTest.keyClick(grid, Qt.Key.Key_Left)
    assert chosen(page) == ["DSC_0188.JPG"]
    QTest.keyClick(grid, Qt.Key.Key_Left, SHIFT)
    assert chosen(page) == ["DSC_0188.JPG", "DSC_0101.JPG"]
    QTest.keyClick(grid, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.asked) as wish:
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert wish.args == ["mark", clinic.photo("DSC_0102.JPG")]
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert chosen(page) == []


def test_no_photo_is_framed_before_keys_are_used(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    assert chosen(page) == []
    assert not page.grid.has_ring
    QTest.keyClick(page.grid, Qt.Key.Key_Left, CTRL)
    assert page.grid.has_ring
    click(page, 0, 0)
    assert not page.grid.has_ring
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    page.grid.clearFocus()
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.grid.has_ring


def test_a_photo_without_a_view_claims_no_side() -> None:
    assert view_lines(Row("NA", Light.UNKNOWN, 0))[1] == "NA"
    assert view_lines(Row("old code", Light.UNKNOWN, 0))[1] == "old code"
    assert view_lines(Row("CCR", Light.UNKNOWN, 0))[1] == "CCR  ·  patient's right"
    assert view_lines(Row("F0", Light.UNKNOWN, 0))[1] == "F0  ·  midline"


def test_a_view_is_typed_into_the_form_of_a_photo(qtbot: QtBot, clinic: Clinic) -> None:
    form = PhotoForm(clinic.library, clinic.photo("DSC_0101.JPG"), preview=None)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.view.setFocus()
    assert form.view.currentText() == "Right cheek, close-up · CCR"
    QTest.keyClicks(form.view, "left cheek")
    assert form.view.currentData() == "CCR"
    QTest.keyClick(form.view, Qt.Key.Key_Return)
    assert form.view.currentData() == "CCL"
    assert form.isVisible()
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(form.view, Qt.Key.Key_Return)


def test_a_gap_can_be_reached_and_leads_to_the_import(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    QTest.keyClick(page.grid, Qt.Key.Key_Down)
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (1, 2)
    assert chosen(page) == []
    with qtbot.waitSignal(clinic.desk.actions["import_photos"].triggered):
        QTest.keyClick(page.grid, Qt.Key.Key_Return)


def test_a_double_click_marks(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 1, 1)
    with qtbot.waitSignal(page.asked) as wish:
        place = page.grid.visualRect(at(page, 1, 1)).center()
        QTest.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert wish.args == ["mark", clinic.photo("DSC_0189.JPG")]


def test_files_may_be_dropped_anywhere_and_the_patient_is_named(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    files = dropped(Path("one.jpg").resolve(), Path("folder").resolve())
    keys = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, NONE)
    enter = QDragEnterEvent(QPoint(700, 400), *keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    hint = page.grab()
    assert not hint.isNull()
    with qtbot.waitSignal(page.asked) as wish:
        QApplication.sendEvent(page, QDropEvent(QPointF(700, 400), *keys))
    assert wish.args == ["import", [Path("one.jpg").resolve(), Path("folder").resolve()]]


def test_text_that_is_dropped_is_not_a_file(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    words = QMimeData()
    words.setText("hello")
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, words, Qt.MouseButton.LeftButton, NONE)
    enter.ignore()
    QApplication.sendEvent(page, enter)
    assert not enter.isAccepted()


def test_what_is_doubtful_is_said(qtbot: QtBot, clinic: Clinic) -> None:
    photo = clinic.photo("DSC_0274.JPG")
    doubtful = changed(photo, view="NA", light=Light.UNKNOWN, settings=CaptureSettings())
    clinic.library.commit("Doubt", [Edit.replaced(photo, doubtful)], scope=clinic.patient.id)
    page = shown(qtbot, clinic.desk)
    row = page.grid.model().rowCount() - 1
    click(page, row, 2)
    assert page.details.words.endswith("View not chosen, Light not recorded, No camera data")


def test_a_view_taken_twice_at_a_visit_gets_a_further_row(qtbot: QtBot, clinic: Clinic) -> None:
    photo = clinic.photo("DSC_0102.JPG")
    clinic.library.commit("Same view", [Edit.replaced(photo, changed(photo, view="CCR"))])
    page = shown(qtbot, clinic.desk)
    assert [(row.view, row.turn) for row in page.grid.board.rows] == [("CCR", 0), ("CCR", 1), ("CCL", 0)]
    assert len(page.grid.board.cells) == 5


def test_an_empty_record_offers_the_import(qtbot: QtBot, clinic: Clinic) -> None:
    anna = add_patient(clinic.library, "Smith, Anna", "P-1")
    clinic.desk.session.choose(anna)
    page = OverviewPage(clinic.desk)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.enter()
    (offered,) = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    with qtbot.waitSignal(clinic.desk.actions["import_photos"].triggered):
        QTest.mouseClick(offered, Qt.MouseButton.LeftButton)


def test_nothing_of_a_patient_stays_after_blank(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 0)
    page.blank()
    assert page.grid.model().rowCount() == 0
    assert chosen(page) == []
    assert "DSC" not in page.details.words


def test_taking_a_photo_out_asks_names_what_goes_along_and_can_be_undone(
    qtbot: QtBot, clinic: Clinic
) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 0)
    page.handlers()["retire_photo"]()
    box = dialog_that_opens(qtbot, lambda d: isinstance(d, QMessageBox))
    assert isinstance(box, QMessageBox)
    assert "DSC_0101.JPG" in box.text()
    assert "4 marks" in box.informativeText()
    assert "2 scars" in box.informativeText()
    with qtbot.waitSignal(clinic.desk.session.changed):
        press_in_open_dialog(qtbot, "Take out")
    assert "DSC_0101.JPG" not in [photo.file_name for photo in photos_in(clinic.library, clinic.patient)]
    assert len(clinic.library.children(Scar, clinic.patient.id)) == 2
    assert chosen(page) == []
    clinic.desk.session.undo()
    assert len(page.grid.board.cells) == 5
    assert len(clinic.library.children(Scar, clinic.patient.id)) == 4


def test_keeping_it_changes_nothing(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 0)
    page.handlers()["retire_photo"]()
    press_in_open_dialog(qtbot, "Keep it")
    assert len(photos_in(clinic.library, clinic.patient)) == 5


def test_view_light_and_day_are_corrected_in_one_step(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 2)
    page.handlers()["correct_photo"]()
    form = dialog_that_opens(qtbot, lambda d: isinstance(d, PhotoForm))
    assert isinstance(form, PhotoForm)
    form.view.setFocus()
    QTest.keyClicks(form.view, "left cheek, close")
    QTest.keyClick(form.view, Qt.Key.Key_Return)
    form.day.selectAll()
    QTest.keyClicks(form.day, "11 Aug 2026")
    with qtbot.waitSignal(clinic.desk.session.changed):
        QTest.keyClick(form.day, Qt.Key.Key_Return)
    photo = clinic.library.get(Photo, clinic.photo("DSC_0274.JPG").id)
    assert photo.view == "CCL"
    assert clinic.library.get(Visit, photo.visit_id).day.isoformat() == "2026-08-11"
    assert len(clinic.library.children(Visit, clinic.patient.id)) == 3
    assert chosen(page) == ["DSC_0274.JPG"]
    clinic.desk.session.undo()
    assert clinic.photo("DSC_0274.JPG").view == "CCR"


def test_the_menu_of_a_photo_holds_what_can_be_done(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    click(page, 0, 0)
    page.grid.menu_asked.emit(page.mapToGlobal(QPoint(300, 200)))
    menu = page.findChild(QMenu)
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Mark", "View, light, date…", "Take photo out of the record…"]
    menu.close()


def test_a_photo_that_cannot_be_read_is_still_in_its_place(qtbot: QtBot, clinic: Clinic) -> None:
    photo = clinic.photo("DSC_0274.JPG")
    kept = clinic.library.keep(b"these bytes are no photo")
    broken = changed(photo, id=PhotoId(new_id()), blob=kept.blob, sha256=kept.sha256, view="F0")
    clinic.library.commit("Broken", [Edit.added(broken)], scope=clinic.patient.id)
    with qtbot.waitSignal(clinic.desk.photos.unreadable):
        page = shown(qtbot, clinic.desk)
    click(page, 0, 2)
    assert chosen(page) == ["DSC_0274.JPG"]
