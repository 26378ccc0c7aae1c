"""Who is on the desk.

Rule: name, birth date, id, visit and side are visible whenever anything of a patient is, and change
in the same breath as the page; "Saved 14:02" is the truth.
"""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenuBar, QTabBar, QToolButton, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.labels import Chip, ElidedLabel, Glyph, PlainLabel
from scardesk.gui.look.style import set_role
from scardesk.model.patient import Patient, SkinType

_NAME_PX = 220
RECORD_PAGES = (("overview", "Overview"), ("mark", "Mark"), ("compare", "Compare"), ("report", "Report"))


class TopBar(QFrame):
    """One row: the program, the way to the patients, the menus, the library and its lock."""

    def __init__(
        self, menus: QMenuBar, *, patients: QAction, lock: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space_4, theme().space_1, theme().space_3, theme().space_1)
        row.setSpacing(theme().space_2)
        row.addWidget(Glyph("app", tint="accent"))
        row.addWidget(PlainLabel("scardesk", role="strong"))
        row.addSpacing(theme().space_2)
        row.addWidget(menus, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._patients = _tool(patients)
        row.addWidget(self._patients)
        row.addSpacing(theme().space_2)
        self._library = PlainLabel(role="secondary")
        row.addWidget(self._library)
        self._lock = _tool(lock)
        self._lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        row.addWidget(self._lock)
        self.setFixedHeight(theme().control_height + 2 * theme().space_1)
        self.show_library("")

    def show_library(self, name: str) -> None:
        """The name of the open library; empty when none is."""
        self._library.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME_PX))
        for part in (self._patients, self._library, self._lock):
            part.setVisible(bool(name))


class Banner(QFrame):
    """The patient, what is shown of them, and whether it is saved; below it the pages."""

    def __init__(self, go: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setAccessibleName(self.tr("Patient"))
        self._sample = Chip("SAMPLE", "sample")
        self._name = ElidedLabel(role="section")
        self._facts = ElidedLabel(role="secondary")
        self._context = ElidedLabel(role="strong")
        self._context.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._saved = PlainLabel(role="secondary")
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(self.tr("Pages of the record"))
        for _, words in RECORD_PAGES:
            self._tabs.addTab(self.tr(words))
        self._tabs.tabBarClicked.connect(lambda index: go(RECORD_PAGES[index][0]) if index >= 0 else None)
        self._lay_out()

    def show_patient(self, patient: Patient | None) -> None:
        """Whose record is open; None hides the banner at once."""
        self.setVisible(patient is not None)
        if patient is None:
            for label in (self._name, self._facts, self._context):
                label.setText("")
            self.setAccessibleDescription("")
            return
        self._sample.setVisible(patient.is_sample)
        self._name.setText(patient.name)
        self._facts.setText("    ".join(_facts(patient)))
        self.setAccessibleDescription(f"{patient.name}, {', '.join(_facts(patient))}")

    def show_context(self, words: str) -> None:
        """Which visit, view and side the page shows."""
        self._context.setText(words)

    def show_page(self, name: str) -> None:
        """Mark the tab of the page in front."""
        names = [page for page, _ in RECORD_PAGES]
        if name in names:
            self._tabs.setCurrentIndex(names.index(name))

    def show_saved(self, at: datetime) -> None:
        """Everything up to ``at`` is on the disk."""
        day = "" if at.date() == date.today() else f"{day_text(at.date())}, "
        self._saved.setText(self.tr("Saved {time}").format(time=f"{day}{at:%H:%M}"))
        set_role(self._saved, role="secondary")

    def show_unsaved(self) -> None:
        """The last edit was not recorded."""
        self._saved.setText(self.tr("Not saved"))
        set_role(self._saved, role="danger")

    def _lay_out(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(theme().space_3)
        for widget, stretch in ((self._sample, 0), (self._name, 0), (self._facts, 1), (self._context, 1)):
            who.addWidget(widget, stretch)
        below = QHBoxLayout()
        below.setSpacing(theme().space_3)
        below.addWidget(self._tabs)
        below.addStretch(1)
        below.addWidget(self._saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().space_4, theme().space_2, theme().space_4, 0)
        column.setSpacing(theme().space_1)
        column.addLayout(who)
        column.addLayout(below)


def _facts(patient: Patient) -> list[str]:
    facts = []
    if patient.born is not None:
        facts.append(f"* {day_text(patient.born)} ({patient.age_on(date.today())})")
    facts.append(patient.code)
    if patient.sex.value != "unknown":
        facts.append(patient.sex.value)
    if patient.skin is not SkinType.UNKNOWN:
        facts.append(f"skin {patient.skin.value}")
    return facts


def _tool(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAccessibleName(action.text())
    return button
