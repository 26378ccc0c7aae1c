"""A realistic plan from the sample photos and their exact truth, and variations for bad days."""

import io
import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from scardesk.assets import resource
from scardesk.model.geometry import Ellipse, Place, Point, Size, Spot
from scardesk.model.patient import Sex, SkinType
from scardesk.model.photo import Light
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import changed
from scardesk.report.plan import (
    FIGURE_PX,
    Figure,
    Fit,
    NumberedMark,
    Pair,
    Person,
    ReportPlan,
    ScarRow,
    Seen,
    Status,
    Verdict,
    Width,
)
from scardesk.report.texts import standard_texts

Floats = NDArray[np.float64]

MARGIN_MM = 4.0
SIZE = Size(FIGURE_PX, FIGURE_PX * 2 // 3)
CAMERA, LENS = "Sample Camera Co. SC-100", "SC 90mm F2.8 MACRO"
FIRST, SECOND = date(2026, 1, 12), date(2026, 8, 10)
VISITS = (
    Seen(day=FIRST, photo_count=1, counts={ScarType.ROLLING: 3}),
    Seen(day=SECOND, photo_count=1, counts={ScarType.ROLLING: 2}),
)
KINDS = {
    "icepick": ScarType.ICE_PICK,
    "ice_pick": ScarType.ICE_PICK,
    "boxcar": ScarType.BOXCAR,
    "rolling": ScarType.ROLLING,
}
REASON_LIGHT = "The light comes from the other side."
REASON_FOCAL = "The focal length differs by 33 %."
REASON_BALANCE = "The white balance was automatic at the follow-up."


@cache
def truth() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text(encoding="utf-8"))
    return whole


def sample_plan(*, is_marked_by_size: bool = True, **fields: object) -> ReportPlan:
    """Ada: both cheeks, three visits, 51 scars."""
    right, right_rows = pair_of("CCR", "DSC_0101.JPG", "DSC_0274.JPG", first=1, is_sized=is_marked_by_size)
    left, left_rows = pair_of("CCL", "DSC_0103.JPG", "DSC_0276.JPG", first=29, is_sized=is_marked_by_size)
    rows = right_rows + left_rows
    plan = ReportPlan(
        day=date(2026, 8, 14),
        clinic="Dermatology at the Old Harbour",
        author="Dr. Maria Nørgård",
        status=Status.FINAL,
        patient=Person(
            name="SAMPLE, Ada",
            code="SD-0001",
            born=date(1994, 5, 12),
            age=32,
            sex=Sex.FEMALE,
            skin=SkinType.III,
            is_sample=True,
        ),
        texts=standard_texts(),
        visits=(
            Seen(day=date(2026, 1, 12), photo_count=3, counts=_counts(rows)),
            Seen(day=date(2026, 4, 13), photo_count=3, counts=_counts(rows)),
            Seen(
                day=date(2026, 8, 10),
                photo_count=3,
                counts=_counts([r for r in rows if r.outcome is not Outcome.NO_LONGER_VISIBLE]),
            ),
        ),
        pairs=(right, left),
        scars=tuple(rows),
        width_error_mm=0.2,
    )
    return changed(plan, **fields)


def ben_plan() -> ReportPlan:
    """Ben: one pair that must not be compared."""
    pair, rows = pair_of("CCR", "DSC_0131.JPG", "DSC_0233.JPG", first=1)
    pair = changed(
        pair,
        verdict=Verdict.NOT_COMPARABLE,
        px_per_mm=None,
        residual_mm=None,
        fit=Fit.NONE,
        fit_points=None,
        reasons=(REASON_LIGHT, REASON_FOCAL, REASON_BALANCE),
    )
    person = Person(
        name="SAMPLE, Ben",
        code="SD-0002",
        born=date(1988, 11, 2),
        age=37,
        sex=Sex.MALE,
        skin=SkinType.V,
        is_sample=True,
    )
    visits = (
        Seen(day=date(2026, 3, 2), photo_count=1, counts=_counts(rows)),
        Seen(day=date(2026, 6, 29), photo_count=1, counts=_counts(rows)),
    )
    return sample_plan(patient=person, visits=visits, pairs=(pair,), scars=tuple(rows), status=Status.DRAFT)


def baseline_plan(**fields: object) -> ReportPlan:
    """Ada on her first day."""
    whole = sample_plan()
    pairs = tuple(
        changed(pair, after=None, fit=Fit.NONE, residual_mm=None, fit_points=None) for pair in whole.pairs
    )
    scars = tuple(changed(row, width_now=None, outcome=None, note="") for row in whole.scars)
    return changed(
        whole,
        **{"visits": whole.visits[:1], "pairs": pairs, "scars": scars, "day": date(2026, 1, 12), **fields},
    )


def bare_plan(**fields: object) -> ReportPlan:
    """The least that a report can be made of."""
    least = ReportPlan(day=date(2026, 8, 14), patient=Person(name="Doe, J", code="1"), texts=standard_texts())
    return changed(least, **fields)


def small_pair(**fields: object) -> Pair:
    size = Size(60, 40)
    before, after = grey_figure(size, day=FIRST), grey_figure(size, day=SECOND)
    whole = Pair(
        view="CCR", title="Right cheek", before=before, after=after, px_per_mm=5.0, verdict=Verdict.COMPARABLE
    )
    return changed(whole, **fields)


def small_plan(**fields: object) -> ReportPlan:
    return changed(bare_plan(), **{"visits": VISITS, "pairs": (small_pair(),), **fields})


def many_scars(count: int, *, note: str = "") -> tuple[ScarRow, ...]:
    kinds = tuple(ScarType)
    return tuple(
        ScarRow(
            number=n,
            type=kinds[n % 3],
            width_before=Width(mm=1 + n % 40 / 10, is_measured=True),
            width_now=Width(mm=1 + n % 37 / 10, is_measured=True),
            views=("CCR",),
            outcome=Outcome.SOFTENED,
            note=note,
        )
        for n in range(1, count + 1)
    )


@cache
def pair_of(
    view: str, before: str, after: str, *, first: int, is_sized: bool = True
) -> tuple[Pair, list[ScarRow]]:
    """A pair on the baseline's crop, the follow-up laid on it by the scars' true places."""
    skin = next(s for s in truth()["skins"] if before in s["scars"][0]["xy"])
    scars = sorted(skin["scars"], key=lambda scar: scar["id"])
    here = np.array([scar["xy"][before] for scar in scars])
    there = np.array([scar["xy"][after] for scar in scars])
    left, top, px = _crop(here, _photo(before)["mm_per_px"])
    to_before = np.array([[px, 0, left], [0, px, top]])
    to_after = _similarity(here, there) @ np.vstack([to_before, [0, 0, 1]])
    drawn = [
        _figure(name, matrix, scars, first=first, is_sized=is_sized)
        for name, matrix in ((before, to_before), (after, to_after))
    ]
    px_per_mm = 1 / (_photo(before)["mm_per_px"] * px)
    name = {"CCR": "Right cheek, close-up", "CCL": "Left cheek, close-up"}[view]
    pair = Pair(
        view=view,
        title=name,
        before=drawn[0],
        after=drawn[1],
        px_per_mm=px_per_mm,
        fit=Fit.AUTOMATIC,
        fit_points=len(scars),
        residual_mm=0.2,
        verdict=Verdict.COMPARABLE,
    )
    return pair, [_row(number, scar, view) for number, scar in enumerate(scars, start=first)]


def clean_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def grey_figure(size: Size = SIZE, *, day: date = date(2026, 1, 12), count: int = 0) -> Figure:
    marks = [
        NumberedMark(
            number=n + 1,
            type=tuple(ScarType)[n % 3],
            place=Spot(centre=Point(40 + 47 * n % (size.width - 80), 40 + 31 * n % (size.height - 80))),
        )
        for n in range(count)
    ]
    jpeg = clean_jpeg(Image.new("RGB", (size.width, size.height), (196, 160, 140)))
    return Figure(jpeg=jpeg, size=size, day=day, light=Light.STANDARD_FLASH, marks=tuple(marks))


def _photo(file: str) -> dict[str, Any]:
    photo: dict[str, Any] = next(photo for photo in truth()["photos"] if photo["file"] == file)
    return photo


def _crop(points: Floats, mm_per_px: float) -> tuple[float, float, float]:
    """Left, top and original pixels per figure pixel of a 3:2 crop around the scars."""
    low, high = points.min(axis=0) - MARGIN_MM / mm_per_px, points.max(axis=0) + MARGIN_MM / mm_per_px
    wide = max(high[0] - low[0], (high[1] - low[1]) * SIZE.width / SIZE.height)
    middle = (low + high) / 2
    return middle[0] - wide / 2, middle[1] - wide * SIZE.height / SIZE.width / 2, wide / SIZE.width


def _similarity(source: Floats, target: Floats) -> Floats:
    """The 2 x 3 matrix of the best rotation, scale and shift."""
    rows = [row for x, y in source for row in ([x, -y, 1, 0], [y, x, 0, 1])]
    a, b, c, d = np.linalg.lstsq(np.array(rows), target.ravel(), rcond=None)[0]
    return np.array([[a, -b, c], [b, a, d]])


def _figure(
    file: str, to_photo: Floats, scars: Sequence[dict[str, Any]], *, first: int, is_sized: bool
) -> Figure:
    """``to_photo`` maps pixels of the figure to pixels of the photo."""
    with Image.open(resource("samples", file)) as stored:
        photo = ImageOps.exif_transpose(stored).convert("RGB")
    photo.info.clear()
    image = photo.transform(
        (SIZE.width, SIZE.height), Image.Transform.AFFINE, tuple(to_photo.ravel()), Image.Resampling.BICUBIC
    )
    image.info.clear()
    back = np.linalg.inv(np.vstack([to_photo, [0, 0, 1]]))
    marks = []
    for number, scar in enumerate(scars, start=first):
        x, y, _ = back @ [*scar["xy"][file], 1]
        place: Place = Spot(centre=Point(x, y))
        if is_sized:
            width = scar["width_mm"] / scar["local_mm_per_px"][file] * np.sqrt(np.linalg.det(back[:2, :2]))
            place = Ellipse(centre=Point(x, y), length_px=width, breadth_px=width)
        marks.append(NumberedMark(number=number, type=KINDS[scar["kind"]], place=place))
    info = _photo(file)
    return Figure(
        jpeg=clean_jpeg(image),
        size=SIZE,
        day=date.fromisoformat(info["date"]),
        light=Light(info["light"]),
        camera=CAMERA,
        lens=LENS,
        marks=tuple(marks),
    )


def _row(number: int, scar: dict[str, Any], view: str) -> ScarRow:
    is_measured = view == "CCR"
    healed = scar["healed"].get("2026-08-10", 0.0)
    outcome = (Outcome.UNCHANGED, Outcome.SOFTENED, Outcome.MUCH_SOFTENED, Outcome.NO_LONGER_VISIBLE)[
        sum(healed >= least for least in (0.15, 0.5, 0.85))
    ]
    shrunk = 1 - healed / 4 if scar["kind"] != "rolling" else 1.0
    notes = {3: "Sloping edge, best seen in raking light.", 11: "Close to the mole; do not confuse."}
    now = (
        None
        if outcome is Outcome.NO_LONGER_VISIBLE
        else Width(mm=scar["width_mm"] * shrunk, is_measured=is_measured)
    )
    return ScarRow(
        number=number,
        type=KINDS[scar["kind"]],
        views=(view,),
        outcome=outcome,
        width_before=Width(mm=scar["width_mm"], is_measured=is_measured),
        width_now=now,
        note=notes.get(number, ""),
    )


def _counts(rows: Sequence[ScarRow]) -> dict[ScarType, int]:
    return {type_: sum(row.type is type_ for row in rows) for type_ in ScarType}
