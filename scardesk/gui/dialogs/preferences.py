"""The settings of this workstation."""

from typing import cast

import msgspec
from PySide6.QtWidgets import QLineEdit, QWidget

from scardesk.gui.look.fields import ChoiceField
from scardesk.gui.look.sheet import Sheet
from scardesk.settings import Paper, Settings, Theme

_THEMES: tuple[tuple[Theme, str], ...] = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_PAPERS: tuple[Paper, ...] = ("A4", "Letter")


class Preferences(Sheet):
    """Who works here, what stands on a report, how the window looks."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Settings", "For this workstation only.", primary="Save", parent=parent)
        self._settings = settings
        self.who = QLineEdit(settings.who)
        self.who.setPlaceholderText(settings.operator)
        self.clinic = QLineEdit(settings.clinic)
        self.paper = ChoiceField(self.tr("Paper"))
        self.paper.addItems(list(_PAPERS))
        self.paper.setCurrentText(settings.paper)
        self.theme = ChoiceField(self.tr("Appearance"))
        for key, words in _THEMES:
            self.theme.addItem(self.tr(words), key)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        form = self.form()
        form.addRow(self.tr("Your name"), self.who)
        form.addRow(self.tr("Clinic on reports"), self.clinic)
        form.addRow(self.tr("Paper"), self.paper)
        form.addRow(self.tr("Appearance"), self.theme)

    def value(self) -> Settings:
        """The settings as edited."""
        return msgspec.structs.replace(
            self._settings,
            who=self.who.text().strip(),
            clinic=self.clinic.text().strip(),
            paper=cast(Paper, self.paper.currentText()),
            theme=cast(Theme, self.theme.currentData()),
        )
