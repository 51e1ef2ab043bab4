"""Points that share one block of labels: "3.1. … 3.2. … 3.3. …" and behind the last of them
"- Thời gian: …", "- Đơn vị chủ trì: …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.drafts import Draft
from kehoach.parsers.items.stated_deadlines import deadline_in
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.marks import follows

MIN_SERIES = 3
"""Of two points the first may only have lost its labels."""
SURE = 0.85
"""How sure it is that the labels behind the last point hold for the others."""
MIN_WORDS, MIN_WORDS_OF_CLAUSES = 12, 8
"""Of a point that says all of its work itself, in one clause, or in several."""
_FIRST = regex.compile(r"(?:.*\.)?1|[aA]")
_IN_BRACKETS = regex.compile(r"\((\d{1,2}|\p{Ll})\)\s")
_CLAUSES = regex.compile(r"[;:]\s\S")


def says_all(draft: Draft) -> bool:
    """Does a point say its whole work, so that a bullet under it only explains? A heading is a
    title, unless it has clauses of its own."""
    words = len(draft.text.split())
    if draft.text.endswith(":"):
        return False
    if _CLAUSES.search(draft.text):
        return words >= MIN_WORDS_OF_CLAUSES
    return draft.heading is None and words >= MIN_WORDS


def with_shared_labels(drafts: Sequence[Draft], context: Context) -> Iterator[Draft]:
    """The points of a run in order, labelled or not -> the same; those of a series from its first
    number to its last, where only the last has labels, get them, too, and so does the point over
    the series. A time that a point states itself counts more than the common one."""
    shared: dict[int, Sequence[Field]] = {}
    for last, draft in enumerate(drafts):
        first = _first_of_series(drafts, last)
        if first is None:
            continue
        members = range(first, last + 1)
        over = first - 1 if first and _covers(drafts[first - 1]) else None
        for index in members if over is None else (over, *members):
            shared[index] = draft.fields
    for index, draft in enumerate(drafts):
        if index not in shared:
            yield draft
            continue
        is_last = bool(draft.fields)
        yield replace(
            draft,
            fields=_own_first(draft, shared[index], context),
            confidence=draft.confidence if is_last else min(draft.confidence, SURE),
        )


def _first_of_series(drafts: Sequence[Draft], last: int) -> int | None:
    """Where the series begins that a labelled point closes; None where it closes none, or where
    others of the series have labels of their own."""
    if not drafts[last].fields or not _number_of(drafts[last]):
        return None
    first = last
    while first and _goes_on(drafts[first - 1], drafts[first]) and not drafts[first - 1].fields:
        first -= 1
    is_whole = _FIRST.fullmatch(_number_of(drafts[first])) is not None
    is_followed = last + 1 < len(drafts) and _goes_on(drafts[last], drafts[last + 1])
    return first if is_whole and not is_followed and last - first + 1 >= MIN_SERIES else None


def _goes_on(before: Draft, after: Draft) -> bool:
    """Does a point carry the next number (or, by a slip, the same one)?"""
    first, second = _number_of(before), _number_of(after)
    if before.heading is not None or not first or not second:
        return False
    return first == second or follows(first, second)


def _number_of(draft: Draft) -> str:
    """The number of a point; "1" of "(1) Mở kỳ họp", which is no mark of a list."""
    in_brackets = _IN_BRACKETS.match(draft.text)
    return draft.number or (in_brackets[1] if in_brackets else "")


def _covers(draft: Draft) -> bool:
    """Is what stands over a series an order itself, not the title of one?"""
    return draft.heading is None and bool(draft.number) and not draft.fields and says_all(draft)


def _own_first(draft: Draft, shared: Sequence[Field], context: Context) -> list[Field]:
    """The common labels without the time, where the point states its own."""
    if deadline_in(draft.text, context) is None:
        return list(shared)
    return [labelled for labelled in shared if labelled.role != "deadline"]
