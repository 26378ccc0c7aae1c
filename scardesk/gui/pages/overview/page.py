"""The grid of one patient's record: what there is, what is missing, which two to compare.

Rule: files may be dropped anywhere on it, and whose record they would join is said before they are let go.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scardesk.gui import actions
from scardesk.gui.canvas.painter import form_icon
from scardesk.gui.desk import Desk, Page
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import Hairline, PlainLabel, plain_tooltip
from scardesk.gui.look.states import ActionButton, EmptyState
from scardesk.gui.look.style import set_role
from scardesk.gui.pages.overview.board import Board, board_of
from scardesk.gui.pages.overview.details import Details
from scardesk.gui.pages.overview.grid import Grid
from scardesk.gui.pages.overview.photo_form import PhotoForm
from scardesk.library import Change
from scardesk.model.patient import Visit
from scardesk.model.photo import Photo
from scardesk.model.scar import Finding, Mark, Scar, ScarType
from scardesk.model.sketch import STYLES
from scardesk.workflows import compare, photo_care, protocol
from scardesk.workflows.marking import Action

_FORM_PX = 18


class OverviewPage(Page):
    """Header, grid, and what is chosen in it."""

    name = actions.OVERVIEW

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._shown_patient = ""
        self.grid = Grid(desk.photos)
        self._correct = desk.actions["correct_photo"]
        self.details = Details([self._correct, desk.actions["retire_photo"]])
        self._lay_out()
        self.grid.opened.connect(lambda photo: self.asked.emit("mark", photo))
        self.grid.gap_opened.connect(desk.actions["import_photos"].trigger)
        self.grid.chosen_changed.connect(self._show_chosen)
        self.grid.menu_asked.connect(self._show_menu)
        desk.session.changed.connect(self._take_change)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"retire_photo": self._ask_to_retire, "correct_photo": self._correct_photo}

    def enter(self) -> None:
        self._show_record()
        self._show_chosen()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def blank(self) -> None:
        self._shown_patient = ""
        self._show_board(Board())

    # --- what is shown

    def _show_record(self) -> None:
        patient = self.desk.session.patient
        if patient is None:
            self.blank()
            return
        is_another = patient.id != self._shown_patient
        if is_another:
            self.grid.show_board(Board())  # nothing of the one before stays chosen
        self._shown_patient = patient.id
        self._show_board(board_of(self.desk.session.library, patient))
        if is_another:
            self.grid.start()

    def _show_board(self, board: Board) -> None:
        self.grid.show_board(board)
        self._states.setCurrentWidget(self._full if board.cells else self._empty)
        self._header.setVisible(bool(board.cells))
        self._counts.tell(board)

    def _take_change(self, _: Change) -> None:
        if self.isVisible():
            self._show_record()

    def _show_chosen(self) -> None:
        chosen = self.grid.chosen
        self._compare.setEnabled(len(chosen) == 2)
        library = self.desk.session.library
        if len(chosen) == 2:
            self.details.show_pair(compare.pair_of(library, *self._by_date(chosen)))
        elif chosen:
            self.details.show_photo(chosen[0], library.get(Visit, chosen[0].visit_id))
        else:
            self.details.show_nothing()
        self.context_changed.emit(self._context(chosen[0]) if len(chosen) == 1 else "")

    def _context(self, photo: Photo) -> str:
        day = self.desk.session.library.get(Visit, photo.visit_id).day
        return f"{day_text(day)}   {protocol.view(photo.view).name}"

    def _by_date(self, photos: Sequence[Photo]) -> tuple[Photo, Photo]:
        library = self.desk.session.library
        before, after = sorted(photos, key=lambda photo: library.get(Visit, photo.visit_id).day)
        return before, after

    # --- what can be done

    def _compare_chosen(self) -> None:
        chosen = self.grid.chosen
        if len(chosen) == 2:
            self.asked.emit("compare", self._by_date(chosen))

    def _the_one(self) -> Photo | None:
        """The photo that an action is about."""
        chosen = self.grid.chosen
        if len(chosen) == 1:
            return chosen[0]
        self.asked.emit("warn", self.tr("Choose one photo first. Nothing was changed."))
        return None

    def _correct_photo(self) -> None:
        photo = self._the_one()
        if photo is None:
            return
        library = self.desk.session.library
        form = PhotoForm(library, photo, preview=self.desk.photos.thumbnail(photo), parent=self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.accepted.connect(lambda: form.action is not None and self.desk.session.do(form.action))
        form.open()

    def _ask_to_retire(self) -> None:
        photo = self._the_one()
        if photo is None:
            return
        action = photo_care.retire_photo(self.desk.session.library, photo)
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Take photo out of the record"), "", parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Take {file} out of the record?").format(file=photo.file_name))
        box.setInformativeText(self._what_goes_along(action))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take = box.addButton(self.tr("Take out"), QMessageBox.ButtonRole.AcceptRole)
        set_role(take, role="danger")
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.accepted.connect(lambda: self.desk.session.do(action))
        box.open()

    def _what_goes_along(self, action: Action) -> str:
        gone = [type(edit.old) for edit in action.edits]
        sentences = [self.tr("Nothing else goes with it.")]
        if marks := gone.count(Mark):
            sentences = [self.tr("Its {count} marks go with it.").format(count=marks)]
        if scars := gone.count(Scar):
            words = self.tr(
                "{count} scars are marked on no other photo and go too; their numbers stay taken."
            )
            sentences.append(words.format(count=scars))
        if findings := gone.count(Finding):
            sentences.append(self.tr("So do {count} findings.").format(count=findings))
        sentences.append(self.tr("Undo brings all of it back; the file itself is kept."))
        return " ".join(sentences)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.grid.chosen
        if len(chosen) == 2:
            menu.addAction(self._compare.text(), self._compare_chosen)
        else:
            menu.addAction(icon("mark"), self.tr("Mark"), lambda: self.asked.emit("mark", chosen[0]))
            menu.addSeparator()
            menu.addActions([self._correct, self.desk.actions["retire_photo"]])
        menu.popup(at)

    # --- layout

    def _lay_out(self) -> None:
        self._compare = QPushButton(icon("compare"), self.tr("Compare"))
        plain_tooltip(self._compare, self.tr("Choose two photos: click one, then Ctrl+click another"))
        self._compare.clicked.connect(self._compare_chosen)
        self._counts = _Counts()
        self._header = self._header_part()
        self._full = QWidget()
        body = _column(self._full)
        body.addWidget(Hairline())
        body.addWidget(self.grid, 1)
        body.addWidget(self.details)
        self._empty = EmptyState(
            self.tr("No photos yet"),
            self.tr("Import the photos of a visit, or drop files anywhere on this page."),
            [self.desk.actions["import_photos"]],
            icon_name="camera",
        )
        self._states = QStackedWidget()
        self._states.addWidget(self._full)
        self._states.addWidget(self._empty)
        column = _column(self)
        column.addWidget(self._header)
        column.addWidget(self._states, 1)
        self._drop = _DropHint(self)

    def _header_part(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(theme().space_6, theme().space_3, theme().space_6, theme().space_3)
        row.setSpacing(theme().space_2)
        row.addWidget(self._counts, 1)
        row.addWidget(self._compare)
        row.addWidget(ActionButton(self.desk.actions["import_photos"], "primary"))
        return part

    # --- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        patient = self.desk.session.patient
        if patient is not None and _paths(event.mimeData()):
            event.acceptProposedAction()
            self._drop.ask(self.tr("Drop to import for {name}").format(name=patient.name))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        if paths := _paths(event.mimeData()):
            event.acceptProposedAction()
            self.asked.emit("import", paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drop.setGeometry(self.rect())


class _Counts(QWidget):
    """How many scars of each type the patient has, and how many visits."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space_2)
        self._words: dict[ScarType, PlainLabel] = {}
        for type_ in ScarType:
            form = QLabel()
            form.setPixmap(
                form_icon(type_, px=_FORM_PX, dpr=self.devicePixelRatio()).pixmap(_FORM_PX, _FORM_PX)
            )
            self._words[type_] = PlainLabel()
            row.addWidget(form)
            row.addWidget(self._words[type_])
            row.addSpacing(theme().space_2)
        self._visits = PlainLabel(role="secondary")
        row.addWidget(self._visits)
        row.addStretch()

    def tell(self, board: Board) -> None:
        """Count again."""
        for type_, label in self._words.items():
            label.setText(f"{board.counts.get(type_, 0)} {STYLES[type_].name}")
        count = len(board.columns)
        visits = self.tr("1 visit") if count == 1 else self.tr("{count} visits").format(count=count)
        self._visits.setText(visits)
        self.setAccessibleName(", ".join([*(label.text() for label in self._words.values()), visits]))


class _DropHint(QFrame):
    """What will happen to the files that hang over the page."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = PlainLabel(role="title")
        column = _column(self)
        column.addWidget(self._words, alignment=Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def ask(self, words: str) -> None:
        """Show it."""
        self._words.setText(words)
        self.raise_()
        self.show()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _paths(dropped: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
