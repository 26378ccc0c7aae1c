"""What every value of the record has in common.

Hides: msgspec.  Rule: a value is frozen and valid from birth; a changed value is a new one with
the same id.
"""

import secrets
import unicodedata
from typing import Any, NewType, TypeVar

import msgspec

from scardesk.errors import InvalidValue

PatientId = NewType("PatientId", str)
VisitId = NewType("VisitId", str)
PhotoId = NewType("PhotoId", str)
ScarId = NewType("ScarId", str)
MarkId = NewType("MarkId", str)
FindingId = NewType("FindingId", str)
AlignmentId = NewType("AlignmentId", str)

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ID_BYTES = 8  # 64 random bits: two workstations never draw the same id


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value; ``__post_init__`` of a subclass refuses nonsense with InvalidValue."""


V = TypeVar("V", bound=Value)


def new_id() -> str:
    """A fresh id: 16 hexadecimal digits, random."""
    return secrets.token_hex(_ID_BYTES)


def changed(value: V, **fields: Any) -> V:
    """The same value with some fields replaced, checked again."""
    return msgspec.structs.replace(value, **fields)


def require(condition: bool, sentence: str) -> None:
    """Raise InvalidValue with ``sentence`` unless ``condition`` holds."""
    if not condition:
        raise InvalidValue(sentence)


def require_text(text: str, what: str, most: int = 200) -> None:
    """Refuse an empty or overlong text, and characters that would break a line or turn the text around.

    Joiners (U+200C, U+200D) are invisible too, but some scripts cannot be written without them.
    """
    require(bool(text.strip()), f"{what} is empty. Nothing was changed. Please fill it in.")
    require(
        _TURNING.isdisjoint(text),
        f"{what} contains invisible characters that turn text around. Nothing was changed. Type it again.",
    )
    require_note(text, what, most)


def require_note(text: str, what: str, most: int = 2000) -> None:
    """Refuse an overlong text or one with control characters; empty is fine."""
    require(len(text) <= most, f"{what} is longer than {most} characters. Nothing was changed. Shorten it.")
    unprintable = any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text)
    require(not unprintable, f"{what} contains control characters. Nothing was changed. Type it again.")
