"""The sections of a report, in their order, as blocks.

Hides: which fact stands where.  Rule: facts come from the plan and words from its texts; nothing is
said about change unless the plan allows it.
"""

from collections.abc import Callable, Sequence

from scardesk.model.scar import ScarType
from scardesk.report.figures import plate
from scardesk.report.flow import Block, kept_together
from scardesk.report.letters import wrapped
from scardesk.report.plan import ReportPlan
from scardesk.report.scar_tables import count_table, scar_table
from scardesk.report.sheet import Sheet
from scardesk.report.style import (
    ACCENT,
    BODY,
    GRIDS,
    LABEL,
    NAME,
    QUIET,
    SECTION,
    SIDE,
    STRONG,
    TITLE,
    VALUE,
    Grid,
    Type,
)
from scardesk.report.texts import READING

_MOST_LINES = 36


def blocks_of(plan: ReportPlan) -> list[Block]:
    """Everything that the report says, from the first line to the signature."""
    grid = GRIDS[plan.paper]
    return [
        *_header(plan, grid),
        *_patient(plan, grid),
        *_figures(plan, grid),
        *_scars(plan, grid),
        *_closing(plan, grid),
    ]


def _header(plan: ReportPlan, grid: Grid) -> list[Block]:
    texts = plan.texts
    clinic = wrapped(plan.clinic, Type(NAME.cut, 9, 12.5, QUIET), grid.span(9)) if plan.clinic.strip() else []
    status = texts.sentence("status", status=texts.statuses[plan.status], version=plan.version)
    title = wrapped(texts.headings["title"], TITLE, grid.text_width - 120)
    first = len(clinic) * 12.5 + 2

    def draw(sheet: Sheet, top: float) -> None:
        right = grid.left + grid.text_width
        sheet.lines(grid.left, top, clinic, type_=Type(NAME.cut, 9, 12.5, QUIET))
        sheet.lines(grid.left, top + first, title, type_=TITLE)
        base = top + first + len(title) * TITLE.leading
        sheet.lines(right, base - 17, [status], type_=Type(BODY.cut, 9, 13, QUIET), right=True)
        sheet.rule(grid.left, base + 6, grid.text_width, colour=ACCENT, thickness=1.6)

    height = first + len(title) * TITLE.leading + 7
    return [Block(height=height, draw=draw, bookmark=texts.headings["title"], keeps=True)]


def _patient(plan: ReportPlan, grid: Grid) -> list[Block]:
    return [
        _facts_row(plan, grid, _who(plan), space=12),
        _facts_row(plan, grid, _what(plan), space=7),
        _facts_row(plan, grid, _when(plan), space=7),
    ]


def _who(plan: ReportPlan) -> list[tuple[str, str, int]]:
    labels, person = plan.texts.labels, plan.patient
    return [
        (labels["name"], person.name, 6),
        (labels["code"], person.code, 3),
        (labels["born"], _born(plan), 3),
    ]


def _what(plan: ReportPlan) -> list[tuple[str, str, int]]:
    texts, person = plan.texts, plan.patient
    skin = texts.labels["unknown"] if person.skin == "unknown" else person.skin.value
    return [
        (texts.labels["author"], plan.author or texts.labels["none"], 6),
        (texts.labels["sex"], texts.sexes[person.sex], 3),
        (texts.labels["skin"], skin, 3),
    ]


def _when(plan: ReportPlan) -> list[tuple[str, str, int]]:
    labels = plan.texts.labels
    photos = sum(visit.photo_count for visit in plan.visits)
    return [
        (labels["period"], _period(plan), 6),
        (labels["visits_photos"], f"{len(plan.visits)} / {photos}", 3),
        (labels["report_date"], plan.texts.day(plan.day), 3),
    ]


def _born(plan: ReportPlan) -> str:
    person, texts = plan.patient, plan.texts
    if person.born is None:
        return texts.labels["unknown"]
    age = f" ({texts.sentence('age', age=person.age)})" if person.age is not None else ""
    return texts.day(person.born) + age


def _period(plan: ReportPlan) -> str:
    texts, days = plan.texts, [visit.day for visit in plan.visits]
    if not days:
        return texts.sentence("no_visits")
    if len(days) == 1:
        return f"{texts.labels['baseline']} {texts.day(days[0])}"
    first, last = texts.day(days[0]), texts.day(days[-1])
    return texts.sentence("period", first=first, last=last, days=plan.days_since_baseline(days[-1]))


def _facts_row(plan: ReportPlan, grid: Grid, facts: Sequence[tuple[str, str, int]], *, space: float) -> Block:
    """Labels with their values below, side by side on the grid."""
    cells, column = [], 0
    for label, value, span in facts:
        type_ = NAME if label == plan.texts.labels["name"] else VALUE
        cells.append((grid.x(column), label, wrapped(value, type_, grid.span(span)), type_))
        column += span

    def draw(sheet: Sheet, top: float) -> None:
        for x, label, lines, type_ in cells:
            sheet.lines(x, top, [label], type_=LABEL)
            sheet.lines(x, top + LABEL.leading, lines, type_=type_)

    tallest = max(len(lines) for _, _, lines, _ in cells)
    return Block(height=LABEL.leading + tallest * VALUE.leading, draw=draw, space=space)


def _figures(plan: ReportPlan, grid: Grid) -> list[Block]:
    """The first pair, then the counts, so that the first page says the most; then the further pairs."""
    if not plan.pairs:
        missing = _paragraph(plan.texts.sentence("no_photos"), BODY, grid, space=22)
        return [*missing, *_counts(plan, grid)]
    blocks: list[Block] = []
    seen: set[ScarType] = set()
    for pair in plan.pairs:
        types = {mark.type for figure in pair.figures for mark in figure.marks}
        blocks += plate(plan, pair, legend=types if types - seen else set())
        blocks += _counts(plan, grid) if pair is plan.pairs[0] else []
        seen |= types
    return blocks


def _counts(plan: ReportPlan, grid: Grid) -> list[Block]:
    texts = plan.texts
    blocks: list[Block] = []
    if plan.visits:
        blocks = [_section(texts.headings["counts"], grid), *count_table(plan, grid)]
    said, type_ = _totals(plan)
    return [*blocks, *_paragraph(said, type_, grid, space=8)] if said else blocks


def _totals(plan: ReportPlan) -> tuple[str, Type]:
    """The sentence below the counts, as far as the pairs allow one."""
    if not plan.states_change:
        return plan.texts.sentence("no_change"), STRONG
    if not plan.states_totals:
        return plan.texts.sentence("no_totals"), BODY
    first, last = plan.visits[0].counts, plan.visits[-1].counts
    if first is None or last is None:
        return "", BODY
    return plan.texts.sentence("still_visible", first=sum(first.values()), last=sum(last.values())), BODY


def _scars(plan: ReportPlan, grid: Grid) -> list[Block]:
    heading = _section(plan.texts.headings["scars"], grid)
    if not plan.scars:
        return [heading, *_paragraph(plan.texts.sentence("no_scars"), BODY, grid, space=4)]
    return [heading, *scar_table(plan, grid)]


def _closing(plan: ReportPlan, grid: Grid) -> list[Block]:
    """How to read it, and the signature: on one page unless a clinic's texts are longer than that."""
    blocks = [*_reading(plan, grid), *_signature(plan, grid)]
    height = sum(block.height + block.space for block in blocks)
    return kept_together(blocks) if height <= grid.floor - grid.top else blocks


def _reading(plan: ReportPlan, grid: Grid) -> list[Block]:
    blocks = [_section(plan.texts.headings["reading"], grid)]
    for key in READING:
        text = plan.texts.blocks[key]
        if key == "widths" and plan.width_error_mm is not None:
            error = plan.texts.blocks["width_error"].format(error_mm=f"{plan.width_error_mm:.1f}")
            text = f"{text} {error}"
        blocks += _paragraph(text, BODY, grid, space=5, side=plan.texts.reading[key])
    return blocks


def _signature(plan: ReportPlan, grid: Grid) -> list[Block]:
    texts = plan.texts
    cells = [
        (grid.x(0), grid.span(5), texts.labels["place_and_date"], ""),
        (grid.x(6), grid.span(6), texts.labels["signed"], plan.author),
    ]
    names = [wrapped(name, BODY, wide) if name else [] for _, wide, _, name in cells]

    def draw(sheet: Sheet, top: float) -> None:
        for (x, wide, label, _), lines in zip(cells, names, strict=True):
            sheet.rule(x, top + 44, wide, colour=QUIET, thickness=0.6)
            sheet.lines(x, top + 47, [label], type_=LABEL)
            sheet.lines(x, top + 47 + LABEL.leading, lines, type_=BODY)

    height = 47 + LABEL.leading + max(len(lines) for lines in names) * BODY.leading
    return [Block(height=height, draw=draw, space=20, bookmark=texts.headings["signature"])]


def _section(title: str, grid: Grid) -> Block:
    lines = wrapped(title, SECTION, grid.text_width)

    def draw(sheet: Sheet, top: float) -> None:
        sheet.lines(grid.left, top, lines, type_=SECTION)

    return Block(height=len(lines) * SECTION.leading + 2, draw=draw, space=24, keeps=True, bookmark=title)


def _paragraph(text: str, type_: Type, grid: Grid, *, space: float, side: str = "") -> list[Block]:
    """A text, with a side head if there is one; a long one goes on in further blocks."""
    column, span = (3, 9) if side else (0, 10)
    lines = wrapped(text, type_, grid.span(span))
    parts = [lines[at : at + _MOST_LINES] for at in range(0, len(lines), _MOST_LINES)]
    heads = [wrapped(side, SIDE, grid.span(3)) if side else [], *[[] for _ in parts[1:]]]
    return [
        Block(
            height=max(len(part), len(head)) * type_.leading,
            draw=_drawing(part, head, type_=type_, grid=grid, x=grid.x(column)),
            space=space if number == 0 else 0,
        )
        for number, (part, head) in enumerate(zip(parts, heads, strict=True))
    ]


def _drawing(
    lines: Sequence[str], head: Sequence[str], *, type_: Type, grid: Grid, x: float
) -> Callable[[Sheet, float], None]:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.lines(grid.left, top, head, type_=SIDE)
        sheet.lines(x, top, lines, type_=type_)

    return draw
