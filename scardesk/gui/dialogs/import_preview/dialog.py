"""Importing photos: read, look, correct, take in.

Hides: that reading is slow.  Rule: whose record the photos join is in sight all the time; nothing of
the record changes before the one button is pressed, and then everything in one step.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from scardesk.errors import Cancelled, ScardeskError
from scardesk.gui.desk import Desk
from scardesk.gui.dialogs.import_preview.bar import BatchBar
from scardesk.gui.dialogs.import_preview.cells import RowCells
from scardesk.gui.dialogs.import_preview.leavings import Leavings
from scardesk.gui.dialogs.import_preview.refused import RefusedList
from scardesk.gui.dialogs.import_preview.rows import DAY, FILE, LIGHT, PHOTO, TAKEN, VIEW, RowModel
from scardesk.gui.look import style
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.labels import Chip, ElidedLabel, PlainLabel
from scardesk.gui.look.sheet import bound_to_screen
from scardesk.gui.look.states import EmptyState, Notice, ProgressStrip, Skeleton, announce
from scardesk.library import Vault
from scardesk.model.patient import Patient
from scardesk.model.progress import Progress
from scardesk.workflows import intake

_SIZE_PX = (1120, 680)
_ROW_PX = 78  # a photo 96 px wide, and air
_WIDTHS = {PHOTO: 8.4, TAKEN: 14.5, DAY: 11, VIEW: 17, LIGHT: 14}  # in sizes of the body text


class ImportDialog(QDialog):
    """Files for one patient: a preview of what they are, then one change with all of them."""

    def __init__(
        self, desk: Desk, patient: Patient, paths: Sequence[Path], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._is_asking = False
        self._key = f"import {id(self)}"
        self._model = RowModel(self)
        self._unkept: list[intake.Row] = []
        self._leavings = Leavings(desk.session.library)
        self._keeping = QTimer(self, interval=0)
        self._keeping.timeout.connect(self._keep_next)
        self.table = QTableView()
        self.bar = BatchBar(self._model, lambda: self._chosen() or list(range(self._model.rowCount())))
        self.refused = RefusedList()
        self.take = QPushButton()
        self.stop = QPushButton(self.tr("Cancel"))
        self.trouble = PlainLabel(role="danger", wraps=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import photos"))
        self.resize(*_SIZE_PX)
        self._lay_out()
        self._connect()
        self._examine(paths)

    def accept(self) -> None:
        session = self._desk.session
        rows = self._model.rows
        try:
            intake.remember_thumbnails(session.library, self._unkept)
            self._unkept.clear()
            action = intake.commit_rows(session.library, self._patient, rows)
        except ScardeskError as error:
            self._tell(error.sentence)
            return
        if rows and session.do(action):
            super().accept()

    def reject(self) -> None:
        """Choices made here are not dropped without asking, once and in place."""
        if self._is_asking:
            self._ask(is_asking=False)
            self.bar.view.setFocus()
        elif self._model.is_changed:
            self._ask(is_asking=True)
            self.stop.setFocus()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._keeping.stop()
        self._desk.jobs.drop(self._key)
        self._leavings.discard()
        super().done(result)

    def _stop(self) -> None:
        if self._is_asking:
            self.done(QDialog.DialogCode.Rejected)
        else:
            self.reject()

    def _asks(self) -> str:
        return self.tr(
            "What you chose here is not imported yet. Discard it, or press Escape to go on with the import."
        )

    def _ask(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._question.setVisible(is_asking)
        self.stop.setText(self.tr("Discard the choices") if is_asking else self.tr("Cancel"))
        style.set_role(self.stop, role="danger" if is_asking else "")
        if is_asking:
            announce(self._question, self._question.text(), is_urgent=True)

    # --- reading

    def _examine(self, paths: Sequence[Path]) -> None:
        library = self._desk.session.library
        self._busy.start()
        self._desk.jobs.progressed.connect(self._strip.step)
        self._desk.jobs.run(
            examine_paths,
            library.vault,
            tuple(paths),
            known=intake.known_photos(library, self._patient),
            fresh=self._leavings.blobs.append,
            key=self._key,
            words=self.tr("Reading photos"),
            has_progress=True,
            done=self._show,
            dropped=self._leavings.discard,
            failed=lambda error: self._show_nothing(error.sentence, ()),
        )

    def _show(self, results: tuple[intake.Arrival | intake.Refusal, ...]) -> None:
        library = self._desk.session.library
        rows, refusals = intake.propose(library, self._patient, results)
        if not rows:
            self._show_nothing(self._why_nothing(refusals), refusals)
            return
        self._busy.stop()
        self.refused.show_refusals(refusals)
        self._model.show_rows(rows)
        self._unkept = list(rows)
        self._keeping.start()
        self.table.selectionModel().setCurrentIndex(
            self._model.index(0, VIEW), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self._follow_choice()
        self._follow_rows()
        self._states.setCurrentWidget(self._preview)
        self.take.show()
        self.bar.view.setFocus()

    def _why_nothing(self, refusals: Sequence[intake.Refusal]) -> str:
        if not refusals:
            return self.tr("There are no files in what you chose.")
        if all(refusal.is_duplicate for refusal in refusals):
            return self.tr("Every photo is in this record already.")
        return self.tr("None of the files can be imported. The reasons are below.")

    def _show_nothing(self, sentence: str, refusals: Sequence[intake.Refusal]) -> None:
        self._busy.stop()
        self.refused.show_refusals(refusals)
        self._states.addWidget(EmptyState(self.tr("Nothing to import"), sentence, icon_name="camera"))
        self._states.setCurrentIndex(self._states.count() - 1)
        self.take.hide()
        self.stop.setText(self.tr("Close"))
        self.stop.setFocus()

    def _keep_next(self) -> None:
        """Keep one thumbnail after the other while the preview is looked at.

        They lie beside the originals in the library, of which the record knows nothing either, and the
        grid has them as soon as it hears of the photos.
        """
        if not self._unkept:
            self._keeping.stop()
            return
        try:
            intake.remember_thumbnails(self._desk.session.library, [self._unkept.pop()])
        except ScardeskError as error:
            self._keeping.stop()
            self._tell(error.sentence)

    # --- preview

    def _chosen(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _follow_choice(self) -> None:
        self.bar.follow()

    def _follow_rows(self) -> None:
        """What the rows add up to, after each edit."""
        rows = self._model.rows
        count = len(rows)
        words = self.tr("Import 1 photo") if count == 1 else self.tr("Import {count} photos")
        self.take.setText(words.format(count=count))
        self._warn(self._no_day, self.tr("{count} without a date: today"), DAY)
        self._warn(self._no_view, self.tr("{count} without a view"), VIEW)
        self._warn(self._no_light, self.tr("{count} without a light"), LIGHT)
        days = {row.day for row in rows}
        one = self.tr("1 visit") if len(days) == 1 else self.tr("{count} visits").format(count=len(days))
        self._visits.setText(one)
        self._place.setVisible(any(row.arrival.settings.has_gps for row in rows))

    def _warn(self, chip: Chip, words: str, column: int) -> None:
        count = self._model.count_open(column)
        chip.setVisible(count > 0)
        chip.tell(words.format(count=count), "warning")

    def _take_edit(self) -> None:
        self.trouble.hide()
        if self._is_asking:
            self._ask(is_asking=False)
        self._follow_rows()
        self._follow_choice()

    def _tell(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()

    # --- layout

    def _connect(self) -> None:
        self.take.clicked.connect(self.accept)
        self.stop.clicked.connect(self._stop)
        self._strip.cancelled.connect(self.reject)
        self._model.dataChanged.connect(self._take_edit)
        self.table.selectionModel().selectionChanged.connect(self._follow_choice)
        self._desk.session.refused.connect(self._tell)

    def _lay_out(self) -> None:
        self._states = QStackedWidget()
        self._states.addWidget(self._reading_part())
        self._preview = self._preview_part()
        self._states.addWidget(self._preview)
        self.refused.hide()
        self.trouble.hide()
        self._question = Notice("warning", self._asks(), is_closable=False)
        self._question.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space_6] * 4)
        column.setSpacing(theme().space_4)
        column.addLayout(self._header())
        column.addWidget(self._states, 1)
        column.addWidget(self.refused)
        column.addWidget(self.trouble)
        column.addWidget(self._question)
        column.addLayout(self._footer())

    def _header(self) -> QHBoxLayout:
        patient = self._patient
        born = day_text(patient.born) if patient.born else ""
        row = QHBoxLayout()
        row.setSpacing(theme().space_3)
        row.addWidget(PlainLabel(self.tr("Import for"), role="section"))
        row.addWidget(ElidedLabel(patient.name, role="section"))
        if patient.is_sample:
            row.addWidget(Chip("SAMPLE", "sample"))
        row.addWidget(PlainLabel("    ".join(filter(None, (born, patient.code))), role="secondary"))
        row.addStretch()
        return row

    def _reading_part(self) -> QWidget:
        part = QWidget()
        self._strip = ProgressStrip(self.tr("Reading photos"))
        self._strip.hide()
        self._busy = QTimer(self, singleShot=True, interval=theme().busy_after_ms)
        self._busy.timeout.connect(self._strip.show)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(Skeleton(6))
        column.addStretch()
        return part

    def _preview_part(self) -> QWidget:
        self._dress_table()
        self._place = Notice(
            "info",
            self.tr(
                "Some photos carry a place (GPS). It stays inside the original, encrypted in the library; "
                "scardesk does not read it out and leaves it out of reports."
            ),
            is_closable=False,
        )
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space_3)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self._place)
        return part

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self._model)
        style.calm(table)
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        table.setAccessibleName(self.tr("Photos to import"))
        table.setTabKeyNavigation(False)
        table.setItemDelegate(RowCells(self._chosen, table))
        triggers = QTableView.EditTrigger
        table.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        header = table.horizontalHeader()
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, round(width * theme().body))

    def _footer(self) -> QHBoxLayout:
        chips = self._no_day, self._no_view, self._no_light = [Chip("", "warning") for _ in range(3)]
        self._visits = PlainLabel(role="secondary")
        self.take.setProperty("role", "primary")
        self.take.hide()
        row = QHBoxLayout()
        row.setSpacing(theme().space_2)
        row.addWidget(self._visits)
        for chip in chips:
            chip.hide()
            row.addWidget(chip)
        row.addStretch()
        row.addWidget(self.stop)
        row.addWidget(self.take)
        return row

    # --- Qt

    def setVisible(self, visible: bool) -> None:
        if visible:
            bound_to_screen(self)
        super().setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            return  # Enter ends the typing of a date; it must not import
        super().keyPressEvent(event)


def examine_paths(
    vault: Vault,
    paths: Sequence[Path],
    *,
    known: frozenset[str],
    fresh: Callable[[str], object],
    progress: Progress,
) -> tuple[intake.Arrival | intake.Refusal, ...]:
    """Find the files and read each: slow, for a job.  Raises NotFound, UnreadablePhoto.

    Stopped, it returns nothing instead of raising, so that its end is heard of (``dropped``).
    """
    try:
        return intake.examine(vault, intake.find_files(paths), known=known, fresh=fresh, progress=progress)
    except Cancelled:
        return ()
