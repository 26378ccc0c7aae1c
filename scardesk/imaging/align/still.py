"""What stands on both photos at the same pixels: stamps, logos, eye bars, black borders.

Hides: how it is found.  Rule: an overlay moves with the frame, not with the skin, so it must be no
witness; left in, it pulls the map to "nothing moved" (docs/sources.md, 4.5).  A tripod's pair, in
which most of the photo stands still, has no overlay that could be told from skin and is left alone.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scardesk.imaging.align.flow import correlated
from scardesk.imaging.align.texture import Floats

_SAME = 0.9  # correlation at no shift: skin that moved by a pore's width is far below
_MOST = 0.4  # share of the photo that may be overlay
_EDGE_PX = 25


def without_overlay(one: Floats, two: Floats) -> tuple[Floats, Floats]:
    """Both textures with what stands still faded out; the same ones when nothing does."""
    if one.shape != two.shape:
        return one, two
    still = correlated(one, two) > _SAME
    if not still.any() or still.mean() > _MOST:
        return one, two
    keep = _faded(still)
    return one * keep, two * keep


def _faded(still: NDArray[Any]) -> Floats:
    """1 away from what stands still, 0 on it and near it, soft in between: no new edges."""
    edge = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_EDGE_PX, _EDGE_PX))
    grown = cv2.dilate(still.astype(np.float32), edge)
    soft = np.maximum(cv2.blur(grown, (_EDGE_PX, _EDGE_PX)), grown)
    return np.asarray(1 - soft, dtype=np.float32)
