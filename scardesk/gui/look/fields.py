"""Inputs: what is typed, counted, dated, chosen or slid.

Hides: that Qt's inputs take the wheel while the pointer merely passes.  Rule: scrolling a form never
edits it, an input turns only while it has the focus; focus comes from Tab or a click, not the wheel.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QLineEdit,
    QListView,
    QSlider,
    QWidget,
)

from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import plain_tooltip

_TEXT_INSET_PX = 10  # what the stylesheet gives a line edit; it cannot reach the one inside a spin box
_MOST_FOUND = 14
_OPENING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F4)
_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


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


class SearchChoice(ChoiceField):
    """One of many, found by typing any of its words, or its code (the data of the entry).

    Rule: typing, arrows and the wheel choose nothing; Enter, a click, or going on after what can
    mean one entry only do, and ``activated`` tells.  Everything else ends with what was chosen before.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # PySide's stub lacks None: away with Qt's guesses
        self._found = QStringListModel(self)
        self._finder = QCompleter(self._found, self)
        self.choices = QListView()  # what is open below
        self._finder.setPopup(self.choices)
        self._finder.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._finder.setMaxVisibleItems(_MOST_FOUND)
        self._finder.setWidget(self)
        self.choices.setAccessibleName(name)
        self._finder.activated.connect(lambda words: self._take(self.findText(words)))
        self._line.textEdited.connect(self._search)
        self._line.installEventFilter(self)

    @property
    def is_searching(self) -> bool:
        """Whether something is typed, or the list open, that is not chosen yet."""
        return self.choices.isVisible() or self._line.text() != self._chosen_text()

    def begin(self) -> None:
        """Be ready to be typed into: the next letter replaces the text."""
        self._line.selectAll()

    def _matches(self) -> list[int]:
        """The entries with all the words that are typed, the likeliest first."""
        typed = self._line.text().casefold().strip()
        rows = [
            row
            for row in range(self.count())
            if all(word in f"{self.itemText(row)} {self.itemData(row)}".casefold() for word in typed.split())
        ]
        return sorted(rows, key=lambda row: (not self._is_code(row, typed), not self._starts(row, typed)))

    def _is_code(self, row: int, typed: str) -> bool:
        return str(self.itemData(row)).casefold() == typed

    def _starts(self, row: int, typed: str) -> bool:
        return self.itemText(row).casefold().startswith(typed)

    def _search(self, typed: str) -> None:
        self._offer(self._matches(), mark=0 if typed.strip() else -1)

    def _offer(self, rows: Iterable[int], *, mark: int) -> None:
        self._found.setStringList([self.itemText(row) for row in rows])
        self._finder.complete()
        self.choices.setCurrentIndex(self.choices.model().index(mark, 0))

    def _take_marked(self) -> None:
        """What is marked in the list is what Enter means."""
        marked = self.choices.currentIndex()
        is_marked = self.choices.isVisible() and marked.isValid()
        self._take(self.findText(marked.data()) if is_marked else -1)

    def settle(self) -> bool:
        """The hand goes on: what can mean one entry only is taken, all else dropped; whether it was."""
        is_typed = bool(self._line.text().strip()) and self._line.text() != self._chosen_text()
        rows = self._matches() if is_typed else []
        is_clear = len(rows) == 1 or (bool(rows) and self._is_code(rows[0], self._line.text().casefold()))
        self._take(rows[0] if is_clear else -1)
        return is_clear

    def _take(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(row)
        self._restore()
        if row >= 0:
            self.activated.emit(row)

    def _restore(self) -> None:
        self.choices.hide()
        self._line.setText(self._chosen_text())
        if self.hasFocus():
            self._line.selectAll()
        else:
            self._line.setCursorPosition(0)

    def _chosen_text(self) -> str:
        return self.itemText(self.currentIndex())

    # --- Qt

    def setPlaceholderText(self, text: str) -> None:
        super().setPlaceholderText(text)
        self._line.setPlaceholderText(text)

    def showPopup(self) -> None:
        self._offer(range(self.count()), mark=self.currentIndex())
        self._line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.showPopup()
        elif event.key() in _ENDING_KEYS and self.is_searching:
            if event.key() == Qt.Key.Key_Escape:
                self._restore()
            else:
                self._take_marked()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.is_searching:
            self._line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _PASSING:
            self.settle()
        super().focusOutEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name is Qt's
        if self.is_searching:
            self.settle()
        return super().focusNextPrevChild(next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and self.isEnabled():
            self.showPopup()
        return super().eventFilter(watched, event)


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
