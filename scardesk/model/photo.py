"""A photo that we keep untouched, and how it was taken.

Rule: what the camera did not say is None, never guessed; no millimetre without a Scale.
"""

import re
from datetime import datetime
from enum import StrEnum

from scardesk.model.geometry import Point, Size
from scardesk.model.value import PhotoId, Value, VisitId, require, require_note

_VIEW_CODE = re.compile(r"[A-Z]{1,3}[0-9]{0,2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
UNKNOWN_VIEW = "NA"


class Light(StrEnum):
    """How the skin was lit; it decides what a photo shows.  In the order in which lists show them."""

    STANDARD_FLASH = "standard_flash"
    CROSS_POLARISED = "cross_polarised"
    PARALLEL_POLARISED = "parallel_polarised"
    TANGENTIAL_RIGHT = "tangential_R"
    TANGENTIAL_LEFT = "tangential_L"
    TANGENTIAL_TOP = "tangential_T"
    RING = "ring"
    AMBIENT = "ambient"
    UV = "uv"
    UNKNOWN = "unknown"


# What a light is called, on screen, in a verdict and on paper; sides are the patient's.
LIGHT_WORDS = {
    Light.STANDARD_FLASH: "standard flash",
    Light.CROSS_POLARISED: "cross-polarised light",
    Light.PARALLEL_POLARISED: "parallel-polarised light",
    Light.TANGENTIAL_RIGHT: "raking light from the patient's right",
    Light.TANGENTIAL_LEFT: "raking light from the patient's left",
    Light.TANGENTIAL_TOP: "raking light from above",
    Light.RING: "ring light",
    Light.AMBIENT: "room light",
    Light.UV: "UV light",
    Light.UNKNOWN: "light not recorded",
}


class ScaleMethod(StrEnum):
    """Where a scale comes from."""

    RULER_CLICKS = "ruler_clicks"
    KNOWN_RATIO = "known_ratio"


class Scale(Value, frozen=True, kw_only=True):
    """Millimetres per pixel near the ruler's plane: ``mm_per_px = length_mm / distance_px``."""

    mm_per_px: float
    method: ScaleMethod
    who: str
    at: datetime
    ends: tuple[Point, Point] | None = None
    length_mm: float | None = None

    def __post_init__(self) -> None:
        require(
            1e-4 <= self.mm_per_px <= 10,
            "A scale must lie between 0.0001 and 10 mm per pixel. Nothing was changed. Set it again.",
        )


class CaptureSettings(Value, frozen=True, kw_only=True):
    """What the camera wrote about the shot; None where it wrote nothing.

    ``taken`` is local wall time exactly as written (no zone); ``offset`` is OffsetTimeOriginal,
    e.g. "+01:00", when present.  Lengths in mm, times in seconds, distance in metres.
    """

    camera: str | None = None
    lens: str | None = None
    serial: str | None = None
    focal_mm: float | None = None
    focal_35mm: float | None = None
    aperture: float | None = None
    exposure_s: float | None = None
    iso: int | None = None
    is_flash: bool | None = None
    is_auto_white_balance: bool | None = None
    distance_m: float | None = None
    digital_zoom: float | None = None
    taken: datetime | None = None
    offset: str | None = None
    profile: str | None = None
    orientation: int = 1
    has_gps: bool = False

    def __post_init__(self) -> None:
        require(1 <= self.orientation <= 8, "An EXIF orientation lies between 1 and 8.")
        require(self.taken is None or self.taken.tzinfo is None, "Capture time is wall time, without a zone.")


class Photo(Value, frozen=True, kw_only=True):
    """A stored photo.  ``sha256`` is of the original bytes, ``blob`` names them in the vault."""

    id: PhotoId
    visit_id: VisitId
    file_name: str
    sha256: str
    blob: str
    size_bytes: int
    size: Size
    view: str
    light: Light = Light.UNKNOWN
    settings: CaptureSettings = CaptureSettings()
    scale: Scale | None = None
    imported_at: datetime
    note: str = ""

    def __post_init__(self) -> None:
        require(bool(_VIEW_CODE.fullmatch(self.view)), f"{self.view!r} is not a view code such as F0 or CCR.")
        require(bool(_SHA256.fullmatch(self.sha256)), "A photo needs its SHA-256.")
        require(self.size_bytes > 0, "A photo has at least one byte.")
        require_note(self.note, "The note")

    def width_mm(self, width_px: float | None) -> float | None:
        """A width on this photo in mm, None without a scale or a width."""
        if self.scale is None or width_px is None:
            return None
        return width_px * self.scale.mm_per_px
