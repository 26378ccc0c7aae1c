"""The log: one change for each action of the user, chained by hashes.

Hides: seals and the arithmetic of undo.  Rule: a change is appended, never altered; its seal is an
HMAC under the log key over everything it says and over the seal before it.  Undo and redo are
changes too: they write earlier values again and name the change that they revert.

Which change is undone next follows from the log alone: a plain change is pushed, an undo moves the
top to the redo stack, a redo moves it back, and a plain change forgets what could be redone.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

import msgspec

from scardesk.errors import LibraryDamaged, StaleEdit
from scardesk.library.catalogue import Catalogue, Cell, Row
from scardesk.library.head import LogEnd
from scardesk.library.kinds import Kind, decode, kind_named
from scardesk.model.value import Value, new_id

_GENESIS = LogEnd(0, bytes(32))
_APPEND = "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?,?,?)"
_LATEST = """
    SELECT seq, id, at, who, workstation, label, scope, step, reverts FROM change
    WHERE scope = ? ORDER BY seq DESC LIMIT ?"""
_ALL = """
    SELECT c.seq, c.id, c.at, c.who, c.workstation, c.label, c.scope, c.step, c.reverts, c.previous, c.hash,
        r.place, r.kind, r.id, r.version, r.body
    FROM change c LEFT JOIN revision r ON r.change = c.seq ORDER BY c.seq, r.place"""
_CHANGE_CELLS = 9
_SEAL_CELLS = 11
_REVISIONS = "SELECT place, kind, id, version, body FROM revision WHERE change = ? ORDER BY place"
_NEWEST = "SELECT version, body FROM revision WHERE kind = ? AND id = ? ORDER BY place DESC LIMIT 1"
_NAMES_BLOB = "SELECT 1 FROM revision WHERE kind = 'photo' AND instr(body, ?) > 0 LIMIT 1"
_OLDER = """
    SELECT version, body FROM revision WHERE kind = ? AND id = ? AND place < ?
    ORDER BY place DESC LIMIT 1"""


class Step(StrEnum):
    """What a change is to the undo stack."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class Change(Value, frozen=True, kw_only=True):
    """One change as written.  ``refs`` names what it touched as (kind, id), in order.

    ``scope``: the patient id whose undo stack it joined, or "".  ``reverts``: the number of the
    change that an undo or redo took back.  An undo carries the label of what it undid.
    """

    seq: int
    id: str
    at: datetime
    who: str
    workstation: str
    label: str
    scope: str
    step: Step = Step.DO
    reverts: int | None = None
    refs: tuple[tuple[str, str], ...] = ()


class Author(NamedTuple):
    """Who writes, and on which machine."""

    who: str
    workstation: str


class Put(NamedTuple):
    """One value put, or retired when ``body`` and ``value`` are None."""

    kind: Kind
    id: str
    version: int
    body: str | None
    value: Value | None


class Intent(NamedTuple):
    """What a change is about, before it has a number."""

    label: str
    scope: str
    step: Step = Step.DO
    reverts: int | None = None


class Log:
    """The tables ``change`` and ``revision``."""

    def __init__(self, catalogue: Catalogue, key: bytes, author: Author) -> None:
        self._catalogue = catalogue
        self._key = key
        self._author = author
        self._stacks: dict[str, _Stacks] = {}

    def end(self) -> LogEnd:
        """The last change, number 0 while there is none."""
        row = self._catalogue.row("SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1")
        return LogEnd(*row) if row else _GENESIS

    def agrees_with(self, end: LogEnd) -> bool:
        """Whether the log once ended there, so that ``end`` is its present or its past."""
        row = self._catalogue.row("SELECT hash FROM change WHERE seq = ?", end.seq)
        return LogEnd(end.seq, row[0]) == end if row else end == _GENESIS

    def append(self, intent: Intent, puts: Sequence[Put]) -> Change:
        """Write a change and its revisions; to be called inside a transaction."""
        before = self.end()
        change = self._new_change(intent, puts, before.seq + 1)
        row = _change_row(change)
        place = self._next_place()
        revisions = [(place + n, put.kind.name, put.id, put.version, put.body) for n, put in enumerate(puts)]
        seal = self._seal(before.hash, row, revisions)
        self._catalogue.run(_APPEND, *row, before.hash, seal)
        for revision in revisions:
            self._catalogue.run("INSERT INTO revision VALUES (?,?,?,?,?,?)", change.seq, *revision)
        return change

    def remember(self, change: Change) -> None:
        """Bring the undo stacks up to date with a change that is now on the disk."""
        if change.scope in self._stacks:
            self._stacks[change.scope].follow(change.step, change.seq, change.label)

    def top(self, scope: str, step: Step) -> tuple[int, str] | None:
        """The number and label of the change that an undo or redo would revert."""
        stacks = self._stacks.get(scope)
        if stacks is None:
            rows = self._catalogue.rows(
                "SELECT step, seq, label FROM change WHERE scope = ? ORDER BY seq", scope
            )
            stacks = self._stacks[scope] = _Stacks()
            for kind, seq, label in rows:
                stacks.follow(Step(kind), seq, label)
        stack = stacks.undo if step is Step.UNDO else stacks.redo
        return stack[-1] if stack else None

    def earlier(self, seq: int) -> list[Put]:
        """The values before change ``seq``, ready to be written again.

        Raises StaleEdit when a value is no longer what that change made of it.
        """
        rows = self._catalogue.rows(_REVISIONS, seq)
        return [self._before(*row) for row in reversed(rows)]

    def names_blob(self, blob: str) -> bool:
        """Whether any photo that was ever written, living, retired or undone, has these bytes."""
        return self._catalogue.row(_NAMES_BLOB, blob) is not None

    def changes(self, scope: str, limit: int) -> list[Change]:
        """The latest changes of a scope, newest first."""
        return [self._read(row) for row in self._catalogue.rows(_LATEST, scope, limit)]

    def walk(self) -> Iterator[tuple[Change, list[Row], bool]]:
        """Every change with its revisions (place, kind, id, version, body) and whether its seal fits."""
        before = _GENESIS
        for row, revisions in self._sealed_rows():
            change = _change(row[:_CHANGE_CELLS], revisions)
            previous, seal = row[_CHANGE_CELLS:]
            expected = self._seal(before.hash, row[:_CHANGE_CELLS], revisions)
            follows = change.seq == before.seq + 1 and previous == before.hash
            yield change, revisions, follows and hmac.compare_digest(seal, expected)
            before = LogEnd(change.seq, seal)

    def _sealed_rows(self) -> Iterator[tuple[Row, list[Row]]]:
        for sealed, group in groupby(self._catalogue.stream(_ALL), key=lambda row: row[:_SEAL_CELLS]):
            yield sealed, [row[_SEAL_CELLS:] for row in group if row[_SEAL_CELLS] is not None]

    def _before(self, place: int, name: str, id_: str, *written: Cell) -> Put:
        kind = kind_named(name)
        if self._catalogue.row(_NEWEST, name, id_) != tuple(written):
            raise StaleEdit(
                f"A {name} of this step was changed elsewhere afterwards, so the step cannot be "
                "taken back. Nothing was changed."
            )
        version, body = self._catalogue.row(_OLDER, name, id_, place) or (kind.version, None)
        return Put(kind, id_, version, body, None if body is None else decode(kind, version, body))

    def _new_change(self, intent: Intent, puts: Iterable[Put], seq: int) -> Change:
        return Change(
            seq=seq,
            id=new_id(),
            at=datetime.now(UTC),
            who=self._author.who,
            workstation=self._author.workstation,
            label=intent.label,
            scope=intent.scope,
            step=intent.step,
            reverts=intent.reverts,
            refs=tuple((put.kind.name, put.id) for put in puts),
        )

    def _next_place(self) -> int:
        row = self._catalogue.row("SELECT coalesce(max(place), 0) + 1 FROM revision")
        return int(row[0]) if row else 1

    def _seal(self, previous: bytes, row: Row, revisions: Sequence[Row]) -> bytes:
        text = msgspec.json.encode([previous.hex(), row, revisions])
        return hmac.new(self._key, b"change " + text, hashlib.sha256).digest()

    def _read(self, row: Row) -> Change:
        return _change(row, self._catalogue.rows(_REVISIONS, row[0]))


class _Stacks:
    """What can be undone and redone in one scope: (number, label) of changes, latest last."""

    def __init__(self) -> None:
        self.undo: list[tuple[int, str]] = []
        self.redo: list[tuple[int, str]] = []

    def follow(self, step: Step, seq: int, label: str) -> None:
        """Take one more change of the log into account."""
        if step is Step.UNDO:
            self.undo.pop()
            self.redo.append((seq, label))
            return
        if step is Step.REDO:
            self.redo.pop()
        else:
            self.redo.clear()
        self.undo.append((seq, label))


def _change_row(change: Change) -> Row:
    at = change.at.isoformat(timespec="microseconds")
    return (
        change.seq,
        change.id,
        at,
        change.who,
        change.workstation,
        change.label,
        change.scope,
        change.step.value,
        change.reverts,
    )


def _change(row: Row, revisions: Sequence[Row]) -> Change:
    seq, id_, at, who, workstation, label, scope, step, reverts = row
    try:
        return Change(
            seq=seq,
            id=id_,
            at=datetime.fromisoformat(at),
            who=who,
            workstation=workstation,
            label=label,
            scope=scope,
            step=Step(step),
            reverts=reverts,
            refs=tuple((r[1], r[2]) for r in revisions),
        )
    except ValueError as error:
        raise LibraryDamaged(
            f"Change {seq} of the log cannot be read. Nothing was changed. Restore the last back-up."
        ) from error
