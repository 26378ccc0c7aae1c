"""Correcting where a photo belongs: its view, its light, its day.

Rule: the photo itself is in sight while its words are changed.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from scardesk.errors import ScardeskError
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import DayField, day_text
from scardesk.gui.look.fields import ChoiceField, SearchChoice
from scardesk.gui.look.labels import PlainLabel
from scardesk.library import Library
from scardesk.model.patient import Visit
from scardesk.model.photo import Light, Photo
from scardesk.workflows import photo_care, protocol
from scardesk.workflows.marking import Action

_PREVIEW_PX = 360


class PhotoForm(QDialog):
    """View, light and day of one photo; ``action`` is what was corrected, once accepted."""

    def __init__(
        self, library: Library, photo: Photo, *, preview: QPixmap | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._photo = photo
        self.action: Action | None = None
        self.setWindowTitle(self.tr("View, light and date"))
        self.view = _view_choice(self.tr("View"), photo)
        self.light = _light_choice(self.tr("Light"), photo)
        self.day = DayField(self.tr("Visit"))
        self.day.show_day(library.get(Visit, photo.visit_id).day)
        self._trouble = PlainLabel(role="danger", wraps=True)
        self._trouble.hide()
        self._lay_out(preview)
        self.view.setFocus()

    def accept(self) -> None:
        try:
            self.action = photo_care.reassign(
                self._library,
                self._photo,
                view=self.view.currentData(),
                light=Light(self.light.currentData()),
                day=self.day.day or self._library.get(Visit, self._photo.visit_id).day,
            )
        except ScardeskError as error:
            self._trouble.setText(error.sentence)
            self._trouble.show()
            return
        super().accept()

    def _lay_out(self, preview: QPixmap | None) -> None:
        form = QFormLayout()
        form.setSpacing(theme().space_2)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("&View"), self.view)
        form.addRow(self.tr("&Light"), self.light)
        form.addRow(self.tr("Vi&sit"), self.day)
        buttons = QDialogButtonBox()
        save = buttons.addButton(self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("role", "primary")
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space_6] * 4)
        column.setSpacing(theme().space_4)
        if preview is not None:
            column.addWidget(_shown(preview, self._photo.file_name))
        column.addWidget(self._facts())
        column.addLayout(form)
        column.addWidget(self._trouble)
        column.addWidget(buttons)

    def _facts(self) -> PlainLabel:
        taken = self._photo.settings.taken
        words = (
            self.tr("The camera wrote {day} {time}").format(day=day_text(taken.date()), time=f"{taken:%H:%M}")
            if taken
            else self.tr("The camera wrote no date")
        )
        return PlainLabel(f"{self._photo.file_name}  ·  {words}", role="secondary", wraps=True)


def _view_choice(name: str, photo: Photo) -> SearchChoice:
    choice = SearchChoice(name)
    for view in protocol.views():
        choice.addItem(f"{view.name} · {view.code}", view.code)
    if choice.findData(photo.view) < 0:
        choice.addItem(photo.view, photo.view)
    choice.setCurrentIndex(choice.findData(photo.view))
    return choice


def _light_choice(name: str, photo: Photo) -> ChoiceField:
    choice = ChoiceField(name)
    for light in Light:
        choice.addItem(protocol.LIGHT_NAMES[light], light.value)
    choice.setCurrentIndex(list(Light).index(photo.light))
    return choice


def _shown(preview: QPixmap, file_name: str) -> QLabel:
    label = PlainLabel()
    label.setAccessibleName(file_name)
    label.setPixmap(
        preview.scaled(
            _PREVIEW_PX,
            _PREVIEW_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label
