"""What is shown keeps its proportions, and what is written holds nothing but pixels."""

from __future__ import annotations

import io
from typing import Any

import exifread
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from scardesk.errors import InvalidValue
from scardesk.imaging import render
from scardesk.imaging.decode import decode
from scardesk.imaging.frame import Frame
from scardesk.model.alignment import Alignment, Grid, Warp
from scardesk.model.geometry import Matrix, Size

CANARY = b"Canary-Ada-Sample"


def noise(width: int, height: int, seed: int = 1) -> Frame:
    return Frame.from_array(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


def gap(one: Frame, two: NDArray[Any]) -> int:
    return int(np.abs(one.array().astype(int) - two.astype(int)).max())


def pair(matrix: Matrix, size: Size, *, bump_px: float = 0.0, confidence: float = 1.0) -> Alignment:
    """An alignment by ``matrix`` between two photos of ``size``, with a local bump in its middle."""
    middle = tuple(bump_px if node == 12 else 0.0 for node in range(25))
    shift = Grid(columns=5, rows=5, values=middle)
    back = np.linalg.inv(np.array(matrix).reshape(3, 3)).ravel()
    return Alignment(
        is_accepted=True,
        reason="Made by hand.",
        method="test",
        version=1,
        forward=Warp(size=size, matrix=matrix, shift_x=shift, shift_y=shift),
        backward=Warp(size=size, matrix=tuple(float(cell) for cell in back)),  # type: ignore[arg-type]  # nine cells
        confidence=Grid(columns=2, rows=2, values=(confidence,) * 4),
    )


def refused() -> Alignment:
    return Alignment(is_accepted=False, reason="No.", method="test", version=1)


# --- frames -------------------------------------------------------------------------------------------------


def test_a_frame_and_its_array_are_the_same_pixels() -> None:
    frame = noise(7, 5)
    assert Frame.from_array(frame.array()) == frame
    assert not frame.array().flags.writeable


@pytest.mark.parametrize(("width", "height", "count"), [(0, 3, 0), (2, 2, 11), (2, 2, 13), (-1, -1, 3)])
def test_a_frame_without_all_of_its_pixels_does_not_exist(width: int, height: int, count: int) -> None:
    with pytest.raises(InvalidValue):
        Frame(width=width, height=height, rgb=bytes(count))


def test_a_frame_is_made_from_nothing_but_rgb_bytes() -> None:
    for pixels in (np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))):
        with pytest.raises(InvalidValue):
            Frame.from_array(pixels)


# --- sizes and parts ----------------------------------------------------------------------------------------


def test_a_thumbnail_keeps_the_proportions_and_never_grows() -> None:
    assert render.thumbnail(noise(300, 200), 150).size == Size(150, 100)
    assert render.thumbnail(noise(20, 30), 150).size == Size(20, 30)
    assert render.thumbnail(noise(1000, 2), 10).size == Size(10, 1)


def test_nothing_moves_when_nothing_is_asked() -> None:
    frame = noise(33, 21)
    still: Matrix = (1, 0, 0, 0, 1, 0, 0, 0, 1)
    assert gap(render.resample(frame, matrix=still, size=frame.size), frame.array()) == 0


def test_whole_pixels_move_exactly() -> None:
    frame = noise(33, 21)
    moved = render.resample(frame, matrix=(1, 0, 4, 0, 1, -3, 0, 0, 1), size=frame.size).array()
    assert np.array_equal(moved[3:, :29], frame.array()[:18, 4:])
    assert (moved[:3] == 128).all()
    assert (moved[:, 29:] == 128).all()


def test_a_reduction_keeps_pixel_centres_where_they_belong() -> None:
    """A ramp tells the place from the value: 2 pixels become 1, whose centre lies between them."""
    ramp = np.repeat(np.arange(0, 240, dtype=np.uint8)[None, :, None], 12, axis=0).repeat(3, axis=2)
    half = render.resample(Frame.from_array(ramp), matrix=(2, 0, 0.5, 0, 2, 0.5, 0, 0, 1), size=Size(120, 6))
    expected = 2 * np.arange(120) + 0.5
    assert np.abs(half.array()[3, 5:-5, 0].astype(float) - expected[5:-5]).max() <= 1


def test_pixels_are_never_bent() -> None:
    with pytest.raises(InvalidValue):
        render.resample(noise(9, 9), matrix=(1, 0, 0, 0, 1, 0, 0.001, 0, 1), size=Size(9, 9))


# --- pairs --------------------------------------------------------------------------------------------------

TURNED: Matrix = (0.98, -0.17, 30.0, 0.17, 0.98, -12.0, 0, 0, 1)


def test_the_similarity_of_a_similarity_is_itself() -> None:
    found = render.similarity_of(pair(TURNED, Size(600, 400)))
    assert found.matrix == pytest.approx(TURNED, abs=1e-6)
    assert found.shift_x is None


def test_a_local_bump_moves_the_whole_a_little_and_bends_nothing() -> None:
    matrix = render.similarity_of(pair(TURNED, Size(600, 400), bump_px=20)).matrix
    assert (matrix[0], matrix[1]) == (matrix[4], -matrix[3])
    assert matrix[6:] == (0, 0, 1)


def test_a_refused_or_wholly_uncertain_pair_is_not_laid_on() -> None:
    frame = noise(60, 40)
    for alignment in (refused(), pair(TURNED, Size(60, 40), confidence=0.0)):
        with pytest.raises(InvalidValue):
            render.overlay(frame, frame, alignment)


def test_the_after_photo_is_laid_where_it_belongs() -> None:
    before = noise(60, 40)
    after = render.resample(before, matrix=(1, 0, -6, 0, 1, 2, 0, 0, 1), size=before.size)
    both = render.overlay(before, after, pair((1, 0, 6, 0, 1, -2, 0, 0, 1), Size(60, 40)))
    assert gap(both, before.array()) <= 1


def test_reduced_frames_are_laid_on_by_the_originals_alignment() -> None:
    ramp = np.repeat(np.arange(0, 240, dtype=np.uint8)[None, :, None], 160, axis=0).repeat(3, axis=2)
    moved = pair((1, 0, 10, 0, 1, 0, 0, 0, 1), Size(240, 160))
    black = Frame.from_array(np.zeros((80, 120, 3), np.uint8))
    both = render.overlay(black, Frame.from_array(ramp), moved).array()[40, 5:110, 0]
    assert np.abs(both.astype(float) - (2 * np.arange(5, 110) + 0.5 + 10) / 2).max() <= 1.5


def test_an_overlay_is_half_of_each_and_before_alone_where_after_ends() -> None:
    before = Frame.from_array(np.full((40, 60, 3), 100, np.uint8))
    after = Frame.from_array(np.full((40, 60, 3), 200, np.uint8))
    moved = pair((1, 0, 20, 0, 1, 0, 0, 0, 1), Size(60, 40))
    both = render.overlay(before, after, moved).array()
    assert abs(int(both[20, 10, 0]) - 150) <= 1
    assert both[20, 55, 0] == 100


# --- clean files --------------------------------------------------------------------------------------------


def test_an_encoded_photo_holds_pixels_and_nothing_else() -> None:
    """Canaries in EXIF, GPS, comment and profile do not come through."""
    data = render.encode_jpeg(decode(tainted(), name="x.jpg"))
    for trace in (CANARY, b"Exif\0\0", b"http://ns.adobe.com", b"ICC_PROFILE", b"Photoshop", b"MPF\0"):
        assert trace not in data
    assert exifread.process_file(io.BytesIO(data)) == {}
    with Image.open(io.BytesIO(data)) as photo:
        assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert photo.size == (64, 48)


def test_encoding_again_changes_little() -> None:
    smooth = decode(tainted(), name="x.jpg")
    again = decode(render.encode_jpeg(smooth, quality=95), name="x.jpg")
    assert gap(again, smooth.array()) <= 8


def tainted() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8769)[0x927C] = CANARY
    ramp = np.stack(np.meshgrid(np.arange(64) * 3, np.arange(48) * 4), axis=-1)
    pixels = np.dstack([ramp, np.full((48, 64), 90)]).astype(np.uint8)
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY
    Image.fromarray(pixels).save(
        out, "JPEG", exif=exif, comment=CANARY, icc_profile=profile, xmp=b"<x>" + CANARY + b"</x>", quality=95
    )
    return out.getvalue()
