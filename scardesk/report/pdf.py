"""The file itself: canvas, metadata, page after page.

Hides: ReportLab's switches.  Rule: every character is checked before the first page is drawn; the
file names no patient in its metadata, and the same plan gives the same bytes.
"""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from scardesk.report.flow import Placed, paginated
from scardesk.report.furniture import draw_furniture
from scardesk.report.letters import every_text, font, require_drawable
from scardesk.report.pages import blocks_of
from scardesk.report.plan import ReportPlan
from scardesk.report.sheet import Sheet
from scardesk.report.style import GRIDS, Cut, Grid

_one_at_a_time = Lock()  # ReportLab keeps the subsets of a font inside the one font object


def bytes_of(plan: ReportPlan) -> bytes:
    """The PDF; CannotDraw before anything is drawn when a character cannot be shown."""
    require_drawable(every_text(plan))
    grid = GRIDS[plan.paper]
    pages = paginated(blocks_of(plan), tops=(grid.top, grid.top), floor=grid.floor)
    with _one_at_a_time:
        return _drawn(plan, pages, grid)


def _drawn(plan: ReportPlan, pages: Sequence[Sequence[Placed]], grid: Grid) -> bytes:
    out = BytesIO()
    canvas = _canvas(plan, grid, out)
    sheet = Sheet(canvas, grid.height)
    for number, page in enumerate(pages, start=1):
        for at, placed in enumerate(page):
            placed.block.draw(sheet, placed.top)
            if placed.block.bookmark:
                sheet.anchor(f"p{number}b{at}", placed.block.bookmark, placed.top)
        draw_furniture(sheet, plan, grid, page=number, pages=len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(plan: ReportPlan, grid: Grid, out: BytesIO) -> Canvas:
    rl_config.useA85 = 0  # photos as they are, not as text: 24 MP in 50 ms instead of 1,900
    font(Cut.REGULAR)
    canvas = Canvas(
        out,
        pagesize=(grid.width, grid.height),
        pageCompression=1,
        invariant=1,
        # else every page names Helvetica, which is not embedded
        initialFontName=Cut.REGULAR.value,  # type: ignore[arg-type]  # the stubs take a name for a number
        lang=plan.texts.language,
    )
    canvas.setTitle(plan.texts.headings["title"])
    canvas.setAuthor(plan.author)
    canvas.setSubject("")
    canvas.setKeywords("")
    canvas.setCreator("scardesk")
    canvas.setProducer("scardesk")
    canvas.setDateFormatter(lambda *_: f"D:{plan.day:%Y%m%d}000000Z")  # the day of the report, not of 2000
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas
