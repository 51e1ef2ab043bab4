"""A reader of handwritten numbers: a small convolutional network with CTC, run by onnxruntime on
one thread. docs/handwriting.md tells how it was made and how far it is to be believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.pixels import Pixels
from kehoach.normalize.networks import open_network

MODEL = Path(__file__).parent / "models" / "handwritten-digits.onnx"
HEIGHT = 48
"""Pixels of the pictures that the network was trained on."""
WIDEST = 256
BLANK = 10
"""The class of CTC that is no digit."""
DARES = 0.95
"""Of numbers of people whose hands it never saw, read with so much probability, 99.6 % are right:
less is not said."""


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number as it was read, "" where there is none, and its probability."""

    digits: str
    probability: float


def read_number(picture: Pixels) -> ReadNumber:
    """A grey picture of what was written, its line about as high as the picture -> the number.

    Paper may be of any brightness; print beside it ("Số:", "/KH-UBND") may be cut into.
    """
    if min(picture.shape[:2]) < 4:
        return ReadNumber("", 0.0)
    width = min(WIDEST, max(16, round(picture.shape[1] * HEIGHT / picture.shape[0])))
    scaled = cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = max(float(np.percentile(scaled, 90)), 1.0)
    clean = np.clip(scaled / paper, 0.0, 1.0)
    padded = np.ones((1, 1, HEIGHT, WIDEST), np.float32)
    padded[0, 0, :, :width] = clean
    (logs,) = _session().run(None, {"pictures": padded})
    return _best(logs[0])


def _best(logs: NDArray[np.float32]) -> ReadNumber:
    """Greedy CTC: equal classes in a row are one digit, blanks part them.

    >>> chances = np.full((3, 11), -9.0, np.float32)
    >>> chances[0, 4] = chances[1, 10] = chances[2, 4] = 0.0
    >>> _best(chances)
    ReadNumber(digits='44', probability=1.0)
    """
    digits, last = "", BLANK
    for code in logs.argmax(axis=1).tolist():
        if code not in (BLANK, last):
            digits += str(code)
        last = code
    return ReadNumber(digits, float(np.exp(logs.max(axis=1).sum())))


@cache
def _session() -> Any:
    return open_network(MODEL)
