"""The states that every page can be in, each designed once.

Hides: the layout, the colours and the spoken names of "empty", "something to tell", "working" and
"loading".  Rule: a page says what and why; how it looks is decided here, the same everywhere.
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scardesk.gui.look.current import theme
from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import ElidedLabel, Glyph, PlainLabel, plain_tooltip
from scardesk.gui.look.style import set_role

NoticeKind = Literal["info", "success", "warning", "error"]
ButtonRole = Literal["", "primary", "danger", "quiet"]

_KINDS = {
    "info": ("info", "accent_ink"),
    "success": ("accept", "success_ink"),
    "warning": ("warning", "warning_ink"),
    "error": ("error", "danger_ink"),
}
_READING_WIDTH_PX = 440  # about 65 letters of body text: a line that the eye finds its way back from


class ActionButton(QPushButton):
    """A push button that is an action: its text, icon, tooltip, enabled state and trigger."""

    def __init__(self, action: QAction, role: ButtonRole = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._has_icon = role != "primary"  # the accent is loud enough
        if role:
            self.setProperty("role", role)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self._action
        self.setText(action.text())
        self.setEnabled(action.isEnabled())
        plain_tooltip(self, action.toolTip())
        if self._has_icon:
            self.setIcon(action.icon())


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Tell a screen reader ``text`` without moving the focus."""
    event = QAccessibleAnnouncementEvent(widget, text)
    levels = QAccessible.AnnouncementPoliteness
    event.setPoliteness(levels.Assertive if is_urgent else levels.Polite)
    QAccessible.updateAccessibility(event)


class EmptyState(QWidget):
    """What a page shows when it has nothing to show: what belongs here, and how to get it here.

    The first action is the primary button; the others are plain ones.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        actions: Sequence[QAction] = (),
        *,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space_6] * 4)
        column.setSpacing(theme().space_2)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon_name:
            column.addWidget(Glyph(icon_name, size=40), alignment=middle)
            column.addSpacing(theme().space_2)
        column.addWidget(PlainLabel(title, role="section"), alignment=middle)
        if text:
            column.addWidget(self._body(text), alignment=middle)
        column.addSpacing(theme().space_2)
        column.addLayout(self._row(actions))
        column.addStretch(2)

    def _body(self, text: str) -> PlainLabel:
        body = PlainLabel(text, wraps=True)
        body.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.setFixedWidth(_READING_WIDTH_PX)
        body.setMinimumHeight(body.heightForWidth(_READING_WIDTH_PX))  # a centred widget is not asked for it
        return body

    def _row(self, actions: Sequence[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space_2)
        row.addStretch()
        for number, action in enumerate(actions):
            row.addWidget(ActionButton(action, "" if number else "primary"))
        row.addStretch()
        return row


class Notice(QFrame):
    """A bar above the page: one sentence, at most one thing to do about it, and a way to close it."""

    closed = Signal()

    def __init__(
        self,
        kind: NoticeKind,
        text: str,
        action: QAction | None = None,
        *,
        is_closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._glyph = Glyph("info")
        self._text = PlainLabel(wraps=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space_3, theme().space_1, theme().space_1, theme().space_1)
        row.setSpacing(theme().space_2)
        row.addWidget(self._glyph)
        row.addWidget(self._text, 1)
        if action is not None:
            row.addWidget(ActionButton(action, "quiet"))
        if is_closable:
            row.addWidget(self._close_button())
        self.setMinimumHeight(theme().control_height + 2 * theme().space_1)
        self.tell(kind, text)

    def tell(self, kind: NoticeKind, text: str) -> None:
        """Say another sentence; it is spoken as well."""
        glyph, tint = _KINDS[kind]
        self._glyph.draw(glyph, tint)
        self._text.setText(text)
        self.setAccessibleName(text)
        set_role(self, kind=kind)
        announce(self, text, is_urgent=kind == "error")

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("close"))
        button.setAccessibleName(self.tr("Close this message"))
        button.setToolTip(self.tr("Close this message"))
        button.clicked.connect(self._close)
        return button

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class ProgressStrip(QFrame):
    """Work under way: a thin bar, what is being done now, and Cancel.

    Show it once the work has lasted ``theme().busy_after_ms``; shorter work says nothing.
    """

    cancelled = Signal()

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = PlainLabel(text, role="strong")
        self._now = ElidedLabel(role="secondary", mode=Qt.TextElideMode.ElideMiddle)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self.setAccessibleName(text)
        words = QHBoxLayout()
        words.setSpacing(theme().space_2)
        words.addWidget(self._text)
        words.addWidget(self._now, 1)
        column = QVBoxLayout()
        column.setSpacing(theme().space_2)
        column.addLayout(words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space_3, theme().space_2, theme().space_2, theme().space_2)
        row.setSpacing(theme().space_4)
        row.addLayout(column, 1)
        row.addWidget(self._cancel_button())

    def begin(self, text: str) -> None:
        """Start over with other work; how much of it there is, is not known yet."""
        self._text.setText(text)
        self._now.setText("")
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self.setAccessibleName(text)

    def step(self, done: int, total: int, now: str = "") -> None:
        """Show that ``done`` of ``total`` are finished and what is being done now."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        count = self.tr("{done} of {total}").format(done=done, total=total)
        self._now.setText(f"{count}  {now}" if now else count)

    def _cancel_button(self) -> QPushButton:
        button = QPushButton(self.tr("Cancel"))
        button.clicked.connect(self.cancelled)
        return button


class Skeleton(QWidget):
    """Still grey bars where rows will be: the page is coming, and it does not jump when it does."""

    def __init__(self, rows: int = 3, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(self.tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(320, self._rows * theme().row_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().pressed))
        bar = theme().body
        for row in range(self._rows):
            top = row * theme().row_height + (theme().row_height - bar) / 2
            share = (0.62, 0.44, 0.53)[row % 3]
            painter.drawRoundedRect(QRectF(0, top, self.width() * share, bar), 4, 4)
            painter.drawRoundedRect(QRectF(self.width() * 0.78, top, self.width() * 0.16, bar), 4, 4)
