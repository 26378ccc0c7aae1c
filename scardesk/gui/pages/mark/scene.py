"""What the Mark page says about its photo, in words and rows; no widgets.

Rule: no millimetre without a scale.
"""

from PySide6.QtCore import QCoreApplication

from scardesk.gui.look.dates import day_text
from scardesk.gui.pages.mark.queue import Queue, Waiting, ghost_id
from scardesk.gui.pages.mark.rows import Row, outcome_words
from scardesk.library import Library
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.workflows import compare, follow_up, protocol
from scardesk.workflows.marking import Marked


def _tr(text: str) -> str:
    return QCoreApplication.translate("mark", text)


def context_of(library: Library, photo: Photo) -> str:
    """Which visit, view and side a photo shows, for the banner."""
    visit = library.get(Visit, photo.visit_id)
    visits = compare.visits_of(library, library.get(Patient, visit.patient_id))
    number = [v.id for v in visits].index(visit.id) + 1
    view = protocol.view(photo.view)
    side = "" if view.side not in ("left", "right") else _tr("patient's {side}").format(side=view.side)
    parts = (_tr("Visit {number}, {day}").format(number=number, day=day_text(visit.day)), view.name, side)
    return "    ".join(part for part in parts if part)


def photos_at_hand(library: Library, photo: Photo) -> list[tuple[Photo, str]]:
    """The photos of this visit in protocol order, then this view at the other visits, with words."""
    visit = library.get(Visit, photo.visit_id)
    here = [(p, f"{p.view} {protocol.LIGHT_SHORT[p.light]}") for p in compare.photos_of(library, visit)]
    visits = compare.visits_of(library, library.get(Patient, visit.patient_id))
    elsewhere = [(v, p) for v in visits if v.id != visit.id for p in compare.photos_of(library, v)]
    same_view = [(v, p) for v, p in elsewhere if p.view == photo.view]
    same_light = [(v, p) for v, p in same_view if p.light is photo.light]
    return here + [(p, f"{p.view} {day_text(v.day)}") for v, p in same_light or same_view]


def width_words(photo: Photo, width_px: float | None) -> str:
    """A width in mm with a scale, in px without one."""
    width_mm = photo.width_mm(width_px)
    if width_mm is not None:
        return f"{width_mm:.1f} mm"
    return f"{width_px:.0f} px" if width_px is not None else ""


def marked_row(library: Library, photo: Photo, pair: Marked) -> Row:
    """The row of a scar that is marked here."""
    finding = follow_up.finding_at(library, pair.scar, photo)
    return Row(
        mark_id=pair.mark.id,
        scar=pair.scar,
        mark=pair.mark,
        finding=finding,
        width=width_words(photo, pair.mark.place.width_px),
        status=outcome_words(finding.outcome) if finding else "",
    )


def waiting_row(waiting: Waiting) -> Row:
    """The row of a scar that has no mark here: what it waits for, or how it was answered."""
    if waiting.finding is not None and not waiting.is_open:
        status = outcome_words(waiting.finding.outcome)
    elif waiting.proposal is None:
        status = _tr("place by hand")
    elif not waiting.proposal.is_inside:
        status = _tr("outside this photo")
    else:
        status = _tr("confirm?") if waiting.is_confident else _tr("unsure, check")
    return Row(mark_id=ghost_id(waiting.scar), scar=waiting.scar, finding=waiting.finding, status=status)


def queue_words(queue: Queue) -> str:
    """What waits on this photo; empty when nothing does."""
    count = len(queue.waiting)
    if not count:
        return ""
    if queue.untried:
        return _tr("{count} numbers can be carried over from earlier photos.").format(count=count)
    if queue.refusal:
        return _tr("{count} numbers wait. {reason} Choose one and click its place.").format(
            count=count, reason=queue.refusal
        )
    return _tr("{count} numbers wait for your answer.").format(count=count)
