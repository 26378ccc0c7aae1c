"""Which scar, of those that have their number already, is to be marked on this photo."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from scardesk.gui.canvas import form_icon
from scardesk.gui.look.sheet import Sheet
from scardesk.gui.look.style import calm
from scardesk.model.scar import Scar
from scardesk.model.sketch import STYLES

_FORM_PX = 18


class KnownScar(Sheet):
    """A list of the patient's scars that have no mark here; typing a number goes to it."""

    def __init__(self, scars: Sequence[Scar], parent: QWidget | None = None) -> None:
        super().__init__(
            "Mark a known scar",
            "A scar keeps its number in every view and at every visit. Choose it, then click its place.",
            primary="Choose",
            parent=parent,
        )
        self._scars = list(scars)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Scars without a mark on this photo"))
        calm(self.list)
        for scar in self._scars:
            words = f"{scar.number}   {STYLES[scar.type].name}   {scar.note}".rstrip()
            self.list.addItem(QListWidgetItem(form_icon(scar.type, px=_FORM_PX), words))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.primary.click)
        self.body.addWidget(self.list)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> Scar | None:
        """The scar that is chosen."""
        row = self.list.currentRow()
        return self._scars[row] if 0 <= row < len(self._scars) else None

    def finish(self) -> bool:
        """There must be one to choose."""
        if self.chosen() is None:
            self.tell(self.tr("Every scar is marked on this photo already. Nothing was changed."))
            return False
        return True
