"""Reads a PDF back: its text as pdfium sees it, and its streams."""

import re

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it publishes no types

from scardesk.report import render
from scardesk.report.plan import ReportPlan


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def text_of(plan: ReportPlan) -> str:
    return "\n".join(pages_of(render(plan)))


def streams_of(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [each for each in document.objects if isinstance(each, pikepdf.Stream)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s￾\x02-]", "", text)
