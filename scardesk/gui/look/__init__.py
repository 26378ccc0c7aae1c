"""The look: design tokens, the stylesheet, icons, and the small widgets that every page shares.

Rule: nothing in here knows a patient, a photo or a page.

    tokens    every colour, size and duration, once, for both themes
    current   the theme that is on now
    style     dresses the application: palette, stylesheet, font
    icons     SVG drawings tinted at paint time
    glyphs    the ticks and chevrons of the stylesheet, in memory
    labels    text that cannot be markup; chips, hairlines, glyph widgets
    fields    inputs that a passing wheel cannot edit
    states    empty, notice, progress, loading: each designed once
"""
