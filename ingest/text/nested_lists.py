"""Lists of Markdown that stand in each other, as converters of Word files write them -> each point
with a mark of its own, and its number with those of the points it stands under.

    2. **NỘI DUNG**              2. **NỘI DUNG**
       1. **Tuyên truyền**       2.1. **Tuyên truyền**
          * Mở 03 lớp.           - Mở 03 lớp.
    *Thời gian: tháng 3*         *Thời gian: tháng 3*
    * + - Phát tờ rơi.           - Phát tờ rơi.
    * 1. **Kiểm tra**            2.2. **Kiểm tra**

Markdown tells by its indents alone how deep a point stands, and counts afresh behind each paragraph
that breaks a list: a point whose line opens with marks of lists over it goes on with those, and a
title in bold with the titles before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.patterns import compile_regex

_POINT = compile_regex(
    r"(?P<indent> *)(?P<marks>(?:\* +(?:[*+-] +)*)?(?:[*+-]|\d{1,2}\.) +)(?P<words>\S.*)"
)
"""Only a program writes several marks before one point, the first a star; "- 1. Rà soát" was
typed."""
_BOLD = compile_regex(r"\*\*[^*]+\*\*\s*")
_HEADING = compile_regex(r"#{1,6}\s.*|\*\*(?:[IVXL]+|[A-H])\s*[.-].*")
_NESTED_NUMBER = compile_regex(r"(?: {2,}|(?=\*))(?:\* +(?:[*+-] +)*)?\d{1,2}\. +\S.*")
"""A number that stands under another point."""
_MARKS = compile_regex(r" *\* +(?:[*+-] +)+\S.*")


@dataclass(frozen=True, slots=True)
class _Point:
    """An open point: where its mark stands, how deep it is from 1, whether it is a bullet with
    words of its own."""

    column: int
    level: int
    is_bullet: bool


def with_places(raw: Sequence[str]) -> dict[int, str]:
    """Raw lines of Markdown -> by number (from 0) those of points that would be told wrongly as
    they stand, with their marks set anew; {} where no list stands in another."""
    may_be = [line for line in raw if line[:1] in (" ", "*")]
    is_counted = sum(_NESTED_NUMBER.fullmatch(line) is not None for line in may_be) > 1
    if not is_counted and not any(map(_MARKS.fullmatch, may_be)):
        return {}
    lists = _Lists()
    anew: dict[int, str] = {}
    for number, line in enumerate(raw):
        point = _POINT.fullmatch(line)
        if _HEADING.match(line):
            lists = _Lists()
        if point is None:
            continue
        mark = lists.mark_of(point["indent"], point["marks"], is_bold=_is_bold(point["words"]))
        if is_counted or not mark[0].isdecimal():
            anew[number] = f"{mark} {point['words']}"
    return anew


def _is_bold(words: str) -> bool:
    return _BOLD.fullmatch(words) is not None


class _Lists:
    """The points that are open, and how far each level was counted."""

    def __init__(self) -> None:
        self._open: list[_Point] = []
        self._counts: dict[int, int] = {}

    def mark_of(self, indent: str, marks: str, *, is_bold: bool) -> str:
        """The mark of the next point, from those its line has: bullets as "-", "+" under another
        bullet; numbers with those over them."""
        column = len(indent)
        while self._open and self._open[-1].column >= column:
            self._open.pop()
        level = self._open[-1].level if self._open else 0
        under_bullet = bool(self._open) and self._open[-1].is_bullet
        *over, own = marks.split()
        for mark in over:  # of lists that were broken off; their points stand above
            level += 1
            self._open.append(_Point(column, level, is_bullet=False))
            column += len(mark) + 1
            under_bullet = False
        level += 1
        is_number = own[0].isdecimal()
        self._open.append(_Point(column, level, is_bullet=not is_number))
        if not is_number:
            return "+" if under_bullet else "-"
        return self._counted(level, int(own[:-1]), goes_on=bool(over) or is_bold)

    def _counted(self, level: int, number: int, *, goes_on: bool) -> str:
        """The number of a point with those over it; one that `goes_on` follows the last of its
        level, even where it is printed as the first."""
        last = self._counts.get(level, 0)
        self._counts = {upper: count for upper, count in self._counts.items() if upper < level}
        self._counts[level] = last + 1 if goes_on and number == 1 else number
        return ".".join(str(self._counts[upper]) for upper in sorted(self._counts)) + "."
