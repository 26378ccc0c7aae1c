"""The colours of a canvas that are not part of a mark."""

from dataclasses import dataclass

from scardesk.gui.look.tokens import LIGHT, Theme


@dataclass(frozen=True, kw_only=True)
class CanvasColours:
    """``#RRGGBB`` or ``#AARRGGBB``; the surround is the same neutral grey in both themes."""

    surround: str = LIGHT.surround
    message: str = LIGHT.surround_text
    pill: str = LIGHT.overlay
    pill_text: str = LIGHT.overlay_text
    line: str = LIGHT.mark_outer  # crosshair, ruler, wipe handle: light,
    casing: str = LIGHT.mark_inner  # with a dark casing
    focus: str = LIGHT.focus
    focus_width: int = LIGHT.focus_width

    @classmethod
    def of(cls, theme: Theme) -> "CanvasColours":
        """The colours that a theme gives."""
        return cls(
            surround=theme.surround,
            message=theme.surround_text,
            pill=theme.overlay,
            pill_text=theme.overlay_text,
            line=theme.mark_outer,
            casing=theme.mark_inner,
            focus=theme.focus,
            focus_width=theme.focus_width,
        )
