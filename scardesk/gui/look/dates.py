"""Days as people read and type them.

Hides: locales, and the many ways to write a day.  Rule: a day is shown with its month in letters, so
that 03/04 is never read two ways; what is typed is taken only if it can mean one day, and is said
back in words.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QLineEdit, QWidget

from scardesk.errors import BadInput

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/\- ](\d{1,2})[/\- ](\d{4})")
_DIGITS = re.compile(r"\d{8}")
_DAY_FIRST = re.compile(r"(\d{1,2})[. \-]*([^\W\d_]{3,})\.?[ ,\-]*(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?[ \-]*(\d{1,2})[ ,\-]+(\d{4})")


def day_text(day: date) -> str:
    """A day in words, e.g. "10 Aug 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def parsed_day(text: str) -> date:
    """The one day that ``text`` can mean: 1994-05-12, 12.05.1994, 12 May 1994, 25/12/1994, 19940512.

    Raises BadInput when there is none, or more than one as for 03/04/1994.
    """
    words = " ".join(text.split())
    days = sorted(set(_readings(words)))
    if len(days) == 1:
        return days[0]
    if not days:
        sentence = QCoreApplication.translate(
            "dates", "{text} is not a day. Write it like 12 May 1994 or 1994-05-12."
        )
        raise BadInput(sentence.format(text=words))
    sentence = QCoreApplication.translate(
        "dates", "{text} can mean {first} or {second}. Write the month in letters."
    )
    raise BadInput(sentence.format(text=words, first=day_text(days[0]), second=day_text(days[1])))


class DayField(QLineEdit):
    """A day, typed in any clear way; ``day`` is what it means, or None."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("12 May 1994"))
        self.setMaxLength(40)

    @property
    def day(self) -> date | None:
        """The day that is written there; None when it is empty.  Raises BadInput when it is unclear."""
        return parsed_day(self.text()) if self.text().strip() else None

    def show_day(self, day: date | None) -> None:
        """Write a day in words."""
        self.setText(day_text(day) if day is not None else "")


def _readings(text: str) -> Iterator[date]:
    for year, month, day in _orders(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue  # no such day in the calendar: not a reading


def _orders(text: str) -> Iterator[tuple[str | int, str | int, str | int]]:
    """Every order of year, month and day that the text could be in."""
    if found := _ISO.fullmatch(text):
        yield found[1], found[2], found[3]
    elif found := _DOTS.fullmatch(text):
        yield found[3], found[2], found[1]
    elif found := _SLASHES.fullmatch(text):
        yield found[3], found[2], found[1]
        yield found[3], found[1], found[2]
    elif _DIGITS.fullmatch(text):
        yield from _eight_digits(text)
    elif found := _DAY_FIRST.fullmatch(text):
        yield found[3], _month(found[2]), found[1]
    elif found := _MONTH_FIRST.fullmatch(text):
        yield found[3], _month(found[1]), found[2]


def _eight_digits(text: str) -> Iterator[tuple[str, str, str]]:
    """The year in front, or behind as with dots."""
    if text[:2] in {"18", "19", "20"}:
        yield text[:4], text[4:6], text[6:]
    if text[4:6] in {"18", "19", "20"}:
        yield text[4:], text[2:4], text[:2]


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 0 when there is none."""
    start = word.casefold()
    numbers = {number for name, number in _month_names() if name.startswith(start)}
    return numbers.pop() if len(numbers) == 1 else 0


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    """In English and in the language of this workstation."""
    names = {
        (locale.standaloneMonthName(month, form).casefold().rstrip("."), month)
        for locale in (QLocale(QLocale.Language.English), QLocale())
        for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
        for month in range(1, 13)
    }
    return tuple(sorted(names))
