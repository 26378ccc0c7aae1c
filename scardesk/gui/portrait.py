"""A screenshot of the window without a display, for ``scardesk demo``.

Rule: it shows the real window on a real library, as soon as nothing is under way any more.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from scardesk.gui.look import style
from scardesk.gui.window import Window
from scardesk.library import Library
from scardesk.settings import Settings
from scardesk.workflows import register
from scardesk.workflows.follow_up import first_photo

_SIZE = (1440, 900)
_LOOK_EVERY_MS = 50


def take_portrait(library_folder: Path, target: Path) -> int:
    """Open the first patient's newest photo and save what the window shows.  Returns the exit code."""
    qInstallMessageHandler(_on_message)
    application = QApplication([])
    style.apply(application, style.choose("light"))
    window = Window(Settings(who="scardesk demo"))
    window.resize(*_SIZE)
    window.show()
    window.open_library(Library.open(library_folder, is_read_only=True, who="scardesk demo"))
    _open_newest_photo(window)
    timer = QTimer(interval=_LOOK_EVERY_MS)
    timer.timeout.connect(lambda: _save_when_still(window, target))
    timer.start()
    return application.exec()


def _on_message(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if not text.startswith("This plugin does not support"):  # what only a screen can do
        sys.stderr.write(f"{text}\n")


def _open_newest_photo(window: Window) -> None:
    assert window.session is not None, "the library was opened above"
    patient = register.everyone(window.session.library)[0]
    window.open_patient(patient)
    photo = first_photo(window.session.library, patient)
    if photo is not None:
        window.show_on_mark(photo)


def _save_when_still(window: Window, target: Path) -> None:
    if window.jobs.is_idle:
        window.grab().save(str(target))
        window.close()
        QApplication.quit()
