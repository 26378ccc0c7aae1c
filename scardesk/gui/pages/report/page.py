"""The Report page: the pages as they will be written, and the button that writes them.

Rule: the preview and the file are the same bytes; nothing slow runs on this thread, and a record that
changed is drawn again before it can be exported.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from scardesk.errors import Cancelled, ScardeskError
from scardesk.files import write_beside
from scardesk.gui.desk import Desk, Page
from scardesk.gui.look.current import theme
from scardesk.gui.look.states import EmptyState, Notice
from scardesk.gui.pages.report.panel import Choices, ReportPanel
from scardesk.gui.pages.report.paper import WIDEST_PX, Paper
from scardesk.gui.pages.report.summary import groups_of
from scardesk.library import Vault
from scardesk.model.alignment import AlignedPair
from scardesk.model.progress import Progress, silent
from scardesk.report import render
from scardesk.report.preview import PreviewPage, pages
from scardesk.workflows import follow_up, reporting
from scardesk.workflows.reporting import Facts

_JOB, _EXPORT, _ALIGN = "report", "export report", "align report"
_PAPER_INCHES = 8.27  # the width of A4; Letter is 3 % wider
_UNFIT_FOR_NAMES = re.compile(r"[^\w.-]+")


class Made(NamedTuple):
    """A finished report: the bytes, and how they look."""

    pdf: bytes
    pages: tuple[PreviewPage, ...]


class ReportPage(Page):
    """Preview and export."""

    name = "report"

    def __init__(
        self, desk: Desk, *, clinic: str, author: str, paper: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.made: Made | None = None
        self._facts: Facts | None = None
        self._is_front = False
        self._is_stale = True
        self.panel = ReportPanel(desk.actions["export_pdf"], Choices(clinic, author, paper))
        self.paper = Paper()
        self.notice = Notice("error", "")
        self.notice.hide()
        self._middle = QStackedWidget()
        self._waiting = QTimer(self, singleShot=True, interval=theme().busy_after_ms)
        self._waiting.timeout.connect(self.paper.show_waiting)
        self._lay_out()
        self.panel.changed.connect(self._on_changed)
        self.panel.align_wanted.connect(self._align)
        desk.session.changed.connect(self._on_changed)

    # --- the window asks

    def use(self, *, clinic: str, author: str, paper: str) -> None:
        """Take changed settings; drawn anew at once in front, else when the page comes up."""
        self.panel.use(Choices(clinic, author, paper))

    def enter(self) -> None:
        """Show the report; drawn again only when the record changed since."""
        self._is_front = True
        self.context_changed.emit("")
        if self._is_stale or self.made is None:
            self._draw()
        self._show_ready()
        self.paper.setFocus()

    def leave(self) -> None:
        """What is typed in a field counts at once."""
        self._is_front = False

    def blank(self) -> None:
        """Nothing of anybody."""
        self.desk.jobs.drop(_JOB)
        self.desk.jobs.drop(_ALIGN)
        self._waiting.stop()
        self.made, self._facts = None, None
        self._is_front, self._is_stale = False, True
        self.paper.clear()
        self.panel.blank()
        self.notice.hide()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do here."""
        return {"export_pdf": self.ask_where}

    # --- the preview

    def _draw(self) -> None:
        """Read the record here, draw it in a job."""
        patient = self.desk.session.patient
        self.made = None
        self._show_ready()
        if patient is None:
            return
        library = self.desk.session.library
        self._facts = reporting.gather(library, patient)
        self.panel.show_groups(groups_of(self._facts))
        self.panel.show_unaligned(len(self._facts.untried))
        self._middle.setCurrentIndex(0 if self._facts.visits else 1)
        self.notice.hide()
        if not self._facts.visits:
            self.desk.jobs.drop(_JOB)
            return
        self._is_stale = False
        self._waiting.start()
        self.desk.jobs.run(
            made_of,
            library.vault,
            self._facts,
            self.panel.choices,
            dpi=self._dpi(),
            key=_JOB,
            words=self.tr("Preparing the report"),
            has_progress=True,
            done=self._take,
            failed=self._fail,
        )

    def _take(self, made: Made) -> None:
        self._waiting.stop()
        self.made = made
        self.paper.show_pages(made.pages)
        self.panel.tell(self._size_words(made))
        self._show_ready()

    def _fail(self, error: ScardeskError) -> None:
        self._waiting.stop()
        self._is_stale = True
        self.paper.clear()
        self.panel.tell(self.tr("There is no preview."))
        if isinstance(error, Cancelled):
            self.panel.tell(self.tr("Stopped. Change a field or come back to prepare it again."))
        else:
            self.notice.tell("error", error.sentence)
            self.notice.show()

    def _size_words(self, made: Made) -> str:
        count = len(made.pages)
        words = self.tr("1 page") if count == 1 else self.tr("{count} pages").format(count=count)
        return f"{words}, {len(made.pdf) / 1e6:.1f} MB"

    def _dpi(self) -> int:
        return round(WIDEST_PX / _PAPER_INCHES * self.devicePixelRatioF())

    def _show_ready(self) -> None:
        """Only what is seen can be exported."""
        if self._is_front:
            self.desk.actions["export_pdf"].setEnabled(self.made is not None)
        if self.made is None:
            self.panel.tell("")

    def _on_changed(self) -> None:
        self._is_stale = True
        if self._is_front:
            self._draw()

    # --- aligning what the report shows

    def _align(self) -> None:
        """Align every pair that nobody has tried yet."""
        if self._facts is None:
            return
        self.panel.show_unaligned(0)
        self.desk.jobs.run(
            reporting.align_untried,
            self.desk.session.library.vault,
            self._facts,
            key=_ALIGN,
            words=self.tr("Aligning the photos"),
            has_progress=True,
            done=self._keep,
            failed=self._not_aligned,
        )

    def _keep(self, found: tuple[AlignedPair, ...]) -> None:
        self.desk.session.do(follow_up.keep_alignments(self.desk.session.library, found))

    def _not_aligned(self, error: ScardeskError) -> None:
        if self._facts is not None:
            self.panel.show_unaligned(len(self._facts.untried))
        if not isinstance(error, Cancelled):
            self.notice.tell("error", error.sentence)
            self.notice.show()

    # --- the file

    def ask_where(self) -> None:
        """Ask for a file name; nothing waits for the answer."""
        if self.made is None:
            return
        dialog = QFileDialog(self, self.tr("Export PDF"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setHistory([])
        dialog.setDirectory(str(Path.home()))
        dialog.selectFile(self.default_name())
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def default_name(self) -> str:
        """A name for the file that does not name the patient."""
        if self._facts is None:
            return "report.pdf"
        code = _UNFIT_FOR_NAMES.sub("-", self._facts.patient.code).strip("-.") or "patient"
        return f"report-{code}-{self._facts.day.isoformat()}.pdf"

    def export_to(self, path: Path) -> None:
        """Write the previewed bytes: beside, then renamed."""
        if self.made is None:
            return
        self.desk.jobs.run(
            write_beside,
            path,
            self.made.pdf,
            what=self.tr("the report {name}").format(name=path.name),
            key=_EXPORT,
            words=self.tr("Saving the report"),
            done=lambda _: self._saved(path),
            failed=self._not_saved,
        )

    def _saved(self, path: Path) -> None:
        self.notice.hide()
        self.asked.emit("done", self.tr("Report saved as {name}.").format(name=path.name))

    def _not_saved(self, error: ScardeskError) -> None:
        self.notice.tell("error", error.sentence)
        self.notice.show()

    # --- set-up

    def _lay_out(self) -> None:
        empty = EmptyState(
            self.tr("Nothing to report yet"),
            self.tr("A report shows the visits of a patient. Import the photos of the first visit."),
            [self.desk.actions["import_photos"]],
            icon_name="report",
        )
        self._middle.addWidget(self.paper)
        self._middle.addWidget(empty)
        notices = QVBoxLayout()
        notices.setContentsMargins(theme().space_4, theme().space_2, theme().space_4, 0)
        notices.addWidget(self.notice)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(notices)
        column.addWidget(self._middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addLayout(column, 1)


def made_of(vault: Vault, facts: Facts, choices: Choices, *, dpi: int, progress: Progress = silent) -> Made:
    """Plan, draw and look at a report: slow, for a job."""
    plan = reporting.plan_report(
        vault, facts, clinic=choices.clinic, author=choices.author, paper=choices.paper, progress=progress
    )
    pdf = render(plan)
    return Made(pdf, pages(pdf, dpi=dpi))
