"""Two photos together: in step, each with its caption, never one taken for the other."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scardesk.gui.canvas import CompareCanvas, CompareMode, MarkView
from scardesk.gui.canvas.pairing import Pairing
from scardesk.model.geometry import Ellipse, Matrix, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.value import MarkId

BEFORE, AFTER = Size(800, 600), Size(1000, 700)
SHIFT: Matrix = (1, 0, -60, 0, 1, -40, 0, 0, 1)  # after -> before
TURN: Matrix = (0.8, -0.1, 30, 0.1, 0.8, -20, 0, 0, 1)
RED, BLUE = QColor("#FF0000"), QColor("#0000FF")
PLACE = Point(300, 200)  # of the dot on before; on after it lies at (360, 240)


def frame(size: Size, colour: QColor, dot: Point | None = None) -> QImage:
    made = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    made.fill(colour)
    for dx in range(-3, 4):
        for dy in range(-3, 4):
            if dot is not None:
                made.setPixelColor(round(dot.x) + dx, round(dot.y) + dy, QColor("#FFFFFF"))
    return made


def mark(name: str, x: float, y: float) -> MarkView:
    place = Spot(centre=Point(x, y))
    return MarkView(mark_id=MarkId(name), number=int(name), type=ScarType.BOXCAR, place=place)


def show(canvas: CompareCanvas, *, key: str = "pair", matrix: Matrix | None = SHIFT) -> None:
    canvas.show_pair(
        key,
        before=frame(BEFORE, RED, PLACE),
        after=frame(AFTER, BLUE, PLACE.moved(60, 40)),
        size_before=BEFORE,
        size_after=AFTER,
        after_to_before=matrix,
    )


@pytest.fixture
def canvas(qtbot: QtBot) -> CompareCanvas:
    """A pair in red and blue, each with a white dot on the same skin."""
    made = CompareCanvas()
    qtbot.addWidget(made)
    made.resize(1002, 600)
    show(made)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.is_settled)
    return made


def seen(canvas: CompareCanvas) -> QImage:
    return canvas.grab().toImage()


def white(picture: QImage, columns: Iterable[int]) -> tuple[float, float]:
    """The middle of all white pixels in some columns."""
    found = [
        (x + 0.5, y + 0.5)
        for x in columns
        for y in range(picture.height())
        if min(picture.pixelColor(x, y).red(), picture.pixelColor(x, y).blue()) > 128
    ]
    assert found
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


def place_on_screen(canvas: CompareCanvas) -> tuple[float, float]:
    assert canvas.view is not None
    return canvas.view.to_screen(PLACE)


def test_halves_show_the_same_skin_at_the_same_place(canvas: CompareCanvas) -> None:
    canvas.one_to_one()
    canvas.centre_on(PLACE)
    picture = seen(canvas)
    left, right = white(picture, range(500)), white(picture, range(504, 1002))
    assert right[0] - 502 == pytest.approx(left[0], abs=1)
    assert right[1] == pytest.approx(left[1], abs=1)


@pytest.mark.parametrize("mode", [CompareMode.FADE, CompareMode.BLINK])
def test_the_later_photo_is_laid_on_the_earlier_within_a_pixel(
    canvas: CompareCanvas, mode: CompareMode
) -> None:
    canvas.set_mode(mode)
    canvas.set_split(1.0)
    canvas.restore_view(1.7, PLACE)
    if mode is CompareMode.BLINK:
        canvas._swap()
    picture = seen(canvas)
    assert picture.pixelColor(500, 500) == BLUE
    assert white(picture, range(400, 600)) == pytest.approx(place_on_screen(canvas), abs=1)


def test_a_wipe_shows_each_photo_on_its_side(canvas: CompareCanvas) -> None:
    canvas.set_mode(CompareMode.WIPE)
    canvas.set_split(0.3)
    picture = seen(canvas)
    assert picture.pixelColor(200, 500) == RED
    assert picture.pixelColor(700, 500) == BLUE


def test_the_handle_is_dragged_and_the_rest_pans(canvas: CompareCanvas, qtbot: QtBot) -> None:
    canvas.set_mode(CompareMode.WIPE)
    QTest.mouseMove(canvas, QPoint(505, 300))
    with qtbot.waitSignal(canvas.split_changed):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(505, 300))
        QTest.mouseMove(canvas, QPoint(250, 300))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 300))
    assert canvas.split == pytest.approx(250 / 1002, abs=0.01)


def test_arrow_keys_move_the_split(canvas: CompareCanvas) -> None:
    canvas.set_mode(CompareMode.FADE)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.split == pytest.approx(0.52)
    canvas.set_split(7)
    assert canvas.split == 1.0


def test_a_blink_changes_and_stops_by_itself(canvas: CompareCanvas, qtbot: QtBot) -> None:
    canvas._blinking.setInterval(5)
    canvas._blink_end.setInterval(60)
    swaps: list[bool] = []
    canvas._blinking.timeout.connect(lambda: swaps.append(canvas.is_after_up))
    with qtbot.waitSignal(canvas.blink_stopped):
        canvas.set_mode(CompareMode.BLINK)
    assert not canvas.is_blinking
    assert {True, False} <= set(swaps)


def test_blinking_stays_below_three_flashes_a_second_and_ends_after_ten_seconds(
    canvas: CompareCanvas,
) -> None:
    assert canvas._blinking.interval() > 333
    assert canvas._blink_end.interval() == 10_000


def test_leaving_blink_or_the_page_stops_it(canvas: CompareCanvas) -> None:
    canvas.set_mode(CompareMode.BLINK)
    canvas.set_mode(CompareMode.WIPE)
    assert not canvas.is_blinking
    canvas.set_mode(CompareMode.BLINK)
    canvas.hide()
    assert not canvas.is_blinking


@pytest.mark.parametrize("mode", list(CompareMode))
def test_both_photos_carry_their_caption_in_every_mode(canvas: CompareCanvas, mode: CompareMode) -> None:
    canvas.set_mode(mode)
    bare = seen(canvas)
    canvas.set_captions("12 Jan 2026", "10 Aug 2026")
    written = seen(canvas)
    left_edge, right_edge = (100, 24), (950, 24)
    if mode is CompareMode.SIDE_BY_SIDE:
        left_edge = (60, 24)
    for at in (left_edge, right_edge):
        assert written.pixelColor(*at) != bare.pixelColor(*at)


def test_another_pair_begins_without_captions_and_marks(canvas: CompareCanvas) -> None:
    bare = seen(canvas)
    canvas.set_captions("12 Jan 2026", "10 Aug 2026")
    canvas.set_marks(before=[mark("1", 100, 100)], after=[mark("1", 160, 140)])
    assert seen(canvas) != bare
    show(canvas, key="other")
    assert seen(canvas) == bare
    assert canvas.accessibleDescription() == ""


def test_sharper_frames_keep_view_captions_and_marks(canvas: CompareCanvas) -> None:
    canvas.restore_view(2.0, PLACE)
    canvas.set_captions("12 Jan 2026", "10 Aug 2026")
    view, picture = canvas.view, seen(canvas)
    show(canvas)
    assert canvas.view == view
    assert seen(canvas) == picture
    canvas.set_full("late", before=frame(BEFORE, BLUE))
    assert seen(canvas) == picture


def test_clear_blanks_at_once(canvas: CompareCanvas) -> None:
    canvas.set_captions("12 Jan 2026", "10 Aug 2026")
    canvas.clear()
    picture = seen(canvas)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1002, 6) for y in range(0, 600, 6)}
    assert len(colours) == 1


def test_a_click_on_a_mark_says_which_photo_it_is_of(canvas: CompareCanvas, qtbot: QtBot) -> None:
    canvas.set_marks(before=[mark("1", 300, 200)], after=[mark("2", 360, 240)])
    assert canvas.view is not None
    x, y = canvas.view.to_screen(PLACE)
    for dx, expected in ((0, ["1", False]), (502, ["2", True])):
        with qtbot.waitSignal(canvas.picked) as picked:
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + dx, round(y)))
        assert picked.args == expected


def test_zooming_over_the_right_half_keeps_its_skin_under_the_pointer(canvas: CompareCanvas) -> None:
    show(canvas, key="turned", matrix=TURN)
    view = canvas.view
    assert view is not None
    pairing = Pairing.of(BEFORE, AFTER, matrix=TURN)
    under = pairing.beside(view).to_photo(150, 350)
    canvas._zoom_by(1.2, QPoint(502 + 150, 350).toPointF())
    assert canvas.view is not None
    assert (
        pairing.beside(canvas.view).to_photo(150, 350).distance_to(under) < 2.5
    )  # the view rests on whole pixels


def test_panning_over_the_right_half_moves_its_skin_with_the_hand(canvas: CompareCanvas) -> None:
    show(canvas, key="turned", matrix=TURN)
    canvas.restore_view(2.0, PLACE)
    assert canvas.view is not None
    pairing = Pairing.of(BEFORE, AFTER, matrix=TURN)
    under = pairing.beside(canvas.view).to_photo(150, 350)
    canvas._pan(QPoint(652, 350).toPointF(), QPoint(672, 320).toPointF())
    assert pairing.beside(canvas.view).to_photo(170, 320).distance_to(under) < 1


def test_a_matrix_that_cannot_be_turned_round_counts_as_none() -> None:
    flat = Pairing.of(BEFORE, AFTER, matrix=(0, 0, 0, 0, 0, 0, 0, 0, 1))
    assert flat == Pairing.of(BEFORE, AFTER)


def test_there_and_back_on_the_other_photo() -> None:
    pairing = Pairing.of(BEFORE, AFTER, matrix=TURN)
    place = Point(123.4, 456.7)
    assert pairing.to_after(pairing.to_before(place)).distance_to(place) < 1e-6
    assert pairing.to_before(Point(0, 0)) == Point(30, -20)


def test_a_laid_ellipse_keeps_its_share_of_skin() -> None:
    place = Ellipse(centre=Point(100, 100), length_px=50, breadth_px=20)
    laid = Pairing.of(BEFORE, AFTER, matrix=TURN).laid(
        MarkView(mark_id=MarkId("1"), number=1, type=ScarType.BOXCAR, place=place)
    )
    assert isinstance(laid.place, Ellipse)
    assert laid.place.length_px == pytest.approx(50 * (0.65**0.5))
    assert laid.place.angle_deg == pytest.approx(7.125, abs=0.01)
