"""A clinic's road by command line: library, patient, two visits, numbers, carry-over, report."""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scardesk.cli import guarded, output
from tests.journeys.road import Answer, sample, scardesk, scars_of

MM_PER_PX = 0.031  # of the sample close-ups, near enough for a bound
SECRET = "harbour window candle seventeen"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    assert scardesk("library", "create", folder, "--open").code == 0
    assert (
        scardesk("patient", "add", folder, "--name", "Test, Ada", "--id", "T-1", "--born", "1994-05-12").code
        == 0
    )
    return folder


def bring(library: Path, *files: str, view: str = "CCR", day: str | None = None) -> Answer:
    words: list[str | Path] = [
        "import",
        library,
        *map(sample, files),
        "--patient",
        "T-1",
        "--view",
        view,
        "--json",
    ]
    return scardesk(*words, "--light", "standard_flash", *(["--visit", day] if day else []))


def photo_ids(library: Path) -> tuple[str, str]:
    photos = scardesk("photo", "list", library, "--patient", "T-1", "--json").data
    assert [(p["visit"], p["view"], p["light"]) for p in photos] == [
        ("2026-01-12", "CCR", "standard_flash"),
        ("2026-08-10", "CCR", "standard_flash"),
    ]
    assert set(photos[0]) == {"id", "visit", "view", "light", "file", "sha256", "width_px", "height_px"}
    return photos[0]["id"], photos[1]["id"]


def table_of_truth(scars: list[dict[str, Any]], file: str) -> str:
    lines = ["number,type,x,y,width_px,note"]
    for number, scar in enumerate(scars, start=1):
        x, y = scar["xy"][file]
        lines.append(f"{number},{scar['kind']},{x},{y},,")
    return "\n".join(lines)


def check_proposals(proposals: list[dict[str, Any]], scars: list[dict[str, Any]]) -> None:
    """Every scar is proposed under its own number; the confident ones lie where they truly are."""
    assert [p["number"] for p in proposals] == list(range(1, len(scars) + 1))
    errors_mm = [
        MM_PER_PX * math.dist((p["x"], p["y"]), scars[p["number"] - 1]["xy"]["DSC_0274.JPG"])
        for p in proposals
        if p["confidence"] >= 0.5
    ]
    assert len(errors_mm) >= 0.8 * len(scars)
    assert max(errors_mm) < 0.5
    assert statistics.median(errors_mm) < 0.15


def test_from_two_visits_to_a_pdf_with_one_number_per_scar(
    library: Path, tmp_path: Path, needs_tool: Callable[[str], str]
) -> None:
    assert bring(library, "DSC_0101.JPG").code == 0
    assert bring(library, "DSC_0274.JPG").code == 0
    before, after = photo_ids(library)
    scars = scars_of("CCR")
    table = table_of_truth(scars, "DSC_0101.JPG")
    assert scardesk("mark", "import", library, "-", "--photo", before, stdin=table).code == 0

    carry = ("carry", library, "--from", before, "--to", after, "--json")
    proposals = scardesk(*carry).data["proposals"]
    check_proposals(proposals, scars)
    assert scardesk("mark", "export", library, "--photo", after, "--json").data == []
    assert scardesk(*carry, "--accept", "confident").code == 0
    exported = scardesk("mark", "export", library, "--photo", after, "--json").data
    assert [row["number"] for row in exported] == [p["number"] for p in proposals if p["confidence"] >= 0.5]

    pdf = tmp_path / "report.pdf"
    assert scardesk("report", library, "--patient", "T-1", "--out", pdf).code == 0
    words = subprocess.run([needs_tool("pdftotext"), "-layout", pdf, "-"], capture_output=True, check=True)
    text = words.stdout.decode("utf-8")
    assert "Test, Ada" in text
    assert "T-1" in text
    sound = scardesk("library", "verify", library, "--json")
    assert (sound.code, sound.data["is_sound"], sound.data["photos"]) == (0, True, 2)


def test_marks_go_out_and_come_back_the_same(library: Path, tmp_path: Path) -> None:
    bring(library, "DSC_0101.JPG")
    photo = scardesk("photo", "list", library, "--patient", "T-1", "--json").data[0]["id"]
    head = "number,type,x,y,width_px,note\r\n"
    table = head + "1,ice_pick,900.5,700.25,40,near the mole\r\n2,rolling,1400,900,,\r\n"
    assert scardesk("mark", "import", library, "-", "--photo", photo, stdin=table).code == 0
    out = tmp_path / "out.csv"
    assert scardesk("mark", "export", library, "--photo", photo, "--out", out).code == 0
    assert out.read_bytes().decode("utf-8") == table


def test_a_retired_or_foreign_number_is_never_given_again(library: Path) -> None:
    bring(library, "DSC_0101.JPG")
    photo = scardesk("photo", "list", library, "--patient", "T-1", "--json").data[0]["id"]
    head = "number,type,x,y\n"
    assert (
        scardesk("mark", "import", library, "-", "--photo", photo, stdin=head + "5,boxcar,10,10\n").code == 0
    )
    other_type = scardesk("mark", "import", library, "-", "--photo", photo, stdin=head + "5,rolling,10,10\n")
    assert other_type.code == 2
    assert "boxcar in the record" in other_type.err
    again = scardesk(
        "mark", "import", library, "-", "--photo", photo, "--json", stdin="type,x,y\nrolling,50,50\n"
    )
    assert again.data["numbers"] == [5, 6]


def test_a_library_with_a_passphrase_asks_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    made = scardesk("library", "create", folder, "--json", SCARDESK_PASSPHRASE=SECRET)
    assert made.code == 0
    assert made.data["recovery_key"]
    assert scardesk("patient", "list", folder).code == 2
    wrong = scardesk("patient", "list", folder, SCARDESK_PASSPHRASE="harbour window candle eighteen")
    assert wrong.code == 2
    secret_file = tmp_path / "secret.txt"
    secret_file.write_text(SECRET + "\n", "utf-8")
    assert scardesk("patient", "list", folder, "--passphrase-file", secret_file).code == 0
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_weak_passphrases_are_refused(tmp_path: Path) -> None:
    weak = scardesk("library", "create", tmp_path / "weak", SCARDESK_PASSPHRASE="password1")
    assert weak.code == 2
    assert not (tmp_path / "weak").exists()


def test_a_batch_with_bad_files_brings_in_the_good_ones(library: Path, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "good.jpg").write_bytes(sample("DSC_0101.JPG").read_bytes())
    (card / "cut.jpg").write_bytes(sample("DSC_0188.JPG").read_bytes()[:200_000])
    (card / "letter.txt").write_text("not a photo", "utf-8")
    (card / "empty.jpg").touch()
    (card / "twice.jpg").write_bytes(sample("DSC_0101.JPG").read_bytes())
    before = {path.name: path.read_bytes() for path in card.iterdir()}
    answer = scardesk("import", library, card, "--patient", "T-1", "--view", "CCR", "--json")
    assert answer.code == 1
    assert [photo["file"] for photo in answer.data["imported"]] == ["good.jpg"]
    refused = {refusal["file_name"]: refusal["sentence"] for refusal in answer.data["refused"]}
    assert set(refused) == {"cut.jpg", "letter.txt", "empty.jpg", "twice.jpg"}
    assert all(sentence.endswith(".") for sentence in refused.values())
    assert {path.name: path.read_bytes() for path in card.iterdir()} == before


def test_a_file_that_is_not_there_stops_no_batch(library: Path) -> None:
    good = sample("DSC_0101.JPG")
    answer = scardesk("import", library, "nofile.jpg", good, "--patient", "T-1", "--json")
    assert answer.code == 1
    assert [photo["file"] for photo in answer.data["imported"]] == ["DSC_0101.JPG"]
    assert "There is no file 'nofile.jpg'" in answer.err
    assert scardesk("import", library, "nofile.jpg", "none.jpg", "--patient", "T-1").code == 2


def test_marks_from_a_table_are_told_as_done(library: Path) -> None:
    bring(library, "DSC_0101.JPG")
    photo = scardesk("photo", "list", library, "--patient", "T-1", "--json").data[0]["id"]
    for table, told in (
        ("x,y,type\n100,100,boxcar\n200,200,rolling\n", "Imported 2 marks.\n"),
        ("x,y,type\n300,300,boxcar\n", "Imported 1 mark.\n"),
    ):
        assert scardesk("mark", "import", library, "-", "--photo", photo, stdin=table).out == told


def test_what_info_says_is_about_the_library_and_not_about_the_look_at_it(library: Path) -> None:
    assert "writable" not in scardesk("library", "info", library).out
    assert "is_writable" not in scardesk("library", "info", library, "--json").data


def test_what_is_odd_about_a_photo_is_told(library: Path, tmp_path: Path) -> None:
    pages = [Image.new("RGB", (80, 60), colour) for colour in ("red", "blue")]
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    answer = scardesk("import", library, tmp_path / "scan.tif", "--patient", "T-1", "--json")
    assert (answer.code, answer.data["notes"]) == (
        0,
        ["scan.tif: It holds several pages; the first was taken."],
    )


def test_the_same_photo_twice_and_a_photo_of_another_patient(library: Path) -> None:
    assert bring(library, "DSC_0101.JPG").code == 0
    again = bring(library, "DSC_0101.JPG")
    assert (again.code, again.data["imported"]) == (0, [])
    assert "already here" in again.err
    scardesk("patient", "add", library, "--name", "Other, Ben", "--id", "T-2")
    other = scardesk("import", library, sample("DSC_0101.JPG"), "--patient", "T-2")
    assert other.code == 2
    assert "another patient" in other.err
    assert "Ada" not in other.err + other.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["patient", "add", "{dir}", "--name", "Twice", "--id", " t-1 "], "t-1"),
        (["patient", "add", "{dir}", "--name", "Early", "--id", "9", "--born", "12.5.1994"], "YYYY-MM-DD"),
        (["patient", "add", "{dir}", "--name", "Odd", "--id", "9", "--skin", "IX"], "skin type"),
        (["photo", "list", "{dir}", "--patient", "nobody"], "no patient"),
        (["mark", "export", "{dir}", "--photo", "none"], "no photo"),
        (["import", "{dir}", "nowhere.jpg", "--patient", "T-1"], "no file"),
        (["import", "{dir}", "{dir}", "--patient", "T-1", "--view", "XYZ"], "no view"),
        (["library", "info", "{dir}/nothing"], "no folder"),
        (["align", "nowhere.jpg", "nowhere.jpg"], "nowhere.jpg"),
        (["import", "{dir}", "n" * 300, "--patient", "T-1"], "no file"),
        (["library", "info", "n" * 300], "no folder"),
        (["library", "create", "n" * 300, "--open"], "a new library"),
        (["photo", "list", "{dir}", "--patient", "\udcff"], "no text"),
        (["photo", "scale", "{dir}", "--photo", "\udcff", "--ends", *"1299", "--mm", "1"], "no text"),
        (["report", "{dir}", "--patient", "T-1", "--out", "."], "is not a file"),
        (["report", "{dir}", "--patient", "T-1", "--out", "{dir}/none/a.pdf"], "no folder 'none'"),
        (["demo", "n" * 300, "--no-window"], "the sample library"),
        (["demo", "{dir}/scardesk.json", "--no-window"], "the sample library"),
        (["portrait"], "invalid choice"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(library: Path, words: list[str], says: str) -> None:
    answer = scardesk(*(word.format(dir=library) for word in words))
    assert answer.code == 2
    assert says.lower() in answer.err.lower()
    assert answer.err.startswith(("scardesk: ", "usage: "))


def test_a_demo_does_not_touch_another_library(library: Path, tmp_path: Path) -> None:
    library.rename(tmp_path / "library")
    answer = scardesk("demo", tmp_path, "--no-window")
    assert (answer.code, answer.out) == (2, "")
    assert "another library" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use stays there")
def test_a_demo_in_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    script = "import os, sys; os.rmdir(os.getcwd()); from scardesk.cli import main; sys.exit(main(['demo']))"
    (tmp_path / "gone").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path / "gone",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "the sample library" in done.stderr


def test_a_table_with_a_header_only_changes_nothing(library: Path, tmp_path: Path) -> None:
    bring(library, "DSC_0101.JPG")
    photo = scardesk("photo", "list", library, "--patient", "T-1", "--json").data[0]["id"]
    before = scardesk("library", "info", library, "--json").data["changes"]
    answer = scardesk(
        "mark", "import", library, "-", "--photo", photo, "--json", stdin="number,type,x,y,width_px,note\n"
    )
    assert (answer.code, answer.data) == (0, {"marks": 0, "numbers": []})
    assert scardesk("library", "info", library, "--json").data["changes"] == before
    folder = scardesk("mark", "export", library, "--photo", photo, "--out", tmp_path)
    assert folder.code == 2
    assert "is not a file" in folder.err


def test_the_window_explains_itself_without_opening() -> None:
    for words in (("open", "--help"), ("open", "-h")):
        answer = scardesk(*words, QT_QPA_PLATFORM="none")  # a window could not open
        assert answer.code == 0
        assert "library folder" in answer.out


def test_an_answer_in_json_survives_a_name_that_is_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(argparse.Namespace(json=True), data={"file": "Zoë/\udcff"}, lines=[])
    assert json.loads(capsys.readouterr().out) == {"file": "Zoë/\udcff"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a name")
def test_a_library_is_not_made_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    answer = scardesk("library", "create", tmp_path / "\udcff", "--open")
    assert (answer.code, list(tmp_path.iterdir())) == (2, [])
    assert "no text" in answer.err


def test_a_fault_of_our_own_is_one_sentence_without_what_was_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> int:
        raise KeyError("Ann Smith")

    assert guarded(broken) == 3
    said = capsys.readouterr().err
    assert said.startswith("scardesk: scardesk met a fault of its own.")
    assert "KeyError at test_cli_road.py:" in said
    assert "broken" in said
    assert "Ann" not in said


def test_align_works_on_plain_files_and_refuses_another_patient(tmp_path: Path) -> None:
    points = tmp_path / "in.csv"
    scars = scars_of("CCR")
    xy = [scar["xy"]["DSC_0101.JPG"] for scar in scars]
    points.write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in xy), "utf-8")
    out, overlay = tmp_path / "out.csv", tmp_path / "overlay.jpg"
    pair = (sample("DSC_0101.JPG"), sample("DSC_0188.JPG"))
    found = scardesk("align", *pair, "--points", points, "--out", out, "--overlay", overlay, "--json")
    assert found.code == 0
    assert set(found.data) == {"accepted", "reason", "residual_px", "coverage", "seconds"}
    rows = out.read_text("utf-8").splitlines()
    assert rows[0] == "x,y,confidence,placed"
    assert len(rows) == len(scars) + 1
    x, y = map(float, rows[1].split(",")[:2])
    assert math.dist((x, y), scars[0]["xy"]["DSC_0188.JPG"]) < 10
    assert b"Exif" not in overlay.read_bytes()
    other = scardesk("align", sample("DSC_0101.JPG"), sample("DSC_0131.JPG"), "--json")
    assert (other.code, other.data["accepted"]) == (1, False)
