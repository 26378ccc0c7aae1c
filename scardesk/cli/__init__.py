"""Arguments in, workflows called, text or JSON out, exit code.

Rule: 0 done, 1 the answer is no, 2 bad input, 3 a bug; whatever went wrong is one sentence on standard
error, and that of a bug carries a code and nothing that was typed or stored.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from scardesk.cli.output import complain
from scardesk.cli.parser import parser
from scardesk.errors import ScardeskError


def main(words: Sequence[str]) -> int:
    """Run one command; ``words`` are the arguments after the program's name."""
    arguments = parser().parse_args(words)
    return guarded(lambda: int(arguments.run(arguments)))


def guarded(command: Callable[[], int]) -> int:
    """The exit code of a command; what goes wrong in it is told, and nothing is raised."""
    try:
        return command()
    except ScardeskError as error:
        complain(error.sentence)
        return error.exit_code
    except KeyboardInterrupt:
        complain("Stopped. What was finished before is safe.")
        return 130
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - one of the two hooks: a bug is told, not thrown at a clinic
        complain(_fault(error))
        return 3


def _fault(error: Exception) -> str:
    """File, line and function only: the text of an error could hold a patient's name."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    steps = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return (
        "scardesk met a fault of its own. Everything up to the last saved action is safe. Please report "
        f"this code: {type(error).__name__} at {', from '.join(steps)}."
    )
