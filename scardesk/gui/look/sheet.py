"""The frame of every dialog: a title, a body, one primary button, Cancel, and room for an error.

Hides: margins, button order, default and escape keys.  Rule: a dialog that cannot do what was asked
says so inside itself and stays open; nothing typed is lost.  A closed dialog is gone with all that
was typed into it: read it in what ``accepted`` or ``rejected`` calls.
"""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.states import Notice

_TITLE_BAR = QSize(16, 48)  # what a window's frame adds, at most


class Sheet(QDialog):
    """A dialog in one style.  Subclasses fill ``body`` and override ``finish``."""

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        primary: str,
        has_cancel: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space_6] * 4)
        column.setSpacing(theme().space_4)
        column.addWidget(PlainLabel(title, role="title"))
        if text:
            column.addWidget(PlainLabel(text, wraps=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme().space_3)
        column.addLayout(self.body, 1)
        self.trouble = Notice("error", "", is_closable=False)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addLayout(self._buttons(primary, has_cancel=has_cancel))

    def form(self) -> QFormLayout:
        """A form in the body: names left, fields right."""
        form = QFormLayout()
        form.setHorizontalSpacing(theme().space_4)
        form.setVerticalSpacing(theme().space_3)
        self.body.addLayout(form)
        return form

    def tell(self, sentence: str) -> None:
        """Say what went wrong; an empty sentence takes the message away."""
        self.trouble.setVisible(bool(sentence))
        if sentence:
            self.trouble.tell("error", sentence)
        self._make_room()

    def finish(self) -> bool:
        """Do what the primary button promises; False keeps the dialog open."""
        return True

    def _buttons(self, primary: str, *, has_cancel: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space_2)
        row.addStretch()
        if has_cancel:
            cancel = QPushButton(QCoreApplication.translate("sheet", "Cancel"))
            cancel.setAutoDefault(False)
            cancel.clicked.connect(self.reject)
            row.addWidget(cancel)
        self.primary = QPushButton(primary)
        self.primary.setProperty("role", "primary")
        self.primary.setDefault(True)
        self.primary.clicked.connect(self._try)
        row.addWidget(self.primary)
        return row

    def _try(self) -> None:
        self.tell("")
        if self.finish():
            self.accept()

    def _make_room(self) -> None:
        """Be high enough for every sentence at this width: a window is not asked for it by its layout."""
        self._column.activate()
        if self._column.hasHeightForWidth():
            needed = self._column.totalMinimumHeightForWidth(self.width())
            self.setMinimumHeight(min(needed, self.maximumHeight()))

    # --- Qt

    def setVisible(self, visible: bool) -> None:
        """However much a dialog holds, its title and its buttons are in sight."""
        if visible:
            bound_to_screen(self)
        super().setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def bound_to_screen(dialog: QDialog) -> None:
    """Let a dialog that is about to be shown be no larger than its screen."""
    dialog.setMaximumSize(dialog.screen().availableSize() - _TITLE_BAR)
