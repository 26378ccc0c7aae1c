"""The report: letters that cannot be drawn, markup that is text, what never leaves with it, and the disk."""

import io
import re
import resource as limits
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from scardesk import report
from scardesk.assets import resource
from scardesk.errors import CannotDraw, CannotWrite, DiskFull, InvalidValue
from scardesk.files import write_beside
from scardesk.model.geometry import Size
from scardesk.model.scar import ScarType
from scardesk.model.value import changed
from scardesk.report.jpeg import size_of_clean_jpeg
from scardesk.report.plan import Figure, Person, ReportPlan, ScarRow, Verdict
from tests.golden.reading import pages_of, squeezed, streams_of, text_of
from tests.golden.sample_plan import (
    FIRST,
    clean_jpeg,
    grey_figure,
    sample_plan,
    small_pair,
    small_plan,
)

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
        assert (
            sum(stream.get("/Subtype") == "/Image" for stream in streams_of(document)) == 1
        )  # both are alike


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


def test_other_programs_find_the_file_sound(tmp_path: Path, needs_tool: Callable[[str], str]) -> None:
    path = tmp_path / "report.pdf"
    report.write(sample_plan(), path)
    subprocess.run([needs_tool("qpdf"), "--check", path], check=True, capture_output=True)
    fonts = subprocess.run([needs_tool("pdffonts"), path], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, subset, to Unicode
    text = subprocess.run(
        [needs_tool("pdftotext"), path, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Dr. Maria Nørgård" in text


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
            write_beside(path, bytes(100_000))
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_or_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="could not be written"):
        write_beside(tmp_path / "gone" / "report.pdf", b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite, match="is not a file"):
        write_beside(tmp_path / "folder", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
