"""The words of `python3 -m installer`: each is a small function that returns an exit code.

Exit codes: 0 done, 1 the answer is no (a test or a check failed), 2 this machine or this call is not fit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from installer import checks, debian, environment, locks

Words = Sequence[str]


def demo(words: Words) -> int:
    """Make the sample library and its report; show them in the window if there is a screen."""
    has_display = is_display_there()
    debian.provide(needed=debian.DRAWING + (debian.WINDOW if has_display else ()))
    python = environment.prepare(environment.RUNTIME_LOCK)
    if has_display:
        return run(python, "-m", "scardesk", "demo", *words)
    print("No display here: the demo works without a window and says where its files are.", flush=True)
    return run(python, "-m", "scardesk", "demo", "--no-window", *words, QT_QPA_PLATFORM="offscreen")


def test(words: Words) -> int:
    """Run the tests. Further words go to pytest, for example `-k numbering` or `-n 0`."""
    python = prepare_for_tests()
    # Each worker may hold a 256 MiB key derivation and a 24 MP photo: more than four do not pay.
    workers = ("-n", "auto", "--maxprocesses", "4")
    return run(python, "-m", "pytest", *workers, *words, QT_QPA_PLATFORM=offscreen_unless_told())


def bench(words: Words) -> int:
    """Print how fast things are on this machine. No figure passes or fails."""
    python = prepare_for_tests()
    return run(python, "-m", "tests.bench", *words, QT_QPA_PLATFORM=offscreen_unless_told())


def check(words: Words) -> int:
    """Check form, types and arrows; with `--fix` put the form right first."""
    if unknown := set(words) - {"--fix"}:
        return complain(f"check knows only --fix, not {' '.join(sorted(unknown))}.")
    python = environment.prepare(environment.DEV_LOCK)
    if "--fix" in words:
        checks.fix(python)
    return checks.report(python)


def lock(words: Words) -> int:
    """Resolve pyproject.toml again and write both lock files."""
    if unknown := set(words) - {"--upgrade"}:
        return complain(f"lock knows only --upgrade, not {' '.join(sorted(unknown))}.")
    locks.write(upgrade="--upgrade" in words)
    return 0


COMMANDS: Mapping[str, Callable[[Words], int]] = {
    "demo": demo,
    "test": test,
    "bench": bench,
    "check": check,
    "lock": lock,
}


def prepare_for_tests() -> str:
    """Install what the tests need, as far as this user may, and return the interpreter to use."""
    debian.provide(needed=debian.DRAWING, wanted=debian.WINDOW + debian.TEST_TOOLS)
    return environment.prepare(environment.DEV_LOCK)


def is_display_there() -> bool:
    """Tell whether a window could be shown. Windows and macOS always have a desktop."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def offscreen_unless_told() -> str:
    """Return the Qt platform for tests: they must not flash windows over somebody's work."""
    return os.environ.get("QT_QPA_PLATFORM", "offscreen")


def run(*command: str, **variables: str) -> int:
    """Run a command in the checkout with extra environment variables and return its exit code."""
    surroundings = {**os.environ, **variables}
    return subprocess.run(command, cwd=environment.ROOT, env=surroundings, check=False).returncode


def complain(sentence: str) -> int:
    """Print why nothing was done and return the exit code for it."""
    print(f"installer: {sentence}", file=sys.stderr)
    return 2


def main() -> int:
    """Find the command and run it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those who have an older Python
        return complain(f"scardesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    name, words = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if name not in COMMANDS:
        return complain(f"say one of: python3 -m installer {' | '.join(COMMANDS)}")
    try:
        return COMMANDS[name](words)
    except (debian.PackagesMissing, environment.InstallFailed) as failure:
        return complain(str(failure))
    except KeyboardInterrupt:
        return 130  # what a shell reports for an interrupted command


if __name__ == "__main__":
    sys.exit(main())
