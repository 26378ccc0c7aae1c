"""What was not taken, and why, in words; what is here already is counted apart."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import PlainLabel
from scardesk.workflows.intake import Refusal

_MOST_LINES = 4
_LINE_PX = 32
_GLYPH_PX = 16


class RefusedList(QWidget):
    """A title that counts, and a line for each file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(role="strong")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Files that are not imported"))
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(_GLYPH_PX, _GLYPH_PX))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space_1)
        column.addWidget(self.title)
        column.addWidget(self.list)

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Show these; the page has no such part when there are none."""
        self.setVisible(bool(refusals))
        self.title.setText(self._counted(refusals))
        self.list.clear()
        for refusal in sorted(refusals, key=lambda r: (r.is_duplicate, r.file_name)):
            self.list.addItem(_line(refusal))
        self.list.setFixedHeight(_LINE_PX * min(len(refusals), _MOST_LINES) + 6)

    def _counted(self, refusals: Sequence[Refusal]) -> str:
        known = sum(refusal.is_duplicate for refusal in refusals)
        parts = []
        if others := len(refusals) - known:
            parts.append(self.tr("{count} not imported").format(count=others))
        if known:
            parts.append(self.tr("{count} already here").format(count=known))
        return ", ".join(parts)


def _line(refusal: Refusal) -> QListWidgetItem:
    line = QListWidgetItem(refusal.sentence)
    if refusal.is_duplicate:
        line.setIcon(icon("check"))
        line.setForeground(QColor(theme().text_secondary))
    else:
        line.setIcon(icon("warning", "warning_ink"))
    return line
