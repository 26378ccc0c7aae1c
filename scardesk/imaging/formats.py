"""What the first bytes of a file say, before any decoder sees them.

Hides: magic numbers and the JPEG header.  Rule: a file is refused here only for what it *is* (a
camera raw, a 12-bit JPEG), never for damage; finding damage is the decoder's part.
"""

import struct
from collections.abc import Iterator

from scardesk.imaging.wire import Fault

_JPEG_START = b"\xff\xd8\xff"
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_FRAME_HEADERS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LOSSLESS = {0xC3, 0xC7, 0xCB, 0xCF}
_TIFF_STARTS = (b"II*\0", b"MM\0*")
_REDUCED = 254  # NewSubfileType: in a raw file the first page is only a small preview
_DNG_VERSION = 50706

_RAW = "a camera raw file"
_MAGIC = (
    (0, b"FUJIFILMCCD-RAW", _RAW),
    (0, b"IIRO", _RAW),
    (0, b"IIU\0", _RAW),
    (0, b"MMOR", _RAW),
    (4, b"ftypcrx", _RAW),
    (4, b"ftypheic", "an HEIC photo"),
    (4, b"ftypheix", "an HEIC photo"),
    (4, b"ftypmif1", "an HEIC photo"),
    (4, b"ftypavif", "an AVIF photo"),
    (4, b"ftyp", "a video"),
    (8, b"WEBP", "a WebP file"),
    (8, b"AVI ", "a video"),
    (0, b"GIF8", "a GIF file"),
    (0, b"BM", "a BMP file"),
    (0, b"%PDF", "a PDF file"),
    (0, b"8BPS", "a Photoshop file"),
    (128, b"DICM", "a DICOM file"),
)


def refusal(data: bytes) -> Fault | None:
    """Why a file of this kind cannot be read, or None when it is worth trying."""
    if data.startswith(_JPEG_START):
        return _jpeg_refusal(data)
    if data.startswith(_TIFF_STARTS):
        return Fault(kind="unsupported", detail=_RAW) if _is_raw(data) else None
    for offset, magic, words in _MAGIC:
        if data.startswith(magic, offset):
            return Fault(kind="unsupported", detail=words)
    return None


def is_multi_page(data: bytes) -> bool:
    """Whether a TIFF says that another page follows the first."""
    if not data.startswith(_TIFF_STARTS):
        return False
    order = _order(data)
    try:
        start, count = _directory(data, order)
        (following,) = struct.unpack_from(order + "I", data, start + 2 + 12 * count)
    except struct.error:
        return False
    return bool(following)


def _jpeg_refusal(data: bytes) -> Fault | None:
    for marker, place, length in _segments(data):
        if marker not in _FRAME_HEADERS:
            continue
        if length < 8:
            return None
        bits = data[place]
        if marker in _LOSSLESS:
            return Fault(kind="unsupported", detail="a lossless JPEG")
        if bits != 8:
            return Fault(kind="unsupported", detail=f"a JPEG with {bits} bits per colour instead of 8")
        return None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, place of the body and length of each header segment up to the first scan."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _STANDALONE:
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA or length < 2 or place + 2 + length > len(data):
            return
        yield marker, place + 4, length - 2
        place += 2 + length


def _is_raw(data: bytes) -> bool:
    if data[8:10] == b"CR":
        return True
    order = _order(data)
    try:
        start, count = _directory(data, order)
        tags = dict(_short_tags(data, order, start=start, count=min(count, 200)))
    except struct.error:
        return False
    return _DNG_VERSION in tags or bool(tags.get(_REDUCED, 0) & 1)


def _order(data: bytes) -> str:
    return "<" if data.startswith(b"II") else ">"


def _directory(data: bytes, order: str) -> tuple[int, int]:
    (start,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, start)
    return start, count


def _short_tags(data: bytes, order: str, *, start: int, count: int) -> Iterator[tuple[int, int]]:
    for index in range(count):
        tag, _kind, _count, value = struct.unpack_from(order + "HHII", data, start + 2 + 12 * index)
        yield tag, value
