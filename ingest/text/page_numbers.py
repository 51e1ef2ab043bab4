"""Numbers of pages among the lines of a text: they leave the flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.model import Line
from kehoach.ingest.text.page_marks import BARE_NUMBER, MARKED_NUMBER
from kehoach.ingest.text.whole import Printed
from kehoach.patterns import compile_regex

_COUNTED = compile_regex(r"(?:tháng|ngày|năm|tuần|giờ|%)\b")
"""What a number on a line of its own counts: "06" / "tháng cuối năm". Pages are not numbered so."""
_NUMBER_MAY_FOLLOW = compile_regex(r"[.;:!?…/]$")
"""Behind the end of a clause a bare number may open the next one; behind a slash it goes on with
the number of a document ("Số: 12/")."""

LINES_OF_PAGE = 12
"""Fewer lines with words no printed page has, but the last."""


def drop_page_numbers(lines: Sequence[Printed], *, ends_page: bool) -> list[Printed]:
    """Leave out numbers that say that they are those of pages, and bare ones that break a sentence
    or stand at a page break (`ends_page`: one does behind the last line); others may be cells of a
    table."""
    kept: list[Printed] = []
    page_begins = False
    apart = _set_apart(lines)
    for index, printed in enumerate(lines):
        line = printed.line
        if (MARKED_NUMBER.fullmatch(line.text) and kept) or index in apart:
            page_begins = True
            continue
        if BARE_NUMBER.fullmatch(line.text):
            after = lines[index + 1].line if index + 1 < len(lines) else None
            at_break = line.page_break or (after.page_break if after is not None else ends_page)
            if (at_break and kept) or (
                index > 0 and _breaks_sentence(lines[index - 1].line, line, after=after)
            ):
                page_begins = page_begins or line.page_break
                continue
        if page_begins:
            printed = replace(printed, line=replace(line, page_break=True))
        kept.append(printed)
        page_begins = False
    return kept


def _set_apart(lines: Sequence[Printed]) -> set[int]:
    """The bare numbers that white sets apart above and below, where they alone are bare, count on
    from 2, and stand a page's lines from each other: the first page bears none. Numbers of rows
    begin with 1."""
    places = [place for place, one in enumerate(lines) if one.line.text.isdecimal()]
    said = [lines[place].line.text for place in places]
    if not places or said != [str(number) for number in range(2, len(places) + 2)]:
        return set()
    far = all(below - above >= LINES_OF_PAGE for above, below in pairwise([0, *places]))
    white = all(_is_between_white(lines, place) for place in places)
    return set(places) if far and white else set()


def _is_between_white(lines: Sequence[Printed], place: int) -> bool:
    below = lines[place + 1].line.gap if place + 1 < len(lines) else 0
    return bool(lines[place].line.gap) and bool(below)


def _breaks_sentence(before: Line, number: Line, after: Line | None) -> bool:
    """Does a bare number stand in the midst of a sentence that it is no part of?"""
    if after is None or _NUMBER_MAY_FOLLOW.search(before.text):
        return False
    if number.text[:1] == "0" or _COUNTED.match(after.text):
        return False
    return after.text[:1].islower()
