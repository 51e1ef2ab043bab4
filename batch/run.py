"""A batch from end to end: find, look, read what is missing, write the tables of all."""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Any

from kehoach.batch.engines import Engine, open_engine
from kehoach.batch.inputs import find
from kehoach.batch.interrupt import Interrupt
from kehoach.batch.model import Batch, Input, Job, Outcome, Paper
from kehoach.batch.names import FOLDER, plan_names
from kehoach.batch.parcels import with_parcels_opened
from kehoach.batch.records import read_record
from kehoach.batch.schedule import schedule_of
from kehoach.batch.store import STATE, UNFINISHED, LocalStore, Store, open_store
from kehoach.batch.survey import CHUNK, Surveyed, survey
from kehoach.batch.work import copy_plan, fail, failed, job_of
from kehoach.corrections.naming import is_corrections
from kehoach.emit import parquet
from kehoach.emit.files import shown
from kehoach.emit.locks import lock_file
from kehoach.errors import (
    BusyFolderError,
    CrashError,
    KehoachError,
    OtherVersionError,
    OutputError,
)
from kehoach.explaining import install_command

ENDING = 2.0
"""Seconds in which the children of a run that was killed have ended: until then they hold its
lock."""
ASK_AGAIN = 0.05
"""Seconds until it is tried anew."""
AHEAD = 4
"""Papers handed to the engine beyond those it is reading, per slot: it never waits, and the list of
what waits stays short however many papers there are."""
AT_ONCE = 16
"""Papers put into the tables after each one read: enough to catch up with what earlier runs have
read, and not so many that those who read wait for work."""
Watch = Callable[..., None]
"""Called with the name of an event and its facts."""


@dataclass(frozen=True, slots=True)
class _Running:
    """A batch under way: what does its work, where results go, who watches."""

    batch: Batch
    engine: Engine
    store: Store
    watch: Watch


def run(batch: Batch, watch: Watch) -> dict[str, int]:
    """Do it; returns how many papers ended in each status. Raises the exceptions of `errors`,
    KeyboardInterrupt."""
    from kehoach.batch.combine import Combined
    from kehoach.batch.manifest import write_manifest

    watch("finding")
    sources = _sources(batch)
    store = open_store(batch.out)
    with (
        _exclusive(store),
        open_engine(batch.engine, batch.workers, scheduler=batch.scheduler) as engine,
    ):
        running = _Running(batch, engine, store=store, watch=watch)
        papers, surveyed = _looked_at(running, sources)
        done = [one is None or one.done for one in surveyed]
        known = [one.fingerprint if one is not None else None for one in surveyed]
        with Combined(batch, store, papers=papers, done=done, known=known) as combined:
            try:
                with Interrupt() as interrupt:
                    engine.check = interrupt.check
                    for index, outcome in _read(running, papers, surveyed=surveyed):
                        done[index] = True
                        watch("paper", outcome=outcome)
                        combined.advance(AT_ONCE)
            except KeyboardInterrupt:
                engine.stop()
                write_manifest(store, papers)
                raise
            watch("left", names=_left_over(store, papers))
            watch("combining")
            if not parquet.is_installed():
                watch("without", name="tasks.parquet", command=install_command("duckdb"))
            statuses = combined.finish(engine, watch)
            watch("unread", outcomes=combined.unread)
            watch("twins", twins=combined.twins)
            watch("differing", papers=combined.differing)
            return statuses


def _sources(batch: Batch) -> list[Input]:
    if batch.only is None:
        return find(batch.folder, batch.out)
    found = find(batch.folder, batch.out, stamped=True)
    return [source for source in found if source.name in batch.only]


def _looked_at(
    running: _Running, sources: Sequence[Input]
) -> tuple[list[Paper], list[Surveyed | None]]:
    """The papers of a batch, those of parcels among them, and what each input is. Raises
    KeyboardInterrupt."""
    engine = running.engine
    with Interrupt() as interrupt:
        engine.check = interrupt.check
        inputs = with_parcels_opened(
            running.batch, sources, submit=engine.submit, each=partial(_each, engine)
        )
        targets = plan_names([one.name for one in inputs])
        surveyed = _survey(running, inputs, targets=targets)
    return _papers(inputs, targets, surveyed=surveyed), surveyed


def _survey(
    running: _Running, sources: Sequence[Input], targets: Sequence[str]
) -> list[Surveyed | None]:
    """What each input is and whether it is done; None for what is no paper."""
    indices = [index for index, source in enumerate(sources) if source.refusal is None]
    chunks = deque(indices[start : start + CHUNK] for start in range(0, len(indices), CHUNK))
    surveyed: list[Surveyed | None] = [None] * len(sources)

    def start(chunk: list[int]) -> Future[Any]:
        pairs = [(sources[index], targets[index]) for index in chunk]
        return running.engine.submit(survey, running.batch, pairs)

    for chunk, future in _each(running.engine, chunks, start=start):
        for index, one in zip(chunk, future.result(), strict=True):
            surveyed[index] = one
        running.watch("looked", count=len(chunk), total=len(indices))
    return surveyed


def _papers(
    sources: Sequence[Input], targets: Sequence[str], surveyed: Sequence[Surveyed | None]
) -> list[Paper]:
    first_names: dict[str, str] = {}
    papers = []
    for source, target, one in zip(sources, targets, surveyed, strict=True):
        first: str | None = None
        if one is not None and one.sha256:
            first = first_names.setdefault(one.sha256, source.name)
        papers.append(Paper(source, target, first=first if first != source.name else None))
    return papers


def _read(
    running: _Running, papers: Sequence[Paper], surveyed: Sequence[Surveyed | None]
) -> Iterator[tuple[int, Outcome]]:
    """Read what no earlier run has read; a paper that stands in the folder more than once is read
    once, then copied. Gives the index of each paper and what became of it, as it comes: first of
    those that cannot be opened."""
    from kehoach.batch.manifest import outcome_of

    engine, store = running.engine, running.store
    schedule = schedule_of(surveyed)
    unopened = [index for index, one in enumerate(surveyed) if one is None or not one.sha256]
    running.watch(
        "start",
        total=len(surveyed),
        todo=len(schedule.originals),
        unopened=len(unopened),
        engine=running.batch.engine,
        slots=engine.slots,
    )
    for index in unopened:
        known = outcome_of(store, papers[index])
        if known is not None:
            yield index, known

    def job(index: int) -> Job:
        paper, one = papers[index], surveyed[index]
        sha256 = one.sha256 if one is not None else ""
        return job_of(running.batch, paper.source, sha256=sha256, target=paper.target)

    def start(index: int) -> Future[Any]:
        original = schedule.originals[index]
        if original == index:
            return engine.submit(engine.read, job(index))
        record = read_record(store, papers[original].target)
        if record is None:
            raise OutputError(path=papers[index].target, reason="?")
        return engine.submit(copy_plan, job(index), record)

    for index, future in _each(engine, schedule.waiting, start=start):
        yield index, _outcome(future, job(index), store=store)
        schedule.finished(index)


def _outcome(future: Future[Any], job: Job, store: Store) -> Outcome:
    """What became of a paper. A worker machine lost again and again under it is a crash; what stops
    all is raised."""
    try:
        outcome = future.result()
    except OtherVersionError:
        raise
    except KehoachError as error:
        return fail(job, store, outcome=failed(job, error))
    except Exception as error:
        # Dask's name for it; Dask is not imported where it is not used.
        if type(error).__name__ != "KilledWorker":
            raise
        return fail(job, store, outcome=failed(job, CrashError(how="KilledWorker", step="?")))
    assert isinstance(outcome, Outcome)  # noqa: S101 (for mypy)
    return outcome


def _each(
    engine: Engine, waiting: deque[Any], start: Callable[[Any], Future[Any]]
) -> Iterator[tuple[Any, Future[Any]]]:
    """Start work for each item that waits, so many at a time, and hand out what is finished as it
    comes; items may join while it goes on."""
    running: dict[Future[Any], Any] = {}
    while waiting or running:
        engine.check()
        while waiting and len(running) < engine.slots * (1 + AHEAD):
            item = waiting.popleft()
            running[start(item)] = item
        done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future


def _left_over(store: Store, papers: Iterable[Paper]) -> list[str]:
    """Plans of papers that are no longer in the folder: kept, but in none of the tables."""
    targets = {paper.target for paper in papers}
    left = (name for name in store.names(FOLDER) if name not in targets)
    return sorted(name for name in left if not is_corrections(name))


def _lock(descriptor: int) -> None:
    """Lock an open file, waiting for those that are just ending. Raises BlockingIOError."""
    until = time.monotonic() + ENDING
    while True:
        try:
            lock_file(descriptor)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(ASK_AGAIN)
        else:
            return


@contextlib.contextmanager
def _exclusive(store: Store) -> Iterator[None]:
    """No second batch writes here at the same time (on this machine; an object store has no such
    lock). What a killed run was just writing is swept away. Raises BusyFolderError, LinkOutError,
    OutputError."""
    if not isinstance(store, LocalStore):
        yield
        return
    state = store.root / STATE
    store.check(f"{UNFINISHED}/x")
    try:
        state.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(path=shown(store.root), reason=error.strerror) from error
    try:
        try:
            _lock(descriptor)
        except BlockingIOError as error:
            raise BusyFolderError(path=shown(store.root)) from error
        for name in list(store.names(UNFINISHED)):
            store.remove(name)
        yield
    finally:
        os.close(descriptor)
