"""How far to believe the map, place by place.

Hides: the formula.  Rule (docs/sources.md, 4.3): confidence = density of agreeing witnesses near a
place x how tightly they agree.  A place without witnesses has none, however smooth the map.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.surface import Lattice
from scardesk.imaging.align.tiles import Witnesses

Doubles = NDArray[np.float64]

_NEAR = 1 / 34  # standard deviation of "near", as part of the longer edge: 47 px of 1600, 2.7 mm of 92
_AGREE_PX = 1.6
_TIGHT_PX = 1.3
_FULL_DENSITY = 0.75  # of near witnesses agreeing: from here on density adds nothing
_FLOOR = (
    0.12  # a wide margin: of 36 wrong pairs of the sample, at most 0.7 % of the witnesses agreed by chance
)


class Trust(NamedTuple):
    """``confidence`` per lattice node (0 to 1) and the median residual in working pixels."""

    confidence: Doubles
    residual_px: float


def trusted(lattice: Lattice, witnesses: Witnesses, left: Doubles) -> Trust:
    """Confidence from how far (``left``, px) each witness lies from the fitted map."""
    places = witnesses.evidence.places
    agrees = (left < _AGREE_PX) & (witnesses.evidence.weights > 0)
    near = _nearness(lattice, places)
    density = (near @ agrees) / np.maximum(near.sum(axis=1), 1e-6)
    spread = np.sqrt((near @ (agrees * left**2)) / np.maximum(near @ agrees, 1e-6))
    tight = np.exp(-((spread / _TIGHT_PX) ** 2))
    full = np.clip((density - _FLOOR) / (_FULL_DENSITY - _FLOOR), 0, 1)
    residual = float(np.median(left[agrees])) if agrees.any() else float("nan")
    return Trust(np.asarray(full * tight), residual)


def _nearness(lattice: Lattice, places: Doubles) -> Doubles:
    """Gaussian weight of each witness (columns) for each node (rows)."""
    sigma = max(lattice.width, lattice.height) * _NEAR
    gap = lattice.nodes()[:, None, :] - places[None, :, :]
    return np.asarray(np.exp(-0.5 * (gap**2).sum(axis=2) / sigma**2))
