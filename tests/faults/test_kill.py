"""The program is killed at a random moment, again and again, in one library that grows.

Rule: what was confirmed is there, what was not is there whole or not at all, and the next start needs
no help.  ``SCARDESK_KILLS`` sets how often (200 for each change; 5,000 at night).
"""

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from scardesk.library import Library
from scardesk.model.patient import Patient
from scardesk.model.scar import Mark, Scar
from tests.faults.busy import Confirmed
from tests.faults.clinic import WHO, open_library, require_sound

KILLS = int(os.environ.get("SCARDESK_KILLS", "200"))
SEED = os.environ.get("SCARDESK_SEED", "1")
ROOT = Path(__file__).parents[2]
LONGEST_S = 0.25


@pytest.mark.timeout(60 + 3 * KILLS)
def test_nothing_confirmed_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    open_library(folder).close()
    chance = random.Random(SEED)
    confirmed: list[Confirmed] = []
    for round_ in range(KILLS):
        confirmed += work_and_die(folder, f"{SEED}-{round_}", chance.uniform(0, LONGEST_S))
        with Library.open(folder, who=WHO) as library:
            require_all(library, confirmed)
    assert len(confirmed) > KILLS


def work_and_die(folder: Path, seed: str, seconds: float) -> list[Confirmed]:
    """Let the child confirm one thing at least, then kill it after a while; what it confirmed."""
    command = [sys.executable, "-m", "tests.faults.busy", str(folder), seed]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=seconds)
        child.kill()
        lines = (first + child.stdout.read()).splitlines(keepends=True)
    assert lines, "the child died by itself"
    return [msgspec.json.decode(line, type=Confirmed) for line in lines if line.endswith(b"\n")]


def require_all(library: Library, confirmed: list[Confirmed]) -> None:
    """Nothing lost, nothing half, nothing left over, originals byte for byte."""
    require_sound(library)
    assert list((library.folder / "tmp").iterdir()) == []
    patient = library.children(Patient, "")[0]
    written = {change.id for change in library.history(patient.id, 10**9)}
    assert {one.change for one in confirmed} <= written
    for scar in library.children(Scar, patient.id):
        assert len(library.pointing_at(Mark, scar.id)) == 1
    assert all(library._rooms.vault.holds(one.blob) for one in confirmed if one.blob)
