"""How fast a card comes in: read, checked, encrypted, settled on the disk, and in the record."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

from scardesk.assets import resource
from scardesk.library import Library
from scardesk.workflows import intake, register

ROUNDS = 5


def run() -> list[tuple[str, str]]:
    """The figures, each with what it is of."""
    photos = sorted(resource("samples").glob("*.JPG"))
    megabytes = sum(path.stat().st_size for path in photos) / 1e6
    took = sorted(imported(photos) for _ in range(ROUNDS))[ROUNDS // 2]
    plain = sorted(copied(photos) for _ in range(ROUNDS))[ROUNDS // 2]
    what = f"import {len(photos)} photos of 6 MP, {megabytes:.1f} MB"
    return [
        (what, f"{len(photos) / took:.0f} photos/s, {took:.2f} s"),
        ("the same files only read and written", f"{plain:.3f} s"),
    ]


def imported(photos: list[Path]) -> float:
    """Seconds for the whole road of an import."""
    with tempfile.TemporaryDirectory() as place:
        library, _ = Library.create(Path(place) / "library", passphrase=None, who="bench")
        with library:
            patient = register.new_patient(code="1", name="Bench", born=None, sex="unknown", skin="unknown")
            action = register.add(patient)
            library.commit(action.label, action.edits, scope=action.scope)
            start = time.perf_counter()
            intake.import_photos(library, patient, photos, day=date(2026, 1, 12), view="CCR")
            return time.perf_counter() - start


def copied(photos: list[Path]) -> float:
    """Seconds for reading the files and writing them elsewhere."""
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        for path in photos:
            (Path(place) / path.name).write_bytes(path.read_bytes())
        return time.perf_counter() - start
