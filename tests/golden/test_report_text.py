"""The whole text of four reports, as a person has read and approved it.

After a deliberate change run it once with SCARDESK_APPROVE=1, then read the diff.
"""

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it publishes no types
import pytest

from scardesk.report import render
from scardesk.report.plan import ReportPlan
from tests.golden.sample_plan import bare_plan, baseline_plan, ben_plan, sample_plan

HERE = Path(__file__).parent
REPORTS: dict[str, Callable[[], ReportPlan]] = {
    "report_ada": sample_plan,
    "report_ben": ben_plan,
    "report_baseline": baseline_plan,
    "report_empty": bare_plan,
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_what_was_approved(name: str) -> None:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(render(REPORTS[name]()))]
    said = (
        "\n\n".join(textwrap.fill(" ".join(page.split()), 110, break_on_hyphens=False) for page in pages)
        + "\n"
    )
    path = HERE / f"{name}.txt"
    if os.environ.get("SCARDESK_APPROVE"):
        path.write_text(said, encoding="utf-8", newline="\n")
    assert said == path.read_text(encoding="utf-8")
