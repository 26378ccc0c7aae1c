"""Every control and state of the look, in both themes, as one PNG to look at.

Run by hand: ``python -m tests.gui.gallery OUT.png [--touch] [--text 200] [--ratio 2]``
"""

import argparse
import os
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from scardesk.gui.look import style
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.tokens import DARK, LIGHT, Theme
from tests.gui import gallery_parts as parts
from tests.gui.gallery_frames import column, frame

SECTIONS: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("Type", parts.typography),
    ("Buttons", parts.buttons),
    ("Inputs", parts.inputs),
    ("Choices", parts.choices),
    ("Focus", parts.focused),
    ("Lists", parts.lists),
    ("Cards", parts.cards),
    ("Icons", parts.drawings),
    ("Menu", parts.menu),
)


def page() -> QWidget:
    """One page with everything on it."""
    holder = QWidget()
    holder.setFixedWidth(1280)
    grid = QGridLayout()
    grid.setContentsMargins(24, 24, 24, 24)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(24)
    for number, (title, make) in enumerate(SECTIONS):
        part = make()
        part.setWindowFlags(Qt.WindowType.Widget)
        grid.addWidget(column(PlainLabel(title, role="section"), part), number // 3, number % 3)
    for at in range(3):
        grid.setColumnStretch(at, 1)
    outer = QVBoxLayout(holder)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(parts.header())
    outer.addLayout(grid)
    below = QHBoxLayout()
    below.setContentsMargins(24, 0, 24, 24)
    below.setSpacing(32)
    below.addWidget(parts.notices(), 3)
    below.addWidget(frame("panel", parts.empty(), margin=0), 2)
    outer.addLayout(below)
    return holder


def grab(app: QApplication, shown: Theme) -> QImage:
    """The page in one theme; what is below "Focus" is painted once more, each control with the focus."""
    style.apply(app, shown)
    window = page()
    window.show()
    app.sendPostedEvents()
    window.resize(window.sizeHint())
    app.sendPostedEvents()
    app.sendPostedEvents()
    ratio = window.devicePixelRatio()
    drawn = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(shown.window)
    window.render(drawn, QPoint())
    for part in filter(_is_focus_sample, window.findChildren(QWidget)):
        part.setFocus(Qt.FocusReason.TabFocusReason)
        app.sendPostedEvents()
        at = part.mapTo(window, QPoint())
        window.render(drawn, at, QRegion(QRect(at, part.size())))
    window.close()
    return drawn


def _is_focus_sample(part: QWidget) -> bool:
    parent = part.parentWidget()
    is_below = any(w is not None and w.property("shown") == "focused" for w in (part, parent))
    return is_below and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def main() -> None:
    """Draw both themes side by side into the file named on the command line."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("out")
    words.add_argument("--touch", action="store_true")
    words.add_argument("--text", type=int, default=100)
    words.add_argument("--ratio", type=float, default=1.0)
    asked = words.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(asked.ratio)
    app = QApplication([])
    themes = [each.sized(text_percent=asked.text, is_touch=asked.touch) for each in (LIGHT, DARK)]
    light, dark = (grab(app, each) for each in themes)
    both = QImage(light.width() * 2, light.height(), QImage.Format.Format_RGB32)
    painter = QPainter(both)
    for number, drawn in enumerate((light, dark)):
        drawn.setDevicePixelRatio(1)
        painter.drawImage(number * light.width(), 0, drawn)
    painter.end()
    both.save(asked.out)


if __name__ == "__main__":
    main()
