"""Two photos of one view, seen together: side by side, wiped, faded or blinking.

Hides: how both stay in step.  Rule: zoom and pan are said in the earlier photo's frame; each photo
carries its caption wherever it is seen; nothing here edits.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from scardesk.gui.canvas import furniture
from scardesk.gui.canvas.marks import MarkLayer
from scardesk.gui.canvas.pairing import NO_PAIRING, Pairing, laid_frame
from scardesk.gui.canvas.pyramid import Pyramid, paint_photo, pyramid_of
from scardesk.gui.canvas.surface import Surface
from scardesk.gui.canvas.transform import ViewTransform
from scardesk.gui.tools import MarkView, Scene, Touch, mark_at
from scardesk.model.geometry import Matrix, Size
from scardesk.model.value import MarkId

BLINK_MS = 700  # about 1.4 changes a second; 3 flashes a second must not be reached (WCAG 2.3.1)
BLINK_STOPS_AFTER_MS = 10_000
_GAP_PX = 2.0
_KNOB_REACH_PX = 22.0  # half of the 44 px that a finger needs
_KEY_STEP = 0.02
_NARROWEST_CAPTION_PX = 60
_DIMMED = 0.4  # the text of a caption whose photo is not seen now


class CompareMode(StrEnum):
    """How two photos are seen together."""

    SIDE_BY_SIDE = "side_by_side"
    WIPE = "wipe"
    FADE = "fade"
    BLINK = "blink"


class CompareCanvas(Surface):
    """An earlier and a later photo with their marks and captions."""

    split_changed = Signal(float)
    picked = Signal(str, bool)  # the mark clicked, and whether it is one of the later photo
    blink_stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._pairing = NO_PAIRING
        self._photos: list[Pyramid | None] = [None, None]
        self._layers = (MarkLayer(), MarkLayer())
        self._laid = MarkLayer()  # the later marks where they lie on the earlier photo
        self._captions = ("", "")
        self._mode = CompareMode.SIDE_BY_SIDE
        self._split = 0.5
        self._is_after_up = False
        self._has_knob = False
        self._warped: tuple[object, QImage] | None = None
        self._blinking = QTimer(self, interval=BLINK_MS)
        self._blinking.timeout.connect(self._swap)
        self._blink_end = QTimer(self, singleShot=True, interval=BLINK_STOPS_AFTER_MS)
        self._blink_end.timeout.connect(self.stop_blink)
        self.setAccessibleName(self.tr("Before and after"))

    # --- what a page asks for

    def show_pair(
        self,
        key: str,
        *,
        before: QImage | Pyramid | None,
        after: QImage | Pyramid | None,
        size_before: Size,
        size_after: Size,
        after_to_before: Matrix | None = None,
    ) -> None:
        """Show two photos; a new ``key`` blanks captions and marks and fits the view.

        ``after_to_before`` maps pixels of the later photo; None shows both as photographed.
        """
        if key != self._key:
            self.clear()
        self._key = key
        self._pairing = Pairing.of(size_before, size_after, matrix=after_to_before)
        self._lay_marks()
        if self._view is None or self._view.size != size_before:
            self._show_size(size_before)
        self.set_full(key, before=before, after=after)

    def set_full(
        self, key: str, *, before: QImage | Pyramid | None = None, after: QImage | Pyramid | None = None
    ) -> None:
        """Sharper frames of the pair ``key``; those that come too late are dropped."""
        if key == self._key and self._view is not None:
            for place, frame in enumerate((before, after)):
                if frame is not None:
                    self._photos[place] = pyramid_of(frame)
            self._warped = None
            self.update()

    def clear(self) -> None:
        """Blank at once: photos, marks and captions."""
        self.stop_blink()
        self._key, self._pairing, self._photos, self._warped = "", NO_PAIRING, [None, None], None
        self.set_captions("", "")
        self.set_marks(before=(), after=())
        self.select(before=(), after=())
        self._show_size(None)
        self.repaint()

    def set_captions(self, before: str, after: str) -> None:
        """What is written on each photo: date, visit, days between, side."""
        self._captions = (before, after)
        self.setAccessibleDescription(" / ".join(text for text in self._captions if text))
        self.update()

    def set_marks(self, *, before: Sequence[MarkView], after: Sequence[MarkView]) -> None:
        """The marks of each photo, in its own pixels."""
        self._layers[0].set_marks(before)
        self._layers[1].set_marks(after)
        self._lay_marks()
        self.update()

    def select(self, *, before: Iterable[MarkId] = (), after: Iterable[MarkId] = ()) -> None:
        """Let these marks stand out."""
        later = tuple(after)
        self._layers[0].choose(before)
        self._layers[1].choose(later)
        self._laid.choose(later)
        self.update()

    @property
    def mode(self) -> CompareMode:
        """How the photos are seen together."""
        return self._mode

    def set_mode(self, mode: CompareMode) -> None:
        """See them another way; the middle of the view stays."""
        self.stop_blink()
        self._mode = mode
        self._has_knob = False
        self._fill_room()
        if mode is CompareMode.BLINK:
            self.start_blink()
        self._rest()
        self.update()

    @property
    def split(self) -> float:
        """Wipe: the share of the width that shows ``before``.  Fade: how much of ``after`` is seen."""
        return self._split

    def set_split(self, split: float) -> None:
        """Move the wipe or the fade, 0 to 1."""
        kept = min(max(split, 0.0), 1.0)
        if kept != self._split:
            self._split = kept
            self.update()
            self.split_changed.emit(kept)

    def start_blink(self) -> None:
        """Show one after the other, for 10 s at most."""
        self._is_after_up = False
        self._blinking.start()
        self._blink_end.start()
        self.update()

    def stop_blink(self) -> None:
        """Rest on the photo that is seen now."""
        if self._blinking.isActive():
            self._blinking.stop()
            self._blink_end.stop()
            self.blink_stopped.emit()

    @property
    def is_blinking(self) -> bool:
        """Whether the photos change by themselves."""
        return self._blinking.isActive()

    @property
    def is_after_up(self) -> bool:
        """In blink: whether the later photo is seen now."""
        return self._is_after_up

    # --- pointer and keys

    def _room(self) -> tuple[float, float]:
        is_halved = self._mode is CompareMode.SIDE_BY_SIDE
        return (self.width() - _GAP_PX) / 2 if is_halved else float(self.width()), float(self.height())

    def _right_edge(self) -> float:
        """Where the right half begins, side by side."""
        return self._room()[0] + _GAP_PX

    def _is_on_right(self, at: QPointF) -> bool:
        return self._mode is CompareMode.SIDE_BY_SIDE and at.x() >= self._right_edge()

    def _in_view(self, at: QPointF) -> QPointF:
        view = self.view
        if view is None or not self._is_on_right(at):
            return at
        there = self._pairing.beside(view).to_photo(at.x() - self._right_edge(), at.y())
        return QPointF(*view.to_screen(self._pairing.to_before(there)))

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        if self._view is None or not self._is_on_right(at):
            super()._zoom_by(factor, at)
            return
        x, y = at.x() - self._right_edge(), at.y()
        other = self._pairing.beside(self._view).zoomed(factor, x=x, y=y)
        nearer = self._view.zoomed(factor, x=0, y=0)
        self._look(nearer.centred(self._pairing.to_before(other.centre)))

    def _pan(self, start: QPointF, end: QPointF) -> None:
        if self._view is None or not self._is_on_right(start):
            super()._pan(start, end)
            return
        other = self._pairing.beside(self._view).panned(end.x() - start.x(), end.y() - start.y())
        self._look(self._view.centred(self._pairing.to_before(other.centre)))

    def _is_pan_tool(self) -> bool:
        return not self._has_knob

    def _resting_cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.SplitHCursor

    def _pressed(self, event: QMouseEvent) -> None:
        self.set_split(event.position().x() / max(self.width(), 1))

    def _hovered(self, event: QMouseEvent) -> None:
        if self._has_knob and event.buttons() & Qt.MouseButton.LeftButton:
            self.set_split(event.position().x() / max(self.width(), 1))
            return
        self._note_knob(event.position())
        if self._view is not None and (view := self.view) is not None:
            there = self._in_view(event.position())
            place = view.to_photo(there.x(), there.y())
            self.cursor_moved.emit(place.x, place.y)

    def _note_knob(self, at: QPointF) -> None:
        is_near = abs(at.x() - self._split * self.width()) <= _KNOB_REACH_PX
        has_knob = self._mode is CompareMode.WIPE and self._view is not None and is_near
        if has_knob != self._has_knob:
            self._has_knob = has_knob
            self._rest()

    def _clicked(self, event: QMouseEvent) -> None:
        is_after = self._is_after_at(event.position().x())
        layer, view, at = self._layer_at(event.position(), is_after=is_after)
        if view is None or not self.are_marks_visible:
            return
        touch = Touch(at=view.to_photo(at.x(), at.y()), zoom=view.zoom, over=layer.over(at.x(), at.y(), view))
        mark = mark_at(touch, Scene(size=view.size, marks=layer.marks))
        if mark is not None:
            self.picked.emit(mark.mark_id, is_after)

    def _layer_at(self, at: QPointF, *, is_after: bool) -> tuple[MarkLayer, ViewTransform | None, QPointF]:
        view = self.view
        if not is_after or view is None:
            return self._layers[0], view, at
        if self._mode is not CompareMode.SIDE_BY_SIDE:
            return self._laid, view, at
        return self._layers[1], self._pairing.beside(view), at - QPointF(self._right_edge(), 0)

    def _is_after_at(self, x: float) -> bool:
        """Whether the photo that is seen at ``x`` is the later one."""
        if self._mode is CompareMode.SIDE_BY_SIDE:
            return x >= self._right_edge()
        if self._mode is CompareMode.WIPE:
            return x >= self._split * self.width()
        return self._is_after_up if self._mode is CompareMode.BLINK else self._split >= 0.5

    def _swap(self) -> None:
        self._is_after_up = not self._is_after_up
        self.update()

    def _lay_marks(self) -> None:
        self._laid.set_marks([self._pairing.laid(mark) for mark in self._layers[1].marks])

    # --- painting

    def _paint(self, painter: QPainter, clip: QRectF) -> None:
        view = self.view
        if view is None:
            return
        paint = {
            CompareMode.SIDE_BY_SIDE: self._paint_halves,
            CompareMode.WIPE: self._paint_wipe,
            CompareMode.FADE: self._paint_fade,
            CompareMode.BLINK: self._paint_blink,
        }[self._mode]
        paint(painter, view)

    def _paint_halves(self, painter: QPainter, view: ViewTransform) -> None:
        width, height = self._room()
        area = QRectF(0, 0, width, height)
        for place, seen in enumerate(
            (view, self._pairing.beside(view).snapped(1 / self.devicePixelRatioF()))
        ):
            painter.save()
            painter.translate(place * self._right_edge(), 0)
            painter.setClipRect(area)
            self._paint_photo(painter, place, view=seen)
            self._paint_marks(painter, self._layers[place], view=seen, area=area)
            self._paint_caption(painter, place, area=area)
            painter.restore()
        painter.fillRect(QRectF(width, 0, _GAP_PX, height), QColor(self._use_colours().casing))

    def _paint_wipe(self, painter: QPainter, view: ViewTransform) -> None:
        x, whole = round(self._split * self.width()), QRectF(self.rect())
        for place, area in enumerate((QRectF(0, 0, x, whole.height()), whole.adjusted(x, 0, 0, 0))):
            painter.save()
            painter.setClipRect(area)
            self._paint_laid(painter, place, view=view)
            self._paint_marks(painter, (self._layers[0], self._laid)[place], view=view, area=area)
            self._paint_caption(painter, place, area=area)
            painter.restore()
        furniture.paint_handle(painter, x, whole, colours=self._use_colours())

    def _paint_fade(self, painter: QPainter, view: ViewTransform) -> None:
        if self._split < 1:
            self._paint_laid(painter, 0, view=view)
        painter.setOpacity(self._split)
        self._paint_laid(painter, 1, view=view)
        painter.setOpacity(1.0)
        self._paint_over(painter, view, share=self._split)

    def _paint_blink(self, painter: QPainter, view: ViewTransform) -> None:
        self._paint_laid(painter, int(self._is_after_up), view=view)
        self._paint_over(painter, view, share=float(self._is_after_up))

    def _paint_over(self, painter: QPainter, view: ViewTransform, *, share: float) -> None:
        """Marks of the photo that is seen more, and both captions, each as clear as its photo."""
        area = QRectF(self.rect())
        self._paint_marks(painter, self._laid if share >= 0.5 else self._layers[0], view=view, area=area)
        self._paint_caption(painter, 0, area=area, ink=max(min(2 - 2 * share, 1.0), _DIMMED))
        self._paint_caption(painter, 1, area=area, ink=max(min(2 * share, 1.0), _DIMMED))

    def _paint_photo(self, painter: QPainter, place: int, *, view: ViewTransform) -> None:
        photo = self._photos[place]
        if photo is not None:
            clip = QRectF(0, 0, view.width, view.height)
            paint_photo(painter, photo, view=view, clip=clip, dpr=self.devicePixelRatioF())

    def _paint_laid(self, painter: QPainter, place: int, *, view: ViewTransform) -> None:
        if place == 0:
            self._paint_photo(painter, 0, view=view)
        elif self._photos[1] is not None:
            painter.drawImage(QPointF(0, 0), self._laid_frame(self._photos[1], view))

    def _laid_frame(self, photo: Pyramid, view: ViewTransform) -> QImage:
        """What the view shows of the later photo, kept so that a moving wipe or fade need not warp again."""
        dpr = self.devicePixelRatioF()
        if self._warped is None or self._warped[0] != (view, dpr):
            self._warped = ((view, dpr), laid_frame(photo, view, pairing=self._pairing, dpr=dpr))
        return self._warped[1]

    def _paint_marks(self, painter: QPainter, layer: MarkLayer, *, view: ViewTransform, area: QRectF) -> None:
        if self.are_marks_visible and area.width() > 0:
            dpr = self.devicePixelRatioF()
            if not layer.paint(painter, view, clip=area, dpr=dpr, is_settled=self.is_settled):
                QTimer.singleShot(0, self, self.update)

    def _paint_caption(self, painter: QPainter, place: int, *, area: QRectF, ink: float = 1.0) -> None:
        text = self._captions[place]
        if text and area.width() > _NARROWEST_CAPTION_PX:
            box = furniture.caption_box(area, text, is_right=place == 1)
            furniture.paint_pill(painter, box, text, colours=self._use_colours(), ink=ink)

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}.get(Qt.Key(event.key()))
        if step is not None and self._mode in (CompareMode.WIPE, CompareMode.FADE):
            self.set_split(self._split + step)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop_blink()
