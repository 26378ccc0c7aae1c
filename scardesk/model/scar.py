"""The scar that keeps its number, and its marks on photos.

Rule: a Scar belongs to the patient; a Mark is that scar as seen in one photo; a Finding is what a
clinician said of it at one visit.  scardesk never chooses a type or an outcome by itself.
"""

from enum import StrEnum

from scardesk.model.geometry import Place
from scardesk.model.value import (
    FindingId,
    MarkId,
    PatientId,
    PhotoId,
    ScarId,
    Value,
    VisitId,
    require,
    require_note,
)

MOST_NUMBER = 99_999


class ScarType(StrEnum):
    """The three atrophic types of Jacob 2001."""

    ICE_PICK = "ice_pick"
    BOXCAR = "boxcar"
    ROLLING = "rolling"


class Outcome(StrEnum):
    """What a clinician saw of a scar at a visit."""

    UNCHANGED = "unchanged"
    SOFTENED = "softened"
    MUCH_SOFTENED = "much_softened"
    NO_LONGER_VISIBLE = "no_longer_visible"
    WORSENED = "worsened"
    NOT_ASSESSABLE = "not_assessable"


class Origin(StrEnum):
    """How a mark came to be; a person confirmed it in every case."""

    HAND = "hand"
    CARRIED = "carried"
    TABLE = "table"


class Scar(Value, frozen=True, kw_only=True):
    """One scar of one patient, with its number for life."""

    id: ScarId
    patient_id: PatientId
    number: int
    type: ScarType
    note: str = ""

    def __post_init__(self) -> None:
        require(
            1 <= self.number <= MOST_NUMBER,
            f"Scar number {self.number} is not between 1 and {MOST_NUMBER}. Nothing was changed.",
        )
        require_note(self.note, "The note")


class Mark(Value, frozen=True, kw_only=True):
    """A scar as seen in one photo.  ``confidence`` (0 to 1) is set for a carried mark."""

    id: MarkId
    scar_id: ScarId
    photo_id: PhotoId
    place: Place
    origin: Origin = Origin.HAND
    confidence: float | None = None

    def __post_init__(self) -> None:
        require(self.confidence is None or 0 <= self.confidence <= 1, "A confidence lies between 0 and 1.")


class Finding(Value, frozen=True, kw_only=True):
    """The outcome of one scar at one visit, as a clinician judged it."""

    id: FindingId
    scar_id: ScarId
    visit_id: VisitId
    outcome: Outcome
    note: str = ""

    def __post_init__(self) -> None:
        require_note(self.note, "The note")


def width_hint(type_: ScarType, width_mm: float | None) -> str | None:
    """A soft hint when a width is unusual for the chosen type (Jacob 2001); None when it fits.

    Boundaries: ice pick < 2 mm; boxcar 1.5 to 4.0 mm inclusive; rolling > 4 mm.
    """
    if width_mm is None or width_mm <= 0:
        return None
    if type_ is ScarType.ICE_PICK and width_mm >= 2.0:
        return "ice pick scars are usually < 2 mm wide (Jacob 2001)"
    if type_ is ScarType.BOXCAR and not 1.5 <= width_mm <= 4.0:
        return "boxcar scars are most often 1.5-4.0 mm (Jacob 2001)"
    if type_ is ScarType.ROLLING and width_mm <= 4.0:
        return "rolling scars are usually wider than 4-5 mm (Jacob 2001)"
    return None
