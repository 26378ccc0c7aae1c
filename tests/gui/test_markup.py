"""Whatever a name says, it is shown letter by letter; no file is opened for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from scardesk.assets import resource
from scardesk.gui.window import Window
from scardesk.library import Library
from scardesk.model.photo import Light
from scardesk.settings import Settings
from scardesk.workflows import intake
from tests.gui.conftest import add_patient

BAIT = "bait-for-markup.png"
PAYLOADS = (
    f'<img src="{{folder}}/{BAIT}">',
    f"<b>Bold</b> &amp; <img src='file://{{folder}}/{BAIT}'/>",
    "Tom & Jerry <x",
    "</p><table><tr><td>x",
)
OPENED: list[str] = []


def _listen(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and BAIT in str(args[0]):
        OPENED.append(str(args[0]))


sys.addaudithook(_listen)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    made = Window(Settings(who="Dr <b>Test</b>", clinic="Clinic <i>x</i>"))
    qtbot.addWidget(made)
    made.show()
    library, _ = Library.create(tmp_path / "library", passphrase=None, who="Dr Test")
    made.open_library(library)
    yield made
    made.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_name_stays_text_on_every_page(
    window: Window, qtbot: QtBot, tmp_path: Path, payload: str
) -> None:
    (tmp_path / BAIT).write_bytes(resource("samples", "DSC_0101.JPG").read_bytes())
    OPENED.clear()
    name = payload.format(folder=tmp_path)
    assert window.session is not None
    patient = add_patient(window.session.library, name, "<u>7</u>", date(1990, 1, 1))
    _, refusals = intake.import_photos(
        window.session.library,
        patient,
        [resource("samples", "DSC_0101.JPG")],
        view="CCR",
        light=Light.STANDARD_FLASH,
    )
    assert not refusals
    window.go("patients")
    check(window)
    window.open_patient(patient)
    for page in ("overview", "mark", "compare", "report"):
        window.go(page)
        qtbot.waitUntil(lambda: window.jobs.is_idle, timeout=30_000)
        check(window)
    assert name in {label.text() for label in window.findChildren(QLabel)}
    assert OPENED == []


def check(window: Window) -> None:
    """Every label is plain, and no tooltip would be read as markup with a name in it."""
    for label in window.findChildren(QLabel):
        is_plain = label.textFormat() is Qt.TextFormat.PlainText
        assert is_plain or "<" not in label.text(), label.text()
    for widget in [*window.findChildren(QWidget), *QApplication.topLevelWidgets()]:
        assert "<img" not in widget.toolTip(), widget.toolTip()
        assert "<b>" not in widget.windowTitle()
