"""Tables of a text that were put together askew, or not at all: told by cells that stand where none
can, and by short lines one below another that became the words of no row.

A text that was taken from a page may have the table column after column, or each cell broken over
the lines of a narrow column. Whatever is made of it then, the paper is told as not wholly read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kehoach.ingest.model import FlowItem, Line
from kehoach.normalize.text import comparison_key, strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.second_row import whole_headings
from kehoach.parsers.tables.tables import RoleTable
from kehoach.schema import models

FEWEST_HEADINGS = 2
"""So many different headings as cells of rows: the header was torn."""
MOST_SHARED = 4
"""Of a rebuilt table: rows that follow each other and would share one task, each with more of its
own."""
FEWEST_TIMES, MOSTLY = 3, 0.5
"""So many cells of the times, and so large a share of them, that are none."""
FEWEST_LINES = 8
"""Short lines one below another, at least."""
MAX_WORDS = 5
"""Of a line of a cell in a narrow column."""
_ENDS = (".", ";", ":", "!", "?")


def askew(table: RoleTable) -> Line | None:
    """The first line of a table rebuilt of loose lines whose rows cannot be those of the paper;
    None where nothing speaks against them."""
    rows = [row for row in table.rows if len(set(map(id, row))) > 2]
    first = next((line for row in rows for slot in row for line in slot.lines), None)
    cells = {strip_diacritics(cell_text(slot.lines)) for row in rows for slot in row}
    if len(cells & whole_headings()) >= FEWEST_HEADINGS:
        return first
    if _most_shared(table, "task", rows=len(rows)) >= MOST_SHARED or _has_strange_times(table):
        return first
    return None


def _most_shared(table: RoleTable, role: str, rows: int) -> int:
    """How many rows that follow each other share one cell of a role."""
    column = table.columns.of(role)
    if column is None or rows < MOST_SHARED:
        return 0
    most = run = 1
    for above, below in pairwise(table.rows):
        run = run + 1 if below[column] is above[column] else 1
        most = max(most, run)
    return most


def _has_strange_times(table: RoleTable) -> bool:
    column = table.columns.of("deadline")
    if column is None:
        return False
    texts = [cell_text(row[column].lines) for row in table.rows if not row[column].empty]
    strange = sum(not is_understood(text) for text in texts)
    return strange >= FEWEST_TIMES and strange > MOSTLY * len(texts)


def stray_cells(
    flow: Sequence[FlowItem], plan: models.Plan, apart: Iterable[Line], titles: Iterable[str]
) -> Iterator[Line]:
    """The first of each stretch of short lines that no row of a table took, those of letterhead
    and closing (`apart`) left out. Numbers of pages and columns, and lines of the words that head
    columns (`titles`), tell nothing: each page may repeat them."""
    of_headings = {word for title in titles for word in comparison_key(title).split()}
    taken = {line.span.first for line in apart}
    for part in (*_table_rows(plan), *plan.tables):
        for span in part.spans:
            first = span.line_start or 0
            taken.update(range(first, (span.line_end or first) + 1))
    run: list[Line] = []
    for item in (*flow, None):
        if isinstance(item, Line) and of_headings.issuperset(_telling_words(item)):
            continue
        if isinstance(item, Line) and item.span.first not in taken and _may_be_cell(item):
            run.append(item)
            continue
        if len(run) >= FEWEST_LINES:
            yield run[0]
        run = []


def _table_rows(plan: models.Plan) -> Iterator[models.Task | models.Target]:
    yield from (task for task in plan.tasks if task.origin == "table")
    yield from plan.targets


def _telling_words(line: Line) -> list[str]:
    return [word for word in comparison_key(line.text).split() if not word.isdecimal()]


def _may_be_cell(line: Line) -> bool:
    """Is it a bare line of a text, too short for one of a paragraph, that opens and ends none?"""
    if line.words or line.complete or len(line.text.split()) > MAX_WORDS:
        return False
    return not line.text.endswith(_ENDS) and read_mark(line.text) is None
