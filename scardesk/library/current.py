"""The current state: the view of the log that everybody asks.

Hides: the tables ``current`` and ``number``.  Rule: only ``put`` writes them, in the transaction
that appends to the log, so that they can be rebuilt from it at any time; and after a change every
living value has living parents and one patient for life, every handle one holder, every number one
scar for life.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar, cast

from scardesk.errors import AlreadyThere, InvalidValue, NotFound, StaleEdit
from scardesk.library.catalogue import Catalogue, Row
from scardesk.library.kinds import KINDS, Kind, decode, encode, id_of, kind_named, kind_of
from scardesk.library.log import Put
from scardesk.model.numbering import check_number
from scardesk.model.scar import Scar
from scardesk.model.value import ScarId, Value

V = TypeVar("V", bound=Value)

_WHERE = {
    column: f"SELECT version, body FROM current WHERE kind = ? AND {column} = ? ORDER BY born"  # noqa: S608 - constants
    for column in ("parent", "other", "handle")
}
_INSERT = """
    INSERT INTO current SELECT ?, ?, ?, ?, ?, min(place), ?, ? FROM revision WHERE kind = ? AND id = ?"""


class Edit(NamedTuple):
    """One value of a change: what it was (None: it is new) and what it is to be (None: retired)."""

    old: Value | None
    new: Value | None

    @classmethod
    def added(cls, value: Value) -> "Edit":
        """A new value."""
        return cls(None, value)

    @classmethod
    def replaced(cls, old: Value, new: Value) -> "Edit":
        """A value with the same id instead of the one that was read."""
        return cls(old, new)

    @classmethod
    def retired(cls, old: Value) -> "Edit":
        """A value that is taken away; the log keeps it."""
        return cls(old, None)


class Current:
    """The living values."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def find(self, type_: type[V], id_: str) -> V | None:
        """The value of that id, None when there is none or it was retired."""
        kind = kind_of(type_)
        sql = "SELECT version, body FROM current WHERE kind = ? AND id = ?"
        row = self._catalogue.row(sql, kind.name, id_)
        return cast(V, decode(kind, *row)) if row else None

    def get(self, type_: type[V], id_: str) -> V:
        """The value of that id.  Raises NotFound."""
        value = self.find(type_, id_)
        if value is None:
            raise NotFound(
                f"There is no such {kind_of(type_).name}. Nothing was changed. It may have been deleted."
            )
        return value

    def children(self, type_: type[V], parent_id: str) -> list[V]:
        """The values whose parent it is, in the order in which they were first made."""
        return self._where(type_, "parent", parent_id)

    def pointing_at(self, type_: type[V], other_id: str) -> list[V]:
        """The values that speak of it besides their parent: the marks of a scar, the findings of a visit."""
        return self._where(type_, "other", other_id)

    def with_handle(self, type_: type[V], handle: str) -> list[V]:
        """The values that carry the handle."""
        return self._where(type_, "handle", handle)

    def count(self, kind: str) -> int:
        """How many living values of a kind there are."""
        row = self._catalogue.row("SELECT count(*) FROM current WHERE kind = ?", kind)
        return int(row[0]) if row else 0

    def rows(self) -> Iterator[Row]:
        """All of it, as stored: kind, id, parent, other, handle, version, body."""
        return self._catalogue.stream("SELECT kind, id, parent, other, handle, version, body FROM current")

    def owner_of(self, kind: Kind, id_: str) -> str | None:
        """The patient at the end of a living value's parents; None when there is no such value."""
        while kind.parent is not None:
            row = self._catalogue.row("SELECT parent FROM current WHERE kind = ? AND id = ?", kind.name, id_)
            if row is None:
                return None
            kind, id_ = kind_named(kind.parent.kind), row[0]
        return id_

    def numbers(self, patient_id: str) -> dict[int, ScarId]:
        """Every number ever issued to a patient, and the scar that holds it."""
        sql = "SELECT number, scar FROM number WHERE patient = ? ORDER BY number"
        rows = self._catalogue.rows(sql, patient_id)
        return {number: ScarId(scar) for number, scar in rows}

    def all_numbers(self) -> Iterator[Row]:
        """Patient, number and scar of every number ever issued."""
        return self._catalogue.stream("SELECT patient, number, scar FROM number")

    def put_for(self, edit: Edit) -> Put:
        """The put that an edit asks for.  Raises StaleEdit when the value is not what the editor saw."""
        kind, id_ = _subject(edit)
        now = self.find(kind.type, id_)
        if now != edit.old:
            raise StaleEdit(_stale(kind, edit.old, now))
        if edit.new is None:
            return Put(kind, id_, kind.version, None, None)
        return Put(kind, id_, kind.version, encode(edit.new), edit.new)

    def put(self, puts: Iterable[Put]) -> None:
        """Write what the log has just been told, and check the rules; inside a transaction."""
        puts = list(puts)
        owners = [self.owner_of(put.kind, put.id) for put in puts]
        for put in puts:
            self._catalogue.run("DELETE FROM current WHERE kind = ? AND id = ?", put.kind.name, put.id)
        for put in puts:
            if put.value is not None:
                self._insert(put, put.value)
        for put in puts:
            self._require_whole(put)
        for put, owner in zip(puts, owners, strict=True):
            if put.value is not None:
                self._require_one_owner(put, put.value, owner)

    def _insert(self, put: Put, value: Value) -> None:
        if isinstance(value, Scar):
            self._issue(value)
        parent, other, handle = columns(put.kind, value)
        if put.kind.taken and self.with_handle(put.kind.type, handle or ""):
            raise AlreadyThere(put.kind.taken(value))
        name = put.kind.name
        self._catalogue.run(_INSERT, name, put.id, parent, other, handle, put.version, put.body, name, put.id)

    def _issue(self, scar: Scar) -> None:
        sql = "SELECT patient, number, scar FROM number WHERE scar = ? OR (patient = ? AND number = ?)"
        for patient, number, holder in self._catalogue.rows(sql, scar.id, scar.patient_id, scar.number):
            check_number(scar, {number: ScarId(holder)})
            if (patient, number) != (scar.patient_id, scar.number):
                raise InvalidValue(
                    f"Scar number {number} is for life and cannot become {scar.number}. "
                    "Nothing was changed. Delete the scar and mark it again."
                )
        self._catalogue.run(
            "INSERT OR IGNORE INTO number VALUES (?, ?, ?)", scar.patient_id, scar.number, scar.id
        )

    def _require_whole(self, put: Put) -> None:
        if put.value is None:
            self._require_unused(put)
            return
        for tie in put.kind.ties():
            if not self._lives(tie.kind, getattr(put.value, tie.field)):
                raise NotFound(
                    f"The {tie.kind} that this {put.kind.name} belongs to is not in the library. "
                    "Nothing was changed. It may have been deleted."
                )

    def _require_one_owner(self, put: Put, value: Value, before: str | None) -> None:
        """The patient of a value is the patient of all that it speaks of, and stays so."""
        kind, owner = put.kind, self.owner_of(put.kind, put.id)
        if before not in {None, owner}:
            raise InvalidValue(
                f"A {kind.name} stays with its patient. Nothing was changed. Take it away there, and make it "
                "anew for the right patient."
            )
        tie = kind.other
        if tie and self.owner_of(kind_named(tie.kind), getattr(value, tie.field)) != owner:
            raise InvalidValue(
                f"This {kind.name} would join the records of two patients. Nothing was changed. "
                "Open the right patient, then try again."
            )
        if kind.handle and kind.elsewhere:
            same = self.with_handle(kind.type, kind.handle(value))
            if any(self.owner_of(kind, id_of(other)) != owner for other in same):
                raise AlreadyThere(kind.elsewhere(value))

    def _require_unused(self, put: Put) -> None:
        for user in KINDS:
            for column, tie in (("parent", user.parent), ("other", user.other)):
                if tie and tie.kind == put.kind.name and self._has(user.name, column, put.id):
                    raise StaleEdit(
                        f"A {user.name} still belongs to this {put.kind.name}, so it cannot be taken away "
                        f"alone. Nothing was changed. Take away the {user.name} first."
                    )

    def _lives(self, kind: str, id_: str) -> bool:
        return self._catalogue.row("SELECT 1 FROM current WHERE kind = ? AND id = ?", kind, id_) is not None

    def _has(self, kind: str, column: str, id_: str) -> bool:
        return self._catalogue.row(_WHERE[column], kind, id_) is not None

    def _where(self, type_: type[V], column: str, wanted: str) -> list[V]:
        kind = kind_of(type_)
        sql = _WHERE[column]
        rows = self._catalogue.rows(sql, kind.name, wanted)
        return [cast(V, decode(kind, version, body)) for version, body in rows]


def columns(kind: Kind, value: Value) -> tuple[str, str | None, str | None]:
    """Parent, other and handle under which a value is found."""
    parent = getattr(value, kind.parent.field) if kind.parent else ""
    other = getattr(value, kind.other.field) if kind.other else None
    return parent, other, kind.handle(value) if kind.handle else None


def number_of(value: Value) -> Row | None:
    """Patient, number and scar that a value issues, None when it is not a scar."""
    return (value.patient_id, value.number, value.id) if isinstance(value, Scar) else None


def _subject(edit: Edit) -> tuple[Kind, str]:
    value = edit.new if edit.old is None else edit.old
    if value is None:
        raise InvalidValue("An edit without a value changes nothing.")
    if edit.new is not None and (type(edit.new), id_of(edit.new)) != (type(value), id_of(value)):
        raise InvalidValue("An edit puts a value in the place of another one. Nothing was changed.")
    return kind_of(type(value)), id_of(value)


def _stale(kind: Kind, old: Value | None, now: Value | None) -> str:
    if old is None:
        return f"This {kind.name} is already in the library. Nothing was overwritten. Open it again."
    happened = "was deleted" if now is None else "was changed"
    return (
        f"This {kind.name} {happened} since you opened it. Nothing was overwritten. "
        "Look at what it is now, then make your change again."
    )
