"""Figures of the imaging room: how long a photo takes, and how far an alignment is off.

Rule: figures are told with what was measured; nothing here passes or fails by the clock.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from scardesk.assets import resource
from scardesk.imaging import children
from scardesk.imaging.align import align
from scardesk.imaging.decode import decode, inspect
from scardesk.imaging.frame import Frame
from scardesk.imaging.render import encode_jpeg, overlay, thumbnail
from scardesk.model.alignment import CONFIDENT, Alignment
from scardesk.model.geometry import Point, Size

WHOLE = Size(3000, 2000)
PAIRS = [
    ("0101", "0188"),
    ("0188", "0274"),
    ("0101", "0274"),
    ("0103", "0276"),
    ("0102", "0275"),
    ("0131", "0233"),
]
WRONG = ("0101", "0131")
REPEATS = 5


def run() -> list[tuple[str, str]]:
    """All figures as (what, how much)."""
    return [*decoding(), *rendering(), *aligning()]


def decoding() -> list[tuple[str, str]]:
    """Seconds for one photo of 6 and of 24 megapixels, worker and pipe included."""
    children.CHILDREN.close()
    sample = resource("samples", "DSC_0101.JPG").read_bytes()
    large = enlarged(sample)
    return [
        ("first photo, worker started", milliseconds(lambda: inspect(sample, name="x.jpg"), repeats=1)),
        ("inspect 6 MP JPEG", milliseconds(lambda: inspect(sample, name="x.jpg"))),
        ("decode 6 MP JPEG", milliseconds(lambda: decode(sample, name="x.jpg"))),
        ("inspect 24 MP JPEG", milliseconds(lambda: inspect(large, name="x.jpg"))),
        ("decode 24 MP JPEG", milliseconds(lambda: decode(large, name="x.jpg"))),
        ("decode 24 MP JPEG to 1600 px", milliseconds(lambda: decode(large, name="x.jpg", longest_px=1600))),
        ("decode 24 MP JPEG to 320 px", milliseconds(lambda: decode(large, name="x.jpg", longest_px=320))),
    ]


def rendering() -> list[tuple[str, str]]:
    """Milliseconds for what the window and the report ask for."""
    before, after = frame("0101"), frame("0188")
    alignment = on_whole(before, after)
    return [
        ("thumbnail 1600 to 320 px", milliseconds(lambda: thumbnail(before, 320))),
        ("encode 1600 px as JPEG", milliseconds(lambda: encode_jpeg(before))),
        ("overlay at 1600 px", milliseconds(lambda: overlay(before, after, alignment))),
    ]


def aligning() -> list[tuple[str, str]]:
    """Seconds and errors in mm at the scars, for each pair of the sample."""
    lines = [
        (f"align {one} -> {two}, {where}", told)
        for one, two in PAIRS
        for where, told in measured(one, two).items()
    ]
    start = time.perf_counter()
    alignment = on_whole(frame(WRONG[0]), frame(WRONG[1]))
    verdict = "accepted" if alignment.is_accepted else "refused"
    lines.append(("align another patient", f"{verdict} in {time.perf_counter() - start:.1f} s"))
    return [*lines, *memory()]


def memory() -> list[tuple[str, str]]:
    """The most memory that this process held, where the system tells it."""
    if sys.platform != "linux":
        return []
    from resource import RUSAGE_SELF, getrusage

    return [("peak memory of this process", f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")]


def measured(before: str, after: str) -> dict[str, str]:
    """Seconds, coverage and error percentiles of one pair, at its scars and at its skin points."""
    one, two = frame(before), frame(after)
    start = time.perf_counter()
    alignment = on_whole(one, two)
    told = {"time": f"{time.perf_counter() - start:.1f} s, coverage {alignment.coverage:.0%}"}
    for where, pairs in known(before, after).items():
        told[where] = percentiles(alignment, pairs, mm_per_px(after))
    return told


def percentiles(alignment: Alignment, pairs: list[tuple[Any, Any]], scale: float) -> str:
    """P50, p90, p95 and the largest error, in mm and px, of the points that are placed with confidence."""
    found = [(alignment.to_after(Point(*one)), Point(*two)) for one, two in pairs if one and two]
    inside = [(placed, there) for placed, there in found if placed.is_inside]
    px = [placed.point.distance_to(there) for placed, there in inside if placed.confidence >= CONFIDENT]
    if not px:
        return "none placed"
    p50, p90, p95, most = np.percentile(px, [50, 90, 95, 100])
    return (
        f"placed {len(px)} of {len(inside)}; p50 {p50 * scale:.3f} p90 {p90 * scale:.3f} "
        f"p95 {p95 * scale:.3f} max {most * scale:.3f} mm; p50 {p50:.2f} p95 {p95:.2f} px"
    )


def known(before: str, after: str) -> dict[str, list[tuple[Any, Any]]]:
    """The same places on both photos, from the truth."""
    one, two = f"DSC_{before}.JPG", f"DSC_{after}.JPG"
    skin = next(skin for skin in truth()["skins"] if one in skin["grid"]["points"])
    places = skin["grid"]["points"]
    return {
        "scars": [(scar["xy"].get(one), scar["xy"].get(two)) for scar in skin["scars"]],
        "skin": list(zip(places[one], places[two], strict=True)),
    }


def mm_per_px(number: str) -> float:
    """The scale of a sample photo."""
    return float(
        next(photo["mm_per_px"] for photo in truth()["photos"] if photo["file"] == f"DSC_{number}.JPG")
    )


def truth() -> dict[str, Any]:
    """The sample's truth."""
    found: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text(encoding="utf-8"))
    return found


def frame(number: str) -> Frame:
    """A sample photo at the size that alignment works at."""
    return decode(resource("samples", f"DSC_{number}.JPG").read_bytes(), name=number, longest_px=1600)


def on_whole(before: Frame, after: Frame) -> Alignment:
    """An alignment in pixels of the originals."""
    return align(before, after, before_size=WHOLE, after_size=WHOLE)


def enlarged(data: bytes) -> bytes:
    """The sample at 24 megapixels, as large as a clinic's camera writes it."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as photo:
        photo.resize((6000, 4000)).save(out, "JPEG", quality=95)
    return out.getvalue()


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> str:
    """The median time of some runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return f"{1000 * statistics.median(times):.0f} ms"


if __name__ == "__main__":
    for name, figure in run():
        print(f"{name:45}{figure}")
