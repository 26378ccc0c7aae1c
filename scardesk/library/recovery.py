"""A key that can be printed, kept in a safe and typed in again.

Hides: the alphabet.  Rule: 160 random bits as nine groups of four; no letter that looks like a digit
(Crockford's base 32), the last group checks the others, so a slip of the pen is noticed as such.
"""

import hashlib

from scardesk.errors import WrongPassphrase

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
_BITS = 5
_KEY_LETTERS = 32
_CHECK_LETTERS = 4
_GROUP = 4


def printed(key: bytes) -> str:
    """Twenty bytes as ``ABCD-EFGH-...``, nine groups."""
    letters = _letters(int.from_bytes(key, "big"), _KEY_LETTERS) + _check(key)
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def typed(text: str) -> bytes:
    """The bytes of a printed key, however it was typed.  Raises WrongPassphrase for a slip."""
    letters = "".join(char for char in text.upper() if char.isalnum()).translate(_LOOKALIKES)
    if len(letters) != _KEY_LETTERS + _CHECK_LETTERS:
        raise WrongPassphrase(
            f"A recovery key has nine groups of four letters and digits; this one has {len(letters)} in all "
            "instead of 36. Your data is safe. Compare it with the print and type it again."
        )
    number = 0
    for letter in letters[:_KEY_LETTERS]:
        number = number << _BITS | max(_ALPHABET.find(letter), 0)
    key = number.to_bytes(_KEY_LETTERS * _BITS // 8, "big")
    if letters != _letters(number, _KEY_LETTERS) + _check(key):
        raise WrongPassphrase(
            "The recovery key holds a typing mistake. Your data is safe. "
            "Compare it with the print, group by group."
        )
    return key


def _check(key: bytes) -> str:
    return _letters(
        int.from_bytes(hashlib.sha256(b"scardesk recovery" + key).digest()[:3], "big"), _CHECK_LETTERS
    )


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> _BITS * place & 31] for place in reversed(range(count)))
