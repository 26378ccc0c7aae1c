"""The canvas of one photo: its marks, the tool in hand, and a cursor for keys.

Hides: how pointer, keys and tools meet.  Rule: nothing is edited here; what the hand meant goes
out as ``intended``, and what is shown is exactly what the page gave last.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from scardesk.gui.canvas import furniture
from scardesk.gui.canvas.marks import MarkLayer
from scardesk.gui.canvas.painter import paint_sketch
from scardesk.gui.canvas.pyramid import Pyramid, paint_photo, pyramid_of
from scardesk.gui.canvas.surface import Surface
from scardesk.gui.canvas.transform import ViewTransform
from scardesk.gui.tools import (
    Add,
    Intent,
    MarkTool,
    MarkView,
    Measured,
    Move,
    Nothing,
    PanTool,
    Scene,
    Tool,
    Touch,
    kept_on,
    mark_at,
)
from scardesk.model import sketch
from scardesk.model.geometry import Point, Size
from scardesk.model.scar import ScarType
from scardesk.model.value import MarkId, changed

_KEY_STEP_PX, _KEY_FAST, _KEY_FINE_PX = 8, 5, 1
_KEY_MARGIN_PX = 32  # the view follows the key cursor before it reaches the edge
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_EXTEND = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_NO_SCENE = Scene(size=Size(1, 1))


class PhotoCanvas(Surface):
    """One photo and its marks."""

    intended = Signal(object)  # an Intent that is not Nothing
    cursor_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._photo: Pyramid | None = None
        self._layer = MarkLayer()
        self._scene: Scene | None = None
        self._tool: Tool = PanTool()
        self._next: tuple[ScarType, int] | None = None
        self._mm_per_px: float | None = None
        self._pointer: QPointF | None = None
        self._aim: Point | None = None  # the key cursor
        self._over: MarkId | None = None
        self.setAccessibleName(self.tr("Photo"))

    # --- what a page asks for

    def show_photo(
        self, key: str, preview: QImage | Pyramid | None, *, size: Size, is_kept: bool = False
    ) -> None:
        """Show a photo of ``size``, with a smaller ``preview`` until ``set_full``; its marks are set apart.

        ``is_kept`` keeps zoom and position when the size is the same.
        """
        self._forget()
        self._key = key
        self._scene = Scene(size=size)
        self._photo = pyramid_of(preview) if preview is not None else None
        self._show_size(size, is_kept=is_kept)
        self.update()

    def set_full(self, key: str, frame: QImage | Pyramid) -> None:
        """The full frame of the photo ``key``; one that comes too late is dropped.

        Give a Pyramid made by ``build_pyramid`` in a job for more than 12 MP.
        """
        if key == self._key and self._scene is not None:
            self._photo = pyramid_of(frame)
            self.update()

    def clear(self) -> None:
        """Blank at once: photo, marks and gesture; nothing of them is on screen when this returns."""
        self._forget()
        self._show_size(None)
        self.repaint()

    def set_marks(self, marks: Sequence[MarkView]) -> None:
        """Show these marks; an unfinished gesture goes on unless its mark is gone."""
        if isinstance(self._tool.preview, Move) and self._tool.preview.mark_id not in {
            m.mark_id for m in marks
        }:
            self._interrupted()
        self._layer.set_marks(marks)
        if self._scene is not None:
            self._scene = Scene(size=self._scene.size, marks=tuple(marks))
        self._describe()
        self.update()

    def select(self, mark_ids: Iterable[MarkId]) -> None:
        """Let these marks stand out."""
        self._layer.choose(mark_ids)
        self._describe()
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool; the gesture of the last one is forgotten."""
        self._interrupted()
        self._tool = tool
        self._rest()
        self.update()

    def set_next(self, type_: ScarType | None, number: int = 0) -> None:
        """What a click will set: shown near the pointer; None shows nothing."""
        self._next = (type_, number) if type_ is not None else None
        self.update()

    def set_scale(self, mm_per_px: float | None) -> None:
        """Sizes at the pointer are in mm when the scale is known, else in px."""
        self._mm_per_px = mm_per_px
        self.update()

    @property
    def aim(self) -> Point | None:
        """The place of the key cursor, else of the pointer, on the photo; None when neither is there."""
        view = self.view
        if self._aim is not None or view is None or self._pointer is None:
            return self._aim
        return view.to_photo(self._pointer.x(), self._pointer.y())

    def press_key_cursor(self) -> bool:
        """A click at the key cursor; whether there was one."""
        return self._press_aim(is_extend=False)

    # --- pointer and keys

    def _pressed(self, event: QMouseEvent) -> None:
        self._aim = None
        self._feed(self._tool.press, event)

    def _hovered(self, event: QMouseEvent) -> None:
        self._pointer, self._aim = event.position(), None
        if (touch := self._feed(self._tool.move, event)) is not None:
            self._note_hover(touch)
            self.cursor_moved.emit(touch.at.x, touch.at.y)

    def _released(self, event: QMouseEvent) -> None:
        self._feed(self._tool.release, event)

    def _interrupted(self) -> None:
        if self._tool.cancel():
            self.update()

    def _is_pan_tool(self) -> bool:
        return self._tool.is_panning

    def _resting_cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.PointingHandCursor if self._over is not None else Qt.CursorShape.CrossCursor

    def _feed(self, step: Callable[[Touch, Scene], Intent], event: QMouseEvent) -> Touch | None:
        """Give the tool a touch and send out what it meant."""
        at = event.position()
        touch = self._touch_at(at.x(), at.y(), is_extend=bool(event.modifiers() & _EXTEND))
        if touch is not None:
            self._say(step(touch, self._met()))
        return touch

    def _touch_at(self, x: float, y: float, *, is_extend: bool = False) -> Touch | None:
        view = self.view
        if view is None:
            return None
        over = self._layer.over(x, y, view) if self.are_marks_visible else None
        return Touch(at=view.to_photo(x, y), zoom=view.zoom, is_extend=is_extend, over=over)

    def _met(self) -> Scene:
        """What the pointer can meet: hidden marks are not there."""
        scene = self._scene or _NO_SCENE
        return scene if self.are_marks_visible else Scene(size=scene.size)

    def _say(self, intent: Intent) -> None:
        self.update()
        if not isinstance(intent, Nothing):
            self.intended.emit(intent)

    def _note_hover(self, touch: Touch) -> None:
        mark = mark_at(touch, self._met())
        over = mark.mark_id if mark is not None else None
        if over != self._over:
            self._over = over
            self._rest()

    def _steer(self, dx: float, dy: float) -> None:
        """Move the key cursor on the screen; the view follows it."""
        view, start = self.view, self.aim
        if view is None:
            return
        x, y = view.to_screen(start or view.centre)
        self._aim = kept_on(view.to_photo(x + dx, y + dy), view.size)
        self._follow(*view.to_screen(self._aim))
        self.cursor_moved.emit(self._aim.x, self._aim.y)
        self.update()

    def _follow(self, x: float, y: float) -> None:
        margin = _KEY_MARGIN_PX
        dx = min(0.0, x - margin) + max(0.0, x - self.width() + margin)
        dy = min(0.0, y - margin) + max(0.0, y - self.height() + margin)
        if (dx or dy) and self._view is not None:
            self._look(self._view.panned(-dx, -dy))

    def _press_aim(self, *, is_extend: bool) -> bool:
        """Enter: a click at the key cursor."""
        view = self.view
        if view is None or self._aim is None:
            return False
        touch = self._touch_at(*view.to_screen(self._aim), is_extend=is_extend)
        if touch is not None:
            self._say(self._tool.press(touch, self._met()))
            self._say(self._tool.release(touch, self._met()))
        return True

    def _escape(self) -> bool:
        """Forget the gesture, else the key cursor; whether there was one."""
        was_busy = self._tool.cancel() or self._aim is not None
        self._aim = None
        self.update()
        return was_busy

    def _answers(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in _ARROWS and self._view is not None:
            step = _KEY_FINE_PX if modifiers & Qt.KeyboardModifier.ControlModifier else _KEY_STEP_PX
            step *= _KEY_FAST if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
            self._steer(*(step * towards for towards in _ARROWS[Qt.Key(key)]))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._press_aim(is_extend=bool(modifiers & _EXTEND))
        return key == Qt.Key.Key_Escape and self._escape()

    # --- painting

    def _paint(self, painter: QPainter, clip: QRectF) -> None:
        view, dpr = self.view, self.devicePixelRatioF()
        if view is None:
            return
        if self._photo is not None:
            paint_photo(painter, self._photo, view=view, clip=clip, dpr=dpr)
        moved = self._tool.preview.mark_id if isinstance(self._tool.preview, Move) else None
        if self.are_marks_visible:
            is_crisp = self._layer.paint(
                painter, view, clip=clip, dpr=dpr, is_settled=self.is_settled, without=moved
            )
            if not is_crisp:
                QTimer.singleShot(0, self, self.update)
        self._paint_preview(painter, view)
        self._paint_pointer(painter, view)

    def _paint_preview(self, painter: QPainter, view: ViewTransform) -> None:
        intent = self._tool.preview
        if isinstance(intent, Measured):
            ends = (Point(*view.to_screen(intent.a)), Point(*view.to_screen(intent.b)))
            text = self._length(intent.length_px)
            furniture.paint_ruler(painter, ends, text=text, colours=self._use_colours())
        elif isinstance(intent, Move | Add) and (mark := self._previewed(intent)) is not None:
            glyph = self._layer.glyph_of(mark, view)
            sides = (self._layer.side_of(mark.mark_id),)
            paint_sketch(painter, sketch.mark_sketch((glyph,), unit=1.0, sides=sides))

    def _previewed(self, intent: Move | Add) -> MarkView | None:
        """The mark as a release here and now would leave it."""
        if isinstance(intent, Move):
            found = (mark for mark in self._layer.marks if mark.mark_id == intent.mark_id)
            return next((changed(mark, place=intent.place) for mark in found), None)
        if self._next is None:
            return None
        type_, number = self._next
        return MarkView(mark_id=MarkId(""), number=number, type=type_, place=intent.place)

    def _paint_pointer(self, painter: QPainter, view: ViewTransform) -> None:
        """The key cursor, and beside it or the pointer what a click will set."""
        place = self.aim
        if place is None:
            return
        x, y = view.to_screen(place)
        if self._aim is not None:
            furniture.paint_crosshair(painter, x, y, colours=self._use_colours())
        if self._next is not None and self._shows_badge():
            type_, number = self._next
            text = self._badge_text(number)
            box = furniture.badge_box(x, y, text)
            furniture.paint_badge(painter, box, text, type_=type_, colours=self._use_colours())

    def _shows_badge(self) -> bool:
        is_marking = isinstance(self._tool, MarkTool) and not isinstance(self._tool.preview, Move)
        return is_marking and self._grip is None and not self._is_space and self._over is None

    def _badge_text(self, number: int) -> str:
        intent = self._tool.preview
        width = intent.place.width_px if isinstance(intent, Add) else None
        return str(number) if width is None else f"{number}   {self._length(width)}"

    def _length(self, px: float) -> str:
        if self._mm_per_px is None:
            return self.tr("{} px").format(self.locale().toString(px, "f", 0))
        return self.tr("{} mm").format(self.locale().toString(px * self._mm_per_px, "f", 1))

    def _forget(self) -> None:
        """Nothing of the last photo is kept."""
        self._interrupted()
        self._key, self._photo, self._scene = "", None, None
        self._aim = self._over = None
        self._layer.set_marks(())
        self._layer.choose(())
        self._describe()

    def _describe(self) -> None:
        """Tell a screen reader how many marks there are and which are selected."""
        marks = self._layer.marks
        chosen = [str(mark.number) for mark in marks if mark.mark_id in self._layer.chosen]
        text = self.tr("Marks: {}").format(len(marks)) if marks else self.tr("No marks")
        if chosen:
            text += ". " + self.tr("Selected: {}").format(", ".join(chosen))
        self.setAccessibleDescription(text)

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._answers(event):
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.cursor_left.emit()
        self.update()
