"""Our own reader of printed lines: a convolutional and recurrent network with CTC (Graves 2006), run
by onnxruntime on one thread. docs/models.md tells what it is and what it measures."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.lines import Components, PrintedLine, cut_line, find_lines
from kehoach.ingest.ocr.pixels import PixelBox, Pixels
from kehoach.ingest.ocr.regions import Region
from kehoach.ingest.ocr.tesseract import ReadWord

HEIGHT = 40
"""Pixels: the height of the pictures that the network reads."""
MODEL = Path(__file__).parent / "models" / "line-reader.onnx"
CLASSES = Path(__file__).parent / "models" / "line-reader.json"
SPACE = " "
STOPS = frozenset(".,;:)")
SPACE_AFTER_STOP = 0.26
"""Letter sizes of white between a stop and the next letter that make a space: the network was taught
lines, and sometimes reads "." and "C" together."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was read: at which column of the scores, with which probability."""

    text: str
    column: int
    probability: float


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(MODEL), options, providers=["CPUExecutionProvider"]
    )


@cache
def _classes() -> tuple[str, ...]:
    return tuple(json.loads(CLASSES.read_text(encoding="utf-8"))["classes"])


def score_line(picture: Pixels) -> Scores:
    """A grey picture of a line -> log-probabilities, columns x classes; class 0 is CTC's blank."""
    height, width = picture.shape
    wide = max(16, round(width * HEIGHT / height))
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, (wide, HEIGHT), interpolation=how)
    lines = scaled[None, None].astype(np.float32) / 255
    scores: Scores = _session().run(None, {"lines": lines})[0][0]
    return scores


def letters_of(scores: Scores) -> list[Letter]:
    """The likeliest letters, column by column (greedy CTC)."""
    best = scores.argmax(axis=1)
    letters: list[Letter] = []
    before = 0
    for column, number in enumerate(best.tolist()):
        if number and number != before:
            probability = float(np.exp(scores[column, number]))
            letters.append(Letter(_classes()[number], column, probability))
        elif number and letters:
            probability = float(np.exp(scores[column, number]))
            if probability > letters[-1].probability:
                letters[-1] = Letter(letters[-1].text, column, probability)
        before = number
    return letters


def read_region(region: Region) -> list[ReadWord]:
    """The words of a region, line by line, boxes in its pixels."""
    components, lines = find_lines(region)
    words: list[ReadWord] = []
    for number, line in enumerate(lines):
        words += _read_line(region, components, line, number)
    return words


def _read_line(
    region: Region, components: Components, line: PrintedLine, number: int
) -> list[ReadWord]:
    picture, left = cut_line(region, components, line)
    if min(picture.shape) < 4:
        return []
    scores = score_line(picture)
    step = picture.shape[1] / len(scores)
    runs = [
        part
        for run in _words(letters_of(scores))
        for part in _parted(run, components, line, left=left, step=step)
    ]
    if not runs:
        return []
    places = [[left + (letter.column + 0.5) * step for letter in run] for run in runs]
    edges = _edges(components, line, places)
    words: list[ReadWord] = []
    for run, (start, stop) in zip(runs, edges, strict=True):
        box = _box(components, line, start, stop)
        confidence = math.prod(letter.probability for letter in run)
        text = "".join(letter.text for letter in run)
        words.append(ReadWord(text, box, line=number, confidence=confidence))
    return words


def _words(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters parted at spaces."""
    runs: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text == SPACE:
            runs.append([])
        else:
            runs[-1].append(letter)
    return [run for run in runs if run]


def _parted(
    run: Sequence[Letter], components: Components, line: PrintedLine, *, left: float, step: float
) -> list[list[Letter]]:
    """A word parted after a stop that a space follows on the paper."""
    parts: list[list[Letter]] = [[]]
    for letter, after in zip(run, [*run[1:], None], strict=True):
        parts[-1].append(letter)
        if after is None or letter.text not in STOPS or not after.text.isalpha():
            continue
        start, stop = (left + (one.column + 0.5) * step for one in (letter, after))
        if _widest_white(components, line, start, stop) >= SPACE_AFTER_STOP * line.size:
            parts.append([])
    return parts


def _widest_white(
    components: Components, line: PrintedLine, start: float, stop: float
) -> float:
    """The widest white of a line between two x, in pixels."""
    middle = (components.left[line.members] + components.right[line.members]) / 2
    near = line.members[(middle >= start - line.size) & (middle <= stop + line.size)]
    order = near[np.argsort(components.left[near])]
    rights = np.maximum.accumulate(components.right[order])
    gaps = components.left[order][1:] - rights[:-1]
    centers = (components.left[order][1:] + rights[:-1]) / 2
    inside = gaps[(centers >= start) & (centers <= stop)]
    return float(inside.max()) if inside.size else 0.0


def _edges(
    components: Components, line: PrintedLine, places: Sequence[Sequence[float]]
) -> list[tuple[float, float]]:
    """Where words begin and end: at the widest white between the last letter of one and the first of
    the next."""
    order = np.argsort(components.left[line.members])
    lefts = components.left[line.members][order]
    rights = np.maximum.accumulate(components.right[line.members][order])
    edges: list[float] = [line.left]
    for before, after in zip(places, places[1:], strict=False):
        start, stop = before[-1], after[0]
        best, place = 0.0, ((start + stop) / 2, (start + stop) / 2)
        for right, left in zip(rights, lefts[1:], strict=False):
            middle = (right + left) / 2
            if start - 2 <= middle <= stop + 2 and left - right > best:
                best, place = left - right, (float(right), float(left))
        edges += place
    edges.append(line.right)
    return list(zip(edges[::2], edges[1::2], strict=True))


def _box(components: Components, line: PrintedLine, start: float, stop: float) -> PixelBox:
    """The box of the ink of a line between two x."""
    middle = (components.left[line.members] + components.right[line.members]) / 2
    inside = line.members[(middle >= start - 1) & (middle <= stop + 1)]
    left, right = round(start), max(round(stop), round(start) + 1)
    if inside.size:
        top, bottom = components.top[inside].min(), components.bottom[inside].max()
    else:
        base = float(line.base_at((start + stop) / 2))
        top, bottom = base - 0.5 * line.size, base
    return PixelBox(left, max(int(top), 0), right=right, bottom=max(int(bottom), int(top) + 1))
