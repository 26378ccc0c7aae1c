"""Starting the window.

Hides: the single instance, the theme, the last library, and what happens to a bug.  Rule: a second
start hands its files to the first window and leaves; a bug is told in plain words and never ends
the program while it can go on.
"""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox

from scardesk import settings as settings_
from scardesk.errors import ScardeskError
from scardesk.gui.look import style
from scardesk.gui.look.icons import icon
from scardesk.gui.window import Window
from scardesk.settings import Settings

_ANSWER_MS = 1000


def run(words: Sequence[str]) -> int:
    """Show the window; ``words`` may name a library folder and photos.  Returns the exit code."""
    application = QApplication.instance() or QApplication([*sys.argv[:1]])
    assert isinstance(application, QApplication)
    application.setApplicationName("scardesk")
    paths = [str(Path(word).absolute()) for word in words]
    doorbell = Doorbell()
    if doorbell.is_answered(paths):
        return 0
    desk = Application(application, settings_.settings_file())
    doorbell.rang.connect(desk.take)
    doorbell.listen()
    desk.start([Path(path) for path in paths])
    return application.exec()


class Application(QObject):
    """The window with its settings."""

    def __init__(self, application: QApplication, file: Path) -> None:
        super().__init__(application)
        self._qt = application
        self._file = file
        settings = settings_.load(file)
        style.apply(application, style.choose(settings.theme))
        application.setWindowIcon(icon("app"))
        sys.excepthook = self._on_bug
        self.window = Window(settings)
        self.window.settings_changed.connect(self.keep)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def start(self, paths: Sequence[Path]) -> None:
        """Show the window on what was asked for, else on the last library."""
        self.window.show()
        if paths:
            self.take([str(path) for path in paths])
        elif self.window.settings.last_library and Path(self.window.settings.last_library).is_dir():
            self.window.opening.open(Path(self.window.settings.last_library))

    def take(self, paths: list[str]) -> None:
        """Come to the front; open a folder that is a library, import photos.

        Not while a dialog waits for an answer: it may be about the record that would be closed.
        """
        self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        if paths and QApplication.activeModalWidget() is not None:
            self.window.say(
                "warning", self.tr("Nothing was opened. Finish or close the dialog, then try again.")
            )
            return
        folders = [Path(path) for path in paths if Path(path).is_dir()]
        files = [Path(path) for path in paths if not Path(path).is_dir()]
        if folders:
            self.window.opening.open(folders[0])
        if files:
            self.window.chores.import_paths(files)

    def keep(self, settings: Settings) -> None:
        """Use changed settings, and write them down."""
        has_new_theme = settings.theme != self.window.settings.theme
        self.window.use(settings)
        if has_new_theme:
            style.apply(self._qt, style.choose(settings.theme))
        try:
            settings_.save(settings, self._file)
        except ScardeskError as error:
            self.window.say("warning", error.sentence)

    def _follow_system(self) -> None:
        if self.window.settings.theme == "system":
            style.apply(self._qt, style.choose("system"))

    def _on_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The GUI's exception hook: an expected error is a notice, a bug is a box with a code to copy."""
        if isinstance(error, ScardeskError):
            self.window.say("error", error.sentence)
            return
        if issubclass(kind, KeyboardInterrupt):
            self._qt.quit()
            return
        # file, line and function only: the text of an error could hold a patient's name
        steps = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        report = "\n".join([kind.__name__, *steps])
        sys.stderr.write(f"scardesk: bug {report}\n")
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            self.tr(
                "scardesk met a fault of its own. Everything up to the last saved action is safe. "
                "Close and start it again if something looks odd."
            )
        )
        box.setInformativeText(self.tr("Code: {code}").format(code=sha256(report.encode()).hexdigest()[:8]))
        box.setDetailedText(report)
        box.open()


class Doorbell(QObject):
    """One window per account: rings at the first one, or answers for it.  A local socket, no network."""

    rang = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        account = f"{os.environ.get('XDG_RUNTIME_DIR', '')}|{Path.home()}"
        self._name = f"scardesk-{sha256(account.encode()).hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_ring)

    def is_answered(self, paths: list[str]) -> bool:
        """Whether a window was already there and took ``paths``."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(json.dumps(paths).encode("utf-8"))
        socket.flush()
        socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Answer from now on; a socket left over from a crash is removed."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def _on_ring(self) -> None:
        socket = self._server.nextPendingConnection()
        received = bytearray()
        socket.readyRead.connect(lambda: received.extend(socket.readAll().data()))
        socket.disconnected.connect(lambda: self._on_heard(socket, bytes(received)))

    def _on_heard(self, socket: QLocalSocket, received: bytes) -> None:
        data = received + bytes(socket.readAll().data())
        socket.deleteLater()
        try:
            paths = json.loads(data.decode("utf-8"))
        except ValueError:
            return  # not one of ours
        if isinstance(paths, list) and all(isinstance(path, str) for path in paths):
            self.rang.emit(paths)
