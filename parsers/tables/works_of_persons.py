"""Tables that give named persons work with its time ("Họ và tên | Nội dung công việc | Hoàn
thành"): whoever is named leads. Without times they are duties of those persons
(`items.duties.persons`), without work they list people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, headed_columns, whole_headings
from kehoach.parsers.tables.days import WORDS, calls_persons, heading_holds
from kehoach.parsers.words import phrases, starts

FEWEST_ROWS, MOST_COLUMNS = 2, 12
MOSTLY = 0.6
"""A share of the works: those that open with what is done, or those with a time, where the heading
says that they are given to somebody."""
LONGEST_VERB = 4


def columns_of_named(
    headings: Sequence[Sequence[str]], rows: Sequence[Sequence[Slot]]
) -> Columns | None:
    """The headings of each column from top to bottom, and the rows below -> the columns of a table
    of works and of the persons who do them, None for another table."""
    if len(headings) > MOST_COLUMNS:
        return None
    columns = headed_columns(headings, of_any_kind=True)
    if columns is None or "lead" in columns.roles:
        return None
    titles = [strip_diacritics(title) for title in columns.titles]
    free = [place for place, role in enumerate(columns.roles) if role != "coordinating"]
    named = [place for place in free if calls_persons(titles[place])]
    work, due = columns.of("task"), columns.of("deadline")
    if work is None or due is None or len(named) != 1 or columns.roles[named[0]] is not None:
        return None
    is_given = titles[work] in _given_works()
    if not is_given and "task" not in whole_headings([titles[work]]):
        return None
    if any(heading_holds("never", title) for title in titles):
        return None
    works = [row for row in rows if len({*row}) > 1 and not row[work].empty]
    told = sum(
        not row[due].empty if is_given else _opens_with_verb(cell_text(row[work].lines))
        for row in works
    )
    if len(works) < FEWEST_ROWS or told < MOSTLY * len(works):
        return None
    roles = (*columns.roles[: named[0]], "lead", *columns.roles[named[0] + 1 :])
    return replace(columns, kind="tasks", roles=roles)


@cache
def _given_works() -> frozenset[str]:
    """Headings (folded) of works that are given to persons: what such a heading tells is work,
    whatever word it opens with, where it has a time."""
    return frozenset(phrases("works_given_to_persons", WORDS))


def _opens_with_verb(work: str) -> bool:
    plain = strip_diacritics(" ".join(work.split(maxsplit=LONGEST_VERB)[:LONGEST_VERB]))
    return any(starts(plain, phrases(key)) is not None for key in ("duty_verbs", "sentence_verbs"))
