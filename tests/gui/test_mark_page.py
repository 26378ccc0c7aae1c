"""The Mark page on a real record: clicks, keys, undo, carry-over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scardesk.gui.pages.mark import MarkPage
from scardesk.gui.tools import Measured
from scardesk.library import Library
from scardesk.model.geometry import Point
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Mark, Origin, Outcome, Scar, ScarType
from scardesk.workflows import marking
from tests.gui.conftest import Clinic

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


@pytest.fixture
def page(clinic: Clinic, qtbot: QtBot) -> MarkPage:
    made = MarkPage(clinic.desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    clinic.desk.actions.apply_to("mark")
    for name, handler in made.handlers().items():
        clinic.desk.actions[name].triggered.connect(lambda _=False, run=handler: run())
    made.show()
    QTest.qWaitForWindowActive(made)
    return made


def open_photo(page: MarkPage, clinic: Clinic, file: str, qtbot: QtBot) -> Photo:
    page.enter()
    page.show_photo(clinic.photo(file))
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=20_000)
    return clinic.photo(file)


def on_screen(page: MarkPage, point: Point) -> QPoint:
    view = page.canvas.view
    assert view is not None
    return QPoint(*map(round, view.to_screen(point)))


def click(page: MarkPage, point: Point) -> None:
    QTest.mouseClick(page.canvas, LEFT, NONE, on_screen(page, point))


def drag(page: MarkPage, start: Point, end: Point) -> None:
    a, b = on_screen(page, start), on_screen(page, end)
    QTest.mousePress(page.canvas, LEFT, NONE, a)
    QTest.mouseMove(page.canvas, a + (b - a) / 2)
    QTest.mouseMove(page.canvas, b)
    QTest.mouseRelease(page.canvas, LEFT, NONE, b)


def numbers(library: Library, photo: Photo) -> list[int]:
    return [pair.scar.number for pair in marking.marks_on(library, photo)]


def test_a_click_places_the_next_number_of_the_chosen_type(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    clinic.desk.actions["rolling"].trigger()
    click(page, Point(2200, 400))
    assert numbers(clinic.library, photo) == [1, 2, 3, 4, 5]
    newest = marking.marks_on(clinic.library, photo)[-1]
    assert newest.scar.type is ScarType.ROLLING
    view = page.canvas.view
    assert view is not None
    assert newest.mark.place.centre.distance_to(Point(2200, 400)) <= 1 / view.zoom


def test_a_drag_from_the_centre_sets_the_width(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    drag(page, Point(2200, 400), Point(2300, 400))
    width_px = marking.marks_on(clinic.library, photo)[-1].mark.place.width_px
    assert width_px == pytest.approx(200, abs=12)


def test_a_drag_on_a_mark_moves_it_and_undo_brings_it_back(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    before = marking.marks_on(clinic.library, photo)[0].mark
    drag(page, before.place.centre, before.place.centre.moved(300, 120))
    moved = marking.marks_on(clinic.library, photo)[0].mark
    assert moved.place.centre.distance_to(before.place.centre.moved(300, 120)) < 8
    assert moved.id == before.id
    clinic.desk.session.undo()
    assert marking.marks_on(clinic.library, photo)[0].mark == before


def test_a_click_on_a_mark_selects_it_and_nudges_nothing(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    before = marking.marks_on(clinic.library, photo)
    click(page, before[1].mark.place.centre)
    assert marking.marks_on(clinic.library, photo) == before
    assert page.panel.selected() == [before[1].mark.id]


def test_space_and_the_middle_button_pan_and_never_edit(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    page.canvas.one_to_one()
    before = marking.marks_on(clinic.library, photo)
    page.canvas.centre_on(before[0].mark.place.centre)
    start = on_screen(page, before[0].mark.place.centre)
    QTest.keyPress(page.canvas, KEY.Key_Space)
    drag(page, before[0].mark.place.centre, before[0].mark.place.centre.moved(60, 0))
    QTest.keyRelease(page.canvas, KEY.Key_Space)
    middle = Qt.MouseButton.MiddleButton
    at = on_screen(page, before[0].mark.place.centre)
    QTest.mousePress(page.canvas, middle, NONE, at)
    QTest.mouseMove(page.canvas, at + QPoint(0, 40))
    QTest.mouseRelease(page.canvas, middle, NONE, at + QPoint(0, 40))
    assert marking.marks_on(clinic.library, photo) == before
    assert on_screen(page, before[0].mark.place.centre) != start


def test_delete_retires_the_scar_and_its_number_is_not_given_again(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    click(page, marking.marks_on(clinic.library, photo)[3].mark.place.centre)
    clinic.desk.actions["retire"].trigger()
    assert numbers(clinic.library, photo) == [1, 2, 3]
    click(page, Point(2200, 400))
    assert numbers(clinic.library, photo) == [1, 2, 3, 5]


def test_undo_and_redo_keep_the_number_and_a_new_scar_gets_a_new_one(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    click(page, Point(2200, 400))
    clinic.desk.session.undo()
    assert numbers(clinic.library, photo) == [1, 2, 3, 4]
    clinic.desk.session.redo()
    assert numbers(clinic.library, photo) == [1, 2, 3, 4, 5]
    clinic.desk.session.undo()
    click(page, Point(2400, 500))
    assert numbers(clinic.library, photo) == [1, 2, 3, 4, 6]


def test_the_list_says_what_the_canvas_shows(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    spoken = [row.spoken for row in page.panel.model.rows]
    assert spoken[0].startswith("1, ice pick, 1.2 mm")
    assert len(spoken) == len(numbers(clinic.library, photo))


def test_tab_walks_the_scars(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    clinic.desk.actions["next_scar"].trigger()
    clinic.desk.actions["next_scar"].trigger()
    assert page.panel.selected() == [page.panel.model.rows[1].mark_id]
    clinic.desk.actions["previous_scar"].trigger()
    assert page.panel.selected() == [page.panel.model.rows[0].mark_id]


def test_a_type_can_be_changed_for_many_at_once(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    page.panel.table.selectAll()
    page.panel.retyped.emit(ScarType.BOXCAR)
    assert {pair.scar.type for pair in marking.marks_on(clinic.library, photo)} == {ScarType.BOXCAR}
    clinic.desk.session.undo()
    assert {pair.scar.type for pair in marking.marks_on(clinic.library, photo)} == set(ScarType)


def test_the_scale_comes_from_two_points_on_the_ruler(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0274.JPG", qtbot)
    page.set_scale(Measured(a=Point(100, 100), b=Point(100, 900)), 20)
    assert clinic.library.get(Photo, photo.id).width_mm(40) == pytest.approx(1.0)


def test_numbers_are_carried_over_and_nothing_is_marked_without_a_person(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    assert numbers(clinic.library, photo) == [1, 2]
    clinic.desk.actions["propose"].trigger()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    assert numbers(clinic.library, photo) == [1, 2]
    assert [row.status for row in page.panel.model.rows if row.mark is None] == ["confirm?", "confirm?"]
    clinic.desk.actions["accept"].trigger()
    assert numbers(clinic.library, photo) == [1, 2, 3]
    clinic.desk.actions["not_visible"].trigger()
    assert numbers(clinic.library, photo) == [1, 2, 3]
    fourth = next(scar for scar in clinic.library.children(Scar, clinic.patient.id) if scar.number == 4)
    assert clinic.library.children(Finding, fourth.id)[0].outcome is Outcome.NO_LONGER_VISIBLE
    carried = marking.marks_on(clinic.library, photo)[2].mark
    assert carried.origin is Origin.CARRIED
    assert carried.confidence is not None


def test_all_confident_ones_are_confirmed_as_one_undo_step(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    clinic.desk.actions["propose"].trigger()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    clinic.desk.actions["accept_all"].trigger()
    assert numbers(clinic.library, photo) == [1, 2, 3, 4]
    clinic.desk.session.undo()
    assert numbers(clinic.library, photo) == [1, 2]


def test_a_ghost_is_dragged_before_it_is_confirmed(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    clinic.desk.actions["propose"].trigger()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    ghost = next(row for row in page.panel.model.rows if row.scar.number == 3)
    start = next(v.place.centre for v in page._queue.ghosts() if v.mark_id == ghost.mark_id)
    drag(page, start, start.moved(150, 60))
    assert numbers(clinic.library, photo) == [1, 2]
    clinic.desk.actions["accept"].trigger()
    placed = next(m for m in clinic.library.children(Mark, photo.id) if m.scar_id == ghost.scar.id)
    assert placed.place.centre.distance_to(start.moved(150, 60)) < 8


def test_another_patient_finds_a_blank_canvas(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    page.blank()
    assert page.canvas.view is None
    assert page.panel.model.rows == []
    assert page.strip.count() == 0


def scar_with(clinic: Clinic, number: int) -> Scar:
    return next(s for s in clinic.library.children(Scar, clinic.patient.id) if s.number == number)


def status_of(page: MarkPage, number: int) -> str:
    return next(row.status for row in page.panel.model.rows if row.scar.number == number)


def test_a_scar_that_skipped_a_visit_waits_at_the_next_one(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    """3 and 4 are marked at visit 1 only, 1 and 2 at visits 1 and 2: at visit 3 all four wait."""
    open_photo(page, clinic, "DSC_0274.JPG", qtbot)
    assert [row.scar.number for row in page.panel.model.rows] == [1, 2, 3, 4]
    clinic.desk.actions["propose"].trigger()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    assert [status_of(page, number) for number in (1, 2, 3, 4)] == ["confirm?"] * 4
    clinic.desk.actions["accept_all"].trigger()
    assert numbers(clinic.library, clinic.photo("DSC_0274.JPG")) == [1, 2, 3, 4]


def test_an_answer_without_a_mark_can_be_taken_back(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    row = next(row for row in page.panel.model.rows if row.scar.number == 3)
    page.panel.chosen.emit([row.mark_id])
    clinic.desk.actions["not_visible"].trigger()
    assert status_of(page, 3) == "no longer visible"
    page.panel.chosen.emit([row.mark_id])
    page.panel.judged.emit(None)
    assert status_of(page, 3) == "place by hand"


def test_a_known_scar_of_another_view_gets_its_own_number_here(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0102.JPG", qtbot)
    assert page.panel.model.rows == []
    asked: list[tuple[str, object]] = []
    page.asked.connect(lambda what, about: asked.append((what, about)))
    clinic.desk.actions["known_scar"].trigger()
    assert asked[0][0] == "known_scar"
    page.place_next(scar_with(clinic, 3))
    click(page, Point(1500, 700))
    assert numbers(clinic.library, photo) == [3]
    click(page, Point(700, 500))
    assert numbers(clinic.library, photo) == [3, 5]


def test_an_unfinished_note_is_written_when_the_page_is_left(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    page.panel.chosen.emit([page.panel.model.rows[0].mark_id])
    QTest.keyClicks(page.panel._note, "deep")
    clinic.desk.session.do(marking.annotate(scar_with(clinic, 2), "elsewhere"))
    assert page.panel._note.text() == "deep"
    page.leave()
    page.blank()
    assert scar_with(clinic, 1).note == "deep"
    assert scar_with(clinic, 2).note == "elsewhere"


def test_an_unfinished_note_is_written_when_another_scar_is_chosen(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    page.panel.chosen.emit([page.panel.model.rows[0].mark_id])
    clinic.desk.actions["propose"].trigger()
    QTest.keyClicks(page.panel._note, "typed while it aligns")
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    assert page.panel.selected() != [page.panel.model.rows[0].mark_id]
    assert scar_with(clinic, 1).note == "typed while it aligns"


def test_enter_places_at_the_key_cursor_also_while_numbers_wait(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    photo = open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, KEY.Key_Right)
    QTest.keyClick(page.canvas, KEY.Key_Return)
    assert numbers(clinic.library, photo) == [1, 2, 5]


def test_f6_leads_from_the_photo_to_the_list_and_the_fields(
    page: MarkPage, clinic: Clinic, qtbot: QtBot
) -> None:
    open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    clinic.desk.actions["next_scar"].trigger()
    page.activateWindow()
    page.canvas.setFocus()
    visited = []
    for _ in range(4):
        clinic.desk.actions["next_part"].trigger()
        visited.append(page.focusWidget())
    assert visited == [page.panel.table, page.panel.fields[0], page.panel.fields[2], page.strip]


def test_a_mark_that_goes_while_it_is_dragged_is_let_go(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0101.JPG", qtbot)
    mark = marking.marks_on(clinic.library, photo)[3].mark
    start = on_screen(page, mark.place.centre)
    QTest.mousePress(page.canvas, LEFT, NONE, start)
    QTest.mouseMove(page.canvas, start + QPoint(40, 0))
    clinic.desk.session.do(marking.retire(clinic.library, [marking.marks_on(clinic.library, photo)[3]]))
    QTest.mouseRelease(page.canvas, LEFT, NONE, start + QPoint(60, 0))
    assert numbers(clinic.library, photo) == [1, 2, 3]


def test_a_resized_mark_is_a_measurement(page: MarkPage, clinic: Clinic, qtbot: QtBot) -> None:
    photo = open_photo(page, clinic, "DSC_0188.JPG", qtbot)
    clinic.desk.actions["propose"].trigger()
    qtbot.waitUntil(lambda: clinic.desk.jobs.is_idle, timeout=60_000)
    clinic.desk.actions["accept"].trigger()
    carried = marking.marks_on(clinic.library, photo)[2]
    page.panel.chosen.emit([carried.mark.id])
    clinic.desk.actions["wider"].trigger()
    wider = marking.marks_on(clinic.library, photo)[2].mark
    assert wider.origin is Origin.HAND
    assert wider.confidence is None
    assert (wider.place.width_px or 0) > (carried.mark.place.width_px or 0)
