"""The first guess: one homography for the whole photo.

Hides: SIFT, matching and RANSAC.  Rule: descriptors are compared only where a clinic's follow-up
photo can put them (ALIGNMENT, step 2): turned by at most 28 degrees, 1.5 times in size, shifted by
at most 35 % of the frame.  A mirrored or foreign photo then finds no consistent matches.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.texture import Floats, as_bytes, shrunk

Doubles = NDArray[np.float64]

SIZE_PX = 960
_MOST_TURN_DEG = 28.0
_MOST_SIZE_RATIO = 1.5
_MOST_SHIFT = 0.35
_RATIO = 0.88  # of best to second-best descriptor distance, both inside the prior
_SIMILARITY_PX = 9.0  # a cheek is curved: a similarity fits it only loosely
_HOMOGRAPHY_PX = 5.0
_FEW_FOR_HOMOGRAPHY = 30
_FEW = 150
LEAST_MATCHES = 12  # random matches gave at most 9 consistent ones in the sample's wrong pairs


class Guess(NamedTuple):
    """``matrix`` maps before to after in pixels at SIZE_PX; ``matches`` agree with it."""

    matrix: Doubles
    matches: int


class _Features(NamedTuple):
    places: Doubles
    turns_deg: Doubles
    sizes: Doubles
    descriptors: Floats


def guess(before: Floats, after: Floats) -> Guess | None:
    """A homography from ``before`` to ``after``, or None when too little agrees."""
    strong = _guess(before, after, contrast=0.03, most=4000)
    if strong is not None and strong.matches >= _FEW:
        return strong
    weak = _guess(before, after, contrast=0.006, most=7000)
    found = [each for each in (strong, weak) if each is not None]
    return max(found, key=lambda each: each.matches, default=None)


def _guess(before: Floats, after: Floats, *, contrast: float, most: int) -> Guess | None:
    one, two = _features(before, contrast, most), _features(after, contrast, most)
    if one is None or two is None:
        return None
    first, second = _matched(one, two, max(before.shape))
    if len(first) < LEAST_MATCHES:
        return None
    return _fitted(one.places[first], two.places[second])


def _features(even: Floats, contrast: float, most: int) -> _Features | None:
    detector = cv2.SIFT_create(nfeatures=most, contrastThreshold=contrast, edgeThreshold=14)
    points, descriptors = detector.detectAndCompute(as_bytes(shrunk(even, SIZE_PX)), None)
    if descriptors is None or len(points) < LEAST_MATCHES:
        return None
    root = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-9))  # RootSIFT
    return _Features(
        places=np.array([point.pt for point in points], dtype=np.float64),
        turns_deg=np.array([point.angle for point in points], dtype=np.float64),
        sizes=np.array([point.size for point in points], dtype=np.float64),
        descriptors=root.astype(np.float32),
    )


def _matched(one: _Features, two: _Features, longest: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of mutual best matches inside the prior that pass the ratio test."""
    distance = _distances(one, two, longest)
    nearest = distance.argmin(axis=1)
    back = distance.argmin(axis=0)
    rows = np.arange(len(nearest))
    best = distance[rows, nearest]
    distance[rows, nearest] = np.inf
    runner_up = distance.min(axis=1)
    keep = (back[nearest] == rows) & np.isfinite(best) & (best < _RATIO * np.minimum(runner_up, 2.0))
    return rows[keep], nearest[keep]


def _distances(one: _Features, two: _Features, longest: int) -> Floats:
    """Descriptor distances, infinite outside the clinic prior."""
    distance = np.sqrt(np.maximum(2 - 2 * one.descriptors @ two.descriptors.T, 0))
    turn = np.abs((two.turns_deg[None, :] - one.turns_deg[:, None] + 180) % 360 - 180)
    ratio = np.abs(np.log(two.sizes[None, :] / one.sizes[:, None]))
    reach = min(longest, SIZE_PX) * _MOST_SHIFT
    far = np.abs(two.places[None, :, :] - one.places[:, None, :]).max(axis=2) > reach
    distance[far | (turn > _MOST_TURN_DEG) | (ratio > np.log(_MOST_SIZE_RATIO))] = np.inf
    return np.asarray(distance, dtype=np.float32)


def _fitted(source: Doubles, target: Doubles) -> Guess | None:
    similarity, inliers = cv2.estimateAffinePartial2D(
        source,
        target,
        method=cv2.RANSAC,
        ransacReprojThreshold=_SIMILARITY_PX,
        maxIters=5000,
        confidence=0.999,
    )
    if similarity is None or not _is_plausible(similarity):
        return None
    near = inliers.ravel().astype(bool)
    count = int(near.sum())
    if count < LEAST_MATCHES:
        return None
    plain = Guess(np.vstack([similarity, [0, 0, 1]]), count)
    if count < _FEW_FOR_HOMOGRAPHY:
        return plain
    matrix, good = cv2.findHomography(
        source[near], target[near], cv2.USAC_MAGSAC, _HOMOGRAPHY_PX, maxIters=5000, confidence=0.999
    )
    if matrix is None or int(good.sum()) < _FEW_FOR_HOMOGRAPHY or not _is_plausible(matrix[:2] / matrix[2, 2]):
        return plain
    return Guess(matrix / matrix[2, 2], int(good.sum()))


def _is_plausible(matrix: Doubles) -> bool:
    """Whether a matrix turns and scales no more than the prior allows, with a little slack."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    turn = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
    return 0.6 < scale < 1.65 and abs(turn) < _MOST_TURN_DEG + 4
