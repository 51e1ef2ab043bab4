"""Tables that lie on their side: the works stand in the columns, what is told of them in the rows.

    | Nhiệm vụ | Phát quang đường | Tiêm phòng dại |
    | Chủ trì  | Thôn Đông        | Trạm Thú y     |
    | Thời hạn | 10/3/2031        | 20/4/2031      |

Such a table is turned, and read as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.columns import read_columns, whole_headings
from kehoach.parsers.tables.header_rows import (
    MAX_HEADING_WORDS,
    MIN_CONFIDENCE,
    Matrix,
    find_header,
    is_title,
)
from kehoach.patterns import compile_regex

FEWEST_COLUMNS, FEWEST_ROWS = 3, 2
"""Of a turned table: its headings and two works; what is done, and who does it or when."""
MOSTLY_KNOWN = 0.6
"""So large a part of its headings is known word for word."""
_COUNTED = compile_regex(r"(?:\D*\D)?(\d{1,3})[.)]?")


def turned(matrix: Matrix) -> tuple[Matrix, list[str]] | None:
    """The table as it would usually stand, and what was left out of it because it only counts the
    works; None where it stands so already, or is another one."""
    titles = list(takewhile(is_title, matrix))
    rows = matrix[len(titles) :]
    if len(rows) < FEWEST_ROWS or len(rows[0]) < FEWEST_COLUMNS or find_header(matrix)[1]:
        return None
    if not heads_rows([cell_text(row[0].lines) for row in rows]) or not _hold_works(rows):
        return None
    across, counted = _with_numbers(_across([*map(list, zip(*rows, strict=True))]))
    return [*([row[0]] * len(rows) for row in titles), *across], counted


def heads_rows(texts: Sequence[str]) -> bool:
    """Are the first cells of the rows the headings of a table of tasks: most of them known, those
    of the work and of who does it or when among them?"""
    filled = [text for text in texts if text]
    if any(len(text.split()) > MAX_HEADING_WORDS for text in filled):
        return False
    known = [whole_headings([text]) for text in filled]
    said = frozenset().union(*known)
    if "task" not in said or not said & {"lead", "deadline"}:
        return False
    if sum(map(bool, known)) < MOSTLY_KNOWN * len(texts):
        return False
    columns = read_columns([[text] for text in texts])
    return columns is not None and columns.kind == "tasks" and columns.confidence >= MIN_CONFIDENCE


def _hold_works(rows: Matrix) -> bool:
    """Has each work its own cell, and something told of it?"""
    columns = read_columns([[cell_text(row[0].lines)] for row in rows])
    task = columns.of("task") if columns is not None else None
    if task is None:
        return False
    works = rows[task][1:]
    texts = [cell_text(slot.lines) for slot in works]
    if len({*works}) < len(works) or any(slot.empty for slot in works) or whole_headings(texts):
        return False
    return any(not slot.empty for row in rows for slot in row[1:] if row is not rows[task])


def _across(rows: Matrix) -> Matrix:
    """The cells, each as wide as it was high; a merged one stays one."""
    slots = {
        slot: replace(slot, row_span=slot.col_span, col_span=slot.row_span)
        for row in rows
        for slot in row
    }
    return [[slots[slot] for slot in row] for row in rows]


def _with_numbers(rows: Matrix) -> tuple[Matrix, list[str]]:
    """The turned rows; what stood over the works and only counts them ("Việc 1 | Việc 2") are their
    numbers, whatever it is called. And what was said so."""
    said = [cell_text(row[0].lines) for row in rows]
    counted = [_COUNTED.fullmatch(text) for text in said[1:]]
    numbers = [match.group(1) if match else "" for match in counted]
    if numbers != [str(place + 1) for place in range(len(numbers))]:
        return rows, []
    cells = [replace(row[0], lines=row[0].lines[:1]) for row in rows]
    for slot, number in zip(cells, ("", *numbers), strict=True):
        slot.lines = [replace(line, text=number) for line in slot.lines if number]
    return [[slot, *row[1:]] for slot, row in zip(cells, rows, strict=True)], said
