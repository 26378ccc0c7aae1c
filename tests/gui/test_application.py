"""The application around the window: a second start, and settings that change while a library is open."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scardesk.gui.app import Application
from scardesk.gui.dialogs.patient_form import PatientForm
from scardesk.gui.pages.report import ReportPage
from scardesk.library import Library
from scardesk.model.value import changed
from scardesk.workflows import register


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, clinic_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    shutil.copytree(clinic_folder, tmp_path / "clinic")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the program takes it; back to pytest-qt's later
    owner = QObject()
    made = Application(qapp, tmp_path / "settings.toml")
    made.setParent(owner)
    qtbot.addWidget(made.window)
    made.start([tmp_path / "clinic"])
    yield made
    made.window.close()


def opened(program: Application) -> Library:
    assert program.window.session is not None
    return program.window.session.library


def test_a_changed_name_stands_in_the_log_of_the_open_library(program: Application) -> None:
    library, session = opened(program), program.window.session
    ada = library.patient_with_code("SD-0001")
    assert ada is not None
    assert session is not None
    assert session.do(register.correct(ada, changed(ada, note="one")))
    program.keep(msgspec.structs.replace(program.window.settings, who="Dr Second"))
    assert session.do(register.correct(changed(ada, note="one"), changed(ada, note="two")))
    session.choose(ada)
    session.undo()
    assert [change.who for change in library.history(ada.id, 2)] == ["Dr Second", "Dr Second"]
    assert session.who == "Dr Second"
    assert library.get(type(ada), ada.id).note == "one"
    with library.reader() as reader:
        assert reader.verify().is_sound


def test_a_changed_clinic_stands_on_the_report_of_the_open_library(program: Application) -> None:
    program.keep(msgspec.structs.replace(program.window.settings, clinic="New clinic", paper="Letter"))
    page = program.window.page_named("report")
    assert isinstance(page, ReportPage)
    assert (page.panel.choices.clinic, page.panel.choices.paper) == ("New clinic", "Letter")
    page.panel.use(page.panel.choices._replace(clinic="For this report"))
    program.window.chores.show_theme("dark")
    assert page.panel.choices.clinic == "For this report"


def test_a_second_start_opens_nothing_under_a_dialog(
    program: Application, tmp_path: Path, clinic_folder: Path
) -> None:
    shutil.copytree(clinic_folder, tmp_path / "other")
    program.window.chores.new_patient()
    program.take([str(tmp_path / "other")])
    assert opened(program).folder == tmp_path / "clinic"
    assert "Nothing was opened" in program.window.messages.notice.text()
    form = program.window.findChild(PatientForm)
    assert isinstance(form, PatientForm)
    assert form.isVisible()
    form.reject()
    program.take([str(tmp_path / "other")])
    assert opened(program).folder == tmp_path / "other"


def test_a_second_start_on_the_open_library_changes_nothing(program: Application, tmp_path: Path) -> None:
    before = opened(program)
    (tmp_path / "link").symlink_to(tmp_path / "clinic", target_is_directory=True)
    program.take([str(tmp_path / "clinic")])
    program.take([str(tmp_path / "link")])
    assert opened(program) is before
    assert not program.window.messages.notice.isVisible()
