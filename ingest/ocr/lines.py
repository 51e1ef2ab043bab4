"""Printed lines in a region of a page, found by the connected components of its ink.

The verbs in order: chain the letters that stand side by side, join what goes on after a wide space,
give each mark and dot to the letters nearest to it, fit a base line through the feet of the
letters, cut the line out along its own slope and without its neighbours' ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.components import Components
from kehoach.ingest.ocr.glyphs import ABOVE, BELOW, CAPITAL, X_HEIGHT
from kehoach.ingest.ocr.pixels import PixelBox, Pixels, as_pixels
from kehoach.ingest.ocr.regions import Region

# Lengths in usual letters (x-heights of the region), if nothing else is said.
LOWEST_LETTER, HIGHEST_LETTER = 0.55, 2.7
"""What is lower is a mark or a stop, what is higher a seal, a rule, letters of two lines that
touch."""
HIGHEST_MARK, CLOSE, FEW_MARKS = 0.95, 0.35, 3
"""Two marks that touch are no higher, no further above their letter, and so many at most of them
stand side by side."""
REACH = 1.0
"""By this letters are widened on each side to meet the next."""
BAND = 0.4
"""Half the height of the band around the middle of a letter that has to meet its neighbour's."""
WIDEST_SPACE = 4.5
"""Between two parts of one line: a justified line has such gaps, columns have wider ones."""
SAME_BASE = 0.45
"""By this the base lines of two parts of one line may differ."""
LINE_END = 6.0
"""So much of the end of a part tells where its base line is there."""
NEAR = 1.7
"""At most from a mark to the letter it belongs to, white above and beside counting less:"""
WHITE_BELOW_MARK = 0.5
"""marks stand high above their letter, two on top of each other, but close below it;"""
WHITE_BESIDE_MARK = 0.45
"""the dash of a list and the dots of a form stand beside theirs, at its height."""
CAPITALS, EVEN = 1.28, 1.18
"""A line whose low letters are so high, and its high ones not much higher, is set in capitals or
figures."""
ALLOWED_FEET = (0.9, 0.4, 0.25)
"""How far a foot may be from the base line in each round of fitting it."""
FEW_LETTERS, SHORT = 5, 8.0
"""A line of fewer letters, or shorter, tells no slope."""
MARGIN_ABOVE, MARGIN_BELOW, MARGIN_BESIDE = 0.25, 0.155, 0.385
"""White around a line, in letter sizes: 3.2, 2 and 5 points in type of 13, as the reader was
trained with (docs/line-reader.md)."""
MARKS_UP_TO, MARKS_DOWN_TO = 0.97, 0.28
"""Letter sizes above and below the base line within which marks of a line stand."""
MARKS_AT_ONCE = 256

Numbers: TypeAlias = NDArray[np.int64]
"""Numbers of components."""
Lengths: TypeAlias = NDArray[np.float64]


class Ink:
    """The ink of a region: its components, the edges of their boxes, the height of a usual letter
    (pixels)."""

    def __init__(self, region: Region) -> None:
        components = Components(region.ink)
        self.letter = region.letter
        self.labels = components.labels
        self.left: Lengths = components.lefts.astype(np.float64)
        self.top: Lengths = components.tops.astype(np.float64)
        self.right: Lengths = self.left + components.widths
        self.bottom: Lengths = self.top + components.heights
        self.height: Lengths = self.bottom - self.top
        self.middle: Lengths = (self.left + self.right) / 2
        """The x of the middle of each."""
        self.numbers: Numbers = np.arange(1, components.count, dtype=np.int64)

    def box(self, members: Numbers) -> PixelBox:
        """The box around some components, of which there is one at least."""
        return PixelBox(
            left=int(self.left[members].min()),
            top=int(self.top[members].min()),
            right=int(self.right[members].max()),
            bottom=int(self.bottom[members].max()),
        )


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of print in a region, in its pixels. The base line is at `base` where x is 0 and sinks
    by `slope` a pixel; `size` is the letter size; `members` the numbers of its components."""

    left: float
    right: float
    base: float
    slope: float
    size: float
    members: Numbers

    def base_at(self, x: float) -> float:
        """The y of the base line at an x."""
        return self.base + self.slope * x

    @property
    def place(self) -> tuple[float, float]:
        """Its place in reading order: from top to bottom, then from left to right."""
        return self.base_at((self.left + self.right) / 2), self.left


def find_lines(ink: Ink) -> list[PrintedLine]:
    """The printed lines of a region, from top to bottom."""
    chains = _joined(_without_high_marks(_chains(ink, _letters(ink)), ink), ink)
    if not chains:
        return []
    owners = _owners(ink, chains)
    lines: list[PrintedLine] = []
    for number, chain in enumerate(chains):
        lines.append(_line(ink, chain, members=np.nonzero(owners == number)[0]))
    lines.sort(key=lambda line: line.place)
    return lines


def cut_line(region: Region, ink: Ink, line: PrintedLine) -> tuple[Pixels, int]:
    """A line as a grey picture along its own slope, with white around and without the ink of other
    lines; and the x in the region at which the picture begins: left of the region where the line
    stands at its edge, for a first letter without white before it is misread ("> 95" as "* 95")."""
    above = (ABOVE + MARGIN_ABOVE) * line.size
    below = max(BELOW * line.size, _lowest_ink(ink, line)) + MARGIN_BELOW * line.size
    beside = MARGIN_BESIDE * line.size
    height, width = region.image.shape
    left, right = int(line.left - beside), round(line.right + beside)
    ends = (line.base_at(left), line.base_at(right))
    box = PixelBox(
        left=max(left, 0),
        top=int(max(min(ends) - above, 0)),
        right=min(right, width),
        bottom=int(min(max(ends) + below + 1, height)),
    )
    first_row = line.base_at(left) - above - box.top
    levelling = np.array([[1.0, 0.0, left - box.left], [line.slope, 1.0, first_row]])
    level = cv2.warpAffine(
        _without_neighbours(region, ink, line=line, box=box),
        levelling,
        dsize=(right - left, round(above + below)),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return as_pixels(level), left


def _lowest_ink(ink: Ink, line: PrintedLine) -> float:
    """How far the ink of a line of few letters reaches below its base line (pixels): the two rings
    of a lone "%" stand on no common one."""
    if len(line.members) >= FEW_LETTERS:
        return 0.0
    below_base = ink.bottom[line.members] - line.base - line.slope * ink.middle[line.members]
    return min(float(below_base.max()), line.size)


def _without_neighbours(region: Region, ink: Ink, *, line: PrintedLine, box: PixelBox) -> Pixels:
    """A part of a region in which the ink of other lines is white. Letters of two lines that touch
    stay, and marks that stand where marks of this line would: a lost mark is another word."""
    part = box.part_of(region.image).copy()
    above_base = line.base + line.slope * ink.middle - (ink.top + ink.bottom) / 2
    is_mark = ink.height < LOWEST_LETTER * ink.letter
    highest, lowest = MARKS_UP_TO * line.size, -MARKS_DOWN_TO * line.size
    stays = is_mark & (above_base <= highest) & (above_base >= lowest)
    stays |= ink.height > HIGHEST_LETTER * ink.letter
    stays[0] = True
    stays[line.members] = True
    labels = box.part_of(ink.labels)
    foreign = ~stays[labels]
    if foreign.any():
        blurred_edge = cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        part[foreign | (blurred_edge & (labels == 0))] = 255
    return part


def _letters(ink: Ink) -> Numbers:
    """The components that are letters; where there is none, all that may be print: a lone dash."""
    height = ink.height[ink.numbers]
    low_enough = height <= HIGHEST_LETTER * ink.letter
    is_letter = low_enough & (height >= LOWEST_LETTER * ink.letter)
    return ink.numbers[is_letter if is_letter.any() else low_enough]


def _chains(ink: Ink, letters: Numbers) -> list[Numbers]:
    """Letters that stand side by side."""
    height, width = ink.labels.shape
    bands = np.zeros((height, width), np.uint8)
    middle = (ink.top + ink.bottom) / 2
    for number in letters:
        band = PixelBox(
            left=max(round(ink.left[number] - REACH * ink.letter), 0),
            top=max(round(middle[number] - BAND * ink.letter), 0),
            right=round(ink.right[number] + REACH * ink.letter),
            bottom=round(middle[number] + BAND * ink.letter) + 1,
        )
        band.part_of(bands)[:] = 1
    _, chained = cv2.connectedComponents(bands, connectivity=4)
    rows = np.clip(middle[letters].astype(int), 0, height - 1)
    chain_of = chained[rows, ink.middle[letters].astype(int)]
    return [letters[chain_of == number] for number in np.unique(chain_of)]


def _without_high_marks(chains: Sequence[Numbers], ink: Ink) -> list[Numbers]:
    """Chains of letters without those that are marks of one: two marks that touch are as high as a
    low letter, but stand close upon theirs."""
    letters = np.concatenate(chains) if chains else np.zeros(0, np.int64)
    return [
        chain
        for chain in chains
        if chain.size > FEW_MARKS
        or not all(_stands_upon(ink, int(one), letters=letters) for one in chain)
    ]


def _stands_upon(ink: Ink, mark: int, letters: Numbers) -> bool:
    """Does a component, no higher than a low letter, stand upon one of the letters, which is higher
    and as wide?"""
    if ink.height[mark] > HIGHEST_MARK * ink.letter:
        return False
    white = ink.top[letters] - ink.bottom[mark]
    is_close = (white <= CLOSE * ink.letter) & (white >= -0.5 * ink.height[mark])
    is_below = ink.bottom[letters] - ink.bottom[mark] >= LOWEST_LETTER * ink.letter
    holds = (ink.left[letters] <= ink.middle[mark]) & (ink.right[letters] >= ink.middle[mark])
    return bool((is_close & is_below & holds & (letters != mark)).any())


def _joined(chains: Sequence[Numbers], ink: Ink) -> list[Numbers]:
    """Chains that go on after a wide space on the same base line, joined."""
    joined: list[Numbers] = []
    for chain in sorted(chains, key=lambda chain: float(ink.left[chain].min())):
        before = _goes_on_after(joined, chain, ink=ink)
        if before is None:
            joined.append(chain)
        else:
            joined[before] = np.concatenate([joined[before], chain])
    return joined


def _goes_on_after(joined: Sequence[Numbers], chain: Numbers, ink: Ink) -> int | None:
    """Which of the chains a chain goes on: the nearest to its left on its base line."""
    start = float(ink.left[chain].min())
    foot = _foot(ink, chain[ink.middle[chain] <= start + LINE_END * ink.letter])
    nearest: int | None = None
    narrowest = WIDEST_SPACE * ink.letter
    for index, before in enumerate(joined):
        end = float(ink.right[before].max())
        gap = start - end
        if not -ink.letter <= gap <= narrowest:
            continue
        other = _foot(ink, before[ink.middle[before] >= end - LINE_END * ink.letter])
        if abs(other - foot) <= SAME_BASE * ink.letter:
            nearest, narrowest = index, gap
    return nearest


def _foot(ink: Ink, letters: Numbers) -> float:
    """Where most of some letters stand; far away for none."""
    return float(np.median(ink.bottom[letters])) if letters.size else float("inf")


def _owners(ink: Ink, chains: Sequence[Numbers]) -> Numbers:
    """For each component the number of its chain; -1 for what is near to none, or too high."""
    owners = np.full(ink.left.size, -1, np.int64)
    for number, chain in enumerate(chains):
        owners[chain] = number
    letters = np.nonzero(owners >= 0)[0]
    is_mark = (owners < 0) & (ink.height <= HIGHEST_LETTER * ink.letter)
    is_mark[0] = False
    marks = np.nonzero(is_mark)[0]
    for start in range(0, marks.size, MARKS_AT_ONCE):
        some = marks[start : start + MARKS_AT_ONCE]
        distances = _distances(ink, some, letters=letters)
        nearest = distances.argmin(axis=1)
        is_near = distances[np.arange(some.size), nearest] <= NEAR * ink.letter
        owners[some[is_near]] = owners[letters[nearest[is_near]]]
    return owners


def _distances(ink: Ink, marks: Numbers, letters: Numbers) -> Lengths:
    """How far each mark is from each letter, in pixels: marks x letters."""
    right_of = ink.left[marks][:, None] - ink.right[letters][None, :]
    left_of = ink.left[letters][None, :] - ink.right[marks][:, None]
    beside = np.maximum(np.maximum(right_of, left_of), 0.0)
    below = ink.top[marks][:, None] - ink.bottom[letters][None, :]
    above = ink.top[letters][None, :] - ink.bottom[marks][:, None]
    apart = np.maximum(np.maximum(below, WHITE_BELOW_MARK * above), 0.0)
    distances: Lengths = np.hypot(np.where(apart > 0, beside, WHITE_BESIDE_MARK * beside), apart)
    return distances


def _line(ink: Ink, chain: Numbers, members: Numbers) -> PrintedLine:
    base, slope = _base_line(ink, chain)
    heights = base + slope * ink.middle[chain] - ink.top[chain]
    return PrintedLine(
        left=float(ink.left[members].min()),
        right=float(ink.right[members].max()),
        base=base,
        slope=slope,
        size=_letter_size(heights[heights > LOWEST_LETTER * ink.letter], ink.letter),
        members=members,
    )


def _base_line(ink: Ink, chain: Numbers) -> tuple[float, float]:
    """A straight line through the feet of letters (y at x = 0, slope); tails are left out."""
    middle, feet = ink.middle[chain], ink.bottom[chain]
    is_short = middle.max() - middle.min() < SHORT * ink.letter
    if chain.size < FEW_LETTERS or is_short:
        return _upper_foot(feet, ink.letter), 0.0
    base, slope = float(np.median(feet)), 0.0
    for allowed in ALLOWED_FEET:
        distance = np.abs(feet - (base + slope * middle))
        chosen = distance <= allowed * ink.letter
        if chosen.sum() < FEW_LETTERS:
            break
        fitted = np.polyfit(middle[chosen], feet[chosen], 1)
        slope, base = float(fitted[0]), float(fitted[1])
    return base, slope


def _upper_foot(feet: Lengths, letter: float) -> float:
    """Where a few letters stand: tails reach lower, so that the upper feet count if they are half
    of all."""
    upper = feet[feet <= feet.min() + 0.3 * letter]
    return float(np.median(upper if 2 * upper.size >= feet.size else feet))


def _letter_size(heights: Lengths, letter: float) -> float:
    """The letter size of a line whose letters stand so high above the base line."""
    if not heights.size:
        return letter / X_HEIGHT
    low, high = np.percentile(heights, (25, 75))
    if low < CAPITALS * letter:
        return float(low) / X_HEIGHT
    is_even = high <= EVEN * low
    return float(np.median(heights) if is_even else low) / CAPITAL
