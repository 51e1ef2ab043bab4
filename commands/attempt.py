"""One input at a time, within bounds of time and memory; a failure is told and the next input gets
its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kehoach.commands.papers import Paper
from kehoach.commands.session import Session, quiet_libraries

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.ingest.options import ReadOptions

Got = TypeVar("Got")


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

    if not session.verbose:
        quiet_libraries()
    try:
        from kehoach import pipeline  # noqa: F401 (loaded once, not in each fork)

        return run_in_fork(lambda tell: read(paper, replace(options, stage=tell)), bounds)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user; one bad file must not stop the others)
        session.fail(error, paper.shown)
        return None
