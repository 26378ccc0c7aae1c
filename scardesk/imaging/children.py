"""The decode workers: started when first needed, reused, replaced.

Hides: processes, pipes and clocks.  Rule: a caller waits at most LIMIT_S for an answer and never
shares a worker with another caller; a worker that is slow, dead or worn out is ended and replaced,
and all end with the program.
"""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from scardesk.imaging.wire import MOST_PX, Pixels, Ready, Reply, Request, exactly, receive, send

LIMIT_S = 10.0  # docs/sources.md, 6.1
MOST_WORKERS = max(2, min(4, os.cpu_count() or 2))
_MOST_REQUESTS = 500  # a decoder that leaks is replaced before it matters


class WorkerGone(Exception):
    """The worker ended before it answered; ``was_slow`` when we ended it for the time."""

    def __init__(self, *, was_slow: bool, was_fresh: bool) -> None:
        super().__init__("slow" if was_slow else "gone")
        self.was_slow = was_slow
        self.was_fresh = was_fresh


class _Worker:
    """One child process and its pipes."""

    def __init__(self) -> None:
        self.served = 0
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window on Windows
        )

    @property
    def is_usable(self) -> bool:
        return self._process.poll() is None and self.served < _MOST_REQUESTS

    def ask(self, request: Request, data: bytes) -> tuple[Reply, bytes]:
        """Raises WorkerGone; the worker is then of no further use."""
        is_slow = threading.Event()
        clock = threading.Timer(LIMIT_S, self._stop, [is_slow])
        clock.daemon = True
        clock.start()
        try:
            return self._exchange(request, data)
        except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
            self.end()
            raise WorkerGone(was_slow=is_slow.is_set(), was_fresh=self.served == 0) from error
        finally:
            clock.cancel()

    def _stop(self, is_slow: threading.Event) -> None:
        is_slow.set()
        self._process.kill()

    def _exchange(self, request: Request, data: bytes) -> tuple[Reply, bytes]:
        to, back = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)
        if self.served == 0:
            receive(back, Ready)
        send(to, request)
        to.write(data)
        to.flush()
        reply = receive(back, cast("type[Reply]", Reply))
        payload = exactly(back, _payload_size(reply))
        self.served += 1
        return reply, payload

    def end(self) -> None:
        """Kill, reap and close; never raises."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", pipe).close()
        self._process.wait()


class Children:
    """A few workers, shared by all threads."""

    def __init__(self, most: int) -> None:
        self._slots = threading.BoundedSemaphore(most)
        self._idle: list[_Worker] = []  # list.pop and append are atomic; last in, first out keeps it warm
        atexit.register(self.close)

    def ask(self, request: Request, data: bytes) -> tuple[Reply, bytes]:
        """One answer.  Raises WorkerGone.  Blocks while all workers are busy."""
        with self._slots:
            worker = self._taken()
            try:
                answer = worker.ask(request, data)
            except WorkerGone as gone:
                if gone.was_slow or gone.was_fresh:
                    raise
                worker = _Worker()  # it may have died of an earlier photo: one fresh try
                answer = worker.ask(request, data)
            self._idle.append(worker)
            return answer

    def close(self) -> None:
        """End the idle workers; later requests start new ones."""
        while self._idle:
            self._idle.pop().end()

    def _taken(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_usable:
                return worker
            worker.end()
        return _Worker()


CHILDREN = Children(MOST_WORKERS)


def _payload_size(reply: Reply) -> int:
    if not isinstance(reply, Pixels):
        return 0
    pixels = reply.width * reply.height
    if not 0 < pixels <= MOST_PX or reply.width < 0:
        raise EOFError("a worker that says this is no longer ours")
    return pixels * 3


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--decode-worker"]  # __main__ hands it to worker.main
    return [sys.executable, "-P", "-B", "-s", "-m", "scardesk.imaging.worker"]


def _environment() -> dict[str, str]:
    """Ours, and the way to this very package: a checkout need not be installed."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
