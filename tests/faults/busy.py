"""A program that works on a library until somebody kills it: ``python -m tests.faults.busy FOLDER SEED``.

It prints one line for each thing that the library has confirmed, and only then.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from scardesk.library import Change, Edit, Library
from scardesk.model.geometry import Point, Spot
from scardesk.model.numbering import next_number
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Scar
from scardesk.model.value import changed
from tests.faults.clinic import WHO, a_mark, a_patient, a_photo, a_scar, a_visit


class Confirmed(msgspec.Struct):
    """What the child tells: a change, and the photo that it imported."""

    change: str
    blob: str = ""
    sha256: str = ""


class Clinician:
    """Picks something to do, by chance."""

    def __init__(self, library: Library, chance: random.Random) -> None:
        self.library = library
        self.chance = chance
        self.patient = self._patient()

    def work(self) -> Confirmed | None:
        """Do one thing; None when there was nothing to do."""
        actions: list[Callable[[], Confirmed | None]] = [
            self.see,
            self.mark,
            self.mark,
            self.move,
            self.undo,
            self.redo,
        ]
        return self.chance.choice(actions)()

    def see(self) -> Confirmed:
        """A visit with a photo, in one change."""
        day = date(2000, 1, 1) + timedelta(days=self.chance.randrange(9000))
        visit = next((v for v in self._visits() if v.day == day), a_visit(self.patient, day))
        photo = a_photo(self.library, visit, self.chance.randbytes(self.chance.randrange(1, 200_000)))
        edits = (
            [Edit.added(photo)]
            if self.library.find(Visit, visit.id)
            else [Edit.added(visit), Edit.added(photo)]
        )
        change = self._commit("See", edits)
        return Confirmed(change.id, photo.blob, photo.sha256)

    def mark(self) -> Confirmed | None:
        """A scar and its mark, in one change."""
        photos = [photo for visit in self._visits() for photo in self.library.children(Photo, visit.id)]
        if not photos:
            return None
        scar = a_scar(self.patient, next_number(self.library.numbers_issued(self.patient.id)))
        mark = a_mark(scar, self.chance.choice(photos))
        return Confirmed(self._commit("Mark", [Edit.added(scar), Edit.added(mark)]).id)

    def move(self) -> Confirmed | None:
        """A mark elsewhere."""
        scars = self.library.children(Scar, self.patient.id)
        marks = self.library.pointing_at(Mark, self.chance.choice(scars).id) if scars else []
        if not marks:
            return None
        moved = changed(marks[0], place=Spot(centre=Point(self.chance.random(), 0)))
        return Confirmed(self._commit("Move", [Edit.replaced(marks[0], moved)]).id)

    def undo(self) -> Confirmed | None:
        """Take the last step back."""
        done = self.library.undo(self.patient.id)
        return Confirmed(done.id) if done else None

    def redo(self) -> Confirmed | None:
        """Do it again."""
        done = self.library.redo(self.patient.id)
        return Confirmed(done.id) if done else None

    def _patient(self) -> Patient:
        found = self.library.patient_with_code("P-1")
        if found is None:
            found = a_patient("P-1")
            self.library.commit("Add patient", [Edit.added(found)])
        return found

    def _visits(self) -> list[Visit]:
        return self.library.children(Visit, self.patient.id)

    def _commit(self, label: str, edits: list[Edit]) -> Change:
        return self.library.commit(label, edits, scope=self.patient.id)


def main(folder: Path, seed: str) -> None:
    """Work for ever."""
    with Library.open(folder, who=WHO) as library:
        clinician = Clinician(library, random.Random(seed))
        while True:
            if confirmed := clinician.work():
                sys.stdout.write(msgspec.json.encode(confirmed).decode() + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
