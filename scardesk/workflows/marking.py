"""Numbering scars: each function turns what a hand did into one change of the record.

Rule: nothing here writes; an ``Action`` is handed to ``Library.commit`` and is one undo step.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scardesk.errors import AlreadyThere, InvalidValue
from scardesk.exchange import marks_csv
from scardesk.exchange.marks_csv import MarkRow
from scardesk.library import Edit, Library
from scardesk.model.geometry import Place, place_at
from scardesk.model.numbering import next_number
from scardesk.model.patient import Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Mark, Origin, Scar, ScarType
from scardesk.model.sketch import STYLES
from scardesk.model.value import MarkId, PatientId, ScarId, changed, new_id


class Action(NamedTuple):
    """What one action of a person changes: a label to show, the edits, whose undo stack it joins."""

    label: str
    edits: tuple[Edit, ...]
    scope: str


class Marked(NamedTuple):
    """A mark together with its scar."""

    mark: Mark
    scar: Scar


def patient_of(library: Library, photo: Photo) -> PatientId:
    """Whose photo this is."""
    return library.get(Visit, photo.visit_id).patient_id


def marks_on(library: Library, photo: Photo) -> tuple[Marked, ...]:
    """The marks of a photo with their scars, by number."""
    pairs = (Marked(mark, library.get(Scar, mark.scar_id)) for mark in library.children(Mark, photo.id))
    return tuple(sorted(pairs, key=lambda pair: pair.scar.number))


def place_new(library: Library, photo: Photo, *, type_: ScarType, place: Place) -> tuple[Action, Marked]:
    """Number a new scar at ``place``.  Raises InvalidValue when it lies beside the photo."""
    _require_on(photo, place)
    patient_id = patient_of(library, photo)
    scar = Scar(
        id=ScarId(new_id()),
        patient_id=patient_id,
        number=next_number(library.numbers_issued(patient_id)),
        type=type_,
    )
    mark = Mark(id=MarkId(new_id()), scar_id=scar.id, photo_id=photo.id, place=place)
    label = f"Number scar {scar.number}, {STYLES[type_].name}"
    return Action(label, (Edit.added(scar), Edit.added(mark)), patient_id), Marked(mark, scar)


def place_known(library: Library, photo: Photo, *, scar: Scar, place: Place) -> Action:
    """Mark a scar that has its number already on one more photo, or move its mark there."""
    _require_on(photo, place)
    old = next((mark for mark in library.children(Mark, photo.id) if mark.scar_id == scar.id), None)
    if old is not None:
        return move(library, photo, marked=Marked(old, scar), place=place)
    mark = Mark(id=MarkId(new_id()), scar_id=scar.id, photo_id=photo.id, place=place)
    return Action(f"Mark scar {scar.number}", (Edit.added(mark),), scar.patient_id)


def move(library: Library, photo: Photo, *, marked: Marked, place: Place) -> Action:
    """Move or resize a mark."""
    _require_on(photo, place)
    new = _put(marked.mark, place, by=Origin.HAND)
    scope = patient_of(library, photo)
    return Action(f"Move scar {marked.scar.number}", (Edit.replaced(marked.mark, new),), scope)


def resize(library: Library, photo: Photo, *, marked: Sequence[Marked], factor: float) -> Action:
    """Make sized marks wider or narrower by ``factor``; spots have no size and stay."""
    edits = [
        Edit.replaced(mark, _put(mark, mark.place.scaled(factor), by=Origin.HAND))
        for mark, _ in marked
        if mark.place.width_px is not None
    ]
    return Action(
        f"Resize {_named([m.scar for m in marked]).lower()}", tuple(edits), patient_of(library, photo)
    )


def retype(scars: Sequence[Scar], type_: ScarType) -> Action:
    """Give scars another type; their numbers stay."""
    edits = tuple(Edit.replaced(scar, changed(scar, type=type_)) for scar in scars if scar.type is not type_)
    return Action(f"{_named(scars)}: {STYLES[type_].name}", edits, _scope(scars))


def annotate(scar: Scar, note: str) -> Action:
    """Write the note of a scar."""
    return Action(
        f"Note on scar {scar.number}", (Edit.replaced(scar, changed(scar, note=note)),), scar.patient_id
    )


def retire(library: Library, marked: Sequence[Marked]) -> Action:
    """Take marks off their photo; a scar without any other mark is retired with its last one.

    The number of a retired scar is never given again.
    """
    gone = {pair.mark.id for pair in marked}
    edits = [Edit.retired(pair.mark) for pair in marked]
    for scar in {pair.scar.id: pair.scar for pair in marked}.values():
        if all(mark.id in gone for mark in library.pointing_at(Mark, scar.id)):
            edits += [Edit.retired(finding) for finding in library.children(Finding, scar.id)]
            edits.append(Edit.retired(scar))
    scars = [pair.scar for pair in marked]
    return Action(f"Retire {_named(scars).lower()}", tuple(edits), _scope(scars))


def rows_of(library: Library, photo: Photo) -> tuple[MarkRow, ...]:
    """The marks of a photo as table rows, by number."""
    return tuple(
        MarkRow(
            number=scar.number,
            type=scar.type,
            at=mark.place.centre,
            width_px=mark.place.width_px,
            note=scar.note,
        )
        for mark, scar in marks_on(library, photo)
    )


def take_rows(library: Library, photo: Photo, rows: Iterable[MarkRow]) -> Action:
    """Put a table of marks on a photo as one change: scars are made, or reused by number.

    Raises AlreadyThere for a number that is retired or twice in the table, InvalidValue for a
    place beside the photo or a type that differs from the record's.  Then nothing is changed.
    """
    patient_id = patient_of(library, photo)
    book = _Book(library, patient_id=patient_id, photo=photo)
    edits = [edit for row in rows for edit in book.edits(row)]
    count = len(book.seen)
    return Action(f"Import {count} mark{'s' * (count != 1)} from a table", tuple(edits), patient_id)


class _Book:
    """The numbers of a patient while a table is taken in row by row."""

    def __init__(self, library: Library, *, patient_id: PatientId, photo: Photo) -> None:
        self._patient_id = patient_id
        self._photo = photo
        self._scars = {scar.number: scar for scar in library.children(Scar, patient_id)}
        self._issued = set(library.numbers_issued(patient_id))
        self._marks = {mark.scar_id: mark for mark in library.children(Mark, photo.id)}
        self.seen: set[int] = set()

    def edits(self, row: MarkRow) -> list[Edit]:
        place = place_at(row.at, row.width_px)
        _require_on(self._photo, place)
        scar, scar_edits = self._scar(row)
        self._note_number(scar.number)
        old = self._marks.get(scar.id)
        if old is not None:
            return [*scar_edits, *_put_as(old, row)]
        mark = Mark(
            id=MarkId(new_id()), scar_id=scar.id, photo_id=self._photo.id, place=place, origin=Origin.TABLE
        )
        return [*scar_edits, Edit.added(mark)]

    def _scar(self, row: MarkRow) -> tuple[Scar, list[Edit]]:
        number = row.number if row.number is not None else next_number(self._issued | self.seen)
        known = self._scars.get(number)
        if known is None:
            return self._new(number, row)
        if known.type is not row.type:
            raise InvalidValue(
                f"Scar {number} is {STYLES[known.type].name} in the record and {STYLES[row.type].name} in "
                "the table. Nothing was imported. Correct one of them."
            )
        if row.note and row.note != known.note:
            new = changed(known, note=row.note)
            return new, [Edit.replaced(known, new)]
        return known, []

    def _new(self, number: int, row: MarkRow) -> tuple[Scar, list[Edit]]:
        if number in self._issued:
            raise AlreadyThere(
                f"Scar number {number} belongs to a retired scar and is never given again. "
                "Nothing was imported. Use another number, or restore the scar."
            )
        scar = Scar(
            id=ScarId(new_id()), patient_id=self._patient_id, number=number, type=row.type, note=row.note
        )
        return scar, [Edit.added(scar)]

    def _note_number(self, number: int) -> None:
        if number in self.seen:
            raise AlreadyThere(
                f"Number {number} stands twice in the table. Nothing was imported. Correct it."
            )
        self.seen.add(number)


def _put(mark: Mark, place: Place, *, by: Origin) -> Mark:
    """A mark where a person put it: no longer as sure as the map; with a new width it is a measurement."""
    origin = mark.origin if place.width_px == mark.place.width_px else by
    return changed(mark, place=place, origin=origin, confidence=None)


def _put_as(mark: Mark, row: MarkRow) -> list[Edit]:
    """What a row of a table changes on a mark; nothing when it says what is there."""
    old = MarkRow(
        number=row.number, type=row.type, at=mark.place.centre, width_px=mark.place.width_px, note=row.note
    )
    if marks_csv.write_marks([old]) == marks_csv.write_marks([row]):
        return []  # an ellipse or an outline is more than its row: it must not become a circle
    return [Edit.replaced(mark, _put(mark, place_at(row.at, row.width_px), by=Origin.TABLE))]


def _require_on(photo: Photo, place: Place) -> None:
    if not photo.size.holds(place.centre):
        raise InvalidValue(
            f"A mark at ({place.centre.x:.0f}, {place.centre.y:.0f}) lies beside the photo, which is "
            f"{photo.size.width} x {photo.size.height} pixels. Nothing was changed."
        )


def _named(scars: Sequence[Scar]) -> str:
    numbers = sorted({scar.number for scar in scars})
    if len(numbers) == 1:
        return f"Scar {numbers[0]}"
    return f"{len(numbers)} scars"


def _scope(scars: Sequence[Scar]) -> str:
    return scars[0].patient_id if scars else ""
