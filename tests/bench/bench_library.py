"""How fast the library is: ``python -m tests.bench.bench_library``.  Figures, never a verdict."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from scardesk.library import CHEAPEST, Cost, Edit, Library
from scardesk.library.keys import calibrated
from scardesk.model.geometry import Point, Spot
from scardesk.model.patient import Patient
from scardesk.model.scar import Mark
from scardesk.model.value import changed
from tests.faults.clinic import GOOD, WHO, a_mark, a_patient, a_photo, a_scar, a_visit, some_bytes

COMMITS = 300
MARKS = 200
PATIENTS = 2000
PHOTO_BYTES = 12_000_000
PHOTOS = 20

Figures = list[tuple[str, str]]
T = TypeVar("T")


def run() -> Figures:
    """The figures, each with what it is of."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("SCARDESK_BENCH_DIR")) as place:
        folder = Path(place) / "library"
        with Library.create(folder, passphrase=GOOD, who=WHO, cost=CHEAPEST)[0] as library:
            patient = a_patient()
            figures = photos(library, patient) + marks(library, patient) + crowd(library)
        return figures + whole(folder)


def photos(library: Library, patient: Patient) -> Figures:
    """Importing and reading originals."""
    visit = a_visit(patient)
    library.commit("Start", [Edit.added(patient), Edit.added(visit)], scope=patient.id)
    keep, read = [], []
    for number in range(PHOTOS):
        data = some_bytes(number, PHOTO_BYTES)
        took, photo = timed(lambda: a_photo(library, visit, data, f"{number}.jpg"))  # noqa: B023 - called at once
        keep.append(took)
        library.commit("Import", [Edit.added(photo)], scope=patient.id)
        read.append(timed(lambda: library.original(photo))[0])  # noqa: B023 - likewise
    return [("keep a 12 MB photo", spread(keep)), ("read a 12 MB photo", spread(read))]


def marks(library: Library, patient: Patient) -> Figures:
    """Committing, undoing and listing marks."""
    photo = a_photo(library, a_visit(patient), some_bytes(0, PHOTO_BYTES))
    photo = library.photos_with_sha256(photo.sha256)[0][0]
    scars = [a_scar(patient, number) for number in range(1, MARKS + 1)]
    made = [a_mark(scar, photo) for scar in scars]
    adding = [Edit.added(value) for value in (*scars, *made)]
    many, _ = timed(lambda: library.commit("Add 200 marks", adding, scope=patient.id))
    moves = [move(library, made[0].id, at, patient) for at in range(COMMITS)]
    undos = [timed(lambda: library.undo(patient.id))[0] for _ in range(COMMITS)]
    listing = [timed(lambda: library.children(Mark, photo.id))[0] for _ in range(50)]
    return [
        ("commit of one mark", spread(moves)),
        ("undo of one mark", spread(undos)),
        ("commit of 200 scars and marks", f"{many * 1000:.1f} ms"),
        ("list 200 marks", spread(listing)),
    ]


def move(library: Library, mark_id: str, at: int, patient: Patient) -> float:
    """Seconds for the commit of one moved mark."""
    mark = library.get(Mark, mark_id)
    edit = Edit.replaced(mark, changed(mark, place=Spot(centre=Point(at, at))))
    return timed(lambda: library.commit("Move", [edit], scope=patient.id))[0]


def crowd(library: Library) -> Figures:
    """A clinic with many patients."""
    library.commit("Many", [Edit.added(a_patient(f"C-{number}")) for number in range(PATIENTS)])
    listing = [timed(lambda: library.children(Patient, ""))[0] for _ in range(5)]
    finding = [timed(lambda: library.patient_with_code(f"c-{PATIENTS - 1}"))[0] for _ in range(50)]
    return [(f"list {PATIENTS} patients", spread(listing)), ("find a patient by id", spread(finding))]


def whole(folder: Path) -> Figures:
    """Opening and verifying."""
    opening = [timed(lambda: Library.open(folder, secret=GOOD, who=WHO).close())[0] for _ in range(5)]
    with Library.open(folder, secret=GOOD, is_read_only=True, who=WHO) as library:
        verifying, report = timed(library.verify)
    per_100 = verifying / report.photos * 100
    cost = calibrated()
    return [
        (f"open and close, pass-phrase at the floor ({mib(CHEAPEST)})", spread(opening)),
        (f"verify, for 100 photos of 12 MB ({report.changes} changes)", f"{per_100:.1f} s"),
        ("pass-phrase cost chosen for this machine", f"{mib(cost)}, {cost.passes} passes"),
    ]


def mib(cost: Cost) -> str:
    """The memory of a cost."""
    return f"{cost.memory_kib // 1024} MiB"


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def spread(seconds: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{median(seconds) * 1000:.2f} ms, p95 {quantiles(seconds, n=20)[-1] * 1000:.2f} ms"


if __name__ == "__main__":
    for what, figure in run():
        print(f"{what:<60}{figure}")
