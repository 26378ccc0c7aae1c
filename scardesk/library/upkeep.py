"""Looking after a library: is everything there, whole and as it was written?

Hides: the order of the checks.  Rule: everything is read again; damage is named by patient and file,
and what cannot be read at all is a finding too, never a gap.
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, cast

from scardesk.errors import LibraryDamaged
from scardesk.library import keys
from scardesk.library.catalogue import Row
from scardesk.library.current import columns, number_of
from scardesk.library.kinds import Tie, decode, kind_named, kind_of
from scardesk.library.log import Change
from scardesk.library.rooms import Rooms, trouble_at_end
from scardesk.library.vault import BlobDamaged
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.progress import Progress
from scardesk.model.value import Value


class VerifyReport(NamedTuple):
    """What ``verify`` found.  ``findings`` is damage; ``notes`` need no action."""

    is_sound: bool
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    changes: int
    photos: int
    values: int


class LibraryInfo(NamedTuple):
    """A library at a glance."""

    folder: Path
    created: str
    schema: int
    is_open: bool
    is_writable: bool
    patients: int
    visits: int
    photos: int
    scars: int
    marks: int
    changes: int
    catalogue_bytes: int
    vault_bytes: int


def verify(rooms: Rooms, progress: Progress) -> VerifyReport:
    """Read everything again and compare.  Raises Cancelled through ``progress``."""
    reading = _Reading()
    findings: list[str] = []
    notes: list[str] = []
    progress(0, 1, "the log")
    with rooms.catalogue.snapshot():
        for check in (_pages, _chain, _end, _state, _numbers, _owners, _shared):
            findings += _guarded(check, rooms, reading)
    findings += [
        f"The key file {name} is missing or damaged; the other copy is good."
        for name in keys.damaged_copies(rooms.folder)
    ]
    for done, photo in enumerate(reading.photos.values()):
        progress(done, len(reading.photos), photo.file_name)
        findings += _original(rooms, reading, photo)
    notes += _strays(rooms, reading)
    if not rooms.head.is_whole():
        notes.append("One of the two notes of where the log ends is unreadable, as after a power cut.")
    progress(len(reading.photos), len(reading.photos), "")
    return VerifyReport(
        is_sound=not findings,
        findings=tuple(findings),
        notes=tuple(notes),
        changes=reading.changes,
        photos=len(reading.photos),
        values=reading.values,
    )


def info(rooms: Rooms) -> LibraryInfo:
    """Counts and sizes."""
    header = keys.read_header(rooms.folder)
    count = rooms.current.count
    return LibraryInfo(
        folder=rooms.folder,
        created=header.created,
        schema=rooms.catalogue.pragma("user_version"),
        is_open=header.open_key is not None,
        is_writable=rooms.is_writable,
        patients=count("patient"),
        visits=count("visit"),
        photos=count("photo"),
        scars=count("scar"),
        marks=count("mark"),
        changes=rooms.log.end().seq,
        catalogue_bytes=_bytes_in(rooms.folder.glob("catalogue.db*")),
        vault_bytes=_bytes_in((rooms.folder / "blobs").glob("*/*")),
    )


def whose(photo: Photo, visit: Visit | None, patient: Patient | None) -> str:
    """A photo as a person knows it: its file name, its patient and the day."""
    owner = f"patient {patient.code} ({patient.name})" if patient else "an unknown patient"
    return f"{photo.file_name} of {owner}" + (f", visit {visit.day.isoformat()}" if visit else "")


class _Reading:
    """What the log says, gathered while its chain is checked."""

    def __init__(self) -> None:
        self.changes = 0
        self.values = 0
        self.patients: dict[str, Patient] = {}
        self.visits: dict[str, Visit] = {}
        self.photos: dict[str, Photo] = {}  # by blob; retired ones too, for undo brings them back
        self.numbers: set[Row] = set()

    def take(self, revision: Row) -> None:
        """Remember whose a photo is, and which numbers were issued."""
        _, kind, _, version, body = revision
        if body is None or kind not in {"patient", "visit", "photo", "scar"}:
            return
        value: Value = decode(kind_named(kind), version, body)
        if isinstance(value, Patient):
            self.patients[value.id] = value
        elif isinstance(value, Visit):
            self.visits[value.id] = value
        elif isinstance(value, Photo):
            self.photos[value.blob] = value
        elif number := number_of(value):
            self.numbers.add(number)

    def code_of(self, patient_id: str) -> str:
        """The clinic's id of a patient."""
        patient = self.patients.get(patient_id)
        return patient.code if patient else patient_id

    def whose(self, photo: Photo) -> str:
        """The photo by name, patient and day."""
        visit = self.visits.get(photo.visit_id)
        return whose(photo, visit, self.patients.get(visit.patient_id) if visit else None)


def _guarded(check: Callable[[Rooms, _Reading], Iterator[str]], rooms: Rooms, reading: _Reading) -> list[str]:
    found: list[str] = []
    try:
        found.extend(check(rooms, reading))
    except LibraryDamaged as error:
        found.append(str(error))
    return found


def _pages(rooms: Rooms, _reading: _Reading) -> Iterator[str]:
    for line in rooms.catalogue.integrity():
        yield f"The library's catalogue fails SQLite's check: {line}."


def _chain(rooms: Rooms, reading: _Reading) -> Iterator[str]:
    has_broken = False
    for change, revisions, is_sealed in rooms.log.walk():
        reading.changes += 1
        if not is_sealed and not has_broken:
            has_broken = True
            yield f"{_named(change)} does not fit its seal: the log was altered there or just before."
        for revision in revisions:
            reading.take(revision)
    lost = rooms.catalogue.row("SELECT count(*) FROM revision WHERE change NOT IN (SELECT seq FROM change)")
    if lost and lost[0]:
        yield f"{lost[0]} stored values belong to no change of the log."


def _named(change: Change) -> str:
    return f"Change {change.seq} ({change.label}, {change.at.isoformat(timespec='seconds')}, by {change.who})"


def _end(rooms: Rooms, _reading: _Reading) -> Iterator[str]:
    if trouble := trouble_at_end(rooms, rooms.head.read()):
        yield trouble


_LIVING = """
    SELECT r.kind, r.id, r.version, r.body, l.born FROM revision r JOIN (
        SELECT max(place) AS last, min(place) AS born FROM revision GROUP BY kind, id) l ON r.place = l.last
    WHERE r.body IS NOT NULL"""
_STORED = "SELECT kind, id, version, body, born FROM current"
_MISSING = f"SELECT kind, id FROM ({_LIVING} EXCEPT {_STORED})"  # noqa: S608 - constants only
_EXTRA = f"SELECT kind, id FROM ({_STORED} EXCEPT {_LIVING})"  # noqa: S608 - constants only


def _state(rooms: Rooms, reading: _Reading) -> Iterator[str]:
    """Rebuild the current state from the log and compare it with the stored one."""
    for missing in rooms.catalogue.rows(_MISSING):
        yield "The {} {} is not what the log says.".format(*missing)
    for extra in rooms.catalogue.rows(_EXTRA):
        yield "The {} {} does not come from the log.".format(*extra)
    for kind, id_, parent, other, handle, version, body in rooms.current.rows():
        reading.values += 1
        known = kind_named(kind)
        if (parent, other, handle) != columns(known, decode(known, version, body)):
            yield f"The {kind} {id_} is filed in the wrong place."


def _numbers(rooms: Rooms, reading: _Reading) -> Iterator[str]:
    for patient, number, _scar in reading.numbers.symmetric_difference(rooms.current.all_numbers()):
        yield f"Scar number {number} of patient {reading.code_of(patient)} is not what the log says."


def _owners(rooms: Rooms, _reading: _Reading) -> Iterator[str]:
    """Compare the patient of every value with the patient of the other one that it speaks of."""
    rows = rooms.catalogue.rows("SELECT kind, id, parent, other FROM current")
    parents = {(kind, id_): parent for kind, id_, parent, other in rows if other is None}
    for name, id_, *ids in rows:
        ties = kind_named(name).ties()
        if len(ties) > 1 and len({_owner_in(parents, *pair) for pair in zip(ties, ids, strict=True)}) > 1:
            yield f"The {name} {id_} joins the records of two patients."


_SHARED = """
    SELECT handle, version, body FROM current WHERE kind = 'photo' AND handle IN (
        SELECT handle FROM current WHERE kind = 'photo' GROUP BY handle HAVING count(*) > 1)
    ORDER BY handle, born"""


def _shared(rooms: Rooms, reading: _Reading) -> Iterator[str]:
    """A photo shows one patient, so its bytes are in one record only."""
    kind = kind_of(Photo)
    for _, rows in groupby(rooms.catalogue.rows(_SHARED), key=lambda row: row[0]):
        photos = [cast(Photo, decode(kind, version, body)) for _, version, body in rows]
        owners = dict.fromkeys(rooms.current.owner_of(kind, photo.id) or "" for photo in photos)
        if len(owners) > 1:
            codes = " and ".join(map(reading.code_of, owners))
            yield f"The photo {photos[0].file_name} is in the records of two patients: {codes}."


def _owner_in(parents: dict[tuple[str, str], str], tie: Tie, id_: str) -> str:
    kind = kind_named(tie.kind)
    if kind.parent is None:
        return id_
    return _owner_in(parents, kind.parent, parents.get((kind.name, id_), ""))


def _original(rooms: Rooms, reading: _Reading, photo: Photo) -> Iterator[str]:
    try:
        data = rooms.vault.read(photo.blob)
    except BlobDamaged as error:
        yield f"The photo {reading.whose(photo)} is damaged: {error.reason}."
        return
    if (hashlib.sha256(data).hexdigest(), len(data)) != (photo.sha256, photo.size_bytes):
        yield f"The photo {reading.whose(photo)} is not the file that was imported."


def _strays(rooms: Rooms, reading: _Reading) -> Iterator[str]:
    strays = sum(blob not in reading.photos for blob in rooms.vault.blobs())
    if strays:
        yield f"{strays} files in the vault belong to no photo, as after a cut-off import. They do no harm."


def _bytes_in(paths: Iterator[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())
