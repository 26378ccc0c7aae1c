"""Yes or no to a pair, in words.

Hides: the thresholds.  Rule: a refusal says what was measured and what was needed, then what it
may mean and what to do; it never pretends to know which.
"""

from scardesk.imaging.align.texture import Floats, sharpness
from scardesk.model.alignment import Alignment

METHOD = "skin texture"
VERSION = 1

LEAST_COVERAGE = 0.28  # right pairs had at least this, wrong ones at most 0.18 (docs/sources.md, 4.4)
_BLURRED = 0.02  # the sample's photos have 0.13 to 0.36; blurred by 2 px of 1600, 0.02


def words_for(coverage: float, *, one: Floats, two: Floats) -> tuple[bool, str]:
    """Whether a pair with this share of trusted skin is accepted, and the sentence."""
    if coverage >= LEAST_COVERAGE:
        return True, f"{_percent(coverage)} of the photo could be matched, skin to skin."
    return False, (
        f"Only {_percent(coverage)} of the skin could be matched ({_percent(LEAST_COVERAGE)} is needed). "
        + _may_be(one, two)
    )


def unmatched(one: Floats, two: Floats) -> Alignment:
    """The refusal when not even a first guess was found."""
    return refused(f"No part of the skin could be matched. {_may_be(one, two)}", 0.0)


def refused(reason: str, coverage: float) -> Alignment:
    """A refusal that maps nothing."""
    return Alignment(is_accepted=False, reason=reason, method=METHOD, version=VERSION, coverage=coverage)


def _may_be(one: Floats, two: Floats) -> str:
    blurred = [name for name, even in (("before", one), ("after", two)) if sharpness(even) < _BLURRED]
    if blurred:
        return f"The {' and the '.join(blurred)} photo is too blurred. Nothing was changed."
    return "It may be another patient, another view or a very different light. Nothing was changed."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
