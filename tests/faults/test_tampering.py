"""A log rewritten by somebody who holds the key is noticed, the first bad change named.

Limit, stated in ``library/head``: who also holds the code can make a new log that fits; and an older
copy of the whole folder is a library in order, which only a back-up's manifest shows to be old.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from scardesk.errors import LibraryDamaged
from scardesk.library import Edit, Library, keys
from scardesk.library.catalogue import Catalogue
from tests.faults.clinic import WHO, a_patient, fill, open_library

Tamper = Callable[[Catalogue, int], None]
CHANGES = 15
TRIGGERS = ("change_stays", "change_kept", "revision_stays", "revision_kept", "number_stays", "number_kept")


def edit_label(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET label = label || '.' WHERE seq = ?", seq)


def edit_author(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET who = 'Somebody else' WHERE seq = ?", seq)


def edit_time(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = ?", seq)


def edit_scope(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET scope = 'x' WHERE seq = ?", seq)


def edit_seal(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET hash = zeroblob(32) WHERE seq = ?", seq)


def edit_body(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE revision SET body = replace(body, ':\"', ':\"0') WHERE change = ?", seq)


def retire(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE revision SET body = NULL WHERE change = ?", seq)


def drop_revision(catalogue: Catalogue, seq: int) -> None:
    catalogue.run(
        "DELETE FROM revision WHERE place = (SELECT max(place) FROM revision WHERE change = ?)", seq
    )


def add_revision(catalogue: Catalogue, seq: int) -> None:
    catalogue.run(
        "INSERT INTO revision (change, kind, id, version, body) "
        "SELECT change, kind, id, version, body FROM revision WHERE change = ? LIMIT 1",
        seq,
    )


def delete_change(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("DELETE FROM revision WHERE change = ?", seq)
    catalogue.run("DELETE FROM change WHERE seq = ?", seq)


def delete_and_close_the_gap(catalogue: Catalogue, seq: int) -> None:
    delete_change(catalogue, seq)
    catalogue.run("UPDATE change SET seq = seq - 1 WHERE seq > ?", seq)
    catalogue.run("UPDATE revision SET change = change - 1 WHERE change > ?", seq)


def insert_change(catalogue: Catalogue, seq: int) -> None:
    catalogue.run("UPDATE change SET seq = -seq WHERE seq >= ?", seq)
    catalogue.run("UPDATE change SET seq = 1 - seq WHERE seq < 0")
    catalogue.run("UPDATE revision SET change = change + 1 WHERE change >= ?", seq)
    rest = "at, who, workstation, label, scope, step, reverts, previous, hash FROM change WHERE seq = ?"
    catalogue.run(f"INSERT INTO change SELECT ?, 'new', {rest}", seq, seq + 1)


def swap_changes(catalogue: Catalogue, seq: int) -> None:
    for table, column in (("change", "seq"), ("revision", "change")):
        for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            catalogue.run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", new, old)  # noqa: S608 - a test


def swap_contents(catalogue: Catalogue, seq: int) -> None:
    for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        catalogue.run("UPDATE revision SET change = ? WHERE change = ?", new, old)


KINDS: tuple[Tamper, ...] = (
    edit_label,
    edit_author,
    edit_time,
    edit_scope,
    edit_seal,
    edit_body,
    retire,
    drop_revision,
    add_revision,
    delete_change,
    delete_and_close_the_gap,
    insert_change,
    swap_changes,
    swap_contents,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "library"
    with open_library(folder) as library:
        fill(library, patients=3, photos=1, scars=3)
        assert library.info().changes == CHANGES
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "library")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: str(kind.__name__))
def test_a_rewritten_log_is_noticed_and_the_first_bad_change_named(
    folder: Path, tamper: Tamper, seed: int
) -> None:
    seq = random.Random(seed).randrange(1, CHANGES)  # the last one is the affair of the head
    rewrite(folder, lambda catalogue: tamper(catalogue, seq))
    findings = findings_in(folder)
    named = [at for at in range(CHANGES + 2) if any(f"Change {at} (" in finding for finding in findings)]
    assert len(named) == 1, findings
    assert named[0] in {seq, seq + 1}


@pytest.mark.parametrize("count", [1, 2, CHANGES - 1, CHANGES])
def test_a_cut_tail_is_noticed(folder: Path, count: int) -> None:
    def cut(catalogue: Catalogue) -> None:
        for seq in range(CHANGES, CHANGES - count, -1):
            delete_change(catalogue, seq)
        catalogue.run("DELETE FROM current WHERE born > (SELECT coalesce(max(place), 0) FROM revision)")

    rewrite(folder, cut)
    assert any("newer changes are missing" in finding for finding in findings_in(folder))
    with pytest.raises(LibraryDamaged, match="newer changes are missing"):
        Library.open(folder, who=WHO)


def test_a_log_in_another_librarys_place_is_noticed(folder: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "other") as library:
        fill(library)
    shutil.copyfile(tmp_path / "other" / "catalogue.db", folder / "catalogue.db")
    with pytest.raises(LibraryDamaged):
        Library.open(folder, who=WHO)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "UPDATE current SET body = replace(body, 'Ann', 'Eve') WHERE kind = 'patient'",
            "not what the log says",
        ),
        ("DELETE FROM current WHERE kind = 'mark'", "not what the log says"),
        ("UPDATE current SET parent = 'x' WHERE kind = 'mark'", "filed in the wrong place"),
        ("UPDATE current SET handle = 'x' WHERE kind = 'photo'", "filed in the wrong place"),
        ("UPDATE current SET born = born + 1 WHERE kind = 'scar'", "not what the log says"),
        (
            "INSERT INTO current SELECT kind, id || 'x', parent, other, '', born, version, body FROM current",
            "does not come from the log",
        ),
        ("DELETE FROM number WHERE number = 2", "Scar number 2 of patient P-1 is not what the log says"),
        ("UPDATE number SET number = number + 50 WHERE number = 3", "Scar number 53 of patient P-"),
        ("INSERT INTO number VALUES ('x', 7, 'y')", "Scar number 7"),
        ("UPDATE current SET body = '{' WHERE kind = 'patient'", "cannot be read"),
    ],
)
def test_a_current_state_that_does_not_follow_from_the_log_is_noticed(
    folder: Path, sql: str, expected: str
) -> None:
    rewrite(folder, lambda catalogue: catalogue.run(sql))
    assert any(expected in finding for finding in findings_in(folder))


def test_a_change_from_a_fork_of_the_library_does_not_fit(folder: Path, tmp_path: Path) -> None:
    fork = shutil.copytree(folder, tmp_path / "fork")
    for place, names in ((folder, ("Q-1", "Q-2")), (fork, ("Q-9",))):
        with Library.open(place, who=WHO) as library:
            for name in names:
                library.commit("Add", [Edit.added(a_patient(name))])
    rows = catalogue_of(fork)
    foreign = rows.rows("SELECT * FROM change WHERE seq = ?", CHANGES + 1)[0]
    (body,) = rows.rows(
        "SELECT change, place, kind, id, version, body FROM revision WHERE change = ?", CHANGES + 1
    )
    rows.close()

    def transplant(catalogue: Catalogue) -> None:
        delete_change(catalogue, CHANGES + 1)
        catalogue.run(f"INSERT INTO change VALUES ({', '.join('?' * len(foreign))})", *foreign)  # noqa: S608 - a test
        catalogue.run("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)", *body)
        catalogue.run("UPDATE change SET previous = ? WHERE seq = ?", foreign[-1], CHANGES + 2)

    rewrite(folder, transplant)
    assert any(f"Change {CHANGES + 2} (" in finding for finding in findings_in(folder))


def test_the_log_itself_refuses_to_be_rewritten(folder: Path) -> None:
    catalogue = catalogue_of(folder)
    for table in ("change", "revision", "number"):
        with pytest.raises(apsw.ConstraintError, match=r"append-only|for life"):
            catalogue.run(f"DELETE FROM {table}")  # noqa: S608 - a test
    catalogue.close()


def catalogue_of(folder: Path) -> Catalogue:
    return Catalogue(folder / "catalogue.db", keys.unlock(keys.read_header(folder), None).catalogue)


def rewrite(folder: Path, tamper: Callable[[Catalogue], None]) -> None:
    catalogue = catalogue_of(folder)
    for trigger in TRIGGERS:
        catalogue.run(f"DROP TRIGGER {trigger}")
    catalogue.run("PRAGMA foreign_keys = OFF")
    tamper(catalogue)
    catalogue.trust()
    catalogue.close()


def findings_in(folder: Path) -> tuple[str, ...]:
    with Library.open(folder, is_read_only=True, who=WHO) as library:
        report = library.verify()
    assert not report.is_sound
    return report.findings
