"""How marks look, as primitives: numbers beside marks, three forms that differ, layers in order."""

import math

from hypothesis import given
from hypothesis import strategies as st

from scardesk.model.geometry import Ellipse, Outline, Place, Point, Spot
from scardesk.model.scar import ScarType
from scardesk.model.sketch import (
    FORM_REACH,
    STYLES,
    Box,
    Glyph,
    Line,
    State,
    Words,
    arrange,
    chosen_sketch,
    form_sketch,
    glyph,
    mark_sketch,
    number_box,
    parts,
)

PLACES = st.floats(0, 2000)
SPOTS = st.builds(
    lambda x, y, number, type_: Glyph(number=number, type=type_, at=Point(x, y)),
    PLACES,
    PLACES,
    st.integers(1, 99_999),
    st.sampled_from(ScarType),
)


def at(x: float, y: float, number: int = 1) -> Glyph:
    return Glyph(number=number, type=ScarType.ICE_PICK, at=Point(x, y))


def sized(x: float, y: float, across: float) -> Glyph:
    place = Ellipse(centre=Point(x, y), length_px=across, breadth_px=across)
    return glyph(7, ScarType.ROLLING, place=place, to_target=lambda p: p)


def shared(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def test_every_type_has_its_own_colour_letter_and_line() -> None:
    for look in ("colour", "letter", "dash"):
        assert len({getattr(style, look) for style in STYLES.values()}) == len(ScarType)


@given(SPOTS, st.integers(0, 7), st.floats(0.2, 5))
def test_a_number_never_covers_its_own_spot(g: Glyph, side: int, unit: float) -> None:
    fill = 5.5 * unit
    body = (g.at.x - fill, g.at.y - fill, g.at.x + fill, g.at.y + fill)
    assert shared(number_box(g, side, unit=unit), body) == 0


@given(st.integers(0, 7), st.floats(20, 900))
def test_a_number_stands_outside_a_sized_mark(side: int, across: float) -> None:
    g = sized(0, 0, across)
    left, top, right, bottom = number_box(g, side, unit=1.0)
    nearest = math.hypot(max(left, 0, -right), max(top, 0, -bottom))
    assert nearest >= across / 2 - 0.01 * across


def test_a_number_gives_way_to_a_neighbour() -> None:
    alone, crowded = [at(100, 100)], [at(100, 100), at(120, 100, number=2)]
    usual = number_box(alone[0], arrange(alone, 1.0)[0], unit=1.0)
    moved = number_box(crowded[0], arrange(crowded, 1.0)[0], unit=1.0)
    reach = FORM_REACH
    neighbour = (120 - reach, 100 - reach, 120 + reach, 100 + reach)
    assert shared(usual, neighbour) > 0
    assert shared(moved, neighbour) == 0


def test_no_number_covers_a_mark_or_a_number_when_there_is_room() -> None:
    glyphs = [at(60 * (n % 10), 45 * (n // 10), number=n + 1) for n in range(60)]
    sides = arrange(glyphs, 1.0)
    boxes = [number_box(g, side, unit=1.0) for g, side in zip(glyphs, sides, strict=True)]
    reach = 5.5
    bodies = [(g.at.x - reach, g.at.y - reach, g.at.x + reach, g.at.y + reach) for g in glyphs]
    assert all(shared(box, body) == 0 for box in boxes for body in bodies)
    assert all(shared(a, b) == 0 for n, a in enumerate(boxes) for b in boxes[:n])


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=25), st.integers(-5000, 5000))
def test_shifting_all_marks_changes_no_side(places: list[tuple[int, int]], shift: int) -> None:
    here = [at(x, y, number=n + 1) for n, (x, y) in enumerate(places)]
    there = [at(x + shift, y - shift, number=n + 1) for n, (x, y) in enumerate(places)]
    assert arrange(here, 1.0) == arrange(there, 1.0)


def test_large_marks_are_arranged_without_filling_memory() -> None:
    glyphs = [sized(n * 10.0, n * 7.0, 100_000.0) for n in range(200)]
    assert len(arrange(glyphs, 1.0)) == 200


def test_numbers_are_painted_over_forms_and_forms_over_outlines() -> None:
    drawn = mark_sketch([sized(0, 0, 80), at(300, 0)], unit=1.0)
    first_words = next(n for n, piece in enumerate(drawn) if isinstance(piece, Words))
    assert all(isinstance(piece, Words) for piece in drawn[first_words:])
    fills = [n for n, piece in enumerate(drawn) if isinstance(piece, Line) and piece.fill]
    assert fills
    assert max(fills) < first_words


def test_the_whole_drawing_is_its_parts() -> None:
    glyphs = [sized(0, 0, 80), at(300, 0)]
    sides = arrange(glyphs, 1.0)
    single = [parts(g, side, unit=1.0) for g, side in zip(glyphs, sides, strict=True)]
    pieces = [piece for p in single for sketch in (p.outline, p.form, p.number) for piece in sketch]
    drawn = mark_sketch(glyphs, unit=1.0)
    assert sorted(map(repr, drawn)) == sorted(map(repr, pieces))


def test_a_mark_and_its_number_keep_their_size_in_units() -> None:
    small, large = (form_sketch(ScarType.BOXCAR, Point(0, 0), unit=unit) for unit in (1.0, 3.0))
    for a, b in zip(small, large, strict=True):
        assert isinstance(a, Line)
        assert isinstance(b, Line)
        assert math.isclose(b.points[0].x, 3 * a.points[0].x)
    for type_ in ScarType:
        form = form_sketch(type_, Point(0, 0), unit=1.0)
        reach = max(
            abs(n) + p.width / 2 for p in form if isinstance(p, Line) for q in p.points for n in (q.x, q.y)
        )
        assert reach <= FORM_REACH + 0.5


def test_a_proposed_mark_is_hollow_and_an_unsure_one_asks() -> None:
    ghost = Glyph(number=3, type=ScarType.BOXCAR, at=Point(0, 0), state=State.GHOST)
    unsure = Glyph(number=3, type=ScarType.BOXCAR, at=Point(0, 0), state=State.UNSURE)
    assert not any(isinstance(p, Line) and p.fill for p in mark_sketch([ghost], unit=1.0))
    assert [p.text for p in mark_sketch([unsure], unit=1.0) if isinstance(p, Words)] == ["3?"]


def test_a_place_is_drawn_through_the_target() -> None:
    def doubled(point: Point) -> Point:
        return Point(point.x * 2 + 5, point.y * 2)

    corners = (Point(0, 0), Point(10, 0), Point(0, 10))
    places: list[Place] = [Spot(centre=Point(1, 1)), Outline(corners=corners)]
    spot, outline = (glyph(1, ScarType.BOXCAR, place=place, to_target=doubled) for place in places)
    assert (spot.at, spot.extent) == (Point(7, 2), ())
    assert outline.extent == (Point(5, 0), Point(25, 0), Point(5, 20))


def test_brackets_stand_on_the_corners_of_their_box() -> None:
    lines = [piece for piece in chosen_sketch((0, 0, 100, 50), 1.0) if isinstance(piece, Line)]
    assert {line.points[1] for line in lines} == {Point(0, 0), Point(100, 0), Point(100, 50), Point(0, 50)}
    assert all(0 <= p.x <= 100 and 0 <= p.y <= 50 for line in lines for p in line.points)
