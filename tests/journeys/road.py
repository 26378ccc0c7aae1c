"""What the journeys share: the program started as a person starts it, and the samples' truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from scardesk.assets import resource


class Answer(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer to ``--json``."""
        return json.loads(self.out)


def scardesk(*words: str | Path, stdin: str | None = None, **environment: str) -> Answer:
    """Run scardesk as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "scardesk", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=stdin or "",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
        timeout=110,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


def sample(file: str) -> Path:
    """A sample photo."""
    return resource("samples", file)


def truth() -> dict[str, Any]:
    """Where the scars of the samples really are."""
    loaded: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text("utf-8"))
    return loaded


def scars_of(view: str, patient: str = "A") -> list[dict[str, Any]]:
    """The true scars of a patient's view."""
    skins = truth()["skins"]
    found: list[dict[str, Any]] = next(
        s["scars"] for s in skins if (s["view"], s["patient"]) == (view, patient)
    )
    return found
