"""One photo laid on another, measured against the exact truth of the sample.

Errors are in mm at scars and at points of the skin 4 mm apart, as truth.json gives them.  The
inside of the alignment may be replaced; what is asked here stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scardesk.assets import resource
from scardesk.errors import Cancelled
from scardesk.imaging.align import align
from scardesk.imaging.decode import decode
from scardesk.imaging.frame import Frame
from scardesk.model.alignment import CONFIDENT, Alignment
from scardesk.model.geometry import Point, Size

WHOLE = Size(3000, 2000)
FRAME_PX = 1600

RIGHT = [
    *(("0101", "0188"), ("0101", "0274"), ("0188", "0274")),  # Ada, right cheek, flash
    *(("0103", "0190"), ("0103", "0276"), ("0190", "0276")),  # Ada, left cheek
    *(("0102", "0189"), ("0102", "0275"), ("0189", "0275")),  # Ada, right cheek, raking light
    ("0101", "0275"),  # flash beside raking light
]
WRONG = [
    ("0101", "0131"),  # another patient, the same view
    ("0131", "0274"),
    ("0102", "0233"),
    ("0101", "0103"),  # the same patient, the other cheek
    ("0188", "0276"),
]


class Errors(NamedTuple):
    """Distance from the truth in mm and the confidence told, for each point that lies on both photos."""

    mm: NDArray[np.float64]
    confidence: NDArray[np.float64]

    @property
    def trusted_mm(self) -> NDArray[np.float64]:
        """The errors of the points that are placed with confidence."""
        return self.mm[self.confidence >= CONFIDENT]

    @property
    def placed(self) -> float:
        """Share of the points that are placed with confidence."""
        return float((self.confidence >= CONFIDENT).mean())


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("samples", "truth.json").read_text(encoding="utf-8"))
    return found


@cache
def frame(number: str) -> Frame:
    data = resource("samples", f"DSC_{number}.JPG").read_bytes()
    return decode(data, name=number, longest_px=FRAME_PX)


@cache
def aligned(before: str, after: str) -> Alignment:
    return on_whole(frame(before), frame(after))


def on_whole(before: Frame, after: Frame) -> Alignment:
    return align(before, after, before_size=WHOLE, after_size=WHOLE)


def errors(alignment: Alignment, before: str, after: str) -> dict[str, Errors]:
    """The errors at the scars and at the grid of skin points."""
    one, two = f"DSC_{before}.JPG", f"DSC_{after}.JPG"
    skin = next(skin for skin in truth()["skins"] if one in skin["grid"]["points"])
    scale = next(photo["mm_per_px"] for photo in truth()["photos"] if photo["file"] == two)
    places = skin["grid"]["points"]
    pairs = {
        "scars": [(scar["xy"].get(one), scar["xy"].get(two)) for scar in skin["scars"]],
        "skin": list(zip(places[one], places[two], strict=True)),
    }
    return {name: measured(alignment, known, scale) for name, known in pairs.items()}


def measured(alignment: Alignment, pairs: list[tuple[Any, Any]], mm_per_px: float) -> Errors:
    found = [(alignment.to_after(Point(*one)), Point(*two)) for one, two in pairs if one and two]
    inside = [(placed, there) for placed, there in found if placed.is_inside]
    mm = [placed.point.distance_to(there) * mm_per_px for placed, there in inside]
    return Errors(np.array(mm), np.array([placed.confidence for placed, _ in inside]))


# --- right pairs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), RIGHT)
def test_follow_up_photos_are_laid_on_to_a_tenth_of_a_millimetre(before: str, after: str) -> None:
    alignment = aligned(before, after)
    assert alignment.is_accepted, alignment.reason
    for name, found in errors(alignment, before, after).items():
        assert found.placed >= 0.9, name
        assert np.percentile(found.trusted_mm, 50) <= 0.06, name
        assert np.percentile(found.trusted_mm, 95) <= 0.12, name
        assert found.trusted_mm.max() <= 0.3, name
    assert alignment.residual_px is not None
    assert alignment.residual_px < 1


def test_a_pair_that_is_not_comparable_is_laid_on_honestly() -> None:
    """Ben's second visit: other lens, other light, blurred.  Accepted or not, confidence must not lie."""
    alignment = aligned("0131", "0233")
    for found in errors(alignment, "0131", "0233").values():
        assert not found.trusted_mm.size or found.trusted_mm.max() <= 0.5


def test_swapped_photos_give_the_inverse() -> None:
    there, back = aligned("0101", "0188"), aligned("0188", "0101")
    gaps = [
        one.point.distance_to(two.point)
        for point in lattice()
        if (one := there.to_after(point)).confidence >= CONFIDENT
        and (two := back.to_before(point)).confidence >= CONFIDENT
    ]
    assert len(gaps) > 300
    assert max(gaps) < 1.0  # px of the original, 0.03 mm


def test_both_directions_of_an_alignment_are_each_others_inverse() -> None:
    for before, after in (("0101", "0188"), ("0131", "0233")):
        alignment = aligned(before, after)
        placed = [(point, alignment.to_after(point)) for point in lattice()]
        gaps = [
            alignment.to_before(there.point).point.distance_to(point)
            for point, there in placed
            if there.confidence >= CONFIDENT
        ]
        assert max(gaps) < 0.5


def test_visits_in_a_circle_return_to_the_start() -> None:
    first, second, third = aligned("0101", "0188"), aligned("0188", "0274"), aligned("0101", "0274")
    gaps = [
        two.point.distance_to(third.to_after(point).point)
        for point in lattice()
        if (one := first.to_after(point)).confidence >= CONFIDENT
        and (two := second.to_after(one.point)).confidence >= CONFIDENT
    ]
    assert np.percentile(gaps, 95) < 2.0  # px of the original, 0.06 mm


def test_the_same_photos_give_the_same_answer() -> None:
    assert on_whole(frame("0103"), frame("0190")) == aligned("0103", "0190")


def test_frames_of_different_sizes_map_the_same_originals() -> None:
    data = resource("samples", "DSC_0188.JPG").read_bytes()
    alignment = on_whole(frame("0101"), decode(data, name="x", longest_px=1100))
    for found in errors(alignment, "0101", "0188").values():
        assert np.percentile(found.trusted_mm, 95) <= 0.12


def lattice() -> list[Point]:
    return [Point(x, y) for x in range(100, 2900, 100) for y in range(100, 1900, 100)]


# --- wrong pairs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), WRONG)
def test_photos_of_different_skin_are_refused(before: str, after: str) -> None:
    assert_refused(aligned(before, after), "another patient, another view")


@pytest.mark.parametrize("number", ["0101", "0190"])
def test_a_mirrored_photo_is_refused(number: str) -> None:
    mirrored = Frame.from_array(np.ascontiguousarray(frame(number).array()[:, ::-1]))
    assert_refused(on_whole(frame(number), mirrored), "another patient, another view")


def test_a_blurred_photo_is_told_to_be_blurred() -> None:
    blurred = altered("0188", lambda pixels: cv2.GaussianBlur(pixels, (0, 0), 9))
    assert_refused(on_whole(frame("0101"), blurred), "The after photo is too blurred")


@pytest.mark.parametrize("size", [Size(1, 1), Size(5, 3), Size(800, 20), Size(400, 400)])
def test_a_photo_without_skin_is_refused_and_never_raises(size: Size) -> None:
    plain = Frame(width=size.width, height=size.height, rgb=bytes([90]) * (size.width * size.height * 3))
    assert_refused(align(frame("0101"), plain, before_size=WHOLE, after_size=size), "matched")
    assert_refused(align(plain, frame("0101"), before_size=size, after_size=WHOLE), "matched")


def test_noise_is_refused() -> None:
    dice = np.random.default_rng(1)
    noise = altered("0188", lambda pixels: dice.integers(0, 255, pixels.shape).astype(np.uint8))
    assert_refused(on_whole(frame("0101"), noise), "matched")


def assert_refused(alignment: Alignment, words: str) -> None:
    assert not alignment.is_accepted
    assert words in alignment.reason
    assert alignment.to_after(Point(10, 10)).confidence == 0
    assert alignment.to_before(Point(10, 10)).confidence == 0


# --- confidence does not lie --------------------------------------------------------------------------------


def test_skin_of_another_patient_in_half_of_the_photo_is_not_trusted() -> None:
    def halved(pixels: NDArray[Any]) -> NDArray[Any]:
        pixels[:, 800:] = frame("0131").array()[:, 800:]
        return pixels

    alignment = on_whole(frame("0101"), altered("0188", halved))
    foreign = [alignment.to_after(point) for point in lattice()]
    assert all(placed.confidence < CONFIDENT for placed in foreign if placed.point.x > 1600)
    assert any(placed.confidence >= CONFIDENT for placed in foreign)


def stamped(pixels: NDArray[Any]) -> NDArray[Any]:
    """The same clinic's stamp at the same place, whatever skin lies under it."""
    pixels[800:] = 255
    for line, words in enumerate(
        ("CLINIC 2026 SAMPLE STAMP 12345", "right cheek / flash / 90 mm / Dr Sample")
    ):
        cv2.putText(pixels, words, (50, 900 + 100 * line), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (0, 0, 0), 6)
    return pixels


@pytest.mark.parametrize(("before", "after"), [("0101", "0188"), ("0131", "0233")])
def test_a_stamp_on_both_photos_does_not_hold_the_skin(before: str, after: str) -> None:
    alignment = on_whole(altered(before, stamped), altered(after, stamped))
    for found in errors(alignment, before, after).values():
        assert not found.trusted_mm.size or found.trusted_mm.max() <= 0.5


def test_a_common_stamp_does_not_make_one_patient_of_two() -> None:
    assert_refused(on_whole(altered("0101", stamped), altered("0131", stamped)), "another patient")


def test_exposure_changes_nothing() -> None:
    alignment = on_whole(
        frame("0101"), altered("0188", lambda pixels: np.clip(pixels * 0.35, 0, 255).astype(np.uint8))
    )
    assert np.percentile(errors(alignment, "0101", "0188")["scars"].trusted_mm, 95) <= 0.12


@pytest.mark.parametrize(
    ("turn_deg", "scale", "shift_px"),
    [(-25, 1.0, (0, 0)), (0, 1.3, (60, 0)), (8, 0.8, (-200, 150))],
)
def test_a_photo_held_otherwise_is_still_laid_on(
    turn_deg: float, scale: float, shift_px: tuple[int, int]
) -> None:
    """The follow-up moved by a known similarity: the truth moves with it."""
    small = frame("0188")
    move = cv2.getRotationMatrix2D(((small.width - 1) / 2, (small.height - 1) / 2), turn_deg, scale)
    move[:, 2] += shift_px
    moved = altered("0188", lambda pixels: cv2.warpAffine(pixels, move, (small.width, small.height)))
    alignment, plain = on_whole(frame("0101"), moved), aligned("0101", "0188")
    to_frame = small.width / WHOLE.width
    gaps = []
    for point in lattice():
        there = plain.to_after(point)
        placed = alignment.to_after(point)
        if min(there.confidence, placed.confidence) < CONFIDENT:
            continue
        x, y = move @ [(there.point.x + 0.5) * to_frame - 0.5, (there.point.y + 0.5) * to_frame - 0.5, 1]
        gaps.append(placed.point.distance_to(Point((x + 0.5) / to_frame - 0.5, (y + 0.5) / to_frame - 0.5)))
    assert len(gaps) > 150
    assert max(gaps) < 3.3  # px of the original, 0.1 mm


def altered(number: str, change: Callable[[NDArray[Any]], Any]) -> Frame:
    return Frame.from_array(np.ascontiguousarray(change(frame(number).array().copy())))


# --- progress -----------------------------------------------------------------------------------------------


def test_progress_is_told_and_can_stop_the_work() -> None:
    told: list[int] = []

    def progress(done: int, total: int, _words: str) -> None:
        told.append(done)
        assert 0 <= done <= total
        if done == 2:
            raise Cancelled("Stopped. Nothing was changed.")

    with pytest.raises(Cancelled):
        align(frame("0101"), frame("0188"), before_size=WHOLE, after_size=WHOLE, progress=progress)
    assert told == [0, 1, 2]
