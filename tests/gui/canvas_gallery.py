"""Shows the canvases with the sample photos: python -m tests.gui.canvas_gallery FOLDER [dpr].

Not a test: it saves one PNG for each state that a page can bring a canvas into.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if len(sys.argv) > 2:
    os.environ["QT_SCALE_FACTOR"] = sys.argv[2]

from PIL import Image, ImageOps
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scardesk.assets import resource
from scardesk.gui.canvas import CompareCanvas, CompareMode, MarkView, PhotoCanvas, build_pyramid
from scardesk.gui.canvas.surface import Surface
from scardesk.gui.look import style
from scardesk.gui.look.tokens import DARK, LIGHT
from scardesk.gui.tools import MarkTool, RulerTool
from scardesk.model.geometry import Matrix, Point, Size, place_at
from scardesk.model.scar import ScarType
from scardesk.model.sketch import State
from scardesk.model.value import MarkId

WIDE, HIGH = 1280, 800
TYPES = {"ice_pick": ScarType.ICE_PICK, "boxcar": ScarType.BOXCAR, "rolling": ScarType.ROLLING}


def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text())
    return found


def photo(name: str) -> QImage:
    upright = ImageOps.exif_transpose(Image.open(resource("samples", name))).convert("RGBA")
    frame = QImage(upright.tobytes(), *upright.size, QImage.Format.Format_RGBA8888)
    return frame.convertToFormat(QImage.Format.Format_RGB32)


def marks_of(name: str, *, are_sized: bool = True) -> list[MarkView]:
    """The true scars of a sample photo, numbered in their order."""
    scars = next(skin["scars"] for skin in truth()["skins"] if name in skin["scars"][0]["xy"])
    marks = []
    for number, scar in enumerate(scars, start=1):
        if name not in scar["xy"]:
            continue
        width_px = scar["width_mm"] / scar["local_mm_per_px"][name]
        place = place_at(Point(*scar["xy"][name]), width_px if are_sized and number % 3 else None)
        mark = MarkView(mark_id=MarkId(str(number)), number=number, type=TYPES[scar["kind"]], place=place)
        marks.append(mark)
    return marks


def onto(after: str, before: str) -> Matrix:
    """An affine matrix through the true scars of two photos."""
    import numpy as np

    there = {mark.number: mark.place.centre for mark in marks_of(before)}
    pairs = [(mark.place.centre, there[mark.number]) for mark in marks_of(after) if mark.number in there]
    rows = np.array([[a.x, a.y, 1] for a, _ in pairs])
    x, *_ = np.linalg.lstsq(rows, np.array([[b.x, b.y] for _, b in pairs]), rcond=None)
    (a, d), (b, e), (c, f) = x.tolist()
    return (a, b, c, d, e, f, 0.0, 0.0, 1.0)


def mouse(canvas: Surface, kind: QEvent.Type, at: QPointF, *, is_down: bool) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    held = left if is_down else none
    event = QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def canvas_of(name: str) -> PhotoCanvas:
    canvas = PhotoCanvas()
    canvas.resize(WIDE, HIGH)
    frame = photo(name)
    canvas.show_photo(name, None, size=Size(frame.width(), frame.height()))
    canvas.set_full(name, build_pyramid(frame))
    canvas.set_marks(marks_of(name))
    canvas.set_tool(MarkTool())
    canvas.set_next(ScarType.BOXCAR, 41)
    canvas.set_scale(0.0306)
    canvas.show()
    QTest.qWait(400)
    return canvas


def shown_fit(canvas: PhotoCanvas) -> None:
    canvas.fit()
    mouse(canvas, QEvent.Type.MouseMove, QPointF(640, 300), is_down=False)


def shown_selected(canvas: PhotoCanvas) -> None:
    marks = marks_of("DSC_0101.JPG")
    canvas.select([marks[1].mark_id, marks[2].mark_id, marks[5].mark_id])
    canvas.restore_view(1.2, marks[2].place.centre)


def shown_proposed(canvas: PhotoCanvas) -> None:
    states = [State.NORMAL, State.GHOST, State.UNSURE, State.GHOST]
    marks = [
        MarkView(mark_id=m.mark_id, number=m.number, type=m.type, place=m.place, state=states[m.number % 4])
        for m in marks_of("DSC_0101.JPG")
    ]
    canvas.set_marks(marks)
    canvas.select([marks[0].mark_id])


def shown_sizing(canvas: PhotoCanvas) -> None:
    canvas.restore_view(1.0, Point(1400, 900))
    mouse(canvas, QEvent.Type.MouseButtonPress, QPointF(640, 400), is_down=True)
    mouse(canvas, QEvent.Type.MouseMove, QPointF(690, 430), is_down=True)


def shown_keys(canvas: PhotoCanvas) -> None:
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def shown_ruler(canvas: PhotoCanvas) -> None:
    canvas.set_tool(RulerTool())
    mouse(canvas, QEvent.Type.MouseButtonPress, QPointF(440, 400), is_down=True)
    mouse(canvas, QEvent.Type.MouseMove, QPointF(790, 530), is_down=True)


def shown_close(canvas: PhotoCanvas) -> None:
    canvas.restore_view(4.0, marks_of("DSC_0101.JPG")[3].place.centre)


def shown_empty(canvas: PhotoCanvas) -> None:
    canvas.clear()
    canvas.set_message("No photo chosen yet. Pick one below.")


ONE: dict[str, Callable[[PhotoCanvas], None]] = {
    "fit": shown_fit,
    "selected": shown_selected,
    "proposed": shown_proposed,
    "sizing": shown_sizing,
    "keys": shown_keys,
    "ruler": shown_ruler,
    "close": shown_close,
    "empty": shown_empty,
}


def pair_of(before: str, after: str) -> CompareCanvas:
    canvas = CompareCanvas()
    canvas.resize(WIDE, HIGH)
    one, other = photo(before), photo(after)
    canvas.show_pair(
        before + after,
        before=build_pyramid(one),
        after=build_pyramid(other),
        size_before=Size(one.width(), one.height()),
        size_after=Size(other.width(), other.height()),
        after_to_before=onto(after, before),
    )
    canvas.set_captions("12 Jan 2026, visit 1, right cheek", "10 Aug 2026, visit 3, day 210, right cheek")
    canvas.set_marks(before=marks_of(before, are_sized=False), after=marks_of(after, are_sized=False))
    canvas.show()
    return canvas


def main() -> None:
    folder = Path(sys.argv[1])
    app = QApplication([])
    for theme in (LIGHT, DARK):
        style.apply(app, theme)
        for name, show in ONE.items():
            canvas = canvas_of("DSC_0101.JPG")
            show(canvas)
            QTest.qWait(400)
            canvas.grab().save(str(folder / f"{theme.name}-{name}.png"))
            canvas.deleteLater()
        for mode in CompareMode:
            pair = pair_of("DSC_0101.JPG", "DSC_0274.JPG")
            pair.set_mode(mode)
            QTest.qWait(400)
            pair.grab().save(str(folder / f"{theme.name}-{mode}.png"))
            pair.deleteLater()


if __name__ == "__main__":
    main()
