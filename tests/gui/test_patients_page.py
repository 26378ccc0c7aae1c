"""Finding a patient, by hand and by key, among two or among ten thousand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from scardesk.gui.desk import Desk
from scardesk.gui.pages.patients import PatientsPage
from scardesk.gui.pages.patients.table import BORN, CODE, NAME, SCARS
from scardesk.library import Edit
from scardesk.model.patient import Patient
from scardesk.model.value import PatientId, new_id
from scardesk.workflows import register
from tests.gui.conftest import Clinic, add_patient

BORN_ON = date(1988, 3, 4)


def shown(qtbot: QtBot, desk: Desk) -> PatientsPage:
    page = PatientsPage(desk)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.enter()
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    return page


def names(page: PatientsPage) -> list[str]:
    model = page.table.model()
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


@pytest.fixture
def people(desk: Desk) -> list[Patient]:
    library = desk.session.library
    return [
        add_patient(library, "Müller, Zoë", "P-3", BORN_ON),
        add_patient(library, "Smith, Anna", "P-1", date(1970, 12, 31)),
        add_patient(library, "Nowak, Łucja", "P-2"),
    ]


def test_the_search_has_the_focus_and_ignores_accents_and_case(
    qtbot: QtBot, desk: Desk, people: list[Patient]
) -> None:
    page = shown(qtbot, desk)
    assert page.search.hasFocus()
    assert names(page) == ["Müller, Zoë", "Nowak, Łucja", "Smith, Anna"]
    QTest.keyClicks(page.search, "zoe MULL")
    assert names(page) == ["Müller, Zoë"]
    page.search.clear()
    QTest.keyClicks(page.search, "1970-12")
    assert names(page) == ["Smith, Anna"]


def test_enter_in_the_search_opens_who_was_found(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    QTest.keyClicks(page.search, "p-2")
    with qtbot.waitSignal(page.asked) as wish:
        QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert wish.args == ["open_patient", people[2]]


def test_enter_in_an_empty_search_opens_nobody(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    with qtbot.assertNotEmitted(page.asked):
        QTest.keyClick(page.search, Qt.Key.Key_Return)


def test_down_leads_into_the_list_and_up_back_again(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.chosen == people[0]
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.asked) as wish:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert wish.args == ["open_patient", people[2]]
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    assert page.search.hasFocus()


def test_a_double_click_opens_a_patient(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    place = page.table.visualRect(page.table.model().index(2, CODE)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.asked) as wish:
        QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wish.args == ["open_patient", people[1]]


def test_a_click_on_a_title_sorts(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    header = page.table.horizontalHeader()
    middle = header.sectionViewportPosition(CODE) + header.sectionSize(CODE) // 2
    at = header.rect().center()
    at.setX(middle)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(page) == ["Smith, Anna", "Nowak, Łucja", "Müller, Zoë"]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(page) == ["Müller, Zoë", "Nowak, Łucja", "Smith, Anna"]


def test_a_birth_date_has_its_month_in_letters_and_the_age(
    qtbot: QtBot, desk: Desk, people: list[Patient]
) -> None:
    page = shown(qtbot, desk)
    age = people[0].age_on(date.today())
    assert page.table.model().index(0, BORN).data() == f"4 Mar 1988 ({age})"


def test_an_empty_list_offers_a_new_patient_and_the_sample(qtbot: QtBot, desk: Desk) -> None:
    page = shown(qtbot, desk)
    offered = [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    assert offered == ["New patient…", "Open the sample"]
    with qtbot.waitSignal(desk.actions["new_patient"].triggered):
        button = next(b for b in page.findChildren(QPushButton) if b.isVisible())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_no_results_is_another_state_with_a_way_back(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    QTest.keyClicks(page.search, "nobody of this name")
    button = next(
        b for b in page.findChildren(QPushButton) if b.isVisible() and b.text() == "Clear the search"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 3
    assert page.search.hasFocus()


def test_the_patient_worked_on_last_is_a_card_with_a_photo(qtbot: QtBot, clinic: Clinic) -> None:
    page = shown(qtbot, clinic.desk)
    (card,) = page.cards.cards
    assert card.accessibleName() == "SAMPLE, Ada, SAMPLE, SD-0001, visit 10 Aug 2026"
    QTest.keyClick(page.search, Qt.Key.Key_Tab)
    assert card.hasFocus()
    with qtbot.waitSignal(page.asked) as wish:
        QTest.keyClick(card, Qt.Key.Key_Space)
    assert wish.args == ["open_patient", clinic.patient]
    assert page.table.model().index(0, SCARS).data() == "4"


def test_a_new_patient_appears_by_itself(qtbot: QtBot, desk: Desk, people: list[Patient]) -> None:
    page = shown(qtbot, desk)
    someone = Patient(id=PatientId(new_id()), code="P-9", name="Aalto, Eino")
    assert desk.session.do(register.add(someone))
    qtbot.waitUntil(lambda: "Aalto, Eino" in names(page))
    desk.session.undo()
    qtbot.waitUntil(lambda: "Aalto, Eino" not in names(page))


def test_ten_thousand_patients_are_found_while_typing(qtbot: QtBot, desk: Desk) -> None:
    crowd = [
        Patient(id=PatientId(new_id()), code=f"C-{n:05}", name=f"Müller, Zoë {n}") for n in range(10_000)
    ]
    desk.session.library.commit("Add a crowd", [Edit.added(patient) for patient in crowd])
    page = shown(qtbot, desk)
    assert len(names(page)) == 10_000
    QTest.keyClicks(page.search, "muller 9999")
    assert names(page) == ["Müller, Zoë 9999"]
