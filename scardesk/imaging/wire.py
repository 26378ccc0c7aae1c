"""What the program and its decode worker say to each other.

Hides: the framing on the pipe.  Rule: the worker has met hostile bytes, so nothing that it says is
unpickled or believed: a message is a length, a small MessagePack header of known fields, and at
most as many payload bytes as the reader is ready to take.
"""

import struct
from typing import BinaryIO, Literal, TypeVar

import msgspec

from scardesk.model.photo import CaptureSettings
from scardesk.model.value import Value

MOST_PX = 205_000_000  # a 200-megapixel phone (16,320 x 12,240) passes; RGB in Pillow: 820 MB

_LENGTH = struct.Struct(">I")
_MOST_HEADER = 1 << 20

FaultKind = Literal["not_a_photo", "unsupported", "damaged", "hollow", "too_large", "too_dense", "memory"]


class Request(Value, frozen=True, kw_only=True):
    """Asks about the ``size`` bytes that follow; ``longest_px`` None means full size."""

    want: Literal["inspect", "decode"]
    size: int
    longest_px: int | None = None


class Fault(Value, frozen=True, kw_only=True, tag="fault"):
    """The bytes were refused; ``width`` and ``height`` when the header told them."""

    kind: FaultKind
    detail: str = ""
    width: int = 0
    height: int = 0


class Seen(Value, frozen=True, kw_only=True, tag="seen"):
    """The whole photo could be decoded; upright ``width`` and ``height`` in pixels."""

    format: str
    width: int
    height: int
    settings: CaptureSettings
    warnings: tuple[str, ...] = ()


class Pixels(Value, frozen=True, kw_only=True, tag="pixels"):
    """``width`` x ``height`` x 3 bytes of upright sRGB follow."""

    width: int
    height: int


class Ready(Value, frozen=True, tag="ready"):
    """The worker has started and set its limits."""


Reply = Fault | Seen | Pixels | Ready
_M = TypeVar("_M")


def send(stream: BinaryIO, message: Value) -> None:
    """Write one header; the payload, if any, is written after it by the caller."""
    body = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO, kind: type[_M]) -> _M:
    """Read one header of type ``kind``.  Raises EOFError, msgspec.DecodeError or ValidationError."""
    (length,) = _LENGTH.unpack(exactly(stream, _LENGTH.size))
    if length > _MOST_HEADER:
        raise EOFError("header too long")
    return msgspec.msgpack.decode(exactly(stream, length), type=kind)


def exactly(stream: BinaryIO, size: int) -> bytes:
    """Read ``size`` bytes.  Raises EOFError when the stream ends before."""
    data = stream.read(size)
    if len(data) != size:
        raise EOFError("the other side has gone")
    return data
