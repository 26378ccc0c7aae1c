"""The canvas with a real window: what hand and keys mean on it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scardesk.gui.canvas import PhotoCanvas
from scardesk.gui.tools import Add, Measured, Move, PanTool, Pick, RulerTool
from scardesk.model.geometry import Ellipse, Spot
from scardesk.model.scar import ScarType
from scardesk.model.value import MarkId
from tests.gui.canvas_stage import SIZE, drag, on_screen, seen, send, shown, spot, wheel


@pytest.fixture
def canvas(qtbot: QtBot) -> PhotoCanvas:
    """A canvas of 800 x 600 that shows a photo, with the marking tool."""
    return shown(qtbot)


@pytest.fixture
def meant(canvas: PhotoCanvas) -> list[object]:
    """The intents that the canvas sent out."""
    sent: list[object] = []
    canvas.intended.connect(sent.append)
    return sent


# --- moving the view ----------------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_cursor_and_edits_nothing(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_marks([spot("1", 450, 300)])
    at = QPoint(500, 260)
    assert canvas.view is not None
    under, zoom = canvas.view.to_photo(500, 260), canvas.zoom
    wheel(canvas, at, angle=120)
    assert canvas.zoom == pytest.approx(zoom * 1.2)
    wheel(canvas, at, angle=30)
    assert canvas.zoom == pytest.approx(zoom * 1.2**1.25)
    assert canvas.view.to_photo(500, 260).distance_to(under) < 1
    assert meant == []


def test_zoom_commands_and_signals(canvas: PhotoCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignals([canvas.zoomed, canvas.view_changed]):
        canvas.one_to_one()
    assert canvas.zoom == pytest.approx(1.0)
    canvas.zoom_in()
    assert canvas.zoom == pytest.approx(1.2)
    canvas.zoom_out()
    assert canvas.zoom == pytest.approx(1.0)
    canvas.fit()
    assert canvas.zoom == pytest.approx(776 / 900)


def test_a_fitted_photo_fits_again_when_the_widget_grows(canvas: PhotoCanvas) -> None:
    canvas.resize(1000, 700)
    assert canvas.zoom == pytest.approx(976 / 900)
    canvas.one_to_one()
    canvas.resize(500, 400)
    assert canvas.zoom == pytest.approx(1.0)


@pytest.mark.parametrize("way", ["middle", "space", "tool"])
def test_panning_moves_the_view_and_never_a_mark(canvas: PhotoCanvas, meant: list[object], way: str) -> None:
    canvas.one_to_one()
    canvas.set_marks([spot("1", 450, 300)])
    assert canvas.view is not None
    before, start = canvas.view.centre, on_screen(canvas, 450, 300)
    if way == "space":
        QTest.keyPress(canvas, Qt.Key.Key_Space)
    if way == "tool":
        canvas.set_tool(PanTool())
    button = Qt.MouseButton.MiddleButton if way == "middle" else Qt.MouseButton.LeftButton
    drag(canvas, start, start + QPoint(60, 40), button=button)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.view.centre.distance_to(before.moved(-60, -40)) < 1
    assert meant == []


def test_the_hide_key_hides_marks_while_it_is_held(canvas: PhotoCanvas, meant: list[object]) -> None:
    bare = seen(canvas)
    canvas.set_marks([spot("1", 450, 300)])
    marked = seen(canvas)
    QTest.keyPress(canvas, Qt.Key.Key_H)
    assert seen(canvas) == bare
    QTest.keyRelease(canvas, Qt.Key.Key_H)
    assert seen(canvas) == marked
    assert marked != bare


# --- marking ------------------------------------------------------------------------------------------------


def test_a_click_adds_and_a_click_on_a_mark_picks(canvas: PhotoCanvas, meant: list[object]) -> None:
    assert canvas.view is not None
    at = on_screen(canvas, 200, 150)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert meant == [Add(place=Spot(centre=canvas.view.to_photo(at.x(), at.y())))]
    canvas.set_marks([spot("4", 200, 150)])
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert meant[1:] == [Pick(mark_id=MarkId("4"))]


def test_a_click_on_the_number_picks_its_mark(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_marks([spot("4", 200, 150)])
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=on_screen(canvas, 200, 150) + QPoint(14, 0))
    assert meant == [Pick(mark_id=MarkId("4"))]


def test_a_hidden_mark_cannot_be_picked_or_moved(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_marks([spot("4", 200, 150)])
    canvas.set_marks_visible(False)
    at = on_screen(canvas, 200, 150)
    drag(canvas, at, at + QPoint(50, 0))
    assert [type(intent) for intent in meant] == [Add]


def test_dragging_a_mark_previews_it_and_then_moves_it(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_marks([spot("4", 200, 150)])
    start = on_screen(canvas, 200, 150)
    still = seen(canvas)
    left = Qt.MouseButton.LeftButton
    send(canvas, QEvent.Type.MouseButtonPress, start, button=left)
    send(canvas, QEvent.Type.MouseMove, start + QPoint(100, 50), button=left)
    assert seen(canvas) != still
    assert meant == []
    send(canvas, QEvent.Type.MouseButtonRelease, start + QPoint(100, 50), button=left, is_held=False)
    (move,) = meant
    assert isinstance(move, Move)
    assert on_screen(canvas, move.place.centre.x, move.place.centre.y) == start + QPoint(100, 50)


def test_dragging_from_empty_skin_sizes_a_new_mark(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_next(ScarType.ROLLING, 7)
    start = on_screen(canvas, 200, 150)
    drag(canvas, start, start + QPoint(40, 0))
    (add,) = meant
    assert isinstance(add, Add)
    assert isinstance(add.place, Ellipse)
    assert add.place.width_px == pytest.approx(80 / (776 / 900))


def test_escape_forgets_a_drag(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_marks([spot("4", 200, 150)])
    start, left = on_screen(canvas, 200, 150), Qt.MouseButton.LeftButton
    send(canvas, QEvent.Type.MouseButtonPress, start, button=left)
    send(canvas, QEvent.Type.MouseMove, start + QPoint(100, 50), button=left)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    send(canvas, QEvent.Type.MouseButtonRelease, start + QPoint(100, 50), button=left, is_held=False)
    assert meant == []


def test_keys_alone_place_a_mark(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.one_to_one()
    assert canvas.view is not None
    start = canvas.view.centre
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    (add,) = meant
    assert isinstance(add, Add)
    assert add.place.centre.distance_to(start.moved(7, 40)) < 1e-6


def test_the_view_follows_the_key_cursor_and_the_cursor_stays_on_the_photo(canvas: PhotoCanvas) -> None:
    canvas.restore_view(4.0, SIZE.centre)
    for _ in range(200):
        QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.aim is not None
    assert canvas.aim.x == 0
    assert canvas.view is not None
    assert canvas.view.to_screen(canvas.aim)[0] >= 0


def test_enter_without_a_key_cursor_is_left_to_the_page(canvas: PhotoCanvas, meant: list[object]) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert meant == []


def test_the_ruler_measures(canvas: PhotoCanvas, meant: list[object]) -> None:
    canvas.set_tool(RulerTool())
    canvas.one_to_one()
    start = on_screen(canvas, 400, 300)
    drag(canvas, start, start + QPoint(100, 0))
    (line,) = meant
    assert isinstance(line, Measured)
    assert line.length_px == pytest.approx(100)


def test_the_pointer_reports_where_it_is_and_that_it_left(canvas: PhotoCanvas, qtbot: QtBot) -> None:
    none = Qt.MouseButton.NoButton
    with qtbot.waitSignal(canvas.cursor_moved) as moved:
        send(canvas, QEvent.Type.MouseMove, on_screen(canvas, 100, 90), button=none)
    assert moved.args == [pytest.approx(100, abs=1), pytest.approx(90, abs=1)]
    with qtbot.waitSignal(canvas.cursor_left):
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
