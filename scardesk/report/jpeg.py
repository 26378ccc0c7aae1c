"""A guard against photos that say more than their pixels.

Hides: the structure of a JPEG file.  Rule: what is embedded in a report holds pixels, tables and at
most a plain JFIF header; any other segment is refused, for ReportLab copies JPEG bytes as they are,
GPS position included (docs/sources.md, 5.4).
"""

import re
from collections.abc import Iterator

from scardesk.errors import InvalidValue
from scardesk.model.geometry import Size

_TELLTALES = (
    b"Exif\0\0",
    b"http://ns.adobe.com/x",
    b"ICC_PROFILE\0",
    b"Photoshop 3.0",
    b"MPF\0",
    b"<x:xmpmeta",
)
_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman, quantisation, restart interval (ITU-T T.81, table B.1)
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_JFIF, _SCAN, _END = 0xE0, 0xDA, 0xD9
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in a scan: stuffing, restarts


def size_of_clean_jpeg(data: bytes) -> Size:
    """The size of ``data``; InvalidValue unless it is a whole RGB or grey JPEG without extra segments."""
    if any(telltale in data for telltale in _TELLTALES):
        raise _refused("still carries camera data")
    size = None
    for kind, body in _segments(data):
        if kind in _FRAMES:
            size = _frame_size(body)
        elif kind not in _TABLES and not _is_plain_jfif(kind, body):
            raise _refused("still carries camera data")
    if size is None:
        raise _refused("is not one whole JPEG")
    return size


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers and bodies from start to end, scans left out; nothing may follow the end."""
    if not data.startswith(b"\xff\xd8"):
        raise _refused("is not a JPEG")
    kind, body, at = _segment(data, 2)
    while kind != _END:
        if kind == _SCAN:
            at = _after_scan(data, at)
        else:
            yield kind, body
        kind, body, at = _segment(data, at)
    if at != len(data):
        raise _refused("is not one whole JPEG")


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Marker, body and the place after it."""
    if len(data) < at + 2 or data[at] != 0xFF:
        raise _refused("is not one whole JPEG")
    kind = data[at + 1]
    if kind == _END:
        return kind, b"", at + 2
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise _refused("is not one whole JPEG")
    return kind, data[at + 4 : end], end


def _after_scan(data: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(data, at)
    if found is None:
        raise _refused("is not one whole JPEG")
    return found.start()


def _frame_size(body: bytes) -> Size:
    if len(body) < 6 or body[5] not in (1, 3):
        raise _refused("is neither RGB nor grey")
    return Size(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))


def _is_plain_jfif(kind: int, body: bytes) -> bool:
    """A JFIF header without a thumbnail: exactly 14 bytes (JFIF 1.02)."""
    return kind == _JFIF and body.startswith(b"JFIF\0") and len(body) == 14


def _refused(fault: str) -> InvalidValue:
    return InvalidValue(
        f"A photo prepared for the report {fault}. Nothing was written, your photos are safe. "
        "Please tell the makers of scardesk."
    )
