"""The theme that is on now.

Hides: that the program has one theme at a time.  Rule: only ``style.apply`` sets it; whoever paints
by hand asks here at paint time and repaints on ``QEvent.PaletteChange``, so that a change of theme
reaches every pixel without a signal.
"""

from scardesk.gui.look.tokens import LIGHT, Theme


class _Shown:
    theme: Theme = LIGHT


def theme() -> Theme:
    """The tokens to paint with at this moment; do not keep them across events."""
    return _Shown.theme


def show(chosen: Theme) -> None:
    """Make ``chosen`` the current theme; ``style.apply`` does the rest."""
    _Shown.theme = chosen
