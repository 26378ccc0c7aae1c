"""The table of actions: one key, one meaning; every action has a menu and words."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from scardesk.gui.actions import MENUS, TABLE, Actions, conflicts, words


def test_no_key_means_two_things_on_one_page() -> None:
    assert conflicts() == []


def test_every_action_stands_in_a_menu_and_has_words_and_a_key(qtbot: QtBot) -> None:
    owner = QObject()
    actions = Actions(owner)
    in_menus = {action.objectName() for menu in MENUS for action in actions.of_menu(menu)}
    assert in_menus == {spec.name for spec in TABLE}
    assert all(words(spec).strip() and spec.keys for spec in TABLE)
    assert len({spec.name for spec in TABLE}) == len(TABLE)


def test_every_key_is_one_that_qt_understands() -> None:
    for spec in TABLE:
        for key in spec.keys:
            assert not QKeySequence(key).isEmpty(), key


def test_what_does_not_apply_on_a_page_is_disabled_there(qtbot: QtBot) -> None:
    owner = QObject()
    actions = Actions(owner)
    actions.apply_to("mark")
    assert actions["ice_pick"].isEnabled()
    assert not actions["wipe"].isEnabled()
    actions.apply_to("welcome")
    assert not actions["ice_pick"].isEnabled()
    assert actions["new_library"].isEnabled()
