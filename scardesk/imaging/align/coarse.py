"""The first guess: one homography for the whole photo.

Hides: SIFT, matching and RANSAC.  Rule: descriptors are compared only where a clinic's follow-up
photo can put them (docs/sources.md, 4.2): turned by at most 28 degrees, 1.5 times in size, shifted
by at most 35 % of the frame.  A mirrored or foreign photo then finds no consistent matches.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.texture import Floats, as_bytes, shrunk

Doubles = NDArray[np.float64]
Indices = NDArray[np.intp]

SIZE_PX = 960
_MOST_TURN_DEG = 28.0
_MOST_SIZE_RATIO = 1.5
_MOST_SHIFT = 0.35
_SLICE_DEG = 15.0
_NONE = 3.0  # farther than any two unit descriptors
_RATIO = 0.88  # of best to second-best descriptor distance, both inside the prior
_SIMILARITY_PX = 9.0  # a cheek is curved: a similarity fits it only loosely
_HOMOGRAPHY_PX = 5.0
_FEW_FOR_HOMOGRAPHY = 30
_FEW = 150
LEAST_MATCHES = 12  # 36 wrong pairs of the sample had at most 7 that agree, right pairs 92 to 2,500


class Guess(NamedTuple):
    """``matrix`` maps before to after in pixels at SIZE_PX; ``matches`` agree with it."""

    matrix: Doubles
    matches: int


class _Features(NamedTuple):
    places: Doubles
    turns_deg: Floats
    log_sizes: Floats
    descriptors: Floats

    def only(self, chosen: Indices) -> "_Features":
        return _Features(
            places=self.places[chosen],
            turns_deg=self.turns_deg[chosen],
            log_sizes=self.log_sizes[chosen],
            descriptors=self.descriptors[chosen],
        )


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
    detector = cv2.SIFT.create(nfeatures=most, contrastThreshold=contrast, edgeThreshold=14)
    points, found = detector.detectAndCompute(as_bytes(shrunk(even, SIZE_PX)), None)
    if len(points) < LEAST_MATCHES:
        return None
    descriptors = np.asarray(found, dtype=np.float32)
    root = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-9))  # RootSIFT
    return _Features(
        places=np.array([point.pt for point in points], dtype=np.float64),
        turns_deg=np.array([point.angle for point in points], dtype=np.float32),
        log_sizes=np.log(np.array([point.size for point in points], dtype=np.float32)),
        descriptors=root.astype(np.float32),
    )


def _matched(one: _Features, two: _Features, longest: int) -> tuple[Indices, Indices]:
    """Indices of mutual best matches inside the prior that pass the ratio test.

    Works through slices of similar direction: four fifths of all distances are never computed.
    """
    reach = min(longest, SIZE_PX) * _MOST_SHIFT
    nearest = np.zeros(len(one.places), dtype=np.intp)
    best, runner_up = (np.full(len(one.places), _NONE, dtype=np.float32) for _ in range(2))
    back, back_best = np.zeros(len(two.places), dtype=np.intp), np.full(len(two.places), _NONE, np.float32)
    for middle in np.arange(_SLICE_DEG / 2, 360, _SLICE_DEG):
        rows = np.flatnonzero(_turn(one.turns_deg, middle) <= _SLICE_DEG / 2)
        columns = np.flatnonzero(_turn(two.turns_deg, middle) <= _SLICE_DEG / 2 + _MOST_TURN_DEG)
        if not rows.size or not columns.size:
            continue
        distance = _distances(one.only(rows), two.only(columns), reach)
        top, top_column = distance.min(axis=0), distance.argmin(axis=0)
        better = top < back_best[columns]
        back_best[columns[better]], back[columns[better]] = top[better], rows[top_column[better]]
        nearest[rows], best[rows] = columns[distance.argmin(axis=1)], distance.min(axis=1)
        distance[np.arange(len(rows)), distance.argmin(axis=1)] = _NONE
        runner_up[rows] = distance.min(axis=1)
    keep = (back[nearest] == np.arange(len(nearest))) & (best < _NONE) & (best < _RATIO * runner_up)
    return np.flatnonzero(keep), nearest[keep]


def _distances(one: _Features, two: _Features, reach_px: float) -> Floats:
    """Descriptor distances, _NONE outside the clinic prior."""
    distance = np.sqrt(np.maximum(2 - 2 * one.descriptors @ two.descriptors.T, 0))
    forbidden = _turn(two.turns_deg[None, :], one.turns_deg[:, None]) > _MOST_TURN_DEG
    ratio = np.abs(two.log_sizes[None, :] - one.log_sizes[:, None])
    forbidden |= ratio > np.float32(np.log(_MOST_SIZE_RATIO))
    for axis in range(2):
        gap = two.places[None, :, axis].astype(np.float32) - one.places[:, None, axis].astype(np.float32)
        forbidden |= np.abs(gap) > reach_px
    distance[forbidden] = _NONE
    return np.asarray(distance, dtype=np.float32)


def _turn(one: Floats, two: Floats | float) -> Floats:
    """The angle between directions, 0 to 180 degrees."""
    gap = np.abs(one - two)
    return np.asarray(np.minimum(gap, 360 - gap), dtype=np.float32)


def _fitted(source: Doubles, target: Doubles) -> Guess | None:
    found, inliers = cv2.estimateAffinePartial2D(
        source,
        target,
        method=cv2.RANSAC,
        ransacReprojThreshold=_SIMILARITY_PX,
        maxIters=5000,
        confidence=0.999,
    )
    similarity = np.asarray(found, dtype=np.float64)
    if similarity.shape != (2, 3) or not _is_plausible(similarity):  # OpenCV answers None when it finds none
        return None
    near = inliers.ravel().astype(bool)
    count = int(near.sum())
    if count < LEAST_MATCHES:
        return None
    plain = Guess(np.vstack([similarity, [0, 0, 1]]), count)
    if count < _FEW_FOR_HOMOGRAPHY:
        return plain
    return _homography(source[near], target[near]) or plain


def _homography(source: Doubles, target: Doubles) -> Guess | None:
    found, good = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, _HOMOGRAPHY_PX, maxIters=5000, confidence=0.999
    )
    matrix = np.asarray(found, dtype=np.float64)
    if matrix.shape != (3, 3):
        return None
    count = int(good.sum())
    if count < _FEW_FOR_HOMOGRAPHY or not _is_plausible(matrix[:2] / matrix[2, 2]):
        return None
    return Guess(matrix / matrix[2, 2], count)


def _is_plausible(matrix: Doubles) -> bool:
    """Whether a matrix turns and scales no more than the prior allows, with a little slack."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    turn = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
    return 0.6 < scale < 1.65 and abs(turn) < _MOST_TURN_DEG + 4
