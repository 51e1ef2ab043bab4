"""Reads a PDF within a bound of memory, in a process that has read nothing before.

Of its own command line: the path, and the bound in bytes over what the process holds at first. It
prints the class of the exception that the reading ends with, or `read`."""

from __future__ import annotations

import sys
from pathlib import Path

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.errors import KehoachError
from kehoach.ingest.options import ReadOptions
from tests.readers import read_pdf

SECONDS = 300


def _read(path: Path) -> None:
    read_pdf(path, options=ReadOptions(page_timeout=SECONDS))


def outcome(path: Path, memory: int) -> str:
    """The class of the exception that ends the reading within `memory` bytes, or `read`."""
    bounds = Bounds(seconds=SECONDS, memory=memory)
    try:
        run_in_fork(lambda _: _read(path), bounds, Walls(reads=(str(path),)))
    except KehoachError as error:
        return type(error).__name__
    return "read"


if __name__ == "__main__":
    print(outcome(Path(sys.argv[1]), int(sys.argv[2])))
