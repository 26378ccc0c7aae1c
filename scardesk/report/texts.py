"""The words of a report: labels, sentences and the blocks that a clinic may edit.

Hides: the table in ``resources/texts/report.toml``.  Rule: checked on load, so that drawing never
meets a missing text or an unknown placeholder, and that no text promises what treatment cannot
(docs/sources.md, 5.1).
"""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from scardesk.assets import resource
from scardesk.errors import InvalidValue
from scardesk.model.patient import Sex
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import Value, require

READING = ("limits", "comparability", "counts", "widths", "expectation", "durability", "privacy")

# docs/sources.md, 5.1; allowed only inside the sentences that deny it
_BANNED = re.compile(
    r"\b(cure[sd]?|curing|eras(e[sd]?|ing)|eliminat\w+|remov(e[sd]?|ing|al)|permanent\w*|guarante\w+|perfect\w*"
    r"|dramatic\w*|amazing\w*)\b|scar[- ]free|100 ?%|% better",
    re.IGNORECASE,
)
_DENIED = ("improvement rather than elimination", "complete removal is not typically promised")

_PLACEHOLDERS = {
    "width_error": {"error_mm"},
    "no_change_reason": {"reasons"},
    "equipment": {"equipment"},
    "not_matched": {"reasons"},
    "fit_automatic": {"residual_mm"},
    "fit_automatic_points": {"points", "residual_mm"},
    "fit_by_hand_points": {"points"},
    "coarse": {"dpi"},
    "still_visible": {"first", "last"},
    "width_unit": {"width"},
    "age": {"age"},
    "period": {"first", "last", "days"},
    "visit": {"number", "day"},
    "days_between": {"days"},
    "page": {"page", "pages"},
    "status": {"status", "version"},
}


class Texts(Value, frozen=True, kw_only=True):
    """Every word that a report prints by itself; tables of texts by key."""

    language: str
    blocks: dict[str, str]
    sentences: dict[str, str]
    reading: dict[str, str]
    headings: dict[str, str]
    labels: dict[str, str]
    statuses: dict[str, str]
    verdicts: dict[str, str]
    types: dict[ScarType, str]
    outcomes: dict[Outcome, str]
    sexes: dict[Sex, str]

    def __post_init__(self) -> None:
        _require_all(ScarType, self.types)
        _require_all(Outcome, self.outcomes)
        _require_all(Sex, self.sexes)
        for key, text in self._entries():
            require(not promises(text), f"The report text {key} promises too much: {text!r}. Change it.")
            unknown = _placeholders(key, text) - _PLACEHOLDERS.get(key, set())
            require(
                not unknown, f"The report text {key} has an unknown place: {sorted(unknown)}. Correct it."
            )

    def sentence(self, key: str, **values: object) -> str:
        """A sentence with its places filled in."""
        return self.sentences[key].format(**values)

    def day(self, day: date) -> str:
        """A date that nobody can misread: 2026-03-02."""
        return day.isoformat()

    def _entries(self) -> Iterator[tuple[str, str]]:
        for name in self.__struct_fields__:
            table = getattr(self, name)
            if isinstance(table, dict):
                yield from table.items()


def promises(text: str) -> bool:
    """Whether a text uses a banned word outside the sentences that deny it."""
    for denial in _DENIED:
        text = re.sub(re.escape(denial), "", text, flags=re.IGNORECASE)
    return _BANNED.search(text) is not None


@cache
def standard_texts() -> Texts:
    """The texts that come with the program."""
    return texts_of(resource("texts", "report.toml").read_text(encoding="utf-8"))


def texts_of(toml: str) -> Texts:
    """The texts in TOML.  Raises InvalidValue when a text is missing, unknown or promises too much."""
    try:
        return msgspec.convert(tomllib.loads(toml), Texts)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InvalidValue(
            f"The report texts cannot be used: {error}. Nothing was written. Correct them."
        ) from error


def _require_all(keys: type[StrEnum], table: Mapping[Any, str]) -> None:
    missing = [key.value for key in keys if key not in table]
    require(not missing, f"The report texts lack {', '.join(missing)}. Nothing was written. Add them.")


def _placeholders(key: str, text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise InvalidValue(f"The report text {key} has a stray brace: {text!r}. Double it.") from error
