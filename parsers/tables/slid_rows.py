"""Rows whose cells slid by one column: somebody left out a cell, or put in one too many.

    | TT | Nội dung        | Chủ trì          | Phối hợp | Thời gian |
    |    | 3               | Dự trữ vật tư    | Công an  | Tháng 6   | a number
    | 4  | Trực ban        | Công an          | Tháng 8  |           | a time
    | Dọn kho lương thực   | Dân quân | Công an | Tháng 9  |         | no number

A number that counts on, or a time, in a column that never holds one, is proof; which cell was left
out is a guess, so the row is less sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import is_time, kind_of
from kehoach.parsers.tables.page_breaks import is_banner
from kehoach.parsers.words import phrases_by, starts

SLID = 0.6
"""How sure a row is whose cells were set back."""
MOST_OF_TIME = 0.34
"""So large a part of the filled cells of a column of bodies may be times that slid there."""
FEWEST_ROWS = 3
"""Rows that show what a column holds."""
FEWEST_WORDS = 3
"""Of work that stands where its number should."""
OF_BODIES = ("lead", "coordinating")

Row = list[Slot]


def with_slid_back(rows: Sequence[Row], columns: Columns) -> tuple[list[Row], dict[int, float]]:
    """The rows of a table of tasks -> the same, slid cells set back; and the places of the rows
    that were slid, each with how sure it is."""
    if columns.kind != "tasks" or len(rows) < FEWEST_ROWS:
        return [*rows], {}
    found: list[Row] = []
    doubts: dict[int, float] = {}
    last = 0
    for place, row in enumerate(rows):
        back = row
        if _may_be_slid(row):
            back = _with_number_back(row, columns, last) or _with_room(row, rows, columns) or row
            back = _with_time_back(back, rows, columns) or back
        if back is not row:
            doubts[place] = SLID
        found.append(back)
        last = _number_of(found[-1], columns) or last
    return found, doubts


def _may_be_slid(row: Row) -> bool:
    """Is each cell of a row its own?"""
    return not is_banner(row) and all(slot.row_span == slot.col_span == 1 for slot in row)


def _number_of(row: Row, columns: Columns) -> int:
    index = columns.of("index")
    return 0 if index is None else _figure(row[index])


def _figure(slot: Slot) -> int:
    """The number that a cell holds alone; 0 for none."""
    words = cell_text(slot.lines).strip(" .)")
    return int(words) if words.isdecimal() and len(words) < len("1000") else 0


def _with_number_back(row: Row, columns: Columns, last: int) -> Row | None:
    """A row whose number, which counts on, stands where its task should, one column to the left."""
    index, task = columns.of("index"), columns.of("task")
    if index is None or task is None or task + 1 >= len(row) or not row[index].empty:
        return None
    if _figure(row[task]) != last + 1 or row[task + 1].empty or task != index + 1:
        return None
    if kind_of(cell_text(row[task + 1].lines)) in ("number", "time", "money"):
        return None
    return [*row[:index], *row[task:], Slot()]


def _with_room(row: Row, rows: Sequence[Row], columns: Columns) -> Row | None:
    """A row whose number was left out, and whose work stands in its place; the cell at the end of
    the row is empty, and a body stands where the work should."""
    index, task = columns.of("index"), columns.of("task")
    if index is None or task != index + 1 or not row[-1].empty or row[index].empty:
        return None
    words = cell_text(row[index].lines)
    is_work = len(words.split()) >= FEWEST_WORDS and kind_of(words) not in ("number", "time")
    if not is_work or 2 * sum(_figure(one[index]) > 0 for one in rows) < len(rows):
        return None
    answers = (place - 1 for place in columns.of_all(("lead", "deadline")))
    kinds = {kind_of(cell_text(row[place].lines)) for place in answers if place >= 0}
    return [*row[:index], Slot(), *row[index:-1]] if kinds & {"owner", "time"} else None


def _with_time_back(row: Row, rows: Sequence[Row], columns: Columns) -> Row | None:
    """A row whose time stands in a column of bodies beside the one of times, which holds none."""
    due = columns.of("deadline")
    if due is None or _is_time(row[due]):
        return None
    for place in columns.of_all(OF_BODIES):
        if abs(place - due) != 1 or not _is_time(row[place]) or not _is_of_bodies(place, rows):
            continue
        if row[due].empty:
            slots = [*row]
            slots[due], slots[place] = row[place], row[due]
            return slots
        room = next((at for at in range(due + 1, len(row)) if row[at].empty), None)
        if place < due and room is not None:
            return [*row[:place], Slot(), *row[place:room], *row[room + 1 :]]
    return None


def _is_time(slot: Slot) -> bool:
    """Does a cell say when, and not only how far a thing is ("Đã có kinh phí")?"""
    text = cell_text(slot.lines)
    states = phrases_by("tables/columns.yaml", "states")
    is_state = starts(strip_diacritics(text), (*states["open"], *states["done"])) is not None
    return bool(text) and not is_state and is_time(text)


def _is_of_bodies(place: int, rows: Sequence[Row]) -> bool:
    """Do the cells of a column hold bodies, and but for a few no times?"""
    kinds = [kind_of(cell_text(row[place].lines)) for row in rows if not row[place].empty]
    times = kinds.count("time")
    is_seldom_time = times <= MOST_OF_TIME * len(kinds)
    return is_seldom_time and 2 * kinds.count("owner") >= len(kinds) - times
