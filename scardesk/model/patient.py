"""The person, and the days on which we saw them.

Rule: a patient is found by the clinic's own id (``code``), which is unique in a library; the
random ``id`` never leaves it.
"""

from datetime import date
from enum import StrEnum

from scardesk.model.value import (
    PatientId,
    Value,
    VisitId,
    require,
    require_note,
    require_text,
)

EARLIEST_BIRTH = date(1890, 1, 1)


class Sex(StrEnum):
    """As the clinic records it; ``unknown`` is an honest answer."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class SkinType(StrEnum):
    """Fitzpatrick skin type, a clinician's judgement, never read from pixels (Fitzpatrick 1988)."""

    I = "I"  # noqa: E741 - the name of the type is a Roman numeral
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"
    VI = "VI"
    UNKNOWN = "unknown"


class Patient(Value, frozen=True, kw_only=True):
    """One person under care.  ``code`` is the clinic's number for them, shown as "id"."""

    id: PatientId
    code: str
    name: str
    born: date | None = None
    sex: Sex = Sex.UNKNOWN
    skin: SkinType = SkinType.UNKNOWN
    note: str = ""
    is_sample: bool = False

    def __post_init__(self) -> None:
        require_text(self.code, "The patient id", most=64)
        require_text(self.name, "The patient's name")
        require_note(self.note, "The note")
        require("\n" not in self.code + self.name, "A name or id has one line. Nothing was changed.")
        require(
            self.born is None or self.born >= EARLIEST_BIRTH,
            f"The birth date {self.born} is not possible. Nothing was changed. Correct it.",
        )

    def age_on(self, day: date) -> int | None:
        """Whole years on ``day``; None without a birth date or before birth."""
        if self.born is None or day < self.born:
            return None
        had_birthday = (day.month, day.day) >= (self.born.month, self.born.day)
        return day.year - self.born.year - (0 if had_birthday else 1)


def require_born(born: date | None, today: date) -> None:
    """Refuse a birth date in the future, where it is typed.

    Not in the constructor: a stored patient must stay readable when the computer's clock is wrong.
    """
    require(
        born is None or born <= today,
        f"The birth date {born} is not possible yet. Nothing was changed. Correct it.",
    )


class Visit(Value, frozen=True, kw_only=True):
    """One day on which photos were taken.  A patient has at most one visit a day."""

    id: VisitId
    patient_id: PatientId
    day: date
    note: str = ""

    def __post_init__(self) -> None:
        require_note(self.note, "The note")
        require(self.day.year >= 1990, f"A visit in {self.day.year} is not possible. Correct the date.")
