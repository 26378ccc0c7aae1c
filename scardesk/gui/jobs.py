"""Slow work beside the GUI thread.

Hides: threads.  Rule: a job is a function of values that returns a value; it never touches a
QObject or the library's catalogue.  Its result re-enters on the GUI thread; the late result of a
job that was replaced (same key), cancelled or closed is dropped.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from scardesk.errors import Cancelled, ScardeskError

_THREADS = 2  # the decode children do the heavy work; more threads would only queue there
_PATIENCE_S = 0.8  # how long a closing window waits for the step of a job that is under way


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
        self.dropped: Callable[[Any], None] | None = None

    def discard(self) -> None:
        """Put away what a dropped job has made all the same."""
        future = self.future
        is_made = future is not None and future.done() and not future.cancelled()
        if future is not None and is_made and self.dropped is not None and future.exception() is None:
            self.dropped(future.result())


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
    _late = Signal(int)
    _stepped = Signal(int, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="scardesk-job")
        self._jobs: dict[int, _Job] = {}
        self._dropped: dict[int, _Job] = {}  # those whose result has to be put away
        self._under_way: set[Future[Any]] = set()  # those of dropped jobs too
        self._next = 0
        # queued, because a future that is already done calls back in the thread that asks
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._late.connect(self._on_late, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way that a person waits for."""
        return any(job.words for job in self._jobs.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is under way."""
        return not self._jobs

    @property
    def is_settled(self) -> bool:
        """Whether also every dropped job has ended, and what it made is put away."""
        return not (self._under_way or self._dropped)

    def run(
        self,
        function: Callable[..., Any],
        *values: Any,
        key: str,
        done: Callable[[Any], None],
        failed: Callable[[ScardeskError], None] | None = None,
        dropped: Callable[[Any], None] | None = None,
        words: str = "",
        has_progress: bool = False,
        **more: Any,
    ) -> None:
        """Run ``function(*values, **more)`` and hand its value to ``done`` on the GUI thread.

        With ``has_progress`` the function also gets ``progress=``.  ``words`` say what a person
        waits for.  A job with the same ``key`` that is still under way is dropped.  ``dropped`` puts
        away what a dropped job has made, such as an open library, on the GUI thread too.
        """
        self.drop(key)
        self._next += 1
        job = _Job(self._next, key, words)
        job.done, job.failed, job.dropped = done, failed, dropped
        self._jobs[job.ticket] = job
        if words:
            self.began.emit(words)
        if has_progress:
            more["progress"] = self._progress_of(job)
        arrived = self._arrived
        job.future = self._pool.submit(function, *values, **more)
        self._under_way.add(job.future)
        job.future.add_done_callback(self._under_way.discard)
        job.future.add_done_callback(lambda _: _tell_home(job, arrived, job.ticket))

    def drop(self, key: str) -> None:
        """Stop the job with this key at its next step, and never hear of it again."""
        for job in [job for job in self._jobs.values() if job.key == key]:
            self._drop(job)

    def drop_all(self) -> None:
        """Stop every job, also those that nobody waits for, and never hear of them again."""
        for job in list(self._jobs.values()):
            self._drop(job)

    def cancel(self) -> None:
        """Stop every job that a person waits for."""
        for job in [job for job in self._jobs.values() if job.words]:
            self._drop(job)
            if job.failed is not None:
                job.failed(Cancelled("Stopped. What was finished before is safe."))

    def close(self) -> None:
        """Stop all jobs; a step that takes long ends by itself, and nobody hears of it."""
        self.drop_all()
        self._pool.shutdown(wait=False, cancel_futures=True)
        wait({future for future in list(self._under_way) if not future.cancelled()}, _PATIENCE_S)
        for ticket in list(self._dropped):
            self._on_late(ticket)

    def _progress_of(self, job: _Job) -> Callable[[int, int, str], None]:
        stepped = self._stepped

        def progress(done: int, total: int, words: str) -> None:
            if job.is_stopped.is_set():
                raise Cancelled("Stopped. What was finished before is safe.")
            _tell_home(job, stepped, job.ticket, done, total, words)

        return progress

    def _forget(self, job: _Job) -> None:
        self._jobs.pop(job.ticket, None)
        if job.words:
            self.ended.emit()

    def _drop(self, job: _Job) -> None:
        job.is_stopped.set()
        self._forget(job)
        if job.future is None or job.future.cancel() or job.dropped is None:
            return
        if job.future.done():
            job.discard()  # made already, and not yet heard of
            return
        self._dropped[job.ticket] = job
        late = self._late
        job.future.add_done_callback(lambda _: _emit(late, job.ticket))

    def _on_late(self, ticket: int) -> None:
        job = self._dropped.pop(ticket, None)
        if job is not None:
            job.discard()

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


def _tell_home(job: _Job, signal: SignalInstance, *values: Any) -> None:
    """Emit on the thread of a job, unless nobody is at home any more."""
    if not job.is_stopped.is_set():
        _emit(signal, *values)


def _emit(signal: SignalInstance, *values: Any) -> None:
    with suppress(RuntimeError):  # Jobs went away without ``close``
        signal.emit(*values)
