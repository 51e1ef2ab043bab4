"""Rulings too faint, too broken or too dotted for a fixed grey level: seen along their own
direction, where noise evens out and a line does not.

What is print is whitened first; what is left is averaged along the rows (for lines down the page,
along the columns), and a long narrow ridge that is darker than the paper is a line, if it meets
lines across it at both of its ends. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from kehoach.ingest.ocr.components import Components, rows_with_ink
from kehoach.ingest.ocr.deskew import DeskewedPage, ink_of, shrunk
from kehoach.ingest.ocr.pixels import Pixels, as_pixels, kernel

SCALE = 0.5
"""Ridges are looked for on a copy so large: a quarter of the time."""
LETTER_HIGH = 3.2
"""Ink as high as this is print; dots and dashes of a line are less."""
OBLONG = 0.04
"""Ink that is lower than this share of its width, or narrower than this share of its height, is a
line."""
STROKE, LOWEST_STEM = 1.7, 5.2
"""What is as narrow and low is a dash of a line down the page; stems of letters are higher."""
LONGEST_STEM = 24.0
"""A stem of ink is no longer; a line is."""
MARKS = 2.2
"""So far around a letter stand its marks."""
ALONG = 12.0
"""Averaged over this length: three periods of a dotted line."""
FAR_ALONG, LONGEST_BREAK = 36.0, 30.0
"""Where there are faint lines, others may be so broken that only a longer average shows them; parts
of one line are no further from each other."""
STOPS = 3.0
"""A line that ends this near to crossing ones on both sides of a break was meant to stop."""
ONE_LINE = 1.2
"""Parts of one line lie so near to one another, across it."""
FEW = 3
"""So many lines, and one more, that begin and end together are those of a table."""
WIDE, NEXT_LINE = 200.0, 90.0
"""Such lines are so long, and one of the others is so near."""
KNOWN, MUCH, BESIDE = 0.6, 30.0, 3.0
"""A line that was plainly seen to this share of its length, within BESIDE, is not looked at again,
but where so much of it at once was not: a copier may be worn on one side."""
THROUGH_PRINT, NEAR_PRINT = 0.12, 0.4
"""The share of a line across a page that letters may stand on: some touch a ruling, none stands on
its middle; and of one down it that may be near to letters, which keep away from the sides of their
column."""
STRETCH, PALEST = 8.0, 2.0
"""A stretch of a line between two crossing ones, if not shorter, that is by less than so many grey
levels darker than the paper is not there: two cells are one."""
RIDGE = 4
"""By so many grey levels a line is darker than the paper on both sides of it; averaged noise is
within 2."""
ASIDE = 2.5
"""How far beside a line its paper is looked at."""
SHORTEST_ACROSS, SHORTEST_DOWN = 30.0, 11.0
"""The shortest faint lines that count."""
THICKEST = 3.5
SAME_COLUMN, LEAST_COLUMN = 1.0, 60.0
"""Pieces of one side of a column lie so near to one line, and are so long together."""
MEETS = 7.0
"""A line ends this near to the one that it meets."""


@dataclass(frozen=True, slots=True)
class FaintLine:
    """A faint line: at y (across) or x (down) `at`, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class FaintLines:
    """The faint lines of a page across and down it."""

    across: list[FaintLine]
    down: list[FaintLine]

    def paint(self, mask: Pixels, points: float) -> None:
        """Make their pixels 255 on the mask of a page with so many points a pixel."""
        scale = 1 / points
        for line in self.across:
            rows = _band(line, scale)
            mask[rows, round(line.start * scale) : round(line.end * scale)] = 255
        for line in self.down:
            columns = _band(line, scale)
            mask[round(line.start * scale) : round(line.end * scale), columns] = 255


def _band(line: FaintLine, scale: float) -> slice:
    """The pixels across a line that it may touch."""
    return slice(max(round((line.at - 1.2) * scale), 0), round((line.at + 1.2) * scale) + 1)


Meets = Callable[[FaintLine, float], bool]


def find_faint_lines(
    page: DeskewedPage, across: Sequence[FaintLine], down: Sequence[FaintLine]
) -> FaintLines:
    """The faint lines of a page, beside those that were plainly seen."""
    small = shrunk(page.grey, SCALE)
    points = page.points / SCALE
    seen = FaintLines(list(across), list(down))
    printed = _print_on(small, page.level, seen=seen, points=points)
    paper = _without(printed, small, points=points)
    paper_down = as_pixels(cv2.transpose(paper))
    ridges = _ridges(paper, ALONG, shortest=SHORTEST_ACROSS, points=points)
    ridges_down = _ridges(paper_down, ALONG, shortest=SHORTEST_DOWN, points=points)
    if ridges.any() and ridges_down.any():
        far = _ridges(paper, FAR_ALONG, shortest=LEAST_COLUMN, points=points)
        ridges = as_pixels(cv2.bitwise_or(ridges, far))
        far_down = _ridges(paper_down, FAR_ALONG, shortest=LEAST_COLUMN, points=points)
        ridges_down = as_pixels(cv2.bitwise_or(ridges_down, far_down))
    free_across = _free_of(printed, _lines(ridges, points), points=points, most=THROUGH_PRINT)
    near_print = as_pixels(_near(printed, points).T)
    free_down = _free_of(near_print, _lines(ridges_down, points), points=points, most=NEAR_PRINT)
    faint_across = _new(free_across, across)
    faint_down = _in_columns(_new(free_down, down), down)
    whole_across = _whole(faint_across, across, crossing=[*faint_down, *down])
    whole_down = _whole(faint_down, down, crossing=[*faint_across, *across])
    while True:
        held_across = _held(whole_across, [*down, *whole_down], beside=across)
        held_down = _held(whole_down, [*across, *held_across], beside=down)
        if len(held_across) + len(held_down) == len(whole_across) + len(whole_down):
            break
        whole_across, whole_down = held_across, held_down
    return FaintLines(
        _parted(held_across, [*down, *held_down], paper=paper, points=points),
        _parted(held_down, [*across, *held_across], paper=paper_down, points=points),
    )


def _print_on(small: Pixels, level: float, seen: FaintLines, *, points: float) -> Pixels:
    """255 on the letters of a page; those whose tails touch a ruling that was plainly seen are
    letters, too."""
    dark = ink_of(small, level)
    rulings = as_pixels(np.zeros_like(dark))
    seen.paint(rulings, points)
    ink = Components(as_pixels(cv2.subtract(dark, rulings)))
    heights, widths = ink.heights * points, ink.widths * points
    is_line = (heights <= OBLONG * widths) | (widths <= OBLONG * heights)
    is_line &= np.maximum(heights, widths) > LONGEST_STEM
    is_frame = np.maximum(heights, widths) > 60
    is_dash = (widths < STROKE) & (heights < LOWEST_STEM)
    return ink.ink_of((heights >= LETTER_HIGH) & ~is_dash & ~is_line & ~is_frame)


def _without(printed: Pixels, small: Pixels, points: float) -> Pixels:
    """The page with letters, their marks and blurred rims as grey as its bare paper: in white, the
    strip of paper left between two lines of text would look like a line."""
    paper = small.copy()
    near = _near(printed, points) > 0
    bare = paper[~near]
    paper[near] = round(float(np.median(bare))) if bare.size else 255
    return paper


def _near(printed: Pixels, points: float) -> Pixels:
    """255 on print and around it."""
    around = 2 * round(MARKS / points) + 1
    return as_pixels(cv2.dilate(printed, kernel(around, around)))


def _ridges(paper: Pixels, length: float, *, shortest: float, points: float) -> Pixels:
    """255 on long narrow ridges along the rows, averaged over `length`."""
    along = cv2.blur(paper, (round(length / points), 1))
    aside = 2 * round(ASIDE / points) + 1
    around = cv2.morphologyEx(along, cv2.MORPH_CLOSE, kernel(aside, 1))
    _, found = cv2.threshold(cv2.subtract(around, along), RIDGE, 255, cv2.THRESH_BINARY)
    thick = cv2.dilate(found, kernel(3, 1))  # what is not quite level stays one piece
    ends = kernel(1, round(0.8 * length / points))  # an average reaches beyond the ends of a line
    within = cv2.erode(thick, ends)
    return as_pixels(cv2.morphologyEx(within, cv2.MORPH_OPEN, kernel(1, round(shortest / points))))


def _lines(ridges: Pixels, points: float) -> list[FaintLine]:
    rows = rows_with_ink(ridges, 1)
    lines: list[FaintLine] = []
    if not rows.size:
        return lines
    pieces = Components(ridges[rows])
    for number in range(1, pieces.count):
        width = int(pieces.widths[number])
        thick = float(pieces.areas[number]) / width
        if thick * points > THICKEST + 1:
            continue
        left = float(pieces.lefts[number]) * points
        top = int(rows[pieces.tops[number]])
        middle = float(top + pieces.heights[number] / 2) * points
        lines.append(FaintLine(middle, left, end=left + width * points))
    return lines


def _free_of(
    printed: Pixels, lines: Sequence[FaintLine], points: float, *, most: float
) -> list[FaintLine]:
    """The lines of which at most so great a share runs through print: marks that stand one below
    the other look like a line, but have their letters on it."""
    free: list[FaintLine] = []
    for line in lines:
        row = min(round(line.at / points), printed.shape[0] - 1)
        under = printed[row, round(line.start / points) : round(line.end / points)]
        if float((under > 0).mean()) <= most:
            free.append(line)
    return free


def _new(lines: Sequence[FaintLine], seen: Sequence[FaintLine]) -> list[FaintLine]:
    """The lines that were not seen already, and of those that were seen for the most part the parts
    that were not, if long: shorter ones are where a plain line stopped."""
    fresh: list[FaintLine] = []
    for line in lines:
        unseen = list(_unseen(line, seen))
        if sum(end - start for start, end in unseen) > (1 - KNOWN) * (line.end - line.start):
            fresh.append(line)
            continue
        fresh += [FaintLine(line.at, *part) for part in unseen if part[1] - part[0] > MUCH]
    return fresh


def _unseen(line: FaintLine, seen: Sequence[FaintLine]) -> Iterator[tuple[float, float]]:
    """Where a line was not seen: from, to."""
    start = line.start
    same = [other for other in seen if abs(other.at - line.at) <= BESIDE]
    for other in sorted(same, key=lambda other: other.start):
        if other.start >= line.end:
            break
        if other.start > start:
            yield start, other.start
        start = max(start, other.end)
    if start < line.end:
        yield start, line.end


def _whole(
    faint: Sequence[FaintLine], seen: Sequence[FaintLine], crossing: Sequence[FaintLine]
) -> list[FaintLine]:
    """The lines that faint pieces are parts of, with pieces that were plainly seen."""
    wholes: list[tuple[FaintLine, bool]] = []
    pieces = [*((line, True) for line in faint), *((line, False) for line in seen)]
    for piece, is_faint in sorted(pieces, key=lambda found: found[0].start):
        for number, (whole, has_faint) in enumerate(wholes):
            if _goes_on(whole, piece, crossing=crossing):
                end = max(whole.end, piece.end)
                joined = FaintLine((whole.at + piece.at) / 2, whole.start, end=end)
                wholes[number] = (joined, has_faint or is_faint)
                break
        else:
            wholes.append((piece, is_faint))
    return [whole for whole, has_faint in wholes if has_faint]


def _goes_on(whole: FaintLine, piece: FaintLine, crossing: Sequence[FaintLine]) -> bool:
    """Does a line go on in a piece that begins after it does?"""
    gap = piece.start - whole.end
    if abs(piece.at - whole.at) > ONE_LINE or gap > LONGEST_BREAK:
        return False
    met = [other.at for other in crossing if gap > 2 * STOPS and _reaches(other, whole.at)]
    stops = [any(abs(at - end) <= STOPS for at in met) for end in (whole.end, piece.start)]
    return not all(stops)


def _held(
    lines: Sequence[FaintLine], crossing: Sequence[FaintLine], *, beside: Sequence[FaintLine]
) -> list[FaintLine]:
    """The lines that meet others at both ends, or near to them; or end where others beside them
    do: in tables without sides, above a header whose sides are faint. `beside`: plainly seen."""
    held: list[FaintLine] = []
    for line in lines:
        met = [other.at for other in crossing if _reaches(other, line.at)]
        ends = [any(abs(at - end) <= MEETS for at in met) for end in (line.start, line.end)]
        if all(ends) or _ends_with_others(line, [*lines, *beside]):
            held.append(line)
    return held


def _parted(
    lines: Sequence[FaintLine], crossing: Sequence[FaintLine], paper: Pixels, points: float
) -> list[FaintLine]:
    """Lines without the stretches where they are not there: an average reaches over a low row in
    which columns are joined."""
    parted: list[FaintLine] = []
    for line in lines:
        goes_on = False
        for stretch in _stretches(line, crossing):
            is_short = stretch.end - stretch.start < STRETCH
            is_drawn = is_short or _darkness(stretch, paper, points=points) >= PALEST
            if is_drawn and goes_on:
                parted[-1] = FaintLine(line.at, parted[-1].start, end=stretch.end)
            elif is_drawn:
                parted.append(stretch)
            goes_on = is_drawn
    return parted


def _stretches(line: FaintLine, crossing: Sequence[FaintLine]) -> list[FaintLine]:
    """The parts of a line between those that cross it."""
    places = {
        round(other.at, 1)
        for other in crossing
        if line.start + STOPS < other.at < line.end - STOPS and _reaches(other, line.at)
    }
    ends = [line.start, *sorted(places), line.end]
    return [FaintLine(line.at, start, end=end) for start, end in pairwise(ends)]


def _darkness(line: FaintLine, paper: Pixels, points: float) -> float:
    """By how many grey levels a line is darker than the paper beside it, crossings left out."""
    start = round((line.start + STOPS / 2) / points)
    stop = max(round((line.end - STOPS / 2) / points), start + 1)
    row, aside = round(line.at / points), round(ASIDE / points)
    rows = paper[max(row - aside, 0) : row + aside + 1, start:stop]
    if not rows.size:
        return 0.0
    levels = rows.mean(axis=1)
    return float(np.median(levels) - levels.min())


def _ends_with_others(line: FaintLine, lines: Sequence[FaintLine]) -> bool:
    """Does a long line end where lines beside it do, on both sides?"""
    if line.end - line.start < WIDE:
        return False
    places = {
        round(other.at)
        for other in lines
        if abs(other.start - line.start) <= MEETS and abs(other.end - line.end) <= MEETS
    }
    is_near = any(0 < abs(at - line.at) <= NEXT_LINE for at in places - {round(line.at)})
    return len(places) > FEW and is_near


def _in_columns(lines: Sequence[FaintLine], seen: Sequence[FaintLine]) -> list[FaintLine]:
    """The lines down a page that stand under others, or are long: sides of columns do, stems of
    letters do not."""
    held: list[FaintLine] = []
    for line in lines:
        same = [other for other in (*lines, *seen) if abs(other.at - line.at) <= SAME_COLUMN]
        if sum(other.end - other.start for other in same) >= LEAST_COLUMN:
            held.append(line)
    return held


def _reaches(line: FaintLine, at: float) -> bool:
    return line.start - MEETS <= at <= line.end + MEETS
