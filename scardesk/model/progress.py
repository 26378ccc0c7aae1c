"""How long work tells how far it is, and how it is stopped.

Rule: a function that may take over half a second takes a ``Progress`` and calls it between whole
steps; the callee may raise ``Cancelled``, so every call is also a safe place to stop.
"""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""``progress(done, total, words)``: steps done, steps in all, what is being done now."""


def silent(_done: int, _total: int, _words: str) -> None:
    """Progress for whoever does not look."""
