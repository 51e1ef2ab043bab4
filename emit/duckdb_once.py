"""DuckDB asked for one thing, in a process of its own that loads nothing else of ours: to load what
we know of plans takes three times what DuckDB takes to start (`python -m kehoach.emit.duckdb_once
STATEMENT FOLDER`)."""

from __future__ import annotations

import sys


def execute(statement: str, folder: str) -> None:
    """A statement on no database; `folder` is for DuckDB's own temporary files."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": "256MB",
        "temp_directory": folder,
    }
    with duckdb.connect(":memory:", config=config) as database:
        database.execute(statement)


if __name__ == "__main__":
    execute(*sys.argv[1:])
