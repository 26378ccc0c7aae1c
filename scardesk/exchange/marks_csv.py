"""Marks as a CSV table: ``number,type,x,y,width_px,note``.

Hides: CSV and what spreadsheets do to it.  Rule: a cell that a spreadsheet would run as a formula
is written with a leading apostrophe, and read back without it; bad input is told by line, and then
nothing of the table is used.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from scardesk.errors import InvalidValue, UnreadableTable
from scardesk.model.geometry import Point
from scardesk.model.scar import MOST_NUMBER, ScarType
from scardesk.model.value import Value

COLUMNS = ("number", "type", "x", "y", "width_px", "note")
_REQUIRED = ("type", "x", "y")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
_MOST_ROWS = 10_000
_LONGEST_SHOWN = 30

T = TypeVar("T")


class MarkRow(Value, frozen=True, kw_only=True):
    """One row: ``number`` None means the next free one, ``width_px`` None means a spot."""

    number: int | None
    type: ScarType
    at: Point
    width_px: float | None = None
    note: str = ""


class PointRow(Value, frozen=True, kw_only=True):
    """One place with how it was mapped."""

    at: Point
    confidence: float
    is_placed: bool


def read_marks(text: str) -> tuple[MarkRow, ...]:
    """The rows of a table.  Raises UnreadableTable with the line number."""
    return tuple(_on_line(line, _mark_row, cells) for line, cells in _rows(text, required=_REQUIRED))


def write_marks(rows: Iterable[MarkRow]) -> str:
    """The table as text, with the line ends of RFC 4180."""
    return _table(COLUMNS, (_cells(row) for row in rows))


def read_points(text: str) -> tuple[Point, ...]:
    """The places of a table with header ``x,y``.  Raises UnreadableTable with the line number."""
    return tuple(_on_line(line, _point, cells) for line, cells in _rows(text, required=("x", "y")))


def write_points(rows: Iterable[PointRow]) -> str:
    """Mapped places as ``x,y,confidence,placed`` (placed is 1 or 0)."""
    cells = ((_number(r.at.x), _number(r.at.y), f"{r.confidence:.3f}", str(int(r.is_placed))) for r in rows)
    return _table(("x", "y", "confidence", "placed"), cells)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _rows(text: str, *, required: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        head = [name.strip().lower() for name in reader.fieldnames or ()]
        missing = [name for name in required if name not in head]
        if missing:
            raise UnreadableTable(
                f"Line 1 lacks the column {', '.join(missing)}. Nothing was imported. "
                f"The first line must name the columns, such as {','.join(COLUMNS)}."
            )
        reader.fieldnames = head
        rows = [(reader.line_num, _filled(cells)) for cells in reader]
    except csv.Error as error:
        raise UnreadableTable(
            f"Line {reader.line_num} is not readable as CSV ({error}). Nothing was imported. Correct it."
        ) from error
    if len(rows) > _MOST_ROWS:
        raise UnreadableTable(f"The table has more than {_MOST_ROWS} rows. Nothing was imported. Split it.")
    return rows


def _filled(cells: Mapping[str, str | list[str] | None]) -> dict[str, str]:
    """A row with text in every cell; what stands beyond the last column is no text."""
    return {name: value if isinstance(value, str) else "" for name, value in cells.items() if name}


def _on_line(line: int, build: Callable[[dict[str, str]], T], cells: dict[str, str]) -> T:
    try:
        return build(cells)
    except InvalidValue as error:
        raise UnreadableTable(f"Line {line}: {error} Nothing was imported.") from error


def _mark_row(cells: dict[str, str]) -> MarkRow:
    return MarkRow(
        number=_whole(cells.get("number", "")),
        type=_type(cells["type"]),
        at=_point(cells),
        width_px=_width(cells.get("width_px", "")),
        note=_unguarded(cells.get("note", "")),
    )


def _point(cells: dict[str, str]) -> Point:
    return Point(_real(cells["x"], "x"), _real(cells["y"], "y"))


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    is_short = text.isdecimal() and len(text) < _LONGEST_SHOWN  # Python reads no number of 5,000 digits
    if not is_short or not 1 <= int(text) <= MOST_NUMBER:
        raise InvalidValue(f"the number {_shown(text)} is not a whole number from 1 to {MOST_NUMBER}.")
    return int(text)


def _type(text: str) -> ScarType:
    key = text.strip().lower().replace(" ", "_").replace("-", "_")
    try:
        return ScarType(key)
    except ValueError as error:
        known = ", ".join(ScarType)
        raise InvalidValue(f"the type {_shown(text)} is not one of {known}.") from error


def _width(text: str) -> float | None:
    if not text.strip():
        return None
    width = _real(text, "width_px")
    if width <= 0:
        raise InvalidValue("width_px must be more than 0, or empty for a spot.")
    return width


def _real(text: str, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidValue(f"{what} is {_shown(text)}, not a number.")
    return number


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def _cells(row: MarkRow) -> tuple[str, ...]:
    number = "" if row.number is None else str(row.number)
    width = "" if row.width_px is None else _number(row.width_px)
    return (number, row.type.value, _number(row.at.x), _number(row.at.y), width, _guarded(row.note))


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _guarded(text: str) -> str:
    return "'" + text if text.lstrip().startswith(_FORMULA_STARTS) or text[:1] in _FORMULA_STARTS else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _guarded(text[1:]) == text else text
