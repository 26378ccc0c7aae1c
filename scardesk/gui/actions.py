"""Every action of the window: its words, its keys, its menu, where it applies.

Rule: one table; menus, shortcuts, tool tips and the list of keys are all made from it.  A key means
one thing wherever it applies, which a test checks.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from scardesk.gui.look.icons import icon

PATIENTS, OVERVIEW, MARK, COMPARE, REPORT = "patients", "overview", "mark", "compare", "report"
LIBRARY = frozenset({PATIENTS, OVERVIEW, MARK, COMPARE, REPORT})  # wherever a library is open
RECORD = frozenset({OVERVIEW, MARK, COMPARE, REPORT})  # wherever a patient is open
EVERYWHERE = LIBRARY | {"welcome"}


class Spec(NamedTuple):
    """One action.  ``keys`` are portable key sequences; ``where`` the pages on which it works."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    where: frozenset[str] = EVERYWHERE
    icon: str = ""
    is_checkable: bool = False
    is_of_canvas: bool = False  # its key works only while the photo or its list has the focus


def _only(*pages: str) -> frozenset[str]:
    return frozenset(pages)


TABLE: tuple[Spec, ...] = (
    Spec("new_library", "New library…", ("Ctrl+Shift+N",), "File", icon="library"),
    Spec("open_library", "Open library…", ("Ctrl+O",), "File", icon="folder"),
    Spec("open_sample", "Open the sample", ("Ctrl+Shift+O",), "File", icon="sample"),
    Spec("remove_sample", "Remove the sample", ("Ctrl+Shift+Delete",), "File", icon="trash"),
    Spec("close_library", "Lock and close library", ("Ctrl+L",), "File", LIBRARY, "lock"),
    Spec("import_photos", "Import photos…", ("Ctrl+I",), "File", RECORD, "import"),
    Spec("export_pdf", "Export PDF…", ("Ctrl+E",), "File", _only(REPORT), "export"),
    Spec("verify", "Check the library", ("Ctrl+Shift+K",), "File", LIBRARY, "check"),
    Spec("quit", "Quit", ("Ctrl+Q",), "File"),
    Spec("undo", "Undo", ("Ctrl+Z",), "Edit", LIBRARY, "undo"),
    Spec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", LIBRARY, "redo"),
    Spec("retire", "Retire mark", ("Delete",), "Edit", _only(MARK), "trash"),
    Spec(
        "retire_photo", "Take photo out of the record…", ("Ctrl+Delete",), "Patient", _only(OVERVIEW), "trash"
    ),
    Spec("new_patient", "New patient…", ("Ctrl+N",), "Patient", LIBRARY, "patient-add"),
    Spec("edit_patient", "Patient data…", ("F2",), "Patient", RECORD),
    Spec("correct_photo", "View, light, date…", ("F4",), "Patient", _only(OVERVIEW), "camera"),
    Spec("find", "Find a patient", ("Ctrl+F",), "Patient", LIBRARY, "search"),
    Spec("go_patients", "Patients", ("Ctrl+1",), "Go", LIBRARY, "patients"),
    Spec("go_overview", "Overview", ("Ctrl+2",), "Go", RECORD, "overview"),
    Spec("go_mark", "Mark", ("Ctrl+3",), "Go", RECORD, "mark"),
    Spec("go_compare", "Compare", ("Ctrl+4",), "Go", RECORD, "compare"),
    Spec("go_report", "Report", ("Ctrl+5",), "Go", RECORD, "report"),
    Spec("next_photo", "Next photo", ("N",), "Go", _only(MARK), "chevron-right"),
    Spec("previous_photo", "Previous photo", ("P",), "Go", _only(MARK), "chevron-left"),
    Spec("next_part", "Next part of the page", ("F6",), "Go", _only(MARK)),
    Spec("next_scar", "Next scar", ("Tab",), "Go", _only(MARK), is_of_canvas=True),
    Spec("previous_scar", "Previous scar", ("Shift+Tab",), "Go", _only(MARK), is_of_canvas=True),
    Spec("ice_pick", "Ice pick", ("1",), "Mark", _only(MARK), is_checkable=True),
    Spec("boxcar", "Boxcar", ("2",), "Mark", _only(MARK), is_checkable=True),
    Spec("rolling", "Rolling", ("3",), "Mark", _only(MARK), is_checkable=True),
    Spec("known_scar", "Mark a known scar…", ("K",), "Mark", _only(MARK), "question"),
    Spec("wider", "Wider", ("]",), "Mark", _only(MARK), "plus"),
    Spec("narrower", "Narrower", ("[",), "Mark", _only(MARK), "minus"),
    Spec("set_scale", "Set scale on the ruler", ("M",), "Mark", _only(MARK), "ruler", is_checkable=True),
    Spec("propose", "Carry numbers over", ("C",), "Mark", _only(MARK), "ghost"),
    Spec(
        "accept", "Confirm this number", ("Return", "Enter"), "Mark", _only(MARK), "accept", is_of_canvas=True
    ),
    Spec(
        "accept_all",
        "Confirm all confident ones",
        ("Shift+Return",),
        "Mark",
        _only(MARK),
        "check",
        is_of_canvas=True,
    ),
    Spec("not_visible", "No longer visible", ("X",), "Mark", _only(MARK), "not-visible"),
    Spec("not_assessable", "Not assessable", ("U",), "Mark", _only(MARK), "question"),
    Spec(
        "side_by_side", "Side by side", ("S",), "Compare", _only(COMPARE), "side-by-side", is_checkable=True
    ),
    Spec("wipe", "Wipe", ("W",), "Compare", _only(COMPARE), "wipe", is_checkable=True),
    Spec("fade", "Fade", ("F",), "Compare", _only(COMPARE), "fade", is_checkable=True),
    Spec("blink", "Blink", ("B",), "Compare", _only(COMPARE), "blink", is_checkable=True),
    Spec("align_pair", "Align the two photos", ("A",), "Compare", _only(COMPARE), "align"),
    Spec(
        "as_photographed", "As photographed", ("O",), "Compare", _only(COMPARE), "camera", is_checkable=True
    ),
    Spec("show_marks", "Show numbers", ("V",), "View", _only(MARK, COMPARE), "show-marks", is_checkable=True),
    Spec("zoom_in", "Zoom in", ("Ctrl++", "+", "="), "View", _only(MARK, COMPARE), "zoom-in"),
    Spec("zoom_out", "Zoom out", ("Ctrl+-", "-"), "View", _only(MARK, COMPARE), "zoom-out"),
    Spec("zoom_fit", "Fit", ("Ctrl+0", "0"), "View", _only(MARK, COMPARE), "fit"),
    Spec("zoom_full", "1:1", ("Ctrl+Alt+0", "9"), "View", _only(MARK, COMPARE), "one-to-one"),
    Spec("panel", "Side panel", ("F9",), "View", _only(MARK, COMPARE), "panel", is_checkable=True),
    Spec("theme_light", "Light", ("Ctrl+Alt+L",), "View", is_checkable=True, icon="sun"),
    Spec("theme_dark", "Dark", ("Ctrl+Alt+D",), "View", is_checkable=True, icon="moon"),
    Spec("theme_system", "As the system", ("Ctrl+Alt+S",), "View", is_checkable=True),
    Spec("preferences", "Settings…", ("Ctrl+,",), "File", icon="settings"),
    Spec("keys", "Keys", ("?",), "Help", icon="keyboard"),
    Spec("help", "How scardesk works", ("F1",), "Help", icon="help"),
    Spec("about", "About scardesk", ("Shift+F1",), "Help", icon="info"),
)

CANVAS_ACTIONS = frozenset(spec.name for spec in TABLE if spec.is_of_canvas)
MENUS = ("File", "Edit", "Patient", "Go", "Mark", "Compare", "View", "Help")


class Actions:
    """The QActions of a window, by name."""

    def __init__(self, parent: QObject) -> None:
        self._actions = {spec.name: _made(spec, parent) for spec in TABLE}
        self._where = {spec.name: spec.where for spec in TABLE}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def of_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, in order."""
        return [self._actions[spec.name] for spec in TABLE if spec.menu == menu]

    def all(self) -> Iterable[QAction]:
        """Every action."""
        return self._actions.values()

    def apply_to(self, page: str) -> None:
        """Enable what works on ``page`` and disable the rest, so that no key is ambiguous."""
        for name, action in self._actions.items():
            action.setEnabled(page in self._where[name])


def conflicts() -> list[tuple[str, str, str]]:
    """Key sequences that two actions share on some page: (key, one, other).  Should be empty."""
    found = []
    for index, one in enumerate(TABLE):
        for other in TABLE[index + 1 :]:
            shared = set(one.keys) & set(other.keys)
            if shared and one.where & other.where:
                found += [(key, one.name, other.name) for key in sorted(shared)]
    return found


def key_text(spec: Spec) -> str:
    """The keys of an action as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in spec.keys)


def words(spec: Spec) -> str:
    """What the action is called, translated."""
    return QCoreApplication.translate("actions", spec.text)


def _made(spec: Spec, parent: QObject) -> QAction:
    action = QAction(words(spec), parent)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(key) for key in spec.keys])
    action.setCheckable(spec.is_checkable)
    if spec.is_of_canvas:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    keys = key_text(spec)
    action.setToolTip(f"{words(spec).rstrip('…')}  ({keys})" if keys else words(spec).rstrip("…"))
    if spec.icon:
        action.setIcon(icon(spec.icon))
    return action
