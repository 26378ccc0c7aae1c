"""A case to report on: a real library, the sample photos with their truth, and drawn photos."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw

from scardesk.assets import resource
from scardesk.library import Edit, Library
from scardesk.model.alignment import AlignedPair, Alignment, Grid, Warp
from scardesk.model.geometry import Point, place_at
from scardesk.model.patient import Patient
from scardesk.model.photo import Light, Photo, Scale, ScaleMethod
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import AlignmentId, PatientId, changed, new_id
from scardesk.report.plan import ReportPlan
from scardesk.workflows import follow_up, intake, marking, register, reporting
from scardesk.workflows.framing import Similarity
from scardesk.workflows.marking import Action

WHO = "Dr Test"
FIRST, LAST = date(2026, 1, 12), date(2026, 8, 10)
BEFORE, AFTER = "DSC_0101.JPG", "DSC_0274.JPG"
FLASH = Light.STANDARD_FLASH
TRUTH: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text("utf-8"))


class Case(NamedTuple):
    """A library with one patient."""

    library: Library
    patient: Patient

    def do(self, action: Action) -> None:
        """Write an action."""
        self.library.commit(action.label, action.edits, scope=action.scope)

    def take(self, file: Path, day: date, *, view: str = "CCR", light: Light = FLASH) -> Photo:
        """Import one photo."""
        photos, refusals = intake.import_photos(
            self.library, self.patient, [file], day=day, view=view, light=light
        )
        assert not refusals
        return photos[0]

    def plan(self, paper: str = "A4") -> ReportPlan:
        """The report of the patient."""
        facts = reporting.gather(self.library, self.patient)
        return reporting.plan_report(self.library.vault, facts, clinic="", author=WHO, paper=paper)

    def mark(self, photo: Photo, at: Point, *, width_px: float | None = 40.0) -> marking.Marked:
        """Number a new scar."""
        place = place_at(at, width_px)
        action, marked = marking.place_new(self.library, photo, type_=ScarType.BOXCAR, place=place)
        self.do(action)
        return marked

    def mark_again(
        self, photo: Photo, marked: marking.Marked, at: Point, width_px: float | None = 40.0
    ) -> None:
        """Mark a numbered scar on one more photo, by hand."""
        place = place_at(at, width_px)
        self.do(marking.place_known(self.library, photo, scar=marked.scar, place=place))

    def find(self, photo: Photo, marked: marking.Marked, outcome: Outcome) -> None:
        """Say what was found of a scar."""
        self.do(follow_up.record_outcome(self.library, photo, scars=[marked.scar], outcome=outcome))


def a_case(folder: Path) -> Iterator[Case]:
    """An empty case in a new library."""
    library, _ = Library.create(folder, passphrase=None, who=WHO)
    with library:
        patient = Patient(id=PatientId(new_id()), code="SD-0001", name="SAMPLE, Ada", is_sample=True)
        action = register.add(patient)
        library.commit(action.label, action.edits, scope=action.scope)
        yield Case(library, patient)


def two_visits(case: Case, folder: Path) -> tuple[Photo, Photo]:
    """The same view twice."""
    first = case.take(drawn(folder / "a.png", [Point(400, 300)]), FIRST)
    return first, case.take(drawn(folder / "b.png", [Point(410, 300)]), LAST)


def drawn(path: Path, spots: list[Point]) -> Path:
    """A white photo with a red disc around each spot."""
    canvas = Image.new("RGB", (2400, 1600), "white")
    pen = ImageDraw.Draw(canvas)
    for spot in spots:
        x, y = (spot.x + 0.5) * 2 - 0.5, (spot.y + 0.5) * 2 - 0.5
        pen.ellipse((x - 16, y - 16, x + 16, y + 16), fill="red")
    canvas.resize((1200, 800), Image.Resampling.BOX).save(path)
    return path


def pair_by(before: Photo, after: Photo, onto: Similarity) -> AlignedPair:
    """An accepted alignment that is a similarity."""
    alignment = Alignment(
        is_accepted=True,
        reason="Drawn so.",
        method="test",
        version=1,
        residual_px=0.5,
        coverage=1.0,
        forward=Warp(size=before.size, matrix=onto.inverse.matrix),
        backward=Warp(size=after.size, matrix=onto.matrix),
        confidence=Grid(columns=2, rows=2, values=(1.0,) * 4),
    )
    return AlignedPair(
        id=AlignmentId(new_id()),
        before_id=before.id,
        after_id=after.id,
        alignment=alignment,
        made_at=datetime.now(UTC),
    )


def align_by(case: Case, before: Photo, after: Photo, onto: Similarity) -> None:
    """Store such an alignment."""
    case.do(follow_up.keep_alignment(case.library, pair_by(before, after, onto)))


def scaled(
    case: Case, photo: Photo, mm_per_px: float, method: ScaleMethod = ScaleMethod.RULER_CLICKS
) -> Photo:
    """The photo with a scale."""
    scale = Scale(mm_per_px=mm_per_px, method=method, who=WHO, at=datetime.now(UTC))
    new = changed(photo, scale=scale)
    case.do(Action("Set a scale", (Edit.replaced(photo, new),), case.patient.id))
    return new


def alignment_of(case: Case) -> Alignment:
    """The one stored alignment."""
    aligned = reporting.gather(case.library, case.patient).pairs[0].aligned
    assert aligned is not None
    return aligned.alignment


def scars_of(file: str) -> list[dict[str, Any]]:
    """The true scars of Ada's right cheek."""
    return [s for skin in TRUTH["skins"] for s in skin["scars"] if file in s["xy"]]


def width_px(scar: dict[str, Any], file: str) -> float:
    """How wide a true scar is there."""
    return float(scar["width_mm"] / scar["local_mm_per_px"][file])


def ruler_in(file: str) -> tuple[Point, Point]:
    """The ends of the ruler's 20 mm."""
    ruler = next(photo for photo in TRUTH["photos"] if photo["file"] == file)["ruler"]
    return Point(*ruler["at_0_mm"]), Point(*ruler["at_20_mm"])


def ruler_of(photo: Photo) -> tuple[Point, Point]:
    """The ends of the ruler in a photo."""
    return ruler_in(photo.file_name)
