"""Blocks on pages.

Hides: where a page ends.  Rule: a block is never cut; a heading stays with what it heads, a table's
head is repeated, and no row is left alone.  Heights are known before anything is drawn, so the
number of pages is too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scardesk.report.sheet import Sheet

Draw = Callable[[Sheet, float], None]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something of a known height; ``draw(sheet, top)`` draws it.

    ``space``: white above it, unless it starts a page.  ``keeps``: stays with the next block.
    ``head``: drawn above it when it starts a page or follows something else.
    ``bookmark``: its title in the list of bookmarks.
    """

    height: float
    draw: Draw
    space: float = 0
    keeps: bool = False
    head: "Block | None" = None
    bookmark: str = ""


@dataclass(frozen=True)
class Placed:
    """A block and where its top lies on its page."""

    block: Block
    top: float


def paginated(blocks: Sequence[Block], *, tops: tuple[float, float], floor: float) -> list[list[Placed]]:
    """The pages; ``tops`` are where the first and the further pages begin."""
    pages: list[list[Placed]] = [[]]
    at = tops[0]
    for unit in _units(blocks):
        placed, end = _stacked(unit, at, _last(pages))
        if pages[-1] and end > floor:
            pages.append([])
            placed, end = _stacked(unit, tops[1], None)
        pages[-1] += placed
        at = end
    return pages


def kept_together(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks as one unit that moves to the next page as a whole."""
    return [replace(block, keeps=True) for block in blocks[:-1]] + list(blocks[-1:])


def _units(blocks: Sequence[Block]) -> Iterable[list[Block]]:
    unit: list[Block] = []
    for block in blocks:
        unit.append(block)
        if not block.keeps:
            yield unit
            unit = []
    if unit:
        yield unit


def _stacked(unit: Sequence[Block], at: float, above: Block | None) -> tuple[list[Placed], float]:
    """Where the blocks of a unit lie below ``above`` (None: at the top of a page)."""
    placed: list[Placed] = []
    for block in unit:
        if block.head is not None and (above is None or above.head is not block.head):
            at += block.head.space if above is not None else 0
            placed.append(Placed(block.head, at))
            at += block.head.height
            above = block.head
        at += block.space if above is not None else 0
        placed.append(Placed(block, at))
        at += block.height
        above = block
    return placed, at


def _last(pages: Sequence[Sequence[Placed]]) -> Block | None:
    return pages[-1][-1].block if pages[-1] else None
