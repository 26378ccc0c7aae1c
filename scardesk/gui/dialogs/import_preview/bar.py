"""One field for each thing that can be set on all chosen photos at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from scardesk.gui.dialogs.import_preview.cells import assign_choice, assign_day, light_choice, view_choice
from scardesk.gui.dialogs.import_preview.rows import DAY, LIGHT, VIEW, RowModel
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import DayField
from scardesk.gui.look.fields import ChoiceField
from scardesk.gui.look.labels import PlainLabel
from scardesk.gui.look.style import set_role

_DAY_PX = 130
_CHOICE_PX = 256


class BatchBar(QFrame):
    """Visit, view and light of the rows that ``targets`` gives; a field stays empty where they differ."""

    def __init__(
        self, model: RowModel, targets: Callable[[], list[int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._targets = targets
        self.words = PlainLabel(role="strong")
        self.day = DayField(self.tr("Visit of the chosen photos"))
        self.view = view_choice()
        self.light = light_choice()
        self.view.setAccessibleName(self.tr("View of the chosen photos"))
        self.light.setAccessibleName(self.tr("Light of the chosen photos"))
        self.day.setFixedWidth(_DAY_PX)
        for choice in (self.view, self.light):
            choice.setFixedWidth(_CHOICE_PX)
            choice.setPlaceholderText(self.tr("several"))
        self.day.setPlaceholderText(self.tr("several"))
        self._lay_out()
        self.day.editingFinished.connect(self._take_day)
        self.view.activated.connect(lambda: self._take(self.view, VIEW))
        self.light.activated.connect(lambda: self._take(self.light, LIGHT))

    def follow(self) -> None:
        """Show what the chosen rows agree on."""
        chosen = self._targets()
        self.words.setText(self._who(len(chosen)))
        day = self._model.common(chosen, DAY)
        self.day.show_day(day if not isinstance(day, str) else None)
        set_role(self.day, kind="")
        for choice, column in ((self.view, VIEW), (self.light, LIGHT)):
            value = self._model.common(chosen, column)
            choice.setCurrentIndex(choice.findData(str(value)) if value is not None else -1)

    def _who(self, count: int) -> str:
        """Which photos an edit here would change."""
        if count == 1:
            return self.tr("This photo:")
        words = (
            self.tr("All {count} photos:") if count == self._model.rowCount() else self.tr("{count} photos:")
        )
        return words.format(count=count)

    def _take(self, choice: ChoiceField, column: int) -> None:
        assign_choice(self._model, self._targets(), column=column, value=str(choice.currentData()))

    def _take_day(self) -> None:
        if self.day.isModified():
            is_clear = assign_day(self._model, self._targets(), self.day)
            set_role(self.day, kind="" if is_clear else "error")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space_2)
        row.addWidget(self.words)
        row.addStretch()
        for words, field in (
            (self.tr("Vi&sit"), self.day),
            (self.tr("&View"), self.view),
            (self.tr("&Light"), self.light),
        ):
            label = QLabel(words)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(field)
            row.addSpacing(theme().space_2)
            row.addWidget(label)
            row.addWidget(field)
