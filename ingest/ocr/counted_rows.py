"""The numbers that count the rows of a table on a scan: one that was misread stands between two
that were not.

A lone "8" in its narrow cell is read as "s", "11" as "II" or "n": the reader has no neighbours to
go by there. The table has: the rows above and below are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kehoach.patterns import compile_regex

_NUMBER = compile_regex(r"(\d{1,3})([.)]?)")
_LIKE = str.maketrans(
    {"s": "8", "S": "8", "B": "8", "n": "11", "H": "11", "I": "1", "l": "1", "i": "1", "|": "1",
     "t": "1", "O": "0", "o": "0", "ó": "6", "b": "6", "G": "6", "q": "9", "g": "9", "Z": "2",
     "z": "2"}
)  # fmt: skip
"""What a figure is read as where it stands alone."""


def counted_rows(marks: Sequence[str], sure: Sequence[bool]) -> Mapping[int, str]:
    """The first cells of the rows of a table, and which of them were surely read in figures -> by
    their places, the numbers of those that were misread.

    >>> marks = ["6", "7", "s", "9", "10", "II"]
    >>> dict(counted_rows(marks, sure=[True] * 6))
    {2: '8', 5: '11'}
    >>> dict(counted_rows(["I", "1", "2", "II", "3"], sure=[True] * 5))
    {}
    """
    numbers = [_number(mark) for mark in marks]
    found: dict[int, str] = {}
    for place, mark in enumerate(marks):
        if numbers[place] and sure[place]:
            continue
        before = numbers[place - 1] if place else 0
        after = numbers[place + 1] if place + 1 < len(marks) else 0
        wanted = before + 1 if before else max(after - 1, 0)
        if not wanted or wanted == numbers[place] or (before and after and after != before + 2):
            continue
        is_between = before and after
        if (is_between and len(mark) <= len(str(wanted)) + 1) or _looks_like(mark, wanted):
            end = mark[-1:] if mark[-1:] in ".)" else ""
            found[place] = f"{wanted}{end}"
            numbers[place] = wanted
    return found


def _number(mark: str) -> int:
    """The number that a cell holds, 0 where it holds none."""
    found = _NUMBER.fullmatch(mark)
    return int(found[1]) if found else 0


def _looks_like(mark: str, number: int) -> bool:
    """May this have been printed as that number? Figures that were read are no others."""
    letters = mark.rstrip(".)")
    return not letters.isdigit() and letters.translate(_LIKE) == str(number)


__all__ = ["counted_rows"]
