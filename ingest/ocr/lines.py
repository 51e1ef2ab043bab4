"""Printed lines in a region of a page, found by the connected components of its ink.

The verbs in order: measure the components, chain the letters that stand side by side, fit a base
line through their feet, give each mark and dot to the letters nearest to it, cut the line out along
its own slope and without its neighbours' ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.glyphs import ABOVE, BELOW, CAPITAL, X_HEIGHT
from kehoach.ingest.ocr.pixels import PixelBox, Pixels
from kehoach.ingest.ocr.regions import Region

LETTER_LOW, LETTER_HIGH = 0.55, 2.7
"""Heights of single letters, in usual letters (x-heights): what is lower is a mark or a stop, what
is higher a seal, a rule, or letters of two lines that touch."""
REACH = 1.0
"""Usual letters by which letters are widened on each side to meet the next."""
BAND = 0.4
"""Half the height of the band around the middle of a letter that has to meet its neighbour's."""
WIDEST_SPACE = 4.5
"""Usual letters between two parts of one line: a justified line has such gaps, columns wider ones."""
NEAR = 1.7
"""Usual letters at most from a mark to the letter it belongs to."""
MARK_ABOVE = 0.5
"""What a pixel of white between a letter and a mark above it counts, against one below it."""
MARK_BESIDE = 0.45
"""The same for white between a letter and what stands beside it at its height: the dash of a list,
dots of a form."""
SAME_BASE = 0.45
"""Usual letters by which the base lines of two parts of one line may differ."""
CAPITALS, EVEN = 1.28, 1.18
"""A line whose low letters are so many usual letters high, and all much of one height, is set in
capitals or figures."""
MARGIN_ABOVE, MARGIN_BELOW, MARGIN_BESIDE = 0.25, 0.155, 0.385
"""White around a line, in letter sizes (3.2, 2 and 5 points in type of 13): what the reader was
trained with."""

Labels = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Components:
    """The connected components of some ink: edges of their boxes (pixels), by label from 1 on;
    `labels` is the picture of labels."""

    labels: Labels
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats

    @classmethod
    def of(cls, ink: Pixels) -> Components:
        """Measure the components of a picture whose ink is above 0."""
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        boxes = stats[1:].astype(np.float64)
        left, top = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_TOP]
        right = left + boxes[:, cv2.CC_STAT_WIDTH]
        bottom = top + boxes[:, cv2.CC_STAT_HEIGHT]
        return cls(np.asarray(labels, np.int32), left, top, right, bottom)

    @property
    def height(self) -> Floats:
        """The height of each."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print in a region, in its pixels. The base line is at `base` where x is 0 and sinks
    by `slope` a pixel; `size` is the letter size; `members` the numbers of its components."""

    left: float
    right: float
    base: float
    slope: float
    size: float
    members: NDArray[np.int64]

    def base_at(self, x: float | Floats) -> float | Floats:
        """The y of the base line at an x."""
        return self.base + self.slope * x


def find_lines(region: Region) -> tuple[Components, list[PrintedLine]]:
    """The printed lines of a region, from top to bottom, and the components of its ink."""
    components = Components.of(region.ink)
    if not components.left.size:
        return components, []
    letter = region.letter
    height = components.height
    is_letter = (height >= LETTER_LOW * letter) & (height <= LETTER_HIGH * letter)
    letters = np.nonzero(is_letter)[0]
    if not letters.size:  # a lone dash, or dots
        letters = np.nonzero(height <= LETTER_HIGH * letter)[0]
    if not letters.size:
        return components, []
    chains = _joined(_chains(components, letters, letter), components, letter)
    owner = _owners(components, chains, letter)
    lines = [
        _line(components, chain, np.nonzero(owner == number)[0], letter)
        for number, chain in enumerate(chains)
    ]
    lines.sort(key=lambda line: (line.base_at((line.left + line.right) / 2), line.left))
    return components, lines


def cut_line(region: Region, components: Components, line: PrintedLine) -> tuple[Pixels, int]:
    """A line as a grey picture along its own slope, with white around and without the ink of other
    lines; and the x in the region at which the picture begins."""
    above = (ABOVE + MARGIN_ABOVE) * line.size
    below = (BELOW + MARGIN_BELOW) * line.size
    beside = MARGIN_BESIDE * line.size
    height, width = region.image.shape
    left, right = max(int(line.left - beside), 0), min(round(line.right + beside), width)
    ends = (line.base_at(left), line.base_at(right))
    top = int(max(min(ends) - above, 0))
    bottom = int(min(max(ends) + below + 1, height))
    part = region.image[top:bottom, left:right].copy()
    own = np.zeros(components.left.size + 1, bool)
    own[line.members + 1] = True
    own[1:] |= components.height > LETTER_HIGH * region.letter  # letters of two lines that touch
    labels = components.labels[top:bottom, left:right]
    foreign = (labels > 0) & ~own[labels]
    if foreign.any():
        around = cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        part[around & ((labels == 0) | foreign)] = 255
    rows = round(above + below)
    move = np.array(
        [[1.0, 0.0, 0.0], [line.slope, 1.0, float(line.base_at(left)) - above - top]], np.float64
    )
    turned = cv2.warpAffine(
        part,
        move,
        (right - left, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return np.asarray(turned, np.uint8), left


def _chains(
    components: Components, letters: NDArray[np.int64], letter: float
) -> list[NDArray[np.int64]]:
    """Letters that stand side by side, as chains of component numbers."""
    height, width = components.labels.shape
    bands = np.zeros((height, width), np.uint8)
    middle = (components.top + components.bottom) / 2
    for number in letters:
        top = max(round(middle[number] - BAND * letter), 0)
        bottom = round(middle[number] + BAND * letter) + 1
        left = max(round(components.left[number] - REACH * letter), 0)
        right = round(components.right[number] + REACH * letter)
        bands[top:bottom, left:right] = 1
    _, chained = cv2.connectedComponents(bands, connectivity=4)
    rows = np.clip(middle[letters].astype(int), 0, height - 1)
    columns = ((components.left[letters] + components.right[letters]) / 2).astype(int)
    chain_of = chained[rows, columns]
    return [letters[chain_of == number] for number in np.unique(chain_of)]


def _joined(
    chains: Sequence[NDArray[np.int64]], components: Components, letter: float
) -> list[NDArray[np.int64]]:
    """Chains that go on after a wide space on the same base line, joined."""
    chains = sorted(chains, key=lambda chain: float(components.left[chain].min()))
    joined: list[NDArray[np.int64]] = []
    for chain in chains:
        left = float(components.left[chain].min())
        foot = _foot(components, chain, left + 6 * letter, from_left=True)
        best: tuple[float, int] | None = None
        for index, before in enumerate(joined):
            gap = left - float(components.right[before].max())
            if not -letter <= gap <= WIDEST_SPACE * letter:
                continue
            other = _foot(components, before, left - gap - 6 * letter, from_left=False)
            if abs(other - foot) <= SAME_BASE * letter and (best is None or gap < best[0]):
                best = gap, index
        if best is None:
            joined.append(chain)
        else:
            joined[best[1]] = np.concatenate([joined[best[1]], chain])
    return joined


def _foot(
    components: Components, chain: NDArray[np.int64], limit: float, *, from_left: bool
) -> float:
    """The height at which most letters of the beginning (or end) of a chain stand."""
    middle = (components.left[chain] + components.right[chain]) / 2
    near = middle <= limit if from_left else middle >= limit
    chosen = chain[near] if near.any() else chain
    return float(np.median(components.bottom[chosen]))


def _owners(
    components: Components, chains: Sequence[NDArray[np.int64]], letter: float
) -> NDArray[np.int64]:
    """For each component the number of its chain; -1 for what is near to none, or too high."""
    owner = np.full(components.left.size, -1, np.int64)
    for number, chain in enumerate(chains):
        owner[chain] = number
    letters = np.nonzero(owner >= 0)[0]
    small = np.nonzero((owner < 0) & (components.height <= LETTER_HIGH * letter))[0]
    for start in range(0, small.size, 256):
        marks = small[start : start + 256]
        distance = _distance_of_marks(components, marks, letters)
        nearest = distance.argmin(axis=1)
        is_near = distance[np.arange(marks.size), nearest] <= NEAR * letter
        owner[marks[is_near]] = owner[letters[nearest[is_near]]]
    return owner


def _distance_of_marks(
    components: Components, marks: NDArray[np.int64], letters: NDArray[np.int64]
) -> Floats:
    """How far each mark is from each letter, in pixels. Marks stand high above their letter, two on
    top of each other, but close below it: the white above a letter counts less."""
    left, right = components.left, components.right
    after = left[marks][:, None] - right[letters][None, :]
    before = left[letters][None, :] - right[marks][:, None]
    beside = np.maximum(np.maximum(after, before), 0.0)
    below = components.top[marks][:, None] - components.bottom[letters][None, :]
    above = components.top[letters][None, :] - components.bottom[marks][:, None]
    apart = np.maximum(np.maximum(below, MARK_ABOVE * above), 0.0)
    return np.hypot(np.where(apart > 0, beside, MARK_BESIDE * beside), apart)


def _line(
    components: Components, chain: NDArray[np.int64], members: NDArray[np.int64], letter: float
) -> PrintedLine:
    base, slope = _base_line(components, chain, letter)
    middle = (components.left[chain] + components.right[chain]) / 2
    heights = base + slope * middle - components.top[chain]
    return PrintedLine(
        left=float(components.left[members].min()),
        right=float(components.right[members].max()),
        base=base,
        slope=slope,
        size=_letter_size(heights[heights > LETTER_LOW * letter], letter),
        members=members,
    )


def _base_line(
    components: Components, chain: NDArray[np.int64], letter: float
) -> tuple[float, float]:
    """A straight line through the feet of letters (y at x = 0, slope); tails below are left out."""
    middle = (components.left[chain] + components.right[chain]) / 2
    feet = components.bottom[chain]
    low = float(np.median(feet))
    width = float(middle.max() - middle.min())
    if chain.size < 5 or width < 8 * letter:
        return _upper_foot(feet, letter), 0.0
    slope, base = 0.0, low
    for allowed in (0.9, 0.4, 0.25):
        residual = feet - (base + slope * middle)
        chosen = (residual <= allowed * letter) & (residual >= -allowed * letter)
        if chosen.sum() < 4:
            break
        slope, base = np.polyfit(middle[chosen], feet[chosen], 1)
    return float(base), float(slope)


def _upper_foot(feet: Floats, letter: float) -> float:
    """Where few letters stand: the lowest of the feet that are no tails."""
    highest = float(feet.min())
    level = feet[feet <= highest + 0.3 * letter]
    return float(np.median(level)) if level.size * 2 >= feet.size else float(np.median(feet))


def _letter_size(heights: Floats, letter: float) -> float:
    """The letter size of a line whose letters stand so high above the base line."""
    if not heights.size:
        return letter / X_HEIGHT
    low, high = np.percentile(heights, (25, 75))
    if low >= CAPITALS * letter and high <= EVEN * low:
        return float(np.median(heights)) / CAPITAL
    return float(low) / X_HEIGHT if low < CAPITALS * letter else float(low) / CAPITAL


def ink_box(components: Components, members: NDArray[np.int64]) -> PixelBox:
    """The box around some components."""
    return PixelBox(
        left=int(components.left[members].min()),
        top=int(components.top[members].min()),
        right=int(components.right[members].max()),
        bottom=int(components.bottom[members].max()),
    )
