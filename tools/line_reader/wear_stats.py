"""How worn are lines? Figures of pictures that `cut_lines` wrote, to set the strengths in `wear`
by.

    PYTHONPATH=. python -m tools.line_reader.wear_stats LINES.npz ...

Per file the 5th, 50th and 95th percentile over its lines, each brought to 40 pixels of height: grey
of the paper and of the darkest ink (0..1), noise of the paper (standard deviation), width of an
edge and of a stroke (pixels).
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.line_reader.alphabet import HEIGHT
from tools.line_reader.line_files import load

NAMES = ("paper", "ink", "noise", "edge", "stroke")


def as_read(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A line as the reader gets it: 40 pixels high, its width in proportion."""
    width = max(16, round(pixels.shape[1] * HEIGHT / pixels.shape[0]))
    how = cv2.INTER_AREA if pixels.shape[0] > HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (width, HEIGHT), interpolation=how), np.uint8)


def figures(picture: NDArray[np.float32]) -> tuple[float, ...] | None:
    """The figures of one line (HEIGHT x width, 0..1, ink dark), or None where there is hardly
    ink or paper."""
    ink = float(np.percentile(picture, 2))
    light = float(np.percentile(picture, 90))
    mask = (picture < (ink + light) / 2).astype(np.uint8)
    shape = mask.astype(np.int8)
    far = cv2.dilate(mask, np.ones((7, 7), np.uint8)) == 0
    if mask.sum() < 40 or far.sum() < 100:
        return None
    paper = float(np.median(picture[far]))
    rough = picture - cv2.GaussianBlur(picture, (0, 0), 3)
    noise = float(np.std(rough[far]))
    steep = float(np.percentile(np.abs(np.diff(picture, axis=1)), 98))
    border = int(np.abs(np.diff(shape, axis=0)).sum() + np.abs(np.diff(shape, axis=1)).sum())
    return (
        paper,
        ink,
        noise,
        (paper - ink) / max(steep, 1e-3),
        2 * float(mask.sum()) / max(border, 1),
    )


def main() -> None:
    """Print a table."""
    print("lines from".ljust(34), *(name.center(17) for name in NAMES))
    for name in sys.argv[1:]:
        found = [
            figures(np.asarray(as_read(cut.pixels) / 255, np.float32)) for cut in load(Path(name))
        ]
        table = np.array([own for own in found if own is not None])
        low, middle, high = np.percentile(table, [5, 50, 95], axis=0)
        cells = (f"{a:.3f} {b:.3f} {c:.3f}" for a, b, c in zip(low, middle, high, strict=True))
        print(Path(name).stem.ljust(34), *cells)


if __name__ == "__main__":
    main()
