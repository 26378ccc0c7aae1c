"""The steps of an alignment, in order (docs/sources.md, 4.2).

Hides: working sizes.  Rule: every step improves one Track in working pixels; only the last lines
turn it into original pixels, and only ``judged`` says yes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.coarse import SIZE_PX, guess
from scardesk.imaging.align.flow import flowed
from scardesk.imaging.align.still import without_overlay
from scardesk.imaging.align.surface import Evidence, Lattice, fitted
from scardesk.imaging.align.texture import Floats, shrunk, texture
from scardesk.imaging.align.tiles import Witnesses, witnessed
from scardesk.imaging.align.track import Track, inverse
from scardesk.imaging.align.trust import Trust, trusted
from scardesk.imaging.align.verdict import METHOD, VERSION, refused, unmatched, words_for
from scardesk.imaging.frame import Frame
from scardesk.model.alignment import Alignment, Grid, Warp
from scardesk.model.geometry import Matrix, Size, between_sizes
from scardesk.model.progress import Progress

Doubles = NDArray[np.float64]

WORK_PX = 1600
_FLOW_PX = 1000
_NODES = 34  # along the longer edge: 2.8 mm apart on a close-up of 92 mm
_STEPS = 6


def aligned(
    before: Frame, after: Frame, *, before_size: Size, after_size: Size, progress: Progress
) -> Alignment:
    """See ``scardesk.imaging.align.align``."""
    cv2.setRNGSeed(1)
    progress(0, _STEPS, "Looking at the skin")
    one, two = without_overlay(texture(before, WORK_PX), texture(after, WORK_PX))
    progress(1, _STEPS, "Finding the same places")
    first = guess(one, two)
    if first is None:
        return unmatched(one, two)
    track = _started(first.matrix, one, two)
    for number in (2, 3):
        progress(number, _STEPS, "Following the skin")
        track = _by_flow(one, two, track)
    progress(4, _STEPS, "Checking small patches")
    track, _ = _by_tiles(one, two, track, reach_px=7)
    progress(5, _STEPS, "Measuring how far to trust it")
    track, witnesses = _by_tiles(one, two, track, reach_px=5)
    trust = trusted(track.lattice, witnesses, _left(track, witnesses))
    return _told(track, trust, one=one, two=two, before_size=before_size, after_size=after_size)


def _started(matrix: Doubles, one: Floats, two: Floats) -> Track:
    """The guess, made at the detector's size, in working pixels."""
    lattice = Lattice.over(width=one.shape[1], height=one.shape[0], nodes=_NODES)
    up, down = _between(two, SIZE_PX), inverse(_between(one, SIZE_PX))
    whole = up @ matrix @ down
    return Track(whole / whole[2, 2], lattice, np.zeros((lattice.columns * lattice.rows, 2)))


def _between(even: Floats, longest_px: int) -> Doubles:
    """3x3 from pixels of the shrunk texture to pixels of ``even``."""
    small = shrunk(even, longest_px)
    return _scaling(Size(small.shape[1], small.shape[0]), Size(even.shape[1], even.shape[0]))


def _scaling(source: Size, target: Size) -> Doubles:
    return np.array(between_sizes(source, target)).reshape(3, 3)


def _by_flow(one: Floats, two: Floats, track: Track) -> Track:
    small_one, small_two = shrunk(one, _FLOW_PX), shrunk(two, _FLOW_PX)
    source, target = inverse(_between(one, _FLOW_PX)), inverse(_between(two, _FLOW_PX))
    lattice = track.lattice._replace(width=small_one.shape[1], height=small_one.shape[0])
    small = track.scaled(source=source, target=target, lattice=lattice)
    evidence = flowed(small_one, small_two, small)
    if len(evidence.places) < 50:
        return track
    better = Track(small.matrix, lattice, fitted(lattice, evidence))
    return better.scaled(source=inverse(source), target=inverse(target), lattice=track.lattice)


def _by_tiles(one: Floats, two: Floats, track: Track, *, reach_px: int) -> tuple[Track, Witnesses]:
    witnesses = witnessed(one, two, track, reach_px=reach_px)
    known = witnesses.evidence.weights > 0
    if known.sum() < 50:
        return track, witnesses
    evidence = Evidence(*(part[known] for part in witnesses.evidence))
    return Track(track.matrix, track.lattice, fitted(track.lattice, evidence)), witnesses


def _left(track: Track, witnesses: Witnesses) -> Doubles:
    evidence = witnesses.evidence
    gap = track.lattice.read(track.shifts, evidence.places) - evidence.shifts
    return np.asarray(np.hypot(gap[:, 0], gap[:, 1]))


def _told(
    track: Track, trust: Trust, *, one: Floats, two: Floats, before_size: Size, after_size: Size
) -> Alignment:
    source = _scaling(Size(one.shape[1], one.shape[0]), before_size)
    target = _scaling(Size(two.shape[1], two.shape[0]), after_size)
    lattice = track.lattice._replace(width=before_size.width, height=before_size.height)
    whole = track.scaled(source=source, target=target, lattice=lattice)
    over = Lattice.over(width=after_size.width, height=after_size.height, nodes=_NODES)
    coverage = float((trust.confidence >= 0.5).mean())
    is_accepted, reason = words_for(coverage, one=one, two=two)
    if not is_accepted:
        return refused(reason, coverage)
    return Alignment(
        is_accepted=True,
        reason=reason,
        method=METHOD,
        version=VERSION,
        residual_px=trust.residual_px * float(target[0, 0]),
        coverage=coverage,
        forward=_warp(whole, before_size),
        backward=_warp(whole.turned(over), after_size),
        confidence=_grid(lattice, trust.confidence),
    )


def _warp(track: Track, size: Size) -> Warp:
    matrix: Matrix = tuple(float(number) for number in track.matrix.ravel())  # type: ignore[assignment]  # nine of them
    return Warp(
        size=size,
        matrix=matrix,
        shift_x=_grid(track.lattice, track.shifts[:, 0]),
        shift_y=_grid(track.lattice, track.shifts[:, 1]),
    )


def _grid(lattice: Lattice, values: Doubles) -> Grid:
    numbers = tuple(round(float(value), 3) for value in values)  # a thousandth of a pixel is plenty
    return Grid(columns=lattice.columns, rows=lattice.rows, values=numbers)
