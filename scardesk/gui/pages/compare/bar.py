"""The bar below the photos: which two, how they are seen, and what may be said of them.

Hides: widgets.  Rule: before stands left and after right, as on the photos; the bar asks nobody, it
reports what was chosen.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from scardesk.gui.actions import Actions
from scardesk.gui.look.current import theme
from scardesk.gui.look.fields import ChoiceField, SlideField
from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import ElidedLabel, Hairline, PlainLabel, plain_tooltip
from scardesk.gui.look.states import ActionButton
from scardesk.gui.pages.compare.words import Look, tr

MODES = ("side_by_side", "wipe", "fade", "blink")
_STEPS = 1000
_SERIES_PX, _DAY_PX = 328, 150
_NARROWEST_PX = 720
_STATE_PX = 96  # of the words about the alignment; what is cut off stands in the tooltip


class _Follower(QToolButton):
    """A chip that triggers a checkable action and follows it, with words of its own."""

    def __init__(self, action: QAction, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        plain_tooltip(self, action.toolTip())
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setChecked(self._action.isChecked())
        self.setEnabled(self._action.isEnabled())


class CompareBar(QFrame):
    """Two rows: the days with the slider between them, and the ways to look."""

    series_chosen = Signal(int)
    before_chosen = Signal(int)
    after_chosen = Signal(int)
    slid = Signal(float)  # 0 to 1

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("edge", "top")
        self.before = ChoiceField(tr("Before: which visit"))
        self.after = ChoiceField(tr("After: which visit"))
        self.series = ChoiceField(tr("View and light"))
        self.slider = SlideField(tr("From before to after"))
        self.modes = [_chip(actions[name]) for name in MODES]
        self.align = ActionButton(actions["align_pair"])
        self.as_photographed = _button(actions["as_photographed"])
        self.numbers = _Follower(actions["show_marks"], tr("Numbers"))
        self.verdict = _Follower(actions["panel"])
        self._lines = (Hairline(), Hairline())
        self._days = PlainLabel(role="secondary")
        self._state = ElidedLabel(role="secondary")
        self._lay_out()
        self._connect()

    # --- what the page shows

    def show_choices(self, series: Sequence[str], at: int) -> None:
        """The views that can be compared, and which one is shown."""
        _fill(self.series, series, at)

    def show_days(self, before: Sequence[str], after: Sequence[str], *, chosen: tuple[int, int]) -> None:
        """The days to choose from on either side."""
        _fill(self.before, before, chosen[0])
        _fill(self.after, after, chosen[1])

    def show_between(self, text: str) -> None:
        """How far the two days lie apart."""
        self._days.setText(text)

    def show_verdict(self, look: Look) -> None:
        """May they be compared: words first, a glyph with them."""
        self.verdict.setText(look.words)
        self.verdict.setIcon(icon(look.icon, look.tint))
        self.verdict.setAccessibleName(tr("{verdict}. Show why").format(verdict=look.words))
        plain_tooltip(self.verdict, tr("Why? Shows the reasons and the camera settings (F9)"))

    def show_alignment(self, text: str, *, may_align: bool) -> None:
        """How they lie on each other, and the way to align them."""
        self._state.setText(text)
        self.align.setVisible(may_align)
        self._fit()

    def show_slider(self, split: float, *, is_used: bool) -> None:
        """Where the wipe or the fade stands; side by side and blink have a plain line instead."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(split * _STEPS))
        self.slider.blockSignals(False)
        self.slider.setVisible(is_used)
        for line in self._lines:
            line.setVisible(not is_used)

    def blank(self) -> None:
        """No days, no view, no verdict."""
        self.show_choices((), -1)
        self.show_days((), (), chosen=(-1, -1))
        self._days.setText("")
        self._state.setText("")
        self.verdict.setText("")

    # --- set-up

    def _fit(self) -> None:
        """Words beside the icons where there is room for them, else the icons with their tooltips."""
        room = self.contentsRect().width() - 2 * theme().space_4
        for style in (Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly):
            for chip in self.modes:
                chip.setToolButtonStyle(style)
            if self._needed() <= room:
                break
        for button in (*self.modes, self.align, self.as_photographed, self.numbers, self.verdict):
            button.setMinimumWidth(button.sizeHint().width())  # else the row would squeeze words

    def _needed(self) -> int:
        """The width of the second row when only the view and the state give way."""
        buttons = [
            b for b in (*self.modes, self.align, self.as_photographed, self.numbers) if not b.isHidden()
        ]
        widths = [button.sizeHint().width() + theme().space_2 for button in buttons]
        return sum(widths) + self.series.minimumWidth() + _STATE_PX + 4 * theme().space_2

    def _lay_out(self) -> None:
        self.slider.setRange(0, _STEPS)
        self.slider.setSingleStep(_STEPS // 50)
        self.slider.setPageStep(_STEPS // 10)
        for field in (self.before, self.after):
            field.setMinimumWidth(_DAY_PX)
        self.series.setMinimumWidth(_SERIES_PX // 2)
        self.series.setMaximumWidth(_SERIES_PX)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme().space_4, theme().space_2, theme().space_4, theme().space_2)
        rows.setSpacing(theme().space_2)
        rows.addLayout(self._days_row())
        rows.addLayout(self._looks_row())
        in_reading_order = (self.before, self.slider, self.after, self.verdict, self.series, *self.modes)
        for first, second in pairwise((*in_reading_order, self.align, self.as_photographed, self.numbers)):
            self.setTabOrder(first, second)

    def _days_row(self) -> QHBoxLayout:
        row = _row()
        row.addWidget(self.before)
        row.addWidget(self._lines[0], 1)
        row.addWidget(self.slider, 1)
        row.addWidget(self._days)
        row.addWidget(self._lines[1], 1)
        row.addWidget(self.after)
        row.addWidget(self.verdict)
        return row

    def _looks_row(self) -> QHBoxLayout:
        row = _row()
        row.addWidget(self.series)
        row.addSpacing(theme().space_2)
        for chip in self.modes:
            row.addWidget(chip)
        row.addSpacing(theme().space_2)
        row.addWidget(self._state, 1)
        row.addWidget(self.align)
        row.addWidget(self.as_photographed)
        row.addWidget(self.numbers)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return row

    def _connect(self) -> None:
        self.series.activated.connect(self.series_chosen)
        self.before.activated.connect(self.before_chosen)
        self.after.activated.connect(self.after_chosen)
        self.slider.valueChanged.connect(lambda value: self.slid.emit(value / _STEPS))

    # --- Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme().space_2)
    return row


def _fill(field: ChoiceField, texts: Sequence[str], at: int) -> None:
    """Show these choices; ``activated`` speaks only of a hand, so nothing is announced."""
    if [field.itemText(index) for index in range(field.count())] != list(texts):
        field.clear()
        field.addItems(list(texts))
    field.setCurrentIndex(at)


def _chip(action: QAction) -> QToolButton:
    chip = QToolButton()
    chip.setProperty("role", "chip")
    chip.setDefaultAction(action)
    chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    chip.setAccessibleName(action.text())
    chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return chip


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
