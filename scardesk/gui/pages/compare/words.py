"""What the compare page says about a pair, in words.

Rule: a side is always the patient's; what the camera did not write is said to be not written.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from scardesk.gui.look.dates import day_text
from scardesk.gui.look.labels import ChipKind
from scardesk.gui.pages.compare.series import Series, Shot
from scardesk.imaging.fairness import Level
from scardesk.model.photo import Photo
from scardesk.workflows import protocol
from scardesk.workflows.compare import Pair
from scardesk.workflows.framing import Laid


class Look(NamedTuple):
    """How a verdict is shown."""

    words: str
    kind: ChipKind
    icon: str
    tint: str


class Setting(NamedTuple):
    """One line of the table: what it is, how it was before and after."""

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the two photos were not taken alike."""
        return self.before != self.after


def tr(text: str) -> str:
    """A text of this page, translated."""
    return QCoreApplication.translate("compare", text)


def verdict_look(level: Level) -> Look:
    """The words and the colour of a verdict."""
    return {
        "comparable": Look(tr("Comparable"), "success", "accept", "success_ink"),
        "caution": Look(tr("Compare with caution"), "warning", "warning", "warning_ink"),
        "not_comparable": Look(tr("Not comparable"), "error", "error", "danger_ink"),
    }[level]


def series_title(series: Series) -> str:
    """Which view and which light."""
    light = protocol.LIGHT_NAMES[series.light] if series.light is not None else tr("different light")
    return f"{protocol.view(series.view).name}, {light}"


def shot_title(shot: Shot, series: Series) -> str:
    """The day of a photo, and its light where that is not the same for all."""
    day = day_text(shot.visit.day)
    return day if series.light is not None else f"{day}, {protocol.LIGHT_NAMES[shot.photo.light]}"


def visit_words(shot: Shot) -> str:
    """Baseline, or which visit and how long after the first one."""
    if shot.number == 1:
        return tr("baseline")
    return tr("visit {number}, day {day}").format(number=shot.number, day=shot.days)


def caption(shot: Shot) -> str:
    """What stands on a photo, what must not be mistaken first: date, the patient's side, view, visit."""
    view = protocol.view(shot.photo.view)
    parts = (day_text(shot.visit.day), _side(shot), view.name, visit_words(shot))
    return "  ·  ".join(part for part in parts if part)


def context(shot: Shot) -> str:
    """What the banner says: visit and side."""
    view = protocol.view(shot.photo.view)
    return ", ".join(part for part in (day_text(shot.visit.day), view.name, _side(shot)) if part)


def days_between(pair: Pair) -> str:
    """How far the two visits lie apart."""
    days = pair.days_between
    return tr("1 day") if days == 1 else tr("{days} days").format(days=days)


def alignment_words(pair: Pair, laid: Laid | None, *, is_as_photographed: bool) -> str:
    """How the two photos lie on each other, in a few words."""
    if is_as_photographed:
        return tr("As photographed")
    if laid is not None:
        return tr("Aligned, residual {length}").format(length=residual(pair, laid))
    return tr("Not aligned yet") if pair.aligned is None else tr("Could not be aligned")


def residual(pair: Pair, laid: Laid) -> str:
    """How far the skin lies apart: in mm where a scale is known, else in pixels."""
    mm_per_px = None
    if pair.before.scale is not None:
        mm_per_px = pair.before.scale.mm_per_px
    elif pair.after.scale is not None:
        mm_per_px = pair.after.scale.mm_per_px / laid.onto.scale
    return f"{laid.residual_px:.1f} px" if mm_per_px is None else f"{laid.residual_px * mm_per_px:.1f} mm"


def settings(before: Photo, after: Photo) -> list[Setting]:
    """How both were taken, line by line; lines that neither camera wrote are left out."""
    lines = zip(_lines(before), _lines(after), strict=True)
    unknown = tr("not written")
    return [Setting(name, one or unknown, two or unknown) for (name, one), (_, two) in lines if one or two]


def _side(shot: Shot) -> str:
    sides = {"right": tr("patient's right"), "left": tr("patient's left"), "midline": ""}
    return sides[protocol.view(shot.photo.view).side]


def _lines(photo: Photo) -> Iterator[tuple[str, str]]:
    shot = photo.settings
    yield tr("View"), photo.view
    yield tr("Light"), protocol.LIGHT_NAMES[photo.light]
    yield tr("Camera"), shot.camera or ""
    yield tr("Lens"), shot.lens or ""
    yield tr("Focal length"), _number(shot.focal_mm, "{:g} mm")
    yield tr("Aperture"), _number(shot.aperture, "f/{:g}")
    yield tr("Exposure"), _exposure(shot.exposure_s)
    yield tr("ISO"), _number(shot.iso, "{:d}")
    yield tr("Flash"), _either(shot.is_flash, tr("fired"), tr("off"))
    yield tr("White balance"), _either(shot.is_auto_white_balance, tr("automatic"), tr("fixed"))
    yield tr("Distance"), _number(shot.distance_m, "{:g} m")
    yield tr("Size"), f"{photo.size.width} x {photo.size.height} px"
    yield tr("Scale"), _number(photo.scale.mm_per_px if photo.scale else None, "{:.4f} mm/px")


def _number(value: float | None, form: str) -> str:
    return form.format(value) if value is not None else ""


def _either(is_so: bool | None, yes: str, no: str) -> str:
    return "" if is_so is None else (yes if is_so else no)


def _exposure(time_s: float | None) -> str:
    if not time_s:
        return ""
    return f"1/{1 / time_s:.0f} s" if time_s < 0.4 else f"{time_s:g} s"
