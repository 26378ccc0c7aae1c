"""Where scardesk starts: words after the name go to the CLI, none opens the window.

Rule: nothing heavy is imported before it is known which of the two is wanted.
"""

import sys
from pathlib import Path

_HELP = {"-h", "--help"}


def main() -> int:
    """Run scardesk; the result is the exit code of the process."""
    words = sys.argv[1:]
    if words[:1] == ["--decode-worker"]:  # a frozen program starts its own workers this way
        from scardesk.imaging.worker import main as work

        work()
        return 0
    if not words or (words[0] == "open" and not _HELP & set(words)):
        from scardesk.gui.app import run  # Qt is not loaded for the CLI

        return run(words[1:])
    if words[0] == "portrait" and len(words) == 3:  # a process of its own: Qt chooses its platform once
        from scardesk.gui.portrait import take_portrait

        return take_portrait(Path(words[1]), Path(words[2]))
    from scardesk.cli import main as cli_main

    return cli_main(words)


if __name__ == "__main__":
    sys.exit(main())
