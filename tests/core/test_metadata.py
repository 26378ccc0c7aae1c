"""What the camera wrote is read, and nothing else is believed."""

from __future__ import annotations

import io
import json
import math
import subprocess
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from scardesk.assets import resource
from scardesk.imaging import metadata
from scardesk.imaging.decode import inspect
from scardesk.model.photo import CaptureSettings

SAMPLES = sorted(path.name for path in resource("samples").glob("*.JPG"))
EXIF_IFD, GPS_IFD = 0x8769, 0x8825


def settings_of(data: bytes) -> CaptureSettings:
    return inspect(data, name="x.jpg").settings


def jpeg(tags: dict[int, Any], *, ifd0: dict[int, Any] | None = None) -> bytes:
    exif = Image.Exif()
    exif.update(ifd0 or {})
    exif.get_ifd(EXIF_IFD).update(tags)
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_sample_is_read_completely() -> None:
    found = settings_of(resource("samples", "DSC_0276.JPG").read_bytes())
    assert found == CaptureSettings(
        camera="Sample Camera Co. SC-100",
        lens="SC 90mm F2.8 MACRO",
        serial="SC1000042",
        focal_mm=90,
        focal_35mm=138,
        aperture=11,
        exposure_s=1 / 160,
        iso=200,
        is_flash=True,
        is_auto_white_balance=False,
        distance_m=0.45,
        digital_zoom=1,
        taken=datetime(2026, 8, 10, 9, 1, 13),  # noqa: DTZ001  wall time has no zone
        offset="+02:00",
        profile="sRGB",
        orientation=1,
        has_gps=True,
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_exiftool_reads_the_same(name: str, needs_tool: Callable[[str], str]) -> None:
    path = resource("samples", name)
    told = subprocess.run([needs_tool("exiftool"), "-json", "-n", str(path)], capture_output=True, check=True)
    (tags,) = json.loads(told.stdout)
    found = settings_of(path.read_bytes())

    assert found.camera == f"{tags['Make']} {tags['Model']}"
    assert (found.lens, found.serial) == (tags["LensModel"], str(tags["SerialNumber"]))
    assert found.taken == datetime.strptime(tags["DateTimeOriginal"], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  no zone
    assert found.offset == tags["OffsetTimeOriginal"]
    assert (found.iso, found.orientation) == (tags["ISO"], tags["Orientation"])
    assert found.is_flash is bool(tags["Flash"] & 1)
    assert found.is_auto_white_balance is (tags["WhiteBalance"] == 0)
    assert found.has_gps is ("GPSLatitude" in tags)
    for ours, theirs in (
        ("focal_mm", "FocalLength"),
        ("aperture", "FNumber"),
        ("exposure_s", "ExposureTime"),
    ):
        assert getattr(found, ours) == pytest.approx(tags[theirs], rel=1e-3)


@pytest.mark.parametrize("name", SAMPLES)
def test_both_readers_tell_the_same(name: str) -> None:
    data = resource("samples", name).read_bytes()
    with Image.open(io.BytesIO(data)) as photo:
        by_pillow = metadata.by_pillow(photo.getexif())
    first = metadata.settings_from(metadata.by_exifread(data), orientation=1, profile=None)
    assert metadata.settings_from(by_pillow, orientation=1, profile=None) == first


def test_a_position_in_xmp_is_a_position_too() -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", xmp=b"<x:xmpmeta exif:GPSLatitude='48,52.5S'/>")
    assert settings_of(out.getvalue()).has_gps


def test_without_exif_nothing_is_known() -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG")
    assert settings_of(out.getvalue()) == CaptureSettings()


def test_nought_over_nought_is_not_a_number() -> None:
    nothing = TiffImagePlugin.IFDRational(0, 0)
    found = settings_of(jpeg({0x920A: nothing, 0x829D: nothing, 0x829A: nothing, 0x9206: nothing}))
    assert (found.focal_mm, found.aperture, found.exposure_s, found.distance_m) == (None,) * 4


def test_only_the_offset_of_the_shot_counts() -> None:
    """OffsetTime (0x9010) belongs to the last edit (docs/sources.md, 1.5)."""
    shot = {0x9003: "2026:03:29 02:30:00", 0x9010: "+05:00"}
    assert settings_of(jpeg(shot)).offset is None
    assert settings_of(jpeg({**shot, 0x9011: "+01:00"})).offset == "+01:00"
    assert settings_of(jpeg(shot)).taken == datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001  wall time, in no zone's gap


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026-13-40", "", "2026:02:30 10:00:00"]
)
def test_a_time_that_never_was_is_no_time(text: str) -> None:
    assert settings_of(jpeg({0x9003: text})).taken is None


def test_infinite_and_unknown_distances_are_none() -> None:
    for metres in (0, 0xFFFFFFFF):
        assert settings_of(jpeg({0x9206: TiffImagePlugin.IFDRational(metres, 1)})).distance_m is None


def test_the_maker_is_not_said_twice() -> None:
    assert settings_of(jpeg({}, ifd0={0x010F: "Canon", 0x0110: "Canon EOS R6"})).camera == "Canon EOS R6"
    assert settings_of(jpeg({}, ifd0={0x010F: "SONY", 0x0110: "ILCE-7M4"})).camera == "SONY ILCE-7M4"


def test_damaged_camera_data_does_not_cost_the_photo() -> None:
    data = bytearray(resource("samples", "DSC_0188.JPG").read_bytes())
    start = data.index(b"Exif\0\0") + 6
    for offset in range(0, 400, 7):
        broken = bytearray(data)
        broken[start + offset : start + offset + 4] = b"\xff\xff\xff\xff"
        assert inspect(bytes(broken), name="x.jpg").size.width in {2000, 3000}


numbers = st.one_of(
    st.integers(),
    st.floats(),
    st.fractions(),
    st.just(TiffImagePlugin.IFDRational(0, 0)),
    st.none(),
    st.booleans(),
)
values = st.one_of(numbers, st.text(), st.binary(), st.lists(numbers, max_size=3))
NAMES = (
    *("Make", "Model", "LensModel", "BodySerialNumber", "FocalLength", "FocalLengthIn35mmFilm", "FNumber"),
    *("ExposureTime", "ISOSpeedRatings", "Flash", "WhiteBalance", "SubjectDistance", "DigitalZoomRatio"),
    *("DateTimeOriginal", "OffsetTimeOriginal", "ColorSpace", "GPSInfo"),
)


@given(st.dictionaries(st.sampled_from(NAMES), values))
def test_whatever_a_tag_holds_the_settings_are_sane(tags: dict[str, Any]) -> None:
    found = metadata.settings_from(tags, orientation=1, profile=None)
    lengths = (found.focal_mm, found.focal_35mm, found.aperture, found.exposure_s, found.distance_m)
    assert all(length is None or (math.isfinite(length) and length > 0) for length in lengths)
    assert found.offset is None or len(found.offset) == len("+01:00")
    assert all(text is None or text.isprintable() for text in (found.camera, found.lens, found.serial))


def test_a_number_may_be_any_kind_of_fraction() -> None:
    tags = {"FNumber": [Fraction(28, 10)], "FocalLength": TiffImagePlugin.IFDRational(90, 1)}
    found = metadata.settings_from(tags, orientation=1, profile=None)
    assert (found.aperture, found.focal_mm) == (2.8, 90)
