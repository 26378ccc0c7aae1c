"""One page to draw on, in points from its top left corner.

Hides: ReportLab's canvas.  Rule: y is flipped here and nowhere else; text comes in as text, photos
as bytes that the plan has checked, marks as the same sketch that the window paints.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from scardesk.model.geometry import Point, Size
from scardesk.model.sketch import Line, Sketch, Words
from scardesk.report import letters
from scardesk.report.style import Cut, Type

Mode = Literal[0, 1]
_FILL: Mode = 0  # text render modes (ISO 32000-1, table 106)
_STROKE: Mode = 1
_ROUND = 1
_MIDDLE = 0.357  # half the height of a digit of Noto Sans, in sizes


class Sheet:
    """Draws on the current page of a canvas."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def text(self, x: float, baseline: float, line: str, *, type_: Type, right: bool = False) -> None:
        """One line whose left (or right) end is at ``x``."""
        left = x - letters.width(line, type_) if right else x
        self._canvas.setFillColor(_colour(type_.colour))
        self._run_on(left, baseline, line, type_=type_, mode=_FILL)

    def lines(self, x: float, top: float, lines: Sequence[str], *, type_: Type, right: bool = False) -> None:
        """Lines below each other, the first one starting at ``top``."""
        for number, line in enumerate(lines):
            self.text(x, baseline_below(top, type_) + number * type_.leading, line, type_=type_, right=right)

    def rule(self, x: float, y: float, length: float, *, colour: str, thickness: float) -> None:
        """A horizontal line."""
        self._canvas.setFillColor(_colour(colour))
        self._canvas.rect(x, self._height - y - thickness / 2, length, thickness, stroke=0, fill=1)

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str,
        line: str | None = None,
        corner: float = 0,
    ) -> None:
        """A rectangle, perhaps with round corners."""
        self._canvas.setFillColor(_colour(fill))
        if line is not None:
            self._canvas.setStrokeColor(_colour(line))
            self._canvas.setLineWidth(0.75)
            self._canvas.setDash()
        self._canvas.roundRect(
            x, self._height - top - height, width, height, corner, stroke=int(line is not None), fill=1
        )

    def photo(self, x: float, top: float, width: float, height: float, *, jpeg: bytes, size: Size) -> None:
        """A JPEG as it is; drawn twice, it is stored once."""
        self._canvas.drawImage(_Jpeg(jpeg, size), x, self._height - top - height, width, height)

    def sketch(self, sketch: Sketch) -> None:
        """Lines and words of a sketch, in points of the page."""
        for part in sketch:
            if isinstance(part, Line):
                self._line(part)
            else:
                self._words(part)

    def anchor(self, key: str, title: str, top: float) -> None:
        """An entry in the list of bookmarks that leads here."""
        self._canvas.bookmarkHorizontal(key, 0, self._height - top)
        self._canvas.addOutlineEntry(title, key, level=0)

    def _line(self, line: Line) -> None:
        path = self._canvas.beginPath()
        first, *others = (self._flipped(point) for point in line.points)
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
        if line.is_closed:
            path.close()
        self._set_line(line)
        self._canvas.drawPath(path, stroke=int(line.colour is not None), fill=int(line.fill is not None))

    def _set_line(self, line: Line) -> None:
        self._canvas.setLineJoin(_ROUND)
        self._canvas.setLineCap(_ROUND if not line.dash else 0)
        self._canvas.setLineWidth(line.width)
        self._canvas.setDash(list(line.dash))
        if line.colour is not None:
            self._canvas.setStrokeColor(_colour(line.colour))
        if line.fill is not None:
            self._canvas.setFillColor(_colour(line.fill))

    def _words(self, words: Words) -> None:
        type_ = Type(Cut.BOLD, words.size, words.size)
        baseline = words.at.y + _MIDDLE * words.size
        self._canvas.saveState()
        self._canvas.setStrokeColor(_colour(words.halo))
        self._canvas.setLineWidth(words.halo_width)
        self._canvas.setLineJoin(_ROUND)
        self._canvas.setDash()
        self._run_on(words.at.x, baseline, words.text, type_=type_, mode=_STROKE)
        self._canvas.restoreState()
        self._canvas.setFillColor(_colour(words.colour))
        self._run_on(words.at.x, baseline, words.text, type_=type_, mode=_FILL)

    def _run_on(self, x: float, baseline: float, line: str, *, type_: Type, mode: Mode) -> None:
        text = self._canvas.beginText(x, self._height - baseline)
        text.setTextRenderMode(mode)
        for cut, letters_ in letters.runs(line, type_.cut):
            letters.font(cut)
            text.setFont(cut.value, type_.size)
            text.textOut(letters_)
        self._canvas.drawText(text)

    def _flipped(self, point: Point) -> tuple[float, float]:
        return point.x, self._height - point.y


@cache
def _colour(code: str) -> Color:
    return HexColor(code)


def baseline_below(top: float, type_: Type) -> float:
    """The baseline of a line whose leading starts at ``top`` (ascent about 0.8 of the size)."""
    return top + (type_.leading - type_.size) / 2 + 0.82 * type_.size


class _Jpeg(ImageReader):
    """Bytes for ReportLab to copy, so that it neither decodes them nor opens a file."""

    _dataA = None  # noqa: N815 - ReportLab's name: no transparency

    def __init__(self, jpeg: bytes, size: Size) -> None:
        self._jpeg = jpeg
        self._size = size

    def getRGBData(self) -> bytes:  # noqa: N802 - ReportLab's name; it only makes a name of it
        return hashlib.sha256(self._jpeg).digest()

    def getSize(self) -> tuple[int, int]:  # noqa: N802 - ReportLab's name
        return self._size.width, self._size.height

    def jpeg_fh(self) -> Any:
        return BytesIO(self._jpeg)
