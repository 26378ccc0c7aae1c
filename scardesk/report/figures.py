"""A pair of photos on paper, with numbers, scale, caption and verdict.

Hides: how a plate is composed.  Rule: before stands left and after right, both at one size; the
skin is shown bare and, below, with its numbers; what cannot be compared says so in the plate itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scardesk.model.geometry import Point, Spot
from scardesk.model.photo import LIGHT_WORDS
from scardesk.model.scar import ScarType
from scardesk.model.sketch import (
    BLACK,
    FORM_REACH,
    STYLES,
    WHITE,
    Line,
    Sketch,
    Words,
    form_sketch,
    glyph,
    mark_sketch,
)
from scardesk.report.flow import Block, kept_together
from scardesk.report.letters import width, wrapped
from scardesk.report.plan import Figure, Fit, Pair, ReportPlan, Verdict
from scardesk.report.sheet import Sheet
from scardesk.report.style import (
    CAPTION,
    CAPTION_LEAD,
    GRIDS,
    MARK_UNIT,
    PAPER,
    PILL,
    PLATE,
    QUIET,
    TEXT,
    WASH,
    Grid,
    Type,
)

_ROW_GAP = 5.0
_LEAST_DPI = 200  # 300 dpi enlarged by 150 % (docs/sources.md, 5.3)
_BAR_MM = (1, 2, 5, 10, 20, 50, 100)
_INSET = 8.0
_MOST_HIGH = 245.0  # an upright pair, bare and numbered, still fits under the patient


def plate(plan: ReportPlan, pair: Pair, *, legend: set[ScarType]) -> list[Block]:
    """The blocks of one pair, kept together on a page; ``legend``: the types to explain below it."""
    grid = GRIDS[plan.paper]
    below = [_captions(plan, pair, grid), *_notes(plan, pair, grid)]
    if legend:
        below.append(_legend(plan, legend, grid))
    head = _heading(plan, pair, grid)
    rows = _rows(plan, pair)
    used = head.height + sum(block.height + block.space for block in below) + len(rows) * _ROW_GAP
    room = min((grid.floor - grid.top - used) / len(rows), _MOST_HIGH)
    shown = [_figure_row(plan, pair, row, grid=grid, room=room) for row in rows]
    return kept_together([head, *shown, *below])


def _legend(plan: ReportPlan, types: set[ScarType], grid: Grid) -> Block:
    """The forms of the marks with their names and letters."""
    names = plan.texts.types
    entries = [(type_, f"{names[type_]} ({STYLES[type_].letter})") for type_ in STYLES if type_ in types]

    def draw(sheet: Sheet, top: float) -> None:
        x = grid.left
        for type_, words in entries:
            sheet.sketch(form_sketch(type_, Point(x + 4, top + CAPTION.leading / 2), unit=MARK_UNIT))
            sheet.lines(x + 11, top, [words], type_=CAPTION)
            x += 11 + width(words, CAPTION) + 14

    return Block(height=CAPTION.leading, draw=draw, space=5)


@dataclass(frozen=True)
class _Row:
    """Figures side by side, all with their numbers or all without."""

    figures: tuple[tuple[Figure, bool], ...]


def _rows(plan: ReportPlan, pair: Pair) -> list[_Row]:
    has_marks = any(figure.marks for figure in pair.figures)
    looks = [False] * (plan.shows_bare or not has_marks) + [True] * has_marks
    if pair.after is None:
        return [_Row(tuple((pair.before, is_marked) for is_marked in looks))]
    return [_Row(tuple((figure, is_marked) for figure in pair.figures)) for is_marked in looks]


def _heading(plan: ReportPlan, pair: Pair, grid: Grid) -> Block:
    words = plan.texts.verdicts[pair.verdict] if pair.after is not None else ""
    room = grid.text_width - (width(words, PILL) + 30 if words else 0)
    lines = wrapped(_title(plan, pair), PLATE, room)

    def draw(sheet: Sheet, top: float) -> None:
        sheet.lines(grid.left, top, lines, type_=PLATE)
        if words:
            _pill(sheet, grid.left + grid.text_width, top, words=words, verdict=pair.verdict)

    return Block(height=len(lines) * PLATE.leading + 5, draw=draw, space=22, bookmark=_title(plan, pair))


def _title(plan: ReportPlan, pair: Pair) -> str:
    """The view; with its light where two pairs show the same view."""
    is_alone = sum(other.view == pair.view for other in plan.pairs) == 1
    lights = dict.fromkeys(LIGHT_WORDS[figure.light] for figure in pair.figures)
    light = "" if is_alone else f", {', then '.join(lights)}"
    return f"{pair.title} ({pair.view}){light}"


def _pill(sheet: Sheet, right: float, top: float, *, words: str, verdict: Verdict) -> None:
    """A verdict that stays apart in grey: outlined, filled light, filled dark."""
    fill, colour = {
        Verdict.COMPARABLE: (PAPER, TEXT),
        Verdict.CAUTION: (WASH, TEXT),
        Verdict.NOT_COMPARABLE: (TEXT, PAPER),
    }[verdict]
    long, high = width(words, PILL) + 14, PILL.leading + 3
    sheet.box(right - long, top, long, high, fill=fill, line=TEXT, corner=high / 2)
    type_ = Type(PILL.cut, PILL.size, PILL.leading, colour)
    sheet.lines(right - long + 7, top + 1.5, [words], type_=type_)


def _figure_row(plan: ReportPlan, pair: Pair, row: _Row, *, grid: Grid, room: float) -> Block:
    size = pair.before.size
    wide = min(grid.span(6), room * size.width / size.height)
    high = wide * size.height / size.width

    def draw(sheet: Sheet, top: float) -> None:
        for column, (figure, is_marked) in zip((0, 6), row.figures, strict=False):
            sheet.photo(grid.x(column), top, wide, high, jpeg=figure.jpeg, size=size)
            to_page = _to_page(figure, grid.x(column), top, wide)
            if is_marked:
                sheet.sketch(_marks(figure, to_page, wide / size.width))
            sheet.sketch(_scale(plan, pair, grid.x(column), top + high, wide))

    return Block(height=high, draw=draw, space=_ROW_GAP)


def _to_page(figure: Figure, left: float, top: float, wide: float) -> Callable[[Point], Point]:
    """From pixels of the figure to points of the page, middle upon middle."""
    scale = wide / figure.size.width
    middle_x, middle_y = left + wide / 2, top + figure.size.height * scale / 2
    centre = figure.size.centre
    return lambda p: Point(middle_x + (p.x - centre.x) * scale, middle_y + (p.y - centre.y) * scale)


def _marks(figure: Figure, to_page: Callable[[Point], Point], scale: float) -> Sketch:
    """Wide scars with their outline; small ones by their form, which on paper is as large as they are."""
    glyphs = []
    for mark in figure.marks:
        if not figure.size.holds(mark.place.centre):
            continue
        is_small = (mark.place.width_px or 0) * scale <= 2 * FORM_REACH * MARK_UNIT
        place = Spot(centre=mark.place.centre) if is_small else mark.place
        glyphs.append(glyph(mark.number, mark.type, place=place, to_target=to_page))
    return mark_sketch(glyphs, unit=MARK_UNIT)


def _scale(plan: ReportPlan, pair: Pair, left: float, bottom: float, wide: float) -> Sketch:
    """A bar of whole millimetres, or the words that there is no scale."""
    base = Point(left + _INSET, bottom - _INSET)
    if pair.px_per_mm is None:
        return (_label(base, plan.texts.labels["not_to_scale"]),)
    points_per_mm = pair.px_per_mm * wide / pair.before.size.width
    length_mm = max((mm for mm in _BAR_MM if mm * points_per_mm <= wide / 4), default=_BAR_MM[0])
    ends = (base, base.moved(length_mm * points_per_mm, 0))
    bar = (
        Line(points=ends, is_closed=False, colour=WHITE, width=4),
        Line(points=ends, is_closed=False, colour=BLACK, width=2),
    )
    return (*bar, _label(base.moved(0, -7.5), plan.texts.sentence("width_unit", width=length_mm)))


def _label(at: Point, text: str) -> Words:
    return Words(at=at, text=text, size=12 * MARK_UNIT, halo_width=2 * MARK_UNIT)


def _captions(plan: ReportPlan, pair: Pair, grid: Grid) -> Block:
    """Below each figure: which visit, which day, which light."""
    leads = [f"{name}, {plan.texts.day(figure.day)}" for name, figure in _named(plan, pair)]
    details = [wrapped(_detail(plan, pair, figure), CAPTION, grid.span(6)) for figure in pair.figures]

    def draw(sheet: Sheet, top: float) -> None:
        for column, lead, lines in zip((0, 6), leads, details, strict=False):
            sheet.lines(grid.x(column), top, [lead], type_=CAPTION_LEAD)
            sheet.lines(grid.x(column), top + CAPTION.leading, lines, type_=CAPTION)

    return Block(height=CAPTION.leading * (1 + max(map(len, details))), draw=draw, space=4)


def _named(plan: ReportPlan, pair: Pair) -> list[tuple[str, Figure]]:
    """Before and after; a single figure is named by its visit."""
    if pair.after is None:
        return [(_visit(plan, pair.before), pair.before)]
    labels = plan.texts.labels
    return [(labels["before"], pair.before), (labels["after"], pair.after)]


def _detail(plan: ReportPlan, pair: Pair, figure: Figure) -> str:
    light = LIGHT_WORDS[figure.light]
    words = light if pair.after is None else f"{_visit(plan, figure)}, {light}"
    return words[:1].upper() + words[1:]


def _visit(plan: ReportPlan, figure: Figure) -> str:
    number, days = plan.visit_number(figure.day), plan.days_since_baseline(figure.day)
    if number == 1:
        return plan.texts.labels["baseline"]
    return plan.texts.sentence("visit", number=number, day=days)


def _notes(plan: ReportPlan, pair: Pair, grid: Grid) -> list[Block]:
    facts = Type(CAPTION.cut, CAPTION.size, CAPTION.leading, QUIET)
    blocks = [_paragraph(line, CAPTION_LEAD, grid) for line in _verdict_lines(plan, pair)]
    blocks.append(_paragraph(" ".join(_facts(plan, pair, grid)), facts, grid))
    return [replace(blocks[0], space=5), *blocks[1:]]


def _verdict_lines(plan: ReportPlan, pair: Pair) -> list[str]:
    texts, reasons = plan.texts, " ".join(pair.reasons)
    if pair.after is None:
        return [texts.sentence("baseline_only")]
    if pair.verdict is Verdict.NOT_COMPARABLE:
        return [texts.sentence("no_change_reason", reasons=reasons), texts.sentence("no_change")]
    return [f"{texts.verdicts[pair.verdict]}. {reasons}"] if reasons else []


def _facts(plan: ReportPlan, pair: Pair, grid: Grid) -> list[str]:
    texts, facts = plan.texts, []
    if pair.after is not None:
        facts.append(texts.sentence("days_between", days=(pair.after.day - pair.before.day).days) + ".")
        facts.append(_fit(plan, pair))
    facts += _equipment(plan, pair)
    dpi = round(pair.before.size.width / (grid.span(6) / 72))
    return [*facts, texts.sentence("coarse", dpi=dpi)] if dpi < _LEAST_DPI else facts


def _fit(plan: ReportPlan, pair: Pair) -> str:
    if pair.fit is Fit.NONE:
        return plan.texts.sentence("fit_none")
    key = f"fit_{pair.fit}"
    if pair.fit is Fit.AUTOMATIC and pair.residual_mm is None:
        return plan.texts.sentence(f"{key}_unscaled")
    residual = f"{pair.residual_mm:.1f}" if pair.residual_mm is not None else ""
    points = "_points" if pair.fit_points is not None else ""
    return plan.texts.sentence(key + points, points=pair.fit_points, residual_mm=residual)


def _equipment(plan: ReportPlan, pair: Pair) -> list[str]:
    """What the cameras wrote, and nothing more (missing camera data is normal)."""
    kits = dict.fromkeys(", ".join(filter(None, (f.camera, f.lens))) for f in pair.figures)
    known = [kit for kit in kits if kit]
    if not known:
        return [plan.texts.sentence("no_camera")]
    said = [plan.texts.sentence("equipment", equipment="; ".join(known))]
    is_matched = pair.after is not None and pair.verdict is Verdict.COMPARABLE
    return [*said, plan.texts.sentence("matched")] if is_matched else said


def _paragraph(text: str, type_: Type, grid: Grid) -> Block:
    lines = wrapped(text, type_, grid.text_width)
    return Block(
        height=len(lines) * type_.leading,
        space=2,
        draw=lambda sheet, top: sheet.lines(grid.left, top, lines, type_=type_),
    )
