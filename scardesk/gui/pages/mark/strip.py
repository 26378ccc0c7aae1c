"""The photos at hand: those of this visit, then this view at the other visits."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from scardesk.gui.thumbnails import Photos
from scardesk.model.photo import Photo

_HEIGHT_PX = 100
_ICON = QSize(96, 64)


class Strip(QListWidget):
    """One row of thumbnails; the photo on the canvas is the selected one."""

    wanted = Signal(object)  # Photo

    def __init__(self, photos: Photos, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = photos
        self._shown: list[Photo] = []
        self.setAccessibleName(self.tr("Photos at hand"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setWrapping(False)
        self.setIconSize(_ICON)
        self.setUniformItemSizes(True)
        self.setFixedHeight(_HEIGHT_PX)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.itemClicked.connect(self._on_clicked)
        self.itemActivated.connect(self._on_clicked)
        photos.thumbnail_ready.connect(self._on_thumbnail)

    def show_photos(self, photos: Sequence[tuple[Photo, str]], current: Photo) -> None:
        """Show these photos with their words, ``current`` selected."""
        if [photo for photo, _ in photos] != self._shown:
            self._shown = [photo for photo, _ in photos]
            self.clear()
            for photo, words in photos:
                self.addItem(self._made(photo, words))
        index = next((i for i, photo in enumerate(self._shown) if photo.id == current.id), -1)
        self.setCurrentRow(index)

    def blank(self) -> None:
        """Show nothing, at once."""
        self._shown = []
        self.clear()

    def neighbour(self, step: int) -> Photo | None:
        """The photo ``step`` places from the current one."""
        place = self.currentRow() + step
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _made(self, photo: Photo, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        item.setSizeHint(QSize(_ICON.width() + 44, _HEIGHT_PX - 12))
        thumbnail = self._photos.thumbnail(photo)
        if thumbnail is not None:
            item.setIcon(QIcon(thumbnail))
        return item

    def _on_clicked(self) -> None:
        if 0 <= self.currentRow() < len(self._shown):
            self.wanted.emit(self._shown[self.currentRow()])

    def _on_thumbnail(self, photo_id: str) -> None:
        for row, photo in enumerate(self._shown):
            thumbnail = self._photos.thumbnail(photo) if photo.id == photo_id else None
            if thumbnail is not None:
                self.item(row).setIcon(QIcon(thumbnail))
