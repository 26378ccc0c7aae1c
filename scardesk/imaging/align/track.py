"""A map between two working photos, and how it is read and turned round.

Hides: homogeneous coordinates.  Rule: homography first, then a displacement in pixels of the
target read on a lattice over the source: the same rule as model.alignment.Warp.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.surface import Lattice

Doubles = NDArray[np.float64]

_TURN_ROUNDS = 30


def projected(matrix: Doubles, places: Doubles) -> Doubles:
    """``places`` (n, 2) through a homography."""
    x, y = places[:, 0], places[:, 1]
    depth = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    depth = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    u = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / depth
    v = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / depth
    return np.stack([u, v], axis=1)


def inverse(matrix: Doubles) -> Doubles:
    """The inverse of a 3x3."""
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


@dataclass(frozen=True)
class Track:
    """``matrix`` then ``shifts`` (nodes, 2) read on ``lattice``, in pixels of the target."""

    matrix: Doubles
    lattice: Lattice
    shifts: Doubles

    def apply(self, places: Doubles) -> Doubles:
        """Where ``places`` (n, 2) of the source lie on the target."""
        return projected(self.matrix, places) + self.lattice.read(self.shifts, places)

    def everywhere(self) -> Doubles:
        """Where each pixel of the source lies on the target, (height, width, 2)."""
        height, width = self.lattice.height, self.lattice.width
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float64)
        places = projected(self.matrix, np.stack([xs.ravel(), ys.ravel()], axis=1))
        return places.reshape(height, width, 2) + self.lattice.spread(self.shifts)

    def invert(self, places: Doubles) -> Doubles:
        """Which places of the source lie on ``places`` of the target (fixed point)."""
        back = inverse(self.matrix)
        found = projected(back, places)
        for _ in range(_TURN_ROUNDS):
            found = projected(back, places - self.lattice.read(self.shifts, found))
        return found

    def turned(self, lattice: Lattice) -> "Track":
        """The inverse as a track of its own, on a lattice over the target."""
        back = inverse(self.matrix)
        back = back / back[2, 2]
        nodes = lattice.nodes()
        return Track(back, lattice, self.invert(nodes) - projected(back, nodes))

    def scaled(self, *, source: Doubles, target: Doubles, lattice: Lattice) -> "Track":
        """The same map between other pixels: ``source`` and ``target`` are 3x3, working to new."""
        matrix = target @ self.matrix @ inverse(source)
        factors = np.array([target[0, 0], target[1, 1]])
        return Track(matrix / matrix[2, 2], lattice, self.shifts * factors)
