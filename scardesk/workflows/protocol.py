"""The view set: which photos a visit has, what they are called, whose side they show.

Hides: the TOML file.  Rule: a code that the protocol does not know still has a name (itself), so
that no photo is ever without a place.
"""

import tomllib
from functools import cache
from typing import Literal

import msgspec

from scardesk.assets import resource
from scardesk.errors import BadInput, NotFound
from scardesk.model.photo import LIGHT_WORDS, UNKNOWN_VIEW, Light
from scardesk.model.value import Value

Side = Literal["right", "left", "midline"]

LIGHT_NAMES = LIGHT_WORDS
LIGHT_SHORT = {
    Light.CROSS_POLARISED: "cross-pol.",
    Light.PARALLEL_POLARISED: "parallel-pol.",
    Light.TANGENTIAL_RIGHT: "raking, right",
    Light.TANGENTIAL_LEFT: "raking, left",
    Light.TANGENTIAL_TOP: "raking, top",
    Light.STANDARD_FLASH: "flash",
    Light.RING: "ring",
    Light.AMBIENT: "room light",
    Light.UV: "UV",
    Light.UNKNOWN: "light ?",
}


class View(Value, frozen=True, kw_only=True):
    """One row of the view set; ``side`` is the patient's.  A close-up may be measured to 0.1 mm.

    Without ``has_side`` nobody has said which side it shows, and ``side`` means nothing.
    """

    code: str
    name: str
    side: Side = "midline"
    has_side: bool = True
    is_required: bool = False
    is_close_up: bool = False


class _Protocol(Value, frozen=True, kw_only=True):
    view: tuple[View, ...]


@cache
def views() -> tuple[View, ...]:
    """The view set in the order in which photos are taken.  Raises BadInput for a bad file."""
    try:
        return msgspec.convert(
            tomllib.loads(resource("protocols", "face.toml").read_text("utf-8")), _Protocol
        ).view
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadInput(
            f"The protocol face.toml cannot be used: {error}. Your data is safe. Correct the file."
        ) from error


def view(code: str) -> View:
    """The view with this code; an unknown code is its own name."""
    return next((v for v in views() if v.code == code), View(code=code, name=code, has_side=False))


def order(code: str) -> int:
    """The place of a view in the protocol; unknown codes come last."""
    codes = [v.code for v in views()]
    return codes.index(code) if code in codes else len(codes)


def view_code(text: str | None) -> str:
    """A code as typed, checked against the protocol; None means not chosen.  Raises NotFound."""
    if text is None:
        return UNKNOWN_VIEW
    code = text.strip().upper()
    if code not in {v.code for v in views()}:
        known = ", ".join(v.code for v in views())
        raise NotFound(f"There is no view {text!r}. Nothing was imported. Use one of: {known}.")
    return code


def light_mode(text: str | None) -> Light:
    """A light mode as typed, upper or lower case; None means unknown.  Raises NotFound."""
    if text is None:
        return Light.UNKNOWN
    for light in Light:
        if light.value.lower() == text.strip().lower().replace("-", "_"):
            return light
    raise NotFound(f"There is no light mode {text!r}. Nothing was imported. Use one of: {', '.join(Light)}.")
