"""What the camera wrote about a shot.

Hides: ExifRead, Pillow's EXIF reader and the many ways in which tags are wrong.  Rule: what is not
written, not finite or not possible is None; nothing is guessed.  Runs in the decode worker only:
both readers raise almost anything on damaged headers, and the worker catches it.
"""

import io
import logging
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

from scardesk.model.photo import CaptureSettings

Tags = Mapping[str, Any]
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_LONGEST_TEXT = 100
_XMP_POSITION = b"exif:GPSL"  # a position may also stand in XMP, which neither reader is asked for
_AUTO_WHITE_BALANCE = 0
_SRGB = 1


def by_exifread(data: bytes) -> dict[str, Any]:
    """Tags of the original by plain EXIF name, as ExifRead finds them; may raise anything."""
    import exifread

    logging.getLogger("exifread").setLevel(logging.CRITICAL)
    found = exifread.process_file(io.BytesIO(data), details=False, extract_thumbnail=False)
    tags: dict[str, Any] = {"GPSInfo": True} if _XMP_POSITION in data else {}
    for key, tag in found.items():
        folder, _, name = key.partition(" ")
        if folder in {"Image", "EXIF"}:
            tags[name] = getattr(tag, "values", None)
        elif folder == "GPS":
            tags["GPSInfo"] = True
    return tags


def by_pillow(exif: Image.Exif) -> dict[str, Any]:
    """Tags of the original by plain EXIF name, as Pillow finds them; may raise anything."""
    tags: dict[str, Any] = {ExifTags.TAGS.get(tag, ""): value for tag, value in exif.items()}
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    tags.update({ExifTags.TAGS.get(tag, ""): value for tag, value in inner.items()})
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        tags["GPSInfo"] = True
    return tags


def settings_from(tags: Tags, *, orientation: int, profile: str | None) -> CaptureSettings:
    """Camera settings in the units of CaptureSettings from plain tag names (docs/sources.md, 1.5).

    ``orientation`` is the one that was applied to the pixels; ``profile`` the embedded ICC name.
    """
    flash = _whole(tags, "Flash")
    balance = _whole(tags, "WhiteBalance")
    return CaptureSettings(
        camera=_camera(tags),
        lens=_text(tags, "LensModel"),
        serial=_text(tags, "BodySerialNumber"),
        focal_mm=_positive(tags, "FocalLength"),
        focal_35mm=_positive(tags, "FocalLengthIn35mmFilm"),
        aperture=_positive(tags, "FNumber"),
        exposure_s=_positive(tags, "ExposureTime"),
        iso=_iso(tags),
        is_flash=None if flash is None else bool(flash & 1),
        is_auto_white_balance=None if balance is None else balance == _AUTO_WHITE_BALANCE,
        distance_m=_distance(tags),
        digital_zoom=_not_negative(tags, "DigitalZoomRatio"),
        taken=_wall_time(_text(tags, "DateTimeOriginal")),
        offset=_offset(_text(tags, "OffsetTimeOriginal")),
        profile=profile or ("sRGB" if _whole(tags, "ColorSpace") == _SRGB else None),
        orientation=orientation,
        has_gps=bool(tags.get("GPSInfo")),
    )


def _camera(tags: Tags) -> str | None:
    maker, model = _text(tags, "Make"), _text(tags, "Model")
    if maker and model and not model.lower().startswith(maker.lower()):
        return f"{maker} {model}"
    return model or maker


def _iso(tags: Tags) -> int | None:
    for name in ("ISOSpeedRatings", "PhotographicSensitivity"):
        number = _positive(tags, name)
        if number is not None and number < 65535:  # 65535 says "look elsewhere" (EXIF 2.32, 4.6.5)
            return int(number)
    return None


def _distance(tags: Tags) -> float | None:
    """Metres; 0 means unknown and 0xFFFFFFFF infinity (EXIF 2.32, SubjectDistance): both None."""
    metres = _positive(tags, "SubjectDistance")
    return metres if metres is not None and metres < 1e5 else None


def _first(tags: Tags, name: str) -> Any:
    value = tags.get(name)
    if isinstance(value, (list, tuple)):
        return value[0] if value else None
    return value


def _number(tags: Tags, name: str) -> float | None:
    value = _first(tags, name)
    if isinstance(value, (str, bytes)) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):  # 0/0 and friends
        return None
    return number if math.isfinite(number) else None


def _positive(tags: Tags, name: str) -> float | None:
    number = _number(tags, name)
    return number if number is not None and number > 0 else None


def _not_negative(tags: Tags, name: str) -> float | None:
    number = _number(tags, name)
    return number if number is not None and number >= 0 else None


def _whole(tags: Tags, name: str) -> int | None:
    number = _number(tags, name)
    return None if number is None else int(number)


def _text(tags: Tags, name: str) -> str | None:
    value = tags.get(name)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    clean = "".join(char for char in value.split("\0")[0] if char.isprintable()).strip()
    return clean[:_LONGEST_TEXT] or None


def _wall_time(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  wall time has no zone
    except ValueError:
        return None


def _offset(text: str | None) -> str | None:
    return text if text and _OFFSET.fullmatch(text) else None
