"""What the window says about what was just done, and the work under way.

Hides: where that stands.  Rule: it floats over the page and never moves or resizes anything below it,
for a click may already be on its way; what was said of one patient is gone before another one opens.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.states import Notice, NoticeKind, ProgressStrip
from scardesk.gui.look.style import set_role

_WIDEST_PX = 760
_ABOVE_BOTTOM_PX = 116  # clear of the strip of photos and of the comparison's bar
_FADING: tuple[NoticeKind, ...] = ("success", "info")
_FADE_MS = 6000


class Messages(QWidget):
    """One notice and one progress strip, floating over ``ground``."""

    cancelled = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._kind: NoticeKind = "info"
        self.notice = Notice("info", "")
        self.notice.closed.connect(self._place)
        self.strip = ProgressStrip("")
        set_role(self.strip, role="card")
        self.strip.cancelled.connect(self.cancelled)
        self._fade = QTimer(self, singleShot=True, interval=_FADE_MS)
        self._fade.timeout.connect(self.hush)
        self._busy = QTimer(self, singleShot=True, interval=theme().busy_after_ms)
        self._busy.timeout.connect(self._show_strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space_2)
        column.addWidget(self.notice)
        column.addWidget(self.strip)
        self.notice.hide()
        self.strip.hide()
        self.hide()
        ground.installEventFilter(self)

    def say(self, kind: NoticeKind, sentence: str) -> None:
        """One sentence, until it is closed or the next one comes; good news goes by itself."""
        self._fade.stop()
        self._kind = kind
        self.notice.tell(kind, sentence)
        self.notice.show()
        if kind in _FADING:
            self._fade.start()
        self._place()

    def hush(self) -> None:
        """Say nothing any more, and keep nothing of what was said."""
        self._fade.stop()
        self.notice.hide()
        self.notice.tell("info", "")
        self._place()

    def settled(self) -> None:
        """An edit was recorded: trouble told before is over."""
        if self._kind not in _FADING:
            self.hush()

    def begin(self, words: str) -> None:
        """Work has begun; it is shown once it has lasted."""
        self.strip.begin(words)
        self._busy.start()

    def end(self) -> None:
        """Nothing is under way any more."""
        self._busy.stop()
        self.strip.hide()
        self.strip.begin("")
        self._place()

    def _show_strip(self) -> None:
        self.strip.show()
        self._place()

    def _place(self) -> None:
        self.setVisible(not (self.notice.isHidden() and self.strip.isHidden()))
        wide = min(_WIDEST_PX, self._ground.width() - 2 * theme().space_6)
        column = self.layout()
        assert column is not None, "made with the widget"
        column.activate()
        high = column.heightForWidth(wide) if column.hasHeightForWidth() else self.sizeHint().height()
        left = (self._ground.width() - wide) // 2
        self.setGeometry(left, max(0, self._ground.height() - high - _ABOVE_BOTTOM_PX), wide, high)
        self.raise_()

    def eventFilter(self, ground: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size or its page."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(ground, event)
