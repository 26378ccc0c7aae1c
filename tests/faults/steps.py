"""A program that does one thing in a library and dies, or is refused by the disk, at the n-th step.

``python -m tests.faults.steps HOW WHAT TEMPLATE OUT``: for every step of WHAT, a copy of the library
TEMPLATE is made in OUT and a forked child works on it.  HOW is ``kill`` or the name of an error
(``EIO``, ``ENOSPC``, ``EACCES``).  Steps are calls into the system and into SQLite, before and after;
nothing of scardesk is replaced.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import apsw

from scardesk.errors import CannotWrite, ScardeskError
from scardesk.library import Edit, Library
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Scar
from scardesk.model.value import changed
from tests.faults.clinic import WHO, a_mark, a_photo, a_scar, everything, open_library, some_bytes

CALLS = ("fsync", "replace", "mkdir", "open", "unlink")
NEW_PHOTO = some_bytes(4242)


def bring_in(library: Library) -> None:
    """Keep a photo and commit it."""
    visit = library.children(Visit, library.children(Patient, "")[0].id)[0]
    photo = a_photo(library, visit, NEW_PHOTO, "new.jpg")
    library.commit("Import", [Edit.added(photo)], scope=visit.patient_id)


def mark(library: Library) -> None:
    """A new scar with its mark."""
    patient = library.children(Patient, "")[0]
    photo = library.children(Photo, library.children(Visit, patient.id)[0].id)[0]
    scar = a_scar(patient, 99)
    library.commit("Mark", [Edit.added(scar), Edit.added(a_mark(scar, photo))], scope=patient.id)


def rename(library: Library) -> None:
    """A changed patient."""
    patient = library.children(Patient, "")[0]
    library.commit("Rename", [Edit.replaced(patient, changed(patient, name="Ann Miller"))], scope=patient.id)


def delete(library: Library) -> None:
    """A scar and its marks, retired."""
    scar = library.children(Scar, library.children(Patient, "")[0].id)[0]
    marks = library.pointing_at(Mark, scar.id)
    library.commit("Delete", [Edit.retired(value) for value in (*marks, scar)], scope=scar.patient_id)


def undo(library: Library) -> None:
    """The latest step of the first patient, taken back."""
    library.undo(library.children(Patient, "")[0].id)


ACTIONS = {action.__name__: action for action in (bring_in, mark, rename, delete, undo)}


def act(what: str, folder: Path, arm: Callable[[], None]) -> None:
    """Do it, with faults from ``arm`` on; ``create`` and ``start`` are faulty from the beginning."""
    if what in {"create", "start"}:
        arm()
    library = open_library(folder) if what == "create" else Library.open(folder, who=WHO)
    with library:
        if what in ACTIONS:
            arm()
            ACTIONS[what](library)
        (folder.parent / "confirmed").touch()


class Steps:
    """Counts the steps once armed; at the n-th the program dies, or gets the refusal."""

    def __init__(self, at: int, refusal: Exception | None = None) -> None:
        self.at = at
        self.refusal = refusal
        self.count = 0
        self.is_armed = False

    def arm(self) -> None:
        """Begin to count."""
        self.is_armed = True

    def tick(self, refusal: Exception | None = None) -> None:
        """One step; ``refusal`` instead of the usual one."""
        self.count += self.is_armed
        if not self.is_armed or self.count != self.at:
            return
        if self.refusal is None:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            raise refusal or self.refusal

    def watch(self, *, is_after_too: bool) -> None:
        """Count the calls into the system and into SQLite of this process."""
        for name in CALLS:
            setattr(os, name, self._watched(getattr(os, name), is_after_too=is_after_too))
        execute = self._watched(apsw.Connection.execute, is_after_too=is_after_too)
        close = self._watched(apsw.Connection.close, is_after_too=is_after_too)
        if is_after_too:
            watched = type("Connection", (apsw.Connection,), {"execute": execute, "close": close})
            setattr(apsw, "Connection", watched)  # noqa: B010 - mypy knows it as a class

    def _watched(self, call: Callable[..., Any], *, is_after_too: bool) -> Callable[..., Any]:
        @wraps(call)
        def watched(*args: Any, **named: Any) -> Any:
            self.tick()
            done = call(*args, **named)
            if is_after_too:
                self.tick()
            return done

        return watched


class FailingFile(apsw.VFSFile):
    """A file of SQLite's that fails when told so."""

    steps: Steps
    refusal: apsw.Error

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - apsw names it
        self.steps.tick(self.refusal)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802 - apsw names it
        self.steps.tick(self.refusal)
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - apsw names it
        self.steps.tick(self.refusal)
        super().xTruncate(newsize)


class FailingDisk(apsw.VFS):
    """SQLite's way to the disk, below the encryption."""

    def __init__(self) -> None:
        super().__init__("failing", "unix")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - apsw names it
        return FailingFile("unix", name, flags)


class OnFailingDisk(apsw.Connection):
    """A connection that goes there."""

    def __init__(self, path: str, **named: Any) -> None:
        super().__init__(path, vfs="multipleciphers-failing", **named)


def run_killed(what: str, folder: Path, at: int) -> None:
    """One child that dies at step ``at``; without dying it leaves the number of steps."""
    steps = Steps(at)
    steps.watch(is_after_too=True)
    act(what, folder, steps.arm)
    (folder.parent / "steps").write_text(str(steps.count))


def run_refused(what: str, folder: Path, at: int, code: int) -> None:
    """One child whose disk refuses step ``at``; it tries again, and leaves what happened."""
    sqlite_error = apsw.FullError if code == errno.ENOSPC else apsw.IOError
    steps = Steps(at, OSError(code, os.strerror(code)))
    FailingFile.steps = steps
    FailingFile.refusal = sqlite_error("refused")
    disk = FailingDisk()
    setattr(apsw, "Connection", OnFailingDisk)  # noqa: B010 - mypy knows it as a class
    with Library.open(folder, who=WHO) as library:
        before = everything(library)
        steps.watch(is_after_too=False)
        steps.arm()
        outcome = attempt(lambda: ACTIONS[what](library))
        steps.is_armed = False
        state = "old" if everything(library) == before else "new"
        if outcome != "done":
            ACTIONS[what](library)
    del disk
    (folder.parent / "outcome").write_text(json.dumps([outcome, state, steps.count]))


def attempt(action: Callable[[], None]) -> str:
    """What comes of it: "done", or the name of the error that a person would be shown."""
    try:
        action()
    except CannotWrite as error:
        return type(error).__name__
    except ScardeskError as error:
        return f"unexpected {error!r}"
    return "done"


def in_child(work: Callable[[], None]) -> None:
    """Run in a forked child and wait for its end."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    os.waitpid(pid, 0)


def main(how: str, what: str, template: Path, out: Path) -> None:
    """Fault after fault, until a child gets through without one."""
    at, is_through = 0, False
    while not is_through:
        at += 1
        case = out / f"{at:03}"
        case.mkdir(parents=True)
        folder = case / "library"
        if what != "create":
            shutil.copytree(template, folder)
        if how == "kill":
            in_child(lambda: run_killed(what, folder, at))  # noqa: B023 - called at once
            is_through = (case / "steps").exists()
        else:
            in_child(lambda: run_refused(what, folder, at, getattr(errno, how)))  # noqa: B023 - likewise
            is_through = json.loads((case / "outcome").read_text())[2] < at


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
