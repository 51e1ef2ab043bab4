"""Tables as CSV: UTF-8, comma, LF, one header line of field names; nothing in it can run in a
spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kehoach.emit.origin import Origin
from kehoach.emit.rows import TASKS, Column, Row, joined, obligation_rows, task_rows
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

_FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@＝＋－＠]"
)


def harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    injection"). Blanks in front of the sign, and what cannot be seen, do not make it safe.

    >>> [harmless(text) for text in ('=cmd|" /C calc"!A0', "- bullet", " @x", "95%")]
    ['\\'=cmd|" /C calc"!A0', "'- bullet", "' @x", '95%']
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(columns: Sequence[Column], rows: Iterable[Row], header: bool = True) -> str:
    """Rows as lines of CSV, with the header line before them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(row, column) for column in columns])
    return out.getvalue()


def _cell(row: Row, column: Column) -> Any:
    if column.kind in ("int", "float"):
        value = row.get(column.name)
        return "" if value is None else value
    return harmless(joined(row, column).replace("\r\n", "\n").replace("\r", "\n"))


def to_csv(plan: Plan, origin: Origin) -> bytes:
    """The tasks of each paper in a file; after them its hard dates outside tasks (`origin` is
    "obligation")."""
    rows: list[Row] = []
    for paper in papers_of(plan):
        rows += task_rows(paper, origin)
        rows += obligation_rows(paper, origin)
    return csv_lines(TASKS, rows).encode("utf-8", "replace")
