"""Why a pair may be compared, or not: the panel beside the photos.

Rule: every reason is told in words; the table shows what the camera wrote and nothing else.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.labels import Chip, Glyph, Hairline, PlainLabel
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.pages.compare import words
from scardesk.gui.pages.compare.words import Setting, tr
from scardesk.imaging.fairness import Reason, Weight
from scardesk.workflows.compare import Pair

_WIDTH_PX = 320  # at the usual text size; larger text gets more, up to half as much again
_NAME_PX = 92
_GLYPHS: dict[Weight, tuple[str, str]] = {
    "block": ("error", "danger_ink"),
    "warn": ("warning", "warning_ink"),
    "note": ("info", "text_secondary"),
}


class ReasonsPanel(QFrame):
    """Verdict, reasons, alignment, and how both photos were taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("edge", "left")
        self.setFixedWidth(round(_WIDTH_PX * min(1.5, theme().body / LIGHT.body)))
        self.setAccessibleName(tr("Why this pair may be compared, or not"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(tr("Reasons and settings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_pair(self, pair: Pair | None, alignment: str = "") -> None:
        """Tell everything about a pair; None tells nothing."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[theme().space_4] * 4)
        column.setSpacing(theme().space_3)
        if pair is not None:
            self._fill(column, pair, alignment)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def _fill(self, column: QVBoxLayout, pair: Pair, alignment: str) -> None:
        look = words.verdict_look(pair.verdict.level)
        column.addWidget(PlainLabel(tr("May they be compared?"), role="section"))
        column.addWidget(Chip(look.words, look.kind))
        for reason in pair.verdict.reasons:
            column.addLayout(_line(reason))
        column.addWidget(PlainLabel(_consequence(pair), role="secondary", wraps=True))
        column.addSpacing(theme().space_1)
        column.addWidget(Hairline())
        column.addWidget(PlainLabel(tr("Alignment"), role="section"))
        column.addWidget(PlainLabel(alignment, wraps=True))
        if pair.aligned is not None:
            column.addWidget(PlainLabel(pair.aligned.alignment.reason, role="secondary", wraps=True))
        column.addSpacing(theme().space_1)
        column.addWidget(Hairline())
        column.addWidget(PlainLabel(tr("How they were taken"), role="section"))
        column.addLayout(_table(words.settings(pair.before, pair.after)))


def _line(reason: Reason) -> QHBoxLayout:
    name, tint = _GLYPHS[reason.weight]
    row = QHBoxLayout()
    row.setSpacing(theme().space_2)
    row.addWidget(Glyph(name, tint=tint, size=16), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(f"{reason.words[:1].upper()}{reason.words[1:]}", wraps=True), 1)
    return row


def _consequence(pair: Pair) -> str:
    return {
        "comparable": tr("View, light and settings match as far as the camera wrote them."),
        "caution": tr("The differences above can change how a scar looks."),
        "not_comparable": tr("The report makes no statement of change from this pair."),
    }[pair.verdict.level]


def _table(lines: list[Setting]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().space_2)
    grid.setVerticalSpacing(theme().space_2)
    grid.setColumnMinimumWidth(0, _NAME_PX)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for column, head in enumerate((tr("Before"), tr("After")), start=1):
        grid.addWidget(PlainLabel(head, role="secondary"), 0, column)
    for row, line in enumerate(lines, start=1):
        grid.addWidget(PlainLabel(line.name, role="secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, text in enumerate((line.before, line.after), start=1):
            cell = PlainLabel(text, role="strong" if line.differs else "", wraps=True)
            grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
    return grid
