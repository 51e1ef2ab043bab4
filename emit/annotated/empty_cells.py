"""The cell that a clerk has to fill in: where a task of a table lacks an owner, a deadline or a
product, the cell of its row in the column where other tasks of the table have theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kehoach.emit.annotated.remarks import Remark
from kehoach.emit.annotated.word_text import spelled
from kehoach.ingest.docx.xml import child, number, w
from kehoach.schema.models import Plan, Task
from kehoach.schema.sources import ValueSource

_LACKS = re.compile(r"/tasks/(\d+)(?:/(lead|deadline|deliverables))?")
_FIELD_OF_CODE = {
    "missing_owner": "lead",
    "missing_deadline": "deadline",
    "missing_deliverable": "deliverables",
}


class EmptyCells:
    """Finds them in a document. `paragraphs`: the `w:p` that spans count, in order."""

    def __init__(self, paragraphs: Sequence[Any]) -> None:
        self._paragraphs = paragraphs

    def of(self, remark: Remark) -> Any | None:
        """The first paragraph of the cell that a remark says is empty; None where it says no such
        thing, or the cell is not found or not empty."""
        field = _FIELD_OF_CODE.get(remark.code)
        found = _LACKS.fullmatch(remark.where)
        if field is None or found is None:
            return None
        row = _ancestor(self._first(remark.plan.tasks[int(found[1])].spans), "tr")
        if row is None:
            return None
        column = self._column(remark.plan, field, table=row.getparent())
        cell = _cell_at(row, column) if column is not None else None
        paragraph = child(cell, "p")
        if cell is None or paragraph is None or _words(cell):
            return None
        return paragraph

    def _column(self, plan: Plan, field: str, table: Any) -> int | None:
        """The column of a table where most tasks have this field."""
        columns: Counter[int] = Counter()
        for task in plan.tasks:
            cell = _ancestor(self._first(_spans_of_field(task, field)), "tc")
            if cell is not None and cell.getparent().getparent() is table:
                columns[_column_of(cell)] += 1
        return columns.most_common(1)[0][0] if columns else None

    def _first(self, spans: Sequence[Any]) -> Any | None:
        """The paragraph where some spans begin."""
        starts = [span.paragraph_start for span in spans if span.paragraph_start is not None]
        return self._paragraphs[min(starts) - 1] if starts else None


def _spans_of_field(task: Task, field: str) -> Sequence[Any]:
    source = getattr(task.sources, field, None)
    values = source if isinstance(source, tuple) else (source,)
    return [span for value in values if isinstance(value, ValueSource) for span in value.spans]


def _ancestor(element: Any | None, name: str) -> Any | None:
    """The nearest row (`tr`) or cell (`tc`) around an element."""
    return None if element is None else next(element.iterancestors(w(name)), None)


def _column_of(cell: Any) -> int:
    """The grid column where a cell begins."""
    before = sum(map(_width, cell.itersiblings(w("tc"), preceding=True)))
    return _skipped(cell.getparent()) + before


def _cell_at(row: Any, column: int) -> Any | None:
    """The cell of a row that covers a grid column."""
    begins = _skipped(row)
    for cell in row.iterchildren(w("tc")):
        if begins <= column < begins + _width(cell):
            return cell
        begins += _width(cell)
    return None


def _skipped(row: Any) -> int:
    """How many columns a row leaves out at its beginning."""
    return number(child(row, "trPr", "gridBefore")) or 0


def _width(cell: Any) -> int:
    """How many grid columns a cell covers."""
    return number(child(cell, "tcPr", "gridSpan")) or 1


def _words(cell: Any) -> str:
    return "".join(spelled(paragraph) for paragraph in cell.iter(w("p"))).strip()
