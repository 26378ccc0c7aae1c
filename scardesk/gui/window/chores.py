"""What the window does for any page: the dialogs.

Rule: dialogs are opened here and nowhere else, so that pages never know them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from scardesk.gui.desk import Desk
from scardesk.gui.dialogs.guide import Guide
from scardesk.gui.dialogs.import_preview import ImportDialog
from scardesk.gui.dialogs.keys import Keys
from scardesk.gui.dialogs.known_scar import KnownScar
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.dialogs.preferences import Preferences
from scardesk.gui.dialogs.scale_form import ScaleForm
from scardesk.gui.jobs import Jobs
from scardesk.gui.look.states import NoticeKind
from scardesk.gui.session import Session
from scardesk.gui.tools import Measured
from scardesk.library import Library, VerifyReport
from scardesk.model.patient import Patient
from scardesk.model.progress import Progress, silent
from scardesk.model.scar import Scar
from scardesk.settings import Settings, Theme
from scardesk.workflows import register

THEMES: tuple[Theme, ...] = ("light", "dark", "system")


class Host(Protocol):
    """What the chores ask of the window."""

    session: Session | None
    desk: Desk | None
    settings: Settings
    jobs: Jobs
    settings_changed: Any  # Signal(Settings)

    def say(self, kind: NoticeKind, sentence: str) -> None:
        """Tell a sentence above the page."""

    def refresh(self) -> None:
        """Show anew what the record holds."""

    def open_patient(self, patient: Patient) -> None:
        """Bring a record to the front."""


class Chores(QObject):
    """Patient data, import, settings, help, checking the library."""

    def __init__(self, window: QWidget, host: Host) -> None:
        super().__init__(window)
        self._window = window
        self._host = host

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions of the table do here, by name."""
        own: dict[str, Callable[[], object]] = {
            "new_patient": self.new_patient,
            "edit_patient": self.edit_patient,
            "import_photos": self.choose_photos,
            "preferences": self.preferences,
            "verify": self.verify,
            "keys": lambda: Keys(self._window).open(),
            "help": lambda: Guide(self._window).open(),
            "about": self.about,
        }
        return own | {f"theme_{name}": partial(self.show_theme, name) for name in THEMES}

    def new_patient(self) -> None:
        """Ask for a new patient and open the empty record."""
        session = self._host.session
        if session is not None:
            form = self._ask(session, None, lambda patient: session.do(register.add(patient)))
            form.accepted.connect(lambda: self._host.open_patient(form.value()))

    def edit_patient(self) -> None:
        """Correct the data of the open record's patient."""
        session = self._host.session
        if session is not None and (old := session.patient) is not None:
            self._ask(session, old, partial(_correct, session, old))

    def ask_length(self, line: Measured, take: Callable[[Measured, float], None]) -> None:
        """Ask how long a line on a ruler is, and hand it to ``take``."""
        form = ScaleForm(self._window)
        form.accepted.connect(lambda: take(line, form.length_mm()))
        form.open()

    def ask_scar(self, scars: Sequence[Scar], take: Callable[[Scar], None]) -> None:
        """Ask which of ``scars`` is meant, and hand it to ``take``."""
        form = KnownScar(scars, self._window)
        form.accepted.connect(lambda: take(scar) if (scar := form.chosen()) else None)
        form.open()

    def choose_photos(self) -> None:
        """Ask for photos and import them into the open record."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Import photos"),
            str(Path.home()),
            self.tr("Photos (*.jpg *.jpeg *.png *.tif *.tiff);;All files (*)"),
        )
        if chosen:
            self.import_paths([Path(name) for name in chosen])

    def import_paths(self, paths: list[Path]) -> None:
        """Examine files and folders, show what they are, and take them in."""
        desk = self._host.desk
        if desk is None or desk.session.patient is None:
            self._host.say(
                "info", self.tr("Open a patient first, then import the photos. Nothing was imported.")
            )
            return
        dialog = ImportDialog(desk, desk.session.patient, paths, parent=self._window)
        dialog.accepted.connect(self._host.refresh)
        dialog.open()

    def preferences(self) -> None:
        """Change the settings of this workstation."""
        form = Preferences(self._host.settings, self._window)
        form.accepted.connect(lambda: self._host.settings_changed.emit(form.value()))
        form.open()

    def show_theme(self, name: Theme) -> None:
        """Light, dark, or as the system."""
        self._host.settings_changed.emit(msgspec.structs.replace(self._host.settings, theme=name))

    def verify(self) -> None:
        """Read everything again, and say what was found."""
        session = self._host.session
        if session is None:
            return
        self._host.jobs.run(
            verify_library,
            session.library,
            key="verify",
            words=self.tr("Checking the library"),
            has_progress=True,
            done=self._verified,
        )

    def about(self) -> None:
        """Version and purpose."""
        QMessageBox.about(
            self._window,
            self.tr("About scardesk"),
            self.tr(
                "scardesk {version}. Photo documentation of acne scars, offline. It records what clinicians "
                "decide; it does not diagnose, classify or recommend treatment. MIT licence."
            ).format(version=version("scardesk")),
        )

    def _ask(
        self,
        session: Session,
        old: Patient | None,
        save: Callable[[Patient], bool],
    ) -> PatientForm:
        form = PatientForm(session.library, old, save=save, parent=self._window)
        session.refused.connect(form.tell)
        form.open()
        return form

    def _verified(self, report: VerifyReport) -> None:
        counted = self.tr("{changes} changes and {photos} photos were read again.").format(
            changes=report.changes, photos=report.photos
        )
        if report.is_sound:
            self._host.say("success", self.tr("The library is sound.") + " " + counted)
        else:
            self._host.say("error", self.tr("The library is damaged.") + " " + " ".join(report.findings[:3]))


def _correct(session: Session, old: Patient, new: Patient) -> bool:
    return new == old or session.do(register.correct(old, new))


def verify_library(library: Library, progress: Progress = silent) -> VerifyReport:
    """Verify through a door of the job's own: slow, for a job."""
    with library.reader() as reader:
        return reader.verify(progress)
