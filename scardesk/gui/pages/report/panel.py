"""The panel beside the pages: what a person may choose, what the report contains, and Export.

Rule: a choice is announced when it is finished, not at every letter.
"""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.fields import ChoiceField
from scardesk.gui.look.labels import Hairline, PlainLabel
from scardesk.gui.look.states import ActionButton
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.pages.report.summary import Group, Summary

_WIDTH_PX = 300  # at the usual text size; larger text gets more, up to half as much again
_PAPERS = ("A4", "Letter")
_LONGEST_NAME = 120


class Choices(NamedTuple):
    """What stands on the report besides the record."""

    clinic: str
    author: str
    paper: str


class ReportPanel(QFrame):
    """Paper, clinic, author; the summary; the primary button."""

    changed = Signal()
    align_wanted = Signal()

    def __init__(self, export: QAction, first: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("edge", "right")
        self.setFixedWidth(round(_WIDTH_PX * min(1.5, theme().body / LIGHT.body)))
        self.paper = ChoiceField(_tr("Paper"))
        self.paper.addItems(list(_PAPERS))
        self.paper.setCurrentText(first.paper)
        self._first = first
        self.clinic = _line(_tr("Clinic"), first.clinic)
        self.author = _line(_tr("Author"), first.author)
        self.summary = Summary()
        self.align = QPushButton()
        self.align.clicked.connect(self.align_wanted)
        self.export = ActionButton(export, "primary")
        self._size = PlainLabel(role="secondary")
        self._size.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._known = self.choices
        self._lay_out()
        self.show_unaligned(0)
        self.paper.activated.connect(self._note)
        self.clinic.editingFinished.connect(self._note)
        self.author.editingFinished.connect(self._note)

    @property
    def choices(self) -> Choices:
        """What is chosen now."""
        return Choices(self.clinic.text().strip(), self.author.text().strip(), self.paper.currentText())

    def use(self, first: Choices) -> None:
        """Take what the settings say now; where they did not change, what was typed here stays."""
        old, self._first = self._first, first
        if first.clinic != old.clinic:
            self.clinic.setText(first.clinic)
        if first.author != old.author:
            self.author.setText(first.author)
        if first.paper != old.paper:
            self.paper.setCurrentText(first.paper)
        self._note()

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """What the report contains."""
        self.summary.show_groups(groups)

    def show_unaligned(self, count: int) -> None:
        """How many pairs nobody has tried to align; the button offers it."""
        self.align.setVisible(count > 0)
        one, many = _tr("Align the pair"), _tr("Align {count} pairs")
        self.align.setText(one if count == 1 else many.format(count=count))

    def tell(self, words: str) -> None:
        """One quiet line below the button."""
        self._size.setText(words)

    def blank(self) -> None:
        """Nothing of anybody; what the clinic chose stays."""
        self.summary.show_groups(())
        self.show_unaligned(0)
        self.tell("")

    def _note(self) -> None:
        if self.choices != self._known:
            self._known = self.choices
            self.changed.emit()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[theme().space_4] * 4)
        column.setSpacing(theme().space_1)
        column.addWidget(PlainLabel(_tr("Progress report"), role="section"))
        for field in (self.clinic, self.author, self.paper):
            column.addSpacing(theme().space_2)
            column.addWidget(PlainLabel(field.accessibleName(), role="secondary"))
            column.addWidget(field)
        column.addSpacing(theme().space_4)
        column.addWidget(Hairline())
        column.addSpacing(theme().space_3)
        column.addWidget(self.summary)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setAccessibleName(_tr("What the report contains"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(Hairline())
        outer.addLayout(self._foot())

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(*[theme().space_4] * 4)
        foot.setSpacing(theme().space_2)
        foot.addWidget(self.align)
        foot.addWidget(self.export)
        foot.addWidget(self._size)
        return foot


def _line(name: str, text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.setMaxLength(_LONGEST_NAME)
    return field


def _tr(text: str) -> str:
    return QCoreApplication.translate("report", text)
