"""The row above the photo: the three types with their keys, what a click will do, the view."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from scardesk.gui.actions import Actions
from scardesk.gui.canvas import form_icon
from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import PlainLabel
from scardesk.model.scar import ScarType

_FORM_PX = 18
_VIEW = ("set_scale", "show_marks", "zoom_out", "zoom_fit", "zoom_full", "zoom_in", "panel")


class Toolbar(QFrame):
    """Chips and view buttons; every one is an action of the table."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space_3, theme().space_1, theme().space_2, theme().space_1)
        row.setSpacing(theme().space_1)
        for key, type_ in enumerate(ScarType, start=1):
            action = actions[type_.value]
            action.setIcon(form_icon(type_, px=_FORM_PX, dpr=2.0))
            action.setIconText(f"{key}  {action.text()}")  # what a tool button shows
            row.addWidget(_chip(action))
        row.addSpacing(theme().space_3)
        self._next = PlainLabel(role="strong")
        row.addWidget(self._next)
        row.addStretch(1)
        for name in _VIEW:
            row.addWidget(_button(actions[name], has_words=name == "set_scale"))

    def tell(self, words: str) -> None:
        """What the next click does."""
        self._next.setText(words)


def _chip(action: QAction) -> QToolButton:
    chip = QToolButton()
    chip.setProperty("role", "chip")
    chip.setDefaultAction(action)
    chip.setIconSize(QSize(_FORM_PX, _FORM_PX))
    chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    chip.setAccessibleName(action.text())
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return chip


def _button(action: QAction, *, has_words: bool) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    style = (
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_words else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    button.setToolButtonStyle(style)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
