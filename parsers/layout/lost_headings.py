"""Headings that a copy lost, seen by the numbers under them: behind "1. Hiện trạng" the line "2.1.
Xây dựng trạm" stands under "2.", which is not printed, and not under "1."."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from kehoach.parsers.layout.marks import Mark, Rank

MOST_AHEAD = 200
"""So many paragraphs behind the line are looked at: the heading may have been misplaced."""


def opens_lost_section(above: str | None, mark: Mark | None, following: Iterable[Mark]) -> bool:
    """Is a line the first point of the section behind the one that is open (`above`, its number),
    the heading of which is printed nowhere? `following` are the marks behind the line.

    >>> opens_lost_section("1", Mark(Rank.DECIMAL_2, "2.1", "Xây trạm"), [])
    True
    >>> opens_lost_section("1", Mark(Rank.DECIMAL_2, "1.1", "Xây trạm"), [])
    False
    >>> opens_lost_section("1", Mark(Rank.DECIMAL_2, "2.1", ""), [Mark(Rank.DECIMAL, "2", "")])
    False
    """
    if mark is None or mark.rank != Rank.DECIMAL_2 or mark.number is None:
        return False
    if above is None or not above.isdecimal():
        return False
    lost, _, count = mark.number.partition(".")
    if count != "1" or not lost.isdecimal() or int(lost) != int(above) + 1:
        return False
    for other in islice(following, MOST_AHEAD):
        if other.rank < Rank.DECIMAL:
            return True
        if other.rank == Rank.DECIMAL and other.number == lost:
            return False
    return True
