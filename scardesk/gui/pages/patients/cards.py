"""Patients worked on lately, each with a photo: the quickest way back."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from scardesk.gui.look import icons
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.drawing import (
    clip_round,
    colour,
    draw_chip,
    draw_photo,
    draw_text,
    fill_round,
    frame_round,
    two_lines_px,
)
from scardesk.gui.look.labels import plain_tooltip
from scardesk.gui.pages.patients.lines import Line, last_photo
from scardesk.gui.pages.patients.table import SAMPLE
from scardesk.gui.thumbnails import Photos
from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo

MOST_CARDS = 4
_PHOTO_PX = 132
_WIDEST_PX = 304


class RecentCards(QWidget):
    """A row of at most four cards."""

    chosen = Signal(object)  # Patient

    def __init__(self, library: Library, photos: Photos, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._photos = photos
        self._lines: tuple[Line, ...] = ()
        self._photo_of: dict[PatientCard, Photo] = {}
        self.cards: tuple[PatientCard, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().space_4)
        photos.thumbnail_ready.connect(self._take_photo)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these patients, the first one leftmost; what has not changed stays as it is."""
        if lines == self._lines:
            return
        self._lines = lines
        self._photo_of.clear()
        while (old := self._row.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = tuple(self._card(line) for line in lines)
        for part in (*self.cards, *(_room() for _ in range(MOST_CARDS - len(lines)))):
            self._row.addWidget(part, 1)
        self._row.addStretch()
        for one, other in pairwise(self.cards):
            self.setTabOrder(one, other)

    def _card(self, line: Line) -> "PatientCard":
        card = PatientCard(line.patient, self._last_seen(line), self)
        card.clicked.connect(lambda: self.chosen.emit(line.patient))
        photo = last_photo(self._library, line.patient)
        if photo is not None:
            self._photo_of[card] = photo
            card.show_photo(self._photos.thumbnail(photo))
        return card

    def _last_seen(self, line: Line) -> str:
        visit = line.facts.last_visit if line.facts is not None else None
        return self.tr("visit {day}").format(day=day_text(visit)) if visit else self.tr("no visit yet")

    def _take_photo(self, photo_id: str) -> None:
        for card, photo in self._photo_of.items():
            if photo.id == photo_id:
                card.show_photo(self._photos.thumbnail(photo))


class PatientCard(QAbstractButton):
    """One patient: a photo, the name, the id and the last visit."""

    def __init__(self, patient: Patient, seen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.patient = patient
        self._seen = seen
        self._photo: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_WIDEST_PX)
        sample = f", {SAMPLE}" if patient.is_sample else ""
        self.setAccessibleName(f"{patient.name}{sample}, {patient.code}, {seen}")
        plain_tooltip(self, patient.name)

    def show_photo(self, photo: QPixmap | None) -> None:
        """Show the photo, or the plain ground while there is none."""
        self._photo = photo
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _PHOTO_PX + two_lines_px())

    def minimumSizeHint(self) -> QSize:
        return QSize(140, _PHOTO_PX + two_lines_px())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        radius = theme().radius_large
        fill_round(painter, box, "raised", radius=radius)
        painter.save()
        clip_round(painter, box, radius)
        self._paint_photo(painter, QRectF(0, 0, box.width(), _PHOTO_PX))
        painter.restore()
        self._paint_words(painter, QRectF(12, _PHOTO_PX, box.width() - 24, two_lines_px()))
        edge = "border" if self.underMouse() else "hairline"
        frame_round(painter, box, edge, width=1, radius=radius)
        if self.hasFocus():
            frame_round(painter, box, "focus", width=theme().focus_width, radius=radius)

    def _paint_photo(self, painter: QPainter, room: QRectF) -> None:
        if self._photo is not None:
            painter.fillRect(room, colour("surround"))
            draw_photo(painter, self._photo, into=room, fills=True)
        else:
            painter.fillRect(room, colour("pressed"))
            glyph = QRectF(0, 0, 32, 32)
            glyph.moveCenter(room.center())
            icons.paint(painter, "camera", theme().text_disabled, into=glyph)
        if self.patient.is_sample:
            draw_chip(painter, SAMPLE, at=QPointF(10, 10), ink="overlay_text", ground="overlay")

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        line = room.height() / 2
        upper = QRectF(room.left(), room.top() + 6, room.width(), line - 6)
        lower = QRectF(room.left(), room.top() + line, room.width(), line - 10)
        draw_text(painter, self.patient.name, into=upper, is_strong=True)
        words = f"{self.patient.code}  ·  {self._seen}"
        draw_text(painter, words, into=lower, tint="text_secondary", size="secondary")


def _room() -> QWidget:
    """Where a card would be: three cards are as wide as four."""
    room = QWidget()
    room.setMaximumWidth(_WIDEST_PX)
    return room
