"""The pages of a PDF as pixels, for showing a report before it is saved.

Hides: pypdfium2.  Rule: what is shown is drawn from the very bytes that will be written.
"""

from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING

from scardesk.model.value import Value

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]  # no stubs, no py.typed

_POINTS_PER_INCH = 72
_one_at_a_time = Lock()  # PDFium keeps global state and is not safe from two threads


class PreviewPage(Value, frozen=True, kw_only=True):
    """One page: ``rgb`` holds width x height x 3 bytes, row by row, without padding."""

    width: int
    height: int
    rgb: bytes


def pages(pdf: bytes, *, dpi: int) -> tuple[PreviewPage, ...]:
    """Every page of ``pdf`` at ``dpi``: slow, for a job.  Safe to call from any thread."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_drawn(document, dpi))
        finally:
            document.close()


def _drawn(document: "PdfDocument", dpi: int) -> Iterator[PreviewPage]:
    for number in range(len(document)):
        page = document[number]
        try:
            yield _page(page, dpi)
        finally:
            page.close()


def _page(page: "PdfPage", dpi: int) -> PreviewPage:
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=False)
    try:
        rows, wide, stride = memoryview(bitmap.buffer), 3 * bitmap.width, bitmap.stride
        lines = (rows[at * stride : at * stride + wide] for at in range(bitmap.height))
        return PreviewPage(width=bitmap.width, height=bitmap.height, rgb=b"".join(lines))
    finally:
        bitmap.close()
