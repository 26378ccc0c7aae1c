"""Finds the program's data files.

Hides: whether scardesk runs from a checkout, an installed wheel or a frozen program.  Rule: every
file under ``resources/`` is reached through here, by its parts.
"""

import sys
from functools import cache
from pathlib import Path

from scardesk.errors import NotFound


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "resources", package.parent / "resources"]
    if frozen:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise NotFound("The program's resources folder is missing. Your data is safe. Install scardesk again.")


def resource(*parts: str) -> Path:
    """The path of one data file, e.g. ``resource("fonts", "NotoSans-Regular.ttf")``.

    Raises NotFound when the installation lacks it.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise NotFound(f"The program file {name} is missing. Your data is safe. Install scardesk again.")
    return path
