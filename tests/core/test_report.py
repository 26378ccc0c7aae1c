"""The report: what it says, what it must never say, and that nothing overflows."""

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it publishes no types
import pytest

from scardesk import report
from scardesk.assets import resource
from scardesk.errors import InvalidValue
from scardesk.model.geometry import Size
from scardesk.model.photo import Light
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import changed
from scardesk.report.flow import Block, paginated
from scardesk.report.letters import wrapped
from scardesk.report.plan import Paper, Person, ReportPlan, ScarRow, Verdict, Width
from scardesk.report.style import BODY, GRIDS
from scardesk.report.texts import promises, standard_texts, texts_of
from tests.golden.reading import pages_of, squeezed, text_of
from tests.golden.sample_plan import (
    FIRST,
    SECOND,
    VISITS,
    baseline_plan,
    ben_plan,
    grey_figure,
    many_scars,
    sample_plan,
    small_pair,
    small_plan,
)

CHANGE_WORDS = re.compile(r"softened|worsened|unchanged|no longer visible|still visible|within error")


# --- what it says -------------------------------------------------------------------------------------------


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert report.render(sample_plan()) == report.render(sample_plan())


@pytest.mark.parametrize("paper", Paper)
def test_pages_have_the_size_of_the_paper(paper: Paper) -> None:
    wide, high = {"a4": (210, 297), "letter": (215.9, 279.4)}[paper]
    for page in pypdfium2.PdfDocument(report.render(small_plan(paper=paper))):
        assert page.get_width() / 72 * 25.4 == pytest.approx(wide, abs=0.1)
        assert page.get_height() / 72 * 25.4 == pytest.approx(high, abs=0.1)


def test_each_page_names_patient_id_date_and_its_own_number() -> None:
    pages = pages_of(report.render(sample_plan()))
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Id SD-0001 · 2026-08-14 · Final, version 1" in " ".join(text.split())


def test_a_sample_is_marked_on_each_page_and_a_patient_on_none() -> None:
    assert all("SAMPLE: invented patient" in text for text in pages_of(report.render(sample_plan())))
    assert "SAMPLE" not in text_of(small_plan())


def test_every_scar_is_in_the_table_and_the_head_on_each_of_its_pages() -> None:
    pages = [page for page in pages_of(report.render(small_plan(scars=many_scars(200)))) if "CCR" in page]
    rows = [
        int(number)
        for page in pages
        for number in re.findall(r"^(\d+)\s+(?:boxcar|ice|rolling)", page, re.MULTILINE)
    ]
    assert rows == list(range(1, 201))
    assert all("Outcome" in page for page in pages[1:])


@pytest.mark.parametrize("count", [0, 1, 2, 200])
def test_any_number_of_scars_makes_a_report(count: int) -> None:
    assert text_of(small_plan(scars=many_scars(count))).count("softened") == count


def test_widths_have_a_decimal_only_when_measured() -> None:
    rows = (
        ScarRow(number=1, type=ScarType.BOXCAR, width_before=Width(mm=2.34, is_measured=True)),
        ScarRow(number=2, type=ScarType.BOXCAR, width_before=Width(mm=2.34)),
    )
    text = text_of(small_plan(visits=VISITS[:1], pairs=(), scars=rows))
    assert "2.3" in text
    assert "≈ 2" in text
    assert text.count("2.3") == 1


@pytest.mark.parametrize(("now", "said"), [(1.9, "within error"), (1.5, "\N{MINUS SIGN}0.5"), (2.6, "+0.6")])
def test_a_small_difference_of_widths_is_within_error(now: float, said: str) -> None:
    row = ScarRow(
        number=1,
        type=ScarType.BOXCAR,
        views=("CCR",),
        width_before=Width(mm=2.0, is_measured=True),
        width_now=Width(mm=now, is_measured=True),
    )
    assert said in text_of(small_plan(scars=(row,), width_error_mm=0.2))


@pytest.mark.parametrize("verdict", Verdict)
def test_the_note_of_an_outcome_is_printed_only_with_it(verdict: Verdict) -> None:
    row = ScarRow(
        number=1,
        type=ScarType.BOXCAR,
        views=("CCR",),
        outcome=Outcome.SOFTENED,
        outcome_note="2026-02-01: worsened",
    )
    text = text_of(small_plan(pairs=(small_pair(verdict=verdict),), scars=(row,)))
    assert ("2026-02-01: worsened" in text) is (verdict is not Verdict.NOT_COMPARABLE)


def test_a_pair_without_scale_says_so_and_one_with_scale_has_a_bar() -> None:
    assert "Not to scale" in text_of(small_plan(pairs=(small_pair(px_per_mm=None),)))
    assert "2 mm" in text_of(small_plan())


def test_two_pairs_of_one_view_are_told_apart_by_their_light() -> None:
    lit = small_pair(before=changed(grey_figure(Size(60, 40), day=FIRST), light=Light.TANGENTIAL_RIGHT))
    text = text_of(small_plan(pairs=(small_pair(), lit)))
    assert "Right cheek (CCR), standard flash" in text
    assert "Right cheek (CCR), raking light from the patient's right, then standard flash" in text


def test_columns_that_would_be_empty_are_left_out() -> None:
    row = ScarRow(number=1, type=ScarType.BOXCAR, views=("CCR",), width_before=Width(mm=2))
    assert "Change" not in text_of(small_plan(scars=(row,)))
    assert "Change" in text_of(small_plan(scars=(changed(row, width_now=Width(mm=2)),)))


def test_coarse_figures_say_so() -> None:
    assert "Printed at 18 dpi" in text_of(small_plan())
    assert "dpi" not in text_of(sample_plan())


# --- what it must never say ---------------------------------------------------------------------------------


def test_nothing_is_said_about_change_when_nothing_is_comparable() -> None:
    text = text_of(ben_plan())
    assert "No statement of change is made." in text
    assert "Not directly comparable: The light comes from the other side." in " ".join(text.split())
    assert CHANGE_WORDS.findall(text) == []


def test_a_scar_seen_only_in_a_pair_that_is_not_comparable_has_no_outcome() -> None:
    pairs = (small_pair(), small_pair(view="CCL", verdict=Verdict.NOT_COMPARABLE))
    rows = (
        ScarRow(number=1, type=ScarType.ROLLING, views=("CCR",), outcome=Outcome.SOFTENED),
        ScarRow(number=2, type=ScarType.ROLLING, views=("CCL",), outcome=Outcome.WORSENED),
        ScarRow(number=3, type=ScarType.ROLLING, views=("CCL",), outcome=Outcome.NOT_ASSESSABLE),
    )
    text = text_of(small_plan(pairs=pairs, scars=rows))
    assert "softened" in text
    assert "worsened" not in text
    assert "not assessable" in text
    assert "still visible" not in text


def test_a_baseline_report_compares_nothing() -> None:
    text = text_of(baseline_plan())
    assert "Baseline only" in text
    assert CHANGE_WORDS.findall(text) == []
    assert "After" not in text


@pytest.mark.parametrize("path", sorted(resource("texts").glob("*.toml")), ids=lambda path: path.name)
def test_no_template_promises(path: Path) -> None:
    assert not [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#") and promises(line)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Scars removed completely",
        "a cure",
        "30 % better",
        "Guaranteed",
        "scar-free",
        "dramatic",
        "100 %",
        "erased",
        "permanent result",
        "eliminates scars",
    ],
)
def test_promises_are_recognised(text: str) -> None:
    assert promises(text)


def test_every_word_that_drawing_asks_for_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(report.__file__).parent.glob("*.py"))
    texts = standard_texts()
    for table in ("labels", "headings", "blocks"):
        asked = set(re.findall(rf'{table}\["(\w+)"\]', source)) | set(
            re.findall(r'labels\["(\w+)"\]', source) if table == "labels" else ()
        )
        assert asked <= set(getattr(texts, table))
    assert set(re.findall(r'sentence\(\s*"(\w+)"', source)) <= set(texts.sentences)


# --- texts are checked when they are read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("documents findings", "tells how we cure scars"),
        ("{first} → {last}", "{first} → {others}"),
        ("{first} → {last}", "{first → {last}"),
        ("{first} → {last}", "{first.__class__} → {last}"),
        ("[blocks]", "[blocks"),
        ('language = "en"', "language = 3"),
        ("[sexes]", '[extra]\na = "b"\n[sexes]'),
        ('boxcar = "boxcar"', ""),
    ],
)
def test_unusable_texts_are_refused_with_a_sentence(old: str, new: str) -> None:
    toml = resource("texts", "report.toml").read_text("utf-8")
    assert old in toml
    with pytest.raises(InvalidValue, match="report text"):
        texts_of(toml.replace(old, new))


# --- nothing overflows --------------------------------------------------------------------------------------

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


def long_plan(paper: Paper) -> ReportPlan:
    person = Person(name=f"{LONG} {'María de los Ángeles ' * 5}", code="W" * 64)
    pair = small_pair(title=LONG, reasons=(LONG,), verdict=Verdict.CAUTION)
    return small_plan(
        paper=paper,
        patient=person,
        clinic=f"{LONG} {LONG}",
        author=LONG,
        pairs=(pair,),
        scars=many_scars(3, note=LONG * 8),
    )


@pytest.mark.parametrize("paper", Paper)
def test_no_letter_stands_outside_the_text_area(paper: Paper) -> None:
    grid = GRIDS[paper]
    for page in pypdfium2.PdfDocument(report.render(long_plan(paper))):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert min(box[0] for box in boxes) >= grid.left - 3
        assert max(box[2] for box in boxes) <= grid.left + grid.text_width + 3
        assert min(box[1] for box in boxes) >= 10


def test_long_names_and_notes_are_printed_whole() -> None:
    plan = long_plan(Paper.A4)
    text = squeezed(text_of(plan))
    for said in (plan.patient.name, plan.clinic, plan.author, plan.pairs[0].title, plan.pairs[0].reasons[0]):
        assert squeezed(said) in text


def test_a_line_break_in_a_note_is_kept_and_words_are_broken_only_when_they_must() -> None:
    assert wrapped("one\ntwo", BODY, 200) == ["one", "two"]
    assert wrapped("", BODY, 200) == [""]
    lines = wrapped("x" * 100 + " end", BODY, 50)
    assert "".join(lines).replace("end", "") == "x" * 100


def test_very_long_texts_of_a_clinic_go_on_over_pages() -> None:
    own = standard_texts()
    texts = changed(own, blocks={**own.blocks, "privacy": "Do not forward. " * 900})
    pages = pages_of(report.render(small_plan(texts=texts)))
    assert len(pages) > 3
    assert sum(page.count("forward") for page in pages) == 900


def test_a_heading_stays_with_its_table_and_the_head_is_repeated() -> None:
    def block(height: float, **fields: object) -> Block:
        return replace(Block(height=height, draw=lambda _sheet, _top: None), **fields)  # type: ignore[arg-type]  # the fields of a test

    head = block(10)
    rows = [block(10, head=head) for _ in range(12)]
    blocks = [block(65), block(10, keeps=True), *rows]
    pages = paginated(blocks, tops=(0, 0), floor=90)
    assert [len(page) for page in pages] == [1, 1 + 1 + 7, 1 + 5]
    assert [page[0].block for page in pages] == [blocks[0], blocks[1], head]
    assert all(placed.top + placed.block.height <= 90 for page in pages for placed in page)


# --- values -------------------------------------------------------------------------------------------------


def test_a_pair_is_cropped_alike_and_belongs_to_visits() -> None:
    with pytest.raises(InvalidValue, match="cropped"):
        small_pair(after=grey_figure(Size(40, 60), day=SECOND))
    with pytest.raises(InvalidValue, match="none of its visits"):
        small_plan(visits=VISITS[:1])
    with pytest.raises(InvalidValue, match="in order"):
        small_plan(visits=VISITS[::-1])
