"""Tasks as Parquet, by DuckDB: typed columns (dates as dates, units as lists), compressed, the same bytes for the same
rows.

DuckDB rather than Arrow or Polars: it takes half the room, starts in half the time, and is what the table will be asked
with. Rows go through a file of JSON lines, so that they are never held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import duckdb

from emit.rows import TASKS, Column, Row

ROWS_PER_GROUP = 6_144
"""DuckDB holds a group while it grows; a multiple of 2,048."""
_TYPES = {
    "text": "VARCHAR",
    "link": "VARCHAR",
    "list": "VARCHAR[]",
    "date": "DATE",
    "int": "INTEGER",
    "float": "DOUBLE",
}


def write_lines(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Rows of tasks as JSON lines, for `from_lines`."""
    for row in rows:
        own = {column.name: row.get(column.name) for column in TASKS}
        file.write(json.dumps(own, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def from_lines(lines: Path, target: Path, folder: Path) -> None:
    """A file of JSON lines -> a Parquet file. `folder` is for DuckDB's own temporary files."""
    kinds = ", ".join(f"{_quoted(column.name)}: {_quoted(_type(column))}" for column in TASKS)
    with duckdb.connect(
        ":memory:", config={"threads": 1, "memory_limit": "256MB", "temp_directory": str(folder)}
    ) as db:
        db.execute(
            f"COPY (SELECT * FROM read_json({_quoted(str(lines))}, format = 'newline_delimited', "  # noqa: S608
            f"columns = {{{kinds}}}, maximum_object_size = 67108864)) TO {_quoted(str(target))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_PER_GROUP})"
        )


def _type(column: Column) -> str:
    return _TYPES.get(column.kind, "VARCHAR")


def _quoted(text: str) -> str:
    """A string of SQL.

    >>> _quoted("a'b")
    "'a''b'"
    """
    return "'" + text.replace("'", "''") + "'"
