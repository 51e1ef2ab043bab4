"""Titles of groups that stand alone in the column of the tasks, without a number and not set off:

    |   | Về tuyên truyền          |                  |            |
    | 1 | Phát thanh bản tin       | Đài truyền thanh | Hằng tuần  |
    |   | Về kiểm tra              |                  |            |
    | 2 | Kiểm tra liên ngành      | Đoàn kiểm tra    | Tháng 5    |

One such row may be a task that somebody forgot to number. A table that begins with one, or whose
numbers begin anew below each, is a table of groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import opens_with_verbs
from kehoach.parsers.tables.merged import ANSWERS

MAX_WORDS = 16
"""Of the title of a group."""
FEWEST_TITLES = 2
"""In a table without numbers."""
FEWEST_NUMBERED = 2
"""Rows with numbers, and with an owner or a time beside them."""

Row = list[Slot]


def with_titles_wide(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows of a table of tasks -> the same, a lone title made as wide as the columns behind the
    numbers, as a merged cell is."""
    index, task = columns.of("index"), columns.of("task")
    if columns.kind != "tasks" or task is None:
        return [*rows]
    if index is None:
        return _without_numbers(rows, columns, task=task)
    titles = {place for place, row in enumerate(rows) if _is_alone(row, index=index, task=task)}
    if not titles or not _are_of_groups(titles, rows, columns):
        return [*rows]
    return [
        _widened(row, index=index, task=task) if place in titles else row
        for place, row in enumerate(rows)
    ]


def _without_numbers(rows: Sequence[Row], columns: Columns, task: int) -> list[Row]:
    """The same of a table that does not number its rows: it begins with such a title, has more of
    them, each over a row with an answer, and none begins with what is done."""
    lone = [place for place, row in enumerate(rows) if _has_words_alone(row, task=task)]
    answers = columns.of_all(ANSWERS)
    below = [rows[place + 1] for place in lone if place + 1 < len(rows)]
    are_over = len(below) == len(lone) and all(
        any(not row[place].empty for place in answers) for row in below
    )
    are_titles = len(lone) >= FEWEST_TITLES and lone[0] == 0 and are_over
    if not are_titles or any(_says_what_is_done(rows[place][task]) for place in lone):
        return [*rows]
    wide = [replace(row[task], col_span=len(row)) for row in rows]
    return [[wide[place]] * len(row) if place in lone else row for place, row in enumerate(rows)]


def _says_what_is_done(slot: Slot) -> bool:
    return opens_with_verbs([cell_text(slot.lines)])


def _widened(row: Row, *, index: int, task: int) -> Row:
    title = replace(row[task], col_span=len(row) - index - 1)
    return [slot if place <= index else title for place, slot in enumerate(row)]


def _is_alone(row: Row, *, index: int, task: int) -> bool:
    return row[index].empty and _has_words_alone(row, task=task)


def _has_words_alone(row: Row, *, task: int) -> bool:
    """Has nothing but the cell of the task words, a few, and no mark of a list?"""
    if [slot for slot in row if not slot.empty] != [row[task]]:
        return False
    if row[task].col_span > 1 or any(slot.row_span > 1 for slot in row):
        return False
    words = cell_text(row[task].lines)
    is_short = len(words.split()) <= MAX_WORDS and words[:1].isupper()
    return is_short and read_mark(row[task].lines[0].text) is None


def _are_of_groups(titles: set[int], rows: Sequence[Row], columns: Columns) -> bool:
    """Does a numbered row with an answer follow each lone row, and is the first row of the table
    one, or does the count begin anew below each?"""
    numbers = [*_numbers(rows, columns)]
    if sum(map(bool, numbers)) < FEWEST_NUMBERED:
        return False
    below = [numbers[place + 1] if place + 1 < len(rows) else "" for place in titles]
    if not all(below):
        return False
    return 0 in titles or all(number == "1" for number in below)


def _numbers(rows: Sequence[Row], columns: Columns) -> Iterator[str]:
    """The number of each row that has an answer beside it; "" for any other."""
    answers = columns.of_all(ANSWERS)
    index = columns.roles.index("index")
    for row in rows:
        is_answered = any(not row[place].empty for place in answers)
        number = cell_text(row[index].lines).strip(" .)")
        yield number if is_answered and number.isdecimal() else ""
