"""Joining the parts of a table that a page break cut: is the first row of the next page a new row,
or the rest of the last one? And which merged cells go on?

Nothing in the paper says it outright. The evidence, cell by cell: a text that breaks off and goes
on in lower case, a cell that was full to its bottom edge, a fresh number or bullet, an index. A
wrong guess is worse than a doubt, so the margin becomes the row's confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kehoach.normalize.line_ends import breaks_off
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.second_values import FEWEST, begins_anew, is_whole_moment
from kehoach.patterns import compile_regex

HIERARCHY = ("index", "objective", "task")
"""Columns whose merged cells hold the rows together, from the coarsest."""
ANSWERS = ("lead", "deadline", "deliverable", "coordinating")
"""A row of its own has an owner, a product or a date."""

Row = list[Slot]

SURE = 0.5
"""A cell goes on over the page break, though its row does not, with more evidence than this."""
DOUBTFUL = 0.35
"""A mean evidence per cell nearer to 0 is reported as a doubt."""
FEWEST_NUMBERED = 3
"""So many rows with numbers show that each has one."""
FRESH = -0.5
"""With less evidence than this the words of a cell surely begin there."""
ROOM = 2.2
"""A cell is full when less is left under its words, in heights of a line: widows are kept
together, so one line more might have fitted."""

_TERMINAL = compile_regex(r"[.;:!?]['\"”’)]*$")


def flows_on(above: Slot, below: Slot) -> float:
    """Evidence from -1 (a fresh start) to 1 (surely the rest) that `below` goes on where `above`
    broke off; 0 when `below` is empty."""
    if below.empty:
        return 0.0
    if above.empty:
        return -1.0
    evidence = _evidence_of_start(below)
    evidence += _evidence_of_end(cell_text(above.lines[-1:]))
    evidence += _evidence_of_room(above)
    return max(-1.0, min(1.0, evidence))


def _evidence_of_start(slot: Slot) -> float:
    if read_mark(slot.lines[0].text) is not None:
        return -0.8
    first = cell_text(slot.lines[:1])[:1]
    if first.islower():
        return 0.8
    return -0.3 if first.isupper() else 0.0


def _evidence_of_end(last_line: str) -> float:
    if _TERMINAL.search(last_line):
        return -0.5
    return 0.6 if breaks_off(last_line) else 0.1


def _evidence_of_room(slot: Slot) -> float:
    """Do the words reach the bottom edge of the cell?"""
    if slot.box is None or not slot.lines:
        return 0.0
    last_line = slot.lines[-1].span.box
    if last_line is None:
        return 0.0
    left = slot.box.y1 - last_line.y1
    height = last_line.y1 - last_line.y0
    return 0.2 if left < ROOM * height else -0.7


def join_parts(rows: list[Row], more: list[Row], columns: Columns) -> tuple[int, float] | None:
    """Append `more` (header off) to `rows` in place. Returns (row number, confidence) when the
    break was doubtful."""
    if not rows or not more:
        rows.extend(more)
        return None
    above, below = rows[-1], more[0]
    evidence = _row_evidence(above, below, columns=columns)
    if evidence <= 0 and _is_cut(rows, more, columns=columns):
        evidence = 1.0
    if evidence > 0:
        for column, slot in enumerate(below):
            _merge(above[column], slot, rows=more)
        rows.extend(more[1:])
        number = len(rows) - len(more)
    else:
        _carry_merged(above, below, rows=more, columns=columns)
        number = len(rows)
        rows.extend(more)
    if 0 < abs(evidence) < DOUBTFUL:
        return number, round(0.5 + abs(evidence), 2)
    return None


def _row_evidence(above: Row, below: Row, columns: Columns) -> float:
    """Mean evidence over the cells that have words. A banner or an index is a new row, an empty row
    is the rest."""
    if is_banner(below):
        return -1.0
    index = columns.of("index")
    if index is not None and not below[index].empty:
        return 1.0 if _number_stands_below(above, below, columns=columns) else -1.0
    facing = _facing(above, below, columns=range(len(below)))
    if not facing:
        return 1.0
    if is_banner(above):
        return -1.0
    if _leaves_unanswered(above, below, columns=columns) or _says_one_thing_more(
        above, below, columns=columns
    ):
        return 0.5
    if _are_two_rows(above, below, columns=columns):
        return -1.0
    coarse = _coarse_columns(columns)
    fine = [column for column in range(len(below)) if column not in coarse]
    facing = (
        _facing(above, below, columns=fine) or facing
    )  # else only the text of merged cells goes on
    evidence = [flows_on(upper, lower) for lower, upper in facing.items()]
    return sum(evidence) / len(evidence)


def _are_two_rows(above: Row, below: Row, columns: Columns) -> bool:
    """Do several of the answers of the lower row begin anew below those of the upper one, or has
    each its own hour, or day ("Thứ Năm 15/01", on the next page "Thứ Sáu 16/01")?"""
    pairs = zip(above, below, strict=True)
    if any(is_whole_moment(cell_text(up.lines), cell_text(low.lines)) for up, low in pairs):
        return True
    begun = 0
    for column in columns.of_all(ANSWERS):
        upper, lower = cell_text(above[column].lines), cell_text(below[column].lines)
        begun += begins_anew(columns.roles[column] or "", upper, lower)
    return begun >= FEWEST


def _is_cut(rows: list[Row], more: list[Row], columns: Columns) -> bool:
    """Is a row of a table that numbers all others without a number on one side of the break, with
    nothing to say that its work begins, or ends, there?"""
    index, task = columns.of("index"), columns.of("task")
    above, below = rows[-1], more[0]
    if index is None or task is None or is_banner(above) or is_banner(below):
        return False
    if above[index].empty == below[index].empty or above[task].empty:
        return False
    if any(slot.row_span > 1 for slot in (*above, *below)) or columns.of("activity") is not None:
        return False
    others = [row for row in (*rows[:-1], *more[1:]) if not is_banner(row)]
    if len(others) < FEWEST_NUMBERED or any(row[index].empty for row in others):
        return False
    return flows_on(above[task], below[task]) > FRESH


def _facing(above: Row, below: Row, columns: Iterable[int]) -> dict[Slot, Slot]:
    """The cells of `below` that have words, each with the cell above it."""
    facing: dict[Slot, Slot] = {}
    for column in columns:
        slot = below[column]
        if not slot.empty:
            facing[slot] = above[column]
    return facing


def _leaves_unanswered(above: Row, below: Row, columns: Columns) -> bool:
    """Does the lower row say nothing of owner, product and date, though the upper does?"""
    answers = columns.of_all(ANSWERS)
    if len(answers) < 2:
        return False
    for column in answers:
        slot = below[column]
        if slot.row_span > 1 or not slot.empty:
            return False
    return any(not above[column].empty for column in answers)


def _number_stands_below(above: Row, below: Row, columns: Columns) -> bool:
    """Has the upper part of a row no number, and does its task go on in the lower one, beside the
    number? So a page cuts a row whose number stands in its middle."""
    index, task = columns.of("index"), columns.of("task")
    if index is None or task is None or not above[index].empty or is_banner(above):
        return False
    return flows_on(above[task], below[task]) > SURE


def _says_one_thing_more(above: Row, below: Row, columns: Columns) -> bool:
    """Has the lower row neither number nor task, and answers only one of the questions that the
    upper row answers ("- Báo cáo kết quả", a second owner)? A row of its own says more."""
    index, task = columns.of("index"), columns.of("task")
    if index is None or task is None or columns.of("activity") is not None:
        return False
    if not below[task].empty or below[task].row_span > 1 or above[task].row_span > 1:
        return False
    answers = [column for column in columns.of_all(ANSWERS) if not above[column].empty]
    answered = [column for column in answers if not below[column].empty]
    return len(answers) > 1 and len(answered) == 1


def _coarse_columns(columns: Columns) -> list[int]:
    """Columns whose cells may cover the cut without their row being cut: the task's only where
    activities are finer."""
    if columns.of("activity") is not None:
        return columns.of_all(HIERARCHY)
    return columns.of_all(HIERARCHY[:-1])


def is_banner(row: Row) -> bool:
    """A group row: one cell as wide as nearly the whole table."""
    widest = max((slot.col_span for slot in row), default=0)
    return widest >= max(3, len(row) - 2)


def _merge(above: Slot, below: Slot, rows: list[Row]) -> None:
    """`below` is the rest of `above`: its lines go there, and wherever it stands, `above`
    stands."""
    if above is below:
        return
    append_rest(above, below)
    for row in rows:
        for column, slot in enumerate(row):
            if slot is below:
                row[column] = above


def append_rest(above: Slot, below: Slot) -> None:
    """Move the words of a cell behind those of the one above. Where they go on in the midst of a
    sentence, a paragraph of the file that was cut is one again."""
    if below.lines and flows_on(above, below) > 0:
        below.lines[0] = replace(below.lines[0], complete=False)
    above.lines.extend(below.lines)
    below.lines = []


def _carry_merged(above: Row, below: Row, rows: list[Row], columns: Columns) -> None:
    """The next page opens with a new row: let merged cells of the last page go on where they do.

    Columns outside the hierarchy go on only where a merged cell says so by itself.
    """
    if is_banner(below) or is_banner(above):
        return
    for column in _carried(above, below, columns=columns):
        _merge(above[column], below[column], rows=rows)
    hierarchy = columns.of_all(HIERARCHY)
    for column, slot in enumerate(below):
        if column in hierarchy:
            continue
        upper = above[column]
        is_merged = upper.row_span > 1 or slot.row_span > 1
        if is_merged and _goes_on(upper, slot):
            _merge(upper, slot, rows=rows)


def _carried(above: Row, below: Row, columns: Columns) -> list[int]:
    """The columns of the hierarchy whose cells go on: from the left, as long as the next finer one
    does, too; a new objective ends the index above it."""
    carried: list[int] = []
    for column in columns.of_all(HIERARCHY[1:]):
        if not _goes_on(above[column], below[column]):
            break
        carried.append(column)
    index = columns.of("index")
    if carried and index is not None and _goes_on(above[index], below[index]):
        carried.insert(0, index)
    return carried


def _goes_on(above: Slot, below: Slot) -> bool:
    return below.empty or flows_on(above, below) > SURE
