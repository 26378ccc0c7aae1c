"""The pieces of the gallery: every control, each in every state."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from scardesk.assets import resource
from scardesk.gui.look import style
from scardesk.gui.look.fields import ChoiceField, DecimalField, SearchField, SlideField
from scardesk.gui.look.icons import icon
from scardesk.gui.look.labels import Chip, ElidedLabel, Glyph, Hairline, PlainLabel, TextRole
from scardesk.gui.look.states import EmptyState, Notice, NoticeKind, ProgressStrip, Skeleton
from tests.gui.gallery_frames import column, frame, row

NOTICES: tuple[tuple[NoticeKind, str, str], ...] = (
    ("info", "Two new photos arrived in the watch folder.", "Show them"),
    ("success", "Report exported to the clinic folder.", "Open the folder"),
    ("warning", "Light comes from the other side than in March: compare with caution.", "Reasons"),
    ("error", "IMG_0042.jpg is damaged and was not imported. The other 23 photos are safe.", "Try again"),
)
SCARS = (
    ("1", "Ice pick", "Left cheek", "1.2 mm", "10 Aug 2026"),
    ("2", "Boxcar", "Left cheek", "3.4 mm", "10 Aug 2026"),
    ("3", "Rolling", "Right temple", "11.0 mm", "3 Mar 2026"),
    ("14", "Boxcar", "Chin", "2.8 mm", "3 Mar 2026"),
)


def button(
    text: str, role: str = "", *, icon_name: str = "", enabled: bool = True, kind: str = ""
) -> QPushButton:
    """One push button."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setProperty("kind", kind)
    made.setEnabled(enabled)
    if icon_name:
        made.setIcon(icon(icon_name, "accent_text" if role == "primary" else "text_secondary"))
    return made


def tool(
    name: str, text: str = "", *, checked: bool = False, enabled: bool = True, role: str = ""
) -> QToolButton:
    """One tool button."""
    made = QToolButton()
    made.setIcon(icon(name))
    made.setToolTip(name)
    made.setAccessibleName(text or name)
    made.setProperty("role", role)
    made.setCheckable(True)
    made.setChecked(checked)
    made.setEnabled(enabled)
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def header() -> QWidget:
    """The frame of the window: top bar, patient banner, page tabs."""
    search = SearchField("Search everything (Ctrl+K)")
    search.setFixedWidth(280)
    bar = QMenuBar()
    for name in ("Library", "Patient", "View", "Help"):
        bar.addMenu(name)
    logo = row(
        Glyph("app", tint="accent_ink"), PlainLabel("scardesk", role="strong"), button("Patients", "quiet")
    )
    top = frame("toolbar", logo, search, tool("lock"))
    tabs = QTabBar()
    for name in ("Overview", "Mark", "Compare", "Report", "Care"):
        tabs.addTab(name)
    tabs.setCurrentIndex(1)
    tabs.setTabEnabled(4, False)
    words = [PlainLabel("* 12 May 1994 (32)"), PlainLabel("SD-0001"), PlainLabel("skin III")]
    who = row(PlainLabel("SAMPLE, Ada", role="title"), Chip("SAMPLE", "sample"), *words, spacing=16)
    banner = QFrame()
    banner.setProperty("role", "banner")
    layout = QVBoxLayout(banner)
    layout.setContentsMargins(24, 12, 24, 0)
    layout.setSpacing(4)
    layout.addWidget(who)
    layout.addWidget(row(tabs))
    return column(bar, top, banner, spacing=0)


def typography() -> QWidget:
    """Every text role, chips, elision."""
    roles: tuple[TextRole, ...] = (
        "title",
        "section",
        "strong",
        "",
        "secondary",
        "warning",
        "danger",
        "success",
    )
    words = [PlainLabel(f"{role or 'body'}  0123456789", role=role) for role in roles]
    elided = ElidedLabel("A note that is far too long for the narrow place that it was given")
    elided.setFixedWidth(220)
    literal = PlainLabel("<b>bold?</b> <img src=x>")
    chips = row(
        Chip("Neutral"), Chip("Info", "info"), Chip("Comparable", "success"), Chip("SAMPLE", "sample")
    )
    cautions = row(Chip("Caution: light", "warning"), Chip("Not comparable", "error"))
    return column(*words, elided, literal, Hairline(), chips, cautions)


def buttons() -> QWidget:
    """Push buttons, tool buttons, chips."""
    menu_button = button("New visit")
    menu_button.setMenu(QMenu(menu_button))
    return column(
        row(
            button("Export PDF", "primary"),
            button("Import photos", icon_name="import"),
            button("Later", "quiet"),
        ),
        row(button("Delete", "danger"), button("Delete 3 scars", "danger", kind="primary"), menu_button),
        row(
            button("Export PDF", "primary", enabled=False),
            button("Import", icon_name="import", enabled=False),
            button("Delete", "danger", enabled=False),
            button("Later", "quiet", enabled=False),
        ),
        row(
            tool("undo"),
            tool("redo", enabled=False),
            tool("fit", checked=True),
            tool("wipe", "Wipe", checked=True),
        ),
        row(
            tool("accept", "Accept", role="chip"),
            tool("move", "Move", role="chip", checked=True),
            tool("not-visible", "Not visible", role="chip", enabled=False),
        ),
        row(
            tool("side-by-side", "Side by side"), tool("fade", "Fade"), tool("blink", "Blink", enabled=False)
        ),
    )


def focused() -> QWidget:
    """Each control as it looks with the focus: the page renders them one by one."""
    box = QCheckBox("Include photos")
    radio = QRadioButton("Patient")
    slider = SlideField("Wipe")
    slider.setValue(40)
    tabs = QTabBar()
    for name in ("Scars", "Notes"):
        tabs.addTab(name)
    combo = ChoiceField("Place")
    combo.addItem("Left cheek")
    parts: list[QWidget] = [
        row(button("Export PDF", "primary"), button("Import"), button("Later", "quiet")),
        row(button("Delete", "danger"), button("Delete", "danger", kind="primary")),
        row(tool("fit"), tool("accept", "Accept", role="chip"), tool("wipe", "Wipe", checked=True)),
        QLineEdit("SD-0001"),
        combo,
        DecimalField("Size"),
        row(box, radio, spacing=16),
        slider,
        row(tabs),
    ]
    for part in parts:
        part.setProperty("shown", "focused")
    return column(*parts)


def inputs() -> QWidget:
    """Text, numbers, lists to choose from."""
    search = SearchField("Name, id, date, note")
    typed = SearchField("Name, id, date, note")
    typed.setText("ada")
    wrong = QLineEdit("31 Feb 2026")
    wrong.setProperty("kind", "error")
    off = QLineEdit("Disabled")
    off.setEnabled(False)
    fixed = QLineEdit("Read-only")
    fixed.setReadOnly(True)
    combo = ChoiceField("Place")
    combo.addItems(["Left cheek", "Right cheek", "Chin"])
    combo_off = ChoiceField("Place")
    combo_off.addItem("Disabled")
    combo_off.setEnabled(False)
    spin = DecimalField("Size")
    spin.setSuffix(" mm")
    spin.setValue(3)
    notes = QPlainTextEdit("Skin calm, no active acne.")
    notes.setFixedHeight(64)
    pairs = row(combo, combo_off)
    counted = row(spin)
    return column(search, typed, row(wrong, off), fixed, pairs, counted, notes)


def choices() -> QWidget:
    """Boxes, radio buttons, sliders, bars."""
    boxes = [QCheckBox(text) for text in ("Off", "On", "Some", "Disabled", "Disabled on")]
    boxes[1].setChecked(True)
    boxes[2].setTristate(True)
    boxes[2].setCheckState(Qt.CheckState.PartiallyChecked)
    boxes[4].setChecked(True)
    radios = [QRadioButton(text) for text in ("Patient", "Clinic", "Disabled")]
    group = QButtonGroup(radios[0])
    for radio in radios:
        group.addButton(radio)
    radios[0].setChecked(True)
    for off in (boxes[3], boxes[4], radios[2]):
        off.setEnabled(False)
    slider, slider_off = SlideField("Wipe"), SlideField("Wipe")
    slider.setValue(40)
    slider_off.setValue(40)
    slider_off.setEnabled(False)
    bar = QProgressBar()
    bar.setValue(63)
    bar.setTextVisible(False)
    return column(
        row(*boxes[:3], spacing=16),
        row(*boxes[3:], spacing=16),
        row(*radios, spacing=16),
        slider,
        slider_off,
        bar,
    )


def lists() -> QWidget:
    """A table, a list and a tree."""
    table = QTableView()
    style.calm(table)
    table.setModel(_scar_model())
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.selectRow(1)
    table.setFixedHeight(190)
    names = QListView()
    style.calm(names)
    names.setModel(
        _plain_model("Ada Sample", "Ben Muster", "Cleo Ejemplo", "Dov Esempio", "Eva Exemple", "Fay Test")
    )
    names.setCurrentIndex(names.model().index(1, 0))
    tree = QTreeView()
    style.calm(tree)
    tree.setModel(_tree_model())
    tree.setHeaderHidden(True)
    tree.expandAll()
    for view in (names, tree):
        view.setFixedHeight(140)
    below = QWidget()
    layout = QHBoxLayout(below)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(names)
    layout.addWidget(tree)
    return column(table, below)


def _scar_model() -> QStandardItemModel:
    model = QStandardItemModel(0, 5)
    model.setHorizontalHeaderLabels(["No.", "Type", "Place", "Size", "Last seen"])
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    model.horizontalHeaderItem(3).setTextAlignment(right)
    for scar in SCARS:
        cells = [QStandardItem(text) for text in scar]
        cells[3].setTextAlignment(right)
        model.appendRow(cells)
    return model


def _plain_model(*names: str) -> QStandardItemModel:
    model = QStandardItemModel()
    for name in names:
        model.appendRow(QStandardItem(name))
    return model


def _tree_model() -> QStandardItemModel:
    model = QStandardItemModel()
    for year in ("2026", "2025"):
        parent = QStandardItem(year)
        for visit in ("10 Aug", "3 Mar"):
            child = QStandardItem(visit)
            child.setCheckable(True)
            child.setCheckState(Qt.CheckState.Checked if visit == "3 Mar" else Qt.CheckState.Unchecked)
            parent.appendRow(child)
        model.appendRow(parent)
    return model


def notices() -> QWidget:
    """Notices, progress, loading."""
    parts: list[QWidget] = []
    for kind, text, action in NOTICES:
        notice = Notice(kind, text)
        parts.append(Notice(kind, text, QAction(action, notice)))
        notice.setParent(parts[-1])
        notice.hide()
    strip = ProgressStrip("Importing photos")
    strip.step(12, 40, "IMG_0042.jpg")
    return column(*parts, strip, Skeleton(3))


def cards() -> QWidget:
    """Cards, a gap, an overlay on the surround of a photo."""
    card = frame("card", PlainLabel("Ada Sample", role="strong"), PlainLabel("14 scars", role="secondary"))
    chosen = frame("card", PlainLabel("Ben Muster", role="strong"), PlainLabel("3 scars", role="secondary"))
    chosen.setProperty("selected", "true")
    gap = frame("gap", PlainLabel("Left oblique is missing", role="secondary"))
    overlay = frame("overlay", PlainLabel("10 Aug 2026"), margin=12)
    surround = frame("surround", PlainLabel("Drop a photo here"), overlay)
    return column(card, chosen, gap, surround)


def empty() -> QWidget:
    """The empty state of the patients page."""
    actions = [QAction("New patient"), QAction("Import photos"), QAction("Open the sample")]
    actions[1].setIcon(icon("import"))
    actions[2].setIcon(icon("sample"))
    text = "A patient holds the visits, photos and scars of one person. Everything stays on this computer."
    state = EmptyState("No patients yet", text, actions, icon_name="patients")
    for action in actions:
        action.setParent(state)
    return state


def menu() -> QWidget:
    """An open menu."""
    made = QMenu()
    made.addAction(icon("export"), "Export PDF").setShortcut("Ctrl+E")
    made.addAction(icon("print"), "Print").setEnabled(False)
    made.addSeparator()
    shown = made.addAction("Show marks")
    shown.setCheckable(True)
    shown.setChecked(True)
    made.setActiveAction(made.actions()[0])
    return made


def drawings() -> QWidget:
    """The whole icon set."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(12)
    for number, file in enumerate(sorted(resource("icons").glob("*.svg"))):
        grid.addWidget(Glyph(file.stem), number // 13, number % 13)
    return holder
