"""Rows that a page break tore, and rows that share cells: what one lacks stands in the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from kehoach.schema.models import Task
from kehoach.schema.rules.kin import FIELDS
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


def heading_rows(rows: Sequence[Place[Task]]) -> frozenset[str]:
    """The pointers of rows under whose number the row below counts ("1 | Chuẩn bị" over "1.1"):
    they head it, and what they lack stands there.

    >>> def row(place, number):
    ...     return Place(Task.model_construct(number=number, table=0), f"/tasks/{place}")
    >>> sorted(heading_rows([row(0, "1"), row(1, "1.1"), row(2, "2"), row(3, "10")]))
    ['/tasks/0']
    """
    heading: set[str] = set()
    for above, row in pairwise(rows):
        is_under = (row.part.number or "").startswith(f"{above.part.number}.")
        if above.part.number and is_under and above.part.table == row.part.table:
            heading.add(above.pointer)
    return frozenset(heading)


def sharing_rows(rows: Sequence[Place[Task]], field: str) -> frozenset[str]:
    """The pointers of rows that lack a field which the rows beside them have for them: the rows
    without a number under a numbered one ("1 | Đất đai | Phòng Kinh tế" over "- Đo đạc"), whose
    cell holds for all; and that one, where each of those has its own.

    >>> def row(place, number, lead):
    ...     own = Task.model_construct(number=number, lead=lead, table=0)
    ...     return Place(own, f"/tasks/{place}")
    >>> from kehoach.schema.models import Offices
    >>> led = Offices(raw="Phòng Kinh tế")
    >>> sorted(sharing_rows([row(0, "1", led), row(1, None, None), row(2, "2", None)], "owner"))
    ['/tasks/1']
    """
    lacks = FIELDS[field]
    sharing: set[str] = set()
    for _, own in groupby(rows, key=lambda row: row.part.table):
        block: list[Place[Task]] = []
        for row in (*own, None):
            if row is not None and row.part.number is None:
                block.append(row)
                continue
            if len(block) > 1 and block[0].part.number is not None:
                head, below = block[0], block[1:]
                if all(lacks(each.part) for each in below) and not lacks(head.part):
                    sharing.update(each.pointer for each in below)
                elif lacks(head.part) and not any(lacks(each.part) for each in below):
                    sharing.add(head.pointer)
            block = [row] if row is not None else []
    return frozenset(sharing)
