"""Arguments in, workflows called, text or JSON out, exit code.

Rule: 0 done, 1 the answer is no, 2 bad input; whatever went wrong without a bug is one sentence on
standard error.
"""

import sys
from collections.abc import Sequence

from scardesk.cli.output import complain
from scardesk.cli.parser import parser
from scardesk.errors import ScardeskError


def main(words: Sequence[str]) -> int:
    """Run one command; ``words`` are the arguments after the program's name."""
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except ScardeskError as error:
        complain(error.sentence)
        return error.exit_code
    except KeyboardInterrupt:
        complain("Stopped. What was finished before is safe.")
        return 130
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        return 0
