"""Photos as Qt sees them: thumbnails for grids and strips, whole photos for the canvas.

Hides: decoding, caches and threads.  Rule: ask at any time; what is not there yet is announced when
it is.  A photo that cannot be read is announced too, with its sentence.
"""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from scardesk.errors import ScardeskError
from scardesk.gui.canvas.pyramid import Pyramid, build_pyramid
from scardesk.gui.jobs import Jobs
from scardesk.imaging import decode
from scardesk.imaging.frame import Frame
from scardesk.library import Library, Vault
from scardesk.model.photo import Photo
from scardesk.workflows import intake

_MOST_WHOLE_BYTES = 700 * 1024 * 1024  # about five 24 MP photos with their reduced levels
_BYTES_PER_PX = 4 * 4 // 3


class Photos(QObject):
    """Thumbnails and whole photos of one library, by photo."""

    thumbnail_ready = Signal(str)  # photo id
    whole_ready = Signal(str)  # photo id
    unreadable = Signal(str, str)  # photo id, sentence

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs = jobs
        self._small: dict[str, QPixmap] = {}
        self._whole: OrderedDict[str, Pyramid] = OrderedDict()
        self._asked: set[str] = set()

    def thumbnail(self, photo: Photo) -> QPixmap | None:
        """The thumbnail, or None now and ``thumbnail_ready`` later."""
        if photo.id not in self._small:
            stored = self._library.thumbnail(photo.blob)
            if stored is None:
                self._make(photo)
                return None
            self._small[photo.id] = _pixmap(stored)
        return self._small[photo.id]

    def whole(self, photo: Photo) -> Pyramid | None:
        """The whole photo, or None now and ``whole_ready`` later."""
        pyramid = self._whole.get(photo.id)
        if pyramid is not None:
            self._whole.move_to_end(photo.id)
            return pyramid
        if f"whole {photo.id}" not in self._asked:
            self._asked.add(f"whole {photo.id}")
            self._jobs.run(
                load_whole,
                self._library.vault,
                photo,
                key=f"whole {photo.id}",
                done=lambda found: self._take_whole(photo, found),
                failed=lambda error: self._tell(photo, error),
            )
        return None

    def _make(self, photo: Photo) -> None:
        if f"small {photo.id}" in self._asked:
            return
        self._asked.add(f"small {photo.id}")
        self._jobs.run(
            intake.make_thumbnail,
            self._library.vault,
            photo,
            key=f"small {photo.id}",
            done=lambda jpeg: self._take_small(photo, jpeg),
            failed=lambda error: self._tell(photo, error),
        )

    def _take_small(self, photo: Photo, jpeg: bytes) -> None:
        if self._library.is_writable:
            self._library.remember_thumbnail(photo.blob, jpeg)
        self._small[photo.id] = _pixmap(jpeg)
        self.thumbnail_ready.emit(photo.id)

    def _take_whole(self, photo: Photo, pyramid: Pyramid) -> None:
        self._asked.discard(f"whole {photo.id}")
        self._whole[photo.id] = pyramid
        while len(self._whole) > 1 and sum(map(_bytes_of, self._whole.values())) > _MOST_WHOLE_BYTES:
            self._whole.popitem(last=False)
        self.whole_ready.emit(photo.id)

    def _tell(self, photo: Photo, error: ScardeskError) -> None:
        self._asked -= {f"small {photo.id}", f"whole {photo.id}"}  # whoever asks again, tries again
        self.unreadable.emit(photo.id, error.sentence)


def load_whole(vault: Vault, photo: Photo) -> Pyramid:
    """Decode a stored photo and reduce it step by step: slow, for a job."""
    return build_pyramid(qimage(decode.decode(vault.read(photo.blob), name=photo.file_name)))


def qimage(frame: Frame) -> QImage:
    """A frame as a QImage that owns its pixels, in the format that paints fastest."""
    borrowed = QImage(frame.rgb, frame.width, frame.height, 3 * frame.width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def _pixmap(jpeg: bytes) -> QPixmap:
    pixmap = QPixmap()
    pixmap.loadFromData(jpeg, "JPG")
    return pixmap


def _bytes_of(pyramid: Pyramid) -> int:
    widest = pyramid.levels[0]
    return widest.width() * widest.height() * _BYTES_PER_PX
