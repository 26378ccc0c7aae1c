"""What stands on every page: id, date, status, page number, and SAMPLE where it applies."""

from scardesk.report.letters import fitted, width
from scardesk.report.plan import ReportPlan
from scardesk.report.sheet import Sheet
from scardesk.report.style import ACCENT, FOOT, HAIRLINE, MM, PAPER, PILL, Grid, Type


def draw_furniture(sheet: Sheet, plan: ReportPlan, grid: Grid, *, page: int, pages: int) -> None:
    """The foot of a page, and the SAMPLE flag at its head."""
    top = grid.height - 13 * MM
    right = grid.left + grid.text_width
    number = plan.texts.sentence("page", page=page, pages=pages)
    room = grid.text_width - width(number, FOOT) - 12
    line, type_ = fitted(_identity(plan), FOOT, room)
    sheet.rule(grid.left, top - 4, grid.text_width, colour=HAIRLINE, thickness=0.5)
    sheet.lines(grid.left, top, [line], type_=type_)
    sheet.lines(right, top, [number], type_=FOOT, right=True)
    if plan.patient.is_sample:
        _draw_sample(sheet, plan, grid, top + FOOT.leading)


def _identity(plan: ReportPlan) -> str:
    texts = plan.texts
    status = texts.sentence("status", status=texts.statuses[plan.status], version=plan.version)
    return f"{texts.labels['code']} {plan.patient.code}  ·  {texts.day(plan.day)}  ·  {status}"


def _draw_sample(sheet: Sheet, plan: ReportPlan, grid: Grid, top: float) -> None:
    line, type_ = fitted(plan.texts.sentences["sample"], FOOT, grid.text_width)
    sheet.lines(grid.left, top, [line], type_=type_)
    flag = plan.texts.labels["sample"]
    wide, high = width(flag, PILL) + 16, PILL.leading + 4
    left = grid.left + grid.text_width - wide
    sheet.box(left, 6 * MM, wide, high, fill=ACCENT, corner=2)
    sheet.lines(left + 8, 6 * MM + 2, [flag], type_=Type(PILL.cut, PILL.size, PILL.leading, PAPER))
