"""One input at a time, within bounds of time and memory; a failure is told and the next input gets
its turn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kehoach.commands.papers import Paper
from kehoach.commands.session import Session, load_readers

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.batch.isolation.sandbox.walls import Walls
    from kehoach.ingest.options import ReadOptions

Got = TypeVar("Got")


def reach(files: Iterable[Path], options: ReadOptions) -> Walls:
    """What the process that reads some files may touch: these, and the cache that the options
    name."""
    from kehoach.batch.isolation.sandbox.walls import Walls

    kept = () if options.cache is None else (str(options.cache),)
    return Walls(reads=tuple(map(str, files)), writes=kept)


def attempt(
    session: Session,
    paper: Paper,
    read: Callable[[Paper, ReadOptions], Got],
    options: ReadOptions,
    bounds: Bounds,
) -> Got | None:
    """What `read` makes of one input, within bounds of time and memory; a failure is told and the
    next input gets its turn."""
    from kehoach.batch.isolation.fork import run_in_fork
    from kehoach.corrections.naming import corrections_path

    try:
        load_readers(session)  # once, not in each fork
        corrections = corrections_path(paper.path)
        kept = (corrections,) if os.path.lexists(corrections) else ()
        walls = reach((paper.path, *paper.pages, *paper.beside, *kept), options)
        return run_in_fork(
            lambda tell: read(paper, replace(options, stage=tell)), bounds, walls=walls
        )
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user; one bad file must not stop the others)
        session.fail(error, paper.shown)
        return None
