"""Slow work beside the GUI thread.

Hides: threads.  Rule: a job is a function of values that returns a value; it never touches a
QObject or the library's catalogue.  Its result re-enters on the GUI thread; the late result of a
job that was replaced (same key) or cancelled is dropped.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from scardesk.errors import Cancelled, ScardeskError

_THREADS = 2  # the decode children do the heavy work; more threads would only queue there


class _Job:
    """One function under way."""

    def __init__(self, ticket: int, key: str, words: str) -> None:
        self.ticket = ticket
        self.key = key
        self.words = words
        self.is_stopped = threading.Event()
        self.future: Future[Any] | None = None
        self.done: Callable[[Any], None] = lambda _: None
        self.failed: Callable[[ScardeskError], None] | None = None


class Jobs(QObject):
    """Runs jobs and brings their results home.

    ``began``, ``progressed`` and ``ended`` speak only of jobs with ``words``: those a person waits
    for.  ``failed`` carries the sentence of a job that nobody else answers for.
    """

    began = Signal(str)
    progressed = Signal(int, int, str)
    ended = Signal()
    failed = Signal(str)
    _arrived = Signal(int)
    _stepped = Signal(int, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="scardesk-job")
        self._jobs: dict[int, _Job] = {}
        self._next = 0
        # queued, because a future that is already done calls back in the thread that asks
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way that a person waits for."""
        return any(job.words for job in self._jobs.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is under way."""
        return not self._jobs

    def run(
        self,
        function: Callable[..., Any],
        *values: Any,
        key: str,
        done: Callable[[Any], None],
        failed: Callable[[ScardeskError], None] | None = None,
        words: str = "",
        has_progress: bool = False,
        **more: Any,
    ) -> None:
        """Run ``function(*values, **more)`` and hand its value to ``done`` on the GUI thread.

        With ``has_progress`` the function also gets ``progress=``.  ``words`` say what a person
        waits for.  A job with the same ``key`` that is still under way is dropped.
        """
        self.drop(key)
        self._next += 1
        job = _Job(self._next, key, words)
        job.done, job.failed = done, failed
        self._jobs[job.ticket] = job
        if words:
            self.began.emit(words)
        if has_progress:
            more["progress"] = self._progress_of(job)
        job.future = self._pool.submit(function, *values, **more)
        job.future.add_done_callback(lambda _: self._arrived.emit(job.ticket))

    def drop(self, key: str) -> None:
        """Stop the job with this key at its next step, and never hear of it again."""
        for job in [job for job in self._jobs.values() if job.key == key]:
            self._forget(job)

    def cancel(self) -> None:
        """Stop every job that a person waits for."""
        for job in [job for job in self._jobs.values() if job.words]:
            self._forget(job)
            if job.failed is not None:
                job.failed(Cancelled("Stopped. What was finished before is safe."))

    def close(self) -> None:
        """Stop all jobs and wait until their threads are gone."""
        for job in list(self._jobs.values()):
            self._forget(job)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _progress_of(self, job: _Job) -> Callable[[int, int, str], None]:
        def progress(done: int, total: int, words: str) -> None:
            if job.is_stopped.is_set():
                raise Cancelled("Stopped. What was finished before is safe.")
            self._stepped.emit(job.ticket, done, total, words)

        return progress

    def _forget(self, job: _Job) -> None:
        job.is_stopped.set()
        self._jobs.pop(job.ticket, None)
        if job.future is not None:
            job.future.cancel()
        if job.words:
            self.ended.emit()

    def _on_stepped(self, ticket: int, done: int, total: int, words: str) -> None:
        job = self._jobs.get(ticket)
        if job is not None and job.words:
            self.progressed.emit(done, total, words)

    def _on_arrived(self, ticket: int) -> None:
        job = self._jobs.get(ticket)
        if job is None or job.future is None:
            return  # replaced, cancelled or closed
        self._forget(job)
        try:
            value = job.future.result()
        except ScardeskError as error:
            self._tell(job, error)
        else:
            job.done(value)

    def _tell(self, job: _Job, error: ScardeskError) -> None:
        if job.failed is not None:
            job.failed(error)
        else:
            self.failed.emit(error.sentence)
