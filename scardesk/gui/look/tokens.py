"""The design tokens: every colour, size and duration of the window, once.

Hides: which theme is on from whoever asks for a colour by its name.  Rule: plain strings and
numbers, no Qt; nothing outside this table writes a colour or a size of its own.  Chrome is neutral
grey so that skin is judged in a neutral surround; the accent, the danger red, the warning and the
success colour are kept apart from the three scar colours, which appear on marks and counts only.

Colours are ``#RRGGBB``.  Those of ``hover``, ``pressed`` and ``overlay`` are ``#AARRGGBB`` and lie
over whatever is below.  Text reaches 4.5:1 and icons, outlines and the focus ring 3:1 on every
ground they are used on (WCAG 2.2, 1.4.3 and 1.4.11; tests/gui/test_look.py).
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """One theme: what the stylesheet, the icons and whoever paints by hand draw from."""

    name: str
    is_dark: bool

    # Grounds, from back to front.
    window: str
    panel: str
    raised: str
    field: str
    surround: str = "#707070"  # behind photos, the same neutral grey in both themes
    surround_text: str = "#FFFFFF"
    hover: str
    pressed: str
    overlay: str = "#C0141414"  # a strip over a photo, e.g. its date
    overlay_text: str = "#FFFFFF"

    # Lines: hairline divides, border bounds a control, outline is the control (check box, switch).
    hairline: str
    border: str
    outline: str

    text: str
    text_secondary: str
    text_disabled: str

    # One accent: focus, selection, the primary button.
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str = "#FFFFFF"
    accent_ink: str
    focus: str
    focus_filled: str  # the ring of a button that is itself filled with the accent
    selection: str
    selection_text: str

    # What needs care: `danger` fills a button, the inks are text and icons, the soft ones their ground.
    danger: str
    danger_hover: str
    danger_text: str = "#FFFFFF"
    danger_ink: str
    danger_soft: str
    warning_ink: str
    warning_soft: str
    success_ink: str
    success_soft: str
    info_soft: str

    # Marks, the same in both themes (Okabe-Ito, computed for all vision types; docs/sources.md, 9.1).
    ice_pick: str = "#D55E00"
    boxcar: str = "#56B4E9"
    rolling: str = "#F0E442"
    mark_inner: str = "#000000"
    mark_outer: str = "#FFFFFF"

    # Space and size, in logical pixels.
    space_1: int = 4
    space_2: int = 8
    space_3: int = 12
    space_4: int = 16
    space_6: int = 24
    radius: int = 6
    radius_small: int = 4
    radius_large: int = 10
    control_height: int = 32
    row_height: int = 32
    icon_size: int = 20
    focus_width: int = 2

    # Type.
    font_family: str = "Noto Sans"
    body: int = 13
    secondary: int = 12
    section: int = 15
    title: int = 20

    # Motion, in milliseconds: only where it explains.
    busy_after_ms: int = 500  # below this nothing says "working"

    def sized(self, *, text_percent: int = 100, is_touch: bool = False) -> "Theme":
        """The same colours, text and icons at ``text_percent`` of their size; for touch, 44 px controls."""
        grown = {name: round(getattr(self, name) * text_percent / 100) for name in _GROWING}
        least = 44 if is_touch else 32
        height = max(least, grown["body"] + 19)
        return replace(self, **grown, control_height=height, row_height=height)


_GROWING = ("body", "secondary", "section", "title", "icon_size")


LIGHT = Theme(
    name="light",
    is_dark=False,
    window="#EFEFEF",
    panel="#F8F8F8",
    raised="#FFFFFF",
    field="#FFFFFF",
    hover="#0D000000",
    pressed="#1A000000",
    hairline="#DDDDDD",
    border="#C9C9C9",
    outline="#7C7C7C",
    text="#1C1C1C",
    text_secondary="#595959",
    text_disabled="#9A9A9A",
    accent="#4650BE",
    accent_hover="#3B45AE",
    accent_pressed="#333C9A",
    accent_ink="#4650BE",
    focus="#4650BE",
    focus_filled="#1C1C1C",
    selection="#E1E4F8",
    selection_text="#1C1C1C",
    danger="#B3263F",
    danger_hover="#9E1E35",
    danger_ink="#B3263F",
    danger_soft="#FBE7EA",
    warning_ink="#7A5200",
    warning_soft="#FAF0DA",
    success_ink="#176B42",
    success_soft="#E1F2E9",
    info_soft="#E9EBFA",
)

DARK = Theme(
    name="dark",
    is_dark=True,
    window="#1A1A1A",
    panel="#222222",
    raised="#2B2B2B",
    field="#181818",
    hover="#12FFFFFF",
    pressed="#1FFFFFFF",
    hairline="#353535",
    border="#474747",
    outline="#8A8A8A",
    text="#EBEBEB",
    text_secondary="#ABABAB",
    text_disabled="#6C6C6C",
    accent="#5A65DB",
    accent_hover="#535DD0",
    accent_pressed="#4650BE",
    accent_ink="#A3ACF8",
    focus="#97A1F5",
    focus_filled="#FFFFFF",
    selection="#33385F",
    selection_text="#F2F2F2",
    danger="#C8384F",
    danger_hover="#B93048",
    danger_ink="#FF8FA0",
    danger_soft="#42262C",
    warning_ink="#E5B04F",
    warning_soft="#3B3019",
    success_ink="#6CC79A",
    success_soft="#1E372B",
    info_soft="#2A2E4A",
)


def luminance(colour: str) -> float:
    """The relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2, "relative luminance")."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def over(veil: str, ground: str) -> str:
    """The opaque colour that a ``#AARRGGBB`` veil makes over an opaque ground."""
    alpha = int(veil[1:3], 16) / 255
    above = (int(veil[at : at + 2], 16) for at in (3, 5, 7))
    below = (int(ground[at : at + 2], 16) for at in (1, 3, 5))
    mixed = (round(a * alpha + b * (1 - alpha)) for a, b in zip(above, below, strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)
