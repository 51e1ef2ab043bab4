"""Rulings that a scan or a copier broke: their pieces put together, and their ends brought to the
lines that cross them; never through letters. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.ingest.ocr.faint_rulings import FaintLine, FaintLines
from kehoach.ingest.ocr.pixels import Pixels, as_pixels
from kehoach.ingest.ocr.strokes import REACH, Ruling

BRIDGE = 8.0
"""Gaps of a broken line up to this are closed anyway: no column is so narrow."""
BRIDGE_TORN = 24.0
"""Gaps up to this are closed when one end alone meets a crossing line: a line that was meant to
stop does so at both."""
NEAREST, FARTHEST = 1.5, 4.5
"""How far beside a line the letters are looked for that stand on it; those of a cell keep away from
its sides by more."""
TORN_OFF, IN_THE_WAY, ARMS = 30.0, 0.1, 0.2
"""So much of a line may be missing at its end, and on this share of it there may be letters; on
more than ARMS of it there are arms of a letter."""
ONE_LINE = 2.5
"""Pieces that lie further apart than this (points) across their direction are two lines."""
BRIDGE_FREE = 60.0
"""Gaps up to this are closed when neither end meets a crossing line: there the line was meant to
stop."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The ink of a page that is no ruling, lines along its rows, with so many points a pixel."""

    ink: Pixels
    points: float

    @property
    def turned(self) -> Printed:
        """The same with lines down the page along its rows."""
        return Printed(as_pixels(self.ink.T), self.points)

    def stands_on(self, at: float, start: float, end: float, *, share: float = IN_THE_WAY) -> bool:
        """Do letters stand on more than a share of a stretch of a line? They reach to both sides of
        it; what is left of the line itself does not."""
        row, near, far = (round(length / self.points) for length in (at, NEAREST, FARTHEST))
        columns = slice(round(start / self.points), round(end / self.points))
        above = self.ink[max(row - far, 0) : max(row - near, 0), columns]
        below = self.ink[row + near : row + far, columns]
        shares = [float((side > 0).any(axis=0).mean()) for side in (above, below) if side.size]
        return min(shares, default=0.0) > share


def put_together(
    across: Sequence[Ruling], down: Sequence[Ruling], printed: Printed
) -> tuple[list[Ruling], list[Ruling], FaintLines]:
    """The pieces of lines across and down a page -> the lines, and what of them was torn off."""
    lines_across = _bridged(across, down)
    lines_down = _bridged(down, lines_across)
    lines_across = _to_the_end(lines_across, lines_down, printed=printed)
    lines_down = _to_the_end(lines_down, lines_across, printed=printed.turned)
    torn = FaintLines(
        _torn_parts(lines_across, across, printed=printed),
        _torn_parts(lines_down, down, printed=printed.turned),
    )
    return lines_across, lines_down, torn


def _bridged(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line -> one line, where the scan broke it; not where it was meant to stop."""
    merged: list[Ruling] = []
    for line in sorted(lines, key=lambda line: (line.start, line.at)):
        index = _index_of_first_part(line, merged, crossing=crossing)
        if index is None:
            merged.append(line)
        else:
            merged.append(_joined(merged.pop(index), line))
    return merged


def _index_of_first_part(
    line: Ruling, merged: Sequence[Ruling], crossing: Sequence[Ruling]
) -> int | None:
    """Which of the lines so far, the last first, goes on in `line` after a gap."""
    for index in reversed(range(len(merged))):
        before = merged[index]
        gap = line.start - before.end
        is_other_line = abs(before.at - line.at) > ONE_LINE
        if is_other_line or gap > BRIDGE_FREE:
            continue
        if gap <= BRIDGE:
            return index
        stops = [
            _meets(before.end, before.at, crossing=crossing),
            _meets(line.start, line.at, crossing=crossing),
        ]
        if not any(stops) or (gap <= BRIDGE_TORN and not all(stops)):
            return index
    return None


def _joined(first: Ruling, second: Ruling) -> Ruling:
    """Two parts of a line as one, at the height of the longer rather than the shorter."""
    weighted = first.at * first.length + second.at * second.length
    length = first.length + second.length
    return Ruling(
        at=weighted / length,
        start=first.start,
        end=max(first.end, second.end),
    )


def _to_the_end(
    lines: Sequence[Ruling], crossing: Sequence[Ruling], printed: Printed
) -> list[Ruling]:
    """Lines that reach the next ones that cross them: no line ends in the middle of a cell, but
    where letters stand in its way."""
    whole: list[Ruling] = []
    for line in lines:
        met = [other.at for other in crossing if other.reaches(line.at)]
        start = _next(line.start, [at for at in met if at < line.start + REACH], line=line)
        end = _next(line.end, [at for at in met if at > line.end - REACH], line=line)
        if printed.stands_on(line.at, start, line.start):
            start = line.start
        if printed.stands_on(line.at, line.end, end):
            end = line.end
        whole.append(Ruling(line.at, start, end) if len(met) > 1 else line)
    return whole


def _next(end: float, met: Sequence[float], line: Ruling) -> float:
    """Where a line should end that ends at `end`: at the nearest of the places where it is met, if
    it does not end at one and that is not far."""
    nearest = min(met, key=lambda at: abs(at - end), default=end)
    is_torn = REACH < abs(nearest - end) <= min(TORN_OFF, line.length)
    return nearest if is_torn else end


def _torn_parts(
    lines: Sequence[Ruling], pieces: Sequence[Ruling], printed: Printed
) -> list[FaintLine]:
    """The short gaps of lines in which no letter stands."""
    torn: list[FaintLine] = []
    for line in lines:
        end = line.start
        same = [piece for piece in pieces if abs(piece.at - line.at) <= ONE_LINE]
        for piece in sorted(
            (*same, Ruling(line.at, line.end, line.end)), key=lambda one: one.start
        ):
            if piece.start > line.end or piece.end < line.start:
                continue
            gap = piece.start - end
            if 0 < gap <= TORN_OFF and not printed.stands_on(line.at, end, piece.start):
                torn.append(FaintLine(line.at, end, end=piece.start))
            end = max(end, piece.end)
    return torn


def _meets(end: float, at: float, crossing: Sequence[Ruling]) -> bool:
    """Does a line at `at` that ends at `end` meet a crossing one there?"""
    return any(abs(line.at - end) <= REACH and line.reaches(at) for line in crossing)


__all__ = ["ARMS", "BRIDGE_FREE", "Printed", "put_together"]
