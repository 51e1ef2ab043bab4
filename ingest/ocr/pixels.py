"""Images of pages as arrays of pixels, and rectangles on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""Height x width, grey (0 black to 255 white); or height x width x 3, RGB."""


def as_pixels(image: Any) -> Pixels:
    """What OpenCV gives back, which may be any array for the type checker."""
    return np.asarray(image, np.uint8)


def kernel(height: int, width: int) -> Pixels:
    """A rectangle of ones, for OpenCV's morphology."""
    return np.ones((height, width), np.uint8)


AnyPixel = TypeVar("AnyPixel", bound=np.generic)


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A rectangle of an image, in pixels from its top left corner; `right` and `bottom` stand
    outside, as in a slice."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.bottom - self.top

    def grown(self, by: int) -> PixelBox:
        """The box with so many pixels more on each side, or fewer (below 0)."""
        return PixelBox(
            left=self.left - by,
            top=self.top - by,
            right=self.right + by,
            bottom=self.bottom + by,
        )

    def shrunk_by(self, scale: float) -> PixelBox:
        """The same rectangle on the image before it was made `scale` times as large."""
        return PixelBox(
            left=round(self.left / scale),
            top=round(self.top / scale),
            right=round(self.right / scale),
            bottom=round(self.bottom / scale),
        )

    def part_of(self, image: NDArray[AnyPixel]) -> NDArray[AnyPixel]:
        """What an image shows there. The box must lie within it."""
        return image[self.top : self.bottom, self.left : self.right]
