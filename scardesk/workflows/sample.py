"""The sample library: two synthetic patients, taken in through the same road as a clinic's photos.

Hides: the truth file of the sample photos.  Rule: only what a clinician would do is done (import,
scale from the ruler, marks, alignment, confirmation, findings); patients are marked SAMPLE.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from scardesk.assets import resource
from scardesk.errors import AlreadyThere
from scardesk.files import writing
from scardesk.library import Edit, Library
from scardesk.model.geometry import Point, place_at
from scardesk.model.patient import Patient, Sex, SkinType, Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.progress import Progress, silent
from scardesk.model.scar import Finding, Outcome, ScarType
from scardesk.model.value import FindingId, PatientId, changed, new_id
from scardesk.workflows import compare, follow_up, intake, marking, measuring, register, reporting

WHO = "scardesk sample"
_PEOPLE: dict[str, tuple[str, date, Sex, SkinType]] = {
    "A": ("SD-0001", date(1994, 5, 12), Sex.FEMALE, SkinType.III),
    "B": ("SD-0002", date(1988, 11, 3), Sex.MALE, SkinType.II),
}
_VISIT_NOTES = {
    "2026-01-12": "Baseline photographs before the first session.",
    "2026-04-13": "Photographs 6 weeks after the second session. Slight redness.",
    "2026-08-10": "Photographs 3 months after the third session.",
    "2026-03-02": "Baseline photographs.",
    "2026-06-29": "Photographed in another room without flash.",
}
# fractions of the synthetic depth that are gone, and the words a clinician might choose for them
_SOFTENED_FROM, _MUCH_SOFTENED_FROM = 0.12, 0.45


class _Step(NamedTuple):
    words: str
    run: Callable[[], None]


def make_sample(folder: Path, progress: Progress = silent) -> Path:
    """Make the sample library in ``folder``, whole or not at all.  Slow, for a job.

    Raises AlreadyThere when the folder is not empty, DiskFull or CannotWrite.
    """
    with writing("the sample library"):
        if folder.exists() and any(folder.iterdir()):
            raise AlreadyThere(
                f"The folder {folder.name} is not empty. Nothing was changed. Choose another folder."
            )
        _make(folder, folder.with_name(folder.name + ".making"), progress)
    return folder


def _make(folder: Path, draft: Path, progress: Progress) -> None:
    shutil.rmtree(draft, ignore_errors=True)  # left over from a try that was stopped
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        library, _ = Library.create(draft, passphrase=None, who=WHO)
        with library:
            _Sample(library).fill(progress)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


class _Sample:
    """The sample while it is being made."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._truth = json.loads(resource("samples", "truth.json").read_text("utf-8"))
        self._photos: dict[str, Photo] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def fill(self, progress: Progress) -> None:
        steps = list(self._steps())
        for done, step in enumerate(steps):
            progress(done, len(steps), step.words)
            step.run()
        progress(len(steps), len(steps), "Done")

    def _steps(self) -> Iterator[_Step]:
        people = self._truth["patients"]
        for person in people:
            yield _Step(f"Adding {person['name']}", partial(self._add, person))
            yield _Step("Importing photos", partial(self._import, person["id"]))
        for skin in self._truth["skins"]:
            files = self._flash_files(skin)
            yield _Step(f"Marking scars on {files[0]}", partial(self._mark, skin, files[0]))
            for before, after in pairwise(files):
                yield _Step(f"Carrying numbers to {after}", partial(self._carry, skin, before, after))
        for person in people:
            yield _Step("Aligning first and last photos", partial(self._align, person["id"]))

    def _add(self, person: dict[str, Any]) -> None:
        code, born, sex, skin = _PEOPLE[person["id"]]
        patient = Patient(
            id=PatientId(new_id()),
            code=code,
            name=person["name"],
            born=born,
            sex=sex,
            skin=skin,
            is_sample=True,
        )
        self._do(register.add(patient))

    def _import(self, person: str) -> None:
        patient = self._patient(person)
        for shot in (p for p in self._truth["photos"] if p["patient"] == person):
            photos, refusals = intake.import_photos(
                self._library,
                patient,
                [resource("samples", shot["file"])],
                day=date.fromisoformat(shot["date"]),
                view=shot["view"],
                light=Light(shot["light"]),
            )
            assert not refusals, f"the sample's photo {shot['file']} was refused"
            self._photos[shot["file"]] = photos[0]
            if shot.get("ruler"):
                self._scale(shot)
        self._describe_visits(patient)

    def _patient(self, person: str) -> Patient:
        patient = self._library.patient_with_code(_PEOPLE[person][0])
        assert patient is not None, "the sample's patients are added before anything else"
        return patient

    def _scale(self, shot: dict[str, Any]) -> None:
        ruler = shot["ruler"]
        ends = (Point(*ruler["at_0_mm"]), Point(*ruler["at_20_mm"]))
        photo = self._photos[shot["file"]]
        self._do(measuring.set_scale(self._library, photo, ends=ends, length_mm=ruler["length_mm"], who=WHO))

    def _describe_visits(self, patient: Patient) -> None:
        edits = [
            Edit.replaced(visit, changed(visit, note=_VISIT_NOTES[visit.day.isoformat()]))
            for visit in self._library.children(Visit, patient.id)
        ]
        self._do(marking.Action("Describe the visits", tuple(edits), patient.id))

    def _mark(self, skin: dict[str, Any], file: str) -> None:
        photo = self._photos[file]
        in_reading_order = sorted(
            skin["scars"], key=lambda scar: (round(scar["xy"][file][1] / 220), scar["xy"][file][0])
        )
        for truth in in_reading_order:
            width_px = truth["width_mm"] / truth["local_mm_per_px"][file]
            place = place_at(Point(*truth["xy"][file]), width_px)
            action, marked = marking.place_new(
                self._library, photo, type_=ScarType(truth["kind"]), place=place
            )
            self._do(action)
            self._numbers[(marked.scar.patient_id, truth["id"])] = marked.scar.number

    def _carry(self, skin: dict[str, Any], before: str, after: str) -> None:
        earlier, later = self._photos[before], self._photos[after]
        pair = follow_up.align_photos(self._library.vault, earlier, later)
        self._do(follow_up.keep_alignment(self._library, pair))
        sure = [p for p in follow_up.proposals(self._library, pair) if p.is_confident]
        if sure:
            self._do(follow_up.accept(self._library, later, sure))
        if compare.pair_of(self._library, earlier, later).verdict.level != "not_comparable":
            self._judge(skin, later)  # nobody judges a change from photos that cannot show it

    def _align(self, person: str) -> None:
        facts = reporting.gather(self._library, self._patient(person))
        found = reporting.align_untried(self._library.vault, facts)
        self._do(follow_up.keep_alignments(self._library, found))

    def _judge(self, skin: dict[str, Any], photo: Photo) -> None:
        day = self._library.get(Visit, photo.visit_id).day.isoformat()
        scope = marking.patient_of(self._library, photo)
        healed = {self._numbers.get((scope, scar["id"])): scar["healed"][day] for scar in skin["scars"]}
        edits = [
            Edit.added(
                Finding(
                    id=FindingId(new_id()),
                    scar_id=scar.id,
                    visit_id=photo.visit_id,
                    outcome=_outcome(healed[scar.number]),
                )
            )
            for _, scar in marking.marks_on(self._library, photo)
            if scar.number in healed
        ]
        self._do(marking.Action("Record what was found", tuple(edits), scope))

    def _flash_files(self, skin: dict[str, Any]) -> list[str]:
        same_skin = [
            p for p in self._truth["photos"] if (p["patient"], p["view"]) == (skin["patient"], skin["view"])
        ]
        first_light = same_skin[0]["light"]
        by_day: dict[str, str] = {}
        for shot in sorted(same_skin, key=lambda p: (p["date"], p["light"] != first_light)):
            by_day.setdefault(shot["date"], shot["file"])
        return list(by_day.values())

    def _do(self, action: marking.Action) -> None:
        if action.edits:
            self._library.commit(action.label, action.edits, scope=action.scope)


def _outcome(healed: float) -> Outcome:
    if healed >= _MUCH_SOFTENED_FROM:
        return Outcome.MUCH_SOFTENED
    return Outcome.SOFTENED if healed >= _SOFTENED_FROM else Outcome.UNCHANGED
