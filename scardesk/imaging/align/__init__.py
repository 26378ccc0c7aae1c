"""Two photos of the same skin -> how one lies on the other, or an honest no.

Hides: how it is found; OpenCV is imported on the first call only.  Rule: a bad pair is refused with
what was measured, never with an exception, and a place that nothing supports has no confidence.
"""

from scardesk.imaging.frame import Frame
from scardesk.model.alignment import Alignment
from scardesk.model.geometry import Size
from scardesk.model.progress import Progress, silent


def align(
    before: Frame, after: Frame, *, before_size: Size, after_size: Size, progress: Progress = silent
) -> Alignment:
    """How ``after`` lies on ``before``; maps are in upright pixels of the originals.

    The frames may be reduced (1600 px along the longer edge suffice); ``before_size`` and
    ``after_size`` are the originals'.  Deterministic.  Raises only Cancelled, from ``progress``.
    """
    from scardesk.imaging.align.road import aligned

    return aligned(before, after, before_size=before_size, after_size=after_size, progress=progress)
