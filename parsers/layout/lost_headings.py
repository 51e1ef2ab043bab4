"""Headings that a copy lost, seen by the numbers under them: behind "1. Hiện trạng" the line "2.1.
Xây dựng trạm" stands under "2.", which is not printed, and not under "1."; where letters begin
again under "4. Phòng Kinh tế", and the next heading is "6.", the second list was under "5."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from kehoach.parsers.layout.marks import Mark, Rank

MOST_AHEAD = 200
"""So many paragraphs behind the line are looked at: the heading may have been misplaced."""
FEWEST_LETTERS = 2
"""So many letters are a list that has run."""


class Standing(NamedTuple):
    """What stands under a heading: its number, "" for what has none, and its words."""

    number: str
    text: str


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


def may_begin_lost_list(mark: Mark | None, before: Sequence[Standing]) -> bool:
    """May a line begin the list of a section whose heading is lost, by what stands `before` it
    under the open heading? "a)" behind two letters, or behind sentences alone; a bullet behind
    letters that are whole and have none. A list that a colon announces, or that stands under
    points of other kinds, is no new one.

    >>> letters = [Standing("a", "Lập sổ;"), Standing("b", "Gửi sổ.")]
    >>> may_begin_lost_list(Mark(Rank.LETTER, "a", "Phát loa"), letters)
    True
    >>> may_begin_lost_list(Mark(Rank.LETTER, "c", "Phát loa"), letters)
    False
    >>> may_begin_lost_list(Mark(Rank.LETTER, "a", ""), [Standing("", "Làm các việc sau:")])
    False
    """
    if mark is None or not before or before[-1].text.rstrip().endswith(":"):
        return False
    letters = [own for own in before if own.number[:1].isalpha()]
    if any(own.number and own not in letters for own in before):
        return False
    if mark.rank == Rank.BULLET:
        are_whole = all(own.text.rstrip().endswith((".", ";")) for own in before)
        return len(letters) == len(before) >= FEWEST_LETTERS and are_whole
    if mark.rank != Rank.LETTER or mark.number != "a":
        return False
    if letters:
        return len(letters) >= FEWEST_LETTERS
    return all(own.text.rstrip().endswith((".", ";")) for own in before)


def skips_heading(above: str | None, following: Iterable[Mark]) -> bool:
    """Does the next numbered line of the rank of headings skip one number behind that of the open
    heading (`above`)? Not where a chapter begins before it.

    >>> skips_heading("4", [Mark(Rank.LETTER, "b", ""), Mark(Rank.DECIMAL, "6", "Trạm Y tế")])
    True
    >>> skips_heading("4", [Mark(Rank.DECIMAL, "5", ""), Mark(Rank.DECIMAL, "6", "")])
    False
    """
    for other in islice(following, MOST_AHEAD):
        if other.rank <= Rank.DECIMAL:
            numbers = (above or "", other.number or "")
            if other.rank != Rank.DECIMAL or not all(own.isdecimal() for own in numbers):
                return False
            return int(numbers[1]) == int(numbers[0]) + 2
    return False
