"""``scardesk library …``."""

import argparse
from pathlib import Path

from scardesk.cli import output
from scardesk.cli.opening import open_library, operator, passphrase
from scardesk.library import Library


def create(arguments: argparse.Namespace) -> int:
    """Make a library; the recovery key is shown this once."""
    secret = None if arguments.open else passphrase(arguments, is_new=True)
    library, recovery_key = Library.create(Path(arguments.library), passphrase=secret, who=operator())
    library.close()
    lines = [f"Created the library {library.folder}."]
    if arguments.open:
        lines.append(
            "It has no pass-phrase: whoever has the folder can read it. Keep no real patients in it."
        )
    else:
        lines += [
            "Recovery key, shown only now. Print it, lock it away: without it a lost pass-phrase loses all:",
            f"    {recovery_key}",
        ]
    data = {
        "folder": str(library.folder),
        "is_open": bool(arguments.open),
        "recovery_key": recovery_key or None,
    }
    output.say(arguments, data=data, lines=lines)
    return 0


def info(arguments: argparse.Namespace) -> int:
    """What the library holds."""
    with open_library(arguments, is_read_only=True) as library:
        facts = library.info()._asdict()
    facts["folder"] = str(facts["folder"])
    del facts["is_writable"]  # of this look at it, which is for reading, not of the library
    rows = output.table([(name.replace("_", " "), str(value)) for name, value in facts.items()])
    output.say(arguments, data=facts, lines=rows)
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Re-read everything; 1 when something is damaged."""
    with open_library(arguments, is_read_only=True) as library:
        report = library.verify(output.progress)
    verdict = "Sound: " if report.is_sound else "Damaged: "
    counted = f"{report.changes} changes, {report.values} values, {report.photos} photos re-read and checked."
    output.say(arguments, data=report._asdict(), lines=[verdict + counted, *report.findings, *report.notes])
    return 0 if report.is_sound else 1
