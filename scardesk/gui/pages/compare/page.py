"""The Compare page: two visits of one view, and whether they may be compared.

Rule: the pair shown is always what the record holds now; the later photo is laid on the earlier one
by a shift, a turn and a scale, and never warped.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from scardesk.errors import Cancelled, ScardeskError
from scardesk.gui.canvas import CompareCanvas, CompareMode, MarkView, Pyramid
from scardesk.gui.desk import Desk, Page
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.states import EmptyState
from scardesk.gui.pages.compare import words
from scardesk.gui.pages.compare.bar import MODES, CompareBar
from scardesk.gui.pages.compare.reasons import ReasonsPanel
from scardesk.gui.pages.compare.series import Series, Shot, chosen, series_of, shots_of
from scardesk.model.alignment import AlignedPair
from scardesk.model.photo import Photo
from scardesk.model.value import MarkId
from scardesk.workflows import compare, follow_up, framing, marking

_JOB = "align pair"


class ComparePage(Page):
    """Before and after."""

    name = "compare"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.pair: compare.Pair | None = None
        self.chosen: tuple[set[MarkId], set[MarkId]] = (set(), set())  # marks that stand out, on each side
        self._wanted: tuple[str, str] | None = None
        self._series: tuple[Series, ...] = ()
        self._at = 0
        self._laid: framing.Laid | None = None
        self._known: tuple[str, framing.Laid | None] | None = None
        self._is_front = False
        self.canvas = CompareCanvas()
        self.bar = CompareBar(desk.actions)
        self.panel = ReasonsPanel()
        self.panel.hide()
        self._has_numbers = True
        self._working = QWidget()
        self._empty = QWidget()
        self._pages = QStackedLayout(self)
        self._lay_out()
        self._connect()

    # --- the window asks

    def show_pair(self, before: Photo, after: Photo) -> None:
        """Show these two photos, the earlier one on the left; ``enter`` brings them up."""
        self._wanted = (before.id, after.id)
        if self._is_front:
            self._refresh()

    def enter(self) -> None:
        """Show the pair that was asked for, else the first view from its first to its last visit."""
        self._is_front = True
        self.desk.actions["panel"].setChecked(not self.panel.isHidden())
        self.desk.actions["show_marks"].setChecked(self._has_numbers)
        self._refresh()
        self.canvas.setFocus()

    def leave(self) -> None:
        """Nothing blinks unseen."""
        self._is_front = False
        self.canvas.stop_blink()

    def blank(self) -> None:
        """Nothing of anybody."""
        self.desk.jobs.drop(_JOB)
        self._is_front = False
        self.pair = self._wanted = self._laid = self._known = None
        self._series, self._at = (), 0
        self.canvas.clear()
        self.bar.blank()
        self.panel.show_pair(None)
        self._show_empty(None)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do here."""
        own: dict[str, Callable[[], object]] = {
            "align_pair": self._align,
            "as_photographed": self._show,
            "show_marks": self._show_numbers,
            "panel": self._fold_panel,
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "zoom_fit": self.canvas.fit,
            "zoom_full": self.canvas.one_to_one,
        }
        return own | {name: partial(self.choose_mode, CompareMode(name)) for name in MODES}

    # --- choosing

    def choose_mode(self, mode: CompareMode) -> None:
        """Look at the two another way."""
        self.canvas.set_mode(mode)
        self._show_mode()

    def _choose_series(self, index: int) -> None:
        self._at = index
        shots = self._series[index].shots
        self._choose(shots[0], shots[-1])

    def _choose_before(self, index: int) -> None:
        shots = self._series[self._at].shots
        after = self._index_of(self._wanted_after(), shots)
        self._choose(shots[index], shots[max(after, index + 1)])

    def _choose_after(self, index: int) -> None:
        shots = self._series[self._at].shots
        before = self._index_of(self.pair.before.id if self.pair else "", shots)
        self._choose(shots[before], shots[before + 1 + index])

    def _choose(self, before: Shot, after: Shot) -> None:
        self._wanted = (before.photo.id, after.photo.id)
        self._refresh()

    def _wanted_after(self) -> str:
        return self.pair.after.id if self.pair is not None else ""

    def _index_of(self, photo_id: str, shots: Sequence[Shot]) -> int:
        return next((index for index, shot in enumerate(shots) if shot.photo.id == photo_id), 0)

    def _pick(self, mark_id: str, is_after: bool) -> None:
        """A click on a number lets the same scar stand out in both photos."""
        if self.pair is None:
            return
        sides = [self._marked(photo) for photo in (self.pair.before, self.pair.after)]
        scar_id = next((mark.scar_id for mark, _ in sides[is_after] if mark.id == mark_id), None)
        before, after = ({mark.id for mark, scar in side if scar.id == scar_id} for side in sides)
        self.chosen = (before, after)
        self.canvas.select(before=before, after=after)

    # --- aligning

    def _align(self) -> None:
        if self.pair is None:
            return
        self.desk.actions["align_pair"].setEnabled(False)
        self.desk.jobs.run(
            follow_up.align_photos,
            self.desk.session.library.vault,
            self.pair.before,
            self.pair.after,
            key=_JOB,
            words=self.tr("Aligning the two photos"),
            has_progress=True,
            done=self._keep,
            failed=self._tell,
        )

    def _keep(self, aligned: AlignedPair) -> None:
        self.desk.actions["align_pair"].setEnabled(self._is_front)
        library = self.desk.session.library
        photos = [library.find(Photo, photo_id) for photo_id in (aligned.before_id, aligned.after_id)]
        if all(photo is not None for photo in photos):
            self.desk.session.do(follow_up.keep_alignment(library, aligned))

    def _tell(self, error: ScardeskError) -> None:
        self.desk.actions["align_pair"].setEnabled(self._is_front)
        if not isinstance(error, Cancelled):
            self.asked.emit("say", error.sentence)

    # --- showing

    def _refresh(self) -> None:
        """Ask the record again: which photos there are, then the pair."""
        patient = self.desk.session.patient
        library = self.desk.session.library
        shots = shots_of(library, patient) if patient is not None else ()
        self._series = series_of(library, shots)
        self._find_wanted(shots)
        if not self._series:
            self.pair = None
            self.canvas.clear()
            self._show_empty(shots)
            return
        self._pages.setCurrentWidget(self._working)
        before, after = self._wanted_shots()
        self.pair = compare.pair_of(library, before.photo, after.photo)
        self._laid = self._laid_by(self.pair.aligned)
        self._show()

    def _laid_by(self, aligned: AlignedPair | None) -> framing.Laid | None:
        """How the pair is laid; worked out once for each alignment, which takes some 10 ms."""
        if aligned is None:
            return None
        if self._known is None or self._known[0] != aligned.id:
            self._known = (aligned.id, framing.laid_by(aligned.alignment))
        return self._known[1]

    def _find_wanted(self, shots: Sequence[Shot]) -> None:
        """The series that holds the wanted pair; one of its own when none does."""
        wanted = self._wanted
        if wanted is None:
            return
        holders = [at for at, series in enumerate(self._series) if all(map(series.holds, wanted))]
        if holders:
            self._at = self._at if self._at in holders else holders[0]
            return
        two = chosen(shots, wanted)
        self._wanted = wanted if two is not None else None
        if two is not None:
            self._series = (*self._series, two)
            self._at = len(self._series) - 1

    def _wanted_shots(self) -> tuple[Shot, Shot]:
        self._at = min(self._at, len(self._series) - 1)
        shots = self._series[self._at].shots
        two = [shot for shot in shots if shot.photo.id in (self._wanted or ())]
        return (two[0], two[1]) if len(two) > 1 else (shots[0], shots[-1])

    def _show(self) -> None:
        pair = self.pair
        if pair is None:
            return
        is_as_photographed = self.desk.actions["as_photographed"].isChecked()
        laid = None if is_as_photographed else self._laid
        self.canvas.show_pair(
            f"{pair.before.id} {pair.after.id}",
            before=self._frame(pair.before),
            after=self._frame(pair.after),
            size_before=pair.before.size,
            size_after=pair.after.size,
            after_to_before=laid.onto.matrix if laid is not None else None,
        )
        self.canvas.set_marks(before=self._marks(pair.before), after=self._marks(pair.after))
        self._show_words(pair, words.alignment_words(pair, laid, is_as_photographed=is_as_photographed))
        self._show_mode()

    def _show_words(self, pair: compare.Pair, alignment: str) -> None:
        series = self._series[self._at]
        before, after = self._wanted_shots()
        at = self._index_of(before.photo.id, series.shots)
        titles = [words.shot_title(shot, series) for shot in series.shots]
        places = (at, self._index_of(after.photo.id, series.shots) - at - 1)
        self.bar.show_choices([words.series_title(each) for each in self._series], self._at)
        self.bar.show_days(titles[:-1], titles[at + 1 :], chosen=places)
        self.bar.show_between(words.days_between(pair))
        self.bar.show_verdict(words.verdict_look(pair.verdict.level))
        self.bar.show_alignment(alignment, may_align=self._laid is None)
        self.panel.show_pair(pair, alignment)
        self.canvas.set_captions(words.caption(before), words.caption(after))
        self.context_changed.emit(words.context(after))

    def _show_mode(self) -> None:
        mode = self.canvas.mode
        for name in MODES:
            self.desk.actions[name].setChecked(name == mode.value)
        is_sliding = mode in (CompareMode.WIPE, CompareMode.FADE)
        self.bar.show_slider(self.canvas.split, is_used=is_sliding)

    def _show_numbers(self) -> None:
        self._has_numbers = self.desk.actions["show_marks"].isChecked()
        self._show()

    def _fold_panel(self) -> None:
        self.panel.setVisible(self.desk.actions["panel"].isChecked())

    def _marked(self, photo: Photo) -> tuple[marking.Marked, ...]:
        return marking.marks_on(self.desk.session.library, photo)

    def _marks(self, photo: Photo) -> list[MarkView]:
        pairs = self._marked(photo) if self._has_numbers else ()
        return [MarkView(mark_id=m.id, number=s.number, type=s.type, place=m.place) for m, s in pairs]

    def _frame(self, photo: Photo) -> Pyramid | QImage | None:
        whole = self.desk.photos.whole(photo)
        if whole is not None:
            return whole
        thumbnail = self.desk.photos.thumbnail(photo)
        return thumbnail.toImage() if thumbnail is not None else None

    def _on_photo(self, photo_id: str) -> None:
        """A photo of the pair has become readable, or sharper."""
        pair = self.pair
        if pair is None or photo_id not in (pair.before.id, pair.after.id):
            return
        key = f"{pair.before.id} {pair.after.id}"
        if photo_id == pair.before.id:
            self.canvas.set_full(key, before=self._frame(pair.before))
        else:
            self.canvas.set_full(key, after=self._frame(pair.after))

    def _on_changed(self) -> None:
        if self._is_front:
            self._refresh()

    # --- nothing to show

    def _show_empty(self, shots: Sequence[Shot] | None) -> None:
        """Why there is nothing to compare; None says nothing at all."""
        old = self._empty
        self._empty = self._empty_state(shots) if shots is not None else QWidget()
        self._pages.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._pages.addWidget(self._empty)
        self._pages.setCurrentWidget(self._empty)
        if shots is not None:
            self.context_changed.emit("")

    def _empty_state(self, shots: Sequence[Shot]) -> EmptyState:
        days = sorted({shot.visit.day for shot in shots})
        if not days:
            title = self.tr("No photos yet")
            text = self.tr("Compare needs photos of the same view at two visits.")
        elif len(days) == 1:
            title = self.tr("One visit so far")
            text = self.tr("Photos of {day} are here. The next visit is to come.").format(
                day=day_text(days[0])
            )
        else:
            title = self.tr("No view was taken twice")
            text = self.tr(
                "Import a photo of the same view from another visit, or say in the Overview which view "
                "a photo shows."
            )
        return EmptyState(title, text, [self.desk.actions["import_photos"]], icon_name="compare")

    # --- set-up

    def _lay_out(self) -> None:
        photos = QHBoxLayout()
        photos.setSpacing(0)
        photos.addWidget(self.canvas, 1)
        photos.addWidget(self.panel)
        column = QVBoxLayout(self._working)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(photos, 1)
        column.addWidget(self.bar)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._working)

    def _connect(self) -> None:
        self.bar.series_chosen.connect(self._choose_series)
        self.bar.before_chosen.connect(self._choose_before)
        self.bar.after_chosen.connect(self._choose_after)
        self.bar.slid.connect(self.canvas.set_split)
        self.canvas.split_changed.connect(self._show_mode)
        self.canvas.picked.connect(self._pick)
        self.desk.photos.whole_ready.connect(self._on_photo)
        self.desk.photos.thumbnail_ready.connect(self._on_photo)
        self.desk.session.changed.connect(self._on_changed)
