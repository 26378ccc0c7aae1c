"""``scardesk align``: two plain files, no library."""

import argparse
import time
from pathlib import Path

from scardesk.cli import output
from scardesk.cli.opening import read_text
from scardesk.exchange import marks_csv
from scardesk.files import write_beside
from scardesk.imaging import decode, source
from scardesk.imaging.frame import Frame
from scardesk.model.alignment import Alignment
from scardesk.model.geometry import Point, Size
from scardesk.workflows.follow_up import WORKING_PX


def align(arguments: argparse.Namespace) -> int:
    """Align two files; 1 when the pair is refused."""
    from scardesk.imaging.align import align as align_frames  # the vision library takes 0.2 s to import

    points = marks_csv.read_points(read_text(Path(arguments.points))) if arguments.points else ()
    before, before_size = _frame(Path(arguments.before))
    after, after_size = _frame(Path(arguments.after))
    start = time.perf_counter()
    found = align_frames(before, after, before_size=before_size, after_size=after_size)
    seconds = time.perf_counter() - start
    if arguments.out:
        rows = (_mapped(found, point) for point in points)
        write_beside(Path(arguments.out), marks_csv.write_points(rows).encode("utf-8"))
    if arguments.overlay and found.is_accepted:
        _write_overlay(Path(arguments.overlay), before, after, found)
    data = {
        "accepted": found.is_accepted,
        "reason": found.reason,
        "residual_px": found.residual_px,
        "coverage": found.coverage,
        "seconds": round(seconds, 3),
    }
    output.say(arguments, data=data, lines=[found.reason])
    return 0 if found.is_accepted else 1


def _frame(path: Path) -> tuple[Frame, Size]:
    data = source.read_photo(path)
    name = source.shown_name(path.name)
    size = decode.inspect(data, name=name).size
    return decode.decode(data, name=name, longest_px=WORKING_PX), size


def _mapped(found: Alignment, point: Point) -> marks_csv.PointRow:
    placed = found.to_after(point)
    return marks_csv.PointRow(at=placed.point, confidence=placed.confidence, is_placed=placed.confidence > 0)


def _write_overlay(path: Path, before: Frame, after: Frame, found: Alignment) -> None:
    from scardesk.imaging import render

    write_beside(path, render.encode_jpeg(render.overlay(before, after, found), quality=90))
