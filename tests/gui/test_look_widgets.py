"""The small widgets that every page shares: plain text stays plain, states speak, the wheel edits nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from scardesk.gui.look import style
from scardesk.gui.look.fields import (
    ChoiceField,
    DecimalField,
    SearchChoice,
    SearchField,
    SlideField,
)
from scardesk.gui.look.labels import Chip, ElidedLabel, Glyph, Hairline, PlainLabel, plain_tooltip
from scardesk.gui.look.states import ActionButton, EmptyState, Notice, ProgressStrip, Skeleton
from scardesk.gui.look.tokens import LIGHT

MARKUP = '<b>Ada</b> & <img src=x> "quoted"'


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, dressed in light."""
    style.apply(qapp, LIGHT)
    yield qapp
    style.apply(qapp, LIGHT)


@pytest.mark.parametrize("make", [PlainLabel, ElidedLabel, Chip])
def test_markup_in_a_text_is_shown_letter_by_letter(
    app: QApplication, qtbot: QtBot, make: type[PlainLabel]
) -> None:
    shown = make(MARKUP)
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert shown.sizeHint().width() >= shown.fontMetrics().horizontalAdvance(MARKUP)


def test_every_label_of_the_states_is_plain(app: QApplication, qtbot: QtBot) -> None:
    for made in (EmptyState(MARKUP, MARKUP), Notice("info", MARKUP), ProgressStrip(MARKUP)):
        qtbot.addWidget(made)
        labels = made.findChildren(PlainLabel)
        assert labels
        assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)


def test_markup_in_a_tooltip_is_escaped(app: QApplication, qtbot: QtBot) -> None:
    shown = PlainLabel("x")
    qtbot.addWidget(shown)
    plain_tooltip(shown, MARKUP)
    assert "<b>" not in shown.toolTip()
    assert "&lt;b&gt;Ada" in shown.toolTip()
    plain_tooltip(shown, "Size < 2 mm\nDepth")
    assert "&lt; 2 mm<br>Depth" in shown.toolTip()
    plain_tooltip(shown, "A & B")
    assert shown.toolTip() == "A & B"


def test_a_long_line_is_elided_and_its_tooltip_tells_the_rest(app: QApplication, qtbot: QtBot) -> None:
    shown = ElidedLabel("A note that is far too long for its place")
    qtbot.addWidget(shown)
    shown.resize(80, 20)
    shown.grab()
    assert shown.is_elided
    assert shown.toolTip() == shown.accessibleName() == shown.text()
    shown.resize(shown.sizeHint())
    shown.grab()
    assert not shown.is_elided
    assert not shown.toolTip()


# --- states


def test_an_empty_state_offers_its_first_action_as_primary(app: QApplication, qtbot: QtBot) -> None:
    actions = [QAction("New patient", app), QAction("Import photos", app)]
    shown = EmptyState("No patients yet", "Start here.", actions, icon_name="patients")
    qtbot.addWidget(shown)
    first, second = shown.findChildren(QPushButton)
    assert (first.property("role"), second.property("role")) == ("primary", None)
    with qtbot.waitSignal(actions[0].triggered):
        first.click()
    assert shown.accessibleName() == "No patients yet"
    shown.grab()


def test_a_button_follows_its_action(app: QApplication, qtbot: QtBot) -> None:
    action = QAction("Import", app)
    shown = ActionButton(action)
    qtbot.addWidget(shown)
    action.setText("Import 3 photos")
    action.setEnabled(False)
    assert shown.text() == "Import 3 photos"
    assert not shown.isEnabled()


def test_a_notice_can_be_changed_and_closed(app: QApplication, qtbot: QtBot) -> None:
    shown = Notice("warning", "Light from the other side.", QAction("Reasons", app))
    qtbot.addWidget(shown)
    shown.tell("error", "The disk is full.")
    assert (shown.property("kind"), shown.accessibleName()) == ("error", "The disk is full.")
    close = shown.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    assert close.accessibleName()
    with qtbot.waitSignal(shown.closed):
        close.click()
    assert shown.isHidden()


def test_progress_counts_and_can_be_cancelled(app: QApplication, qtbot: QtBot) -> None:
    shown = ProgressStrip("Importing photos")
    qtbot.addWidget(shown)
    shown.step(12, 40, "IMG_0042.jpg")
    assert any("12 of 40" in words.text() for words in shown.findChildren(PlainLabel))
    cancel = shown.findChild(QPushButton)
    assert isinstance(cancel, QPushButton)
    with qtbot.waitSignal(shown.cancelled):
        cancel.click()


def test_what_paints_by_hand_paints(app: QApplication, qtbot: QtBot) -> None:
    for shown in (Skeleton(2), Glyph("lock"), Chip("SAMPLE", "sample")):
        qtbot.addWidget(shown)
        shown.resize(shown.sizeHint().expandedTo(shown.size()))
        drawn = shown.grab().toImage()
        places = [(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        assert len({drawn.pixelColor(x, y).name() for x, y in places}) > 1, shown


def test_a_hairline_is_one_pixel(app: QApplication, qtbot: QtBot) -> None:
    for line in (Hairline(), Hairline(Qt.Orientation.Vertical)):
        qtbot.addWidget(line)
        assert 1 in {line.maximumWidth(), line.maximumHeight()}


def test_passing_the_wheel_over_an_input_changes_nothing(app: QApplication, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    decimal, slide = DecimalField("B", holder), SlideField("D", parent=holder)
    choice = ChoiceField("E", holder)
    choice.addItems(["one", "two"])
    for one in (decimal, slide, choice):
        event = _wheel()
        app.sendEvent(one, event)
        assert not event.isAccepted()
        assert one.accessibleName()
    assert (decimal.value(), slide.value(), choice.currentIndex()) == (0.0, 0, 0)


def test_the_wheel_turns_an_input_that_has_the_focus(app: QApplication, qtbot: QtBot) -> None:
    choice = ChoiceField("E")
    qtbot.addWidget(choice)
    choice.addItems(["one", "two"])
    choice.show()
    choice.activateWindow()
    choice.setFocus()
    qtbot.waitUntil(choice.hasFocus)
    app.sendEvent(choice, _wheel())
    assert choice.currentIndex() == 1


CHEEKS = (
    ("Oblique, right cheek · OR45", "OR45"),
    ("Right profile · LR90", "LR90"),
    ("Right cheek, close-up · CCR", "CCR"),
    ("Left cheek, close-up · CCL", "CCL"),
)


@pytest.fixture
def search(app: QApplication, qtbot: QtBot) -> SearchChoice:
    choice = SearchChoice("View")
    qtbot.addWidget(choice)
    for words, code in CHEEKS:
        choice.addItem(words, code)
    choice.setCurrentIndex(1)
    choice.show()
    choice.activateWindow()
    choice.setFocus()
    qtbot.waitUntil(choice.hasFocus)
    return choice


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Right cheek", "CCR"),
        ("ccr", "CCR"),
        ("CCL", "CCL"),
        ("left", "CCL"),
        ("close right", "CCR"),
        ("45", "OR45"),
    ],
)
def test_a_choice_is_found_by_any_word_or_its_code(search: SearchChoice, typed: str, code: str) -> None:
    taken: list[int] = []
    search.activated.connect(taken.append)
    QTest.keyClicks(search, typed)
    assert search.currentData() == "LR90"
    assert not taken
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert search.currentData() == code
    assert [search.itemData(row) for row in taken] == [code]
    assert search.currentText() == search.itemText(search.currentIndex())
    assert not search.is_searching


def test_what_matches_nothing_leaves_the_choice(search: SearchChoice) -> None:
    taken: list[int] = []
    search.activated.connect(taken.append)
    QTest.keyClicks(search, "elbow")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert search.currentText() == "Right profile · LR90"
    QTest.keyClick(search, Qt.Key.Key_Backspace)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert (search.currentData(), search.currentText()) == ("LR90", "Right profile · LR90")
    QTest.keyClicks(search, "cheek")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.currentText() == "Right profile · LR90"
    assert not search.is_searching
    assert not taken


def test_arrows_walk_the_whole_list_and_only_enter_chooses(search: SearchChoice) -> None:
    taken: list[int] = []
    search.activated.connect(taken.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(search.choices if search.is_searching else search, key)
    assert not taken
    QTest.keyClick(search.choices, Qt.Key.Key_Return)
    assert taken == [2]
    assert search.currentData() == "CCR"


def test_tab_takes_what_is_clear_and_drops_what_is_not(search: SearchChoice) -> None:
    QTest.keyClicks(search, "cheek")
    QTest.keyClick(search, Qt.Key.Key_Tab)
    assert search.currentText() == "Right profile · LR90"
    search.setFocus()
    QTest.keyClicks(search, "CCR")
    QTest.keyClick(search, Qt.Key.Key_Tab)
    assert search.currentData() == "CCR"


def test_nothing_turns_a_searched_choice_by_itself(search: SearchChoice, app: QApplication) -> None:
    app.sendEvent(search, _wheel())
    assert search.currentIndex() == 1
    search.setCurrentIndex(-1)
    QTest.keyClicks(search, "cheek")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert (search.currentIndex(), search.currentText()) == (-1, "")


def test_a_click_opens_the_list_and_a_click_in_it_chooses(search: SearchChoice) -> None:
    line = search.lineEdit()
    assert line is not None
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert search.choices.isVisible()
    at = search.choices.visualRect(search.choices.model().index(3, 0)).center()
    QTest.mouseClick(search.choices.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert search.currentData() == "CCL"
    assert not search.choices.isVisible()


def _wheel() -> QWheelEvent:
    here = QPointF(5, 5)
    return QWheelEvent(
        here,
        here,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_the_search_field_clears_itself(app: QApplication, qtbot: QtBot) -> None:
    search = SearchField("Name, id, note")
    qtbot.addWidget(search)
    lens, clear = search.actions()
    assert not clear.isVisible()
    search.insert("ada")
    assert clear.isVisible()
    clear.trigger()
    assert not search.text()
    assert lens.icon().isNull() is False
