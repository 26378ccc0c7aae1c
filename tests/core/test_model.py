"""Values are valid from birth, and the rules of geometry and numbering hold for every value."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scardesk.errors import AlreadyThere, InvalidValue
from scardesk.model.geometry import (
    Ellipse,
    Outline,
    Place,
    Point,
    Size,
    Spot,
    between_sizes,
    place_at,
    upright_size,
)
from scardesk.model.numbering import check_number, next_number
from scardesk.model.patient import Patient, require_born
from scardesk.model.photo import CaptureSettings, Light, Photo, Scale, ScaleMethod
from scardesk.model.scar import Mark, Scar, ScarType, width_hint
from scardesk.model.value import MarkId, PatientId, PhotoId, ScarId, VisitId, changed, new_id

coordinates = st.floats(-1000, 7000, allow_nan=False)
points = st.builds(Point, coordinates, coordinates)


def patient(**fields: object) -> Patient:
    return Patient(**({"id": PatientId("p"), "code": "T-1", "name": "Test, Ada"} | fields))  # type: ignore[arg-type]  # a test's shortcut


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"code": ""},
        {"name": "x" * 201},
        {"name": "two\nlines"},
        {"name": "bell\x07"},
        {"born": date(1800, 1, 1)},
    ],
)
def test_a_patient_that_cannot_be_is_refused_with_a_sentence(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidValue, match=r"\.$"):
        patient(**fields)


@pytest.mark.parametrize(
    "mark", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "\u200f", "\u061c"]
)
def test_a_name_may_not_turn_the_text_around_it(mark: str) -> None:
    for fields in ({"name": f"Ada {mark}nnA"}, {"code": f"1{mark}2"}):
        with pytest.raises(InvalidValue, match=r"invisible.*Type it again\."):
            patient(**fields)


@pytest.mark.parametrize(
    "name",
    ["\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645", "\u0915\u094d\u200d\u0937", "\u05d3\u05d5\u05d3"],
)
def test_a_name_may_be_joined_as_its_script_needs(name: str) -> None:
    assert patient(name=name).name == name


def test_a_birth_in_the_future_is_refused_where_it_is_typed_and_never_when_it_is_read() -> None:
    today = date(2026, 11, 20)
    require_born(today, today)
    with pytest.raises(InvalidValue, match="not possible yet"):
        require_born(today + timedelta(days=1), today)
    assert patient(born=date.today() + timedelta(days=400)).born is not None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1994, 5, 12), date(2026, 5, 11), 31),
        (date(1994, 5, 12), date(2026, 5, 12), 32),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2020, 1, 1), date(2019, 1, 1), None),
    ],
)
def test_age_in_whole_years(born: date, day: date, age: int | None) -> None:
    assert patient(born=born).age_on(day) == age


def test_a_changed_value_is_checked_again() -> None:
    with pytest.raises(InvalidValue):
        changed(patient(), name="")


def test_values_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        patient().name = "Other"  # type: ignore[misc]  # that it is refused is the point


@given(points, st.none() | st.floats(0.5, 500))
def test_a_mark_survives_json(point: Point, width: float | None) -> None:
    mark = Mark(id=MarkId("m"), scar_id=ScarId("s"), photo_id=PhotoId("f"), place=place_at(point, width))
    assert msgspec.json.decode(msgspec.json.encode(mark), type=Mark) == mark


@given(points, coordinates, coordinates)
def test_moving_a_place_moves_its_centre_and_keeps_its_width(start: Point, dx: float, dy: float) -> None:
    places: list[Place] = [
        Spot(centre=start),
        Ellipse(centre=start, length_px=30, breadth_px=20, angle_deg=15),
        Outline(corners=(start, start.moved(40, 0), start.moved(40, 30), start.moved(0, 30))),
    ]
    for place in places:
        moved = place.moved(dx, dy)
        assert moved.centre.distance_to(place.centre.moved(dx, dy)) < 1e-3
        assert (moved.width_px or 0) == pytest.approx(place.width_px or 0, rel=1e-3)


def test_the_corners_of_one_size_of_a_photo_lie_on_those_of_another() -> None:
    a, _, c, _, e, f, *rest = between_sizes(Size(6000, 4000), Size(1500, 800))
    assert rest == [0, 0, 1]
    for x, there in ((-0.5, -0.5), (5999.5, 1499.5), (2999.5, 749.5)):
        assert a * x + c == pytest.approx(there)
    for y, there in ((-0.5, -0.5), (3999.5, 799.5)):
        assert e * y + f == pytest.approx(there)


def test_the_edges_of_a_photo_lie_half_a_pixel_outside_its_corner_centres() -> None:
    size = Size(100, 50)
    assert size.holds(Point(-0.5, -0.5))
    assert size.holds(Point(99.5, 49.5))
    assert not size.holds(Point(99.51, 10))
    assert size.centre == Point(49.5, 24.5)


@pytest.mark.parametrize(
    ("orientation", "upright"), [(1, (3, 2)), (3, (3, 2)), (5, (2, 3)), (6, (2, 3)), (8, (2, 3))]
)
def test_upright_size(orientation: int, upright: tuple[int, int]) -> None:
    assert upright_size(Size(3, 2), orientation) == Size(*upright)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 2e6])
def test_a_coordinate_must_be_usable(bad: float) -> None:
    with pytest.raises(InvalidValue):
        Point(bad, 0)


def test_a_ruler_of_30_mm_over_800_px_gives_1_5_mm_for_40_px() -> None:
    scale = Scale(mm_per_px=30 / 800, method=ScaleMethod.RULER_CLICKS, who="t", at=datetime.now(UTC))
    assert photo(scale=scale).width_mm(40) == pytest.approx(1.5)


def test_no_millimetre_without_a_scale() -> None:
    assert photo().width_mm(40) is None


def photo(**fields: object) -> Photo:
    given_: dict[str, object] = {
        "id": PhotoId("f"),
        "visit_id": VisitId("v"),
        "file_name": "a.jpg",
        "sha256": "0" * 64,
        "blob": "b",
        "size_bytes": 1,
        "size": Size(10, 10),
        "view": "CCR",
        "imported_at": datetime.now(UTC),
    }
    return Photo(**(given_ | fields))  # type: ignore[arg-type]  # a test's shortcut


def test_a_view_code_and_an_orientation_are_checked() -> None:
    with pytest.raises(InvalidValue):
        photo(view="cheek")
    with pytest.raises(InvalidValue):
        CaptureSettings(orientation=9)
    assert photo().light is Light.UNKNOWN


@pytest.mark.parametrize(
    ("type_", "width_mm", "has_hint"),
    [
        (ScarType.ICE_PICK, 1.9, False),
        (ScarType.ICE_PICK, 2.0, True),
        (ScarType.BOXCAR, 1.5, False),
        (ScarType.BOXCAR, 1.4, True),
        (ScarType.BOXCAR, 4.0, False),
        (ScarType.BOXCAR, 4.1, True),
        (ScarType.ROLLING, 4.0, True),
        (ScarType.ROLLING, 4.1, False),
        (ScarType.ROLLING, 12.0, False),
        (ScarType.ROLLING, None, False),
    ],
)
def test_width_hints_follow_jacob_2001(type_: ScarType, width_mm: float | None, has_hint: bool) -> None:
    assert (width_hint(type_, width_mm) is not None) is has_hint


@given(st.sets(st.integers(1, 500)))
def test_the_next_number_was_never_issued_and_only_grows(issued: set[int]) -> None:
    number = next_number(issued)
    assert number not in issued
    assert number >= 1
    assert all(number > old for old in issued)


@given(st.lists(st.booleans(), max_size=60))
def test_numbers_are_not_reused_whatever_is_retired(script: list[bool]) -> None:
    """A plain model of a patient: True adds a scar, False retires the newest living one."""
    issued: list[int] = []
    living: list[int] = []
    for is_add in script:
        if is_add:
            living.append(next_number(issued))
            issued.append(living[-1])
        elif living:
            living.pop()
    assert issued == list(range(1, len(issued) + 1))


def test_a_number_belongs_to_its_first_scar_also_when_that_is_retired() -> None:
    scar = Scar(id=ScarId(new_id()), patient_id=PatientId("p"), number=3, type=ScarType.BOXCAR)
    check_number(scar, {3: scar.id, 4: ScarId("other")})
    with pytest.raises(AlreadyThere, match="never given twice"):
        check_number(scar, {3: ScarId("other")})
