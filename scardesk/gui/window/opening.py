"""How libraries come and go in the window.

Hides: which parts are slow.  Rule: deriving a key and making the sample run as jobs; what they
return is announced by ``opened`` on the GUI thread.  A library that cannot be opened changes
nothing: the one that was open stays open.
"""

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from scardesk.errors import ScardeskError
from scardesk.gui.dialogs.library_forms import NewLibrary, RecoveryKey, Unlock
from scardesk.gui.jobs import Jobs
from scardesk.library import Library
from scardesk.settings import sample_folder
from scardesk.workflows.sample import make_sample


class Opening(QObject):
    """Creates, unlocks and opens libraries; removes the sample."""

    opened = Signal(object)  # Library
    failed = Signal(str)

    def __init__(self, window: QWidget, jobs: Jobs, who: str) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self.who = who

    def create(self) -> None:
        """Ask for a folder and a pass-phrase, and make a library there."""
        form = NewLibrary(Path.home() / "scardesk-library", self._window)
        form.wanted.connect(lambda folder, secret: self._create(form, folder, secret))
        form.open()

    def choose(self) -> None:
        """Ask for the folder of a library and open it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Open a library"), str(Path.home()))
        if folder:
            self.open(Path(folder))

    def open(self, folder: Path) -> None:
        """Open a library; asks for its pass-phrase when it has one."""
        try:
            has_secret = Library.asks_for_passphrase(folder)
        except ScardeskError as error:
            self.failed.emit(error.sentence)
            return
        if not has_secret:
            self._try(folder, None)
            return
        form = Unlock(folder, self._window)
        form.wanted.connect(lambda secret, is_recovery: self._unlock(form, folder, secret, is_recovery))
        form.open()

    def open_sample(self) -> None:
        """Open the sample library, making it first when it is not there."""
        folder = sample_folder()
        if folder.exists() and any(folder.iterdir()):
            self.open(folder)
            return
        self._jobs.run(
            make_sample,
            folder,
            key="sample",
            words=self.tr("Making the sample"),
            has_progress=True,
            done=self.open,
        )

    def remove(self, folder: Path) -> bool:
        """Delete a sample library; the caller has closed it.  Whether it is gone."""
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return True
        except OSError as error:
            self.failed.emit(
                self.tr(
                    "The sample could not be removed ({reason}). Your own libraries are untouched."
                ).format(reason=error.strerror)
            )
            return False
        return True

    def _create(self, form: NewLibrary, folder: Path, secret: str | None) -> None:
        form.busy(is_busy=True)
        self._jobs.run(
            Library.create,
            folder,
            passphrase=secret,
            who=self.who,
            key="open library",
            done=lambda made: self._created(form, made),
            failed=lambda error: self._not_yet(form, error),
        )

    def _created(self, form: NewLibrary, made: tuple[Library, str]) -> None:
        library, recovery_key = made
        form.accept()
        self.opened.emit(library)
        if recovery_key:
            RecoveryKey(recovery_key, self._window).open()

    def _unlock(self, form: Unlock, folder: Path, secret: str, is_recovery: bool) -> None:
        form.busy(is_busy=True)
        self._jobs.run(
            Library.open,
            folder,
            secret=secret,
            is_recovery=is_recovery,
            who=self.who,
            key="open library",
            done=lambda library: self._unlocked(form, library),
            failed=lambda error: self._not_yet(form, error),
        )

    def _unlocked(self, form: Unlock, library: Library) -> None:
        form.accept()
        self.opened.emit(library)

    def _try(self, folder: Path, secret: str | None) -> None:
        try:
            library = Library.open(folder, secret=secret, who=self.who)
        except ScardeskError as error:
            self.failed.emit(error.sentence)
        else:
            self.opened.emit(library)

    @staticmethod
    def _not_yet(form: NewLibrary | Unlock, error: ScardeskError) -> None:
        form.busy(is_busy=False)
        form.tell(error.sentence)
