"""The door: one library, open.

Hides: the folder and everything in it.  Rule: this is the only way to the catalogue and the vault.
A commit is on the disk when it returns; when it raises, nothing was written.

Threads: a Library belongs to one thread at a time.  A job may open one and hand it over as its
result; from then on the job does not touch it.  A job beside it gets bytes, the vault, or a door of
its own from ``reader``.
"""

import hashlib
import platform
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from scardesk.errors import (
    CannotWrite,
    InvalidValue,
    LibraryDamaged,
    LibraryLocked,
    LibraryReadOnly,
    NotFound,
)
from scardesk.library import keys, rooms, upkeep
from scardesk.library.catalogue import Catalogue
from scardesk.library.current import Edit
from scardesk.library.keys import Cost
from scardesk.library.kinds import code_handle
from scardesk.library.log import Author, Change, Intent, Log, Put, Step
from scardesk.library.rooms import Rooms
from scardesk.library.upkeep import LibraryInfo, VerifyReport
from scardesk.library.vault import BlobDamaged, Kept, Vault
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.progress import Progress, silent
from scardesk.model.value import PatientId, ScarId, Value, new_id, require_text

V = TypeVar("V", bound=Value)


class Library:
    """A folder with patients and their photos, open for reading or writing."""

    def __init__(self, inside: Rooms, *, who: str, is_open: bool) -> None:
        """Use ``create``, ``open`` or ``reader``."""
        self.folder = inside.folder
        self._rooms = inside
        self._who = who
        self._is_open = is_open

    @classmethod
    def create(
        cls, folder: Path, *, passphrase: str | None, who: str, cost: Cost | None = None
    ) -> tuple[Self, str]:
        """Make a library in a new or empty folder and open it; and its recovery key, to be shown once.

        ``passphrase=None`` leaves it open, for the sample; the recovery key is then "".  ``cost``: of a
        guess at the pass-phrase, calibrated for this machine when absent.
        Raises WeakPassphrase, AlreadyThere, CannotWrite.
        """
        require_text(who, "Your name")
        rooms.require_free(folder)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        forged = keys.forge(passphrase, library=new_id(), created=created, cost=cost)
        rooms.furnish(folder, forged.header)
        inside = rooms.enter(folder, forged.keys, who, is_new=True)
        return cls(inside, who=who, is_open=passphrase is None), forged.recovery

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        secret: str | None = None,
        is_recovery: bool = False,
        is_read_only: bool = False,
        who: str,
    ) -> Self:
        """Open a library with its pass-phrase or, if ``is_recovery``, with its recovery key.

        Raises NotALibrary, LibraryTooNew, WrongPassphrase, LibraryLocked, LibraryReadOnly, LibraryDamaged.
        """
        require_text(who, "Your name")
        header = rooms.require_readable(folder)
        unlocked = keys.unlock(header, secret, is_recovery=is_recovery)
        inside = rooms.look(folder, unlocked, who) if is_read_only else rooms.enter(folder, unlocked, who)
        return cls(inside, who=who, is_open=header.open_key is not None)

    @staticmethod
    def asks_for_passphrase(folder: Path) -> bool:
        """Whether the library in ``folder`` needs a secret.

        Raises NotALibrary, LibraryTooNew, LibraryDamaged.
        """
        return rooms.require_readable(folder).open_key is None

    def reader(self) -> Self:
        """A second, read-only door for a job; use and close it on one thread."""
        return type(self)(
            rooms.look(self.folder, self._rooms.keys, self._who), who=self._who, is_open=self._is_open
        )

    def close(self) -> None:
        """Close everything and let others write.  Closing twice is fine."""
        self._rooms = self._rooms._replace(is_writable=False)
        self._rooms.way_out.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether it was made without a pass-phrase."""
        return self._is_open

    @property
    def is_writable(self) -> bool:
        """Whether changes can be committed."""
        return self._rooms.is_writable

    @property
    def warning(self) -> str:
        """A sentence to keep in sight, or "": the library is read although newer changes are missing."""
        return self._rooms.warning

    # --- reading

    def get(self, type_: type[V], id_: str) -> V:
        """The value of that id.  Raises NotFound."""
        return self._rooms.current.get(type_, id_)

    def find(self, type_: type[V], id_: str) -> V | None:
        """The value of that id, None when there is none or it was retired."""
        return self._rooms.current.find(type_, id_)

    def children(self, type_: type[V], parent_id: str) -> list[V]:
        """The values that belong to the parent, in the order in which they were first made.

        The parents: of a Visit and a Scar the patient, of a Photo the visit, of a Mark the photo, of a
        Finding the scar, of an AlignedPair the *after* photo, of a Patient "".
        """
        return self._rooms.current.children(type_, parent_id)

    def pointing_at(self, type_: type[V], other_id: str) -> list[V]:
        """The values that speak of another one: the Marks of a scar, the Findings of a visit, the
        AlignedPairs of a *before* photo; in the order in which they were first made.
        """  # noqa: D205 - one sentence
        return self._rooms.current.pointing_at(type_, other_id)

    def patient_with_code(self, code: str) -> Patient | None:
        """The patient with the clinic's id, whatever its case and the spaces around it."""
        found = self._rooms.current.with_handle(Patient, code_handle(code))
        return found[0] if found else None

    def numbers_issued(self, patient_id: str) -> dict[int, ScarId]:
        """Every number ever issued to the patient, also to scars since retired or undone."""
        return self._rooms.current.numbers(patient_id)

    def photos_with_sha256(self, sha256: str) -> list[tuple[Photo, PatientId]]:
        """The photos with these very bytes, and whose they are."""
        photos = self._rooms.current.with_handle(Photo, sha256)
        return [(photo, self.get(Visit, photo.visit_id).patient_id) for photo in photos]

    # --- writing

    def commit(self, label: str, edits: Sequence[Edit], *, scope: str = "") -> Change:
        """Write one change: all the edits or, when it raises, none of them.

        ``label``: what the user did, as undo will call it.  ``scope``: the patient whose undo stack it
        joins.
        Raises StaleEdit, AlreadyThere, NotFound, InvalidValue, LibraryReadOnly, DiskFull, CannotWrite.
        """
        require_text(label, "The name of a change")
        if not edits:
            raise InvalidValue("There is nothing to save.")
        with self._writing().transaction():
            puts = [self._rooms.current.put_for(edit) for edit in edits]
            change = self._write(Intent(label, scope), puts)
        return self._settled(change)

    def sign_as(self, who: str) -> None:
        """Write this name into the log from now on.  Raises InvalidValue."""
        require_text(who, "Your name")
        author = Author(who, platform.node() or "unknown")
        self._rooms = self._rooms._replace(log=Log(self._rooms.catalogue, self._rooms.keys.log, author))
        self._who = who

    def undo(self, scope: str) -> Change | None:
        """Take back the latest change of the scope; None when there is none.  Raises as ``commit`` does."""
        return self._revert(scope, Step.UNDO)

    def redo(self, scope: str) -> Change | None:
        """Write again what was undone last; None when there is nothing.  Raises as ``commit`` does."""
        return self._revert(scope, Step.REDO)

    def undo_label(self, scope: str) -> str | None:
        """What ``undo`` would take back."""
        top = self._rooms.log.top(scope, Step.UNDO)
        return top[1] if top else None

    def redo_label(self, scope: str) -> str | None:
        """What ``redo`` would write again."""
        top = self._rooms.log.top(scope, Step.REDO)
        return top[1] if top else None

    def history(self, scope: str, limit: int) -> list[Change]:
        """The latest changes of a scope, newest first, undo and redo included."""
        return self._rooms.log.changes(scope, limit)

    # --- photos

    @property
    def vault(self) -> Vault:
        """The door to the originals that a job may carry to its own thread; see ``keep`` and ``original``."""
        return self._rooms.vault

    def keep(self, data: bytes) -> Kept:
        """Store the original bytes of a photo, before a Photo that names them is committed.

        Storing them twice is fine.  Safe on any thread.
        Raises BadInput, LibraryReadOnly, DiskFull, CannotWrite.
        """
        self._writing()
        return self._rooms.vault.keep(data)

    def discard(self, blobs: Iterable[str]) -> None:
        """Delete from the vault those blobs that no revision of the log names, with their thumbnails.

        For bytes that were kept for photos which nobody took in; what the log ever named stays, for undo
        brings it back.  What cannot be deleted stays too and is no trouble: ``verify`` counts it.
        """
        with suppress(CannotWrite, LibraryLocked, LibraryReadOnly):
            for blob in blobs:
                self._discard(self._writing(), blob)

    def _discard(self, catalogue: Catalogue, blob: str) -> None:
        with catalogue.transaction():  # nobody names it meanwhile
            if not self._rooms.log.names_blob(blob):
                catalogue.run("DELETE FROM thumbnail WHERE blob = ?", blob)
                self._rooms.vault.discard(blob)

    def original(self, photo: Photo) -> bytes:
        """The bytes as imported, checked.  Raises LibraryDamaged, naming patient and file."""
        try:
            data = self._rooms.vault.read(photo.blob)
        except BlobDamaged as error:
            raise LibraryDamaged(self._damage(photo, error.reason)) from error
        if hashlib.sha256(data).hexdigest() != photo.sha256:
            raise LibraryDamaged(self._damage(photo, "it is not the file that was imported"))
        return data

    def thumbnail(self, blob: str) -> bytes | None:
        """The small JPEG remembered for a photo's blob."""
        row = self._rooms.catalogue.row("SELECT jpeg FROM thumbnail WHERE blob = ?", blob)
        return row[0] if row else None

    def remember_thumbnail(self, blob: str, jpeg: bytes) -> None:
        """Remember a small JPEG, or not: it can be made again from the photo.

        A read-only library or a full disk does not remember it and is no trouble, for the action that the
        thumbnail belongs to is on the disk already.
        """
        catalogue = self._rooms.catalogue
        with suppress(CannotWrite, LibraryLocked, LibraryReadOnly), self._writing().transaction():
            catalogue.run("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", blob, jpeg)

    # --- the whole

    def info(self) -> LibraryInfo:
        """Counts, sizes and the format."""
        return upkeep.info(self._rooms)

    def verify(self, progress: Progress = silent) -> VerifyReport:
        """Read everything again and say what is damaged.  Slow: give a job its own ``reader``."""
        return upkeep.verify(self._rooms, progress)

    def _writing(self) -> Catalogue:
        if not self.is_writable:
            raise LibraryReadOnly(
                "This library is open for reading only. Nothing was changed. Open it for writing."
            )
        self._rooms.catalogue.require_in_place()
        return self._rooms.catalogue

    def _revert(self, scope: str, step: Step) -> Change | None:
        catalogue = self._writing()
        top = self._rooms.log.top(scope, step)
        if top is None:
            return None
        seq, label = top
        with catalogue.transaction():
            change = self._write(Intent(label, scope, step, seq), self._rooms.log.earlier(seq))
        return self._settled(change)

    def _write(self, intent: Intent, puts: list[Put]) -> Change:
        for put in puts:
            if isinstance(put.value, Photo) and not self._rooms.vault.holds(put.value.blob):
                raise NotFound(
                    f"The original of {put.value.file_name} is not in the library. Import it first."
                )
        change = self._rooms.log.append(intent, puts)
        self._rooms.current.put(puts)
        return change

    def _settled(self, change: Change) -> Change:
        """After the commit: the head and the undo stacks follow the log."""
        self._rooms.head.write(self._rooms.log.end())
        self._rooms.log.remember(change)
        return change

    def _damage(self, photo: Photo, reason: str) -> str:
        visit = patient = None
        with suppress(LibraryDamaged):
            visit = self.find(Visit, photo.visit_id)
            patient = self.find(Patient, visit.patient_id) if visit else None
        return (
            f"The photo {upkeep.whose(photo, visit, patient)} is damaged: {reason}. "
            "Everything else is untouched. Restore it from a back-up, or import the original file again."
        )
