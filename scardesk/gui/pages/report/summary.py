"""What a report will say, before anybody reads it.

Rule: whatever limits the report is told here in words: pairs that are not comparable, missing scales,
numbers that nobody has confirmed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.labels import Glyph, PlainLabel
from scardesk.model.photo import Photo
from scardesk.workflows import protocol
from scardesk.workflows.compare import Pair
from scardesk.workflows.reporting import Facts

_GLYPHS = {
    "good": ("accept", "success_ink"),
    "care": ("warning", "warning_ink"),
    "bad": ("error", "danger_ink"),
}


class Line(NamedTuple):
    """One sentence of the summary; ``kind`` "note" has no glyph, "good", "care" and "bad" have one."""

    kind: str
    text: str


class Group(NamedTuple):
    """A view, or the report as a whole, and what is to be said of it."""

    title: str
    lines: tuple[Line, ...]


class Summary(QWidget):
    """The groups, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_tr("What the report contains"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._holder = QWidget()
        self._column.addWidget(self._holder)

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """Say this and nothing else."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space_1)
        for number, group in enumerate(groups):
            if number:
                column.addSpacing(theme().space_3)
            column.addWidget(PlainLabel(group.title, role="strong", wraps=True))
            for line in group.lines:
                column.addLayout(_row(line))
        self._column.replaceWidget(self._holder, holder)
        self._holder.hide()  # it is deleted later, and nobody's data may stay in sight until then
        self._holder.deleteLater()
        self._holder = holder


def groups_of(facts: Facts) -> tuple[Group, ...]:
    """What there is to say of a record's report."""
    pairs = [Group(_name(pair.before), tuple(_pair_lines(facts, pair))) for pair in facts.pairs]
    alone = [Group(_name(photo), tuple(_alone_lines(facts, photo))) for photo in facts.alone]
    return (Group(_tr("Contents"), tuple(_whole_lines(facts))), *pairs, *alone)


def _name(photo: Photo) -> str:
    return protocol.view(photo.view).name


def _whole_lines(facts: Facts) -> Iterator[Line]:
    visits = _counted(len(facts.visits), _tr("1 visit"), _tr("{count} visits"))
    scars = _counted(len(facts.scars), _tr("1 numbered scar"), _tr("{count} numbered scars"))
    yield Line("note", f"{visits}, {scars}")
    if not facts.pairs and not facts.alone:
        yield Line("care", _tr("No photos to show"))
    yield Line("good", _tr("No position and no hidden data in the photos"))


def _alone_lines(facts: Facts, photo: Photo) -> Iterator[Line]:
    yield Line("note", f"{day_text(facts.visit_of(photo).day)}, {protocol.LIGHT_NAMES[photo.light]}")
    yield Line("care", _tr("Baseline only, no follow-up yet"))


def _pair_lines(facts: Facts, pair: Pair) -> Iterator[Line]:
    days = _tr("{before} to {after}").format(
        before=day_text(pair.before_visit.day), after=day_text(pair.after_visit.day)
    )
    lights = dict.fromkeys(protocol.LIGHT_NAMES[photo.light] for photo in (pair.before, pair.after))
    yield Line("note", ", ".join((days, _tr(", then ").join(lights))))
    yield from _verdict_lines(pair)
    if pair.before.scale is None and pair.after.scale is None:
        yield Line("care", _tr("No scale: no widths in millimetres"))
    waiting = len(facts.unanswered(pair))
    if waiting:
        one, many = _tr("1 number is not confirmed yet"), _tr("{count} numbers are not confirmed yet")
        yield Line("care", _counted(waiting, one, many))


def _verdict_lines(pair: Pair) -> Iterator[Line]:
    is_aligned = pair.aligned is not None and pair.aligned.alignment.is_accepted
    if pair.verdict.level == "comparable":
        yield Line("good", _tr("Comparable, aligned") if is_aligned else _tr("Comparable"))
    elif pair.verdict.level == "caution":
        yield Line("care", _tr("Compare with caution"))
    else:
        yield Line("bad", _tr("Not comparable: no statement of change"))
    if pair.aligned is None:
        yield Line("care", _tr("Not aligned yet: shown as photographed"))
    elif not is_aligned:
        yield Line("care", _tr("Could not be aligned: shown as photographed"))


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


def _row(line: Line) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme().space_2)
    if line.kind in _GLYPHS:
        name, tint = _GLYPHS[line.kind]
        row.addWidget(Glyph(name, tint=tint, size=16), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(line.text, role="secondary", wraps=True), 1)
    return row


def _tr(text: str) -> str:
    return QCoreApplication.translate("report", text)
