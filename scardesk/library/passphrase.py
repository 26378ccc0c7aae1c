"""Which pass-phrases are good enough to guard patients.

Hides: the rule.  Rule: at least 15 characters or four different words (docs/sources.md, 8.1), and not
one that a guesser tries first: a common word dressed up, a run of the keyboard, a pattern repeated.
"""

import re
import unicodedata
from functools import cache

from scardesk.assets import resource
from scardesk.errors import WeakPassphrase

_LEAST_LETTERS = 15
_LEAST_WORDS = 4
_LEAST_DIFFERENT = 6
_DRESS = str.maketrans("@$!", "asi")  # how a common word is dressed up
_DIGIT_DRESS = str.maketrans("01345", "oieas")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)


def normal(passphrase: str) -> bytes:
    """The bytes that are stretched: the same for every way to type the same characters (NFC)."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def check_passphrase(passphrase: str) -> None:
    """Raise WeakPassphrase, with the reason, unless it is good enough."""
    text = unicodedata.normalize("NFC", passphrase).strip()
    words = {word.casefold() for word in re.split(r"[\s\-_.,;]+", text) if len(word) > 1}
    if len(text) < _LEAST_LETTERS and len(words) < _LEAST_WORDS:
        raise WeakPassphrase(
            f"This pass-phrase is too short: it needs {_LEAST_LETTERS} characters or {_LEAST_WORDS} "
            "different words. Nothing was changed. "
            "Four words that do not belong together are easy to remember."
        )
    if _is_guessable(text.casefold()):
        raise WeakPassphrase(
            "This pass-phrase is one of the first that somebody would try. Nothing was changed. "
            "Choose four words that do not belong together."
        )


def _is_guessable(text: str) -> bool:
    bare = "".join(char for char in text.translate(_DRESS) if char.isalnum())
    return len(set(bare)) < _LEAST_DIFFERENT or _repeats(bare) or _is_run(bare) or _is_common(bare)


def _repeats(text: str) -> bool:
    """Whether a shorter piece over and over makes up the text, a cut last one included."""
    return any((text[:size] * len(text)).startswith(text) for size in range(1, len(text) // 2 + 1))


def _is_run(text: str) -> bool:
    """Whether most of the text follows a row of the keyboard or the alphabet, either way."""
    steps = {run[at : at + 3] for row in _RUNS for run in (row, row[::-1]) for at in range(len(row) - 2)}
    hits = sum(text[at : at + 3] in steps for at in range(len(text) - 2))
    return 2 * hits > len(text)


def _is_common(text: str) -> bool:
    """Whether only common words and digits are in it, and fewer than four of them."""
    return (
        any(
            _splits(re.sub(r"\d", "", dressed), _LEAST_WORDS - 1)
            for dressed in (text, text.translate(_DIGIT_DRESS))
        )
        or text in _common()
    )


def _splits(text: str, most: int) -> bool:
    if not text:
        return True
    if most == 0:
        return False
    heads = (size for size in range(1, len(text) + 1) if text[:size] in _common())
    return any(_splits(text[size:], most - 1) for size in heads)


@cache
def _common() -> frozenset[str]:
    lines = resource("keys", "common.txt").read_text(encoding="utf-8").split()
    return frozenset(line.casefold() for line in lines)
