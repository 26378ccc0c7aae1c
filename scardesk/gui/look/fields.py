"""Inputs: what is typed, counted, dated, chosen or slid.

Hides: that Qt's inputs take the wheel while the pointer merely passes.  Rule: scrolling a form never
edits it, an input turns only while it has the focus; focus comes from Tab or a click, not the wheel.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QSlider,
    QSpinBox,
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


class NumberField(QSpinBox):
    """A whole number."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _settle(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DecimalField(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _settle(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DateField(QDateEdit):
    """A date, its month in letters so that 03/04 cannot be misread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _settle(self, name)
        self.setDisplayFormat("d MMM yyyy")

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(QComboBox):
    """One of a few words."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SlideField(QSlider):
    """A place between two ends."""

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plain_tooltip(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _settle(box: QAbstractSpinBox, name: str) -> None:
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.lineEdit().setTextMargins(_TEXT_INSET_PX, 0, 0, 0)
