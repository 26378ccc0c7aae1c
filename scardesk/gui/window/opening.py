"""How libraries come and go in the window.

Hides: which parts are slow.  Rule: deriving a key and making the sample run as jobs; what they
return is announced by ``opened`` on the GUI thread.  A library that cannot be opened changes
nothing: the one that was open stays open.  What is deleted was looked into first.
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
from scardesk.workflows import register
from scardesk.workflows.sample import make_sample

_KEY = "open library"


class Opening(QObject):
    """Creates, unlocks and opens libraries; removes the sample."""

    opened = Signal(object)  # Library
    failed = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget, jobs: Jobs, who: str) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self.who = who
        self.here: Path | None = None  # the folder of the open library

    def create(self) -> None:
        """Ask for a folder and a pass-phrase, and make a library there."""
        form = NewLibrary(Path.home() / "scardesk-library", self._window)
        form.wanted.connect(lambda folder, secret: self._create(form, folder, secret))
        form.rejected.connect(lambda: self._jobs.drop(_KEY))
        form.open()

    def is_here(self, folder: Path) -> bool:
        """Whether it is the folder of the open library, by whatever path."""
        return self.here is not None and folder.is_dir() and folder.samefile(self.here)

    def choose(self) -> None:
        """Ask for the folder of a library and open it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Open a library"), str(Path.home()))
        if folder:
            self.open(Path(folder))

    def open(self, folder: Path) -> None:
        """Open a library; asks for its pass-phrase when it has one.  The open one comes to the front."""
        if self.is_here(folder):
            self._window.activateWindow()
            return
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
        form.rejected.connect(lambda: self._jobs.drop(_KEY))
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
            done=self._made,
        )

    def remove(self, folder: Path) -> bool:
        """Delete a library that holds nothing but the sample; the caller has closed it.

        Whether it is gone; ``failed`` tells why not.
        """
        if not folder.exists():
            return True
        try:
            with Library.open(folder, who=self.who) as library:  # not while somebody else works in it
                is_sample = register.is_sample(library)
            if is_sample:
                shutil.rmtree(folder)
        except ScardeskError as error:
            self._not_removed(error.sentence)
        except OSError as error:
            self._not_removed(error.strerror or str(error))
        else:
            if not is_sample:
                self._not_removed(self.tr("It holds, or once held, patients of your own."))
            return is_sample
        return False

    def _not_removed(self, why: str) -> None:
        self.failed.emit(self.tr("The sample was not removed; your own libraries are untouched.") + " " + why)

    def _made(self, folder: Path) -> None:
        """The sample is there; whoever works in a library by now is not thrown out of it."""
        if self.here is None:
            self.open(folder)
        else:
            self.told.emit(self.tr("The sample is ready. Ctrl+Shift+O opens it."))

    def _create(self, form: NewLibrary, folder: Path, secret: str | None) -> None:
        form.busy(is_busy=True)
        self._jobs.run(
            Library.create,
            folder,
            passphrase=secret,
            who=self.who,
            key=_KEY,
            done=lambda made: self._created(form, made),
            failed=lambda error: self._not_yet(form, error),
            dropped=_unmake,
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
            key=_KEY,
            done=lambda library: self._unlocked(form, library),
            failed=lambda error: self._not_yet(form, error),
            dropped=Library.close,
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


def _unmake(made: tuple[Library, str]) -> None:
    """Take back a library that was cancelled while it was made: nobody has seen its recovery key."""
    library, _ = made
    library.close()
    shutil.rmtree(library.folder, ignore_errors=True)  # ``create`` takes a new or an empty folder only
