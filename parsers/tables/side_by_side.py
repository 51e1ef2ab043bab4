"""Two or three tables in one grid, side by side under the same headings, to spare paper:

    | TT | Nội dung | Chủ trì   | TT | Nội dung | Chủ trì  |
    | 1  | Rào ao   | Thôn Bến  | 3  | Đắp bờ   | Thôn Khê |
    | 2  | Vá đê    | Thôn Đông | 4  | Nạo kênh | Thôn Bến |

They are one table, the works on the right behind those on the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kehoach.normalize.text import fold
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import read_columns
from kehoach.parsers.tables.header_rows import (
    MAX_TITLE_ROWS,
    Matrix,
    find_header,
    header_height,
    headings_of,
    is_title,
)

FEWEST_COLUMNS = 2
"""Of each of the tables."""
MOST_TABLES = 3
MIN_CONFIDENCE = 0.75
"""So large a part of the headings of each is known."""


class Sides(NamedTuple):
    """How wide the grid is, and the columns of each table in it."""

    width: int
    columns: tuple[tuple[int, ...], ...]


def sides_of(matrix: Matrix) -> Sides | None:
    """The tables that stand side by side in a grid; None where it is one table."""
    top = _top(matrix)
    if top >= len(matrix) - 1:
        return None
    height = header_height(matrix, top)
    headings = headings_of(matrix[top : top + height])
    said = [fold(" ".join(column)) for column in headings]
    columns = [place for place in range(len(said)) if said[place] or _is_filled(matrix, place)]
    if not all(said[place] for place in columns):
        return None
    for parts in range(2, MOST_TABLES + 1):
        size, rest = divmod(len(columns), parts)
        if rest or size < FEWEST_COLUMNS:
            continue
        chunks = [tuple(columns[start : start + size]) for start in range(0, len(columns), size)]
        sides = Sides(len(said), tuple(chunks))
        if len({tuple(said[place] for place in chunk) for chunk in chunks}) > 1:
            continue
        read = read_columns([headings[place] for place in chunks[0]])
        is_known = read is not None and read.kind == "tasks" and read.confidence >= MIN_CONFIDENCE
        if is_known and all(_parts(row, sides) for row in matrix[top:]):
            return sides
    return None


def goes_on(matrix: Matrix, sides: Sides) -> bool:
    """Does a grid without a header of its own go on with tables side by side?"""
    if not matrix or len(matrix[0]) != sides.width or find_header(matrix)[1] is not None:
        return False
    return all(_parts(row, sides) for row in matrix)


def _top(matrix: Matrix) -> int:
    """The row behind the titles."""
    top = 0
    while top < min(MAX_TITLE_ROWS, len(matrix)) and is_title(matrix[top]):
        top += 1
    return top


def _is_filled(matrix: Matrix, place: int) -> bool:
    """Has a column words of its own, but for those of titles over all?"""
    return any(not row[place].empty and len({*row}) > 1 for row in matrix)


def _parts(row: Sequence[Slot], sides: Sides) -> bool:
    """Does a row fall into the tables: no cell of it stands in two, or it is a title over all?"""
    of_sides = [{row[place] for place in chunk} for chunk in sides.columns]
    stand_apart = len(set().union(*of_sides)) == sum(map(len, of_sides))
    return stand_apart or all(slot is row[0] for slot in row)


def one_below_another(matrix: Matrix, sides: Sides, *, headed: bool) -> Matrix:
    """The grid as one table: the rows of each side, one side after the other, between titles over
    all of them; row by row where the numbers go so. `headed`: it begins with its header."""
    top = _top(matrix) if headed else 0
    height = header_height(matrix, top) if headed else 0
    first = sides.columns[0]
    head = [[row[place] for place in first] for row in matrix[: top + height]]
    return [*head, *_stacked(matrix[top + height :], sides)]


def _stacked(rows: Matrix, sides: Sides) -> Iterator[list[Slot]]:
    run: Matrix = []
    for row in (*rows, None):
        if row is not None and not all(slot is row[0] for slot in row):
            run.append(row)
            continue
        yield from _of_run(run, sides)
        run = []
        if row is not None:
            yield [row[0]] * len(sides.columns[0])


def _of_run(rows: Matrix, sides: Sides) -> Iterator[list[Slot]]:
    by_side = [[[row[place] for place in chunk] for row in rows] for chunk in sides.columns]
    if _count_across(by_side):
        by_side = [[row for together in zip(*by_side, strict=True) for row in together]]
    for side in by_side:
        yield from (row for row in side if any(not slot.empty for slot in row))


def _count_across(by_side: Sequence[Matrix]) -> bool:
    """Do the numbers go row by row: 1 and 2, below them 3 and 4?"""
    if len(by_side[0]) < 2:
        return False
    cells = [*(side[0][0] for side in by_side), by_side[0][1][0]]
    numbers = [cell_text(slot.lines).strip(" .)") for slot in cells]
    if not all(map(str.isdecimal, numbers)):
        return False
    first = int(numbers[0])
    return [*map(int, numbers)] == [*range(first, first + len(numbers))]
