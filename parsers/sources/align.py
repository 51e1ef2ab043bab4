"""A value's words -> where they are printed in a region: as they stand, else piece by piece in
order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.parsers.sources.printed import Piece, Region, letters_of

FOUND = 0.75
"""A value of whose letters a smaller share is found in a region does not stand there."""
SHORTEST = 2
"""Letters of a piece that is looked for by itself, unless it is the whole value."""
AROUND = " \t.,;:-–—+*•()[]\"'“”"
"""Marks around a value that are none of its words."""
MOST_PLACES = 12
"""Places of the same letters that are compared."""
SURE = 6
"""Letters of a piece that is no chance find where it does not follow the piece before."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a value stands: from letter `first` to before `stop` of its region, in `pieces`;
    `share` of its letters was found."""

    first: int
    stop: int
    pieces: tuple[Piece, ...]
    share: float = 1.0

    @property
    def is_exact(self) -> bool:
        """Do all letters stand there, and no others between them?"""
        return self.share == 1.0


def align(
    value: str,
    region: Region,
    first: int = 0,
    stop: int | None = None,
    taken: Sequence[tuple[int, int]] = (),
) -> Match | None:
    """Where a value stands in a region between two letters; None where it does not. A place that
    is `taken` is another value's: of two that print the same, it is the other one."""
    letters = letters_of(value)
    if not letters:
        return None
    places = _places(letters, region, first=first, stop=stop)
    at = _best_of(places, value, region=region, taken=taken)
    if at >= 0:
        end = at + len(letters)
        return Match(at, end, pieces=tuple(region.pieces(at, end)))
    return _in_parts(value, region, first=first, stop=stop)


def _places(letters: str, region: Region, first: int, stop: int | None) -> list[int]:
    """Where letters stand, in order."""
    at = region.find(letters, first, stop)
    places: list[int] = []
    while at >= 0 and len(places) < MOST_PLACES:
        places.append(at)
        at = region.find(letters, at + 1, stop)
    return places


def _best_of(
    places: Sequence[int], value: str, region: Region, taken: Sequence[tuple[int, int]]
) -> int:
    """Of the places where the letters of a value stand, the first that is free and reads like it,
    capitals and marks too; else the first that is free; else the first; -1 for none."""
    if len(places) < 2:
        return places[0] if places else -1
    size = len(letters_of(value))
    free = [place for place in places if not _is_taken(place, place + size, taken=taken)]
    printed = "".join(value.split()).strip(AROUND)
    for place in free:
        if region.reads(place, place + size) == printed:
            return place
    return (free or places)[0]


def _is_taken(first: int, stop: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and begin < stop for begin, end in taken)


def _in_parts(value: str, region: Region, first: int, stop: int | None) -> Match | None:
    """A value of which not all stands in one place: its longest runs of words, in order."""
    words = [letters for word in value.split() if (letters := letters_of(word))]
    whole = sum(map(len, words))
    pieces: list[Piece] = []
    begin, end, found, index = -1, first, 0, 0
    while index < len(words):
        count, at = _longest_run(words[index:], region, first=end, stop=stop)
        size = sum(map(len, words[index : index + count]))
        if count == 0 or (size < SURE and pieces and at > end):
            index += 1  # so few letters may stand anywhere
            continue
        begin = at if begin < 0 else begin
        end = at + size
        pieces.extend(region.pieces(at, end))
        found += size
        index += count
    if not whole or found < FOUND * whole:
        return None
    return Match(begin, end, pieces=tuple(pieces), share=min(found / whole, 0.999))


def _longest_run(
    words: Sequence[str], region: Region, first: int, stop: int | None
) -> tuple[int, int]:
    """How many of the words, from the first on, stand together behind `first`, and where. The
    count is doubled while it holds, then halved: few searches for long values."""
    best = (0, -1)
    low, high = 0, len(words)
    size = 1
    while low < high:
        count = min(max(size, low + 1), high)
        letters = "".join(words[:count])
        at = region.find(letters, first, stop) if len(letters) >= SHORTEST else -1
        if at >= 0:
            best, low = (count, at), count
            size = count * 2
        elif len(letters) < SHORTEST and count < high:
            size = count + 1
            low = count
        else:
            high = count - 1
            size = (low + high + 1) // 2
    return best


def align_apart(value: str, region: Region) -> Match | None:
    """Where the words of a value stand in a region in whatever order, each by itself; None where
    one does not."""
    places: list[tuple[int, int]] = []
    for word in value.split():
        letters = letters_of(word)
        if not letters:
            continue
        at = region.find(letters)
        if at < 0:
            return None
        places.append((at, at + len(letters)))
    if not places:
        return None
    places.sort()
    pieces = [piece for first, stop in places for piece in region.pieces(first, stop)]
    return Match(places[0][0], places[-1][1], pieces=tuple(pieces), share=0.999)
