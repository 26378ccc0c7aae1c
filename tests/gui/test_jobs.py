"""Jobs: values come home on the GUI thread, replaced and cancelled ones are never heard of."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from scardesk.errors import Cancelled, DiskFull, ScardeskError
from scardesk.gui.jobs import Jobs
from scardesk.model.progress import Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_a_value_comes_home_on_the_thread_that_asked(jobs: Jobs, qtbot: QtBot) -> None:
    home: list[tuple[int, threading.Thread]] = []
    jobs.run(lambda: 42, key="a", done=lambda value: home.append((value, threading.current_thread())))
    assert home == []
    qtbot.waitUntil(lambda: bool(home))
    assert home == [(42, threading.main_thread())]


def test_an_expected_failure_is_told_as_a_sentence(jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> None:
        raise DiskFull("No space left. The photo was not stored.")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(fail, key="a", done=lambda _: pytest.fail("it did not finish"))
    assert told.args == ["No space left. The photo was not stored."]


def test_the_late_result_of_a_replaced_job_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    heard: list[str] = []

    def slow() -> str:
        gate.wait(10)
        return "old"

    jobs.run(slow, key="photo", done=heard.append)
    jobs.run(lambda: "new", key="photo", done=heard.append)
    qtbot.waitUntil(lambda: heard == ["new"])
    gate.set()
    jobs.close()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert heard == ["new"]


def test_cancel_stops_at_the_next_step_and_keeps_whole_steps(jobs: Jobs, qtbot: QtBot) -> None:
    steps: list[int] = []
    ended = threading.Event()

    def work(progress: Progress) -> None:
        try:
            for step in range(1_000_000):
                progress(step, 1_000_000, "working")
                steps.append(step)
        finally:
            ended.set()

    told: list[ScardeskError] = []
    jobs.run(work, key="a", words="Working", has_progress=True, done=lambda _: None, failed=told.append)
    assert jobs.is_busy
    qtbot.waitUntil(lambda: len(steps) > 3)
    jobs.cancel()
    assert not jobs.is_busy
    assert ended.wait(10)
    assert len(steps) < 1_000_000
    assert [type(error) for error in told] == [Cancelled]


def test_quiet_jobs_are_dropped_with_all_the_others(jobs: Jobs, qtbot: QtBot) -> None:
    gate, is_under_way = threading.Event(), threading.Event()

    def slow() -> None:
        is_under_way.set()
        gate.wait(10)

    jobs.run(slow, key="quiet", done=lambda _: pytest.fail("it was dropped"))
    assert is_under_way.wait(10)
    jobs.drop_all()
    assert jobs.is_idle
    gate.set()
    last: list[int] = []
    jobs.run(lambda: 1, key="last", done=last.append)
    qtbot.waitUntil(lambda: bool(last))


@pytest.mark.parametrize("is_finished", [False, True])
def test_what_a_dropped_job_has_made_is_put_away(jobs: Jobs, qtbot: QtBot, is_finished: bool) -> None:
    gate, is_under_way = threading.Event(), threading.Event()
    away: list[str] = []

    def make() -> str:
        is_under_way.set()
        gate.wait(10)
        return "made"

    jobs.run(make, key="a", done=lambda _: pytest.fail("it was dropped"), dropped=away.append)
    assert is_under_way.wait(10)
    if is_finished:
        gate.set()
        jobs._pool.shutdown(wait=True)  # the value is there, but not at home yet
    jobs.drop("a")
    gate.set()
    qtbot.waitUntil(lambda: away == ["made"])


def test_closing_does_not_wait_for_a_step_that_takes_long(qtbot: QtBot) -> None:
    gate, is_under_way, is_over = threading.Event(), threading.Event(), threading.Event()

    def slow(progress: Progress) -> None:
        try:
            progress(0, 2, "first")
            is_under_way.set()
            gate.wait(30)
            progress(1, 2, "second")
        finally:
            is_over.set()

    jobs = Jobs()
    jobs.run(slow, key="a", words="Working", has_progress=True, done=lambda _: None)
    assert is_under_way.wait(10)
    jobs.close()
    assert not is_over.is_set()
    gate.set()
    assert is_over.wait(10)


def test_a_job_that_outlives_its_window_ends_quietly(qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> None:
    gate, is_under_way, is_over = threading.Event(), threading.Event(), threading.Event()
    raised: list[RuntimeError] = []

    def slow(progress: Progress) -> None:
        is_under_way.set()
        gate.wait(30)
        try:
            progress(1, 2, "nobody is at home")
        except RuntimeError as error:
            raised.append(error)
            raise
        finally:
            is_over.set()

    jobs = Jobs()
    jobs.run(slow, key="a", has_progress=True, done=lambda _: None)
    assert is_under_way.wait(10)
    pool = jobs._pool
    shiboken6.delete(jobs)
    gate.set()
    assert is_over.wait(10)
    pool.shutdown(wait=True)
    assert raised == []
    assert capfd.readouterr().err == ""


def test_progress_is_heard_only_of_work_that_a_person_waits_for(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    jobs.progressed.connect(lambda _done, _total, words: heard.append(words))
    finished: list[str] = []

    def work(words: str, progress: Progress) -> str:
        progress(0, 1, words)
        return words

    jobs.run(work, "quiet", key="a", has_progress=True, done=finished.append)
    jobs.run(work, "loud", key="b", words="Working", has_progress=True, done=finished.append)
    qtbot.waitUntil(lambda: len(finished) == 2)
    assert heard == ["loud"]
