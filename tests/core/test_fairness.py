"""A pair is called comparable only when nothing but the patient has changed (Nayler 2003)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scardesk.assets import resource
from scardesk.imaging.decode import inspect
from scardesk.imaging.fairness import compare
from scardesk.model.geometry import Size
from scardesk.model.photo import CaptureSettings, Light, Photo, Scale, ScaleMethod
from scardesk.model.value import PhotoId, VisitId, changed

IMPORTED = datetime(2026, 11, 20, tzinfo=UTC)
SETTINGS = CaptureSettings(
    camera="SC-100",
    lens="SC 90mm",
    focal_mm=90,
    focal_35mm=135,
    aperture=11,
    exposure_s=1 / 160,
    iso=200,
    is_flash=True,
    is_auto_white_balance=False,
    distance_m=0.45,
    digital_zoom=1,
    taken=datetime(2026, 1, 12, 9, 41),  # noqa: DTZ001  wall time has no zone
)
LATER = datetime(2026, 4, 13, 9, 40)  # noqa: DTZ001  wall time has no zone


def photo(*, view: str = "CCR", light: Light = Light.STANDARD_FLASH, **settings: object) -> Photo:
    return Photo(
        id=PhotoId("p"),
        visit_id=VisitId("v"),
        file_name="DSC_1.JPG",
        sha256="0" * 64,
        blob="b",
        size_bytes=1,
        size=Size(3000, 2000),
        view=view,
        light=light,
        settings=changed(SETTINGS, **settings),
        imported_at=IMPORTED,
    )


def follow_up(**changes: Any) -> Photo:
    return photo(**{"taken": LATER, **changes})


def test_equal_settings_are_comparable() -> None:
    verdict = compare(photo(), follow_up())
    assert (verdict.level, verdict.reasons) == ("comparable", ())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"view": "CCL"}, "view CCL instead of CCR"),
        ({"view": "NA"}, "the view is not recorded"),
        ({"light": Light.AMBIENT}, "room light instead of standard flash"),
        ({"light": Light.TANGENTIAL_LEFT}, "raking light from the patient's left instead of standard flash"),
        ({"focal_mm": 60.0}, "focal length 60 mm instead of 90 mm"),
    ],
)
def test_another_view_light_or_lens_blocks(change: dict[str, Any], words: str) -> None:
    verdict = compare(photo(), follow_up(**change))
    assert verdict.level == "not_comparable"
    assert [reason.words for reason in verdict.reasons if reason.weight == "block"] == [words]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"focal_mm": 93.0}, "focal length 93 mm instead of 90 mm"),
        ({"focal_35mm": 140.0}, "35 mm equivalent 140 mm instead of 135 mm"),
        ({"aperture": 8.0}, "aperture f/8 instead of f/11"),
        ({"iso": 800}, "ISO 800 instead of 200"),
        ({"is_auto_white_balance": True}, "automatic white balance in the after photo"),
        ({"is_flash": False}, "no flash instead of flash"),
        ({"distance_m": 0.5}, "distance 0.5 m instead of 0.45 m"),
        ({"digital_zoom": 2.0}, "digital zoom 2 in the after photo"),
        ({"camera": "Phone"}, "camera Phone instead of SC-100"),
        ({"lens": "SC 60mm"}, "lens SC 60mm instead of SC 90mm"),
        ({"taken": SETTINGS.taken}, "the after photo was taken before the other one"),
        ({"taken": datetime(2031, 1, 1)}, "the camera's clock was in the future for the after photo"),  # noqa: DTZ001  wall time
        ({"light": Light.UNKNOWN}, "the light is not recorded"),
    ],
)
def test_each_difference_is_told_in_plain_words(change: dict[str, Any], words: str) -> None:
    verdict = compare(photo(), follow_up(**change))
    assert verdict.level == "caution"
    assert [reason.words for reason in verdict.reasons] == [words]


def test_two_photos_without_a_view_are_not_comparable() -> None:
    assert compare(photo(view="NA"), follow_up(view="NA")).level == "not_comparable"


@pytest.mark.parametrize(
    "change",
    [
        {"focal_mm": 91.5},
        {"aperture": 10.0},
        {"iso": 400},
        {"iso": 100},
        {"distance_m": 0.47},
        {"digital_zoom": 0.0},
    ],
)
def test_small_differences_are_no_differences(change: dict[str, Any]) -> None:
    assert compare(photo(), follow_up(**change)).level == "comparable"


def test_another_exposure_time_is_only_noted() -> None:
    verdict = compare(photo(), follow_up(exposure_s=1 / 60))
    assert verdict.level == "comparable"
    assert [reason.words for reason in verdict.reasons] == ["exposure time 1/60 s instead of 1/160 s"]


@pytest.mark.parametrize("other", [light for light in Light if light != Light.CROSS_POLARISED])
def test_cross_polarised_light_is_never_compared_with_another(other: Light) -> None:
    for before, after in ((Light.CROSS_POLARISED, other), (other, Light.CROSS_POLARISED)):
        verdict = compare(photo(light=before), follow_up(light=after))
        assert verdict.level == "not_comparable"
        assert "hides scars" in verdict.reasons[0].words


@pytest.mark.parametrize(
    "field", ["focal_mm", "focal_35mm", "aperture", "iso", "is_flash", "distance_m", "camera"]
)
def test_what_the_camera_did_not_write_is_not_compared(field: str) -> None:
    assert compare(photo(), follow_up(**{field: None})).level == "comparable"


def test_a_photo_without_camera_data_says_so() -> None:
    bare = changed(follow_up(), settings=CaptureSettings())
    verdict = compare(photo(), bare)
    assert [reason.words for reason in verdict.reasons] == ["no camera data in the after photo"]
    assert verdict.level == "caution"


def test_a_coarse_scale_is_told() -> None:
    scale = Scale(mm_per_px=0.15, method=ScaleMethod.KNOWN_RATIO, who="A", at=IMPORTED)
    verdict = compare(photo(), changed(follow_up(), scale=scale))
    assert [reason.words for reason in verdict.reasons] == [
        "the after photo is too coarse to measure ice pick scars"
    ]


def test_blocking_reasons_come_first() -> None:
    verdict = compare(photo(), follow_up(iso=800, exposure_s=1 / 60, light=Light.AMBIENT))
    assert [reason.weight for reason in verdict.reasons] == ["block", "warn", "note"]


def test_the_sample_is_judged_as_its_maker_meant_it() -> None:
    truth = json.loads(resource("samples", "truth.json").read_text(encoding="utf-8"))
    firsts: dict[tuple[str, str, str], Photo] = {}
    for told in truth["photos"]:
        data = resource("samples", told["file"]).read_bytes()
        light, settings = Light(told["light"]), inspect(data, name=told["file"]).settings
        found = changed(photo(view=told["view"], light=light), settings=settings)
        kind = "any" if told["patient"] == "B" else told["light"]
        first = firsts.setdefault((told["patient"], told["view"], kind), found)
        if first is not found:
            expected = "comparable" if told["comparable_with_visit_1"] else "not_comparable"
            assert compare(first, found).level == expected, told["file"]
