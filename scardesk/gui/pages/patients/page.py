"""The list of patients: find one, open one, make one.

Rule: the search has the focus when the page comes to the front; whatever is typed is found while it
is typed.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from scardesk.gui import actions
from scardesk.gui.desk import Desk, Page
from scardesk.gui.look.current import theme
from scardesk.gui.look.fields import SearchField
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.states import ActionButton, EmptyState, Skeleton, announce
from scardesk.gui.pages.patients.cards import MOST_CARDS, RecentCards
from scardesk.gui.pages.patients.lines import Line, read_lines, read_names, recent
from scardesk.gui.pages.patients.table import PatientModel, PatientTable
from scardesk.library import Change
from scardesk.model.patient import Patient

_NAMES, _FACTS = "patients by name", "patients with facts"
_WIDEST_PX = 1280
_SEARCH_PX = 592  # as wide as two cards


class PatientsPage(Page):
    """Search, recent patients, all patients."""

    name = actions.PATIENTS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._model = PatientModel(self)
        self.search = _Search(self.tr("Name, id or birth date"), go_down=self._go_down)
        self.table = PatientTable(self._model, leave_upwards=self._focus_search)
        self.cards = RecentCards(desk.session.library, desk.photos)
        self._count = PlainLabel(role="secondary")
        self._has_read = False
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_found)
        self.table.doubleClicked.connect(self._open_at)
        self.cards.chosen.connect(self._open)
        desk.session.changed.connect(self._take_change)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"find": self._focus_search}

    def enter(self) -> None:
        self._focus_search()
        self._read()

    def blank(self) -> None:
        self.desk.jobs.drop(_NAMES)
        self.desk.jobs.drop(_FACTS)
        self._busy.stop()
        self._skeleton.hide()
        self._has_read = False
        self._model.show_lines(())
        self.cards.show_lines(())
        self._settle()

    def _read(self) -> None:
        if self._has_read:
            self._read_facts()
            return
        self._busy.start()
        reader = self.desk.session.library.reader
        self.desk.jobs.run(read_names, reader, key=_NAMES, done=self._show_names)

    def _read_facts(self) -> None:
        reader = self.desk.session.library.reader
        self.desk.jobs.run(read_lines, reader, key=_FACTS, done=self._show_facts)

    def _show_names(self, lines: tuple[Line, ...]) -> None:
        self._show(lines)
        self._read_facts()

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._has_read = True
        self._busy.stop()
        chosen = self.table.chosen
        self._model.show_lines(lines)
        self._select(self._model.row_of(chosen.id) if chosen else -1)
        self._count.setText(f"{len(lines):,}" if lines else "")
        self._settle()

    def _show_facts(self, lines: tuple[Line, ...]) -> None:
        self.cards.show_lines(recent(lines, MOST_CARDS))
        self._order_tabs()
        self._show(lines)

    def _search(self, words: str) -> None:
        self._model.search(words)
        self._settle()
        if words.strip():
            found = self._model.rowCount()
            announce(self.search, self.tr("{count} found").format(count=found))

    def _settle(self) -> None:
        """Show the state that the page is in."""
        has_patients = bool(self._model.lines)
        is_searching = bool(self.search.text().strip())
        first = self._list if has_patients else self._empty
        self._states.setCurrentWidget(first if self._has_read else self._loading)
        for part in (self.search, self._count):
            part.setVisible(has_patients or not self._has_read)
        self._new.setVisible(has_patients)  # the empty state has its own
        self._recent.setVisible(not is_searching and bool(self.cards.cards))
        self._results.setCurrentWidget(self.table if self._model.rowCount() else self._nobody)

    def _select(self, row: int) -> None:
        if row >= 0:
            self.table.selectRow(row)
        else:
            self.table.clearSelection()

    def _go_down(self) -> None:
        if self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            self._select(max(self.table.currentIndex().row(), 0))

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _open_found(self) -> None:
        if self.search.text().strip():
            self._open(self._model.patient_at(0))

    def _open_at(self, index: QModelIndex) -> None:
        self._open(self._model.patient_at(index.row()))

    def _open(self, patient: Patient | None) -> None:
        if patient is not None:
            self.asked.emit("open_patient", patient)

    def _take_change(self, _: Change) -> None:
        if self.isVisible():
            self._read()

    # --- layout

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST_PX)
        self._states = QStackedWidget()
        self._loading = self._loading_part()
        self._list = self._list_part()
        self._empty = self._empty_part()
        for state in (self._loading, self._list, self._empty):
            self._states.addWidget(state)
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme().space_6, theme().space_6, theme().space_6, theme().space_4)
        column.setSpacing(theme().space_4)
        column.addLayout(self._header())
        self.search.setMaximumWidth(_SEARCH_PX)
        column.addWidget(self.search)
        column.addWidget(self._states, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner, 1)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """As the eye goes; the main button last, because it has a key of its own."""
        for one, other in pairwise((self.search, *self.cards.cards, self.table, self._new)):
            self.setTabOrder(one, other)

    def _header(self) -> QHBoxLayout:
        self._new = ActionButton(self.desk.actions["new_patient"], "primary")
        row = QHBoxLayout()
        row.setSpacing(theme().space_2)
        row.addWidget(PlainLabel(self.tr("Patients"), role="title"))
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self._new)
        return row

    def _loading_part(self) -> QWidget:
        """Nothing at first; grey bars when it takes long enough to be noticed."""
        part = QWidget()
        self._skeleton = Skeleton(6)
        self._skeleton.hide()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._skeleton)
        column.addStretch()
        self._busy = QTimer(self, singleShot=True, interval=theme().busy_after_ms)
        self._busy.timeout.connect(self._skeleton.show)
        return part

    def _list_part(self) -> QWidget:
        self._recent = QWidget()
        column = QVBoxLayout(self._recent)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space_2)
        column.addWidget(PlainLabel(self.tr("Recent"), role="section"))
        column.addWidget(self.cards)
        self._nobody = self._nobody_part()
        self._results = QStackedWidget()
        self._results.addWidget(self.table)
        self._results.addWidget(self._nobody)
        part = QWidget()
        whole = QVBoxLayout(part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme().space_4)
        whole.addWidget(self._recent)
        whole.addWidget(self._results, 1)
        return part

    def _nobody_part(self) -> EmptyState:
        self._clear = QAction(self.tr("Clear the search"), self)
        self._clear.triggered.connect(self._clear_search)
        return EmptyState(
            self.tr("Nobody found"),
            self.tr("No patient's name, id or birth date contains these words."),
            [self._clear],
            icon_name="search",
        )

    def _clear_search(self) -> None:
        self.search.clear()
        self._focus_search()

    def _empty_part(self) -> EmptyState:
        return EmptyState(
            self.tr("No patients yet"),
            self.tr("Add the first patient, or look around in the sample."),
            [self.desk.actions["new_patient"], self.desk.actions["open_sample"]],
            icon_name="patients",
        )


class _Search(SearchField):
    """The search box; Down leads to the list, Escape clears."""

    def __init__(self, placeholder: str, *, go_down: Callable[[], object]) -> None:
        super().__init__(placeholder)
        self._go_down = go_down

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._go_down()
        elif event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
