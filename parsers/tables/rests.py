"""Rows that are no rows of their own: what a page break, or whoever copied the table, cut off from
the row above ("… tại các chợ, trường" / "học, khu dân cư"), or set under it (a second product).

    | 2 | Tuyên truyền tại các chợ, trường | Phòng Văn hóa - | Tin, bài;           |
    |   | học, khu dân cư                  | Xã hội          | buổi tuyên truyền   |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.line_ends import breaks_off
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import is_time, kind_of
from kehoach.parsers.tables.page_breaks import append_rest, flows_on, is_banner
from kehoach.parsers.tables.totals import adds_up
from kehoach.patterns import compile_regex

TEXTS = ("task", "activity", "objective")
ANSWERS = ("lead", "coordinating", "deadline", "deliverable", "budget", "note")
WHO_AND_WHEN = ("lead", "deadline")
ONE_MORE = 0.6
"""How sure a row is to which a rest brings an owner or a time of its own."""
_ENDS = compile_regex(r"[.;:!?]['\"”’)]*$")

Row = list[Slot]


def with_rests_joined(
    rows: Sequence[Row], columns: Columns
) -> tuple[list[Row], list[int], dict[int, float]]:
    """The rows of a table of tasks -> the same, the rests joined to the rows that they belong to;
    for each row as it was its place among them; and the places of those that got one more who or
    when, each with how sure it is."""
    joined: list[Row] = []
    places: list[int] = []
    doubts: dict[int, float] = {}
    for row in rows:
        above = joined[-1] if joined else None
        if above is None or not _is_rest(above, row, columns):
            joined.append(row)
        elif _join(above, row, columns) and not _is_work_cut(row, columns):
            doubts[len(joined) - 1] = ONE_MORE
        places.append(len(joined) - 1)
    return joined, places, doubts


def with_numbers_joined(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows, a number that stands alone in its row put before the row without one below it: a
    page may begin with it, or the cells stand lower."""
    index, task = columns.of("index"), columns.of("task")
    if index is None or task is None:
        return [*rows]
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _is_number_of(above, row, index=index, task=task):
            row[index] = above[index]
            joined.pop()
        joined.append(row)
    return joined


def _is_number_of(above: Row, row: Row, *, index: int, task: int) -> bool:
    """Is a row nothing but the number of the one below it?"""
    words = [slot for slot in dict.fromkeys(above) if not slot.empty]
    is_alone = words == [above[index]] and above[index].row_span == above[index].col_span == 1
    if not is_alone or not cell_text(above[index].lines).strip(" .)").isdecimal():
        return False
    return not is_banner(row) and row[index].empty and not row[task].empty


def _is_work_cut(rest: Row, columns: Columns) -> bool:
    """Does the sentence on the work go on in a rest? Then its other cells go on, too."""
    return any(not rest[place].empty for place in columns.of_all(TEXTS))


def _join(above: Row, rest: Row, columns: Columns) -> bool:
    """Move the words of a rest to the row above. Do they name one more who or when?"""
    is_more = False
    for role, upper, lower in zip(columns.roles, above, rest, strict=True):
        begins = bool(lower.lines) and flows_on(upper, lower) < 0
        is_more = is_more or (begins and role in WHO_AND_WHEN and not upper.empty)
        if begins and role == "deliverable":
            lower.lines[0] = replace(lower.lines[0], complete=True)
        append_rest(upper, lower)
    return is_more


def _is_rest(above: Row, row: Row, columns: Columns) -> bool:
    """Is a row the rest of the one above: each cell its own, no number beside it (or none beside
    the row above), and no work of its own?"""
    task, index = columns.of("task"), columns.of("index")
    if columns.kind != "tasks" or task is None or is_banner(above) or is_banner(row):
        return False
    if adds_up(row, columns):
        return False
    if any(lower is upper or lower.row_span > 1 for upper, lower in zip(above, row, strict=True)):
        return False
    is_numbered = index is not None and not row[index].empty
    if is_numbered and (index is None or not above[index].empty):
        return False
    if index is None and not row[0].empty and kind_of(cell_text(row[0].lines)) == "number":
        return False
    if above[task].empty or not any(not above[place].empty for place in columns.of_all(ANSWERS)):
        return False  # the title of a group
    if all(row[place].empty for place in columns.of_all(TEXTS)):
        return not is_numbered and _says_more(above, row, columns)
    return _goes_on(above, row, columns)


def _says_more(above: Row, row: Row, columns: Columns) -> bool:
    """Has a row without work a word on who, when or what comes of it? With a time of its own beside
    another it is a further row of the same work."""
    filled = [place for place in columns.of_all(ANSWERS) if not row[place].empty]
    if not filled or (filled == [0] and columns.of("deadline") == 0):
        return False
    return not _are_two_times(above, row, columns)


def _are_two_times(above: Row, row: Row, columns: Columns) -> bool:
    due = columns.of("deadline")
    return due is not None and all(is_time(cell_text(each[due].lines)) for each in (above, row))


def _goes_on(above: Row, row: Row, columns: Columns) -> bool:
    """Does the work of the row above go on in the midst of a sentence, and do who and when, as far
    as the row has words on them?"""
    task = columns.roles.index("task")
    upper, lower = cell_text(above[task].lines), row[task]
    if lower.empty or read_mark(lower.lines[0].text) is not None:
        return False
    is_lower = cell_text(lower.lines)[:1].islower()
    if not (is_lower or ("index" in columns.roles and breaks_off(upper))) or _ENDS.search(upper):
        return False
    if _are_two_times(above, row, columns):
        return False
    index = columns.of("index")
    is_numbered = index is not None and not row[index].empty
    who_and_when = [place for place in columns.of_all(WHO_AND_WHEN) if not row[place].empty]
    return all(
        flows_on(above[place], row[place]) > 0 or (is_numbered and above[place].empty)
        for place in who_and_when
    )
