"""Tasks as Parquet, by DuckDB: typed columns (dates as dates, units as lists), compressed, the same
bytes for the same rows.

DuckDB rather than Arrow or Polars: it takes half the room, starts in half the time, and is what the
table will be asked with. Rows go through a file of JSON lines, so that they are never held, and a
batch lets a process of its own do it (`emit.duckdb_once`), so that what DuckDB holds is no burden
of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from kehoach.emit import duckdb_once
from kehoach.emit.rows import TASKS, Column, Row
from kehoach.errors import OutputError

ROWS_PER_GROUP = 6_144
"""DuckDB holds a group while it grows; a multiple of 2,048."""
MAX_LINE = 64 * 2**20
"""Bytes of a row as JSON."""
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
        values = {column.name: row.get(column.name) for column in TASKS}
        line = json.dumps(values, ensure_ascii=False)
        file.write(line.encode("utf-8", "replace") + b"\n")


def from_lines(lines: Path, target: Path, folder: Path) -> None:
    """A file of JSON lines -> a Parquet file. `folder` is for DuckDB's own temporary files."""
    duckdb_once.execute(_copying(lines, target), str(folder))


def is_installed() -> bool:
    """Is DuckDB there, which writes the file? It comes with the extra `parquet`."""
    return find_spec("duckdb") is not None


def convert_apart(lines: Path, target: Path, folder: Path) -> None:
    """`from_lines` in a process of its own. Raises OutputError."""
    statement = _copying(lines, target)
    words = [sys.executable, "-m", duckdb_once.__name__, statement, str(folder)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 (our own)
    if done.returncode:
        errors = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = errors[-1] if errors else f"exit {done.returncode}"
        raise OutputError(path=target.name, reason=reason)


def _copying(lines: Path, target: Path) -> str:
    """The statement that makes a Parquet file of a file of JSON lines."""
    types = ", ".join(f"{_quoted(column.name)}: {_quoted(_type(column))}" for column in TASKS)
    source = (
        f"read_json({_quoted(str(lines))}, format = 'newline_delimited', "
        f"columns = {{{types}}}, maximum_object_size = {MAX_LINE})"
    )
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_PER_GROUP}"
    return f"COPY (SELECT * FROM {source}) TO {_quoted(str(target))} ({options})"  # noqa: S608 (ours)


def _type(column: Column) -> str:
    return _TYPES.get(column.kind, "VARCHAR")


def _quoted(text: str) -> str:
    """A string of SQL.

    >>> _quoted("a'b")
    "'a''b'"
    """
    return "'" + text.replace("'", "''") + "'"
