"""The window: pages, actions, notices, progress.

Hides: which page is in front and who answers an action.  Rule: an action goes to the page in front
if that page knows it, else to the window; another patient is shown only after every page went blank.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from scardesk.gui.actions import MENUS, TABLE, Actions
from scardesk.gui.desk import Desk, Page
from scardesk.gui.jobs import Jobs
from scardesk.gui.look.states import NoticeKind
from scardesk.gui.pages.compare import ComparePage
from scardesk.gui.pages.mark import MarkPage
from scardesk.gui.pages.overview import OverviewPage
from scardesk.gui.pages.patients import PatientsPage
from scardesk.gui.pages.report import ReportPage
from scardesk.gui.pages.welcome import WelcomePage
from scardesk.gui.session import Session
from scardesk.gui.thumbnails import Photos
from scardesk.gui.window.banner import Banner, TopBar
from scardesk.gui.window.chores import Chores
from scardesk.gui.window.messages import Messages
from scardesk.gui.window.opening import Opening
from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.settings import Settings, sample_folder
from scardesk.workflows import register

_RECORD = ("overview", "mark", "compare", "report")


class Window(QMainWindow):
    """The one window on one library."""

    settings_changed = Signal(object)  # Settings

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle("scardesk")
        self.setAcceptDrops(True)
        self.settings = settings
        self.jobs = Jobs(self)
        self.actions_ = Actions(self)
        self.opening = Opening(self, self.jobs, settings.operator)
        self.chores = Chores(self, self)
        self.session: Session | None = None
        self.desk: Desk | None = None
        self._pages: dict[str, Page] = {}
        self._page = "welcome"
        self._lay_out()
        self._connect()
        self._make_menus()
        self._show_welcome()
        self.resize(1280, 800)
        if settings.window:  # Qt pulls a window back that was left off all screens
            self.restoreGeometry(QByteArray.fromBase64(settings.window.encode("ascii")))

    def use(self, settings: Settings) -> None:
        """Work with changed settings, in the open library too."""
        old, self.settings = self.settings, settings
        self.opening.who = settings.operator
        if self.session is None:
            return
        if self.session.who != settings.operator:
            self.session.sign_as(settings.operator)
        if _of_reports(old) != _of_reports(settings):  # else what was chosen for one report stays
            report = self._pages["report"]
            assert isinstance(report, ReportPage)
            report.use(**_of_reports(settings))

    # --- libraries

    def open_library(self, library: Library) -> None:
        """Show a library; the one before it is closed first."""
        self.close_library()
        self.session = session = Session(library, who=self.settings.operator, parent=self)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.reverted.connect(self._on_reverted)
        session.revert_refused.connect(partial(self.say, "warning"))
        session.patient_chosen.connect(self._on_patient)
        session.undo_changed.connect(self._show_undo)
        photos = Photos(library, self.jobs, session)
        photos.unreadable.connect(lambda _, sentence: self.say("error", sentence))
        self.desk = Desk(session, self.jobs, photos, self.actions_)
        self.opening.here = library.folder
        self._make_pages(self.desk)
        self.settings_changed.emit(self.settings.having_opened(library.folder))
        self._top.show_library(library.folder.name)
        self.go("patients")
        if library.warning:
            self.say("warning", library.warning)

    def close_library(self) -> None:
        """Blank everything, then close the library."""
        if self.session is None:
            return
        self._leave()
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)
        self.jobs.drop_all()
        for page in self._pages.values():
            page.blank()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self.session.library.close()
        self.session.deleteLater()
        self.session = self.desk = self.opening.here = None
        self._banner.show_patient(None)
        self.messages.end()
        self.messages.hush()
        self._show_undo()
        self._show_welcome()

    # --- pages

    @property
    def page(self) -> str:
        """The name of the page in front."""
        return self._page

    def page_named(self, name: str) -> Page:
        """A page of the open library."""
        return self._pages[name]

    def go(self, name: str) -> None:
        """Bring a page to the front."""
        if self.session is None or (name in _RECORD and self.session.patient is None):
            return
        if self._page != name:
            self._leave()
        if name not in _RECORD and self.session.patient is not None:
            self._blank_all()
            self.messages.hush()
            self.session.choose(None)
        self._bring(name)

    def _bring(self, name: str) -> None:
        self._page = name
        page = self._pages[name]
        self.actions_.apply_to(name)
        self._stack.setCurrentWidget(page)
        self._banner.show_page(name)
        self._banner.show_context("")
        page.enter()
        self._show_undo()

    def open_patient(self, patient: Patient) -> None:
        """Open a record: blank first, so that nothing of the one before can be seen under this name."""
        if self.session is None:
            return
        self._leave()
        self._blank_all()
        self.messages.hush()
        self.session.choose(patient)
        last = self.session.library.history(patient.id, 1) or self.session.library.history("", 1)
        if last:
            self._banner.show_saved(last[0].at.astimezone())
        self._bring("overview")

    def refresh(self) -> None:
        """Show anew what the record holds."""
        if self._page in self._pages:
            self._pages[self._page].enter()

    def _leave(self) -> None:
        """What is being typed is written while its page still knows whose it is: before any blank."""
        if self._page in self._pages:
            self._pages[self._page].leave()

    def _blank_all(self) -> None:
        for page in self._pages.values():
            page.blank()

    def say(self, kind: NoticeKind, sentence: str) -> None:
        """One sentence over the page, until it is closed or the next one comes."""
        self.messages.say(kind, sentence)

    # --- set-up

    def _lay_out(self) -> None:
        self._menus = QMenuBar()
        patients, lock = self.actions_["go_patients"], self.actions_["close_library"]
        self._top = TopBar(self._menus, patients=patients, lock=lock)
        self._banner = Banner(self.go)
        self._welcome = WelcomePage(self.actions_)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self.messages = Messages(self._stack)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banner.show_patient(None)
        column.addWidget(self._top)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        for spec in TABLE:
            self.actions_[spec.name].triggered.connect(partial(self._dispatch, spec.name))
        self.opening.opened.connect(self.open_library)
        self.opening.failed.connect(lambda sentence: self.say("error", sentence))
        self.opening.told.connect(partial(self.say, "info"))
        self._welcome.chosen.connect(self.opening.open)
        self.jobs.failed.connect(lambda sentence: self.say("error", sentence))
        self.jobs.began.connect(self.messages.begin)
        self.jobs.progressed.connect(self.messages.strip.step)
        self.jobs.ended.connect(self._on_ended)
        self.messages.cancelled.connect(self.jobs.cancel)

    def _make_menus(self) -> None:
        for menu_name in MENUS:
            menu = self._menus.addMenu(self.tr(menu_name))
            menu.addActions(self.actions_.of_menu(menu_name))
        self.addActions([self.actions_[spec.name] for spec in TABLE if not spec.is_of_canvas])

    def _make_pages(self, desk: Desk) -> None:
        settings = self.settings
        report = ReportPage(desk, clinic=settings.clinic, author=settings.operator, paper=settings.paper)
        for page in (PatientsPage(desk), OverviewPage(desk), MarkPage(desk), ComparePage(desk), report):
            page.asked.connect(self._on_asked)
            page.context_changed.connect(partial(self._on_context, page.name))
            self._pages[page.name] = page
            self._stack.addWidget(page)

    def _show_welcome(self) -> None:
        self._page = "welcome"
        self.actions_.apply_to("welcome")
        self._top.show_library("")
        self._welcome.show_recent(self.settings.recent_libraries)
        self._stack.setCurrentWidget(self._welcome)

    # --- answers

    def _dispatch(self, name: str) -> None:
        page = self._pages.get(self._page)
        handler = page.handlers().get(name) if page is not None else None
        if handler is None:
            handler = self._own_handlers().get(name)
        if handler is not None:
            handler()

    def _own_handlers(self) -> Mapping[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            "new_library": self.opening.create,
            "open_library": self.opening.choose,
            "open_sample": self.opening.open_sample,
            "remove_sample": self._remove_sample,
            "close_library": self.close_library,
            "quit": self.close,
            "undo": self._undo,
            "redo": self._redo,
            "find": lambda: self.go("patients"),
        }
        for page in ("patients", *_RECORD):
            own[f"go_{page}"] = partial(self.go, page)
        return own | dict(self.chores.handlers())

    def _undo(self) -> None:
        if self.session is not None:
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None:
            self.session.redo()

    def _on_asked(self, what: str, about: Any) -> None:
        answers: dict[str, Callable[[Any], None]] = {
            "open_patient": self.open_patient,
            "mark": self.show_on_mark,
            "compare": self._compare,
            "import": self.chores.import_paths,
            "scale": lambda about: self.chores.ask_length(*about),
            "known_scar": lambda about: self.chores.ask_scar(*about),
            "say": partial(self.say, "error"),
            "warn": partial(self.say, "warning"),
            "done": partial(self.say, "success"),
        }
        answers[what](about)

    def show_on_mark(self, photo: Photo) -> None:
        """Bring a photo to the front for marking."""
        page = self._pages["mark"]
        assert isinstance(page, MarkPage)
        page.show_photo(photo)
        self.go("mark")

    def _compare(self, pair: tuple[Photo, Photo]) -> None:
        page = self._pages["compare"]
        assert isinstance(page, ComparePage)
        page.show_pair(*pair)
        self.go("compare")

    def _remove_sample(self) -> None:
        """Delete the open library when it holds nothing but the sample, else this account's sample."""
        folder = sample_folder()
        if self.session is not None and register.is_sample(self.session.library):
            folder = self.session.library.folder
            self.close_library()
        elif self.opening.is_here(folder):
            self.say(
                "warning", self.tr("The sample library holds patients of your own. Nothing was removed.")
            )
            return
        if self.opening.remove(folder):
            self.settings_changed.emit(self.settings.forgetting(folder))
            self._welcome.show_recent(self.settings.recent_libraries)
            self.say("success", self.tr("The sample is removed. Your own libraries are untouched."))

    def _on_saved(self, at: datetime) -> None:
        self._banner.show_saved(at)
        self.messages.settled()

    def _on_reverted(self, label: str, is_redo: bool) -> None:
        """What went need not be on this page: say what it was."""
        words = (
            self.tr("Done again: {label}.") if is_redo else self.tr("Undone: {label}. Redo brings it back.")
        )
        self.say("info", words.format(label=label))

    def _on_refused(self, sentence: str) -> None:
        self._banner.show_unsaved()
        self.say("error", sentence)

    def _on_context(self, page: str, words: str) -> None:
        """A page in the background must not say which side is on the screen."""
        if page == self._page:
            self._banner.show_context(words)

    def _on_patient(self, patient: Patient | None) -> None:
        self._banner.show_patient(patient)
        title = "scardesk"  # never a name: titles stand in the task bar and in window lists
        self.setWindowTitle(title)

    def _show_undo(self) -> None:
        undo = redo = None
        if self.session is not None:
            library, scope = self.session.library, self.session.scope
            undo, redo = library.undo_label(scope), library.redo_label(scope)
        for name, words, label in (("undo", self.tr("Undo"), undo), ("redo", self.tr("Redo"), redo)):
            action = self.actions_[name]
            action.setText(f"{words}: {label}" if label else words)
            action.setEnabled(label is not None)

    def _on_ended(self) -> None:
        if not self.jobs.is_busy:
            self.messages.end()

    # --- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped wherever a record is open."""
        if self.session is not None and self.session.patient is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped files go to the open record, after a preview."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.chores.import_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is saved already: close the library and stop the jobs."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        try:
            self.close_library()
            self.settings_changed.emit(msgspec.structs.replace(self.settings, window=geometry))
        finally:  # whatever went wrong, no process stays behind without a window
            self.jobs.close()
            super().closeEvent(event)


def _of_reports(settings: Settings) -> dict[str, str]:
    """What of the settings stands on a report."""
    return {"clinic": settings.clinic, "author": settings.operator, "paper": settings.paper}
