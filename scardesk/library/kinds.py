"""The kinds of values that a library holds, as one table.

Hides: JSON.  Rule: a kind has a name that never changes, one parent, at most one further value that
it speaks of, and a version of its body; an older body is brought up to date when it is read, step by
step, and never rewritten for that.

A kind with a *handle* can be found by it (patients by the clinic's id, photos by their hash); where
the handle is unique, a second one is refused.
"""

import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from scardesk.errors import LibraryDamaged, LibraryTooNew
from scardesk.model.alignment import AlignedPair
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Mark, Scar
from scardesk.model.value import Value

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


class Tie(NamedTuple):
    """A field that holds the id of another value, and the kind of that value."""

    field: str
    kind: str


class Kind(NamedTuple):
    """One row of the table.  ``upgrades[n]`` turns a body of version n+1 into version n+2."""

    name: str
    type: type[Value]
    parent: Tie | None = None
    other: Tie | None = None
    handle: Callable[[Any], str] | None = None
    taken: Callable[[Any], str] | None = None  # the sentence when a unique handle is in use
    elsewhere: Callable[[Any], str] | None = None  # the sentence when another patient has the handle
    upgrades: tuple[Upgrade, ...] = ()

    @property
    def version(self) -> int:
        """The version of the bodies that this program writes."""
        return len(self.upgrades) + 1

    def ties(self) -> tuple[Tie, ...]:
        """The fields that must name a living value."""
        return tuple(tie for tie in (self.parent, self.other) if tie)


def code_handle(code: str) -> str:
    """Two patient ids that differ only in case, spaces around or Unicode form are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", code.strip()).casefold())


def _code_taken(patient: Patient) -> str:
    return (
        f"The patient id {patient.code} is already in this library. Nothing was changed. "
        "Open that patient, or give another id."
    )


def _day_taken(visit: Visit) -> str:
    return (
        f"This patient already has a visit on {visit.day.isoformat()}. Nothing was changed. "
        "Add the photos to that visit."
    )


def _photo_elsewhere(photo: Photo) -> str:
    return (
        f"{photo.file_name} is in another patient's record, and a photo shows one patient. Nothing was "
        "changed. Take it out of that record first, or leave it there."
    )


KINDS = (
    Kind("patient", Patient, handle=lambda patient: code_handle(patient.code), taken=_code_taken),
    Kind(
        "visit",
        Visit,
        parent=Tie("patient_id", "patient"),
        handle=lambda visit: f"{visit.patient_id} {visit.day.isoformat()}",
        taken=_day_taken,
    ),
    Kind(
        "photo",
        Photo,
        parent=Tie("visit_id", "visit"),
        handle=lambda photo: photo.sha256,
        elsewhere=_photo_elsewhere,
    ),
    Kind("scar", Scar, parent=Tie("patient_id", "patient")),
    Kind("mark", Mark, parent=Tie("photo_id", "photo"), other=Tie("scar_id", "scar")),
    Kind("finding", Finding, parent=Tie("scar_id", "scar"), other=Tie("visit_id", "visit")),
    Kind("alignment", AlignedPair, parent=Tie("after_id", "photo"), other=Tie("before_id", "photo")),
)
_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_TYPE = {kind.type: kind for kind in KINDS}


def kind_named(name: str) -> Kind:
    """The kind of that name.  Raises LibraryTooNew: only a newer program can have written it."""
    try:
        return _BY_NAME[name]
    except KeyError as error:
        raise LibraryTooNew(_too_new(name)) from error


def kind_of(type_: type[Value]) -> Kind:
    """The kind of a class of values."""
    return _BY_TYPE[type_]


def id_of(value: Value) -> str:
    """The id that every stored value carries."""
    return str(getattr(value, "id"))  # noqa: B009 - the common parent Value has no id


def encode(value: Value) -> str:
    """The body of a value: JSON, the same text for the same value."""
    return msgspec.json.encode(value).decode()


def decode(kind: Kind, version: int, body: str) -> Value:
    """The value of a stored body, upgraded.  Raises LibraryTooNew, LibraryDamaged."""
    if version > kind.version:
        raise LibraryTooNew(_too_new(kind.name))
    try:
        if version < kind.version:
            body = _upgraded(kind, version, body)
        value: Value = msgspec.json.decode(body, type=kind.type)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise LibraryDamaged(
            f"A stored {kind.name} cannot be read ({error}). Nothing was changed. "
            "Check the library with verify."
        ) from error
    return value


def _upgraded(kind: Kind, version: int, body: str) -> str:
    fields = msgspec.json.decode(body)
    for step in kind.upgrades[version - 1 :]:
        fields = step(fields)
    return msgspec.json.encode(fields).decode()


def _too_new(name: str) -> str:
    return (
        f"This library holds a {name} written by a newer scardesk. Your data is safe. "
        "Install the newer version to work with it."
    )
