"""A canvas to test on, and a hand to move over it."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scardesk.gui.canvas import MarkView, PhotoCanvas
from scardesk.gui.canvas.surface import Surface
from scardesk.gui.tools import MarkTool
from scardesk.model.geometry import Place, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.sketch import State
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


def shown(qtbot: QtBot) -> PhotoCanvas:
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
    turn = (QPoint(), QPoint(0, angle))
    button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, widget.mapToGlobal(place), *turn, button, none, phase, False)
    QApplication.sendEvent(widget, event)
