"""Originals: byte for byte, under a name that tells nothing, or not at all."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scardesk.errors import CannotWrite, DiskFull
from scardesk.library.vault import CHUNK, BlobDamaged, Vault
from tests.faults.clinic import some_bytes

OVERHEAD = 36
TAG = 16


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    for name in ("blobs", "tmp"):
        (tmp_path / name).mkdir()
    return Vault(tmp_path, b"k" * 32, b"n" * 32)


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_bytes_come_back_as_they_were(vault: Vault, size: int) -> None:
    data = some_bytes(size, size)
    kept = vault.keep(data)
    assert vault.read(kept.blob) == data
    chunks = -(-size // CHUNK)
    assert vault.path_of(kept.blob).stat().st_size == size + OVERHEAD + chunks * TAG
    assert kept.size_bytes == size


def test_a_photo_kept_twice_is_kept_once(vault: Vault) -> None:
    first = vault.keep(b"same")
    written = vault.path_of(first.blob).stat()
    assert vault.keep(b"same") == first
    assert vault.path_of(first.blob).stat().st_mtime_ns == written.st_mtime_ns
    assert list(vault.blobs()) == [first.blob]


def test_a_damaged_copy_is_replaced_by_the_sound_one(vault: Vault) -> None:
    kept = vault.keep(b"precious")
    vault.path_of(kept.blob).write_bytes(b"rubbish")
    vault.keep(b"precious")
    assert vault.read(kept.blob) == b"precious"


def test_the_name_and_the_file_tell_nothing_to_others(vault: Vault) -> None:
    kept = vault.keep(b"a well known photo")
    other = Vault(vault.folder, vault.key, b"m" * 32)
    assert other.keep(b"a well known photo").blob != kept.blob
    with pytest.raises(BlobDamaged):
        Vault(vault.folder, b"x" * 32, vault.name_key).read(kept.blob)


def test_equal_files_are_never_encrypted_alike(vault: Vault) -> None:
    kept = vault.keep(bytes(CHUNK * 2))
    before = vault.path_of(kept.blob).read_bytes()
    vault.path_of(kept.blob).unlink()
    vault.keep(bytes(CHUNK * 2))
    assert vault.path_of(kept.blob).read_bytes() != before
    assert before[OVERHEAD : OVERHEAD + CHUNK] != before[OVERHEAD + CHUNK + TAG : -TAG]


@pytest.mark.parametrize("blob", ["", "..", "0" * 63, "../" * 21 + "a", "A" * 64, "0" * 64])
def test_a_name_that_the_vault_never_gave_is_no_path(vault: Vault, blob: str) -> None:
    assert not vault.holds(blob)
    with pytest.raises(BlobDamaged):
        vault.read(blob)


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 2, 3), (0, 1, 2), (0, 1, 2, 3, 3), (0, 0, 2, 3), (3,)])
def test_the_cipher_itself_knows_the_order_and_the_end_of_the_chunks(
    vault: Vault, order: tuple[int, ...]
) -> None:
    kept = vault.keep(some_bytes(1, 4 * CHUNK))
    path = vault.path_of(kept.blob)
    sealed = path.read_bytes()
    chunks = [sealed[OVERHEAD + at * (CHUNK + TAG) :][: CHUNK + TAG] for at in range(4)]
    path.write_bytes(sealed[:OVERHEAD] + b"".join(chunks[at] for at in order))
    with pytest.raises(BlobDamaged, match="bytes were changed"):
        vault.read(kept.blob)


def test_other_bytes_sealed_with_the_right_key_are_not_that_photo(vault: Vault) -> None:
    kept = vault.keep(b"the photo")
    vault.path_of(kept.blob).write_bytes(b"".join(vault._seal(kept.blob, b"another")))
    with pytest.raises(BlobDamaged, match="its name stands for"):
        vault.read(kept.blob)


@settings(max_examples=150, deadline=None)
@given(
    size=st.integers(1, 3 * CHUNK),
    at=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_a_single_flipped_bit_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, size: int, at: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    for name in ("blobs", "tmp"):
        (folder / name).mkdir()
    vault = Vault(folder, b"k" * 32, b"n" * 32)
    kept = vault.keep(some_bytes(size, size))
    path = vault.path_of(kept.blob)
    sealed = bytearray(path.read_bytes())
    sealed[int(at * len(sealed))] ^= 1 << bit
    path.write_bytes(sealed)
    with pytest.raises(BlobDamaged):
        vault.read(kept.blob)


@pytest.mark.parametrize(
    ("number", "expected"), [(28, DiskFull), (27, DiskFull), (5, CannotWrite), (13, CannotWrite)]
)
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_failing_disk_leaves_neither_half_a_photo_nor_a_temporary_file(
    vault: Vault,
    monkeypatch: pytest.MonkeyPatch,
    *,
    call: str,
    nth: int,
    number: int,
    expected: type[CannotWrite],
) -> None:
    real, calls = getattr(os, call), 0

    def failing(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(number, os.strerror(number))
        return real(*args, **named)

    data = some_bytes(nth)
    with monkeypatch.context() as broken:
        broken.setattr(os, call, failing)
        if calls_in_keep(call) >= nth:
            with pytest.raises(expected, match="safe"):
                vault.keep(data)
        else:
            vault.keep(data)
    assert list((vault.folder / "tmp").iterdir()) == []
    assert vault.read(vault.keep(data).blob) == data


def calls_in_keep(call: str) -> int:
    """How often the first ``keep`` in a folder makes the call: settle the file and two folders."""
    return {"fsync": 3, "replace": 1, "open": 2}[call]
