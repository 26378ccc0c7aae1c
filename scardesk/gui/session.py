"""One library at work in the window.

Hides: who else looks at the same record.  Rule: every edit goes through ``do``; when it raises,
nothing was recorded and nothing is announced, so screen and disk agree.  ``changed`` says what was
written; each page looks whether that concerns it and asks the library again.
"""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from scardesk.errors import ScardeskError
from scardesk.library import Change, Library
from scardesk.model.patient import Patient
from scardesk.workflows.marking import Action


class Session(QObject):
    """The open library, the chosen patient, and the one way to write."""

    changed = Signal(object)  # Change
    saved = Signal(object)  # datetime, local time
    refused = Signal(str)  # the sentence of an edit that was not recorded
    reverted = Signal(str, bool)  # what was undone, or done again (True)
    revert_refused = Signal(str)  # the sentence of an undo that could not be
    patient_chosen = Signal(object)  # Patient | None; also when the data of the same one changed
    undo_changed = Signal()

    def __init__(self, library: Library, *, who: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.who = who
        self._patient: Patient | None = None

    @property
    def patient(self) -> Patient | None:
        """Whose record is open."""
        return self._patient

    @property
    def scope(self) -> str:
        """Whose undo stack counts now: the patient's, or the library's when none is chosen."""
        return self._patient.id if self._patient is not None else ""

    def choose(self, patient: Patient | None) -> None:
        """Open another patient's record, or none."""
        if patient == self._patient:
            return
        self._patient = patient
        self.patient_chosen.emit(patient)
        self.undo_changed.emit()

    def sign_as(self, who: str) -> None:
        """Write this name into the log from now on.  Raises InvalidValue."""
        self.library.sign_as(who)
        self.who = who

    def do(self, action: Action) -> bool:
        """Write one action; False, with ``refused`` told, when it was not recorded."""
        if not action.edits:
            return True
        try:
            change = self.library.commit(action.label, action.edits, scope=action.scope)
        except ScardeskError as error:
            self.refused.emit(error.sentence)
            return False
        self._announce(change)
        return True

    def undo(self) -> None:
        """Take the last action of this scope back."""
        self._revert(is_redo=False)

    def redo(self) -> None:
        """Do the last undone action of this scope again."""
        self._revert(is_redo=True)

    def _revert(self, *, is_redo: bool) -> None:
        step = self.library.redo if is_redo else self.library.undo
        try:
            change = step(self.scope)
        except ScardeskError as error:
            self.revert_refused.emit(error.sentence)
            return
        if change is not None:
            self._announce(change)
            self.reverted.emit(change.label, is_redo)

    def _announce(self, change: Change) -> None:
        if (old := self._patient) is not None:
            self._patient = self.library.find(Patient, old.id)
            if self._patient != old:
                self.patient_chosen.emit(self._patient)
        self.saved.emit(datetime.now())
        self.changed.emit(change)
        self.undo_changed.emit()
