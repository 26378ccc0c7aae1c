"""How long one frame takes while zooming and panning over 200 and 500 marks, beside a bare QGraphicsView.

The real widget is repainted into its offscreen window; frames are measured one by one.
"""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from scardesk.gui.canvas import MarkView, PhotoCanvas, build_pyramid
from scardesk.model.geometry import Ellipse, Point, Size, Spot
from scardesk.model.scar import ScarType
from scardesk.model.value import MarkId

WIDE, HIGH = 1920, 1080
SIZES = {"6 MP": Size(3000, 2000), "24 MP": Size(6000, 4000), "60 MP": Size(9504, 6336)}
FRAMES = 60
_STEP = 1.2


def run() -> list[tuple[str, str]]:
    """Figures as (what, milliseconds)."""
    app = QApplication.instance() or QApplication([])
    figures = []
    for name, size in SIZES.items():
        frame = photo(size)
        figures.append((f"{name} pyramid", f"{timed(partial(build_pyramid, frame)):.0f} ms"))
        for count in (200, 500):
            canvas = canvas_with(frame, size, count=count)
            figures += measured(f"{name}, {count} marks", canvas_moves(canvas), canvas)
            canvas.hide()
        view = bare_view(frame)
        figures += measured(f"{name}, bare QGraphicsView", view_moves(view), view.viewport())
        view.hide()
    del app
    return figures


def photo(size: Size) -> QImage:
    frame = QImage(size.width, size.height, QImage.Format.Format_RGB32)
    painter = QPainter(frame)
    skin = QLinearGradient(0, 0, size.width, size.height)
    skin.setColorAt(0, QColor("#E0B79C"))
    skin.setColorAt(1, QColor("#A9745A"))
    painter.fillRect(frame.rect(), skin)
    painter.end()
    return frame


def marks_on(size: Size, *, count: int) -> list[MarkView]:
    """Scattered marks, two of three with an extent of 20 to 60 px at 6 MP."""
    types, grow = list(ScarType), size.width / 3000
    marks = []
    for n in range(count):
        centre = Point((n * 7919) % size.width, (n * 104729 // 7) % size.height)
        across = (20 + n % 41) * grow
        sized = Ellipse(centre=centre, length_px=across, breadth_px=across * 0.8, angle_deg=n)
        place = sized if n % 3 else Spot(centre=centre)
        marks.append(MarkView(mark_id=MarkId(str(n)), number=n + 1, type=types[n % 3], place=place))
    return marks


def canvas_with(frame: QImage, size: Size, *, count: int) -> PhotoCanvas:
    canvas = PhotoCanvas()
    canvas.resize(WIDE, HIGH)
    canvas.show_photo("bench", build_pyramid(frame), size=size)
    canvas.set_marks(marks_on(size, count=count))
    canvas.show()
    QTest.qWait(300)
    return canvas


def canvas_moves(canvas: PhotoCanvas) -> dict[str, Iterator[None]]:
    middle = QPointF(WIDE / 2, HIGH / 2)
    return {
        "zoom": moves(lambda n: canvas._zoom_by(_STEP if n < FRAMES / 2 else 1 / _STEP, middle)),
        "pan": moves(lambda n: canvas._pan(middle, middle + QPointF(7 if n % 20 < 10 else -7, 3))),
        "rest after a zoom": settled(canvas),
    }


def settled(canvas: PhotoCanvas) -> Iterator[None]:
    """One frame as the canvas comes to rest at ever new zooms: numbers are arranged anew."""
    for n in range(FRAMES // 2):
        canvas._zoom_by(1.07 if n < FRAMES / 4 else 1 / 1.07, QPointF(WIDE / 2, HIGH / 2))
        canvas._settling.stop()
        yield


def bare_view(frame: QImage) -> QGraphicsView:
    scene = QGraphicsScene()
    scene.addPixmap(QPixmap.fromImage(frame)).setTransformationMode(
        Qt.TransformationMode.SmoothTransformation
    )
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(WIDE, HIGH)
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    view.show()
    QTest.qWait(100)
    return view


def view_moves(view: QGraphicsView) -> dict[str, Iterator[None]]:
    def zoom(n: int) -> None:
        by = _STEP if n < FRAMES / 2 else 1 / _STEP
        view.scale(by, by)

    def pan(n: int) -> None:
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + (7 if n % 20 < 10 else -7))

    return {"zoom": moves(zoom), "pan": moves(pan)}


def moves(step: Callable[[int], None]) -> Iterator[None]:
    for n in range(FRAMES):
        step(n)
        yield


def measured(what: str, kinds: dict[str, Iterator[None]], widget: QWidget) -> list[tuple[str, str]]:
    figures = []
    for kind, steps in kinds.items():
        frames = sorted(timed(widget.repaint) for _ in steps)
        p50, p99 = frames[len(frames) // 2], frames[min(len(frames) - 1, int(len(frames) * 0.99))]
        figures.append((f"{what}, {kind}", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"))
    return figures


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    for what, figure in run():
        print(f"{what:45s} {figure}")
