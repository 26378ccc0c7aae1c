"""The figures of a report: the same skin, at the same size, with its marks where they belong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from scardesk.assets import resource
from scardesk.model.geometry import Point
from scardesk.report.plan import Fit, Pair
from scardesk.workflows import follow_up, framing, measuring
from scardesk.workflows.framing import Similarity
from tests.core.cases import (
    AFTER,
    BEFORE,
    FIRST,
    LAST,
    WHO,
    Case,
    a_case,
    align_by,
    alignment_of,
    drawn,
    ruler_in,
    ruler_of,
    scaled,
    scars_of,
    width_px,
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    yield from a_case(tmp_path / "library")


@pytest.fixture(scope="module")
def cheek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Ada's right cheek at two visits: aligned, with scale, every scar marked where it truly is."""
    for made in a_case(tmp_path_factory.mktemp("cheek") / "library"):
        before = made.take(resource("samples", BEFORE), FIRST)
        after = made.take(resource("samples", AFTER), LAST)
        for photo in (before, after):
            ends = ruler_of(photo)
            made.do(measuring.set_scale(made.library, photo, ends=ends, length_mm=20, who=WHO))
        for scar in scars_of(BEFORE):
            marked = made.mark(before, Point(*scar["xy"][BEFORE]), width_px=width_px(scar, BEFORE))
            made.mark_again(after, marked, Point(*scar["xy"][AFTER]), width_px(scar, AFTER))
        aligned = follow_up.align_photos(made.library.vault, before, after)
        assert aligned.alignment.is_accepted
        made.do(follow_up.keep_alignment(made.library, aligned))
        yield made


def test_a_mark_in_the_after_figure_lies_where_the_truth_is_mapped(cheek: Case) -> None:
    pair = cheek.plan().pairs[0]
    laid = framing.laid_by(alignment_of(cheek))
    assert laid is not None
    scale = pair.before.size.width / crop_width(pair, cheek)
    for number, scar in enumerate(scars_of(BEFORE), start=1):
        one, other = (place_of(pair, side, number) for side in ("before", "after"))
        on_before = laid.onto.point(Point(*scar["xy"][AFTER]))
        offset = (on_before.x - scar["xy"][BEFORE][0], on_before.y - scar["xy"][BEFORE][1])
        assert other.x - one.x == pytest.approx(offset[0] * scale, abs=0.05)
        assert other.y - one.y == pytest.approx(offset[1] * scale, abs=0.05)


def test_every_scar_lies_within_a_millimetre_of_itself_in_both_figures(cheek: Case) -> None:
    pair = cheek.plan().pairs[0]
    assert pair.px_per_mm is not None
    apart = [
        place_of(pair, "before", n).distance_to(place_of(pair, "after", n)) / pair.px_per_mm
        for n in range(1, len(scars_of(BEFORE)) + 1)
    ]
    assert max(apart) < 1.0
    assert sorted(apart)[len(apart) // 2] < 0.5


def test_twenty_millimetres_of_the_ruler_are_as_long_in_both_figures(cheek: Case) -> None:
    pair = cheek.plan().pairs[0]
    assert pair.px_per_mm is not None
    laid = framing.laid_by(alignment_of(cheek))
    assert laid is not None
    per_px = pair.before.size.width / crop_width(pair, cheek)
    for name, scale in ((BEFORE, per_px), (AFTER, per_px * laid.onto.scale)):
        a, b = ruler_in(name)
        assert a.distance_to(b) * scale / pair.px_per_mm == pytest.approx(20, rel=0.03)


def test_the_residual_is_that_of_what_is_printed(cheek: Case) -> None:
    """The map of an alignment follows the skin; a figure is only shifted, turned and scaled."""
    pair = cheek.plan().pairs[0]
    alignment = alignment_of(cheek)
    assert pair.fit is Fit.AUTOMATIC
    assert pair.residual_mm is not None
    assert alignment.residual_px is not None
    assert alignment.residual_px * 0.0307 < pair.residual_mm < 1.0


def test_a_mark_lies_on_its_own_pixels_in_both_figures(case: Case, tmp_path: Path) -> None:
    onto, spots = Similarity(1.08 * (0.995 + 0.0999j), -60 + 25j), [Point(420, 300), Point(700, 520)]
    before = case.take(drawn(tmp_path / "a.png", spots), FIRST)
    after_spots = [onto.inverse.point(spot) for spot in spots]
    after = case.take(drawn(tmp_path / "b.png", after_spots), LAST)
    for spot, after_spot in zip(spots, after_spots, strict=True):
        case.mark_again(after, case.mark(before, spot), after_spot)
    align_by(case, before, after, onto)
    pair = case.plan().pairs[0]
    assert pair.after is not None
    for figure in (pair.before, pair.after):
        pixels = Image.open(io.BytesIO(figure.jpeg)).convert("RGB")
        for mark in figure.marks:
            assert red_centre(pixels, mark.place.centre).distance_to(mark.place.centre) < 0.6


def test_nothing_is_shown_that_only_one_photo_has(case: Case, tmp_path: Path) -> None:
    before = case.take(drawn(tmp_path / "a.png", [Point(60, 50), Point(1140, 750)]), FIRST)
    after = case.take(drawn(tmp_path / "b.png", [Point(600, 400)]), LAST)
    for spot in (Point(60, 50), Point(1140, 750)):
        case.mark(before, spot)
    align_by(case, before, after, Similarity(0.9 * (0.98 + 0.199j), 120 - 60j))
    pair = case.plan().pairs[0]
    assert pair.after is not None
    pixels = Image.open(io.BytesIO(pair.after.jpeg)).convert("RGB")
    edges = [(x, y) for x in (1, pixels.width - 2) for y in range(1, pixels.height - 1, 7)]
    edges += [(x, y) for y in (1, pixels.height - 2) for x in range(1, pixels.width - 1, 7)]
    assert all(min(colour_at(pixels, edge)) > 200 for edge in edges)  # white ground, no grey beyond


def test_photos_that_share_nothing_are_shown_as_photographed(case: Case, tmp_path: Path) -> None:
    before = case.take(drawn(tmp_path / "a.png", [Point(60, 50)]), FIRST)
    after = case.take(drawn(tmp_path / "b.png", [Point(600, 400)]), LAST)
    align_by(case, before, after, Similarity(1 + 0j, 5000 + 0j))
    assert case.plan().pairs[0].fit is Fit.NONE


def test_unaligned_photos_with_scales_are_printed_at_one_scale(case: Case, tmp_path: Path) -> None:
    before = case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST)
    after = case.take(drawn(tmp_path / "b.png", [Point(800, 500)]), LAST)
    before, after = scaled(case, before, 0.05), scaled(case, after, 0.04)
    marked = case.mark(before, Point(400, 300), width_px=100)
    case.mark_again(after, marked, Point(800, 500), 125)
    pair = case.plan().pairs[0]
    assert pair.fit is Fit.NONE
    assert pair.residual_mm is None
    assert pair.px_per_mm is not None
    assert pair.after is not None
    for figure in (pair.before, pair.after):
        assert figure.marks[0].place.width_px == pytest.approx(5.0 * pair.px_per_mm)
        pixels = Image.open(io.BytesIO(figure.jpeg)).convert("RGB")
        spot = figure.marks[0].place.centre
        assert red_centre(pixels, spot).distance_to(spot) < 0.6


def test_unaligned_photos_without_a_scale_are_shown_whole_and_not_to_scale(
    case: Case, tmp_path: Path
) -> None:
    before = case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST)
    case.take(drawn(tmp_path / "b.png", [Point(800, 500)]), LAST)
    case.mark(before, Point(400, 300))
    pair = case.plan().pairs[0]
    assert (pair.px_per_mm, pair.residual_mm, pair.fit) == (None, None, Fit.NONE)
    assert pair.before.size.width / pair.before.size.height == pytest.approx(1200 / 800, rel=0.01)


def test_without_a_scale_there_is_no_residual_in_millimetres(case: Case, tmp_path: Path) -> None:
    before = case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST)
    after = case.take(drawn(tmp_path / "b.png", [Point(420, 310)]), LAST)
    align_by(case, before, after, Similarity(1 + 0j, -20 - 10j))
    pair = case.plan().pairs[0]
    assert (pair.fit, pair.residual_mm) == (Fit.AUTOMATIC, None)


def red_centre(pixels: Image.Image, near: Point) -> Point:
    """The centre of the redness around a place."""
    reach = 16
    cells = [
        (x, y, 255 - colour_at(pixels, (x, y))[1])
        for x in range(max(0, round(near.x) - reach), min(pixels.width, round(near.x) + reach + 1))
        for y in range(max(0, round(near.y) - reach), min(pixels.height, round(near.y) + reach + 1))
    ]
    red = [(x, y, weight) for x, y, weight in cells if weight > 60]
    total = sum(weight for *_, weight in red)
    return Point(sum(x * w for x, _, w in red) / total, sum(y * w for _, y, w in red) / total)


def colour_at(pixels: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """Red, green, blue."""
    colour = pixels.getpixel(at)
    assert isinstance(colour, tuple)
    return colour


def place_of(pair: Pair, side: str, number: int) -> Point:
    """Where a numbered scar lies in a figure."""
    figure = pair.before if side == "before" else pair.after
    assert figure is not None
    return next(mark.place.centre for mark in figure.marks if mark.number == number)


def crop_width(pair: Pair, case: Case) -> float:
    """How many pixels of the earlier photo its figure shows across, by two of its marks."""
    one, other = (place_of(pair, "before", n) for n in (1, 2))
    truths = [Point(*scar["xy"][BEFORE]) for scar in scars_of(BEFORE)]
    scale = one.distance_to(other) / truths[0].distance_to(truths[1])
    return pair.before.size.width / scale
