"""What the window shows when no library is open."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scardesk.gui.actions import Actions
from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import Glyph, Hairline, PlainLabel, plain_tooltip
from scardesk.gui.look.states import ActionButton

_WIDTH_PX = 520


class WelcomePage(QWidget):
    """Three ways in: the last libraries, a new one, the sample."""

    chosen = Signal(object)  # Path

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH_PX)
        column = QVBoxLayout(inner)
        column.setSpacing(theme().space_2)
        column.addWidget(Glyph("app", tint="accent", size=48))
        purpose = PlainLabel(
            self.tr(
                "Import standardised photos, number each acne scar once, follow it from visit to visit, "
                "and hand over an honest progress report. Offline and encrypted."
            ),
            wraps=True,
        )
        purpose.setMinimumHeight(purpose.heightForWidth(_WIDTH_PX) + theme().space_1)
        column.addSpacing(theme().space_2)
        column.addWidget(PlainLabel(self.tr("Every scar keeps its number."), role="title"))
        column.addWidget(purpose)
        column.addSpacing(theme().space_4)
        column.addLayout(_ways(actions))
        column.addSpacing(theme().space_6)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(theme().space_1)
        column.addLayout(self._recent)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, alignment=Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def show_recent(self, folders: tuple[str, ...]) -> None:
        """List the libraries that were open before; folders that are gone are left out."""
        while (old := self._recent.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        there = [Path(folder) for folder in folders if Path(folder).is_dir()]
        if not there:
            return
        self._recent.addWidget(PlainLabel(self.tr("Recent libraries"), role="secondary"))
        self._recent.addWidget(Hairline())
        for folder in there:
            self._recent.addWidget(self._link(folder))

    def _link(self, folder: Path) -> QPushButton:
        button = QPushButton(f"{folder.name}    {folder.parent}".replace("&", "&&"))
        button.setProperty("role", "quiet")
        button.setStyleSheet("text-align: left;")
        button.setAccessibleName(self.tr("Open {name}").format(name=folder.name))
        plain_tooltip(button, str(folder))
        button.clicked.connect(lambda: self.chosen.emit(folder))
        return button


def _ways(actions: Actions) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme().space_2)
    row.addWidget(ActionButton(actions["new_library"], "primary"))
    row.addWidget(ActionButton(actions["open_library"]))
    row.addWidget(ActionButton(actions["open_sample"]))
    row.addStretch()
    return row
