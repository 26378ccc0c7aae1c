"""The right side of the Mark page: what waits, the list of scars, the fields of the chosen ones.

Rule: the panel asks and shows; what a field means for the record is decided by the page.
"""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from scardesk.gui.actions import Actions
from scardesk.gui.look.current import theme
from scardesk.gui.look.fields import ChoiceField
from scardesk.gui.look.labels import Hairline, PlainLabel
from scardesk.gui.look.states import ActionButton
from scardesk.gui.look.style import calm
from scardesk.gui.pages.mark.rows import Row, ScarRows, outcome_words
from scardesk.model.scar import Outcome, ScarType, width_hint
from scardesk.model.sketch import STYLES
from scardesk.model.value import MarkId

WIDTH_PX = 372


class MarkPanel(QFrame):
    """The list and the fields."""

    chosen = Signal(list)  # MarkId of the selected rows
    retyped = Signal(object)  # ScarType
    annotated = Signal(str, str)  # scar id, note
    judged = Signal(object)  # Outcome | None

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("edge", "left")
        self.setFixedWidth(WIDTH_PX)
        self.model = ScarRows()
        self._is_filling = False
        self.queue_words = PlainLabel(wraps=True)
        self._keys = PlainLabel(
            self.tr("Enter confirms one, X: no longer visible, U: not assessable. Drag a ghost that is off."),
            role="secondary",
            wraps=True,
        )
        self._buttons = [ActionButton(actions[name], "primary") for name in ("propose", "accept_all")]
        self.table = self._make_table()
        self.heading = PlainLabel(role="section")
        self._hint = PlainLabel(
            self.tr("Click a scar on the photo to number it; drag from its centre to set its width as well."),
            role="secondary",
            wraps=True,
        )
        self._type = ChoiceField(self.tr("Type"))
        self._outcome = ChoiceField(self.tr("At this visit"))
        self._note = QLineEdit()
        self._noted = ""  # whose note the field holds
        self._facts = PlainLabel(role="secondary", wraps=True)
        self._fields = self._make_fields()
        self.fields = (self._type, self._outcome, self._note)
        self._lay_out()
        self.show_fields([], is_follow_up=False, width_mm=None)

    def show_queue(self, words: str, *, may_propose: bool, confident: int) -> None:
        """Say what waits; empty words hide this part."""
        self.queue_words.setText(words)
        self._queue.setVisible(bool(words))
        self._buttons[0].setVisible(may_propose)
        self._buttons[1].setVisible(confident > 0)
        self._keys.setVisible(not may_propose)

    def show_rows(self, rows: list[Row]) -> None:
        """Replace the list, keeping what is selected."""
        selected = self.selected()
        self._is_filling = True
        self.model.show(rows)
        self._is_filling = False
        self.select(selected)
        self._hint.setVisible(not rows)
        self.heading.setText(
            self.tr("Scars on this photo: {count}").format(count=sum(r.mark is not None for r in rows))
        )

    def select(self, mark_ids: Sequence[MarkId]) -> None:
        """Select these rows, without telling anybody."""
        self._is_filling = True
        selection = QItemSelection()
        lines = [line for line in map(self.model.line_of, mark_ids) if line >= 0]
        for line in lines:
            selection.select(self.model.index(line, 0), self.model.index(line, self.model.columnCount() - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(selection, flags.ClearAndSelect)
        if lines:
            current = self.model.index(lines[-1], 0)
            self.table.selectionModel().setCurrentIndex(current, flags.NoUpdate)
            self.table.scrollTo(current)
        self._is_filling = False

    def selected(self) -> list[MarkId]:
        """The marks whose rows are selected."""
        return [self.model.rows[index.row()].mark_id for index in self.table.selectionModel().selectedRows()]

    def show_fields(self, rows: Sequence[Row], *, is_follow_up: bool, width_mm: float | None) -> None:
        """The fields of the selected scars; several at once share type and outcome."""
        if [row.scar.id for row in rows] != [self._noted]:
            self.finish()
        self._is_filling = True
        self._fields.setVisible(bool(rows))
        if rows:
            types = {row.scar.type for row in rows}
            self._type.setCurrentIndex(self._type.findData(types.pop()) if len(types) == 1 else -1)
            outcomes = {row.finding.outcome if row.finding else None for row in rows}
            self._outcome.setCurrentIndex(
                self._outcome.findData(outcomes.pop()) if len(outcomes) == 1 else -1
            )
            self._form.setRowVisible(self._outcome, is_follow_up)
            self._form.setRowVisible(self._note, len(rows) == 1)
            self._show_note(rows[0])
            self._facts.setText(self._facts_of(rows, width_mm))
        self._is_filling = False

    def finish(self) -> None:
        """Hand over a note that is still being typed: the page is about to show something else."""
        self._on_note()

    def _show_note(self, row: Row) -> None:
        is_typing = self._note.isModified() and self._noted == row.scar.id
        if not is_typing:  # the record may change beside an unfinished note
            self._note.setText(row.scar.note)
            self._noted = row.scar.id

    def _facts_of(self, rows: Sequence[Row], width_mm: float | None) -> str:
        if len(rows) != 1:
            return self.tr("{count} scars selected").format(count=len(rows))
        row = rows[0]
        facts = [row.width] if row.width else []
        if row.mark is not None and row.mark.confidence is not None:
            facts.append(self.tr("carried over, confidence {share:.0%}").format(share=row.mark.confidence))
        hint = width_hint(row.scar.type, width_mm)
        return "\n".join(
            [", ".join(facts), self.tr("Hint: {hint}").format(hint=hint) if hint else ""]
        ).strip()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("Scars on this photo"))
        calm(table)
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        for column, mode in enumerate(
            ("ResizeToContents", "ResizeToContents", "ResizeToContents", "Stretch")
        ):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode[mode])
        table.selectionModel().selectionChanged.connect(self._on_selected)
        return table

    def _make_fields(self) -> QWidget:
        for type_ in ScarType:
            self._type.addItem(STYLES[type_].name, type_)
        self._outcome.addItem(self.tr("not judged"), None)
        for outcome in Outcome:
            self._outcome.addItem(outcome_words(outcome), outcome)
        self._note.setPlaceholderText(self.tr("Note"))
        self._note.setAccessibleName(self.tr("Note"))
        self._note.setMaxLength(2000)
        self._type.currentIndexChanged.connect(self._on_type)
        self._outcome.currentIndexChanged.connect(self._on_outcome)
        self._note.editingFinished.connect(self._on_note)
        fields = QWidget()
        self._form = QFormLayout(fields)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(theme().space_2)
        self._form.addRow(self.tr("Type"), self._type)
        self._form.addRow(self.tr("This visit"), self._outcome)
        self._form.addRow(self.tr("Note"), self._note)
        self._form.addRow(self._facts)
        return fields

    def _lay_out(self) -> None:
        self._queue = QWidget()
        queue = QVBoxLayout(self._queue)
        queue.setContentsMargins(0, 0, 0, 0)
        queue.setSpacing(theme().space_2)
        queue.addWidget(self.queue_words)
        queue.addWidget(self._keys)
        for button in self._buttons:
            queue.addWidget(button)
        queue.addWidget(Hairline())
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space_3] * 4)
        column.setSpacing(theme().space_2)
        column.addWidget(self._queue)
        column.addWidget(self.heading)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        column.addWidget(self._fields)

    def _on_selected(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.selected())

    def _on_type(self, index: int) -> None:
        if not self._is_filling and index >= 0:
            self.retyped.emit(ScarType(self._type.itemData(index)))

    def _on_outcome(self, index: int) -> None:
        if not self._is_filling and index >= 0:
            self.judged.emit(self._outcome.itemData(index))

    def _on_note(self) -> None:
        if self._note.isModified():
            self._note.setModified(False)
            self.annotated.emit(self._noted, self._note.text())
