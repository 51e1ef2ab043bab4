"""Rows that a page break tore: what one half lacks stands in the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.schema.models import Task
from kehoach.schema.walk import Place

FEW = 0.2
"""A smaller part of the rows of a table opens in small letters by accident."""


def torn_rows(rows: Sequence[Place[Task]]) -> frozenset[str]:
    """The pointers of rows whose work goes on in the midst of a sentence, without a number of their
    own ("cụ thể."), and of those above them; none where rows of the table are written so.

    >>> def row(place, number, task):
    ...     own = Task.model_construct(number=number, task=task, table=0)
    ...     return Place(own, f"/tasks/{place}")
    >>> rows = [row(0, "1", "Rà soát hồ sơ có kiến nghị"), row(1, None, "cụ thể.")]
    >>> more = [row(place, str(place), "Tuần tra") for place in range(2, 9)]
    >>> sorted(torn_rows([*rows, *more])), sorted(torn_rows(rows))
    (['/tasks/0', '/tasks/1'], [])
    """
    rests = [row for row in rows if row.part.number is None and row.part.task[:1].islower()]
    if not 0 < len(rests) < FEW * len(rows):
        return frozenset()
    torn: set[str] = set()
    for above, row in pairwise(rows):
        if row in rests and above.part.table == row.part.table:
            torn |= {above.pointer, row.pointer}
    return frozenset(torn)
