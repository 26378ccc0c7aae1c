"""The help behind F1.

Hides: the text's file.  Rule: it says what is true of this version, offline.
"""

import tomllib

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from scardesk.assets import resource
from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.sheet import Sheet


class Guide(Sheet):
    """How scardesk works, on one page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("How scardesk works", primary="Close", has_cancel=False, parent=parent)
        self.resize(720, 680)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setSpacing(theme().space_1)
        for title, text in sections():
            column.addWidget(PlainLabel(title, role="section"))
            for paragraph in text.strip().split("\n"):
                column.addWidget(PlainLabel(paragraph, wraps=True))
            column.addSpacing(theme().space_4)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.body.addWidget(scroll)


def sections() -> list[tuple[str, str]]:
    """Titles and texts of the guide."""
    table = tomllib.loads(resource("help", "guide.toml").read_text("utf-8"))
    return [(section["title"], section["text"]) for section in table["section"]]
