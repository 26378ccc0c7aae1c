"""A smooth displacement over a photo, fitted to scattered, partly wrong evidence.

Hides: the linear algebra.  Rule: the surface is read bilinearly, exactly as model.alignment.Grid
reads it (cv2.remap rounds places to 1/32 pixel and would lose 0.2 px here); its stiffness is the
bending energy of a thin plate and its loss is Tukey's, so single wrong matches have no pull.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_STIFF = 0.6  # weight of bending against one fully trusted observation
_ANCHOR = 1e-3  # pull to the homography where there is no evidence at all
_ROUNDS = 6
_LEAST_TUKEY_PX = 1.5
_NORMAL = 1.4826  # from median absolute deviation to standard deviation


class Lattice(NamedTuple):
    """Nodes spread over a photo of ``width`` x ``height`` pixels, edges included."""

    columns: int
    rows: int
    width: int
    height: int

    @classmethod
    def over(cls, *, width: int, height: int, nodes: int) -> "Lattice":
        """About ``nodes`` along the longer edge, the cells nearly square."""
        step = max(width, height) / (nodes - 1)
        return cls(max(4, round(width / step) + 1), max(4, round(height / step) + 1), width, height)

    def nodes(self) -> Doubles:
        """Places of the nodes in pixels, (rows * columns, 2), row by row."""
        xs = np.linspace(0, self.width - 1, self.columns)
        ys = np.linspace(0, self.height - 1, self.rows)
        return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)

    def weights(self, places: Doubles) -> tuple[NDArray[np.intp], Doubles]:
        """For each place its four nodes (n, 4) and their bilinear weights (n, 4)."""
        u = np.clip(places[:, 0] / max(self.width - 1, 1), 0, 1) * (self.columns - 1)
        v = np.clip(places[:, 1] / max(self.height - 1, 1), 0, 1) * (self.rows - 1)
        column = np.minimum(u.astype(np.intp), self.columns - 2)
        row = np.minimum(v.astype(np.intp), self.rows - 2)
        s, t = u - column, v - row
        first = row * self.columns + column
        index = np.stack([first, first + 1, first + self.columns, first + self.columns + 1], axis=1)
        return index, np.stack([(1 - s) * (1 - t), s * (1 - t), (1 - s) * t, s * t], axis=1)

    def read(self, values: Doubles, places: Doubles) -> Doubles:
        """``values`` (nodes, k) read at ``places`` (n, 2): (n, k)."""
        index, weight = self.weights(places)
        return np.asarray((values[index] * weight[:, :, None]).sum(axis=1))

    def spread(self, values: Doubles) -> Doubles:
        """``values`` (nodes, k) read at every pixel: (height, width, k); two small products, no gather."""
        down = _hats(self.height, self.rows)
        along = _hats(self.width, self.columns)
        grid = values.reshape(self.rows, self.columns, -1)
        planes = [down @ grid[:, :, k] @ along.T for k in range(grid.shape[2])]
        return np.stack(planes, axis=-1)


class Evidence(NamedTuple):
    """At ``places`` (n, 2) the displacement was measured as ``shifts`` (n, 2), trusted by ``weights``."""

    places: Doubles
    shifts: Doubles
    weights: Doubles


def fitted(lattice: Lattice, evidence: Evidence) -> Doubles:
    """Node displacements (nodes, 2) in pixels, by iteratively reweighted least squares."""
    index, weight = lattice.weights(evidence.places)
    stiff = bending(lattice)
    trust = evidence.weights
    values = np.zeros((lattice.columns * lattice.rows, 2))
    for _ in range(_ROUNDS):
        values = _solved(index, weight, trust=trust, shifts=evidence.shifts, stiff=stiff)
        left = np.hypot(*((values[index] * weight[:, :, None]).sum(axis=1) - evidence.shifts).T)
        trust = evidence.weights * tukey(left, evidence.weights)
    return values


def tukey(residuals: Doubles, weights: Doubles) -> Doubles:
    """Tukey's biweight, 1 at no residual and 0 beyond 4.7 robust standard deviations."""
    known = residuals[weights > 0]
    spread = _NORMAL * float(np.median(known)) if known.size else 0.0
    reach = max(4.685 * spread / 1.5, _LEAST_TUKEY_PX)
    return np.asarray(np.clip(1 - (residuals / reach) ** 2, 0, 1) ** 2)


def bending(lattice: Lattice) -> Doubles:
    """The quadratic form of the thin-plate bending energy on the nodes, (nodes, nodes)."""
    columns, rows = lattice.columns, lattice.rows
    count = columns * rows
    nodes = np.arange(count).reshape(rows, columns)
    stencils = [
        (nodes[:, :-2], nodes[:, 1:-1], nodes[:, 2:]),
        (nodes[:-2, :], nodes[1:-1, :], nodes[2:, :]),
    ]
    form = np.eye(count) * _ANCHOR
    for low, mid, high in stencils:
        _add_squares(form, np.stack([low, mid, high], axis=-1).reshape(-1, 3), np.array([1.0, -2.0, 1.0]))
    cross = np.stack([nodes[:-1, :-1], nodes[:-1, 1:], nodes[1:, :-1], nodes[1:, 1:]], axis=-1).reshape(-1, 4)
    _add_squares(form, cross, np.sqrt(2) * np.array([1.0, -1.0, -1.0, 1.0]))
    return form * _STIFF


def _add_squares(form: Doubles, index: NDArray[np.intp], coefficients: Doubles) -> None:
    for i, left in enumerate(coefficients):
        for j, right in enumerate(coefficients):
            np.add.at(form, (index[:, i], index[:, j]), left * right)


def _solved(
    index: NDArray[np.intp], weight: Doubles, *, trust: Doubles, shifts: Doubles, stiff: Doubles
) -> Doubles:
    count = len(stiff)
    form = np.zeros(count * count)
    right = np.zeros((count, 2))
    for i in range(4):
        for j in range(4):
            place = index[:, i] * count + index[:, j]
            form += np.bincount(place, trust * weight[:, i] * weight[:, j], minlength=count * count)
        for axis in range(2):
            right[:, axis] += np.bincount(
                index[:, i], trust * weight[:, i] * shifts[:, axis], minlength=count
            )
    return np.asarray(np.linalg.solve(form.reshape(count, count) + stiff, right))


def _hats(extent: int, nodes: int) -> Doubles:
    """Bilinear weights of ``nodes`` at each of ``extent`` pixels, (extent, nodes)."""
    place = np.linspace(0, nodes - 1, extent)
    return np.asarray(np.maximum(1 - np.abs(place[:, None] - np.arange(nodes)[None, :]), 0))
