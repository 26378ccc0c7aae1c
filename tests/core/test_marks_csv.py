"""Marks as CSV: a round trip keeps everything, bad input is told by line, no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scardesk.errors import UnreadableTable
from scardesk.exchange.marks_csv import MarkRow, PointRow, read_marks, read_points, write_marks, write_points
from scardesk.model.geometry import Point
from scardesk.model.scar import ScarType

notes = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)
rows = st.builds(
    MarkRow,
    number=st.none() | st.integers(1, 99_999),
    type=st.sampled_from(ScarType),
    at=st.builds(
        Point, st.integers(0, 60_000).map(lambda n: n / 10), st.integers(0, 60_000).map(lambda n: n / 10)
    ),
    width_px=st.none() | st.integers(1, 9000).map(lambda n: n / 10),
    note=notes | notes.map(lambda note: "=" + note) | notes.map(lambda note: "'" + note),
)


@given(st.lists(rows, max_size=8))
def test_a_round_trip_keeps_every_field(marks: list[MarkRow]) -> None:
    assert read_marks(write_marks(marks)) == tuple(marks)


@given(notes, st.sampled_from(["=", "+", "-", "@", "\t", " =", "\uff1d", "'="]))
def test_no_cell_starts_as_a_formula(note: str, start: str) -> None:
    row = MarkRow(number=1, type=ScarType.BOXCAR, at=Point(1, 2), note=start + note)
    cell = next(csv.DictReader(io.StringIO(write_marks([row]))))["note"]
    assert cell.lstrip()[:1] not in set("=+-@\t\uff1d")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Line 1 lacks"),
        ("x,y\n1,2", "Line 1 lacks the column type"),
        ("type,x,y\nboxcar,1,2\nfoo,1,2", "Line 3: the type 'foo'"),
        ("type,x,y\nboxcar,one,2", "Line 2: x is 'one'"),
        ("type,x,y\nboxcar,nan,2", "Line 2: x is 'nan'"),
        ("type,x,y\nboxcar,1", "Line 2: y is ''"),
        ("number,type,x,y\n0,boxcar,1,2", "Line 2: the number '0'"),
        ("number,type,x,y\n1.5,boxcar,1,2", "Line 2: the number '1.5'"),
        ("type,x,y,width_px\nboxcar,1,2,-3", "Line 2: width_px must be more than 0"),
        ("type,x,y\nboxcar,1,9999999", "Line 2: A coordinate"),
        ('type,x,y\n"boxcar,1,2', "Line"),
    ],
)
def test_bad_input_is_told_by_line(text: str, words: str) -> None:
    with pytest.raises(UnreadableTable, match=words) as caught:
        read_marks(text)
    assert "Nothing was imported" in str(caught.value)


def test_spreadsheets_may_write_a_byte_order_mark_capitals_and_spaces() -> None:
    marks = read_marks("\ufeffNumber, Type ,X,Y\r\n7,Ice Pick,1.5,2\r\n")
    assert marks == (MarkRow(number=7, type=ScarType.ICE_PICK, at=Point(1.5, 2)),)


def test_points() -> None:
    assert read_points("x,y\n1.5,2\n3,4\n") == (Point(1.5, 2), Point(3, 4))
    text = write_points([PointRow(at=Point(1.25, 2), confidence=0.5, is_placed=True)])
    assert text == "x,y,confidence,placed\r\n1.25,2,0.500,1\r\n"


def test_a_number_longer_than_any_number_is_told_by_line() -> None:
    for digits in ("9" * 5_000, "9" * 12):
        with pytest.raises(UnreadableTable, match=r"Line 2: the number '9+…?9*' is not") as told:
            read_marks(f"number,type,x,y\n{digits},boxcar,1,1\n")
        assert len(str(told.value)) < 200
