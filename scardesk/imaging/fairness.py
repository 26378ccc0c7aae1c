"""May these two photos be compared?

Hides: the table of tolerances.  Rule (docs/sources.md, 1.3 and 1.4): what differs is told in plain words;
another view or one that nobody recorded, another light or another focal length forbids any statement of
improvement.  Warnings are listed but never added up to a ban: the table sets no such sum, and a count
would hide which of them matters.  What the camera did not write is not compared and never guessed.
"""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Literal

from scardesk.model.photo import LIGHT_WORDS, UNKNOWN_VIEW, CaptureSettings, Light, Photo
from scardesk.model.value import Value

Level = Literal["comparable", "caution", "not_comparable"]
Weight = Literal["note", "warn", "block"]

_FOCAL_WARN, _FOCAL_BLOCK = 0.02, 0.10
_THIRD_STOP = 1 / 3 + 0.05  # f/10 beside f/11 is 0.28 stop: cameras round their third stops
_ONE_STOP = 1.01
_DISTANCE = 0.05
_LEAST_PX_PER_MM = 10.0
_CLOCK_SLACK = timedelta(days=1)  # wall time without a zone against UTC


class Reason(Value, frozen=True, kw_only=True):
    """One difference: ``field`` names it for programs, ``words`` for people."""

    field: str
    words: str
    weight: Weight


class Verdict(Value, frozen=True, kw_only=True):
    """Whether a pair is comparable, and all that differs, the gravest first."""

    level: Level
    reasons: tuple[Reason, ...] = ()


def compare(before: Photo, after: Photo) -> Verdict:
    """What differs between two stored photos of one patient, and what it forbids (docs/sources.md, 1.4)."""
    found = [reason for check in _CHECKS for reason in check(before, after)]
    order: tuple[Weight, ...] = ("block", "warn", "note")
    reasons = tuple(sorted(found, key=lambda reason: order.index(reason.weight)))
    weights = {reason.weight for reason in reasons}
    level: Level = "comparable"
    if "warn" in weights:
        level = "caution"
    if "block" in weights:
        level = "not_comparable"
    return Verdict(level=level, reasons=reasons)


def _view(before: Photo, after: Photo) -> Iterator[Reason]:
    if UNKNOWN_VIEW in {before.view, after.view}:
        yield Reason(field="view", words="the view is not recorded", weight="block")
    elif before.view != after.view:
        yield Reason(field="view", words=f"view {after.view} instead of {before.view}", weight="block")


def _light(before: Photo, after: Photo) -> Iterator[Reason]:
    """Cross-polarised light hides relief: beside any other mode, known or not, it blocks (Anderson 1991)."""
    lights = {before.light, after.light}
    is_hiding = Light.CROSS_POLARISED in lights and len(lights) > 1
    words = f"{LIGHT_WORDS[after.light]} instead of {LIGHT_WORDS[before.light]}"
    if is_hiding:
        yield Reason(field="light", words=f"{words}, which hides scars in one of the photos", weight="block")
    elif Light.UNKNOWN in lights:
        yield Reason(field="light", words="the light is not recorded", weight="warn")
    elif len(lights) > 1:
        yield Reason(field="light", words=words, weight="block")


def _camera_data(before: Photo, after: Photo) -> Iterator[Reason]:
    for name, photo in (("before", before), ("after", after)):
        if _is_silent(photo.settings):
            yield Reason(field="camera_data", words=f"no camera data in the {name} photo", weight="warn")


def _focal(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.focal_mm, after.settings.focal_mm
    if one is None or two is None or abs(two / one - 1) <= _FOCAL_WARN:
        return
    weight: Weight = "block" if abs(two / one - 1) > _FOCAL_BLOCK else "warn"
    yield Reason(field="focal", words=f"focal length {two:g} mm instead of {one:g} mm", weight=weight)


def _focal_35mm(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.focal_35mm, after.settings.focal_35mm
    if one is not None and two is not None and one != two:
        words = f"35 mm equivalent {two:g} mm instead of {one:g} mm"
        yield Reason(field="focal_35mm", words=words, weight="warn")


def _aperture(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.aperture, after.settings.aperture
    if one is not None and two is not None and abs(2 * math.log2(two / one)) > _THIRD_STOP:
        yield Reason(field="aperture", words=f"aperture f/{two:g} instead of f/{one:g}", weight="warn")


def _iso(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.iso, after.settings.iso
    if one and two and abs(math.log2(two / one)) > _ONE_STOP:
        yield Reason(field="iso", words=f"ISO {two} instead of {one}", weight="warn")


def _exposure(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.exposure_s, after.settings.exposure_s
    if one is not None and two is not None and abs(math.log2(two / one)) > _THIRD_STOP:
        words = f"exposure time {_seconds(two)} instead of {_seconds(one)}"
        yield Reason(field="exposure", words=words, weight="note")


def _white_balance(before: Photo, after: Photo) -> Iterator[Reason]:
    for name, photo in (("before", before), ("after", after)):
        if photo.settings.is_auto_white_balance:
            words = f"automatic white balance in the {name} photo"
            yield Reason(field="white_balance", words=words, weight="warn")


def _flash(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.is_flash, after.settings.is_flash
    if one is not None and two is not None and one != two:
        words = "flash instead of no flash" if two else "no flash instead of flash"
        yield Reason(field="flash", words=words, weight="warn")


def _distance(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.distance_m, after.settings.distance_m
    if one and two and abs(two / one - 1) > _DISTANCE:
        yield Reason(field="distance", words=f"distance {two:g} m instead of {one:g} m", weight="warn")


def _zoom(before: Photo, after: Photo) -> Iterator[Reason]:
    for name, photo in (("before", before), ("after", after)):
        zoom = photo.settings.digital_zoom
        if zoom is not None and zoom > 1:
            words = f"digital zoom {zoom:g} in the {name} photo"
            yield Reason(field="zoom", words=words, weight="warn")


def _equipment(before: Photo, after: Photo) -> Iterator[Reason]:
    pairs = (
        ("camera", before.settings.camera, after.settings.camera),
        ("lens", before.settings.lens, after.settings.lens),
    )
    for field, one, two in pairs:
        if one and two and one != two:
            yield Reason(field=field, words=f"{field} {two} instead of {one}", weight="warn")


def _order(before: Photo, after: Photo) -> Iterator[Reason]:
    one, two = before.settings.taken, after.settings.taken
    if one is not None and two is not None and two <= one:
        yield Reason(field="taken", words="the after photo was taken before the other one", weight="warn")
    for name, photo in (("before", before), ("after", after)):
        taken = photo.settings.taken
        if taken is not None and taken.replace(tzinfo=UTC) > photo.imported_at + _CLOCK_SLACK:
            words = f"the camera's clock was in the future for the {name} photo"
            yield Reason(field="clock", words=words, weight="warn")


def _resolution(before: Photo, after: Photo) -> Iterator[Reason]:
    for name, photo in (("before", before), ("after", after)):
        if photo.scale is not None and 1 / photo.scale.mm_per_px < _LEAST_PX_PER_MM:
            words = f"the {name} photo is too coarse to measure ice pick scars"
            yield Reason(field="resolution", words=words, weight="warn")


_CHECKS: tuple[Callable[[Photo, Photo], Iterator[Reason]], ...] = (
    _view,
    _light,
    _camera_data,
    _focal,
    _focal_35mm,
    _aperture,
    _iso,
    _exposure,
    _white_balance,
    _flash,
    _distance,
    _zoom,
    _equipment,
    _order,
    _resolution,
)


def _is_silent(settings: CaptureSettings) -> bool:
    """Whether the camera wrote nothing about itself or the shot."""
    said = (settings.camera, settings.focal_mm, settings.aperture, settings.exposure_s, settings.taken)
    return all(each is None for each in said)


def _seconds(time_s: float) -> str:
    return f"1/{1 / time_s:.0f} s" if time_s < 0.4 else f"{time_s:g} s"
