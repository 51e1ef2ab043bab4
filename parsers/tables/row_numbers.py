"""Numbers of the rows of a table, one after the other in one cell: "2" over "3", "1.1" over "1.2",
the Roman number of a group over the first of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from kehoach.patterns import ROW_NUMBER, compile_regex

_NUMBER = compile_regex(
    rf"(?:(?P<roman>[IVX]{{1,5}})|0?(?P<figures>{ROW_NUMBER}(?:\.\d{{1,3}})*))\s?(?P<end>[.)]?)"
)


@dataclass(frozen=True, slots=True)
class RowNumber:
    """The number of a row: its figures ("1.2" is 1, 2), none where it is Roman; and what stands
    behind it."""

    figures: tuple[int, ...]
    end: str

    def is_next_to(self, above: RowNumber) -> bool:
        """Does a row of this number stand under one of that?

        >>> group, one, within, two = numbers_in(["I", "1", "1.1", "2"])
        >>> one.is_next_to(group), within.is_next_to(one), two.is_next_to(within)
        (True, True, True)
        >>> two.is_next_to(one), group.is_next_to(two)
        (True, True)
        >>> one.is_next_to(two), two.is_next_to(two), group.is_next_to(group)
        (False, False, False)
        """
        if not self.figures or not above.figures:
            return bool(self.figures) != bool(above.figures)
        if self.figures == (*above.figures, 1):
            return True
        place = len(self.figures) - 1
        if place >= len(above.figures) or self.figures[:place] != above.figures[:place]:
            return False
        return self.figures[place] == above.figures[place] + 1


def numbers_in(lines: Sequence[str]) -> list[RowNumber]:
    """The lines of a cell -> their numbers; none where one says anything else."""
    matches = [_NUMBER.fullmatch(line.strip()) for line in lines]
    return [_number(match) for match in matches if match] if all(matches) else []


def _number(match: regex.Match[str]) -> RowNumber:
    figures = match["figures"] or ""
    return RowNumber(tuple(int(part) for part in figures.split(".") if part), match["end"])


def are_several(numbers: Sequence[RowNumber], last: RowNumber | None) -> bool:
    """Are these the numbers of several rows, below a row with the number `last` (none of a group)?
    "1" over "2" below row 11 is a 12 that a narrow column broke, and so are "1." over "2".

    >>> eleven, = numbers_in(["11"])
    >>> are_several(numbers_in(["1", "2"]), None), are_several(numbers_in(["1", "2"]), eleven)
    (True, False)
    >>> are_several(numbers_in(["1.", "2"]), None), are_several(numbers_in(["2", "4"]), None)
    (False, False)
    """
    if len(numbers) < 2 or len({number.end for number in numbers if number.figures}) > 1:
        return False
    if not all(below.is_next_to(above) for above, below in pairwise(numbers)):
        return False
    return last is None or not _is_broken(numbers, last)


def _is_broken(numbers: Sequence[RowNumber], last: RowNumber) -> bool:
    """Would the lines, put together, be the number that comes after `last`?"""
    figures = [number.figures for number in numbers]
    if any(len(one) != 1 for one in figures):
        return False
    whole = int("".join(str(one[0]) for one in figures))
    return RowNumber((whole,), "").is_next_to(last)
