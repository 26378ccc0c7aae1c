"""The commands and their arguments.

Rule: one table of what can be asked; each command is one function of its arguments.
"""

import argparse
from collections.abc import Callable
from importlib.metadata import version

Run = Callable[[argparse.Namespace], int]

_EXIT_CODES = (
    "Exit code: 0 done, 1 the answer is no, 2 bad input, 3 a fault of scardesk. "
    "Add --json for machine-readable output."
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="scardesk",
        description="Number acne scars once, follow them for life. Without a command: opens the window.",
        epilog=_EXIT_CODES,
    )
    top.add_argument("--version", action="version", version=f"scardesk {version('scardesk')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _open(commands)
    _demo(commands)
    _library(commands)
    _patient(commands)
    _photo(commands)
    _mark(commands)
    _align(commands)
    _carry(commands)
    _report(commands)
    return top


def _common(sub: argparse.ArgumentParser, run: Run, *, has_library: bool = True) -> argparse.ArgumentParser:
    sub.set_defaults(run=run)
    sub.epilog = _EXIT_CODES
    sub.add_argument("--json", action="store_true", help="print the result as JSON")
    if has_library:
        sub.add_argument(
            "--passphrase-file", metavar="FILE", help="read the pass-phrase from the first line of FILE"
        )
        sub.add_argument("library", metavar="DIR", help="the folder of the library")
    return sub


def _group(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    sub = commands.add_parser(name, help=help_)
    return sub.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _open(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """For the help only: ``__main__`` hands the words after ``open`` to the window."""
    sub = commands.add_parser("open", help="open the window, on a library or with photos")
    sub.add_argument("paths", metavar="PATH", nargs="*", help="a library folder, photos to import")


def _demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli.demo import demo

    sub = _common(
        commands.add_parser("demo", help="make and show the sample library and its report"),
        demo,
        has_library=False,
    )
    sub.add_argument("folder", metavar="DIR", nargs="?", help="where (default: scardesk-demo)")
    sub.add_argument("--no-window", action="store_true", help="only make library, report and a screenshot")


def _library(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli import libraries

    group = _group(commands, "library", "create, describe or check a library")
    create = _common(group.add_parser("create", help="make a new library"), libraries.create)
    create.add_argument(
        "--open", action="store_true", help="no pass-phrase: whoever has the folder can read it"
    )
    _common(group.add_parser("info", help="what the library holds"), libraries.info)
    _common(group.add_parser("verify", help="re-read everything and check it"), libraries.verify)


def _patient(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli import patients

    group = _group(commands, "patient", "add or list patients")
    add = _common(group.add_parser("add", help="add a patient"), patients.add)
    add.add_argument("--name", required=True)
    add.add_argument("--id", required=True, help="the clinic's own id, unique in the library")
    add.add_argument("--born", metavar="YYYY-MM-DD")
    add.add_argument("--sex", help="female, male, other or unknown", default="unknown")
    add.add_argument("--skin", help="Fitzpatrick type I to VI, or unknown", default="unknown")
    _common(group.add_parser("list", help="list patients"), patients.list_)


def _photo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli import photos

    take = _common(commands.add_parser("import", help="import photos of a patient"), photos.import_)
    take.add_argument("paths", metavar="PATH", nargs="+", help="photos, or folders of photos")
    take.add_argument("--patient", metavar="ID", required=True)
    take.add_argument("--visit", metavar="YYYY-MM-DD", help="the visit's day (default: the day of capture)")
    take.add_argument("--view", metavar="CODE", help="the view, such as F0, CCR, CCL")
    take.add_argument("--light", metavar="MODE", help="the light, such as standard_flash, tangential_R")
    group = _group(commands, "photo", "list photos, set their scale")
    listing = _common(group.add_parser("list", help="list the photos of a patient"), photos.list_)
    listing.add_argument("--patient", metavar="ID", required=True)
    scale = _common(
        group.add_parser("scale", help="set the scale of a photo from a ruler in it"), photos.scale
    )
    scale.add_argument("--photo", metavar="PHOTO", required=True)
    scale.add_argument(
        "--ends",
        nargs=4,
        type=float,
        metavar=("X1", "Y1", "X2", "Y2"),
        required=True,
        help="two points on the ruler, in upright pixels",
    )
    scale.add_argument("--mm", type=float, required=True, help="the length between them in millimetres")


def _mark(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli import marks

    group = _group(commands, "mark", "import or export the marks of a photo as CSV")
    take = _common(
        group.add_parser("import", help="number,type,x,y,width_px,note: scars are reused by number"),
        marks.import_,
    )
    take.add_argument("file", metavar="FILE.csv", help="the table, - for standard input")
    take.add_argument("--photo", metavar="PHOTO", required=True)
    give = _common(group.add_parser("export", help="the marks of a photo as CSV"), marks.export)
    give.add_argument("--photo", metavar="PHOTO", required=True)
    give.add_argument("--out", metavar="FILE.csv", help="default: standard output")


def _align(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli.aligning import align

    sub = _common(
        commands.add_parser("align", help="align two photo files, without a library"),
        align,
        has_library=False,
    )
    sub.add_argument("before", metavar="BEFORE")
    sub.add_argument("after", metavar="AFTER")
    sub.add_argument("--points", metavar="IN.csv", help="points on BEFORE (header x,y)")
    sub.add_argument("--out", metavar="OUT.csv", help="where they lie on AFTER: x,y,confidence,placed")
    sub.add_argument("--overlay", metavar="OUT.jpg", help="a picture of AFTER laid over BEFORE")


def _carry(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli.marks import carry

    sub = _common(commands.add_parser("carry", help="propose the numbers of a photo on a later one"), carry)
    sub.add_argument("--from", dest="before", metavar="PHOTO", required=True)
    sub.add_argument("--to", dest="after", metavar="PHOTO", required=True)
    sub.add_argument(
        "--accept", choices=["confident"], help="also confirm the confident ones, as one undo step"
    )


def _report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from scardesk.cli.reports import report

    sub = _common(commands.add_parser("report", help="write the progress report of a patient as PDF"), report)
    sub.add_argument("--patient", metavar="ID", required=True)
    sub.add_argument("--out", metavar="FILE.pdf", required=True)
    sub.add_argument("--paper", choices=["A4", "Letter"], help="default: as in the settings")
