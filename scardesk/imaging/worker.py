"""The child process that meets foreign bytes, so that the program does not.

Hides: which exceptions a decoder throws.  Rule: it reads requests on stdin and writes replies on
stdout, opens no file and no connection, and ends when its parent does.  On Linux it may use 2 GB
of address space, write no file and leave no core (docs/sources.md, 6.1); other systems have the
10 seconds of the parent and a process of its own, which is less.

The one broad ``except`` outside the two hooks is here: whatever a bad photo does is an answer.
"""

import contextlib
import os
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from scardesk.imaging.wire import Fault, Pixels, Ready, Reply, Request, Seen, exactly, receive, send

if TYPE_CHECKING:
    from PIL import Image

    from scardesk.model.photo import CaptureSettings

MOST_MEMORY = 2 * 2**30
_STRIP_PX = 4_000_000
_T = TypeVar("_T")


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    source, sink = _own_pipes()
    _limit_itself()
    warnings.simplefilter("ignore")  # a bad file is told in the reply, not on stderr
    send(sink, Ready())
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            request = receive(source, Request)
            _answer(request, exactly(source, request.size), sink)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout for us alone: a library that prints must not break the framing."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return source, sink


def _limit_itself() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # macOS takes RLIMIT_AS and ignores it
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _answer(request: Request, data: bytes, sink: BinaryIO) -> None:
    if request.want == "inspect":
        send(sink, _guarded(lambda: _inspect(data)))
        return
    made: list[Image.Image] = []
    reply = _guarded(lambda: _decode(data, request.longest_px, made))
    send(sink, reply)
    if isinstance(reply, Pixels):
        _pour(made[0], sink)


def _guarded(work: Callable[[], Reply]) -> Reply:
    from scardesk.imaging.pixels import Refused

    try:
        return work()
    except Refused as refused:
        return refused.fault
    except MemoryError:
        return Fault(kind="memory")
    except Exception as error:  # noqa: BLE001  Pillow and ExifRead raise almost anything on bad bytes
        return Fault(kind="damaged", detail=type(error).__name__)


def _inspect(data: bytes) -> Seen:
    from scardesk.imaging import pixels
    from scardesk.model.geometry import Size, upright_size

    photo = pixels.opened(data)
    orientation = _orientation(photo)
    stored = Size(*photo.size)
    is_turned = photo.format == "TIFF"  # Pillow tells a TIFF's size upright
    size = stored if is_turned else upright_size(stored, orientation)
    settings = _settings(data, photo, orientation)
    notes = pixels.warnings_for(data, photo)
    pixels.verified(data)
    return Seen(
        format="JPEG" if photo.format == "MPO" else photo.format or "",
        width=size.width,
        height=size.height,
        settings=settings,
        warnings=notes,
    )


def _decode(data: bytes, longest_px: int | None, made: list["Image.Image"]) -> Pixels:
    from scardesk.imaging import pixels

    orientation = _orientation(pixels.opened(data))
    photo = pixels.upright(data, orientation=orientation, longest_px=longest_px)
    made.append(photo)
    return Pixels(width=photo.width, height=photo.height)


def _orientation(photo: "Image.Image") -> int:
    from scardesk.imaging.pixels import orientation_of

    return _attempt(lambda: orientation_of(photo), 1)


def _settings(data: bytes, photo: "Image.Image", orientation: int) -> "CaptureSettings":
    from scardesk.imaging import metadata, pixels

    profile = pixels.profile_name(photo.info.get("icc_profile"))
    nothing: dict[str, Any] = {}
    tags = _attempt(lambda: metadata.by_exifread(data), nothing)
    if not tags:
        tags = _attempt(lambda: metadata.by_pillow(pixels.exif_of(photo)), nothing)
    bare = metadata.settings_from(nothing, orientation=orientation, profile=profile)
    return _attempt(lambda: metadata.settings_from(tags, orientation=orientation, profile=profile), bare)


def _attempt(work: Callable[[], _T], otherwise: _T) -> _T:
    try:
        return work()
    except Exception:  # noqa: BLE001  camera data that cannot be read is no reason to refuse the pixels
        return otherwise


def _pour(photo: "Image.Image", sink: BinaryIO) -> None:
    """Write the pixels strip by strip: a second copy of 615 MB would not fit the limit."""
    rows = max(1, _STRIP_PX // photo.width)
    for top in range(0, photo.height, rows):
        bottom = min(photo.height, top + rows)
        sink.write(photo.crop((0, top, photo.width, bottom)).tobytes())
    sink.flush()


if __name__ == "__main__":
    main()
