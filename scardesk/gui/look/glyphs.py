"""The small glyphs that the stylesheet shows: ticks, chevrons, dots.

Hides: that a Qt stylesheet takes a glyph only from a file path and cannot tint it.  The tinted
drawings are put into Qt's resource tree in memory, in the format that ``rcc`` writes, so nothing is
written to disk and any theme works.  Rule: one folder per theme, registered once.

Format: Qt's ``rcc.cpp`` (version 2): a tree of 22-byte nodes, whose children are sorted by the hash
of their name; names as UTF-16; data with a length in front.  All numbers big-endian.
"""

import struct
from functools import cache

from PySide6.QtCore import qRegisterResourceData

from scardesk.gui.look.icons import tinted
from scardesk.gui.look.tokens import Theme

_DRAWINGS = ("check", "minus", "chevron-down", "chevron-up", "chevron-left", "chevron-right", "close")
_TINTS = ("text", "text_secondary", "text_disabled", "accent_text")
_FORMAT = 2
_DIRECTORY = 0x02
_ANY_LOCALE = 1  # territory 0 (any) in the upper half, language 1 ("C") in the lower

_registered: list[tuple[bytes, bytes, bytes]] = []  # Qt reads them in place: they must outlive it


def folder(theme: Theme) -> str:
    """The resource folder of a theme, e.g. ``:/scardesk-dark``; a glyph is ``<name>-<tint>.svg``."""
    colours = tuple((tint, str(getattr(theme, tint))) for tint in _TINTS)
    return _publish(f"scardesk-{theme.name}", colours)


@cache
def _publish(name: str, colours: tuple[tuple[str, str], ...]) -> str:
    files = {f"{d}-{tint}.svg": tinted(d, colour) for d in _DRAWINGS for tint, colour in colours}
    packed = _pack(name, files)
    _registered.append(packed)
    qRegisterResourceData(_FORMAT, *packed)
    return f":/{name}"


def _pack(name: str, files: dict[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """The tree, the names and the data of one folder with files."""
    ordered = sorted(files, key=_name_hash)
    names, data = _packed_name(name), b""
    tree = _node(0, _DIRECTORY, (1, 1)) + _node(0, _DIRECTORY, (len(files), 2))
    for file in ordered:
        tree += _node(len(names), 0, (_ANY_LOCALE, len(data)))
        names += _packed_name(file)
        data += struct.pack(">I", len(files[file])) + files[file]
    return tree, names, data


def _node(name_at: int, flags: int, rest: tuple[int, int]) -> bytes:
    return struct.pack(">IHIIQ", name_at, flags, *rest, 0)


def _packed_name(name: str) -> bytes:
    return struct.pack(">HI", len(name), _name_hash(name)) + name.encode("utf-16-be")


def _name_hash(name: str) -> int:
    """Qt's ``qt_hash``, which orders and finds the names."""
    total = 0
    for character in name:
        total = (total << 4) + ord(character)
        total ^= (total & 0xF0000000) >> 23
        total &= 0x0FFFFFFF
    return total
