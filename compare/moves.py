"""What was put somewhere else: the fewest things without which the rest stands in one order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_HEAVY = 1 << 64
"""A thing weighs so much, and less than as much again for its name: so hardly any two choices of
things weigh the same, and the same ones stay whichever order is called the old one."""


def moved(places: Sequence[tuple[int, int]], names: Sequence[str]) -> set[int]:
    """Indices of the things that moved. `places`: of each, where it stands in the old order and in
    the new one; `names`: by which they are told apart, the same both ways.

    >>> moved([(0, 2), (1, 0), (2, 1), (3, 3)], ["a", "b", "c", "d"])
    {0}
    """
    return heavier_moves(places, names, sizes=[1] * len(names))


def heavier_moves(
    places: Sequence[tuple[int, int]], names: Sequence[str], *, sizes: Sequence[int]
) -> set[int]:
    """Likewise, where things are of different size: the smaller ones are those that moved. (The
    heaviest increasing subsequence, by a tree of Fenwick over the new places.)"""
    weights = [_HEAVY * size + _weight(name) for name, size in zip(names, sizes, strict=True)]
    order = sorted(range(len(places)), key=lambda index: places[index])
    best: list[tuple[int, int]] = [(0, -1)] * (max((new for _, new in places), default=0) + 2)
    before: dict[int, int] = {}
    for index in order:
        new = places[index][1]
        weight, last = _highest(best, new)
        before[index] = last
        _raise(best, new + 1, chain=(weight + weights[index], index))
    stays: set[int] = set()
    _, index = _highest(best, len(best) - 1)
    while index != -1:
        stays.add(index)
        index = before[index]
    return set(range(len(places))) - stays


def _highest(best: Sequence[tuple[int, int]], end: int) -> tuple[int, int]:
    """The heaviest chain that ends before a place."""
    found = (0, -1)
    while end > 0:
        found = max(found, best[end])
        end -= end & -end
    return found


def _raise(best: list[tuple[int, int]], place: int, chain: tuple[int, int]) -> None:
    while place < len(best):
        best[place] = max(best[place], chain)
        place += place & -place


def _weight(name: str) -> int:
    """A number of 40 bits that stands for a name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest())
