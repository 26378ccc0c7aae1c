"""All marks of one photo, painted fast enough to follow a zoom.

Hides: where numbers stand, and sprites of what was painted before.  Rule: how a mark looks comes
from ``model.sketch``; while a zoom is under way numbers keep their sides and outlines are painted
from the last crisp sprite, and once it settles everything is drawn anew.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from scardesk.gui.canvas.painter import (
    FORM_MARGIN,
    WORDS_MARGIN,
    form_sprite,
    paint_sketch,
    sprite_of,
    words_sprite,
)
from scardesk.gui.canvas.transform import ViewTransform
from scardesk.gui.tools import MarkView
from scardesk.model import sketch
from scardesk.model.geometry import Point
from scardesk.model.sketch import Glyph, State
from scardesk.model.value import MarkId

_LARGEST_SPRITE_PX = 160.0  # an outline that reaches farther is painted straight away
_OUTLINE_PX = 5.0  # half the widest outline, and smooth edges
_BUDGET_S = 0.006  # for new outline sprites in one frame; the rest follows in the next ones
_BRACKET_PX = 5.0  # between a selected mark and its brackets
_ORIGIN = Point(0.0, 0.0)


@dataclass(slots=True)
class _Entry:
    """A mark and what painting it again needs.  Lengths are photo pixels unless named otherwise."""

    mark: MarkView
    letters: int
    box: sketch.Box
    radius: float  # 0 for a spot
    side: int = 0
    sprite: QImage | None = None
    sprite_zoom: float = 0.0
    sprite_box: QRectF | None = None  # around the mark's centre, in screen pixels


class MarkLayer:
    """Marks with their numbers, seen through a ViewTransform."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._chosen: frozenset[MarkId] = frozenset()
        self._arranged_zoom: float | None = None
        self._dpr = 1.0

    @property
    def marks(self) -> tuple[MarkView, ...]:
        """The marks as they were given."""
        return tuple(entry.mark for entry in self._entries)

    @property
    def chosen(self) -> frozenset[MarkId]:
        """The selected marks."""
        return self._chosen

    def set_marks(self, marks: Sequence[MarkView]) -> None:
        """Show these marks; those that did not change keep what was painted of them."""
        known = {entry.mark.mark_id: entry for entry in self._entries}
        self._entries = [_renewed(known.get(mark.mark_id), mark) for mark in marks]
        self._arranged_zoom = None

    def choose(self, mark_ids: Iterable[MarkId]) -> None:
        """Let these stand out."""
        chosen = frozenset(mark_ids)
        for entry in self._entries:
            if entry.mark.mark_id in chosen ^ self._chosen:
                entry.sprite = None
        self._chosen = chosen

    def paint(
        self,
        painter: QPainter,
        view: ViewTransform,
        *,
        clip: QRectF,
        dpr: float,
        is_settled: bool = True,
        without: MarkId | None = None,
    ) -> bool:
        """Paint what ``clip`` shows; False when some outlines await the next frame."""
        self._begin(view, dpr=dpr, is_settled=is_settled)
        seen = [e for e in self._entries if e.mark.mark_id != without and self._is_seen(e, view, clip)]
        is_crisp = self._paint_outlines(painter, view, seen=seen, is_settled=is_settled)
        for entry in seen:
            self._paint_form(painter, view, entry)
        for entry in seen:
            self._paint_number(painter, view, entry)
        for entry in seen:
            if entry.mark.mark_id in self._chosen:
                paint_sketch(painter, sketch.chosen_sketch(_around(entry, view), 1.0))
        return is_crisp or not is_settled

    def glyph_of(self, mark: MarkView, view: ViewTransform) -> Glyph:
        """A mark as it is drawn through ``view``."""
        return sketch.glyph(
            mark.number,
            mark.type,
            place=mark.place,
            to_target=lambda p: Point(*view.to_screen(p)),
            state=self._state(mark),
        )

    def side_of(self, mark_id: MarkId) -> int:
        """On which side the number of a mark stands."""
        return next((entry.side for entry in self._entries if entry.mark.mark_id == mark_id), 0)

    def over(self, x: float, y: float, view: ViewTransform) -> MarkId | None:
        """The mark whose number stands at (x, y) of the screen."""
        for entry in reversed(self._entries):
            left, top, right, bottom = _number_box(entry, view)
            if left <= x <= right and top <= y <= bottom:
                return entry.mark.mark_id
        return None

    def _begin(self, view: ViewTransform, *, dpr: float, is_settled: bool) -> None:
        if dpr != self._dpr:
            self._dpr = dpr
            for entry in self._entries:
                entry.sprite = None
        is_stale = self._arranged_zoom is None or (is_settled and self._arranged_zoom != view.zoom)
        if is_stale:
            self._arrange(view)

    def _arrange(self, view: ViewTransform) -> None:
        bodies = [_grown(entry, view.zoom) for entry in self._entries]
        for entry, side in zip(self._entries, sketch.arrange_bodies(bodies, 1.0), strict=True):
            entry.side = side
        self._arranged_zoom = view.zoom

    def _state(self, mark: MarkView) -> State:
        is_chosen = mark.mark_id in self._chosen and mark.state is State.NORMAL
        return State.SELECTED if is_chosen else mark.state

    def _is_seen(self, entry: _Entry, view: ViewTransform, clip: QRectF) -> bool:
        x, y = view.to_screen(entry.mark.place.centre)
        reach = entry.radius * view.zoom + 70  # a number of five digits stands within
        return (
            clip.left() - reach < x < clip.right() + reach and clip.top() - reach < y < clip.bottom() + reach
        )

    def _paint_outlines(
        self, painter: QPainter, view: ViewTransform, *, seen: list[_Entry], is_settled: bool
    ) -> bool:
        until, is_crisp = time.perf_counter() + _BUDGET_S, True
        for entry in seen:
            if not entry.radius:
                continue
            if entry.radius * view.zoom > _LARGEST_SPRITE_PX:
                glyph = self.glyph_of(entry.mark, view)
                paint_sketch(painter, sketch.outline_sketch(glyph, 1.0))
                continue
            is_stale = entry.sprite is None or (is_settled and entry.sprite_zoom != view.zoom)
            if is_stale and (entry.sprite is None or time.perf_counter() < until):
                self._renew_sprite(entry, view)
            is_crisp = is_crisp and entry.sprite_zoom == view.zoom
            self._paint_sprite(painter, view, entry)
        return is_crisp

    def _renew_sprite(self, entry: _Entry, view: ViewTransform) -> None:
        zoom, centre = view.zoom, entry.mark.place.centre
        extent = sketch.extent_of(
            entry.mark.place, lambda p: Point((p.x - centre.x) * zoom, (p.y - centre.y) * zoom)
        )
        mark = entry.mark
        glyph = Glyph(number=mark.number, type=mark.type, at=_ORIGIN, extent=extent, state=self._state(mark))
        reach = glyph.radius(1.0) + _OUTLINE_PX
        box = QRectF(-reach, -reach, 2 * reach, 2 * reach)
        entry.sprite = sprite_of(sketch.outline_sketch(glyph, 1.0), box=box, dpr=self._dpr)
        entry.sprite_zoom, entry.sprite_box = zoom, box

    def _paint_sprite(self, painter: QPainter, view: ViewTransform, entry: _Entry) -> None:
        x, y = view.to_screen(entry.mark.place.centre)
        if entry.sprite is None or entry.sprite_box is None:
            return
        grown, box = view.zoom / entry.sprite_zoom, entry.sprite_box
        if grown == 1:
            painter.drawImage(self._on_pixel(x + box.left(), y + box.top()), entry.sprite)
        else:
            width = entry.sprite.width() / self._dpr * grown
            target = QRectF(x + box.left() * grown, y + box.top() * grown, width, width)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, entry.sprite, QRectF(entry.sprite.rect()))

    def _paint_form(self, painter: QPainter, view: ViewTransform, entry: _Entry) -> None:
        x, y = self._form_at(entry, view)
        whole = self._on_pixel(x, y, down=True)
        phase = (_half(x - whole.x(), self._dpr), _half(y - whole.y(), self._dpr))
        sprite = form_sprite(entry.mark.type, self._state(entry.mark), phase=phase, dpr=self._dpr)
        painter.drawImage(QPointF(whole.x() - FORM_MARGIN, whole.y() - FORM_MARGIN), sprite)

    def _paint_number(self, painter: QPainter, view: ViewTransform, entry: _Entry) -> None:
        left, top, _, bottom = _number_box(entry, view)
        start = left + (sketch.FORM_ADVANCE if entry.radius else 0)
        glyph = Glyph(
            number=entry.mark.number, type=entry.mark.type, at=_ORIGIN, state=self._state(entry.mark)
        )
        sprite = words_sprite(sketch.number_words(glyph, _ORIGIN, unit=1.0), dpr=self._dpr)
        half = sprite.height() / self._dpr / 2
        painter.drawImage(self._on_pixel(start - WORDS_MARGIN, (top + bottom) / 2 - half), sprite)

    def _form_at(self, entry: _Entry, view: ViewTransform) -> tuple[float, float]:
        if not entry.radius:
            return view.to_screen(entry.mark.place.centre)
        left, top, _, bottom = _number_box(entry, view)
        return left + sketch.FORM_REACH, (top + bottom) / 2

    def _on_pixel(self, x: float, y: float, *, down: bool = False) -> QPointF:
        shift = 0.0 if down else 0.5
        return QPointF((x * self._dpr + shift) // 1 / self._dpr, (y * self._dpr + shift) // 1 / self._dpr)


def _renewed(entry: _Entry | None, mark: MarkView) -> _Entry:
    if entry is not None and entry.mark == mark:
        return entry
    glyph = sketch.glyph(mark.number, mark.type, place=mark.place, to_target=lambda p: p, state=mark.state)
    body = sketch.body_of(glyph, 1.0)
    return _Entry(mark, letters=body.letters, box=body.box, radius=body.radius if body.is_sized else 0.0)


def _grown(entry: _Entry, zoom: float) -> sketch.Body:
    """The room that a mark takes on the screen, measured from the photo's first pixel."""
    x, y = entry.mark.place.centre.x * zoom, entry.mark.place.centre.y * zoom
    if entry.radius:
        left, top, right, bottom = entry.box
        box = (left * zoom, top * zoom, right * zoom, bottom * zoom)
        return sketch.Body(x, y, box, entry.radius * zoom, entry.letters, is_sized=True)
    reach = sketch.FORM_REACH
    box = (x - reach, y - reach, x + reach, y + reach)
    return sketch.Body(x, y, box, reach, entry.letters, is_sized=False)


def _number_box(entry: _Entry, view: ViewTransform) -> sketch.Box:
    x, y = view.to_screen(entry.mark.place.centre)
    left, top, right, bottom = sketch.box_beside(
        entry.side,
        radius=entry.radius * view.zoom or sketch.FORM_REACH,
        letters=entry.letters,
        is_sized=entry.radius > 0,
        unit=1.0,
    )
    return (x + left, y + top, x + right, y + bottom)


def _around(entry: _Entry, view: ViewTransform) -> sketch.Box:
    """The box of the brackets around a selected mark and its number."""
    x, y = view.to_screen(entry.mark.place.centre)
    reach = entry.radius * view.zoom or sketch.FORM_REACH
    left, top, right, bottom = _number_box(entry, view)
    left, right = min(left, x - reach) - _BRACKET_PX, max(right, x + reach) + _BRACKET_PX
    return (left, min(top, y - reach) - _BRACKET_PX, right, max(bottom, y + reach) + _BRACKET_PX)


def _half(rest: float, dpr: float) -> float:
    """A remainder of a device pixel, in halves, as logical pixels."""
    return round(rest * dpr * 2) / 2 / dpr
