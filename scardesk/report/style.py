"""The look of the paper: measures, colours and sizes of type, once.

Hides: nothing; it is a table.  Rule: lengths are points (1/72 inch), y runs down from the top of
the page, and everything hangs on a grid of twelve columns.  Same sans, accent and greys as the window.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from scardesk.report.plan import Paper

MM = 72 / 25.4

TEXT = "#1C1C1C"
QUIET = "#595959"
HAIRLINE = "#D4D4D4"
ACCENT = "#4650BE"
WASH = "#EFEFEF"
PAPER = "#FFFFFF"


class Cut(StrEnum):
    """The cuts in use of the one type family; the value names the file in resources/fonts."""

    REGULAR = "NotoSans-Regular"
    SEMIBOLD = "NotoSans-SemiBold"
    BOLD = "NotoSans-Bold"
    SIGNS = "NotoSansMath-Regular"  # only for signs that the others lack


@dataclass(frozen=True, slots=True)
class Type:
    """One size of type in one cut and colour."""

    cut: Cut
    size: float
    leading: float
    colour: str = TEXT

    def sized(self, size: float) -> "Type":
        """The same type at another size, leading in proportion."""
        return replace(self, size=size, leading=self.leading * size / self.size)


TITLE = Type(Cut.SEMIBOLD, 21, 27)
SECTION = Type(Cut.SEMIBOLD, 11, 15)
PLATE = Type(Cut.SEMIBOLD, 9.5, 13)
BODY = Type(Cut.REGULAR, 9, 13)
SIDE = Type(Cut.SEMIBOLD, 9, 13)
VALUE = Type(Cut.REGULAR, 9.5, 13)
NAME = Type(Cut.SEMIBOLD, 9.5, 13)
LABEL = Type(Cut.REGULAR, 7.2, 10, QUIET)
CAPTION = Type(Cut.REGULAR, 7.8, 10.8)
CAPTION_LEAD = Type(Cut.SEMIBOLD, 7.8, 10.8)
STRONG = Type(Cut.SEMIBOLD, 9, 13)
HEAD = Type(Cut.SEMIBOLD, 7.6, 10.2)
CELL = Type(Cut.REGULAR, 8.4, 11.4)
CELL_NUMBER = Type(Cut.SEMIBOLD, 8.4, 11.4)
PILL = Type(Cut.SEMIBOLD, 7.6, 10.2)
FOOT = Type(Cut.REGULAR, 7.2, 10, QUIET)

MARK_UNIT = 7 / 12  # a sketch's number is 12 units high: 7 pt, more than 6 (docs/sources.md, 5.3)


@dataclass(frozen=True, slots=True)
class Grid:
    """A page and its twelve columns."""

    width: float
    height: float
    left: float = 18 * MM
    top: float = 17 * MM
    bottom: float = 19 * MM
    gutter: float = 4 * MM

    @property
    def text_width(self) -> float:
        """From the first to the last column."""
        return self.width - 2 * self.left

    @property
    def floor(self) -> float:
        """Where the text area ends."""
        return self.height - self.bottom

    def x(self, column: int) -> float:
        """Left edge of column 0 … 11."""
        return self.left + column * (self._column + self.gutter)

    def span(self, columns: int) -> float:
        """Width of so many columns with the gutters between them."""
        return columns * self._column + (columns - 1) * self.gutter

    @property
    def _column(self) -> float:
        return (self.text_width - 11 * self.gutter) / 12


GRIDS = {Paper.A4: Grid(210 * MM, 297 * MM), Paper.LETTER: Grid(8.5 * 72, 11 * 72)}
