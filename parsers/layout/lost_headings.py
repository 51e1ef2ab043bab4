"""Headings that a copy lost, seen by the numbers under them: behind "1. Hiện trạng" the line "2.1.
Xây dựng trạm" stands under "2.", which is not printed, and not under "1."; where letters begin
again under "4. Phòng Kinh tế", and the next heading is "6.", the second list was under "5."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from kehoach.parsers.layout.marks import Mark, Rank, follows
from kehoach.parsers.words import opens_with

MOST_AHEAD = 200
"""So many paragraphs behind the line are looked at: the heading may have been misplaced."""
FEWEST_LETTERS = 2
"""So many letters are a list that has run."""
FEWEST_ORDERS = 3
"""So many numbered points that say what is to be done are no assessment."""
_ORDERS = ("duty_verbs", "duty_adverbs", "sentence_verbs")


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


def begins_lost_list_of_points(
    mark: Mark | None, before: Sequence[Standing], following: Iterable[Mark]
) -> bool:
    """Does "a)" begin the list of a numbered point that is printed nowhere, where the points are no
    headings: behind "1. Trưởng các thôn …:" over letters that have run, and before "3."? `before`
    are the points of the section, `following` the marks behind the line.

    >>> points = [Standing("1", "Thôn đội:"), Standing("a", "Lập sổ;"), Standing("b", "Gửi sổ.")]
    >>> third = Mark(Rank.DECIMAL, "3", "Trạm Y tế")
    >>> begins_lost_list_of_points(Mark(Rank.LETTER, "a", "Phát loa"), points, [third])
    True
    >>> begins_lost_list_of_points(Mark(Rank.LETTER, "a", "Phát loa"), points, [])
    False
    """
    if mark is None or mark.rank != Rank.LETTER or mark.number != "a":
        return False
    places = (place for place in reversed(range(len(before))) if before[place].number.isdecimal())
    over = next(places, None)
    if over is None or not before[over].text.rstrip().endswith(":"):
        return False
    letters = before[over + 1 :]
    is_anew = len(letters) >= FEWEST_LETTERS and may_begin_lost_list(mark, letters)
    return is_anew and skips_heading(before[over].number, following)


def begins_lost_chapter(
    above: Standing, mark: Mark | None, before: Sequence[Standing], following: Iterable[Mark]
) -> bool:
    """Does "1." begin the orders behind a chapter that only tells how things stand ("I. ĐÁNH GIÁ
    CHUNG" over sentences without a mark, `before`), the chapter "II." being printed nowhere? Most
    of the points say what is to be done.

    >>> chapter, told = Standing("I", "ĐÁNH GIÁ CHUNG"), [Standing("", "Xã đã cố gắng.")]
    >>> marks = [Mark(Rank.DECIMAL, str(number), "Rà soát các chợ") for number in (1, 2, 3)]
    >>> begins_lost_chapter(chapter, marks[0], told, marks[1:])
    True
    >>> begins_lost_chapter(chapter, marks[0], told, [*marks[1:], Mark(Rank.ROMAN, "II", "")])
    False
    """
    if mark is None or mark.rank != Rank.DECIMAL or mark.number != "1":
        return False
    if opens_with(above.text, "told_headings") is None or not before:
        return False
    if any(own.number for own in before) or not before[-1].text.rstrip().endswith("."):
        return False
    behind = list(islice(following, MOST_AHEAD))
    chapter = next((own for own in behind if own.rank <= Rank.ROMAN), None)
    if chapter is not None and (chapter.number is None or follows(above.number, chapter.number)):
        return False
    points = [mark]
    for other in behind:
        if other.rank <= Rank.ROMAN or (other.rank == Rank.DECIMAL and other.number == "1"):
            break
        points += [other] if other.rank == Rank.DECIMAL else []
    doing = sum(any(opens_with(own.rest, key) for key in _ORDERS) for own in points)
    return doing >= FEWEST_ORDERS and 2 * doing >= len(points)


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
