"""Millimetres: only where a ruler gave a scale.

Rule: ``mm_per_px = length_mm / distance_px`` on upright original pixels, near the ruler's plane.
"""

from datetime import UTC, datetime

from scardesk.errors import InvalidValue
from scardesk.library import Edit, Library
from scardesk.model.geometry import Point
from scardesk.model.photo import Photo, Scale, ScaleMethod
from scardesk.model.value import changed
from scardesk.workflows.marking import Action, patient_of

_SHORTEST_PX = 20  # two clicks of 2 px error each: below this the scale is off by more than 10 %


def scale_from_ruler(ends: tuple[Point, Point], length_mm: float, who: str) -> Scale:
    """A scale from two points on a ruler, ``length_mm`` apart.  Raises InvalidValue."""
    distance_px = ends[0].distance_to(ends[1])
    if distance_px < _SHORTEST_PX:
        raise InvalidValue(
            f"The two points are only {distance_px:.0f} pixels apart. Nothing was changed. "
            "Click two marks of the ruler that lie further from each other."
        )
    if not length_mm > 0:
        raise InvalidValue("The length on the ruler must be more than 0 mm. Nothing was changed.")
    return Scale(
        mm_per_px=length_mm / distance_px,
        method=ScaleMethod.RULER_CLICKS,
        who=who,
        at=datetime.now(UTC),
        ends=ends,
        length_mm=length_mm,
    )


def set_scale(
    library: Library, photo: Photo, *, ends: tuple[Point, Point], length_mm: float, who: str
) -> Action:
    """Give a photo its scale from two points on a ruler."""
    scale = scale_from_ruler(ends, length_mm, who)
    edit = Edit.replaced(photo, changed(photo, scale=scale))
    return Action(f"Set the scale of {photo.file_name}", (edit,), patient_of(library, photo))
