"""Who took up what, as lines for people: the lists; the matrix itself is for a page or a
workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kehoach.compare.difference_text import described
from kehoach.compare.matrix_rows import Table, Value, notes_of, summaries
from kehoach.compare.model import Matrix
from kehoach.compare.vocabulary import named
from kehoach.emit.direction import upright


def to_text(matrix: Matrix, lang: str) -> str:
    """The lists, one after the other."""
    return "".join(f"{upright(line)}\n" for line in lines(matrix, lang))


def lines(matrix: Matrix, lang: str) -> Iterator[str]:
    """Its lines, each without a line feed."""
    yield f"{named('told', 'assigned', lang=lang)}: {described(matrix.assigned, lang)}"
    yield from notes_of(matrix, lang)
    for table in summaries(matrix, lang):
        yield ""
        yield f"{named('told', table.name, lang=lang)} ({len(table.rows)})"
        yield from _rows(table)


def _rows(table: Table) -> Iterator[str]:
    """The rows of one unit under its name, where there are several; else each on its line."""
    heads = [heading for heading, _ in table.headings]
    if table.name in ("nobody", "units"):
        yield from (f"  {_told(heads, row)}" for row in table.rows)
        return
    for unit, rows in groupby(table.rows, key=lambda row: row[0]):
        yield f"  {_shown(unit)}"
        yield from (f"    {_told(heads[1:], row[1:])}" for row in rows)


def _told(heads: Sequence[str], row: Sequence[Value]) -> str:
    """A row: what it is about, and the rest behind its headings."""
    first, *rest = map(_shown, row)
    told = [f"{head}: {value}" for head, value in zip(heads[1:], rest, strict=True) if value]
    return f"{first} | {' | '.join(told)}" if told else first


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return f"{round(100 * value)} %"
    return " ".join(str("" if value is None else value).split())
