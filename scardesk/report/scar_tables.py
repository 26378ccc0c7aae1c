"""The two tables of a report: numbered scars at each visit, and scar by scar.

Rule: later counts, later widths, differences and outcomes are printed only where the plan allows a
statement of change; a width has a decimal only when it was measured with a ruler in view.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from scardesk.model.scar import Outcome, ScarType
from scardesk.model.sketch import STYLES
from scardesk.model.value import changed
from scardesk.report.flow import Block
from scardesk.report.letters import wrapped
from scardesk.report.plan import ReportPlan, ScarRow, Seen, Width
from scardesk.report.style import CELL, CELL_NUMBER, Grid
from scardesk.report.tables import Cell, Column, Row, table

_GAP = 8.0
_WIDE_GAP = 14.0  # between a number, which stands right, and a text, which stands left
_MOST_NOTE_LINES = 4
_MINUS = "\N{MINUS SIGN}"


def count_table(plan: ReportPlan, grid: Grid) -> list[Block]:
    """One row a visit: day, photos, scars by type and in all."""
    labels, types = plan.texts.labels, list(STYLES)
    heads = [
        (labels["visit"], 62.0, False, None),
        (labels["date"], 0, False, None),
        (labels["day"], 34.0, True, None),
        (labels["photos"], 40.0, True, None),
        *[(plan.texts.types[type_], 62.0, True, type_) for type_ in types],
        (labels["total"], 34.0, True, None),
    ]
    rows = [Row(_visit_cells(plan, visit, types)) for visit in plan.visits]
    return table(_columns(heads, grid), rows, space=4)


def scar_table(plan: ReportPlan, grid: Grid) -> list[Block]:
    """One row a scar; without a follow-up only what was found at the baseline."""
    fields = _fields(plan, has_follow_up=len(plan.visits) > 1)
    columns = _columns([(title, wide, is_number, None) for title, wide, is_number, _ in fields], grid)
    rows = [_scar_row(plan, row, fields, columns[-1]) for row in sorted(plan.scars, key=lambda r: r.number)]
    return table(columns, rows, space=4)


def _scar_row(plan: ReportPlan, row: ScarRow, fields: "Sequence[Field]", note: Column) -> Row:
    """A long note stands below its row, where it has room, and so does that of a stated outcome."""
    is_long = len(wrapped(row.note, CELL, note.width)) > _MOST_NOTE_LINES
    shown = changed(row, note="") if is_long else row
    below = [row.note if is_long else "", row.outcome_note if plan.states_change_of(row) else ""]
    return Row([cell(shown) for _, _, _, cell in fields], "\n".join(filter(None, below)))


Field = tuple[str, float, bool, Callable[[ScarRow], Cell]]


def _fields(plan: ReportPlan, *, has_follow_up: bool) -> list[Field]:
    """Title, width, whether a number, and the cell of each column."""
    labels, texts = plan.texts.labels, plan.texts
    first: list[Field] = [
        (labels["number"], 24, True, lambda row: Cell(str(row.number), CELL_NUMBER)),
        (labels["type"], 56, False, lambda row: Cell(texts.types[row.type], form=row.type)),
        (labels["width_before"], 50, True, lambda row: Cell(_width(row.width_before, labels["none"]))),
    ]
    widths: list[Field] = [
        (labels["width_now"], 38, True, lambda row: Cell(_now(plan, row))),
        (labels["change"], 52, True, lambda row: Cell(_change(plan, row))),
    ]
    outcome: list[Field] = [(labels["outcome"], 76, False, lambda row: Cell(_outcome(plan, row)))]
    last: list[Field] = [
        (labels["views"], 34, False, lambda row: Cell(", ".join(row.views) or labels["none"])),
        (labels["note"], 0, False, lambda row: Cell(row.note)),
    ]
    if not has_follow_up:
        return [*first, *last]
    has_widths = any(row.width_now is not None and plan.states_change_of(row) for row in plan.scars)
    return [*first, *(widths if has_widths else []), *outcome, *last]


def _columns(heads: Sequence[tuple[str, float, bool, ScarType | None]], grid: Grid) -> list[Column]:
    """Columns side by side; the one of width 0 takes what is left."""
    numbers = [is_number for _, _, is_number, _ in heads]
    gaps = [_WIDE_GAP if this and not that else _GAP for this, that in pairwise([*numbers, True])]
    fixed = sum(wide for _, wide, _, _ in heads) + sum(gaps[:-1])
    widths = [wide or grid.text_width - fixed for _, wide, _, _ in heads]
    lefts = accumulate((wide + gap for wide, gap in zip(widths, gaps, strict=True)), initial=grid.left)
    return [
        Column(title, x, wide, is_number, form)
        for (title, _, is_number, form), x, wide in zip(heads, lefts, widths, strict=False)
    ]


def _visit_cells(plan: ReportPlan, visit: Seen, types: Sequence[ScarType]) -> list[Cell]:
    texts, number = plan.texts, plan.visit_number(visit.day)
    name = texts.labels["baseline"] if number == 1 else f"{texts.labels['visit']} {number}"
    lead = [name, texts.day(visit.day), str(plan.days_since_baseline(visit.day)), str(visit.photo_count)]
    if visit.counts is None or not (number == 1 or plan.states_totals):
        return [Cell(text) for text in [*lead, *[texts.labels["none"]] * (len(types) + 1)]]
    counts = [visit.counts.get(type_, 0) for type_ in types]
    return [
        *[Cell(text) for text in [*lead, *map(str, counts)]],
        Cell(str(sum(visit.counts.values())), CELL_NUMBER),
    ]


def _width(width: Width | None, none: str) -> str:
    if width is None:
        return none
    if width.is_measured:
        return f"{width.mm:.1f}"
    return f"≈ {max(1, round(width.mm))}"


def _now(plan: ReportPlan, row: ScarRow) -> str:
    none = plan.texts.labels["none"]
    return _width(row.width_now, none) if plan.states_change_of(row) else none


def _change(plan: ReportPlan, row: ScarRow) -> str:
    """The difference of two measured widths as printed, or that it lies within the error."""
    before, now = row.width_before, row.width_now
    if before is None or now is None or not (before.is_measured and now.is_measured):
        return plan.texts.labels["none"]
    if not plan.states_change_of(row):
        return plan.texts.labels["none"]
    change = round(round(now.mm, 1) - round(before.mm, 1), 1)
    if plan.width_error_mm is not None and abs(change) < plan.width_error_mm:
        return plan.texts.sentence("row_within")
    return f"{change:+.1f}".replace("-", _MINUS) if change else "0.0"


def _outcome(plan: ReportPlan, row: ScarRow) -> str:
    if row.outcome is Outcome.NOT_ASSESSABLE:
        return plan.texts.outcomes[row.outcome]
    if not plan.states_change_of(row):
        return plan.texts.sentence("row_no_change")
    return plan.texts.outcomes[row.outcome] if row.outcome is not None else plan.texts.labels["none"]
