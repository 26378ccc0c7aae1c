"""Making and unlocking a library, and showing its recovery key once.

Rule: a pass-phrase goes to whoever listens to ``wanted`` and is kept nowhere; a form that closes
forgets it, and so does the clipboard.
"""

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QClipboard, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import PlainLabel, plain_tooltip
from scardesk.gui.look.sheet import Sheet

_NINE_GROUPS = re.compile(r"\s*([0-9A-Za-z]{4}[-\s]*){9}")


class NewLibrary(Sheet):
    """Where a new library goes, and its pass-phrase (or, on purpose, none).

    ``wanted(folder, pass-phrase or None)``: the window makes it, then calls ``tell`` or ``accept``.
    """

    wanted = Signal(object, object)

    def __init__(self, suggested: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            "New library",
            "A library is one folder that holds all patients and photos, encrypted. "
            "Choose an empty folder on this computer, not a cloud folder.",
            primary="Create library",
            parent=parent,
        )
        self.folder = QLineEdit(str(suggested))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.first = _secret_field(self.tr("Pass-phrase"))
        self.second = _secret_field(self.tr("Pass-phrase once more"))
        self.is_open = QCheckBox(self.tr("No pass-phrase: whoever has the folder can read it"))
        self.is_open.toggled.connect(self.first.setDisabled)
        self.is_open.toggled.connect(self.second.setDisabled)
        self._lay_out(self.form())
        self.first.setFocus()

    def busy(self, *, is_busy: bool) -> None:
        """While the key is being made the form waits."""
        self.primary.setEnabled(not is_busy)
        self.primary.setText(self.tr("Creating…") if is_busy else self.tr("Create library"))

    def finish(self) -> bool:
        """Hand over what was typed; the window answers."""
        if not self.folder.text().strip():
            self.tell(self.tr("Choose a folder for the library. Nothing was created."))
        elif not self.is_open.isChecked() and self.first.text() != self.second.text():
            self.tell(self.tr("The two pass-phrases differ. Nothing was created. Type them again."))
        else:
            secret = None if self.is_open.isChecked() else self.first.text()
            self.wanted.emit(Path(self.folder.text()).expanduser(), secret)
        return False

    def done(self, result: int) -> None:
        """Forget the pass-phrase."""
        super().done(result)
        _forget(self.first, self.second)

    def _lay_out(self, form: QFormLayout) -> None:
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(theme().space_2)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        form.addRow(self.tr("Folder"), row)
        form.addRow(self.tr("Pass-phrase"), self.first)
        form.addRow(self.tr("Once more"), self.second)
        form.addRow("", PlainLabel(self.tr("At least 15 characters, or four words."), role="secondary"))
        form.addRow("", self.is_open)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the library"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)


class Unlock(Sheet):
    """Asks for the pass-phrase of a library, or its recovery key.

    ``wanted(secret, is_recovery)``: the window tries it, then calls ``tell`` or ``accept``.
    """

    wanted = Signal(str, bool)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("Unlock library", folder.name, primary="Unlock", parent=parent)
        self.secret = _secret_field(self.tr("Pass-phrase"))
        self.is_recovery = QCheckBox(self.tr("This is the recovery key"))
        self._is_recognised = False
        self.secret.textChanged.connect(self._recognise)
        form = self.form()
        form.addRow(self.tr("Pass-phrase"), self.secret)
        form.addRow("", self.is_recovery)
        self.secret.setFocus()

    def busy(self, *, is_busy: bool) -> None:
        """While the key is derived the form waits."""
        self.primary.setEnabled(not is_busy)
        self.primary.setText(self.tr("Unlocking…") if is_busy else self.tr("Unlock"))

    def finish(self) -> bool:
        """Hand over what was typed; the window answers."""
        if self.secret.text():
            self.wanted.emit(self.secret.text(), self.is_recovery.isChecked())
        else:
            self.tell(self.tr("Type the pass-phrase. Nothing was opened."))
        return False

    def done(self, result: int) -> None:
        """Forget the pass-phrase."""
        super().done(result)
        _forget(self.secret)

    def _recognise(self, secret: str) -> None:
        """Tick the box for what has the form of a recovery key; never take away a tick made by hand."""
        is_key = _has_form_of_key(secret)
        if is_key == self._is_recognised:
            return
        self._is_recognised = is_key
        self.is_recovery.setChecked(is_key)
        plain, known = self.tr("This is the recovery key"), self.tr("This is the recovery key: recognised")
        self.is_recovery.setText(known if is_key else plain)


class RecoveryKey(Sheet):
    """Shows the recovery key, this once; closing needs the tick that it was kept."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Keep the recovery key",
            "If the pass-phrase is lost, only this key opens the library. It is shown now and never again. "
            "Print it or write it down, and lock it away from this computer.",
            primary="Continue",
            has_cancel=False,
            parent=parent,
        )
        self.key = key
        self._shown = shown = QLineEdit(key)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Recovery key"))
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setMinimumWidth(shown.fontMetrics().horizontalAdvance(key) + 40)
        shown.setCursorPosition(0)
        copy = QPushButton(self.tr("Copy"))
        copy.setAutoDefault(False)
        plain_tooltip(copy, self.tr("Copy the key to the clipboard, until this closes"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(key))
        row = QHBoxLayout()
        row.addWidget(shown, 1)
        row.addWidget(copy)
        self.body.addLayout(row)
        self.kept = QCheckBox(self.tr("I have kept the recovery key in a safe place"))
        self.kept.toggled.connect(self.primary.setEnabled)
        self.body.addWidget(self.kept)
        self.primary.setEnabled(False)

    def reject(self) -> None:
        """Escape does not skip the key."""
        if self.kept.isChecked():
            super().reject()

    def done(self, result: int) -> None:
        """Forget the key, in the clipboards too."""
        super().done(result)
        _forget(self._shown)
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if clipboard.text(mode) == self.key:
                clipboard.clear(mode)
        self.key = ""


def _secret_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def _has_form_of_key(secret: str) -> bool:
    """Nine groups of four; four-letter words alone are a pass-phrase."""
    return _NINE_GROUPS.fullmatch(secret) is not None and any(char.isdigit() for char in secret)


def _forget(*fields: QLineEdit) -> None:
    for field in fields:
        field.setText("")  # unlike ``clear``, this cannot be undone in the field
