"""The Debian packages that pip cannot install: Qt's system libraries and the tools that tests ask.

Rule: only root installs anything, and says so; everybody else is told the one command. Systems without dpkg
and apt are left alone: Windows and macOS need none of this, other Linux systems have other names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

DRAWING = (  # without these QApplication aborts the process, also offscreen
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
)
WINDOW = (  # what Qt's xcb platform loads to show a window
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
TEST_TOOLS = (
    "xvfb",  # a screen that nobody sees
    "xauth",
    "xdotool",  # real clicks and keys
    "imagemagick",  # the screenshot
    "poppler-utils",  # pdftotext, pdftoppm: what another reader finds in our PDF
    "qpdf",  # is the PDF well-formed?
    "libimage-exiftool-perl",  # exiftool: does a photo in the PDF still tell where it was taken?
)


class PackagesMissing(Exception):
    """Needed packages are missing and this user may not, or could not, install them."""


def provide(*, needed: Sequence[str], wanted: Sequence[str] = ()) -> None:
    """Install missing packages if we are root; otherwise say how.

    Raises PackagesMissing if one of `needed` is still absent. Missing `wanted` packages are only mentioned.
    """
    if not is_debian():
        return
    missing = missing_of((*needed, *wanted))
    if missing and is_root():
        install(missing)
        missing = missing_of(missing)
    if not missing:
        return
    advice = f"Debian packages are missing. As root: apt-get install -y {' '.join(missing)}"
    if set(missing) & set(needed):
        raise PackagesMissing(advice)
    print(f"{advice}\nWithout them some tests are skipped.", flush=True)


def is_debian() -> bool:
    """Tell whether packages here are dpkg's, and apt can fetch them."""
    return all(shutil.which(tool) for tool in ("dpkg-query", "apt-get"))


def is_root() -> bool:
    """Tell whether we may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def missing_of(names: Sequence[str]) -> list[str]:
    """Return the packages among `names` that are neither installed nor provided by another one."""
    present = installed()
    return [name for name in names if name not in present]


def installed() -> set[str]:
    """Return the names of all installed packages and of what they stand in for.

    Newer releases rename libraries (libglib2.0-0 is now libglib2.0-0t64) but still provide the old name.
    """
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}\t${Package}, ${Provides}\n"]
    lines = subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines()
    stated = (line.split("\t", 1) for line in lines)
    names = (name for status, listed in stated if status == "installed" for name in listed.split(","))
    return {name.split("(")[0].strip() for name in names}


def install(names: Sequence[str]) -> None:
    """Install packages with apt. A failure shows in what is still missing afterwards."""
    print(f"Installing Debian packages: {' '.join(names)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An unreachable third-party source fails the update, yet the packages we want may well be there.
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *names]
    subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
