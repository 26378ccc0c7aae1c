"""The canvas with a real window: what it shows, and what hand and keys mean on it."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scardesk.gui.canvas import MarkView, PhotoCanvas, build_pyramid, form_icon
from scardesk.gui.canvas.surface import Surface
from scardesk.gui.tools import Add, MarkTool, Measured, Move, PanTool, Pick, RulerTool
from scardesk.model.geometry import Ellipse, Place, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.sketch import STYLES, State
from scardesk.model.value import MarkId

SIZE = Size(900, 600)
SKIN, RED, GREEN = QColor("#C09080"), QColor("#FF0000"), QColor("#00FF00")
SURROUND = QColor("#707070")


def frame(colour: QColor, size: Size = SIZE) -> QImage:
    made = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    made.fill(colour)
    return made


def mark(
    name: str, place: Place, *, type_: ScarType = ScarType.BOXCAR, state: State = State.NORMAL
) -> MarkView:
    return MarkView(mark_id=MarkId(name), number=int(name), type=type_, place=place, state=state)


def spot(name: str, x: float, y: float) -> MarkView:
    return mark(name, Spot(centre=Point(x, y)))


@pytest.fixture
def canvas(qtbot: QtBot) -> PhotoCanvas:
    """A canvas of 800 x 600 that shows a photo, with the marking tool."""
    made = PhotoCanvas()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show_photo("one", None, size=SIZE)
    made.set_full("one", frame(SKIN))
    made.set_tool(MarkTool())
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.is_settled)
    return made


@pytest.fixture
def meant(canvas: PhotoCanvas) -> list[object]:
    """The intents that the canvas sent out."""
    sent: list[object] = []
    canvas.intended.connect(sent.append)
    return sent


def seen(canvas: PhotoCanvas) -> QImage:
    return canvas.grab().toImage()


def colour_at(canvas: PhotoCanvas, place: Point) -> QColor:
    assert canvas.view is not None
    x, y = canvas.view.to_screen(place)
    return seen(canvas).pixelColor(int(x), int(y))


def on_screen(canvas: PhotoCanvas, x: float, y: float) -> QPoint:
    assert canvas.view is not None
    left, top = canvas.view.to_screen(Point(x, y))
    return QPoint(round(left), round(top))


def send(
    widget: Surface, kind: QEvent.Type, at: QPoint, *, button: Qt.MouseButton, is_held: bool = True
) -> None:
    is_move = kind is QEvent.Type.MouseMove
    held = button if is_held else Qt.MouseButton.NoButton
    cause = Qt.MouseButton.NoButton if is_move else button
    place = QPointF(at)
    event = QMouseEvent(kind, place, widget.mapToGlobal(place), cause, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(
    widget: Surface, start: QPoint, end: QPoint, *, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    send(widget, QEvent.Type.MouseButtonPress, start, button=button)
    send(widget, QEvent.Type.MouseMove, (start + end) / 2, button=button)
    send(widget, QEvent.Type.MouseMove, end, button=button)
    send(widget, QEvent.Type.MouseButtonRelease, end, button=button, is_held=False)


def wheel(widget: Surface, at: QPoint, *, angle: int) -> None:
    none, place = Qt.KeyboardModifier.NoModifier, QPointF(at)
    event = QWheelEvent(
        place, widget.mapToGlobal(place), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


# --- photos -------------------------------------------------------------------------------------------------


def test_a_late_frame_of_another_photo_is_dropped(canvas: PhotoCanvas) -> None:
    canvas.show_photo("two", frame(GREEN), size=SIZE)
    canvas.set_full("one", frame(RED))
    assert colour_at(canvas, SIZE.centre) == GREEN
    canvas.set_full("two", frame(RED))
    assert colour_at(canvas, SIZE.centre) == RED


def test_clear_blanks_photo_and_marks_at_once(canvas: PhotoCanvas) -> None:
    canvas.set_marks([spot("1", 450, 300)])
    canvas.set_surround(SURROUND)
    canvas.clear()
    blank = seen(canvas)
    assert {blank.pixelColor(x, y).name() for x in range(0, 800, 7) for y in range(0, 600, 7)} == {
        SURROUND.name()
    }
    canvas.set_full("one", frame(RED))
    assert seen(canvas) == blank


def test_another_photo_begins_without_the_marks_of_the_last(canvas: PhotoCanvas) -> None:
    canvas.set_marks([spot("1", 450, 300)])
    canvas.show_photo("two", frame(GREEN), size=SIZE)
    assert colour_at(canvas, SIZE.centre) == GREEN
    assert canvas.accessibleDescription() == "No marks"


def test_a_thousand_switches_never_show_the_last_photo(canvas: PhotoCanvas) -> None:
    rand = random.Random(4)
    canvas.resize(200, 150)
    frames = {name: frame(QColor(40 * n, 255 - 40 * n, 128)) for n, name in enumerate("abcdef")}
    for _ in range(1000):
        name = rand.choice("abcdef")
        canvas.show_photo(name, frames[name] if rand.random() < 0.5 else None, size=SIZE)
        late = rand.choice("abcdef")
        canvas.set_full(late, frames[late])
        colour = colour_at(canvas, SIZE.centre)
        assert colour in (frames[name].pixelColor(0, 0), SURROUND)


def test_a_kept_view_stays_for_a_photo_of_the_same_size(canvas: PhotoCanvas) -> None:
    canvas.one_to_one()
    canvas.centre_on(Point(100, 100))
    before = canvas.view
    canvas.show_photo("two", None, size=SIZE, is_kept=True)
    assert canvas.view == before
    canvas.show_photo("three", None, size=SIZE)
    assert canvas.view != before


def test_the_message_of_an_empty_canvas_is_painted(canvas: PhotoCanvas) -> None:
    canvas.clear()
    blank = seen(canvas)
    canvas.set_message("<b>No photo</b>")
    assert seen(canvas) != blank


@pytest.mark.parametrize("zoom", [0.4, 1.0, 2.7, 9.0])
def test_a_pixel_is_drawn_where_its_coordinates_say(canvas: PhotoCanvas, zoom: float) -> None:
    dotted = frame(SKIN)
    for dx in range(-2, 3):
        for dy in range(-2, 3):
            dotted.setPixelColor(321 + dx, 207 + dy, RED)
    canvas.set_full("one", dotted)
    canvas.restore_view(zoom, Point(310, 200))
    assert canvas.view is not None
    expected = canvas.view.to_screen(Point(321, 207))
    assert centroid(seen(canvas), lambda c: c.red() - c.green() > 70) == pytest.approx(expected, abs=0.5)


def centroid(picture: QImage, is_it: Callable[[QColor], bool]) -> tuple[float, float]:
    found = [
        (x + 0.5, y + 0.5)
        for x in range(picture.width())
        for y in range(picture.height())
        if is_it(picture.pixelColor(x, y))
    ]
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


@pytest.mark.parametrize("zoom", [0.37, 1.0, 3.3])
def test_the_centre_of_a_mark_is_painted_on_its_pixel(canvas: PhotoCanvas, zoom: float) -> None:
    canvas.set_marks([mark("1", Spot(centre=Point(333.3, 222.2)), type_=ScarType.ROLLING)])
    canvas.restore_view(zoom, Point(300, 200))
    assert canvas.view is not None
    yellow = QColor(STYLES[ScarType.ROLLING].colour)
    found = centroid(seen(canvas), lambda c: c == yellow)
    assert found == pytest.approx(canvas.view.to_screen(Point(333.3, 222.2)), abs=0.5)


def test_a_large_frame_without_a_pyramid_is_not_halved_on_the_gui_thread(canvas: PhotoCanvas) -> None:
    large = Size(4500, 3000)
    canvas.show_photo("large", None, size=large)
    canvas.set_full("large", frame(GREEN, large))
    assert colour_at(canvas, large.centre) == GREEN
    canvas.set_full("large", build_pyramid(frame(RED, large)))
    assert colour_at(canvas, large.centre) == RED


def test_a_pyramid_halves_down_to_a_small_frame() -> None:
    pyramid = build_pyramid(frame(RED, Size(3001, 1999)))
    assert [level.width() for level in pyramid.levels] == [3001, 1501, 751, 376]
    assert pyramid.level_for(1.0) is pyramid.levels[0]
    assert pyramid.level_for(0.5) is pyramid.levels[1]
    assert pyramid.level_for(0.3) is pyramid.levels[1]
    assert pyramid.level_for(0.001) is pyramid.levels[3]


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


# --- looks --------------------------------------------------------------------------------------------------


def test_a_selected_mark_stands_out_and_is_described(canvas: PhotoCanvas) -> None:
    canvas.set_marks([spot("4", 200, 150), spot("5", 600, 400)])
    plain = seen(canvas)
    canvas.select([MarkId("5")])
    assert seen(canvas) != plain
    assert canvas.accessibleDescription() == "Marks: 2. Selected: 5"
    canvas.select([])
    assert seen(canvas) == plain


def test_outlines_are_crisp_again_after_a_zoom(canvas: PhotoCanvas, qtbot: QtBot) -> None:
    marks = [
        mark(str(n), Ellipse(centre=Point(30 * n, 20 * n), length_px=40, breadth_px=30)) for n in range(1, 28)
    ]
    canvas.set_marks(marks)
    canvas.zoom_in()
    seen(canvas)
    qtbot.waitUntil(lambda: canvas.is_settled)
    qtbot.waitUntil(lambda: seen(canvas) == seen(canvas))
    settled = seen(canvas)
    canvas.set_marks([])
    canvas.set_marks(marks)
    assert seen(canvas) == settled


def test_marks_out_of_sight_cost_no_paint(canvas: PhotoCanvas) -> None:
    canvas.restore_view(8.0, Point(100, 100))
    bare = seen(canvas)
    canvas.set_marks([spot("1", 800, 500)])
    assert seen(canvas) == bare


def test_the_ring_shows_only_for_focus_by_keys(canvas: PhotoCanvas) -> None:
    canvas.clearFocus()
    bare = seen(canvas)
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert seen(canvas) != bare
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert seen(canvas) == bare


@pytest.mark.parametrize("type_", list(ScarType))
def test_a_form_icon_shows_the_colour_of_its_type(qtbot: QtBot, type_: ScarType) -> None:
    icon = form_icon(type_, px=20, dpr=2.0)
    pixmap = icon.pixmap(20, 20)
    assert pixmap.toImage().pixelColor(pixmap.width() // 2, pixmap.height() // 2) == QColor(
        STYLES[type_].colour
    )
