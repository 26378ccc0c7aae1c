"""Typing who a patient is: every clear way to write a birth date, and what cannot be saved."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scardesk.errors import BadInput
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.look.dates import parsed_day
from scardesk.library import Library
from scardesk.model.patient import Patient, Sex, SkinType
from tests.gui.conftest import add_patient, focused

BORN = date(1994, 5, 12)


def shown(qtbot: QtBot, library: Library, patient: Patient | None = None) -> PatientForm:
    form = PatientForm(library, patient)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.open()
    form.activateWindow()
    qtbot.waitUntil(form.name.hasFocus)
    return form


@pytest.mark.parametrize(
    "typed",
    [
        "1994-05-12",
        "12.05.1994",
        "12.5.1994",
        "12 May 1994",
        "12May1994",
        "12. may 1994",
        "May 12, 1994",
        "19940512",
        " 12051994 ",
    ],
)
def test_a_birth_date_is_read_in_every_clear_way(typed: str) -> None:
    assert parsed_day(typed) == BORN


def test_a_date_with_two_meanings_is_never_guessed() -> None:
    with pytest.raises(BadInput, match="4 Mar 1994 or 3 Apr 1994"):
        parsed_day("03/04/1994")
    assert parsed_day("25/12/1994") == parsed_day("12/25/1994") == date(1994, 12, 25)
    assert parsed_day("04/04/1994") == date(1994, 4, 4)


@pytest.mark.parametrize("typed", ["31.02.1994", "12.05.94", "yesterday", "12 Ma 1994", "1994", "0"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a day"):
        parsed_day(typed)


def test_a_patient_is_typed_by_keys_alone(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    for words in ("Mueller,   Zoe <b>", "P-17", "12.05.1994", "f", "III", "Likes Mondays"):
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert form.born_words.text().startswith("12 May 1994, ")
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(form.name, Qt.Key.Key_Return)
    value = form.value()
    assert (value.name, value.code, value.born) == ("Mueller, Zoe <b>", "P-17", BORN)
    assert (value.sex, value.skin, value.note) == (Sex.FEMALE, SkinType.III, "Likes Mondays")
    assert form.value().id == value.id


def test_an_unclear_date_is_told_beside_the_field_and_nothing_closes(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    QTest.keyClicks(form.name, "Smith, Anna")
    QTest.keyClicks(form.code, "P-1")
    QTest.keyClicks(form.born, "03/04/1994")
    assert "4 Mar 1994 or 3 Apr 1994" in form.born_words.text()
    QTest.keyClick(form.born, Qt.Key.Key_Return)
    assert form.isVisible()
    assert "Write the month in letters" in form.trouble.text()
    assert form.born.hasFocus()
    QTest.keyClicks(form.born, "x")
    assert form.trouble.isHidden()


def test_a_birth_date_to_come_is_refused(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    QTest.keyClicks(form.name, "Smith, Anna")
    QTest.keyClicks(form.code, "P-1")
    QTest.keyClicks(form.born, "1 Jan 2190")
    assert form.born_words.text() == "1 Jan 2190 is not possible."
    QTest.keyClick(form.born, Qt.Key.Key_Return)
    assert form.isVisible()
    assert "is not possible" in form.trouble.text()


def test_an_id_that_is_taken_is_told_by_whom(qtbot: QtBot, library: Library) -> None:
    add_patient(library, "Nowak, Łucja", "P-2")
    form = shown(qtbot, library)
    QTest.keyClicks(form.name, "Smith, Anna")
    QTest.keyClicks(form.code, " p-2")
    QTest.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert "belongs to Nowak, Łucja" in form.trouble.text()
    assert form.code.hasFocus()
    QTest.keyClicks(form.code, "0")
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(form.code, Qt.Key.Key_Return)
    assert form.value().code == "p-20"


def test_an_empty_form_asks_for_the_name(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.trouble.text() != ""
    assert form.name.hasFocus()


def test_correcting_keeps_who_it_is(qtbot: QtBot, library: Library) -> None:
    anna = add_patient(library, "Smith, Anna", "P-1", BORN)
    form = shown(qtbot, library, anna)
    assert form.born.text() == "12 May 1994"
    assert form.value() == anna
    form.name.selectAll()
    QTest.keyClicks(form.name, "Smith-Jones, Anna")
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert (form.value().id, form.value().name) == (anna.id, "Smith-Jones, Anna")


def test_escape_cancels(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    with qtbot.waitSignal(form.rejected):
        QTest.keyClick(form.name, Qt.Key.Key_Escape)


def test_the_wheel_passes_over_a_choice_without_changing_it(qtbot: QtBot, library: Library) -> None:
    form = shown(qtbot, library)
    at = QPointF(form.skin.rect().center())
    turn = QWheelEvent(
        at,
        form.skin.mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(form.skin, turn)
    assert form.skin.currentData() == "unknown"
