"""How a photo and a gap are painted in the grid."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from scardesk.gui.canvas.painter import form_icon
from scardesk.gui.look import icons
from scardesk.gui.look.current import theme
from scardesk.gui.look.drawing import (
    MIDDLE,
    chip_size,
    clip_round,
    colour,
    draw_chip,
    draw_photo,
    draw_text,
    fill_round,
    frame_round,
    type_face,
)
from scardesk.gui.look.tokens import DARK
from scardesk.gui.pages.overview.board import Cell, concerns
from scardesk.gui.thumbnails import Photos
from scardesk.model.scar import ScarType

Index = QModelIndex | QPersistentModelIndex
INSET_PX = 10
_FORM_PX = 16
_TAG_AIR_PX = 12


class CellPainter(QStyledItemDelegate):
    """Paints one cell.  ``tag_of`` says what stands on a chosen photo: nothing, "Before" or "After"."""

    def __init__(
        self, photos: Photos, *, tag_of: Callable[[Index], str | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = photos
        self._tag_of = tag_of
        self.unreadable: set[str] = set()
        self.has_ring = False  # whether the keys are in use: only they need to see where they are

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell | None = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect).adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)
        painter.save()
        if cell is None:
            self._paint_gap(painter, box)
        else:
            self._paint_cell(painter, cell, box=box)
        tag = self._tag_of(index)
        if tag is not None:
            self._paint_choice(painter, tag, box)
        if self.has_ring and option.state & QStyle.StateFlag.State_HasFocus:
            frame_round(painter, box.adjusted(-6, -6, 6, 6), "focus", width=2, radius=theme().radius + 5)
        painter.restore()

    def _paint_gap(self, painter: QPainter, box: QRectF) -> None:
        frame_round(painter, box, "outline", width=1, radius=theme().radius, style=Qt.PenStyle.DashLine)
        words = QCoreApplication.translate("overview", "No photo")
        draw_text(painter, words, into=box, tint="text_secondary", size="secondary", align=MIDDLE)

    def _paint_cell(self, painter: QPainter, cell: Cell, *, box: QRectF) -> None:
        painter.save()
        clip_round(painter, box, theme().radius)
        painter.fillRect(box, colour("surround"))
        if cell.photo.id in self.unreadable:
            _glyph(painter, "error", box, tint="surround_text")
        else:
            thumbnail = self._photos.thumbnail(cell.photo)
            if thumbnail is not None:
                draw_photo(painter, thumbnail, into=box)
        self._paint_tags(painter, cell, box=box)
        painter.restore()

    def _paint_tags(self, painter: QPainter, cell: Cell, *, box: QRectF) -> None:
        """Along the lower edge: marks by type on the left; scale and warning on the right."""
        high = theme().secondary + _TAG_AIR_PX
        line = QRectF(box.left() + 6, box.bottom() - high - 6, box.width() - 12, high)
        self._paint_counts(painter, cell, line)
        # the ground is dark in both themes, so its warning is that of the dark one
        glyphs = (
            (bool(concerns(cell.photo)), "warning", DARK.warning_ink),
            (cell.photo.scale is not None, "ruler", theme().overlay_text),
        )
        right = line.right()
        for name, tint in ((name, tint) for is_shown, name, tint in glyphs if is_shown):
            ground = QRectF(right - high - 4, line.top(), high + 4, high)
            fill_round(painter, ground, "overlay", radius=theme().radius_small)
            icons.paint(painter, name, tint, into=ground.adjusted(4, 4, -4, -4))
            right = ground.left() - 4

    def _paint_counts(self, painter: QPainter, cell: Cell, line: QRectF) -> None:
        counted = [(type_, str(cell.counts[type_])) for type_ in ScarType if cell.counts.get(type_)]
        metrics = QFontMetricsF(type_face("secondary", is_strong=True))
        widths = [_FORM_PX + 4 + metrics.horizontalAdvance(count) for _, count in counted]
        if not counted:
            return
        ground = QRectF(line.left(), line.top(), sum(widths) + 10 * len(widths) + 4, line.height())
        fill_round(painter, ground, "overlay", radius=theme().radius_small)
        left, ratio = ground.left() + 6, painter.device().devicePixelRatio()
        for (type_, count), width in zip(counted, widths, strict=True):
            form = QRect(round(left), round(line.center().y() - _FORM_PX / 2), _FORM_PX, _FORM_PX)
            form_icon(type_, px=_FORM_PX, dpr=ratio).paint(painter, form)
            room = QRectF(left + _FORM_PX + 4, line.top(), width, line.height())
            draw_text(painter, count, into=room, tint="overlay_text", size="secondary", is_strong=True)
            left += width + 10

    def _paint_choice(self, painter: QPainter, tag: str, box: QRectF) -> None:
        frame_round(painter, box.adjusted(-3, -3, 3, 3), "accent", width=3, radius=theme().radius + 2)
        if tag:
            at = QPointF(box.left() + 8, box.top() + 8)
            if at.x() + chip_size(tag).width() < box.right():
                draw_chip(painter, tag, at=at, ink="accent_text", ground="accent")


def _glyph(painter: QPainter, name: str, box: QRectF, *, tint: str) -> None:
    room = QRectF(0, 0, 32, 32)
    room.moveCenter(box.center())
    icons.paint(painter, name, getattr(theme(), tint), into=room)
