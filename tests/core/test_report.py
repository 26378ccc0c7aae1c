"""The report: what it says, what it must never say, what never leaves with it, and what the disk keeps."""

import io
import re
import resource as limits
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it publishes no types
import pytest
from PIL import Image

from scardesk import report
from scardesk.assets import resource
from scardesk.errors import CannotDraw, CannotWrite, DiskFull, InvalidValue
from scardesk.model.geometry import Size
from scardesk.model.scar import Outcome, ScarType
from scardesk.model.value import changed
from scardesk.report.files import replace_file
from scardesk.report.flow import Block, paginated
from scardesk.report.jpeg import size_of_clean_jpeg
from scardesk.report.letters import wrapped
from scardesk.report.plan import Figure, Pair, Paper, Person, ReportPlan, ScarRow, Seen, Verdict, Width
from scardesk.report.style import BODY, GRIDS
from scardesk.report.texts import Texts, promises, read_texts, standard_texts
from tests.golden.sample_plan import (
    bare_plan,
    baseline_plan,
    ben_plan,
    clean_jpeg,
    grey_figure,
    many_scars,
    sample_plan,
)

FIRST, SECOND = date(2026, 1, 12), date(2026, 8, 10)
VISITS = (
    Seen(day=FIRST, photo_count=1, counts={ScarType.ROLLING: 3}),
    Seen(day=SECOND, photo_count=1, counts={ScarType.ROLLING: 2}),
)
CHANGE_WORDS = re.compile(r"softened|worsened|unchanged|no longer visible|still visible|within error")


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def text_of(plan: ReportPlan) -> str:
    return "\n".join(pages_of(report.render(plan)))


def streams_of(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [each for each in document.objects if isinstance(each, pikepdf.Stream)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s￾\x02-]", "", text)


def small_pair(**fields: object) -> Pair:
    size = Size(60, 40)
    before, after = grey_figure(size, day=FIRST), grey_figure(size, day=SECOND)
    whole = Pair(
        view="CCR", title="Right cheek", before=before, after=after, px_per_mm=5.0, verdict=Verdict.COMPARABLE
    )
    return changed(whole, **fields)


def small_plan(**fields: object) -> ReportPlan:
    return changed(bare_plan(), **{"visits": VISITS, "pairs": (small_pair(),), **fields})


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


def test_a_pair_without_scale_says_so_and_one_with_scale_has_a_bar() -> None:
    assert "Not to scale" in text_of(small_plan(pairs=(small_pair(px_per_mm=None),)))
    assert "2 mm" in text_of(small_plan())


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


# --- a clinic's own words -----------------------------------------------------------------------------------


def own_texts(folder: Path, toml: str) -> Texts:
    path = folder / "own.toml"
    path.write_text(toml, encoding="utf-8")
    return read_texts(path)


def test_a_clinic_changes_one_text_and_keeps_the_others(tmp_path: Path) -> None:
    texts = own_texts(tmp_path, '[headings]\ntitle = "Verlaufsbericht"')
    assert texts.headings["title"] == "Verlaufsbericht"
    assert texts.blocks == standard_texts().blocks


@pytest.mark.parametrize(
    "toml",
    [
        '[blocks]\nlimits = "We cure scars."',
        '[sentences]\nage = "{years} old"',
        '[sentences]\nage = "{age"',
        "[blocks",
        '[sentences]\nage = "{age.__class__}"',
        "[blocks]\nlimits = 3",
        '[extra]\na = "b"',
    ],
)
def test_unusable_texts_are_refused_with_a_sentence(tmp_path: Path, toml: str) -> None:
    with pytest.raises(InvalidValue, match="report text"):
        own_texts(tmp_path, toml)


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


def test_a_heading_stays_with_its_table_and_the_head_is_repeated() -> None:
    def block(height: float, **fields: object) -> Block:
        return replace(Block(height=height, draw=lambda _sheet, _top: None), **fields)  # type: ignore[arg-type]  # any

    head = block(10)
    rows = [block(10, head=head) for _ in range(12)]
    blocks = [block(65), block(10, keeps=True), *rows]
    pages = paginated(blocks, tops=(0, 0), floor=90)
    assert [len(page) for page in pages] == [1, 1 + 1 + 7, 1 + 5]
    assert [page[0].block for page in pages] == [blocks[0], blocks[1], head]
    assert all(placed.top + placed.block.height <= 90 for page in pages for placed in page)


# --- every letter, or none ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Ærøskøbing Åse",
        "Nguyễn Thị Phương",
        "Γιώργος Παπαδόπουλος",
        "Алексей Ёлкин",
        "Ğülşah İnanç",
        "José\N{COMBINING ACUTE ACCENT}".replace("é", "e"),
        "width ≤ 2 mm → ≈ ±0.1 µm",
        "soft\N{SOFT HYPHEN}hyphen",
    ],
)
def test_names_in_left_to_right_scripts_are_drawn_and_extracted(name: str) -> None:
    expected = unicodedata.normalize("NFC", name).replace("\N{SOFT HYPHEN}", "")
    assert squeezed(expected) in squeezed(text_of(small_plan(patient=Person(name=name, code="1"))))


@pytest.mark.parametrize(
    "name",
    [
        "محمد علي",
        "שרה כהן",
        "अमित शर्मा",
        "สมชาย",
        "王小明",
        "さくら",
        "김민준",
        "😀 Ann",
        "x\N{COMBINING ACUTE ACCENT}",
        "evil\N{RIGHT-TO-LEFT OVERRIDE}gpj",
        "bell\x07",
    ],
)
def test_what_cannot_be_drawn_right_is_refused_by_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    with pytest.raises(CannotDraw, match=r"U\+[0-9A-F]{4}.*Nothing was written"):
        report.write(small_plan(patient=Person(name=name, code="1")), path)
    assert path.read_bytes() == b"old"


# --- text is text -------------------------------------------------------------------------------------------

PAYLOADS = [
    "Tom & Jerry <x",
    "Ann <Smith",
    "<b>bold</b>",
    "</para>",
    "&amp;",
    "&#65;",
    "&lt;x&gt;",
    "<br/>",
    "<a href='x'>y</a>",
    "<img src='{here}'/>",
    '<img src="{here}" width=10 height=10>',
    "<img src='file://{here}'/>",
    "<img src='http://127.0.0.1:9/x.png'/>",
    "<font name='Helvetica' size=99>",
    "<font color='red'>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x SYSTEM '{here}'>",
    "<para bulletText='x'>",
    "<seq id='a'/>",
    "<super>2</super>",
    "<script>alert(1)</script>",
    "<onDraw name='x' label='y'/>",
    "<index item='x'/>",
    "%s %d {0}",
    "{name.__class__}",
    "{{braces}}",
    "\\n \\x41 \\\\",
    "(paren) )( \\)",
    "endstream endobj",
    "%%EOF",
    "/Type /Catalog",
    "'; DROP TABLE--",
    "${{jndi:ldap://x}}",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "[link](x)",
    "<u><i></u></i>",
    "<font color=\"[__import__('os').system('x')]\">",
]

opened: list[str] = []


@contextmanager
def watched() -> Iterator[list[str]]:
    """Which files and addresses are opened meanwhile; a hook cannot be taken out again, only be deaf."""
    if not opened:
        opened.append("off")
        sys.addaudithook(
            lambda event, args: (
                opened.append(f"{event} {args[0]}")
                if opened[0] == "on" and event in ("open", "socket.connect", "socket.getaddrinfo")
                else None
            )
        )
    del opened[1:]
    opened[0] = "on"
    try:
        yield opened
    finally:
        opened[0] = "off"


def plan_full_of(payload: str) -> ReportPlan:
    """A plan that holds the payload in twelve fields, each time with a letter of its own."""
    figure = changed(grey_figure(Size(60, 40), day=FIRST), camera=f"A{payload}", lens=f"B{payload}")
    pair = small_pair(
        title=f"C{payload}",
        view=f"D{payload}",
        before=figure,
        reasons=(f"E{payload}",),
        verdict=Verdict.CAUTION,
    )
    row = ScarRow(number=1, type=ScarType.ROLLING, views=(f"G{payload}",), note=f"H{payload}")
    long = ScarRow(number=2, type=ScarType.ROLLING, note=f"{'long ' * 99} F{payload}")
    return small_plan(
        patient=Person(name=f"I{payload}", code=f"J{payload}"),
        clinic=f"K{payload}",
        author=f"L{payload}",
        pairs=(pair,),
        scars=(row, long),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_appears_literally_and_opens_nothing(payload: str, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    Image.new("RGB", (4, 4)).save(picture)
    payload = payload.replace("{here}", str(picture))
    report.render(small_plan())  # fonts and modules are loaded
    with watched() as seen:
        pdf = report.render(plan_full_of(payload))
    assert seen[1:] == []
    text = squeezed("".join(pages_of(pdf)))
    assert [letter for letter in "ABCDEFGHIJKL" if squeezed(letter + payload) not in text] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert sum(stream.get("/Subtype") == "/Image" for stream in streams_of(document)) == 2


# --- what never leaves with it ------------------------------------------------------------------------------


def with_segment(marker: int, body: bytes) -> bytes:
    plain = clean_jpeg(Image.new("RGB", (8, 8)))
    return plain[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]


@pytest.mark.parametrize(
    "jpeg",
    [
        with_segment(0xE1, b"Exif\0\0GPS"),
        with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        with_segment(0xE2, b"ICC_PROFILE\0\1\1name"),
        with_segment(0xE2, b"MPF\0"),
        with_segment(0xED, b"Photoshop 3.0\0"),
        with_segment(0xFE, b"a comment"),
        with_segment(0xE0, b"JFXX\0\x10thumbnail"),
        with_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\2" + bytes(12)),
        clean_jpeg(Image.new("RGB", (8, 8))) + b"Exif\0\0after the end",
        clean_jpeg(Image.new("RGB", (8, 8)))[:-40],
        clean_jpeg(Image.new("CMYK", (8, 8))),
        b"\x89PNG\r\n\x1a\n",
        b"",
    ],
)
def test_a_photo_that_carries_more_than_pixels_never_becomes_a_figure(jpeg: bytes) -> None:
    with pytest.raises(InvalidValue, match="Nothing was written"):
        Figure(jpeg=jpeg, size=Size(8, 8), day=FIRST)


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"optimize": True}, {"restart_marker_rows": 1}])
def test_clean_photos_of_every_kind_are_accepted(how: dict[str, object]) -> None:
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, "JPEG", **how)
    assert size_of_clean_jpeg(out.getvalue()) == Size(256, 256)


@pytest.mark.parametrize("file", sorted(path.name for path in resource("samples").glob("*.JPG")))
def test_an_original_is_refused(file: str) -> None:
    with pytest.raises(InvalidValue, match="camera data"):
        size_of_clean_jpeg(resource("samples", file).read_bytes())


def test_the_file_holds_the_given_pixels_once_and_no_camera_data() -> None:
    plan = sample_plan()
    pdf = report.render(plan)
    given = {figure.jpeg for pair in plan.pairs for figure in pair.figures}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = streams_of(document)
        images = [each.read_raw_bytes() for each in streams if each.get("/Subtype") == "/Image"]
        others = [each.read_bytes() for each in streams if each.get("/Subtype") != "/Image"]
    assert len(images) == 4
    assert set(images) == given
    canaries = (b"Exif\0\0", b"http://ns.adobe.com", b"SC1000042", b"ICC_PROFILE", b"Sample Camera Co.\0")
    assert [canary for canary in canaries for part in (pdf, *images, *others) if canary in part] == []


def test_metadata_name_the_kind_of_report_but_no_patient() -> None:
    with pikepdf.open(io.BytesIO(report.render(sample_plan(author="")))) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert str(document.Root.Lang) == "en"
        with document.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
    assert info["/Title"] == "Progress report"
    assert info["/Author"] == ""
    assert info["/CreationDate"] == "D:20260814000000Z"
    assert not [
        value for value in info.values() if re.search("Ada|SD-0001|anonymous|untitled|unspecified", value)
    ]
    assert titles[:2] == ["Progress report", "Right cheek, close-up (CCR)"]
    assert titles[-2:] == ["How to read this report", "Signature"]


def test_all_fonts_are_embedded() -> None:
    with pikepdf.open(io.BytesIO(report.render(sample_plan()))) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


# --- values -------------------------------------------------------------------------------------------------


def test_a_pair_is_cropped_alike_and_belongs_to_visits() -> None:
    with pytest.raises(InvalidValue, match="cropped"):
        small_pair(after=grey_figure(Size(40, 60), day=SECOND))
    with pytest.raises(InvalidValue, match="none of its visits"):
        small_plan(visits=VISITS[:1])
    with pytest.raises(InvalidValue, match="in order"):
        small_plan(visits=VISITS[::-1])


# --- the disk -----------------------------------------------------------------------------------------------


def test_a_report_replaces_the_old_file_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    report.write(small_plan(), path)
    assert path.read_bytes() == report.render(small_plan())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is a matter of POSIX")
def test_without_space_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    soft, hard = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(DiskFull, match="no space left"):
            replace_file(path, bytes(100_000))
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_or_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="could not be written"):
        replace_file(tmp_path / "gone" / "report.pdf", b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite, match="could not be written"):
        replace_file(tmp_path / "folder", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
