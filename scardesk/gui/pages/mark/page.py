"""The Mark page: one photo, its marks, the list of scars.

Hides: what an intent of the hand becomes.  Rule: the canvas and the list always show what the record
holds; an edit goes through the session and comes back as ``changed``.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scardesk.errors import ScardeskError
from scardesk.gui.actions import CANVAS_ACTIONS
from scardesk.gui.canvas import CanvasColours, PhotoCanvas
from scardesk.gui.desk import Desk, Page, focus_next
from scardesk.gui.look.current import theme
from scardesk.gui.pages.mark.carry import CarryOver
from scardesk.gui.pages.mark.edits import Edits
from scardesk.gui.pages.mark.panel import MarkPanel
from scardesk.gui.pages.mark.queue import Queue, Waiting, ghost_id, is_ghost
from scardesk.gui.pages.mark.rows import Row
from scardesk.gui.pages.mark.scene import context_of, marked_row, photos_at_hand, queue_words, waiting_row
from scardesk.gui.pages.mark.strip import Strip
from scardesk.gui.pages.mark.toolbar import Toolbar
from scardesk.gui.tools import Add, Intent, MarkTool, MarkView, Measured, Move, Pick, RulerTool
from scardesk.model.geometry import Place
from scardesk.model.numbering import next_number
from scardesk.model.photo import Photo
from scardesk.model.scar import Outcome, Scar, ScarType
from scardesk.model.value import MarkId
from scardesk.workflows import follow_up, marking
from scardesk.workflows.marking import Marked

_STEP = 1.05  # one press of a key makes a mark so many times as wide
_TYPES = (ScarType.ICE_PICK, ScarType.BOXCAR, ScarType.ROLLING)


class MarkPage(Page):
    """Numbering on one photo."""

    name = "mark"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.photo: Photo | None = None
        self._marked: tuple[Marked, ...] = ()
        self._carry = CarryOver(desk, self)
        self._edits = Edits(desk.session)
        self._selected: list[MarkId] = []
        self._type = ScarType.ICE_PICK
        self._is_front = False
        self.canvas = PhotoCanvas()
        self.canvas.set_tool(MarkTool())
        self.canvas.set_message(self.tr("Choose a photo in the overview."))
        self.toolbar = Toolbar(desk.actions)
        self.panel = MarkPanel(desk.actions)
        self.strip = Strip(desk.photos)
        self._lay_out()
        self._connect()

    @property
    def _queue(self) -> Queue:
        return self._carry.queue

    # --- the window asks

    def show_photo(self, photo: Photo) -> None:
        """Open a photo; zoom and position stay when it is the same view."""
        self.panel.finish()
        is_kept = self.photo is not None and self.photo.view == photo.view
        self.photo = photo
        self._selected = []
        thumbnail = self.desk.photos.thumbnail(photo)
        whole = self.desk.photos.whole(photo)
        preview = whole or (thumbnail.toImage() if thumbnail is not None else None)
        self.canvas.show_photo(photo.id, preview, size=photo.size, is_kept=is_kept)
        self._measure(is_on=False)
        self._carry.open(photo)
        self._refresh()
        self.strip.show_photos(photos_at_hand(self.desk.session.library, photo), photo)

    def enter(self) -> None:
        """Show the last photo again, or the first one of the newest visit."""
        self._is_front = True
        self.desk.actions["panel"].setChecked(not self.panel.isHidden())
        library, patient = self.desk.session.library, self.desk.session.patient
        found = library.find(Photo, self.photo.id) if self.photo is not None else None
        if found is None and patient is not None:
            found = follow_up.first_photo(library, patient)
        if found is None:
            self.blank()
            self.canvas.set_message(self.tr("No photos yet. Import photos with Ctrl+I."))
        else:
            self.show_photo(found)
        self.canvas.setFocus()

    def leave(self) -> None:
        """What is still being typed is written."""
        self.panel.finish()
        self._is_front = False

    def blank(self) -> None:
        """Nothing of anybody."""
        self.photo = None
        self._marked, self._selected = (), []
        self._carry.close()
        self.canvas.clear()
        self.toolbar.tell("")
        self.canvas.set_marks([])
        self.panel.show_rows([])
        self.panel.show_queue("", may_propose=False, confident=0)
        self.panel.show_fields([], is_follow_up=False, width_mm=None)
        self.strip.blank()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do here."""
        own: dict[str, Callable[[], object]] = {
            "retire": self._retire,
            "set_scale": lambda: self._measure(is_on=self.desk.actions["set_scale"].isChecked()),
            "propose": self._carry.propose,
            "accept": self._accept,
            "accept_all": self._carry.accept_all,
            "not_visible": lambda: self._carry.judge(self._chosen_waiting(), Outcome.NO_LONGER_VISIBLE),
            "not_assessable": lambda: self._carry.judge(self._chosen_waiting(), Outcome.NOT_ASSESSABLE),
            "wider": partial(self._resize, _STEP),
            "narrower": partial(self._resize, 1 / _STEP),
            "known_scar": self._ask_known,
            "next_part": lambda: focus_next((self.canvas, self.panel.table, *self.panel.fields, self.strip)),
            "next_photo": partial(self._step_photo, 1),
            "previous_photo": partial(self._step_photo, -1),
            "next_scar": partial(self._step_scar, 1),
            "previous_scar": partial(self._step_scar, -1),
            "show_marks": self._show_marks,
            "panel": lambda: self.panel.setVisible(not self.panel.isVisible()),
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "zoom_fit": self.canvas.fit,
            "zoom_full": self.canvas.one_to_one,
        }
        return own | {type_.value: partial(self.choose_type, type_) for type_ in _TYPES}

    # --- what the hand meant

    def _on_intent(self, intent: Intent) -> None:
        if self.photo is None:
            return
        try:
            self._follow(intent, self.photo)
        except ScardeskError as error:
            self.asked.emit("say", error.sentence)

    def _follow(self, intent: Intent, photo: Photo) -> None:
        match intent:
            case Add(place=place):
                self._add(photo, place)
            case Pick(mark_id=mark_id, is_extend=is_extend):
                self._pick(mark_id, is_extend=is_extend)
            case Move(mark_id=mark_id, place=place) if is_ghost(mark_id):
                self._queue.move(mark_id, place)
                self._pick(mark_id, is_extend=False)
                self._show()
            case Move(mark_id=mark_id, place=place):
                self._move(photo, mark_id, place)
            case Measured():
                self._measure(is_on=False)
                self.asked.emit("scale", (intent, self.set_scale))

    def _move(self, photo: Photo, mark_id: MarkId, place: Place) -> None:
        pair = next((pair for pair in self._marked if pair.mark.id == mark_id), None)
        if pair is not None and self._edits.move(photo, pair, place):  # None: it went while the hand held it
            self._pick(mark_id, is_extend=False)

    def _add(self, photo: Photo, place: Place) -> None:
        by_hand = self._waiting_by_hand()
        if by_hand is not None:
            if self._edits.mark_known(photo, by_hand.scar, place):
                self._choose_next_waiting()
            return
        mark_id = self._edits.number(photo, self._type, place)
        if mark_id is not None:
            self._choose([mark_id])

    def _pick(self, mark_id: MarkId | None, *, is_extend: bool) -> None:
        if mark_id is None:
            self._choose([])
        elif not is_extend:
            self._choose([mark_id])
        else:
            others = [m for m in self._selected if m != mark_id]
            self._choose(others if mark_id in self._selected else [*others, mark_id])

    def set_scale(self, line: Measured, length_mm: float) -> None:
        """Give the photo its scale from a line on its ruler."""
        if self.photo is not None:
            self._edits.set_scale(self.photo, line, length_mm)

    # --- actions

    def choose_type(self, type_: ScarType) -> None:
        """The type of the next new scar."""
        self._type = type_
        for known in _TYPES:
            self.desk.actions[known.value].setChecked(known is type_)
        self._show_next()

    def place_next(self, scar: Scar) -> None:
        """The next click gives this known scar its mark here."""
        self._carry.call(scar)
        self._show()
        self._choose([ghost_id(scar)])

    def _ask_known(self) -> None:
        if self.photo is not None:
            scars = follow_up.unmarked_scars(self.desk.session.library, self.photo)
            self.asked.emit("known_scar", (scars, self.place_next))

    def _accept(self) -> None:
        if not self.canvas.press_key_cursor():  # Enter belongs to the key cursor while there is one
            self._carry.accept(self._chosen_waiting())

    def _resize(self, factor: float) -> None:
        pairs = self._chosen_marks()
        if self.photo is not None and pairs:
            self._edits.resize(self.photo, pairs, factor)

    def _retire(self) -> None:
        pairs = self._chosen_marks()
        if pairs and self._edits.retire(pairs):
            self._choose([])

    def _step_photo(self, step: int) -> None:
        photo = self.strip.neighbour(step)
        if photo is not None:
            self.show_photo(photo)

    def _step_scar(self, step: int) -> None:
        ids = [row.mark_id for row in self.panel.model.rows]
        if not ids:
            return
        here = ids.index(self._selected[-1]) if self._selected and self._selected[-1] in ids else -1
        chosen = ids[(here + step) % len(ids)] if here >= 0 or step > 0 else ids[-1]
        self._choose([chosen], is_centred=True)

    def _show_marks(self) -> None:
        self.canvas.set_marks_visible(self.desk.actions["show_marks"].isChecked())

    def _measure(self, *, is_on: bool) -> None:
        self.desk.actions["set_scale"].setChecked(is_on)
        self.canvas.set_tool(RulerTool() if is_on else MarkTool())
        self._show_next()

    def _on_judged(self, outcome: Outcome | None) -> None:
        scars = [row.scar for row in self._selected_rows()]
        if self.photo is not None and scars:
            self._edits.judge(self.photo, scars, outcome)

    # --- showing

    def _refresh(self) -> None:
        """Ask the record again, then show; in the background nothing is asked, because ``enter`` does."""
        if self.photo is None or not self._is_front:
            return
        library = self.desk.session.library
        found = library.find(Photo, self.photo.id)
        if found is None:
            self.blank()
            return
        self.photo = found
        self._marked = marking.marks_on(library, found)
        self._queue.refresh(library, found)
        known = {pair.mark.id for pair in self._marked} | {ghost_id(w.scar) for w in self._queue.all}
        self._selected = [mark_id for mark_id in self._selected if mark_id in known]
        self._show()

    def _show(self) -> None:
        if self.photo is None:
            return
        self.canvas.set_scale(self.photo.scale.mm_per_px if self.photo.scale else None)
        views = [MarkView(mark_id=m.id, number=s.number, type=s.type, place=m.place) for m, s in self._marked]
        self.canvas.set_marks(views + self._queue.ghosts())
        self.panel.show_rows(self._rows(self.photo))
        self._show_queue()
        self._choose(self._selected)
        self.context_changed.emit(context_of(self.desk.session.library, self.photo))

    def _rows(self, photo: Photo) -> list[Row]:
        library = self.desk.session.library
        rows = [marked_row(library, photo, pair) for pair in self._marked]
        rows += [waiting_row(waiting) for waiting in self._queue.all]
        return sorted(rows, key=lambda row: row.scar.number)

    def _show_queue(self) -> None:
        may_propose, confident = bool(self._queue.untried), len(self._queue.confident())
        self.panel.show_queue(queue_words(self._queue), may_propose=may_propose, confident=confident)
        if self._is_front:
            self.desk.actions["propose"].setEnabled(may_propose)
            self.desk.actions["accept_all"].setEnabled(confident > 0)

    def _show_next(self) -> None:
        if self.photo is None or self.desk.actions["set_scale"].isChecked():
            self.canvas.set_next(None)
            self.toolbar.tell(self.tr("Click two marks of the ruler") if self.photo is not None else "")
            return
        by_hand = self._waiting_by_hand()
        if by_hand is not None:
            self.canvas.set_next(by_hand.scar.type, by_hand.scar.number)
            self.toolbar.tell(self.tr("Click where scar {number} is").format(number=by_hand.scar.number))
            return
        library = self.desk.session.library
        number = next_number(library.numbers_issued(marking.patient_of(library, self.photo)))
        self.canvas.set_next(self._type, number)
        self.toolbar.tell(self.tr("Next number {number}").format(number=number))

    def _choose(self, mark_ids: list[MarkId], *, is_centred: bool = False) -> None:
        self._selected = mark_ids
        self.canvas.select(mark_ids)
        self.panel.select(mark_ids)
        rows = self._selected_rows()
        width_mm = None
        if len(rows) == 1 and rows[0].mark is not None and self.photo is not None:
            width_mm = self.photo.width_mm(rows[0].mark.place.width_px)
        self.panel.show_fields(
            rows, is_follow_up=bool(self._queue.sources) or self._is_later(), width_mm=width_mm
        )
        if is_centred:
            self._centre_on(mark_ids)
        self._show_next()

    def _is_later(self) -> bool:
        """Whether an earlier photo of this view exists: only then is there something to judge."""
        return self.photo is not None and bool(follow_up.sources_for(self.desk.session.library, self.photo))

    def _centre_on(self, mark_ids: list[MarkId]) -> None:
        if self.canvas.is_fitted:
            return  # everything is in sight
        places = [pair.mark.place for pair in self._marked if pair.mark.id in mark_ids]
        places += [view.place for view in self._queue.ghosts() if view.mark_id in mark_ids]
        if places:
            self.canvas.centre_on(places[0].centre)

    def _choose_next_waiting(self) -> None:
        waiting = [ghost_id(w.scar) for w in self._queue.waiting if w.is_placed]
        waiting += [ghost_id(w.scar) for w in self._queue.waiting if not w.is_placed]
        self._choose(waiting[:1], is_centred=True)

    def _chosen_marks(self) -> list[Marked]:
        return [pair for pair in self._marked if pair.mark.id in self._selected]

    def _chosen_waiting(self) -> list[Waiting]:
        return [w for w in self._queue.waiting if ghost_id(w.scar) in self._selected]

    def _waiting_by_hand(self) -> Waiting | None:
        """The one chosen number that has no place here: the next click gives it one."""
        chosen = self._chosen_waiting()
        return chosen[0] if len(chosen) == 1 and not chosen[0].is_placed else None

    def _selected_rows(self) -> list[Row]:
        return [row for row in self.panel.model.rows if row.mark_id in self._selected]

    # --- set-up

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.toolbar)
        left.addWidget(self.canvas, 1)
        left.addWidget(self.strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        desk = self.desk
        self.canvas.set_colours(CanvasColours.of(theme()))
        self.canvas.intended.connect(self._on_intent)
        self.strip.wanted.connect(self.show_photo)
        self.panel.chosen.connect(lambda ids: self._choose(ids, is_centred=True))
        self.panel.retyped.connect(lambda t: self._edits.retype([r.scar for r in self._selected_rows()], t))
        self.panel.annotated.connect(self._edits.annotate)
        self.panel.judged.connect(self._on_judged)
        self._carry.told.connect(partial(self.asked.emit, "warn"))
        self._carry.answered.connect(self._choose_next_waiting)
        desk.photos.whole_ready.connect(self._on_whole)
        desk.session.changed.connect(self._refresh)
        for name in CANVAS_ACTIONS:  # Tab and Return mean this only while the photo or the list has the focus
            for widget in (self.canvas, self.panel.table):
                widget.addAction(desk.actions[name])
        desk.actions["show_marks"].setChecked(True)
        desk.actions["panel"].setChecked(True)
        self.choose_type(self._type)

    def _on_whole(self, photo_id: str) -> None:
        if self.photo is not None and photo_id == self.photo.id:
            pyramid = self.desk.photos.whole(self.photo)
            if pyramid is not None:
                self.canvas.set_full(photo_id, pyramid)
