"""The look: readable in both themes, crisp at any ratio, and nothing moves under the focus."""

import colorsys
import re
from collections.abc import Iterator
from dataclasses import fields as fields_of

import pytest
from PySide6.QtCore import QFile, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from scardesk.assets import resource
from scardesk.errors import NotFound
from scardesk.gui.look import current, icons, style
from scardesk.gui.look.fields import (
    ChoiceField,
    DecimalField,
)
from scardesk.gui.look.tokens import DARK, LIGHT, Theme, contrast, over

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
ICONS = sorted(file.stem for file in resource("icons").glob("*.svg"))
GROUNDS = ("window", "panel", "raised", "field")
INKS = ("text", "text_secondary", "accent_ink", "danger_ink", "warning_ink", "success_ink")
MARKUP = '<b>Ada</b> & <img src=x> "quoted"'


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, dressed in light and left so."""
    style.apply(qapp, LIGHT)
    yield qapp
    style.apply(qapp, LIGHT)


# --- colours


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert over("#80000000", "#FFFFFF") == "#7F7F7F"


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_reads_on_every_ground_also_under_the_pointer(theme: Theme, ground: str) -> None:
    below = getattr(theme, ground)
    for shade in (below, over(theme.hover, below)):
        weak = {ink: contrast(getattr(theme, ink), shade) for ink in INKS}
        assert min(weak.values()) >= 4.5, weak


@THEMES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("accent_text", "accent_pressed"),
        ("danger_text", "danger"),
        ("danger_text", "danger_hover"),
        ("selection_text", "selection"),
        ("text_secondary", "selection"),
        ("accent_ink", "selection"),
        ("accent_ink", "info_soft"),
        ("danger_ink", "danger_soft"),
        ("warning_ink", "warning_soft"),
        ("success_ink", "success_soft"),
        ("text", "info_soft"),
        ("text", "danger_soft"),
        ("text", "warning_soft"),
        ("text", "success_soft"),
        ("surround_text", "surround"),
        ("window", "text_secondary"),
    ],
)
def test_text_reads_on_its_own_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_over_a_photo_reads_whatever_the_photo_shows(theme: Theme) -> None:
    assert contrast(theme.overlay_text, over(theme.overlay, "#FFFFFF")) >= 4.5
    assert contrast(theme.overlay_text, over(theme.overlay, "#000000")) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
def test_icons_outlines_and_the_focus_ring_stand_off(theme: Theme, ground: str) -> None:
    for token in ("text_secondary", "outline", "focus", "focus_filled", "accent_ink"):
        assert contrast(getattr(theme, token), getattr(theme, ground)) >= 3, token


@THEMES
def test_the_primary_button_stands_off_its_page(theme: Theme) -> None:
    assert contrast(theme.accent, theme.window) >= 3


@THEMES
def test_chrome_is_neutral_grey(theme: Theme) -> None:
    tokens = (
        *GROUNDS,
        "surround",
        "hairline",
        "border",
        "outline",
        "text",
        "text_secondary",
        "text_disabled",
    )
    for token in tokens:
        colour = QColor(getattr(theme, token))
        assert colour.red() == colour.green() == colour.blue(), token


@THEMES
@pytest.mark.parametrize("scar", ["ice_pick", "boxcar", "rolling"])
def test_the_accent_is_no_scar_colour(theme: Theme, scar: str) -> None:
    apart = abs(_hue_deg(theme.accent) - _hue_deg(getattr(theme, scar)))
    assert min(apart, 360 - apart) >= 30


def _hue_deg(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360


def test_marks_and_their_surround_are_the_same_in_both_themes() -> None:
    for token in ("ice_pick", "boxcar", "rolling", "mark_inner", "mark_outer", "surround"):
        assert getattr(LIGHT, token) == getattr(DARK, token)


def test_touch_and_large_text_change_sizes_only() -> None:
    grown = LIGHT.sized(text_percent=200, is_touch=True)
    assert (grown.body, grown.control_height) == (26, 45)
    assert LIGHT.sized(is_touch=True).control_height == 44
    colours = [field.name for field in fields_of(Theme) if str(getattr(LIGHT, field.name)).startswith("#")]
    assert all(getattr(grown, name) == getattr(LIGHT, name) for name in colours)


# --- icons


@pytest.mark.parametrize("name", ICONS)
def test_a_drawing_has_one_stroke_weight_and_no_colour_of_its_own(name: str) -> None:
    svg = icons.source(name)
    assert 'viewBox="0 0 20 20"' in svg
    assert re.findall(r'stroke-width="([^"]+)"', svg) == [str(icons.STROKE_PX)]
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', svg)) <= {"none", "currentColor"}


@THEMES
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_icon_paints_something_and_clips_nothing(app: QApplication, theme: Theme, ratio: float) -> None:
    style.apply(app, theme)
    for name in ICONS:
        drawn = icons.icon(name).pixmap(QSize(20, 20), ratio)
        assert drawn.width() == 20 * ratio, name
        assert drawn.devicePixelRatio() == ratio, name
        covered = _covered(drawn.toImage())
        assert covered > 0.03, f"{name} covers {covered:.1%}"
        assert not _touches_edge(drawn.toImage()), name


def test_an_icon_follows_the_theme_without_being_made_anew(app: QApplication) -> None:
    kept = icons.icon("check")
    light = _darkest(kept.pixmap(20, 20).toImage())
    style.apply(app, DARK)
    assert light == LIGHT.text_secondary
    assert _darkest(kept.pixmap(20, 20).toImage()) == DARK.text_secondary


@pytest.mark.parametrize(
    ("mode", "state", "token"),
    [
        (QIcon.Mode.Normal, QIcon.State.Off, "text_secondary"),
        (QIcon.Mode.Active, QIcon.State.Off, "text"),
        (QIcon.Mode.Selected, QIcon.State.Off, "text"),
        (QIcon.Mode.Normal, QIcon.State.On, "accent_ink"),
        (QIcon.Mode.Disabled, QIcon.State.On, "text_disabled"),
    ],
)
def test_an_icon_says_its_state(app: QApplication, mode: QIcon.Mode, state: QIcon.State, token: str) -> None:
    drawn = icons.icon("plus").pixmap(QSize(20, 20), 2.0, mode, state)
    assert _darkest(drawn.toImage()) == getattr(LIGHT, token)


def test_an_icon_survives_copies_and_its_first_owner(app: QApplication) -> None:
    kept = [QIcon(icons.icon(name)) for name in ICONS for _ in range(20)]
    assert all(not copy.pixmap(16, 16).isNull() for copy in kept)


def test_an_icon_that_qt_clones_stays_alive(app: QApplication) -> None:
    for name in ICONS:
        kept = icons.icon(name)
        changed = QIcon(kept)
        changed.addPixmap(kept.pixmap(16, 16))  # Qt clones the engine before it changes a shared icon
        assert not changed.pixmap(20, 20).isNull()


def test_an_unknown_icon_is_refused_at_once() -> None:
    with pytest.raises(NotFound):
        icons.icon("no-such-drawing")


def _pixels(drawn: QImage) -> Iterator[tuple[int, int, QColor]]:
    for y in range(drawn.height()):
        for x in range(drawn.width()):
            yield x, y, drawn.pixelColor(x, y)


def _covered(drawn: QImage) -> float:
    return sum(colour.alphaF() for _, _, colour in _pixels(drawn)) / (drawn.width() * drawn.height())


def _touches_edge(drawn: QImage) -> bool:
    far = drawn.width() - 1
    return any(colour.alpha() > 128 and (x in {0, far} or y in {0, far}) for x, y, colour in _pixels(drawn))


def _darkest(drawn: QImage) -> str:
    """The colour of the most opaque pixel."""
    return max((colour for _, _, colour in _pixels(drawn)), key=QColor.alpha).name().upper()


# --- fonts


def test_the_shipped_fonts_load_with_their_weights(app: QApplication) -> None:
    assert "Noto Sans" in style.load_fonts()
    assert app.font().family() == "Noto Sans"
    assert app.font().pixelSize() == LIGHT.body
    assert {"Regular", "SemiBold", "Bold", "Italic"} <= set(QFontDatabase.styles("Noto Sans"))


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold])
def test_figures_are_tabular(app: QApplication, weight: QFont.Weight) -> None:
    font = QFont("Noto Sans")
    font.setWeight(weight)
    font.setPixelSize(100)
    metrics = QFontMetricsF(font)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


# --- stylesheet


@THEMES
def test_the_stylesheet_is_filled_and_finds_every_glyph(app: QApplication, theme: Theme) -> None:
    sheet = style.stylesheet(theme)
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert "$" not in rules
    glyphs = set(re.findall(r"url\(([^)]+)\)", rules))
    assert len(glyphs) >= 8
    assert all(QFile.exists(glyph) for glyph in glyphs)
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", resource("look", "look.qss").read_text(encoding="utf-8"))


@pytest.mark.parametrize("is_touch", [False, True])
def test_controls_have_their_height_and_keep_it_under_the_focus(
    app: QApplication, qtbot: QtBot, is_touch: bool
) -> None:
    style.apply(app, LIGHT.sized(is_touch=is_touch))
    holder = QWidget()
    qtbot.addWidget(holder)
    buttons: list[QWidget] = [QPushButton("Go", holder), QToolButton(holder), QLineEdit(holder)]
    inputs = [
        DecimalField("B", holder),
        ChoiceField("D", holder),
    ]
    holder.show()
    for control in (*buttons, *inputs):
        before = control.sizeHint()
        control.setFocus()
        app.sendPostedEvents()
        assert control.sizeHint() == before
        assert before.height() == (44 if is_touch else 32), control


def test_rows_have_their_height_before_the_view_is_shown(app: QApplication, qtbot: QtBot) -> None:
    rows = QListWidget()
    qtbot.addWidget(rows)
    style.calm(rows)
    rows.addItems(["one", "two"])
    rows.setCurrentRow(1)
    assert rows.visualItemRect(rows.item(0)).height() >= LIGHT.secondary + 16


def test_the_setting_chooses_the_theme(app: QApplication) -> None:
    assert style.choose("light") is LIGHT
    assert style.choose("dark") is DARK
    assert style.choose("system") is (DARK if style.system_is_dark() else LIGHT)
    style.apply(app, DARK)
    assert current.theme() is DARK
    assert app.palette().window().color() == QColor(DARK.window)
