"""``scardesk import`` and ``scardesk photo …``."""

import argparse
from pathlib import Path
from typing import Any

from scardesk.cli import output
from scardesk.cli.opening import open_library, operator, patient_with, photo_with
from scardesk.cli.patients import day
from scardesk.library import Library
from scardesk.model.geometry import Point
from scardesk.model.patient import Visit
from scardesk.model.photo import Photo
from scardesk.workflows import compare, intake, measuring, protocol


def import_(arguments: argparse.Namespace) -> int:
    """Import photos: 0 when all are in, 1 when some were refused, 2 when none could be read."""
    view, light = protocol.view_code(arguments.view), protocol.light_mode(arguments.light)
    visit_day = day(arguments.visit)
    with open_library(arguments) as library:
        patient = patient_with(library, arguments.patient)
        photos, refusals = intake.import_photos(
            library,
            patient,
            [Path(path) for path in arguments.paths],
            day=visit_day,
            view=view,
            light=light,
            progress=output.progress,
        )
        shown = [_shown(library, photo) for photo in photos]
    notes = [note for photo in photos for note in _notes(photo)]
    for refusal in refusals:
        output.complain(refusal.sentence)
    output.say(
        arguments,
        data={"imported": shown, "refused": refusals, "notes": notes},
        lines=[f"Imported {len(photos)} of {len(photos) + len(refusals)} files.", *notes],
    )
    bad = [refusal for refusal in refusals if not refusal.is_duplicate]
    return 0 if not bad else 1 if photos else 2


def list_(arguments: argparse.Namespace) -> int:
    """List the photos of a patient by visit and view."""
    with open_library(arguments, is_read_only=True) as library:
        patient = patient_with(library, arguments.patient)
        rows = [
            _shown(library, photo)
            for visit in compare.visits_of(library, patient)
            for photo in compare.photos_of(library, visit)
        ]
    head = ("id", "visit", "view", "light", "file", "width_px", "height_px")
    lines = output.table([head, *[tuple(str(row[key]) for key in head) for row in rows]])
    output.say(arguments, data=rows, lines=lines if rows else ["No photos yet."])
    return 0


def scale(arguments: argparse.Namespace) -> int:
    """Set the scale of a photo from two points on a ruler."""
    x1, y1, x2, y2 = arguments.ends
    with open_library(arguments) as library:
        photo = photo_with(library, arguments.photo)
        action = measuring.set_scale(
            library, photo, ends=(Point(x1, y1), Point(x2, y2)), length_mm=arguments.mm, who=operator()
        )
        library.commit(action.label, action.edits, scope=action.scope)
        mm_per_px = library.get(Photo, photo.id).width_mm(1.0)
    output.say(
        arguments, data={"photo": photo.id, "mm_per_px": mm_per_px}, lines=[f"{mm_per_px:.5f} mm per pixel."]
    )
    return 0


def _notes(photo: Photo) -> list[str]:
    """What to know about a photo that was taken in."""
    notes = [f"{photo.file_name}: {photo.note}"] if photo.note else []
    if photo.settings.has_gps:
        notes.append(f"{photo.file_name} holds a GPS position; no export will carry it.")
    return notes


def _shown(library: Library, photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "visit": library.get(Visit, photo.visit_id).day.isoformat(),
        "view": photo.view,
        "light": photo.light.value,
        "file": photo.file_name,
        "sha256": photo.sha256,
        "width_px": photo.size.width,
        "height_px": photo.size.height,
    }
