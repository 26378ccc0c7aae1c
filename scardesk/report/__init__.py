"""From a ReportPlan to a PDF.

Hides: ReportLab, and how pages are made.  Rule: drawing knows the plan and nothing else; text that
a person typed is never read as markup; either the whole file is written, or the old one stays.
"""

from pathlib import Path

from scardesk.files import write_beside
from scardesk.report.plan import ReportPlan


def render(plan: ReportPlan) -> bytes:
    """The PDF of a plan: the same plan gives the same bytes.

    Raises CannotDraw when a character cannot be shown.
    """
    from scardesk.report.pdf import bytes_of

    return bytes_of(plan)


def write(plan: ReportPlan, path: Path) -> None:
    """Render a plan into ``path``, beside it first, then renamed: the old file stays until the new is whole.

    Raises CannotDraw, DiskFull or CannotWrite.
    """
    write_beside(path, render(plan), what=f"the report {path.name}")
