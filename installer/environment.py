"""The virtual environment `.venv`: made once, filled from a lock file, left alone while nothing changed.

Rule: everything in it was named with its hash in a lock file. The checkout is installed editable, by the
locked builder (hatchling) and without network: unlike a bare .pth file this also gives the command
`scardesk` and the version that the program reports, on every system in the same way.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "installer" / "requirements.lock"
DEV_LOCK = ROOT / "installer" / "requirements-dev.lock"  # holds all of the runtime lock (test_house.py)


class InstallFailed(Exception):
    """Pip or venv did not succeed; what they printed stands above this sentence."""


def prepare(lock: Path) -> str:
    """Return the interpreter of `.venv` after making sure that it holds everything in `lock`."""
    python = interpreter_of(VENV)
    if not is_usable(python):
        create()
    if not is_filled_from(lock):
        fill_from(lock, python)
    return str(python)


def interpreter_of(folder: Path) -> Path:
    """Return where a virtual environment keeps its interpreter on this system."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def is_usable(python: Path) -> bool:
    """Tell whether `python` starts and is the same Python (3.x) as this one."""
    if not python.exists():
        return False
    ask = [str(python), "-c", "import sys, pip; print(*sys.version_info[:2])"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    return answer.split() == [str(part) for part in sys.version_info[:2]]


def create() -> None:
    """Make `.venv` anew from the Python that runs this."""
    print(f"Making {VENV.name} with Python {sys.version.split()[0]} ...", flush=True)
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=sys.platform != "win32")
    except subprocess.CalledProcessError as error:
        raise InstallFailed("Python could not make .venv; on Debian: apt-get install python3-venv") from error


def fill_from(lock: Path, python: Path) -> None:
    """Install everything in `lock`, then the checkout, and remember that it was done."""
    print(f"Installing {lock.name} ...", flush=True)
    # Wheels only: nothing in a lock file may run a build script or need a compiler.
    pip(python, "--only-binary=:all:", "--require-hashes", "-r", str(lock))
    pip(python, "--no-index", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    for contained in (RUNTIME_LOCK, DEV_LOCK) if lock == DEV_LOCK else (lock,):
        stamp_of(contained).write_text(fingerprint(contained))


def pip(python: Path, *words: str) -> None:
    """Run `pip install` in `.venv`."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise InstallFailed(f"pip could not install {words[-1]}; nothing outside .venv was changed.")


def is_filled_from(lock: Path) -> bool:
    """Tell whether `.venv` was filled from exactly this lock and this pyproject.toml."""
    stamp = stamp_of(lock)
    return stamp.exists() and stamp.read_text() == fingerprint(lock)


def stamp_of(lock: Path) -> Path:
    """Return the file inside `.venv` that remembers an installed lock."""
    return VENV / f"installed-{lock.name}"


def fingerprint(lock: Path) -> str:
    """Return what stays the same as long as an installed lock holds; a moved checkout counts as changed."""
    digest = hashlib.sha256(str(ROOT).encode())
    for source in (lock, ROOT / "pyproject.toml"):
        digest.update(source.read_bytes())
    return digest.hexdigest()
