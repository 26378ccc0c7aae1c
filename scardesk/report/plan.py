"""What a report says, as one value.

Hides: where the facts came from.  Rule: a plan is complete and already fair: figures are clean and
cropped alike, ages and days are known, reasons are in words.  Drawing adds layout, never facts, and
makes no statement of change where a pair is not comparable (docs/sources.md, 5.2, 5.3).
"""

from datetime import date
from enum import StrEnum

from scardesk.model.geometry import Place, Size
from scardesk.model.patient import Sex, SkinType
from scardesk.model.photo import Light
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import Value, require
from scardesk.report.jpeg import size_of_clean_jpeg
from scardesk.report.texts import Texts

# The width of one figure of a pair at 300 dpi.  Smaller crops are printed coarser, never invented.
FIGURE_PX = 1_004


class Paper(StrEnum):
    """The paper that the clinic prints on."""

    A4 = "a4"
    LETTER = "letter"


class Status(StrEnum):
    """A draft may still change; a final report is never overwritten."""

    DRAFT = "draft"
    FINAL = "final"


class Verdict(StrEnum):
    """Whether two photos may be compared."""

    COMPARABLE = "comparable"
    CAUTION = "caution"
    NOT_COMPARABLE = "not_comparable"


class Fit(StrEnum):
    """How the follow-up was laid on the baseline."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"
    NONE = "none"


class Person(Value, frozen=True, kw_only=True):
    """Whom the report is about; ``age`` in whole years on the day of the report."""

    name: str
    code: str
    born: date | None = None
    age: int | None = None
    sex: Sex = Sex.UNKNOWN
    skin: SkinType = SkinType.UNKNOWN
    is_sample: bool = False


class Seen(Value, frozen=True, kw_only=True):
    """One visit: its day, how many photos, and the numbered scars seen by type (None: not counted)."""

    day: date
    photo_count: int
    counts: dict[ScarType, int] | None = None


class NumberedMark(Value, frozen=True, kw_only=True):
    """A scar in a figure; ``place`` in pixels of the figure's JPEG (centre of its first pixel is 0, 0)."""

    number: int
    type: ScarType
    place: Place


class Figure(Value, frozen=True, kw_only=True):
    """One photo as it will be printed: a clean RGB or grey JPEG and the marks on it.

    Refuses a JPEG that carries anything but pixels (EXIF, GPS, XMP, profile, comment, thumbnail).
    """

    jpeg: bytes
    size: Size
    day: date
    light: Light = Light.UNKNOWN
    camera: str = ""
    lens: str = ""
    marks: tuple[NumberedMark, ...] = ()

    def __post_init__(self) -> None:
        require(size_of_clean_jpeg(self.jpeg) == self.size, "A figure's size is not that of its JPEG.")


class Pair(Value, frozen=True, kw_only=True):
    """The same view before and after, cropped alike and at the same scale; ``after`` None: baseline only.

    ``px_per_mm`` holds for both figures; None when it is not known for both ("not to scale").
    ``view`` is the code, ``title`` its name.  ``reasons`` are whole sentences.  ``fit_points`` and
    ``residual_mm`` as far as they are known.
    """

    view: str
    title: str
    before: Figure
    after: Figure | None = None
    px_per_mm: float | None = None
    fit: Fit = Fit.NONE
    fit_points: int | None = None
    residual_mm: float | None = None
    verdict: Verdict = Verdict.NOT_COMPARABLE
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(
            self.after is None or self.after.size == self.before.size,
            "Before and after must be cropped to the same size.",
        )
        require(self.px_per_mm is None or self.px_per_mm > 0, "A scale is more than 0 pixels a millimetre.")

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The one or two figures, before first."""
        return (self.before,) if self.after is None else (self.before, self.after)

    @property
    def states_change(self) -> bool:
        """Whether anything may be said about change from this pair."""
        return self.after is not None and self.verdict is not Verdict.NOT_COMPARABLE


class Width(Value, frozen=True, kw_only=True):
    """A width in mm; ``is_measured``: on a close-up with a ruler in view, so printed to 0.1 mm."""

    mm: float
    is_measured: bool = False


class ScarRow(Value, frozen=True, kw_only=True):
    """One scar: what the table says.  ``views`` are the codes of the views that show it.

    ``outcome_note`` belongs to the outcome and is printed only with it.
    """

    number: int
    type: ScarType
    width_before: Width | None = None
    width_now: Width | None = None
    views: tuple[str, ...] = ()
    outcome: Outcome | None = None
    outcome_note: str = ""
    note: str = ""


class ReportPlan(Value, frozen=True, kw_only=True):
    """A whole report.  ``visits`` oldest first: the first one is the baseline.

    ``width_error_mm``: two measured widths that differ by less may be equal (docs/sources.md, 3.2).
    ``shows_bare``: each marked photo also without marks, above the marked one.
    """

    day: date
    patient: Person
    texts: Texts
    paper: Paper = Paper.A4
    clinic: str = ""
    author: str = ""
    status: Status = Status.DRAFT
    version: int = 1
    visits: tuple[Seen, ...] = ()
    pairs: tuple[Pair, ...] = ()
    scars: tuple[ScarRow, ...] = ()
    width_error_mm: float | None = None
    shows_bare: bool = True

    def __post_init__(self) -> None:
        days = [visit.day for visit in self.visits]
        require(days == sorted(set(days)), "The visits of a report are in order, one a day.")
        shown = {figure.day for pair in self.pairs for figure in pair.figures}
        require(shown <= set(days), "A figure of the report belongs to none of its visits.")

    @property
    def states_change(self) -> bool:
        """Whether any pair allows a statement of change."""
        return any(pair.states_change for pair in self.pairs)

    def states_change_of(self, row: ScarRow) -> bool:
        """Whether a pair that shows this scar allows a statement of change."""
        return any(pair.states_change and pair.view in row.views for pair in self.pairs)

    @property
    def states_totals(self) -> bool:
        """Whether every pair allows a statement of change, so that sums over all views do too."""
        pairs = [pair for pair in self.pairs if pair.after is not None]
        return bool(pairs) and all(pair.states_change for pair in pairs)

    def days_since_baseline(self, day: date) -> int:
        """Whole days from the first visit to ``day``."""
        return (day - self.visits[0].day).days

    def visit_number(self, day: date) -> int:
        """1 for the baseline, 2 for the next visit …"""
        return 1 + [visit.day for visit in self.visits].index(day)
