"""From files on a card to photos of a visit.

Hides: the order of safety.  Rule: a photo is examined, and its bytes lie verified in the vault,
before any row speaks of it; one bad file never stops the others; nothing on the card is touched.
The failure of one file is a returned value, not an exception.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from scardesk.errors import CannotWrite, NotFound, UnreadablePhoto
from scardesk.imaging import decode, render, source
from scardesk.library import Edit, Kept, Library, Vault
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import UNKNOWN_VIEW, CaptureSettings, Light, Photo
from scardesk.model.progress import Progress, silent
from scardesk.model.value import PhotoId, Value, VisitId, new_id
from scardesk.workflows.marking import Action

THUMBNAIL_PX = 480
_MOST_FILES = 5_000


class Arrival(Value, frozen=True, kw_only=True):
    """A file that could be read: its bytes lie in the vault, the record does not know it yet."""

    file_name: str
    kept: Kept
    inspection: decode.Inspection
    thumbnail: bytes

    @property
    def settings(self) -> CaptureSettings:
        """What the camera wrote."""
        return self.inspection.settings

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know about the file, in sentences."""
        return self.inspection.warnings


class Refusal(Value, frozen=True, kw_only=True):
    """A file that was not taken, and why, in one sentence."""

    file_name: str
    sentence: str
    is_duplicate: bool = False


class Row(Value, frozen=True, kw_only=True):
    """One arrival with where it is to go; changed in the preview before anything is committed.

    ``note``: what goes into the record with the photo; at first what is odd about the file.
    """

    arrival: Arrival
    day: date
    view: str = UNKNOWN_VIEW
    light: Light = Light.UNKNOWN
    note: str = ""


def _nobody_asks(_blob: str) -> None:
    pass


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to import: folders are opened all the way down, hidden files left out, sorted by name.

    Raises NotFound for a path that does not exist, UnreadablePhoto for one that may not be looked into
    and when there are too many files.
    """
    found: list[Path] = []
    for path in paths:
        found += _files_at(path)
        _require_few(found)
    return tuple(dict.fromkeys(found))


def examine(
    vault: Vault,
    paths: Sequence[Path],
    *,
    known: frozenset[str],
    fresh: Callable[[str], object] = _nobody_asks,
    progress: Progress = silent,
) -> tuple[Arrival | Refusal, ...]:
    """Read, check and keep each file: slow, for a job.

    ``known``: SHA-256 of the patient's photos.  What is there already is not kept twice.
    ``fresh`` is told each blob that the vault did not hold before, at once: whoever stops this, or does not
    take a photo in, hands them to ``Library.discard``.  What lay in the vault before is not ours to discard.
    """
    seen = set(known)
    results: list[Arrival | Refusal] = []
    for done, path in enumerate(paths):
        progress(done, len(paths), source.shown_name(path.name))
        result = _examine_one(vault, path, seen, fresh)
        if isinstance(result, Arrival):
            seen.add(result.kept.sha256)
        results.append(result)
    return tuple(results)


def known_photos(library: Library, patient: Patient) -> frozenset[str]:
    """SHA-256 of every photo that this patient has."""
    return frozenset(
        photo.sha256
        for visit in library.children(Visit, patient.id)
        for photo in library.children(Photo, visit.id)
    )


def propose(
    library: Library,
    patient: Patient,
    results: Sequence[Arrival | Refusal],
    *,
    day: date | None = None,
    view: str = UNKNOWN_VIEW,
    light: Light = Light.UNKNOWN,
) -> tuple[tuple[Row, ...], tuple[Refusal, ...]]:
    """Where each arrival would go, and what is refused.

    Without ``day`` the capture day as written by the camera counts, else today.  Views are copied
    from the last visit when it had as many photos, in the order of capture.  A photo that another
    patient has is refused without naming him.
    """
    refusals = [result for result in results if isinstance(result, Refusal)]
    rows: list[Row] = []
    for arrival in sorted((r for r in results if isinstance(r, Arrival)), key=_capture_order):
        if library.photos_with_sha256(arrival.kept.sha256):
            refusals.append(_elsewhere(arrival.file_name))
        else:
            rows.append(_row(arrival, day=day, view=view, light=light))
    if view == UNKNOWN_VIEW:
        rows = _with_last_views(library, patient, rows)
    return tuple(rows), tuple(refusals)


def commit_rows(library: Library, patient: Patient, rows: Sequence[Row]) -> Action:
    """One change that adds the photos, and the visits that they need."""
    visits = {visit.day: visit for visit in library.children(Visit, patient.id)}
    edits: list[Edit] = []
    for row in rows:
        visit = visits.get(row.day)
        if visit is None:
            visit = Visit(id=VisitId(new_id()), patient_id=patient.id, day=row.day)
            visits[row.day] = visit
            edits.append(Edit.added(visit))
        edits.append(Edit.added(_photo(row, visit)))
    count = len(rows)
    return Action(f"Import {count} photo{'s' * (count != 1)}", tuple(edits), patient.id)


def import_photos(
    library: Library,
    patient: Patient,
    paths: Iterable[Path],
    *,
    day: date | None = None,
    view: str = UNKNOWN_VIEW,
    light: Light = Light.UNKNOWN,
    progress: Progress = silent,
) -> tuple[tuple[Photo, ...], tuple[Refusal, ...]]:
    """The whole road in one call, for the CLI and the sample: a path that is not there stops no other."""
    files, missing = _sorted_out(paths)
    known, fresh = known_photos(library, patient), list[str]()
    try:
        results = examine(library.vault, files, known=known, fresh=fresh.append, progress=progress)
        rows, refusals = propose(library, patient, [*missing, *results], day=day, view=view, light=light)
        photos = _take(library, patient, rows) if rows else ()
    finally:
        library.discard(fresh)
    return photos, refusals


def _take(library: Library, patient: Patient, rows: Sequence[Row]) -> tuple[Photo, ...]:
    action = commit_rows(library, patient, rows)
    library.commit(action.label, action.edits, scope=action.scope)
    remember_thumbnails(library, rows)
    return tuple(edit.new for edit in action.edits if isinstance(edit.new, Photo))


def remember_thumbnails(library: Library, rows: Iterable[Row]) -> None:
    """Keep the small pictures that were made on the way, so that the grid shows at once."""
    for row in rows:
        library.remember_thumbnail(row.arrival.kept.blob, row.arrival.thumbnail)


def make_thumbnail(vault: Vault, photo: Photo) -> bytes:
    """A clean JPEG of a stored photo, for the grid: slow, for a job."""
    frame = decode.decode(vault.read(photo.blob), name=photo.file_name, longest_px=THUMBNAIL_PX)
    return render.encode_jpeg(render.thumbnail(frame, THUMBNAIL_PX), quality=85)


def _sorted_out(paths: Iterable[Path]) -> tuple[tuple[Path, ...], list[Refusal]]:
    """The files to import as ``find_files`` finds them, and a refusal for each path without any."""
    found: list[Path] = []
    missing: list[Refusal] = []
    for path in paths:
        try:
            found += _files_at(path)
        except (NotFound, UnreadablePhoto) as error:
            missing.append(Refusal(file_name=source.shown_name(path.name), sentence=error.sentence))
        _require_few(found)
    return tuple(dict.fromkeys(found)), missing


def _require_few(found: Sequence[Path]) -> None:
    if len(found) > _MOST_FILES:
        raise UnreadablePhoto(
            f"The folder holds more than {_MOST_FILES} files. Nothing was imported. Choose a smaller one."
        )


def _files_at(path: Path) -> list[Path]:
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)  # a link is a file here; reading it is refused
        return sorted(_files_in(path)) if is_folder else [path]
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        name = source.shown_name(path.name)
        if isinstance(error, PermissionError):
            raise UnreadablePhoto(
                f"{name} may not be read by this user and was not imported. Ask for permission, or copy it."
            ) from error
        raise NotFound(f"There is no file {name!r} to import. Check the name.") from error


def _files_in(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_refuse_to_skip):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _refuse_to_skip(error: OSError) -> None:
    """A folder that cannot be read must be told, not silently left out."""
    raise error


def _examine_one(
    vault: Vault, path: Path, seen: set[str], fresh: Callable[[str], object]
) -> Arrival | Refusal:
    name = source.shown_name(path.name)
    try:
        data = source.read_photo(path)
        if hashlib.sha256(data).hexdigest() in seen:
            return Refusal(
                file_name=name,
                sentence=f"{name} is already here and was not imported twice.",
                is_duplicate=True,
            )
        inspection = decode.inspect(data, name=name)
        frame = decode.decode(data, name=name, longest_px=THUMBNAIL_PX)
        thumbnail = render.encode_jpeg(render.thumbnail(frame, THUMBNAIL_PX), quality=85)
        kept = _kept(vault, data, fresh)
    except UnreadablePhoto as error:
        return Refusal(file_name=name, sentence=error.sentence)
    except CannotWrite as error:
        return Refusal(file_name=name, sentence=f"{name} was not imported. {error.sentence}")
    return Arrival(file_name=name, kept=kept, inspection=inspection, thumbnail=thumbnail)


def _kept(vault: Vault, data: bytes, fresh: Callable[[str], object]) -> Kept:
    blob = vault.name_for(data)
    if not vault.holds(blob):
        fresh(blob)  # before it is kept, so that no moment is left at which it could be forgotten
    return vault.keep(data)


def _row(arrival: Arrival, *, day: date | None, view: str, light: Light) -> Row:
    return Row(
        arrival=arrival,
        day=day or _capture_day(arrival),
        view=view,
        light=light,
        note=" ".join(arrival.warnings),
    )


def _photo(row: Row, visit: Visit) -> Photo:
    arrival = row.arrival
    return Photo(
        id=PhotoId(new_id()),
        visit_id=visit.id,
        file_name=arrival.file_name,
        sha256=arrival.kept.sha256,
        blob=arrival.kept.blob,
        size_bytes=arrival.kept.size_bytes,
        size=arrival.inspection.size,
        view=row.view,
        light=row.light,
        settings=arrival.settings,
        imported_at=datetime.now(UTC),
        note=row.note,
    )


def _with_last_views(library: Library, patient: Patient, rows: list[Row]) -> list[Row]:
    visits = sorted(library.children(Visit, patient.id), key=lambda visit: visit.day)
    days = {row.day for row in rows}
    if not visits or len(days) != 1 or visits[-1].day in days:
        return rows
    last = sorted(library.children(Photo, visits[-1].id), key=lambda p: p.settings.taken or datetime.max)
    if len(last) != len(rows):
        return rows
    return [
        Row(arrival=row.arrival, day=row.day, view=photo.view, light=photo.light, note=row.note)
        for row, photo in zip(rows, last, strict=True)
    ]


def _capture_order(arrival: Arrival) -> tuple[datetime, str]:
    return arrival.settings.taken or datetime.max, arrival.file_name


def _capture_day(arrival: Arrival) -> date:
    taken = arrival.settings.taken
    return taken.date() if taken is not None and taken.year >= 1990 else date.today()


def _elsewhere(file_name: str) -> Refusal:
    return Refusal(
        file_name=file_name,
        sentence=f"{file_name} is already in another patient's record and was not imported. "
        "Nothing was changed there. Check that you chose the right patient.",
    )
