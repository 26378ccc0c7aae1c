"""Jobs: values come home on the GUI thread, replaced and cancelled ones are never heard of."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
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
