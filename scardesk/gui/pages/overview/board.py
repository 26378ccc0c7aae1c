"""What the grid of a record holds.

Rule: every photo of the patient has one cell; a view and light that was photographed twice at a visit
gets a further row, so that nothing hides behind anything.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from scardesk.library import Library
from scardesk.model.patient import Patient, Visit
from scardesk.model.photo import UNKNOWN_VIEW, Light, Photo
from scardesk.model.scar import Mark, Scar, ScarType
from scardesk.workflows import compare, protocol


class Row(NamedTuple):
    """A view in a light; ``turn`` counts from 0 where both were photographed more than once a visit."""

    view: str
    light: Light
    turn: int

    @property
    def order(self) -> tuple[int, str, int, int]:
        """Its place: as in the protocol, then by light."""
        return protocol.order(self.view), self.view, list(Light).index(self.light), self.turn


class Column(NamedTuple):
    """A visit, how many days after the first one it was, and how many photos it has."""

    visit: Visit
    day_number: int
    photo_count: int


class Cell(NamedTuple):
    """A photo, and how many scars of each type are marked on it."""

    photo: Photo
    counts: Mapping[ScarType, int]


class Board(NamedTuple):
    """The whole grid; a place without a cell is a gap."""

    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    cells: Mapping[tuple[int, int], Cell] = {}
    counts: Mapping[ScarType, int] = {}

    def place_of(self, photo_id: str) -> tuple[int, int] | None:
        """Row and column of a photo."""
        return next((place for place, cell in self.cells.items() if cell.photo.id == photo_id), None)


def board_of(library: Library, patient: Patient) -> Board:
    """The grid of a patient's record, the latest visit last."""
    types = {scar.id: scar.type for scar in library.children(Scar, patient.id)}
    visits = compare.visits_of(library, patient)
    by_row: dict[Row, dict[int, Photo]] = {}
    columns = []
    for at, visit in enumerate(visits):
        photos = compare.photos_of(library, visit)
        columns.append(Column(visit, (visit.day - visits[0].day).days, len(photos)))
        for photo, row in _rowed(photos):
            by_row.setdefault(row, {})[at] = photo
    rows = tuple(sorted(by_row, key=lambda row: row.order))
    cells = {
        (number, at): Cell(photo, Counter(types[mark.scar_id] for mark in library.children(Mark, photo.id)))
        for number, row in enumerate(rows)
        for at, photo in by_row[row].items()
    }
    return Board(rows, tuple(columns), cells, Counter(types.values()))


def _rowed(photos: tuple[Photo, ...]) -> list[tuple[Photo, Row]]:
    seen: Counter[tuple[str, Light]] = Counter()
    rowed = []
    for photo in photos:
        key = (photo.view, photo.light)
        rowed.append((photo, Row(photo.view, photo.light, seen[key])))
        seen[key] += 1
    return rowed


def concerns(photo: Photo) -> tuple[str, ...]:
    """What should be set right before the photo is compared, in words."""
    say = QCoreApplication.translate
    found = (
        (photo.view == UNKNOWN_VIEW, say("overview", "View not chosen")),
        (photo.light is Light.UNKNOWN, say("overview", "Light not recorded")),
        (_says_nothing(photo), say("overview", "No camera data")),
    )
    return tuple(words for is_found, words in found if is_found)


def side_words(view: protocol.View) -> str:
    """Whose side a view shows: always the patient's; nothing where nobody has said it."""
    if not view.has_side:
        return ""
    say = QCoreApplication.translate
    words = {"right": say("overview", "patient's right"), "left": say("overview", "patient's left")}
    return words.get(view.side, say("overview", "midline"))


def _says_nothing(photo: Photo) -> bool:
    shot = photo.settings
    return not any((shot.camera, shot.taken, shot.focal_mm, shot.exposure_s))
