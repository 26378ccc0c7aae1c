"""Dresses the application: Fusion, our palette, our stylesheet, our font.

Hides: everything Qt needs to stop looking like Qt.  Rule: the stylesheet is
``resources/look/look.qss`` filled with tokens; no widget carries a stylesheet of its own, it says
its role (``set_role``) and the sheet knows the rest.
"""

from dataclasses import asdict
from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from scardesk.assets import resource
from scardesk.gui.look import current, glyphs
from scardesk.gui.look.tokens import DARK, LIGHT, Theme

_FONTS = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf")

_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "field",
    _Role.AlternateBase: "panel",
    _Role.Text: "text",
    _Role.Button: "raised",
    _Role.ButtonText: "text",
    _Role.BrightText: "accent_text",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "text_secondary",
    _Role.Highlight: "selection",
    _Role.HighlightedText: "selection_text",
    _Role.Accent: "accent",
    _Role.Link: "accent_ink",
    _Role.LinkVisited: "accent_ink",
    _Role.Light: "raised",
    _Role.Midlight: "hairline",
    _Role.Mid: "border",
    _Role.Dark: "outline",
    _Role.Shadow: "border",
}
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText, _Role.PlaceholderText)


def apply(app: QApplication, theme: Theme) -> None:
    """Dress ``app`` in ``theme``; safe to call again whenever the setting or the system changes."""
    current.show(theme)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font(theme))
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))


def choose(setting: str) -> Theme:
    """The theme for the setting ``"system"``, ``"light"`` or ``"dark"``.

    The platform is told too, so that its title bars and file dialogs agree with our chrome.  For
    "system", connect ``QGuiApplication.styleHints().colorSchemeChanged`` and call this again.
    """
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(schemes.get(setting, Qt.ColorScheme.Unknown))
    themes = {"light": LIGHT, "dark": DARK}
    return themes.get(setting) or (DARK if system_is_dark() else LIGHT)


def system_is_dark() -> bool:
    """Whether the desktop asks for dark windows; false where it does not say."""
    hints = QGuiApplication.styleHints()
    return hints.colorScheme() == Qt.ColorScheme.Dark


def set_role(widget: QWidget, **properties: str | bool) -> None:
    """Set the properties that the stylesheet looks at (``role``, ``kind``, ``edge``) and redraw."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def calm(view: QAbstractItemView) -> None:
    """What a stylesheet cannot say to a list, tree or table; call it when the view is made.

    Rows get their final height before the first row arrives, scrolling is smooth, and a table
    selects whole rows and shows neither grid nor row numbers.
    """
    view.ensurePolished()
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    if isinstance(view, QTableView):
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(current.theme().row_height)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultAlignment(_LEADING)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)


def font(theme: Theme) -> QFont:
    """The body font of the application."""
    load_fonts()
    body = QFont(theme.font_family)
    body.setPixelSize(theme.body)
    return body


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the fonts that are shipped; returns the families that Qt found in them."""
    families: set[str] = set()
    for name in _FONTS:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))


def palette(theme: Theme) -> QPalette:
    """The palette for whatever the stylesheet leaves to Fusion, and for widgets that paint by hand."""
    colours = QPalette()
    for role, token in _ROLES.items():
        colours.setColor(role, QColor(getattr(theme, token)))
    for role in _DISABLED:
        colours.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text_disabled))
    return colours


def stylesheet(theme: Theme) -> str:
    """The Qt stylesheet of ``theme``."""
    template = Template(resource("look", "look.qss").read_text(encoding="utf-8"))
    return template.substitute(asdict(theme), **_derived(theme))


def _derived(theme: Theme) -> dict[str, str | int]:
    """What Qt wants instead of a token: a content height is a control less its borders."""
    inner = theme.control_height - 2
    return {
        "glyphs": glyphs.folder(theme),
        "inner": inner,
        "inner_focus": inner - 2,
        "fitted": inner - 3,  # Fusion adds 3 px to tool buttons and spin boxes
        "fitted_focus": inner - 5,
        "pill": (inner - 1) // 2,  # Qt draws no corner at all when a radius is too large
        "box": theme.body + 3,
        "box_focus": theme.body + 1,
        "radio": (theme.body + 5) // 2,  # half the outer size of a radio button
        "radio_dot": theme.body - 5,  # what a 5 px border leaves of it
        "small": theme.secondary + 10,
        "row": theme.row_height,
    }
