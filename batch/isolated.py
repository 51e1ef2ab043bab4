"""The work on a paper that a child process does for us: reading it, cutting pictures out of it.

A paper that cost a child its life is tried once more, in a new one, then reported.
"""

from __future__ import annotations

import base64
import platform
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.children import run_in_child
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.batch.model import Job, Outcome, PageOrder, PictureOrder, outcome_from
from kehoach.batch.parcels import contained_from
from kehoach.batch.reach import reach, reach_of_job
from kehoach.batch.records import program_version
from kehoach.batch.store import open_store
from kehoach.batch.work import fail, failed
from kehoach.errors import (
    CrashError,
    KehoachError,
    OtherVersionError,
    PaperMemoryError,
    PaperTimeoutError,
)
from kehoach.ingest.options import Stage
from kehoach.ingest.parcels.model import Contained

TRIES = 2
PICTURES_TIMEOUT = 120.0
"""Seconds for the pictures of one paper."""


class StoppedError(Exception):
    """The batch is being stopped: this paper was left where it was."""


def read_isolated(
    job: Job,
    stopping: threading.Event | None = None,
    tell: Stage | None = None,
    walls: Walls | None = None,
) -> Outcome:
    """A paper read in a child process: its outcome, which is written down too. `tell` is called
    with each stage that the reading comes to. `walls`: what the child may touch, where it shall
    read papers of other folders, too; None for what this job needs.

    Raises OtherVersionError, OutputError, StoppedError.
    """
    if job.program != program_version():
        raise OtherVersionError(worker=platform.node())
    start = time.monotonic()
    request = {"job": asdict(job)}
    walls = reach_of_job(job) if walls is None else walls
    for tries_left in reversed(range(TRIES)):
        if _is_set(stopping):
            raise StoppedError
        try:
            told = run_in_child(request, job.options.bounds, walls=walls, tell=tell)
            return _of_this_job(told, job)
        except (PaperTimeoutError, PaperMemoryError, CrashError) as error:
            if _is_set(stopping):
                raise StoppedError from error
            if not tries_left:
                outcome = failed(job, error, seconds=time.monotonic() - start)
                return fail(job, open_store(job.out), outcome=outcome)
    raise AssertionError("no tries")


def _of_this_job(told: Any, job: Job) -> Outcome:
    """The outcome that a child tells: of the paper that it was given, with no file but the one that
    it was to write. Raises CrashError for what is none."""
    try:
        outcome = outcome_from(told)
    except (TypeError, KeyError, AttributeError) as error:
        raise CrashError(how="?", step="emit") from error
    output = None if outcome.output is None else job.target
    return replace(outcome, input=job.source.name, output=output)


def _is_set(event: threading.Event | None) -> bool:
    return event is not None and event.is_set()


def pictures_isolated(order: PictureOrder, memory: int) -> list[bytes | None]:
    """Pictures of places in a paper (`batch.pictures.cut`), JPEG, made in a child process that may
    take `memory` bytes; None where there is none."""
    request = {"pictures": asdict(order)}
    walls = reach(order.folder, order.parts or (order.name,))
    for _ in range(TRIES):
        try:
            pictures = run_in_child(request, Bounds(PICTURES_TIMEOUT, memory), walls=walls)
        except KehoachError:
            continue
        return [base64.b64decode(picture) if picture else None for picture in pictures]
    return [None] * len(order.areas)  # the report does without: the finding's own words are there


def page_isolated(order: PageOrder, memory: int, walls: Walls) -> bytes:
    """A page of a paper as PNG (`batch.pictures.page_picture`), made in a child process that may
    take `memory` bytes and touch what is within the walls. Raises PaperTimeoutError,
    PaperMemoryError, CrashError, and what drawing the page raises."""
    bounds = Bounds(PICTURES_TIMEOUT, memory)
    picture = run_in_child({"page": asdict(order)}, bounds, walls=walls)
    return base64.b64decode(picture)


def parcel_isolated(
    path: Path, folder: Path, *, name: str, bounds: Bounds, walls: Walls
) -> list[Contained]:
    """The papers of a parcel that is called `name`, written into a folder by a child process within
    walls; none for a file that is no parcel. Raises PaperTimeoutError, PaperMemoryError,
    CrashError, and what opening the parcel raises."""
    request = {"unpack": {"path": str(path), "folder": str(folder), "name": name}}
    return list(map(contained_from, run_in_child(request, bounds, walls=walls)))
