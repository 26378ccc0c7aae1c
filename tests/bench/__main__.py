"""Runs every bench, or those named, and prints its figures with the machine they were measured on."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(names: list[str]) -> int:
    """Print the figures of the named benches, of all when none is named."""
    here = Path(__file__).parent
    known = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    print(machine())
    for name in names or known:
        print(f"\n{name}")
        for what, figure in import_module(f"tests.bench.bench_{name}").run():
            print(f"  {what:<58} {figure}", flush=True)
    return 0


def machine() -> str:
    """The machine in one line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
