"""A widget that shows a photo through a ViewTransform and lets the hand move it.

Hides: wheel, touchpad, pinch, space and middle button.  Rule: what moves the view never reaches
the hooks of a subclass, so panning and zooming cannot edit.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from scardesk.gui.canvas.colours import CanvasColours
from scardesk.gui.canvas.transform import ViewTransform
from scardesk.gui.look.current import theme
from scardesk.gui.tools import STILL_PX
from scardesk.model.geometry import Point, Size

STEP = 1.2  # one notch of a wheel, one zoom command
_NOTCH = 120  # eighths of a degree in that notch (QWheelEvent)
_SETTLED_AFTER_MS = 140
_FIT_MARGIN_PX = 12
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Surface(QWidget):
    """Zooming and panning; a subclass paints and takes the presses that are left."""

    cursor_moved = Signal(float, float)  # photo pixels under the pointer
    zoomed = Signal(float)  # device pixels per photo pixel: 1.0 is one to one
    view_changed = Signal()

    hide_key = Qt.Key.Key_H  # held: marks are hidden; a page may set another

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ViewTransform | None = None
        self._colours: CanvasColours | None = None
        self._surround: QColor | None = None
        self._message = ""
        self._is_fitted = True
        self._grip: QPointF | None = None
        self._pressed_at = QPointF()
        self._is_click = False
        self._is_space = False
        self._has_ring = False
        self._are_marks_wanted = True
        self._is_hiding = False  # while the key is held
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._settling.timeout.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setMinimumSize(160, 120)

    # --- what a page asks for

    @property
    def view(self) -> ViewTransform | None:
        """Where the photo lies, on whole screen pixels; None while there is no photo."""
        return self._view.snapped(1 / self.devicePixelRatioF()) if self._view else None

    @property
    def zoom(self) -> float:
        """Device pixels per photo pixel; 1.0 is one to one."""
        return self._view.zoom * self.devicePixelRatioF() if self._view else 1.0

    @property
    def is_settled(self) -> bool:
        """Whether no zoom gesture is under way."""
        return not self._settling.isActive()

    @property
    def is_fitted(self) -> bool:
        """Whether the whole photo is in sight, and stays so."""
        return self._is_fitted

    def fit(self) -> None:
        """Show the whole photo; it stays whole when the widget changes its size."""
        if self._view is not None:
            width, height = self._room()
            margin = _FIT_MARGIN_PX
            fitted = ViewTransform.fitted(self._view.size, width=width, height=height, margin=margin)
            self._look(fitted, is_fitted=True)

    def one_to_one(self) -> None:
        """One photo pixel on one screen pixel, around the middle of the view."""
        self._zoom_by(1 / self.zoom, self._middle())

    def zoom_in(self) -> None:
        """One step nearer."""
        self._zoom_by(STEP, self._middle())

    def zoom_out(self) -> None:
        """One step away."""
        self._zoom_by(1 / STEP, self._middle())

    def centre_on(self, point: Point) -> None:
        """Bring a place of the photo to the middle."""
        if self._view is not None:
            self._look(self._view.centred(point))

    def restore_view(self, zoom: float, centre: Point) -> None:
        """Show ``centre`` at ``zoom`` (device pixels per photo pixel), as ``zoom`` and ``view`` gave them."""
        if self._view is not None:
            near = self._view.zoomed(zoom / self.zoom, x=0, y=0)
            self._look(near.centred(centre))

    def set_message(self, text: str) -> None:
        """A quiet sentence in the middle, for when there is no photo."""
        self._message = text
        self.update()

    def set_colours(self, colours: CanvasColours) -> None:
        """Paint with these instead of the current theme's."""
        self._colours = colours
        self.update()

    def set_surround(self, colour: QColor) -> None:
        """The neutral ground around the photo."""
        self._surround = QColor(colour)
        self.update()

    def set_marks_visible(self, is_visible: bool) -> None:
        """Show or hide all marks; the pointer does not meet hidden ones."""
        self._are_marks_wanted = is_visible
        self.update()

    @property
    def are_marks_visible(self) -> bool:
        """Whether marks are shown."""
        return self._are_marks_wanted and not self._is_hiding

    # --- what a subclass says and hears

    def _room(self) -> tuple[float, float]:
        """Width and height that the view has; a part of the widget when it shows two photos."""
        return float(self.width()), float(self.height())

    def _in_view(self, at: QPointF) -> QPointF:
        """A place on the widget as a place in the view's room."""
        return at

    def _pressed(self, event: QMouseEvent) -> None:
        """The main button went down, and not to pan."""

    def _hovered(self, event: QMouseEvent) -> None:
        """The pointer moved, and not to pan."""

    def _released(self, event: QMouseEvent) -> None:
        """The main button went up after ``_pressed``."""

    def _clicked(self, event: QMouseEvent) -> None:
        """The main button was pressed to pan, but nothing was moved."""

    def _interrupted(self) -> None:
        """What ``_pressed`` began is to be forgotten."""

    def _is_pan_tool(self) -> bool:
        return False

    def _resting_cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.ArrowCursor

    def _paint(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies on the surround."""

    def _use_colours(self) -> CanvasColours:
        return self._colours or CanvasColours.of(theme())

    def _show_size(self, size: Size | None, *, is_kept: bool = False) -> None:
        """A photo of another size, or none, is to be seen: fitted, or as near as the last one."""
        self._interrupted()
        self._grip = None
        if size is None:
            self._view = None
        elif is_kept and self._view is not None and self._view.size == size:
            return
        else:
            width, height = self._room()
            fitted = ViewTransform.fitted(size, width=width, height=height, margin=_FIT_MARGIN_PX)
            self._look(fitted, is_fitted=True)

    def _look(self, view: ViewTransform, *, is_fitted: bool = False) -> None:
        before = self._view
        self._view, self._is_fitted = view, is_fitted
        self.update()
        if before is None or before.zoom != view.zoom:
            self._settling.start()
            self.zoomed.emit(self.zoom)
        self.view_changed.emit()

    def _fill_room(self) -> None:
        """The room has changed: a fitted photo fits again, another keeps its middle."""
        if self._view is not None:
            width, height = self._room()
            self._view = self._view.resized(width, height)
            if self._is_fitted:
                self.fit()
            self.update()

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        if self._view is not None:
            there = self._in_view(at)
            self._look(self._view.zoomed(factor, x=there.x(), y=there.y()))

    def _pan(self, start: QPointF, end: QPointF) -> None:
        if self._view is not None:
            moved = end - start
            self._look(self._view.panned(moved.x(), moved.y()))

    def _middle(self) -> QPointF:
        width, height = self._room()
        return QPointF(width / 2, height / 2)

    def _rest(self) -> None:
        """Show the pointer that fits what a press would do."""
        if self._grip is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space or self._is_pan_tool():
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self._resting_cursor())

    def _held(self, event: QKeyEvent, *, is_down: bool) -> bool:
        """Space pans and the hide key hides for as long as they are held; whether it was one of them."""
        if event.key() not in (Qt.Key.Key_Space, self.hide_key) or event.modifiers() & _COMMAND:
            return False
        if not event.isAutoRepeat() and event.key() == Qt.Key.Key_Space:
            self._is_space = is_down
            self._rest()
        elif not event.isAutoRepeat():
            self._hide(is_down)
        return True

    def _hide(self, is_hiding: bool) -> None:
        self._is_hiding = is_hiding
        self.update()

    def _grips(self, event: QMouseEvent) -> bool:
        is_left = event.button() == Qt.MouseButton.LeftButton
        return event.button() == Qt.MouseButton.MiddleButton or (
            is_left and (self._is_space or self._is_pan_tool())
        )

    def _paint_message(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._use_colours().message))
        painter.setFont(self.font())
        area = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)

    def _paint_ring(self, painter: QPainter) -> None:
        colours = self._use_colours()
        inset = colours.focus_width / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def _pinched(self, gesture: QPinchGesture) -> None:
        self._interrupted()
        self._pan(gesture.lastCenterPoint(), gesture.centerPoint())
        self._zoom_by(gesture.scaleFactor(), gesture.centerPoint())

    # --- Qt

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinched(pinch)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta() if not event.angleDelta().isNull() else event.pixelDelta() * 3
        steps = (turn.y() or turn.x()) / _NOTCH  # a touchpad sends small parts of a notch
        self._zoom_by(STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._grips(event):
            self._interrupted()
            self._grip, self._is_click = event.position(), event.button() == Qt.MouseButton.LeftButton
            self._pressed_at = event.position()
            self._rest()
        elif event.button() == Qt.MouseButton.LeftButton and self._grip is None:
            self._pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            strayed = (event.position() - self._pressed_at).manhattanLength()
            self._is_click = self._is_click and strayed <= STILL_PX
            if not self._is_click:
                self._pan(self._grip, event.position())
                self._grip = event.position()
        else:
            self._hovered(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self._rest()
            if self._is_click and not self._is_space:
                self._clicked(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._released(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._held(event, is_down=True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._held(event, is_down=False):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = event.reason() in _BY_KEYS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = self._is_space = False
        self._hide(False)
        self._rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fill_room()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._use_colours()
        painter.fillRect(event.rect(), self._surround or QColor(colours.surround))
        if self._view is not None:
            self._paint(painter, QRectF(event.rect()))
        elif self._message:
            self._paint_message(painter)
        if self._has_ring:
            self._paint_ring(painter)
        painter.end()
