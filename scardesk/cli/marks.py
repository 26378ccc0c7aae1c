"""``scardesk mark …`` and ``scardesk carry``."""

import argparse
from pathlib import Path

from scardesk.cli import output
from scardesk.cli.opening import open_library, photo_with, read_input
from scardesk.errors import NotFound
from scardesk.exchange import marks_csv
from scardesk.files import write_beside
from scardesk.library import Library
from scardesk.model.alignment import AlignedPair
from scardesk.model.photo import Photo
from scardesk.workflows import follow_up, marking


def import_(arguments: argparse.Namespace) -> int:
    """Take a table of marks onto a photo, whole or not at all."""
    rows = marks_csv.read_marks(read_input(arguments.file))
    with open_library(arguments) as library:
        photo = photo_with(library, arguments.photo)
        action = marking.take_rows(library, photo, rows)
        if action.edits:
            library.commit(action.label, action.edits, scope=action.scope)
        numbers = [row.number for row in marking.rows_of(library, photo)]
    output.say(
        arguments, data={"marks": len(rows), "numbers": numbers}, lines=[f"Imported {_counted(len(rows))}."]
    )
    return 0


def export(arguments: argparse.Namespace) -> int:
    """The marks of a photo as CSV, to a file or to standard output."""
    with open_library(arguments, is_read_only=True) as library:
        rows = marking.rows_of(library, photo_with(library, arguments.photo))
    text = marks_csv.write_marks(rows)
    if arguments.out:
        write_beside(Path(arguments.out), text.encode("utf-8"))
        said = [f"{_counted(len(rows))} written to {arguments.out}."]
    else:
        said = text.splitlines()
    output.say(arguments, data=[_shown_row(row) for row in rows], lines=said)
    return 0


def carry(arguments: argparse.Namespace) -> int:
    """Propose the numbers of one photo on another; 1 when the two do not align."""
    with open_library(arguments) as library:
        before, after = photo_with(library, arguments.before), photo_with(library, arguments.after)
        pair = _aligned(library, before, after)
        proposals = follow_up.proposals(library, pair)
        if arguments.accept:
            _accept_confident(library, after, proposals)
    data = {
        "accepted": pair.alignment.is_accepted,
        "reason": pair.alignment.reason,
        "proposals": [_shown_proposal(p) for p in proposals],
    }
    head = ("number", "type", "x", "y", "confidence")
    rows = [tuple(str(cell) for cell in _shown_proposal(p).values()) for p in proposals]
    output.say(arguments, data=data, lines=[pair.alignment.reason, *output.table([head, *rows])])
    return 0 if pair.alignment.is_accepted else 1


def _counted(count: int) -> str:
    return "1 mark" if count == 1 else f"{count} marks"


def _aligned(library: Library, before: Photo, after: Photo) -> AlignedPair:
    if before.id == after.id or marking.patient_of(library, before) != marking.patient_of(library, after):
        raise NotFound("The two photos must be different photos of one patient. Nothing was changed.")
    stored = follow_up.stored_alignment(library, before, after)
    if stored is not None:
        return stored
    pair = follow_up.align_photos(library.vault, before, after, output.progress)
    action = follow_up.keep_alignment(library, pair)
    library.commit(action.label, action.edits, scope=action.scope)
    return pair


def _accept_confident(library: Library, after: Photo, proposals: tuple[follow_up.Proposal, ...]) -> None:
    chosen = [proposal for proposal in proposals if proposal.is_confident]
    if chosen:
        action = follow_up.accept(library, after, chosen)
        library.commit(action.label, action.edits, scope=action.scope)


def _shown_proposal(proposal: follow_up.Proposal) -> dict[str, object]:
    centre = proposal.place.centre
    return {
        "number": proposal.scar.number,
        "type": proposal.scar.type.value,
        "x": round(centre.x, 2),
        "y": round(centre.y, 2),
        "confidence": proposal.confidence,
    }


def _shown_row(row: marks_csv.MarkRow) -> dict[str, object]:
    return {
        "number": row.number,
        "type": row.type.value,
        "x": row.at.x,
        "y": row.at.y,
        "width_px": row.width_px,
        "note": row.note,
    }
