"""Text on the screen, and the smallest marks beside it.

Hides: that Qt guesses whether a text is markup, in labels and in tooltips.  Rule: whatever may hold
what a person typed is shown letter by letter, never as markup; use these instead of ``QLabel`` and
``plain_tooltip`` instead of ``setToolTip``.
"""

from html import escape
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from scardesk.gui.look import icons
from scardesk.gui.look.current import theme
from scardesk.gui.look.style import set_role

TextRole = Literal["", "title", "section", "strong", "secondary", "warning", "danger", "success", "chip"]
ChipKind = Literal["neutral", "info", "success", "warning", "error", "sample"]


class PlainLabel(QLabel):
    """A label that shows its text letter by letter, whatever it holds."""

    def __init__(
        self, text: str = "", *, role: TextRole = "", wraps: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setText(text)
        if role:
            self.setProperty("role", role)


class ElidedLabel(PlainLabel):
    """One line that ends in an ellipsis where the room ends; the tooltip then holds the whole text."""

    _mode = Qt.TextElideMode.ElideRight  # until the constructor is through

    def __init__(
        self,
        text: str = "",
        *,
        role: TextRole = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role=role, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def is_elided(self) -> bool:
        """Whether some of the text does not fit."""
        return self._shown_text() != self._line()

    def _line(self) -> str:
        return " ".join(self.text().split("\n"))

    def _shown_text(self) -> str:
        return self.fontMetrics().elidedText(self._line(), self._mode, self.contentsRect().width())

    def _follow_room(self) -> None:
        plain_tooltip(self, self.text() if self.is_elided else "")

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._follow_room()
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        wanted = self.fontMetrics().horizontalAdvance(self._line()) + 2
        return QSize(wanted, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()) | int(Qt.TextFlag.TextSingleLine),
            self.palette(),
            self.isEnabled(),
            self._shown_text(),
            self.foregroundRole(),
        )


class Chip(PlainLabel):
    """A short state in a tinted capsule, e.g. "Comparable" or "SAMPLE"; never a scar type."""

    def __init__(self, text: str, kind: ChipKind = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, role="chip", parent=parent)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def tell(self, text: str, kind: ChipKind) -> None:
        """Show another state."""
        self.setText(text)
        self.setAccessibleName(text)
        set_role(self, kind=kind)


class Hairline(QFrame):
    """One pixel between two groups, instead of a box around each."""

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "hairline")
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)


class Glyph(QWidget):
    """An icon that is no button: decoration beside a text, or with a name of its own.

    ``size`` is in logical pixels; without it, that of the theme.
    """

    def __init__(
        self, name: str, *, tint: str = "text_secondary", size: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        icons.source(name)
        self._name = name
        self._tint = tint
        side = size or theme().icon_size
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def draw(self, name: str, tint: str) -> None:
        """Show another icon."""
        icons.source(name)
        self._name, self._tint = name, tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tint = self._tint if self.isEnabled() else "text_disabled"
        icons.paint(QPainter(self), self._name, getattr(theme(), tint), into=QRectF(self.rect()))


def plain_tooltip(widget: QWidget, text: str) -> None:
    """Give ``widget`` a tooltip that shows ``text`` letter by letter."""
    widget.setToolTip(_unmarked(text))


def _unmarked(text: str) -> str:
    """A text that Qt shows as it is: without ``<`` it cannot guess markup, else every ``<`` is escaped."""
    if "<" not in text:
        return text
    lines = escape(text).replace("\n", "<br>")
    return f"<span>{lines}</span>"
