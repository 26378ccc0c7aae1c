"""Decoded pixels.

Hides: how pixels lie in memory.  Rule: a frame is upright, 8-bit sRGB, row by row from the top
left, three bytes a pixel and no padding; whoever holds one need not know the file it came from.
"""

from typing import TYPE_CHECKING, Any

from scardesk.model.geometry import Size
from scardesk.model.value import Value, require

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHANNELS = 3


class Frame(Value, frozen=True, kw_only=True):
    """Upright sRGB pixels: ``rgb`` holds width x height x 3 bytes."""

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        require(
            self.width > 0 and self.height > 0 and len(self.rgb) == self.width * self.height * CHANNELS,
            "A frame holds three bytes for each of its pixels, and at least one pixel.",
        )

    @property
    def size(self) -> Size:
        """Width and height in pixels of this frame (which may be a reduced photo)."""
        return Size(self.width, self.height)

    @property
    def longest_px(self) -> int:
        """The longer edge in pixels."""
        return max(self.width, self.height)

    def array(self) -> "NDArray[Any]":
        """A read-only numpy view, shape (height, width, 3), uint8, R G B."""
        import numpy as np

        return np.frombuffer(self.rgb, dtype=np.uint8).reshape(self.height, self.width, CHANNELS)

    @classmethod
    def from_array(cls, pixels: "NDArray[Any]") -> "Frame":
        """A frame from (height, width, 3) uint8 pixels; the bytes are copied.  Raises InvalidValue."""
        right = pixels.ndim == CHANNELS and pixels.shape[2] == CHANNELS and pixels.dtype == "uint8"
        require(right, "A frame is made from height x width x 3 bytes.")
        return cls(width=int(pixels.shape[1]), height=int(pixels.shape[0]), rgb=pixels.tobytes())
