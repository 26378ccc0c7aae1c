"""Everything that a machine can say about the code without running it: one list, one verdict.

Rule: all checks run, also after one has failed; each prints `ok` or `FAILED` with what it found.
"""

from __future__ import annotations

import subprocess

from installer.environment import ROOT

CHECKS = {
    "formatter": ("ruff", "format", "--check", "."),
    "linter": ("ruff", "check", "."),
    "types": ("mypy", "scardesk", "installer", "tests"),  # strict: pyproject.toml
    "import contracts": ("importlinter.cli", "lint"),
}


def report(python: str) -> int:
    """Run every check with the interpreter `python`; return 1 if any failed, else 0."""
    failed = [name for name, words in CHECKS.items() if not is_passed(python, name, words)]
    print(f"check: {', '.join(failed)} FAILED" if failed else "check: all ok", flush=True)
    return 1 if failed else 0


def is_passed(python: str, name: str, words: tuple[str, ...]) -> bool:
    """Run one check and print its verdict, and what it found if there is something to mend."""
    done = subprocess.run(
        [python, "-m", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    print(f"{name:<18}{'FAILED' if done.returncode else 'ok'}", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def fix(python: str) -> None:
    """Let ruff mend what it can, then format."""
    for words in (("check", "--fix", "--quiet", "."), ("format", "--quiet", ".")):
        subprocess.run([python, "-m", "ruff", *words], cwd=ROOT, check=False)
