"""Any supported photo file to upright sRGB pixels, or one sentence.

Hides: the decode workers and every way in which a file can be bad.  Rule: foreign bytes are parsed
in a limited child process only, and whatever happens there comes back as UnreadablePhoto with what
happened, whether the data is safe and what to do next.  Safe to call from any thread.

Supported: JPEG (also progressive, grey, CMYK, first photo of an MPO), PNG, first page of a TIFF.
Limits: 205 megapixels, 10 seconds, 2 GB (docs/sources.md, 6.1; 205 so that a 200-megapixel phone
passes).  Above 60 megapixels a file with more than 100 pixels per byte is refused from its header:
the sample's skin has 13 at most, while a 0.5 MB bomb of 13,000 x 13,000 pixels has 343.
"""

from typing import Literal, NamedTuple

from scardesk.errors import UnreadablePhoto
from scardesk.imaging.children import CHILDREN, LIMIT_S, WorkerGone
from scardesk.imaging.frame import Frame
from scardesk.imaging.source import shown_name
from scardesk.imaging.wire import MOST_PX, Fault, Pixels, Reply, Request, Seen
from scardesk.model.geometry import Size
from scardesk.model.photo import CaptureSettings
from scardesk.model.value import Value

_SAFE = "Your other photos are safe."


class _Asked(NamedTuple):
    """What a photo was opened for, as a refusal says it: what did not happen, and what next."""

    was_not: str
    again: str


_TO_IMPORT = _Asked("was not imported", f"{_SAFE} Copy it from the card again.")
_TO_SHOW = _Asked("was not opened", f"{_SAFE} Try again, or use another copy of the file.")


class Inspection(Value, frozen=True, kw_only=True):
    """What a whole, decodable photo is: upright ``size`` in pixels, settings, notes in words."""

    format: Literal["JPEG", "PNG", "TIFF"]
    size: Size
    settings: CaptureSettings
    warnings: tuple[str, ...] = ()


def inspect(data: bytes, *, name: str) -> Inspection:
    """Decode ``data`` completely as a proof and say what it is.  ``name`` is for the sentence.

    Raises UnreadablePhoto.
    """
    reply, _ = _ask(Request(want="inspect", size=len(data)), data, name=name, asked=_TO_IMPORT)
    if not isinstance(reply, Seen) or reply.format not in {"JPEG", "PNG", "TIFF"}:
        raise UnreadablePhoto(_sentence(reply, shown_name(name), _TO_IMPORT))
    return Inspection(
        format=reply.format,  # type: ignore[arg-type]  # checked on the line above
        size=Size(reply.width, reply.height),
        settings=reply.settings,
        warnings=reply.warnings,
    )


def decode(data: bytes, *, name: str, longest_px: int | None = None) -> Frame:
    """Upright sRGB pixels, reduced so that the longer edge is at most ``longest_px``.

    Never enlarges.  Raises UnreadablePhoto, in words that are true of a stored photo too.
    """
    request = Request(want="decode", size=len(data), longest_px=longest_px)
    reply, payload = _ask(request, data, name=name, asked=_TO_SHOW)
    if not isinstance(reply, Pixels):
        raise UnreadablePhoto(_sentence(reply, shown_name(name), _TO_SHOW))
    return Frame(width=reply.width, height=reply.height, rgb=payload)


def _ask(request: Request, data: bytes, *, name: str, asked: _Asked) -> tuple[Reply, bytes]:
    shown = shown_name(name)
    if not data:
        raise UnreadablePhoto(f"{shown} is empty and {asked.was_not}. {asked.again}")
    try:
        return CHILDREN.ask(request, data)
    except WorkerGone as gone:
        words = (
            f"took longer than {LIMIT_S:.0f} seconds to open" if gone.was_slow else "made the decoder fail"
        )
        raise UnreadablePhoto(f"{shown} {words} and {asked.was_not}. {asked.again}") from gone
    except OSError as error:
        raise UnreadablePhoto(
            f"{shown} was not opened because scardesk could not start its photo reader. "
            f"{_SAFE} Close other programs and try again."
        ) from error


def _sentence(reply: Reply, name: str, asked: _Asked) -> str:
    if not isinstance(reply, Fault):
        return f"{name} is damaged or cut short and {asked.was_not}. {asked.again}"
    size = f"{reply.width:,} x {reply.height:,} pixels ({reply.width * reply.height / 1e6:.0f} megapixels)"
    words = {
        "not_a_photo": f"{name} is not a JPEG, PNG or TIFF photo and {asked.was_not}. "
        f"{_SAFE} Choose another file.",
        "unsupported": f"{name} is {shown_name(reply.detail)}, which scardesk cannot read, and "
        f"{asked.was_not}. {_SAFE} Export it as JPEG.",
        "hollow": f"{name} says that it has no pixels and {asked.was_not}. {asked.again}",
        "too_large": f"{name} has {size}, more than the {MOST_PX / 1e6:.0f} megapixels that scardesk opens, "
        f"and {asked.was_not}. {_SAFE} Export it smaller.",
        "too_dense": f"{name} claims {size} in far too few bytes, as hostile files do, and "
        f"{asked.was_not}. {_SAFE} Export it again as JPEG.",
        "memory": f"{name} needs more memory to open than scardesk allows and {asked.was_not}. "
        f"{_SAFE} Export it as JPEG.",
    }
    return words.get(reply.kind, f"{name} is damaged or cut short and {asked.was_not}. {asked.again}")
