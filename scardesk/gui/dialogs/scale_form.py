"""How long the line on the ruler is."""

from PySide6.QtWidgets import QWidget

from scardesk.gui.look.fields import DecimalField
from scardesk.gui.look.sheet import Sheet

_USUAL_MM = 20.0  # what small adhesive rulers show
_SHORTEST_MM, _LONGEST_MM = 0.1, 1000.0


class ScaleForm(Sheet):
    """Asks for the length between two points in millimetres."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Scale",
            "How long is the line that you drew on the ruler? Widths on this photo are then in millimetres.",
            primary="Set scale",
            parent=parent,
        )
        self.length = DecimalField(self.tr("Length in mm"))
        self.length.setRange(_SHORTEST_MM, _LONGEST_MM)
        self.length.setDecimals(1)
        self.length.setSuffix(" mm")
        self.length.setValue(_USUAL_MM)
        self.form().addRow(self.tr("Length"), self.length)
        self.length.selectAll()
        self.length.setFocus()

    def length_mm(self) -> float:
        """The length as typed."""
        return self.length.value()
