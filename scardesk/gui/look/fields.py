"""Inputs: what is typed, counted, dated, chosen or slid.

Hides: that Qt's inputs take the wheel while the pointer merely passes.  Rule: scrolling a form never
edits it, an input turns only while it has the focus; focus comes from Tab or a click, not the wheel.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSlider,
    QWidget,
)

from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import plain_tooltip

_TEXT_INSET_PX = 10  # what the stylesheet gives a line edit; it cannot reach the one inside a spin box


class SearchField(QLineEdit):
    """One box to search with: the magnifier in front, a cross behind once there is text."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("role", "search")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icon("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText(self.tr("Clear the search"))
        self._clear.setToolTip(self.tr("Clear the search"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(self._follow)

    def _follow(self, text: str) -> None:
        self._clear.setVisible(bool(text))


class DecimalField(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _settle(self, name)
        self.lineEdit().setTextMargins(_TEXT_INSET_PX, 0, 0, 0)


class ChoiceField(QComboBox):
    """One of a few words."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _settle(self, name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)


class SlideField(QSlider):
    """A place between two ends."""

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        _settle(self, name)
        plain_tooltip(self, name)


class _Still(QObject):
    """Lets the wheel pass to the page while a field has no focus: scrolling never edits."""

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        is_passing = event.type() == QEvent.Type.Wheel and isinstance(field, QWidget) and not field.hasFocus()
        if is_passing:
            event.ignore()
        return is_passing


def _settle(field: QWidget, name: str) -> None:
    field.setAccessibleName(name)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Still(field))
