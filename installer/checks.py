"""Everything that a machine can say about the code without running it: one list, one verdict.

Rule: all checks run, also after one has failed; each prints `ok` or `FAILED` with what it found.
"""

from __future__ import annotations

import os
import subprocess

from installer.environment import ROOT

CHECKS = {
    "formatter": ("-m", "ruff", "format", "--check", "."),
    "linter": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy", "scardesk", "installer", "tests"),  # strict: pyproject.toml
    # import-linter has no `-m`: run as a module it does nothing, and successfully so.
    "import contracts": ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
}


def report(python: str) -> int:
    """Run every check with the interpreter `python`; return 1 if any failed, else 0."""
    failed = [name for name, words in CHECKS.items() if not is_passed(name, [python, *words])]
    print(f"check: {', '.join(failed)} FAILED" if failed else "check: all ok", flush=True)
    return 1 if failed else 0


def is_passed(name: str, command: list[str]) -> bool:
    """Run one check and print its verdict, and what it found if there is something to mend."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},  # Windows would write to a pipe in its old code page
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
