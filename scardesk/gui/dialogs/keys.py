"""The list of keys, made from the table of actions.

Rule: what is shown is what works.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from scardesk.gui.actions import MENUS, TABLE, Spec, key_text, words
from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.sheet import Sheet

_COLUMNS = 3


class Keys(Sheet):
    """Every action that has a key, by menu; the pointer's gestures last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Keys", primary="Close", has_cancel=False, parent=parent)
        self.resize(1080, 680)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(theme().space_6 * 2)
        grid.setVerticalSpacing(theme().space_6)
        groups = [(menu, [(words(s).rstrip("…"), key_text(s)) for s in _with_keys(menu)]) for menu in MENUS]
        groups.append((self.tr("On the photo"), _gestures(self)))
        for index, (title, rows) in enumerate(group for group in groups if group[1]):
            grid.addLayout(
                _group(title, rows), index // _COLUMNS, index % _COLUMNS, Qt.AlignmentFlag.AlignTop
            )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.body.addWidget(scroll)


def _with_keys(menu: str) -> list[Spec]:
    return [spec for spec in TABLE if spec.menu == menu and spec.keys]


def _group(title: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(theme().space_1)
    grid.setHorizontalSpacing(theme().space_4)
    grid.addWidget(PlainLabel(title, role="section"), 0, 0, 1, 2)
    for line, (what, keys) in enumerate(rows, start=1):
        grid.addWidget(PlainLabel(what), line, 0)
        grid.addWidget(PlainLabel(keys, role="strong"), line, 1)
    grid.setColumnStretch(0, 1)
    return grid


def _gestures(widget: QWidget) -> list[tuple[str, str]]:
    return [
        (widget.tr("Number a scar"), widget.tr("Click")),
        (widget.tr("Number and size it"), widget.tr("Drag from its centre")),
        (widget.tr("Move a mark"), widget.tr("Drag the mark")),
        (widget.tr("Zoom at the cursor"), widget.tr("Wheel")),
        (widget.tr("Move the photo"), widget.tr("Space or middle button, drag")),
        (widget.tr("Hide the marks"), widget.tr("Hold H")),
        (widget.tr("Without a mouse"), widget.tr("Arrow keys, then Enter")),
    ]
