"""The lock files: every package that pip may install, with its hashes, for all systems and Pythons at once.

Rule: a lock file names no registry, so that a clinic's mirror serves as well as the public one. That is why
it is a requirements file made by `uv pip compile`: uv.lock and pylock.toml carry the address of each wheel.
"""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path

from installer.environment import DEV_LOCK, ROOT, RUNTIME_LOCK, interpreter_of

EXTRAS = {RUNTIME_LOCK: "build", DEV_LOCK: "dev"}


def write(*, upgrade: bool) -> None:
    """Resolve pyproject.toml and write both lock files; without `upgrade` keep versions that still fit."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(interpreter_of(Path(folder)))
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        for lock, extra in EXTRAS.items():
            subprocess.run(compile_command(python, lock, extra=extra, upgrade=upgrade), cwd=ROOT, check=True)
            refuse_addresses(lock)
            print(f"Wrote {lock.relative_to(ROOT)}.")


def compile_command(python: str, lock: Path, *, extra: str, upgrade: bool) -> list[str]:
    """Return the uv command that writes `lock`."""
    return [
        *(python, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
        *("--universal", "--python-version", "3.11", "--extra", extra, "--generate-hashes"),
        *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--custom-compile-command", "python3 -m installer lock"),
        *(["--upgrade"] if upgrade else []),
        *("--output-file", lock.relative_to(ROOT).as_posix()),
    ]


def refuse_addresses(lock: Path) -> None:
    """Raise ValueError if the address of a registry slipped into `lock`."""
    if "://" in lock.read_text():
        raise ValueError(f"{lock.name} contains an address; it must name packages and hashes only.")
