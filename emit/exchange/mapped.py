"""The tasks of a plan as CSV for another system, column by column as a mapping says."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from kehoach.emit.csv import harmless
from kehoach.emit.exchange.mapping import MappedColumn, Mapping, mapping_of, preset
from kehoach.emit.origin import Origin
from kehoach.emit.rows import TASKS, Column, Row, joined, task_rows
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

_COLUMNS = {column.name: column for column in TASKS}


def to_jira(plan: Plan, origin: Origin) -> bytes:
    """For the import of Jira."""
    return to_mapped(plan, origin, mapping=preset("jira"))


def to_planner(plan: Plan, origin: Origin) -> bytes:
    """For Microsoft Planner."""
    return to_mapped(plan, origin, mapping=preset("planner"))


def to_trello(plan: Plan, origin: Origin) -> bytes:
    """For Trello."""
    return to_mapped(plan, origin, mapping=preset("trello"))


def writer_of(path: Path) -> Callable[[Plan, Origin], bytes]:
    """The function that writes plans by a mapping in a file. Raises as `mapping_of`."""
    return partial(to_mapped, mapping=mapping_of(path))


def to_mapped(plan: Plan, origin: Origin, mapping: Mapping) -> bytes:
    """The tasks of each paper in a file as a mapping has them: UTF-8, one line of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading for column in mapping.columns])
    for row in _rows(plan, origin, mapping=mapping):
        writer.writerow([_cell(row, column, mapping=mapping) for column in mapping.columns])
    return out.getvalue().encode("utf-8", "replace")


def _rows(plan: Plan, origin: Origin, mapping: Mapping) -> Iterator[Row]:
    for paper in papers_of(plan):
        for row in task_rows(paper, origin):
            if row["deadline_end"] or not mapping.only_dated:
                yield row


def _cell(row: Row, column: MappedColumn, mapping: Mapping) -> str:
    """A cell: those lines of its text of whose names one has a value, and those without names."""
    lines: list[str] = []
    for line, names in column.lines():
        values = {name: _value(row, _COLUMNS[name], mapping=mapping) for name in names}
        if names and not any(values.values()):
            continue
        for name, value in values.items():
            line = line.replace(f"{{{name}}}", value)
        lines.append(line)
    return harmless(_cut("\n".join(lines), column.longest))


def _value(row: Row, column: Column, mapping: Mapping) -> str:
    value = row.get(column.name)
    if column.kind == "date" and value:
        return date.fromisoformat(value).strftime(mapping.dates)
    if column.kind == "list":
        return mapping.lists.join(value or ())
    return joined(row, column)


def _cut(text: str, longest: int | None) -> str:
    """At most so many characters; what was cut ends with dots."""
    if longest is None or len(text) <= longest:
        return text
    return f"{text[: longest - 1].rstrip()}…"
