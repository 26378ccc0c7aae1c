"""A patient's record as a report: what it says, and the figures that show it.

Hides: which marks, widths and findings count.  Rule: ``gather`` only reads and is quick;
``plan_report`` only computes.  What nobody measured is not printed as measured, and what nobody
looked at is not counted.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from scardesk.library import Library, Vault
from scardesk.model.alignment import AlignedPair
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo, ScaleMethod
from scardesk.model.progress import Progress, silent
from scardesk.model.scar import Finding, Mark, Origin, Outcome, Scar, ScarType
from scardesk.model.value import PhotoId, ScarId, Value, VisitId
from scardesk.report import plan as paper_plan
from scardesk.report.plan import ReportPlan, ScarRow, Seen, Width
from scardesk.report.texts import standard_texts
from scardesk.workflows import compare, follow_up, plates, protocol
from scardesk.workflows.marking import Marked, marks_on

_CLICK_PX = math.sqrt(2) * 2  # two clicks, each 2 px off (docs/sources.md, 3.2)
_DEPTH = 0.04  # skin 20 mm before or behind the ruler, seen from 500 mm (docs/sources.md, 3.2)


class Facts(Value, frozen=True, kw_only=True):
    """What the record holds for a report, read once.

    ``alone``: photos of views without a follow-up.  ``marks`` by photo, each list by number.
    """

    day: date
    patient: Patient
    visits: tuple[Visit, ...]
    photos: tuple[Photo, ...]
    pairs: tuple[compare.Pair, ...]
    alone: tuple[Photo, ...]
    marks: dict[PhotoId, tuple[Marked, ...]]
    scars: tuple[Scar, ...]
    findings: tuple[Finding, ...]

    @property
    def untried(self) -> tuple[compare.Pair, ...]:
        """Pairs that nobody has tried to align yet."""
        return tuple(pair for pair in self.pairs if pair.aligned is None)

    def visit_of(self, photo: Photo) -> Visit:
        """The visit at which a photo was taken."""
        return next(visit for visit in self.visits if visit.id == photo.visit_id)

    def unanswered(self, pair: compare.Pair) -> tuple[Scar, ...]:
        """Scars marked before that nobody has looked for on the later photo yet."""
        answered = {mark.scar_id for mark, _ in self.marks[pair.after.id]}
        answered |= {f.scar_id for f in self.findings if f.visit_id == pair.after_visit.id}
        return tuple(scar for _, scar in self.marks[pair.before.id] if scar.id not in answered)


def gather(library: Library, patient: Patient) -> Facts:
    """Read all that a report of ``patient`` needs; quick, on the thread that owns the library."""
    visits = compare.visits_of(library, patient)
    photos = [photo for visit in visits for photo in compare.photos_of(library, visit)]
    pairs = compare.best_pairs(library, patient)
    scars = sorted(library.children(Scar, patient.id), key=lambda scar: scar.number)
    return Facts(
        day=date.today(),
        patient=patient,
        visits=visits,
        photos=tuple(photos),
        pairs=pairs,
        alone=_alone(photos, pairs),
        marks={photo.id: marks_on(library, photo) for photo in photos},
        scars=tuple(scars),
        findings=tuple(finding for scar in scars for finding in library.children(Finding, scar.id)),
    )


def plan_report(
    vault: Vault, facts: Facts, *, clinic: str, author: str, paper: str, progress: Progress = silent
) -> ReportPlan:
    """The whole report with its figures: slow, for a job.  ``paper`` is "A4" or "Letter".

    Raises LibraryDamaged or UnreadablePhoto when an original cannot be read, Cancelled from ``progress``.
    """
    pairs = plates.drawn(vault, _shots(facts), progress)
    rows = tuple(_row(facts, scar) for scar in facts.scars)
    return ReportPlan(
        day=facts.day,
        patient=_person(facts),
        texts=standard_texts(),
        paper=paper_plan.Paper(paper.lower()),
        clinic=clinic,
        author=author,
        visits=tuple(_seen(facts, visit) for visit in facts.visits),
        pairs=pairs,
        scars=rows,
        width_error_mm=_width_error(facts, rows),
    )


def align_untried(vault: Vault, facts: Facts, progress: Progress = silent) -> tuple[AlignedPair, ...]:
    """Align every pair of the report that nobody has tried yet: slow, for a job."""
    found = []
    for done, pair in enumerate(facts.untried):
        progress(done, len(facts.untried), f"{pair.before.file_name}, {pair.after.file_name}")
        found.append(follow_up.align_photos(vault, pair.before, pair.after))
    return tuple(found)


# --- figures


def _alone(photos: Iterable[Photo], pairs: Iterable[compare.Pair]) -> tuple[Photo, ...]:
    """The first photo of each view and light that no pair shows."""
    paired = {pair.before.view for pair in pairs}
    firsts: dict[tuple[str, str], Photo] = {}
    for photo in photos:
        if photo.view not in paired:
            firsts.setdefault((photo.view, photo.light), photo)
    return tuple(sorted(firsts.values(), key=lambda photo: protocol.order(photo.view)))


def _shots(facts: Facts) -> tuple[plates.Shot, ...]:
    """What is to be drawn, in protocol order."""
    paired = [
        plates.Shot(
            view=pair.before.view,
            before=_side(facts, pair.before),
            after=_side(facts, pair.after),
            alignment=pair.aligned.alignment if pair.aligned is not None else None,
            verdict=pair.verdict,
        )
        for pair in facts.pairs
    ]
    alone = [plates.Shot(view=photo.view, before=_side(facts, photo)) for photo in facts.alone]
    return tuple(sorted([*paired, *alone], key=lambda shot: protocol.order(shot.view)))


def _side(facts: Facts, photo: Photo) -> plates.Side:
    return plates.Side(photo, facts.visit_of(photo).day, facts.marks[photo.id])


# --- visits


def _seen(facts: Facts, visit: Visit) -> Seen:
    photos = [photo for photo in facts.photos if photo.visit_id == visit.id]
    return Seen(day=visit.day, photo_count=len(photos), counts=_counts(facts, visit))


def _counts(facts: Facts, visit: Visit) -> dict[ScarType, int] | None:
    """Scars seen by type, each once; None where nobody looked for every known scar.

    A scar that was found to be no longer visible counts as not seen, also where it has a mark.
    """
    gone_here = _no_longer_visible(facts, {visit.id})
    seen = {scar.id: scar for scar in _scars_at(facts, visit) if scar.id not in gone_here}
    if not seen and not any(finding.visit_id == visit.id for finding in facts.findings):
        return None
    earlier = {scar.id for v in facts.visits if v.day < visit.day for scar in _scars_at(facts, v)}
    until = {v.id for v in facts.visits if v.day <= visit.day}
    if earlier - set(seen) - _no_longer_visible(facts, until):
        return None
    counts = Counter(scar.type for scar in seen.values())
    return {type_: counts.get(type_, 0) for type_ in ScarType}


def _scars_at(facts: Facts, visit: Visit) -> Iterator[Scar]:
    for photo in facts.photos:
        if photo.visit_id == visit.id:
            yield from (scar for _, scar in facts.marks[photo.id])


def _no_longer_visible(facts: Facts, visits: set[VisitId]) -> set[ScarId]:
    """Scars that a clinician no longer saw at one of these visits."""
    return {
        finding.scar_id
        for finding in facts.findings
        if finding.outcome is Outcome.NO_LONGER_VISIBLE and finding.visit_id in visits
    }


# --- scars


def _row(facts: Facts, scar: Scar) -> ScarRow:
    shown = {photo.view for photo in facts.photos if _mark(facts, photo, scar) is not None}
    before, now = _widths(facts, scar)
    found = _found(facts, scar, shown)
    return ScarRow(
        number=scar.number,
        type=scar.type,
        width_before=before,
        width_now=now,
        views=tuple(sorted(shown, key=protocol.order)),
        outcome=found.outcome if found is not None else None,
        outcome_note=found.note if found is not None else "",
        note=scar.note,
    )


def _mark(facts: Facts, photo: Photo, scar: Scar) -> Mark | None:
    return next((mark for mark, other in facts.marks[photo.id] if other.id == scar.id), None)


def _found(facts: Facts, scar: Scar, views: set[str]) -> Finding | None:
    """What was found at the last visit that shows one of its views, comparable if any is."""
    shown = [pair for pair in facts.pairs if pair.after.view in views]
    fair = [pair for pair in shown if _is_fair(pair)]
    last_visits = [pair.after_visit for pair in fair or shown] or facts.visits[-1:]
    days = {visit.id: visit.day for visit in last_visits}
    found = [f for f in facts.findings if f.scar_id == scar.id and f.visit_id in days]
    return max(found, key=lambda finding: days[finding.visit_id], default=None)


def _widths(facts: Facts, scar: Scar) -> tuple[Width | None, Width | None]:
    """Width before and now from one pair of photos, the best measured one.

    A pair that is not comparable tells the width before and nothing of now.
    """
    both = [
        (_width(facts, pair.before, scar), _width(facts, pair.after, scar) if _is_fair(pair) else None)
        for pair in facts.pairs
    ]
    both += [(_width(facts, photo, scar), None) for photo in facts.alone]
    return max(both, key=_worth, default=(None, None))


def _is_fair(pair: compare.Pair) -> bool:
    return pair.verdict.level != "not_comparable"


def _worth(widths: tuple[Width | None, Width | None]) -> tuple[int, int]:
    known = [width for width in widths if width is not None]
    return len(known), sum(width.is_measured for width in known)


def _width(facts: Facts, photo: Photo, scar: Scar) -> Width | None:
    """A width that a person set on this photo; one that was carried over is not a measurement."""
    mark = _mark(facts, photo, scar)
    if mark is None or mark.origin is Origin.CARRIED:
        return None
    width_mm = photo.width_mm(mark.place.width_px)
    return Width(mm=width_mm, is_measured=_has_ruler(photo)) if width_mm is not None else None


def _has_ruler(photo: Photo) -> bool:
    """Whether a ruler lies in view of a close-up: only then a decimal is honest (docs/sources.md, 3.3)."""
    is_ruled = photo.scale is not None and photo.scale.method is ScaleMethod.RULER_CLICKS
    return is_ruled and protocol.view(photo.view).is_close_up


def _width_error(facts: Facts, rows: Iterable[ScarRow]) -> float | None:
    """Up to which difference two widths may be equal, rounded up to 0.1 mm (docs/sources.md, 3.2)."""
    measured = [
        (row.width_before, row.width_now)
        for row in rows
        if row.width_before is not None and row.width_now is not None
    ]
    widths = [width.mm for both in measured for width in both if width.is_measured]
    coarsest = max((p.scale.mm_per_px for p in facts.photos if p.scale and _has_ruler(p)), default=None)
    if not widths or coarsest is None:
        return None
    one_width = math.hypot(_CLICK_PX * coarsest, _DEPTH * max(widths))
    return math.ceil(10 * math.sqrt(2) * one_width) / 10


def _person(facts: Facts) -> paper_plan.Person:
    who = facts.patient
    return paper_plan.Person(
        name=who.name,
        code=who.code,
        born=who.born,
        age=who.age_on(facts.day),
        sex=who.sex,
        skin=who.skin,
        is_sample=who.is_sample,
    )
