"""Cut lines on disk: `cut_lines` and `pair_lines` write them, the measuring reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Cut:
    """A line of a page: its grey picture (height x width, 0 black) at `dpi`, and what Tesseract
    made of it."""

    page: int
    hint: str
    dpi: float
    pixels: Pixels


def save(cuts: list[Cut], out: Path) -> None:
    """Write lines to an .npz file that `load` reads."""
    np.savez_compressed(
        out,
        page=np.array([cut.page for cut in cuts]),
        hint=np.array([cut.hint for cut in cuts]),
        dpi=np.array([cut.dpi for cut in cuts]),
        shape=np.array([cut.pixels.shape for cut in cuts]),
        pixels=np.concatenate([cut.pixels.ravel() for cut in cuts]),
    )


def load(path: Path) -> list[Cut]:
    """Lines that `save` wrote."""
    with np.load(path) as kept:
        page, hint, dpi, shape, pixels = (
            kept[name] for name in ("page", "hint", "dpi", "shape", "pixels")
        )
    ends = np.cumsum(shape[:, 0] * shape[:, 1])
    parts = np.split(pixels, ends[:-1])
    return [
        Cut(int(p), str(h), float(d), part.reshape(tuple(s)))
        for p, h, d, s, part in zip(page, hint, dpi, shape, parts, strict=True)
    ]
