"""``scardesk demo``: the sample library, its report, and the window on it.

Rule: without a display it still makes all three (the third as a screenshot) and says where.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from scardesk import report as reports
from scardesk.cli import output
from scardesk.errors import AlreadyThere, CannotWrite
from scardesk.files import writing
from scardesk.library import Library
from scardesk.workflows import reporting
from scardesk.workflows.sample import WHO, make_sample

_PATIENT = "SD-0001"
_PROGRAM = (sys.executable, "-m", "scardesk")  # the window is a process of its own: the CLI knows no Qt


def demo(arguments: argparse.Namespace) -> int:
    """Make the sample in a folder, or use the one that is there, and show it."""
    with writing("the sample library"):
        folder = Path(arguments.folder or "scardesk-demo").absolute()
        library_folder = folder / "library"
        is_there = library_folder.exists()
    if not is_there:
        make_sample(library_folder, output.progress)
    pdf = _report(library_folder, folder / "report-SD-0001.pdf")
    has_window = not arguments.no_window and _has_display()
    screenshot = None if has_window else _screenshot(library_folder, folder / "screenshot.png")
    data = {
        "library": str(library_folder),
        "report": str(pdf),
        "screenshot": str(screenshot) if screenshot else None,
    }
    output.say(arguments, data=data, lines=[f"{name}: {place}" for name, place in data.items() if place])
    if has_window:
        return subprocess.run([*_PROGRAM, "open", str(library_folder)], check=False).returncode
    return 0


def _report(library_folder: Path, pdf: Path) -> Path:
    with Library.open(library_folder, is_read_only=True, who=WHO) as library:
        patient = library.patient_with_code(_PATIENT)
        if patient is None or not patient.is_sample:
            raise AlreadyThere(
                f"The folder {library_folder.parent.name} holds another library, not the sample. "
                "Nothing was changed. Choose another folder."
            )
        facts = reporting.gather(library, patient)
        plan = reporting.plan_report(
            library.vault, facts, clinic="Sample clinic", author="scardesk demo", paper="A4"
        )
    reports.write(plan, pdf)
    return pdf


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _screenshot(library_folder: Path, target: Path) -> Path:
    """A screenshot by a process of its own, because Qt chooses its platform once."""
    words = [*_PROGRAM, "portrait", str(library_folder), str(target)]
    done = subprocess.run(words, check=False, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    if done.returncode != 0 or not target.is_file():
        raise CannotWrite(
            f"The screenshot {target.name} could not be made. The sample library and its report are in "
            f"{target.parent.name}. Look at them there."
        )
    return target
