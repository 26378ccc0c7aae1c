"""Tables that read well over many pages.

Hides: columns, padding and rules.  Rule: the head is repeated on each page, numbers stand right,
a row is one block; only a text below it that is longer than a third of a page goes on in
further blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scardesk.model.geometry import Point
from scardesk.model.scar import ScarType
from scardesk.model.sketch import form_sketch
from scardesk.report.flow import Block, Draw
from scardesk.report.letters import width, wrapped
from scardesk.report.sheet import Sheet
from scardesk.report.style import CELL, HAIRLINE, HEAD, TEXT, Type

_PAD = 2.9
_FORM_UNIT = 0.56
_FORM_SPACE = 11.0
_MOST_LINES = 24


@dataclass(frozen=True)
class Column:
    """Its head, left edge and width; ``is_number`` stands right."""

    title: str
    x: float
    width: float
    is_number: bool = False
    form: ScarType | None = None


@dataclass(frozen=True)
class Cell:
    """A text, perhaps with the form of a scar type before it."""

    text: str
    type_: Type = CELL
    form: ScarType | None = None


@dataclass(frozen=True)
class Row:
    """Cells, and below them perhaps a text from the second column to the last."""

    cells: Sequence[Cell]
    below: str = ""


def table(columns: Sequence[Column], rows: Sequence[Row], *, space: float) -> list[Block]:
    """The blocks of a table; the first two rows and the last two stay together."""
    head = _head(columns, space)
    blocks: list[Block] = []
    for number, row in enumerate(rows):
        is_near_end = number in (0, len(rows) - 2) and number < len(rows) - 1
        blocks += _row(columns, row, head=head, keeps=is_near_end)
    return blocks


def _head(columns: Sequence[Column], space: float) -> Block:
    titles = [wrapped(column.title, HEAD, _text_width(column, column.form)) for column in columns]
    most = max(len(lines) for lines in titles)
    height = most * HEAD.leading + 2 * _PAD

    def draw(sheet: Sheet, top: float) -> None:
        for column, lines in zip(columns, titles, strict=True):
            first = top + _PAD + (most - len(lines)) * HEAD.leading
            _draw_cell(sheet, column, first, lines=lines, type_=HEAD, form=column.form)
        _rule_below(sheet, columns, top + height, is_strong=True)

    return Block(height=height, draw=draw, space=space)


def _row(columns: Sequence[Column], row: Row, *, head: Block, keeps: bool) -> list[Block]:
    """One block; when the text below is very long, it goes on in further blocks."""
    wide = columns[-1].x + columns[-1].width - columns[1].x
    lines = wrapped(row.below, CELL, wide) if row.below else []
    parts = [lines[at : at + _MOST_LINES] for at in range(0, len(lines), _MOST_LINES)] or [[]]
    blocks = [_cells(columns, row.cells, parts[0], head=head)]
    blocks += [_more(columns, part, head=head) for part in parts[1:]]
    last = replace(blocks[-1], keeps=keeps, draw=_ruled(blocks[-1], columns), height=blocks[-1].height + _PAD)
    return [*blocks[:-1], last]


def _cells(columns: Sequence[Column], cells: Sequence[Cell], below: Sequence[str], *, head: Block) -> Block:
    pairs = list(zip(columns, cells, strict=True))
    texts = [wrapped(cell.text, cell.type_, _text_width(column, cell.form)) for column, cell in pairs]
    tallest = max(len(lines) * cell.type_.leading for (_, cell), lines in zip(pairs, texts, strict=True))

    def draw(sheet: Sheet, top: float) -> None:
        for (column, cell), lines in zip(pairs, texts, strict=True):
            _draw_cell(sheet, column, top + _PAD, lines=lines, type_=cell.type_, form=cell.form)
        sheet.lines(columns[1].x, top + _PAD + tallest, below, type_=CELL)

    return Block(height=_PAD + tallest + len(below) * CELL.leading, draw=draw, head=head)


def _more(columns: Sequence[Column], below: Sequence[str], *, head: Block) -> Block:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.lines(columns[1].x, top, below, type_=CELL)

    return Block(height=len(below) * CELL.leading, draw=draw, head=head)


def _ruled(block: Block, columns: Sequence[Column]) -> Draw:
    def draw(sheet: Sheet, top: float) -> None:
        block.draw(sheet, top)
        _rule_below(sheet, columns, top + block.height + _PAD)

    return draw


def _draw_cell(
    sheet: Sheet, column: Column, top: float, *, lines: Sequence[str], type_: Type, form: ScarType | None
) -> None:
    left = column.x + (_FORM_SPACE if form is not None else 0)
    if form is not None:
        widest = _FORM_SPACE / 2 - 1.5
        x = column.x + widest if not column.is_number else column.x + column.width - _head_width(lines, type_)
        sheet.sketch(form_sketch(form, Point(x, top + type_.leading / 2), unit=_FORM_UNIT))
    end = column.x + column.width if column.is_number else left
    sheet.lines(end, top, lines, type_=type_, right=column.is_number)


def _head_width(lines: Sequence[str], type_: Type) -> float:
    return max(width(line, type_) for line in lines) + _FORM_SPACE / 2 + 1


def _text_width(column: Column, form: ScarType | None) -> float:
    return column.width - (_FORM_SPACE if form is not None else 0)


def _rule_below(sheet: Sheet, columns: Sequence[Column], y: float, *, is_strong: bool = False) -> None:
    left, right = columns[0].x, columns[-1].x + columns[-1].width
    colour, thickness = (TEXT, 0.8) if is_strong else (HAIRLINE, 0.5)
    sheet.rule(left, y, right - left, colour=colour, thickness=thickness)
