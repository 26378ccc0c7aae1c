"""Random sessions against a plain model: all that was done can be undone, and done again."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scardesk.library import Edit, Library
from scardesk.model.geometry import Point, Spot
from scardesk.model.numbering import next_number
from scardesk.model.patient import Patient
from scardesk.model.photo import Photo
from scardesk.model.scar import Mark, Scar, ScarType
from scardesk.model.value import changed
from tests.faults.clinic import WHO, a_mark, a_patient, a_photo, a_scar, a_visit, open_library, require_sound

State = dict[str, Scar | Mark]


class Session:
    """A library, and beside it the plainest thing that should always equal it: a list of states."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = open_library(folder)
        self.ann: Patient = a_patient()
        visit = a_visit(self.ann)
        self.photo: Photo = a_photo(self.library, visit, b"photo")
        self.library.commit("Start", [Edit.added(value) for value in (self.ann, visit, self.photo)])
        self.states: list[State] = [{}]
        self.at = 0
        self.issued: set[int] = set()

    def now(self) -> State:
        """What the library says is there."""
        scars = self.library.children(Scar, self.ann.id)
        found: list[Scar | Mark] = [*scars, *self.library.children(Mark, self.photo.id)]
        return {value.id: value for value in found}

    def commit(self, label: str, edits: list[Edit]) -> None:
        """Write a change, and the state after it."""
        self.library.commit(label, edits, scope=self.ann.id)
        state = dict(self.states[self.at])
        for old, new in edits:
            if isinstance(old, Scar | Mark):
                del state[old.id]
            if isinstance(new, Scar | Mark):
                state[new.id] = new
        self.states[self.at + 1 :] = [state]
        self.at += 1

    def add(self, pick: int) -> None:
        """A new scar with the next number, marked."""
        number = next_number(self.library.numbers_issued(self.ann.id))
        assert number not in self.issued
        self.issued.add(number)
        scar = a_scar(self.ann, number)
        edits = [Edit.added(scar), Edit.added(a_mark(scar, self.photo, (pick, pick)))]
        self.commit(f"Add scar {number}", edits)

    def move(self, pick: int) -> None:
        """Move some mark."""
        marks = self.library.children(Mark, self.photo.id)
        if marks:
            mark = marks[pick % len(marks)]
            self.commit("Move", [Edit.replaced(mark, changed(mark, place=Spot(centre=Point(pick, -pick))))])

    def retype(self, pick: int) -> None:
        """Give some scar some type."""
        scars = self.library.children(Scar, self.ann.id)
        if scars:
            scar = scars[pick % len(scars)]
            self.commit("Type", [Edit.replaced(scar, changed(scar, type=list(ScarType)[pick % 3]))])

    def delete(self, pick: int) -> None:
        """Retire some scar and its marks."""
        scars = self.library.children(Scar, self.ann.id)
        if scars:
            scar = scars[pick % len(scars)]
            marks = self.library.pointing_at(Mark, scar.id)
            self.commit("Delete", [Edit.retired(value) for value in (*marks, scar)])

    def undo(self, _pick: int) -> None:
        """Take back, if the model has something."""
        done = self.library.undo(self.ann.id)
        assert (done is None) == (self.at == 0)
        self.at -= done is not None

    def redo(self, _pick: int) -> None:
        """Do again, if the model has something."""
        done = self.library.redo(self.ann.id)
        assert (done is None) == (self.at == len(self.states) - 1)
        self.at += done is not None

    def reopen(self, _pick: int) -> None:
        """Start the program again."""
        self.library.close()
        self.library = Library.open(self.folder, who=WHO)


ACTIONS: tuple[Callable[[Session, int], None], ...] = (
    Session.add,
    Session.add,
    Session.move,
    Session.retype,
    Session.delete,
    Session.undo,
    Session.undo,
    Session.redo,
    Session.reopen,
)
scripts = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99)), max_size=25)


@settings(max_examples=60, deadline=None)
@given(script=scripts)
def test_any_session_can_be_undone_to_its_start_and_redone_to_its_end(
    script: list[tuple[Callable[[Session, int], None], int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder) / "library")
        try:
            play(session, script)
        finally:
            session.library.close()


def play(session: Session, script: list[tuple[Callable[[Session, int], None], int]]) -> None:
    for action, pick in script:
        action(session, pick)
        assert session.now() == session.states[session.at]
    while session.library.undo_label(session.ann.id):
        session.undo(0)
        assert session.now() == session.states[session.at]
    assert session.now() == session.states[0]
    session.reopen(0)
    while session.library.redo_label(session.ann.id):
        session.redo(0)
        assert session.now() == session.states[session.at]
    assert session.at == len(session.states) - 1
    assert set(session.library.numbers_issued(session.ann.id)) == session.issued
    require_sound(session.library)
