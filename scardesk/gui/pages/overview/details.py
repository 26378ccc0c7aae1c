"""The strip below the grid: how the chosen photo was taken, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import day_text
from scardesk.gui.look.drawing import two_lines_px
from scardesk.gui.look.labels import Chip, ElidedLabel
from scardesk.gui.look.states import ActionButton
from scardesk.gui.pages.overview.board import concerns
from scardesk.model.patient import Visit
from scardesk.model.photo import Photo
from scardesk.workflows import protocol
from scardesk.workflows.compare import Pair

_VERDICTS = {"comparable": "success", "caution": "warning", "not_comparable": "error"}


class Details(QFrame):
    """Two lines of words, chips for what needs care, and the actions on a photo."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setProperty("edge", "top")
        self.setAccessibleName(self.tr("Chosen photo"))
        self.setFixedHeight(two_lines_px())
        self._title = ElidedLabel(role="strong")
        self._facts = ElidedLabel(role="secondary")
        self._chip = Chip("")
        self._buttons = [ActionButton(action, "quiet") for action in actions]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().space_6, 0, theme().space_4, 0)
        row.setSpacing(theme().space_2)
        row.addLayout(words, 1)
        row.addWidget(self._chip)
        row.addSpacing(theme().space_2)
        for button in self._buttons:
            row.addWidget(button)
        self.show_nothing()

    @property
    def words(self) -> str:
        """What the strip says, for tests and screen readers."""
        chip = "" if self._chip.isHidden() else self._chip.text()
        return "\n".join(filter(None, (self._title.text(), self._facts.text(), chip)))

    def show_nothing(self) -> None:
        """Nothing is chosen: say how to choose."""
        self._tell(
            self.tr("No photo chosen"),
            self.tr("Click a photo to see how it was taken. Ctrl+click a second one to compare the two."),
        )
        self._chip.hide()
        self._show_buttons(are_shown=False)

    def show_photo(self, photo: Photo, visit: Visit) -> None:
        """How one photo was taken."""
        light = protocol.LIGHT_NAMES[photo.light]
        self._tell(f"{protocol.view(photo.view).name}, {light}", "  ·  ".join(_facts(photo, visit)))
        worries = concerns(photo)
        self._chip.setVisible(bool(worries))
        self._chip.tell(", ".join(worries), "warning")
        self._show_buttons(are_shown=True)

    def show_pair(self, pair: Pair) -> None:
        """Two photos, and whether they may be compared."""
        before, after = pair.before_visit.day, pair.after_visit.day
        days = self.tr("{count} days apart").format(count=pair.days_between)
        self._tell(f"{day_text(before)}  →  {day_text(after)}", f"{days}  ·  {_views(pair)}")
        words = {
            "comparable": self.tr("Comparable"),
            "caution": self.tr("Caution"),
            "not_comparable": self.tr("Not comparable"),
        }
        level = pair.verdict.level
        self._chip.tell(words[level], _VERDICTS[level])  # type: ignore[arg-type]  # the kinds of a chip
        self._chip.show()
        self._show_buttons(are_shown=False)

    def _tell(self, title: str, facts: str) -> None:
        self._title.setText(title)
        self._facts.setText(facts)
        self.setAccessibleDescription(f"{title}, {facts}")

    def _show_buttons(self, *, are_shown: bool) -> None:
        for button in self._buttons:
            button.setVisible(are_shown)


def _facts(photo: Photo, visit: Visit) -> list[str]:
    shot = photo.settings
    taken = f"{day_text(shot.taken.date())} {shot.taken:%H:%M}" if shot.taken else ""
    exposure = _exposure(photo)
    size = f"{photo.size.width} x {photo.size.height}"
    known = (day_text(visit.day), photo.file_name, size, shot.camera or "", exposure, taken)
    return [fact for fact in known if fact]


def _exposure(photo: Photo) -> str:
    shot = photo.settings
    parts = []
    if shot.exposure_s:
        parts.append(f"1/{round(1 / shot.exposure_s)} s" if shot.exposure_s < 1 else f"{shot.exposure_s:g} s")
    if shot.aperture:
        parts.append(f"f/{shot.aperture:g}")
    if shot.iso:
        parts.append(f"ISO {shot.iso}")
    return " ".join(parts)


def _views(pair: Pair) -> str:
    before, after = (protocol.view(photo.view).name for photo in (pair.before, pair.after))
    return before if before == after else f"{before}  →  {after}"
