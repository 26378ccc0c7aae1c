"""Pass-phrases, recovery keys and the key file; the cost is paid once for the whole file."""

import json
import shutil
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scardesk.errors import (
    CannotWrite,
    InvalidValue,
    LibraryDamaged,
    LibraryTooNew,
    WeakPassphrase,
    WrongPassphrase,
)
from scardesk.library import CHEAPEST, Cost, Library, keys
from scardesk.library.catalogue import require_safe_sqlite
from scardesk.library.passphrase import check_passphrase, normal
from scardesk.library.recovery import printed, typed
from tests.faults.clinic import WHO, everything, fill, open_library

PASSPHRASE = "Grüße aus dem Wintergarten"


class Locked(NamedTuple):
    """A library with a pass-phrase, and its recovery key."""

    folder: Path
    recovery: str


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Locked:
    folder = tmp_path_factory.mktemp("keys") / "library"
    library, recovery = Library.create(folder, passphrase=PASSPHRASE, who=WHO, cost=CHEAPEST)
    with library:
        fill(library, patients=1)
    return Locked(folder, recovery)


@pytest.fixture
def folder(locked: Locked, tmp_path: Path) -> Path:
    """A copy of the locked library, to damage."""
    return shutil.copytree(locked.folder, tmp_path / "library")


def test_pass_phrase_and_recovery_key_open_the_same_library(locked: Locked) -> None:
    assert Library.asks_for_passphrase(locked.folder)
    with Library.open(locked.folder, secret=PASSPHRASE, is_read_only=True, who=WHO) as library:
        seen = everything(library)
        assert not library.is_open
    slip = locked.recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for recovery in (locked.recovery, slip):
        with Library.open(
            locked.folder, secret=recovery, is_recovery=True, is_read_only=True, who=WHO
        ) as library:
            assert everything(library) == seen


def test_the_same_pass_phrase_typed_another_way_opens_it(locked: Locked) -> None:
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    Library.open(locked.folder, secret=decomposed, is_read_only=True, who=WHO).close()


@pytest.mark.parametrize("secret", [None, "", "grüße aus dem wintergarten"])
def test_a_wrong_pass_phrase_says_so(locked: Locked, secret: str | None) -> None:
    with pytest.raises(WrongPassphrase, match="Your data is safe"):
        Library.open(locked.folder, secret=secret, who=WHO)


def test_another_librarys_recovery_key_does_not_open_it(locked: Locked) -> None:
    with pytest.raises(WrongPassphrase, match="recovery key"):
        Library.open(locked.folder, secret=printed(bytes(20)), is_recovery=True, who=WHO)


def test_neither_secret_nor_key_is_in_the_folder(locked: Locked) -> None:
    files = b"".join(path.read_bytes() for path in locked.folder.rglob("*") if path.is_file())
    for secret in (PASSPHRASE, locked.recovery, typed(locked.recovery).hex(), "Ann Number1"):
        is_there = secret.encode() in files  # not in the assertion: it would print them all
        assert not is_there
    assert keys.read_header(locked.folder).open_key is None


@given(st.binary(min_size=20, max_size=20))
def test_a_printed_recovery_key_reads_back(key: bytes) -> None:
    text = printed(key)
    assert typed(text) == key
    assert [len(group) for group in text.split("-")] == [4] * 9


@given(
    st.binary(min_size=20, max_size=20),
    st.integers(0, 43),
    st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_one_wrong_letter_in_a_recovery_key_is_noticed(key: bytes, at: int, letter: str) -> None:
    text = printed(key)
    if text[at] in {"-", letter}:
        return
    with pytest.raises(WrongPassphrase, match="typing mistake"):
        typed(text[:at] + letter + text[at + 1 :])


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 36, "é" * 36, "0" * 37])
def test_what_is_no_recovery_key_is_refused(text: str) -> None:
    with pytest.raises(WrongPassphrase):
        typed(text)


@pytest.mark.parametrize(
    "good",
    ["turnip lantern gravel otter", "x7#kQ9!vbn2$Rtz", "ox ant elk yak", "ありがとう みかん さくら ねこ"],
)
def test_a_good_pass_phrase_is_accepted(good: str) -> None:
    check_passphrase(good)


@pytest.mark.parametrize("short", ["", "password", "x7#kQ9!vbn2$Rt", "ha ha ha ha ha"])
def test_a_short_pass_phrase_is_refused(short: str) -> None:
    with pytest.raises(WeakPassphrase, match="15 characters or 4"):
        check_passphrase(short)


@pytest.mark.parametrize(
    "common",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "Password123456789",
        "Passw0rd-Passw0rd-1",
        "P@$$word-2026-2026",
        "abcdefghijklmnop",
        "987654321098765",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "abc123abc123abc123",
        "correct horse battery staple",
        "Dermatology Clinic 1",
        "SommerSommer2026!",
    ],
)
def test_a_common_pass_phrase_is_refused(common: str) -> None:
    with pytest.raises(WeakPassphrase, match="somebody would try"):
        check_passphrase(common)


def test_a_weak_pass_phrase_leaves_no_library_behind(tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        Library.create(tmp_path / "library", passphrase="short", who=WHO)
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"memory_kib": 8},
        {"memory_kib": 64 * 1024 * 1024},
        {"memory_kib": 64 * 1024 - 1},
        {"passes": 2},
        {"passes": 10_000},
        {"lanes": 0},
        {"lanes": 10_000},
    ],
)
def test_a_hostile_key_file_cannot_choose_the_cost(folder: Path, hostile: dict[str, Any]) -> None:
    tamper(folder, hostile)
    with pytest.raises(LibraryDamaged, match="pass-phrase was not used"):
        Library.open(folder, secret=PASSPHRASE, who=WHO)


def test_a_changed_cost_within_the_limits_does_not_open_either(folder: Path) -> None:
    tamper(folder, {"passes": 4})
    with pytest.raises(WrongPassphrase):
        Library.open(folder, secret=PASSPHRASE, who=WHO)


def test_a_cost_below_the_floor_cannot_be_asked_for() -> None:
    for cost in ({"memory_kib": 64 * 1024 - 1}, {"passes": 2}):
        with pytest.raises(InvalidValue):
            Cost(**cost)
    assert Cost().memory_kib == 256 * 1024


def test_a_calibrated_cost_keeps_the_floor() -> None:
    cost = keys.calibrated()
    assert cost.memory_kib >= CHEAPEST.memory_kib == 64 * 1024
    assert cost.passes >= 3


def tamper(folder: Path, changes: dict[str, Any]) -> None:
    """Change the cost in both key files, as somebody would who knows the format, checksum included."""
    for name in keys.FILE_NAMES:
        text = json.loads((folder / name).read_text())
        text["keys"]["wraps"][0]["cost"].update(changes)
        text["sha256"] = keys._checksum(msgspec.convert(text["keys"], keys.KeyHeader))
        (folder / name).write_text(json.dumps(text))


@pytest.mark.parametrize("name", keys.FILE_NAMES)
@pytest.mark.parametrize("damage", ["missing", "empty", "bit", "rubbish"])
def test_one_damaged_key_file_does_no_harm_and_is_mended(
    locked: Locked, folder: Path, name: str, damage: str
) -> None:
    path = folder / name
    whole = path.read_bytes()
    spoil(path, damage)
    secret = locked.recovery
    with Library.open(folder, secret=secret, is_recovery=True, is_read_only=True, who=WHO) as library:
        report = library.verify()
        assert [name in finding for finding in report.findings] == [True]
    Library.open(folder, secret=secret, is_recovery=True, who=WHO).close()
    assert path.read_bytes() == whole


def test_two_damaged_key_files_are_damage(folder: Path) -> None:
    for name in keys.FILE_NAMES:
        spoil(folder / name, "bit")
    with pytest.raises(LibraryDamaged, match="back-up"):
        Library.open(folder, secret=PASSPHRASE, who=WHO)


def test_key_files_of_a_newer_program_are_refused(folder: Path) -> None:
    for name in keys.FILE_NAMES:
        (folder / name).write_text('{"keys": {"version": 9, "more": []}}')
    with pytest.raises(LibraryTooNew):
        Library.open(folder, secret=PASSPHRASE, who=WHO)


def test_an_open_library_needs_no_secret_and_has_no_recovery_key(tmp_path: Path) -> None:
    open_library(tmp_path / "sample").close()
    assert not Library.asks_for_passphrase(tmp_path / "sample")
    with Library.open(tmp_path / "sample", who=WHO) as library:
        assert library.is_open


def test_keys_for_different_purposes_differ() -> None:
    forged = keys.forge(None, library="a", created="now")
    assert len({*forged.keys}) == 4
    assert normal("é") == normal("e\u0301")


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ("3.40.1", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.44.6", True),
        ("3.45.9", False),
        ("3.54.0", True),
        ("4.0.0", True),
    ],
)
def test_a_sqlite_that_can_damage_a_log_is_refused(version: str, is_safe: bool) -> None:
    if is_safe:
        require_safe_sqlite(version)
        return
    with pytest.raises(CannotWrite, match="SQLite"):
        require_safe_sqlite(version)


def spoil(path: Path, damage: str) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "bit": bytes(data), "rubbish": b"\xff\x00" * 50}[damage])
