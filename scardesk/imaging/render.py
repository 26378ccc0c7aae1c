"""Pixels for people: thumbnails, parts of a photo, one photo laid on another, clean JPEG files.

Hides: resampling and encoding.  Rule: what is shown is moved, turned and scaled as a whole and
never warped locally, which could shrink a scar (docs/sources.md, 4.6); both photos of a pair are treated
alike; an encoded file holds new pixels and nothing else, no EXIF, profile, comment or position.
"""

import io
import math
from typing import TYPE_CHECKING

from PIL import Image

from scardesk.imaging.frame import Frame
from scardesk.model.alignment import IDENTITY, Alignment, Warp
from scardesk.model.geometry import Matrix, Point, Size, between_sizes
from scardesk.model.value import require

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = (128, 128, 128)  # shown where a photo has no pixels
_SAMPLES = 24  # along each edge, to fit a similarity


def thumbnail(frame: Frame, longest_px: int) -> Frame:
    """``frame`` reduced so that its longer edge is at most ``longest_px``; never enlarged."""
    if frame.longest_px <= longest_px:
        return frame
    scale = longest_px / frame.longest_px
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    return _framed(_canvas(frame).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))


def encode_jpeg(frame: Frame, *, quality: int = 90) -> bytes:
    """A JPEG of ``frame`` with full colour resolution and no metadata (docs/sources.md, 5.4)."""
    out = io.BytesIO()
    _canvas(frame).save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()


def resample(frame: Frame, *, matrix: Matrix, size: Size) -> Frame:
    """A new frame of ``size``; ``matrix`` maps its pixel centres to those of ``frame``.

    Affine only: raises InvalidValue for a perspective.  Grey where ``frame`` has no pixels.
    """
    canvas = Image.new("RGB", (size.width, size.height), NOTHING)
    canvas.paste(*_moved(frame, matrix, size))
    return _framed(canvas)


def similarity_of(alignment: Alignment) -> Warp:
    """The similarity (scale, turn, shift) nearest to the alignment's map, before to after.

    Least squares over confident places, weighted by confidence (Umeyama 1991, without reflection),
    in upright pixels of the originals.  Raises InvalidValue for a refused alignment.
    """
    forward = alignment.forward
    require(alignment.is_accepted, "A refused alignment cannot be laid on. Nothing was changed.")
    if forward is None:  # cannot be: an accepted alignment maps both ways
        return Warp(size=Size(1, 1), matrix=IDENTITY)
    pairs = list(_confident_pairs(alignment, forward.size))
    total = sum(weight for _, _, weight in pairs)
    require(total > 0, "Nothing of this pair is certain enough to be laid on. Nothing was changed.")
    middle = sum(source * weight for source, _, weight in pairs) / total
    landed = sum(target * weight for _, target, weight in pairs) / total
    turned = sum(
        (target - landed) * (source - middle).conjugate() * weight for source, target, weight in pairs
    )
    factor = turned / sum(abs(source - middle) ** 2 * weight for source, _, weight in pairs)
    shift = landed - factor * middle
    a, b = factor.real, factor.imag
    return Warp(size=forward.size, matrix=(a, -b, shift.real, b, a, shift.imag, 0.0, 0.0, 1.0))


def overlay(before: Frame, after: Frame, alignment: Alignment) -> Frame:
    """Both photos in before's frame, half of each; before stands alone where after has no pixels.

    ``after`` is moved by ``similarity_of`` only.  Raises InvalidValue for a refused alignment.
    """
    ground = _canvas(before)
    laid, mask = _moved(after, _canvas_to_frame(after, alignment, before.size), before.size)
    ground.paste(laid, mask=mask.point([value // 2 for value in range(256)]))
    return _framed(ground)


def _confident_pairs(alignment: Alignment, size: Size) -> "Iterator[tuple[complex, complex, float]]":
    for row in range(_SAMPLES):
        for column in range(_SAMPLES):
            x = (size.width - 1) * column / (_SAMPLES - 1)
            y = (size.height - 1) * row / (_SAMPLES - 1)
            placed = alignment.to_after(Point(x, y))
            if placed.confidence > 0:
                yield complex(x, y), complex(placed.point.x, placed.point.y), placed.confidence


def _canvas_to_frame(after: Frame, alignment: Alignment, size: Size) -> Matrix:
    """From pixels of a canvas of ``size`` over before to pixels of the frame ``after``."""
    move = similarity_of(alignment)
    whole = alignment.backward.size if alignment.backward else after.size
    up = between_sizes(size, move.size)
    down = between_sizes(whole, after.size)
    return _product(_product(down, move.matrix), up)


def _product(one: Matrix, two: Matrix) -> Matrix:
    cells = [
        math.fsum(one[3 * row + k] * two[3 * k + column] for k in range(3))
        for row in range(3)
        for column in range(3)
    ]
    return tuple(cells)  # type: ignore[return-value]  # nine of them


def _moved(frame: Frame, matrix: Matrix, size: Size) -> tuple[Image.Image, Image.Image]:
    """``frame`` through ``matrix`` on a canvas of ``size``, and a mask of where it has pixels."""
    require(matrix[6:] == (0.0, 0.0, 1.0), "Pixels are moved, turned and scaled, never bent.")
    shrink = max(1.0, math.sqrt(abs(matrix[0] * matrix[4] - matrix[1] * matrix[3])))
    source = thumbnail(frame, max(1, round(frame.longest_px / shrink)))  # reduced first: no moiré
    a, b, c, d, e, f, *_ = _product(between_sizes(frame.size, source.size), matrix)
    # Pillow counts from pixel corners, we from centres: half a pixel in, half a pixel out.
    corners = (a, b, c + 0.5 - (a + b) / 2, d, e, f + 0.5 - (d + e) / 2)
    canvas = (size.width, size.height)
    # Pillow's bicubic rounds down: a laid photo is darker by half a grey level, which nobody can see.
    laid = _canvas(source).transform(canvas, Image.Transform.AFFINE, corners, Image.Resampling.BICUBIC)
    full = Image.new("L", (source.width, source.height), 255)
    mask = full.transform(canvas, Image.Transform.AFFINE, corners, Image.Resampling.NEAREST)
    return laid, mask


def _canvas(frame: Frame) -> Image.Image:
    return Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)


def _framed(canvas: Image.Image) -> Frame:
    return Frame(width=canvas.width, height=canvas.height, rgb=canvas.tobytes())
