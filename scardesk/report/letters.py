"""Setting text: which font has a letter, how wide it is, where a line breaks.

Hides: the fonts.  Rule: text is text; nothing here reads markup, so a patient's name cannot open a
file.  A letter that would be drawn wrongly is refused by name, never approximated (both:
docs/sources.md, 5.5): this version sets scripts that run from left to right without shaping.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from scardesk.assets import resource
from scardesk.errors import CannotDraw
from scardesk.report.style import Cut, Type

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

# Invisible by definition: line-break hints, joiners, marks of direction between left-to-right letters.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF])
_NEEDS_BIDI = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"}
_NEEDS_SHAPING = {"Mn", "Mc", "Me", "Cf", "Cc", "Co", "Cs", "Cn"}  # marks on letters, controls, unassigned


def plain(text: str) -> str:
    """The text as it is set: composed letters, no invisible characters, tabs as spaces."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\t", " ").replace("\r\n", "\n")


def require_drawable(texts: Iterable[str]) -> None:
    """Raise CannotDraw, naming the characters, unless every text can be drawn right."""
    letters = {letter for text in texts for letter in plain(text)} - {"\n"}
    missing = sorted(letter for letter in letters if not _is_drawable(letter))
    if missing:
        named = ", ".join(_named(letter) for letter in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise CannotDraw(
            f"The report cannot show {named}{more}. Nothing was written, the record is safe. "
            "Write these characters in Latin, Greek or Cyrillic letters and make the report again."
        )


def every_text(value: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from every_text(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from every_text(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from every_text(getattr(value, name))


def width(text: str, type_: Type) -> float:
    """How wide a line is, in points."""
    return sum(_advance(letter, type_.cut) for letter in text) * type_.size


def runs(text: str, cut: Cut) -> Iterator[tuple[Cut, str]]:
    """A line in pieces of one font each."""
    for cut_of, letters in groupby(text, key=lambda letter: _cut_of(letter, cut)):
        yield cut_of, "".join(letters)


def wrapped(text: str, type_: Type, most: float) -> list[str]:
    """The lines of a text that is ``most`` wide; a word that is wider is broken."""
    return [line for part in plain(text).split("\n") for line in _wrapped_line(part, type_, most)]


def fitted(text: str, type_: Type, most: float, least: float = 5) -> tuple[str, Type]:
    """One line that fits: set smaller, down to ``least``, then shortened."""
    line = " ".join(plain(text).split())
    natural = width(line, type_)
    if natural > most:
        type_ = type_.sized(max(least, type_.size * most / natural * 0.999))
    while width(line, type_) > most and len(line) > 1:
        line = line[:-2] + "…"
    return line, type_


@cache
def font(cut: Cut) -> "TTFont":
    """The font of a cut, read and made known to ReportLab at its first use."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    loaded = ttfonts.TTFont(cut.value, str(resource("fonts", f"{cut.value}.ttf")))
    pdfmetrics.registerFont(loaded)
    return loaded


def _wrapped_line(text: str, type_: Type, most: float) -> list[str]:
    lines, line = [], ""
    for word in _narrow_words(text, type_, most):
        longer = f"{line} {word}" if line else word
        if line and width(longer, type_) > most:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _narrow_words(text: str, type_: Type, most: float) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for letter in word:
            if piece and width(piece + letter, type_) > most:
                yield piece
                piece = ""
            piece += letter
        if piece:
            yield piece


@lru_cache(maxsize=4096)
def _advance(letter: str, cut: Cut) -> float:
    return float(font(_cut_of(letter, cut)).stringWidth(letter, 1))


def _cut_of(letter: str, cut: Cut) -> Cut:
    return Cut.SIGNS if ord(letter) not in _covered(cut) and ord(letter) in _covered(Cut.SIGNS) else cut


def _is_drawable(letter: str) -> bool:
    """All upright cuts of the family cover the same letters, so the first speaks for all."""
    if unicodedata.bidirectional(letter) in _NEEDS_BIDI or unicodedata.category(letter) in _NEEDS_SHAPING:
        return False
    return ord(letter) in _covered(Cut.REGULAR) or ord(letter) in _covered(Cut.SIGNS)


@cache
def _covered(cut: Cut) -> frozenset[int]:
    return frozenset(font(cut).face.charToGlyph)


def _named(letter: str) -> str:
    """A character that may be missing on screen too, so with its code: "我" (U+6211)."""
    shown = f"“{letter}” " if letter.isprintable() and not unicodedata.combining(letter) else ""
    return f"{shown}(U+{ord(letter):04X})"
