"""Small patches of skin, each found again by itself.

Hides: normalised cross-correlation.  Rule: a tile is an independent witness: where it agrees with
its neighbours' map it supports it, and where it does not, confidence falls.  Offsets are measured
to a fraction of a pixel by the parabola through the peak (docs/sources.md, 4.2).
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.flow import drawn
from scardesk.imaging.align.surface import Evidence
from scardesk.imaging.align.texture import Floats
from scardesk.imaging.align.track import Track, projected

Doubles = NDArray[np.float64]

STEP_PX = 24
_HALF_PX = 20
_LEAST_PEAK = 0.35
_LEAST_CONTRAST = 0.1  # of the texture, whose own is about 1: below, the tile is clipped or masked


class Witnesses(NamedTuple):
    """Tiles on a lattice: ``evidence`` for all of them (weight 0: found nothing), ``peaks`` 0 to 1."""

    evidence: Evidence
    peaks: Doubles


def witnessed(before: Floats, after: Floats, track: Track, *, reach_px: int) -> Witnesses:
    """Search each tile of ``before`` within ``reach_px`` of where ``track`` puts it on ``after``."""
    seen, inside = drawn(after, track)
    centres = _centres(before.shape[1], before.shape[0], reach_px)
    offsets = np.zeros((len(centres), 2))
    peaks = np.zeros(len(centres))
    for number, (x, y) in enumerate(centres):
        if inside[y, x]:
            offsets[number], peaks[number] = _found(before, seen, (x, y), reach_px)
    places = centres.astype(np.float64)
    beyond = track.apply(places + offsets) - projected(track.matrix, places)
    at_edge = np.abs(offsets).max(axis=1) >= reach_px - 0.5
    weights = np.where((peaks > _LEAST_PEAK) & ~at_edge, peaks**2, 0.0)
    return Witnesses(Evidence(places, beyond, weights), peaks)


def _centres(width: int, height: int, reach_px: int) -> NDArray[np.intp]:
    margin = _HALF_PX + reach_px + 1
    xs = np.arange(margin, width - margin, STEP_PX)
    ys = np.arange(margin, height - margin, STEP_PX)
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2).astype(np.intp)


def _found(before: Floats, seen: Floats, centre: tuple[int, int], reach_px: int) -> tuple[Doubles, float]:
    x, y = centre
    tile = before[y - _HALF_PX : y + _HALF_PX + 1, x - _HALF_PX : x + _HALF_PX + 1]
    if float(tile.std()) < _LEAST_CONTRAST:
        return np.zeros(2), 0.0
    wide = _HALF_PX + reach_px
    around = seen[y - wide : y + wide + 1, x - wide : x + wide + 1]
    score = np.asarray(cv2.matchTemplate(around, tile, cv2.TM_CCOEFF_NORMED), dtype=np.float32)
    _, peak, _, (column, row) = cv2.minMaxLoc(score)
    if not np.isfinite(peak):
        return np.zeros(2), 0.0
    fine = np.array([_parabola(score[row, :], column), _parabola(score[:, column], row)])
    return np.array([column, row]) + fine - reach_px, float(peak)


def _parabola(line: Floats, top: int) -> float:
    """Offset of the vertex of the parabola through three samples, within half a pixel."""
    if top in {0, len(line) - 1}:
        return 0.0
    left, middle, right = (float(line[top + step]) for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    return 0.0 if bend > -1e-9 else float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5))
