"""Where the skin moved: dense optical flow, believed only where both directions agree.

Hides: DIS.  Rule: flow is computed on the texture after the present map was applied, forward and
backward; what does not return to within a pixel is no evidence (docs/sources.md, 4.2).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.surface import Evidence
from scardesk.imaging.align.texture import Bytes, Floats, as_bytes
from scardesk.imaging.align.track import Track, projected

Doubles = NDArray[np.float64]

_STEP_PX = 10
_RETURN_PX = 1.0
_WINDOW_PX = 31  # for the correlation that tells texture from chance
_LEAST_CORRELATION = 0.25


def drawn(after: Floats, track: Track) -> tuple[Floats, NDArray[np.bool_]]:
    """``after`` as seen through ``track`` at the size of before, and where it has pixels."""
    maps = track.everywhere().astype(np.float32)
    x, y = maps[..., 0], maps[..., 1]
    inside = (x >= 0) & (x <= after.shape[1] - 1) & (y >= 0) & (y <= after.shape[0] - 1)
    return np.asarray(cv2.remap(after, x, y, cv2.INTER_LINEAR), dtype=np.float32), inside


def flowed(before: Floats, after: Floats, track: Track) -> Evidence:
    """Displacements beyond the homography of ``track``, in pixels, where flow is believed."""
    seen, inside = drawn(after, track)
    one, two = as_bytes(before), as_bytes(seen)
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there = _flow(finder, one, two)
    back = _flow(finder, two, one)
    trust = _returns(there, back) * inside * correlated(before, _moved(seen, there))
    return _sampled(there, trust, track)


def _flow(finder: cv2.DenseOpticalFlow, one: Bytes, two: Bytes) -> Floats:
    start = np.zeros((*one.shape, 2), dtype=np.float32)
    return np.asarray(finder.calc(one, two, start), dtype=np.float32)


def _sampled(there: Floats, trust: Floats, track: Track) -> Evidence:
    height, width = trust.shape
    ys, xs = np.mgrid[_STEP_PX // 2 : height : _STEP_PX, _STEP_PX // 2 : width : _STEP_PX]
    xs, ys = xs.ravel(), ys.ravel()
    places = np.stack([xs, ys], axis=1).astype(np.float64)
    shifts = there[ys, xs].astype(np.float64)
    known = trust[ys, xs] > 0
    places, shifts = places[known], shifts[known]
    # The flow leads to p + f on the drawn photo; the track takes that on to after.
    beyond = track.apply(places + shifts) - projected(track.matrix, places)
    return Evidence(places, beyond, trust[ys, xs][known].astype(np.float64))


def _moved(seen: Floats, there: Floats) -> Floats:
    height, width = seen.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(cv2.remap(seen, xs + there[..., 0], ys + there[..., 1], cv2.INTER_LINEAR), np.float32)


def _returns(there: Floats, back: Floats) -> Floats:
    height, width = there.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    home = cv2.remap(back, xs + there[..., 0], ys + there[..., 1], cv2.INTER_LINEAR)
    miss = np.hypot(there[..., 0] + home[..., 0], there[..., 1] + home[..., 1])
    return np.asarray(miss < _RETURN_PX, dtype=np.float32)


def correlated(one: Floats, two: Floats) -> Floats:
    """Local correlation of two textures, 0 where it could be chance."""
    window = (_WINDOW_PX, _WINDOW_PX)
    mean_one, mean_two = cv2.boxFilter(one, -1, window), cv2.boxFilter(two, -1, window)
    both = cv2.boxFilter(one * two, -1, window) - mean_one * mean_two
    var_one = cv2.boxFilter(one * one, -1, window) - mean_one**2
    var_two = cv2.boxFilter(two * two, -1, window) - mean_two**2
    value = both / np.sqrt(np.maximum(var_one * var_two, 1e-6))
    return np.asarray(np.where(value > _LEAST_CORRELATION, value, 0), dtype=np.float32)
