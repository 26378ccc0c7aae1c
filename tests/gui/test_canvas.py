"""The canvas with a real window: what it shows."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from scardesk.gui.canvas import PhotoCanvas, build_pyramid, form_icon
from scardesk.model.geometry import Ellipse, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.sketch import STYLES
from scardesk.model.value import MarkId
from tests.gui.canvas_stage import (
    GREEN,
    RED,
    SIZE,
    SKIN,
    SURROUND,
    colour_at,
    frame,
    mark,
    seen,
    shown,
    spot,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> PhotoCanvas:
    """A canvas of 800 x 600 that shows a photo, with the marking tool."""
    return shown(qtbot)


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
