"""Reports as plans: what is counted, what is measured, what is stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scardesk import report
from scardesk.assets import resource
from scardesk.library import Edit
from scardesk.model.geometry import Point
from scardesk.model.photo import Light, ScaleMethod
from scardesk.model.scar import Origin, Outcome, ScarType
from scardesk.model.value import changed
from scardesk.report.plan import Verdict
from scardesk.workflows import follow_up, marking, photo_care, reporting
from scardesk.workflows.framing import Similarity
from tests.core.cases import (
    FIRST,
    FLASH,
    LAST,
    Case,
    a_case,
    drawn,
    pair_by,
    scaled,
    two_visits,
)

BETWEEN = date(2026, 4, 13)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    yield from a_case(tmp_path / "library")


# --- what is counted and measured


def test_a_scar_in_two_photos_of_a_visit_counts_once(case: Case, tmp_path: Path) -> None:
    first = case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST)
    second = case.take(drawn(tmp_path / "b.png", [Point(500, 300)]), FIRST, view="OR45")
    case.mark_again(second, case.mark(first, Point(400, 300)), Point(500, 300))
    plan = case.plan()
    assert plan.visits[0].counts == {ScarType.ICE_PICK: 0, ScarType.BOXCAR: 1, ScarType.ROLLING: 0}
    assert [row.views for row in plan.scars] == [("OR45", "CCR")]


def test_a_visit_at_which_nobody_marked_has_no_counts(case: Case, tmp_path: Path) -> None:
    first, _ = two_visits(case, tmp_path)
    case.mark(first, Point(400, 300))
    assert [visit.counts is None for visit in case.plan().visits] == [False, True]


def test_a_visit_that_is_only_half_marked_has_no_counts(case: Case, tmp_path: Path) -> None:
    first, last = two_visits(case, tmp_path)
    one, other = case.mark(first, Point(400, 300)), case.mark(first, Point(500, 400))
    case.mark_again(last, one, Point(400, 300))
    assert case.plan().visits[1].counts is None
    case.find(last, other, Outcome.NO_LONGER_VISIBLE)
    counts = case.plan().visits[1].counts
    assert counts is not None
    assert counts[ScarType.BOXCAR] == 1


def test_a_scar_that_is_no_longer_visible_is_not_counted_though_it_has_a_mark(
    case: Case, tmp_path: Path
) -> None:
    first, last = two_visits(case, tmp_path)
    gone, still = case.mark(first, Point(400, 300)), case.mark(first, Point(500, 400))
    for marked, at in ((gone, Point(400, 300)), (still, Point(500, 400))):
        case.mark_again(last, marked, at)
    case.find(last, gone, Outcome.NO_LONGER_VISIBLE)
    counts = [visit.counts for visit in case.plan().visits]
    assert [count[ScarType.BOXCAR] for count in counts if count is not None] == [2, 1]


def test_a_width_from_a_pair_that_is_not_comparable_states_no_change(case: Case, tmp_path: Path) -> None:
    shots = [(FIRST, "F0", FLASH), (LAST, "F0", FLASH), (FIRST, "CCR", FLASH)]
    shots.append((LAST, "CCR", Light.CROSS_POLARISED))
    photos = [
        case.take(drawn(tmp_path / f"{n}.png", [Point(400 + n, 300)]), day, view=view, light=light)
        for n, (day, view, light) in enumerate(shots)
    ]
    close, hiding = scaled(case, photos[2], 0.03), scaled(case, photos[3], 0.03)
    marked = case.mark(close, Point(402, 300), width_px=100.0)
    case.mark_again(hiding, marked, Point(403, 300), 60.0)
    for photo in photos[:2]:
        case.mark_again(photo, marked, Point(400, 300), None)
    plan = case.plan()
    assert [pair.states_change for pair in plan.pairs] == [True, False]
    row = plan.scars[0]
    assert row.width_before is not None
    assert row.width_before.mm == pytest.approx(3.0)
    assert row.width_now is None
    assert "\N{MINUS SIGN}1.2" not in text_of(report.render(plan))


def test_a_carried_width_is_not_a_measurement(case: Case, tmp_path: Path) -> None:
    first, last = two_visits(case, tmp_path)
    first, last = scaled(case, first, 0.05), scaled(case, last, 0.05)
    one, other = case.mark(first, Point(400, 300)), case.mark(first, Point(500, 400))
    case.mark_again(last, one, Point(400, 300), 30.0)
    case.mark_again(last, other, Point(500, 400), 30.0)
    carried = next(pair for pair in marking.marks_on(case.library, last) if pair.scar.id == other.scar.id)
    action = marking.Action(
        "x", (Edit.replaced(carried.mark, changed(carried.mark, origin=Origin.CARRIED)),), ""
    )
    case.do(action)
    rows = case.plan().scars
    assert rows[0].width_now is not None
    assert rows[0].width_now.mm == pytest.approx(1.5)
    assert rows[1].width_before is not None
    assert rows[1].width_now is None


@pytest.mark.parametrize(
    ("view", "method", "is_measured"),
    [
        ("CCR", ScaleMethod.RULER_CLICKS, True),
        ("CCR", ScaleMethod.KNOWN_RATIO, False),
        ("OR45", ScaleMethod.RULER_CLICKS, False),
    ],
)
def test_only_a_ruler_in_a_close_up_measures(
    case: Case, tmp_path: Path, view: str, method: ScaleMethod, *, is_measured: bool
) -> None:
    photo = case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST, view=view)
    case.mark(scaled(case, photo, 0.05, method), Point(400, 300))
    width = case.plan().scars[0].width_before
    assert width is not None
    assert width.is_measured is is_measured


def test_the_outcome_is_that_of_the_last_visit(case: Case, tmp_path: Path) -> None:
    first, last = two_visits(case, tmp_path)
    marked = case.mark(first, Point(400, 300))
    case.find(first, marked, Outcome.WORSENED)
    assert case.plan().scars[0].outcome is None
    case.find(last, marked, Outcome.SOFTENED)
    assert case.plan().scars[0].outcome is Outcome.SOFTENED


def test_what_another_visit_said_of_a_scar_is_told_with_its_outcome(case: Case, tmp_path: Path) -> None:
    first, last = two_visits(case, tmp_path)
    wrong_day = case.take(drawn(tmp_path / "c.png", [Point(700, 300)]), BETWEEN)
    marked = case.mark(first, Point(400, 300))
    for photo, outcome in ((last, Outcome.SOFTENED), (wrong_day, Outcome.WORSENED)):
        case.mark_again(photo, marked, Point(400, 300))
        case.find(photo, marked, outcome)
    case.do(photo_care.reassign(case.library, wrong_day, view="CCR", light=FLASH, day=LAST))
    row = case.plan().scars[0]
    assert (row.outcome, row.outcome_note) == (Outcome.SOFTENED, "2026-04-13: worsened")


# --- whole reports


def test_a_pair_in_another_light_makes_no_statement_of_change(case: Case, tmp_path: Path) -> None:
    before = case.take(resource("samples", "DSC_0131.JPG"), FIRST)
    after = case.take(resource("samples", "DSC_0233.JPG"), LAST, light=Light.AMBIENT)
    marked = case.mark(before, Point(1000, 900))
    case.find(after, marked, Outcome.MUCH_SOFTENED)
    plan = case.plan()
    pair = plan.pairs[0]
    assert pair.verdict is Verdict.NOT_COMPARABLE
    assert pair.reasons[0] == "Room light instead of standard flash."
    assert not plan.states_change_of(plan.scars[0])
    words = text_of(report.render(plan))
    assert "No statement of change is made" in words
    assert "much softened" not in words


def test_one_visit_gives_pairs_of_a_baseline_only(case: Case, tmp_path: Path) -> None:
    case.take(drawn(tmp_path / "a.png", [Point(400, 300)]), FIRST)
    case.take(drawn(tmp_path / "b.png", [Point(400, 310)]), FIRST, view="F0")
    pairs = case.plan().pairs
    assert [(pair.view, pair.after) for pair in pairs] == [("F0", None), ("CCR", None)]


def test_no_photos_give_a_report_without_pairs(case: Case) -> None:
    plan = case.plan("Letter")
    assert plan.pairs == ()
    assert report.render(plan).startswith(b"%PDF")


def test_unanswered_scars_are_those_that_nobody_looked_for(case: Case, tmp_path: Path) -> None:
    first, last = two_visits(case, tmp_path)
    marks = [case.mark(first, Point(400 + 100 * n, 300)) for n in range(3)]
    case.mark_again(last, marks[0], Point(400, 300))
    case.find(last, marks[1], Outcome.NOT_ASSESSABLE)
    facts = reporting.gather(case.library, case.patient)
    assert [scar.number for scar in facts.unanswered(facts.pairs[0])] == [3]


def test_alignments_are_kept_as_one_change_and_those_of_lost_photos_left_out(
    case: Case, tmp_path: Path
) -> None:
    first, last = two_visits(case, tmp_path)
    kept = pair_by(first, last, Similarity())
    lost = pair_by(first, changed(last, id=type(last.id)("0" * 16)), Similarity())
    case.do(follow_up.keep_alignments(case.library, (kept, lost)))
    facts = reporting.gather(case.library, case.patient)
    assert facts.untried == ()


def text_of(pdf: bytes) -> str:
    """All words of a PDF, in one line."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships neither stubs nor py.typed

    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.split())
