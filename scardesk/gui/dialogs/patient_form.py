"""Who the patient is: making and correcting the data that every page shows.

Rule: nothing unclear is taken: a birth date is said back in words while it is typed, and what cannot
be saved is told beside the fields, which stay as they were typed.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from scardesk.errors import AlreadyThere, BadInput, ScardeskError
from scardesk.gui.look.current import theme
from scardesk.gui.look.dates import DayField, day_text
from scardesk.gui.look.fields import ChoiceField
from scardesk.gui.look.labels import Chip, PlainLabel
from scardesk.gui.look.sheet import Sheet
from scardesk.gui.look.style import set_role
from scardesk.library import Library
from scardesk.model.patient import EARLIEST_BIRTH, Patient, Sex, SkinType, require_born
from scardesk.model.value import PatientId, new_id

_FIELDS_PX = 420
_WORDS_PX = 252
_NOTE_PX = 88


class PatientForm(Sheet):
    """The data of a new patient, or of ``patient``.

    ``save`` writes the value and says whether that worked; the form stays open until it does.
    """

    def __init__(
        self,
        library: Library,
        patient: Patient | None = None,
        *,
        save: Callable[[Patient], bool] = lambda _: True,
        parent: QWidget | None = None,
    ) -> None:
        is_new = patient is None
        super().__init__(
            "New patient" if is_new else "Patient data",
            primary="Add patient" if is_new else "Save",
            parent=parent,
        )
        self._save = save
        self._library = library
        self._old = patient
        self._id = patient.id if patient is not None else PatientId(new_id())
        self.name = _line(self.tr("Name"), self.tr("Family name, first name"))
        self.code = _line(self.tr("Id"), self.tr("The clinic's number"))
        self.born = DayField(self.tr("Birth date"))
        self.sex = _choice(self.tr("Sex"), self._sexes())
        self.skin = _choice(self.tr("Skin type"), self._skins())
        self.note = QPlainTextEdit()
        self.born_words = PlainLabel(role="secondary", wraps=True)
        self._lay_out()
        self._fill(patient)
        self.born.textChanged.connect(self._say_birth)
        for field in (self.name, self.code, self.born):
            field.textChanged.connect(self._forgive)

    def value(self) -> Patient:
        """The patient as typed; the id stays the same however often it is asked.

        Raises InvalidValue or BadInput for what cannot be, AlreadyThere for an id that is taken.
        """
        require_born(self.born.day, date.today())
        value = Patient(
            id=self._id,
            code=self.code.text().strip(),
            name=" ".join(self.name.text().split()),
            born=self.born.day,
            sex=Sex(self.sex.currentData()),
            skin=SkinType(self.skin.currentData()),
            note=self.note.toPlainText().strip(),
            is_sample=self._old is not None and self._old.is_sample,
        )
        holder = self._library.patient_with_code(value.code)
        if holder is not None and holder.id != value.id:
            raise AlreadyThere(
                self.tr(
                    "The patient id {code} belongs to {name}. Open that patient, or give another id."
                ).format(code=holder.code, name=holder.name)
            )
        return value

    def finish(self) -> bool:
        """Check and save what was typed; False keeps the form open, with the reason."""
        try:
            value = self.value()
        except ScardeskError as error:
            self._tell(error)
            return False
        return self._save(value)

    # --- inside

    def _fill(self, patient: Patient | None) -> None:
        if patient is not None:
            self.name.setText(patient.name)
            self.code.setText(patient.code)
            self.born.show_day(patient.born)
            self.sex.setCurrentIndex(self.sex.findData(patient.sex.value))
            self.skin.setCurrentIndex(self.skin.findData(patient.skin.value))
            self.note.setPlainText(patient.note)
        self._say_birth()
        self.name.setFocus()

    def _say_birth(self) -> None:
        """Say back what the birth date means, or why it means nothing."""
        try:
            day = self.born.day
        except BadInput as error:
            words, role = error.sentence, "warning"
        else:
            words, role = self._birth_words(day)
        self.born_words.setText(words)
        set_role(self.born_words, role=role)

    def _birth_words(self, day: date | None) -> tuple[str, str]:
        today = date.today()
        if day is None:
            return "", "secondary"
        if not EARLIEST_BIRTH <= day <= today:
            return self.tr("{day} is not possible.").format(day=day_text(day)), "warning"
        years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        return self.tr("{day}, {years} years old").format(day=day_text(day), years=years), "success"

    def _tell(self, error: ScardeskError) -> None:
        self.tell(error.sentence)
        culprit = self._culprit(error)
        set_role(culprit, kind="error")
        culprit.setFocus()

    def _culprit(self, error: ScardeskError) -> QLineEdit:
        """The field to look at first."""
        if not self.name.text().strip():
            return self.name
        if isinstance(error, AlreadyThere) or not self.code.text().strip():
            return self.code
        try:
            day = self.born.day
        except BadInput:
            return self.born
        is_possible = day is None or EARLIEST_BIRTH <= day <= date.today()
        return self.name if is_possible else self.born

    def _forgive(self) -> None:
        self.tell("")
        for field in (self.name, self.code, self.born):
            if field.property("kind") == "error":
                set_role(field, kind="")

    # --- layout

    def _lay_out(self) -> None:
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_PX)
        for field in (self.name, self.code, self.born, self.sex, self.skin, self.note):
            field.setFixedWidth(_FIELDS_PX)
        self.born.setFixedWidth(_FIELDS_PX - _WORDS_PX - theme().space_2)
        self.born_words.setFixedWidth(_WORDS_PX)
        if self._old is not None and self._old.is_sample:
            self.body.addWidget(Chip("SAMPLE", "sample"))
        self.body.addLayout(self._fields())

    def _fields(self) -> QFormLayout:
        birth = QHBoxLayout()
        birth.setSpacing(theme().space_2)
        birth.addWidget(self.born)
        birth.addWidget(self.born_words, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(theme().space_4)
        form.setVerticalSpacing(theme().space_3)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("&Id"), self.code)
        form.addRow(self.tr("&Birth date"), birth)
        form.addRow(self.tr("&Sex"), self.sex)
        form.addRow(self.tr("S&kin type"), self.skin)
        form.addRow(self.tr("N&ote"), self.note)
        label = form.labelForField(birth)
        if isinstance(label, QLabel):
            label.setBuddy(self.born)  # Alt+B leads there: a form gives no buddy to a row of two
        return form

    def _sexes(self) -> list[tuple[str, str]]:
        words = {
            Sex.UNKNOWN: self.tr("not recorded"),
            Sex.FEMALE: self.tr("female"),
            Sex.MALE: self.tr("male"),
            Sex.OTHER: self.tr("other"),
        }
        return [(text, sex.value) for sex, text in words.items()]

    def _skins(self) -> list[tuple[str, str]]:
        """Fitzpatrick's types; unknown comes first, because it is true until somebody looked."""
        known = [(skin.value, skin.value) for skin in SkinType if skin is not SkinType.UNKNOWN]
        return [(self.tr("not recorded"), SkinType.UNKNOWN.value), *known]


def _line(name: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    return field


def _choice(name: str, choices: list[tuple[str, str]]) -> ChoiceField:
    field = ChoiceField(name)
    for text, value in choices:
        field.addItem(text, value)
    return field
