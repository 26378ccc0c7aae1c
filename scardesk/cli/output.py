"""What the CLI prints.

Rule: results go to standard output, as text or as one JSON value; everything else to standard error.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec


def say(arguments: argparse.Namespace, *, data: Any, lines: Iterable[str]) -> None:
    """Print ``data`` as JSON when asked to, else ``lines``."""
    if arguments.json:
        # ASCII only: it survives every terminal, and a file name that is no text
        _write(json.dumps(msgspec.to_builtins(data), indent=2))
    else:
        for line in lines:
            _write(line)


def complain(sentence: str) -> None:
    """One sentence to standard error."""
    sys.stderr.write(f"scardesk: {sentence}\n")


def progress(done: int, total: int, words: str) -> None:
    """Progress on a terminal, one line that overwrites itself; silent when redirected."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{done}/{total} {words}" if done < total else "\r\x1b[K")


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
