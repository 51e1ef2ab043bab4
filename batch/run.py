"""A batch from end to end: find, look, read what is missing, write the tables of all."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import Any

from kehoach.batch.engines import Engine, open_engine
from kehoach.batch.inputs import find
from kehoach.batch.interrupt import Interrupt
from kehoach.batch.model import BatchOptions, Input, Job, Outcome
from kehoach.batch.names import plan_names
from kehoach.batch.records import program_version, read_record
from kehoach.batch.store import STATE, UNFINISHED, LocalStore, Store, open_store
from kehoach.batch.survey import CHUNK, Seen, survey
from kehoach.batch.work import copy_plan, fail, failed
from kehoach.emit import parquet
from kehoach.emit.files import shown
from kehoach.errors import (
    BusyFolderError,
    CrashError,
    KehoachError,
    OtherVersionError,
    OutputError,
    install_command,
)

AHEAD = 4
"""Papers handed to the engine beyond those it is reading, per place: it never waits, and the list
of what waits stays short however many papers there are."""
AT_ONCE = 16
"""Papers put into the tables after each one read: enough to catch up with what earlier runs have
read, and not so many that those who read wait for work."""
Watch = Callable[..., None]
"""Called with the name of an event and its facts."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked: paths or URLs, how to read, where."""

    folder: str
    out: str
    asked: BatchOptions = field(default_factory=BatchOptions)
    workers: int | None = None
    engine: str = "local"
    scheduler: str | None = None
    resume: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """An input with the name of its plan, and the first input with the same bytes when there is one
    before it."""

    source: Input
    target: str
    first: str | None = None


def run(batch: Batch, watch: Watch) -> dict[str, int]:
    """Do it; returns how many papers ended in each status. Raises the exceptions of `errors`,
    KeyboardInterrupt."""
    from kehoach.batch.combine import Combined, write_manifest

    watch("finding")
    sources = find(batch.folder, batch.out)
    targets = plan_names([source.name for source in sources])
    store = open_store(batch.out)
    with _alone(store), open_engine(batch.engine, batch.workers, batch.scheduler) as engine:
        with Interrupt() as interrupt:
            engine.check = interrupt.check
            seen = _look(engine, batch, sources, targets, watch)
        papers = _papers(sources, targets, seen)
        done = [one is None or one.done for one in seen]
        with Combined(batch, store, papers, done) as combined:
            try:
                with Interrupt() as interrupt:
                    engine.check = interrupt.check
                    for at, outcome in _read(engine, batch, store, papers, seen, watch):
                        done[at] = True
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
            return combined.finish(engine)


def _look(
    engine: Engine, batch: Batch, sources: list[Input], targets: list[str], watch: Watch
) -> list[Seen | None]:
    """What each input is and whether it is done; None for what is no paper."""
    which = [at for at, source in enumerate(sources) if source.refusal is None]
    chunks = deque(which[at : at + CHUNK] for at in range(0, len(which), CHUNK))
    seen: list[Seen | None] = [None] * len(sources)

    def start(chunk: list[int]) -> Future[Any]:
        pairs = [(sources[at], targets[at]) for at in chunk]
        return engine.submit(survey, batch.folder, batch.out, pairs, batch.asked, batch.resume)

    for chunk, future in _each(engine, chunks, start):
        for at, one in zip(chunk, future.result(), strict=True):
            seen[at] = one
        watch("looked", count=len(chunk), total=len(which))
    return seen


def _papers(sources: list[Input], targets: list[str], seen: list[Seen | None]) -> list[Paper]:
    first: dict[str, str] = {}
    papers = []
    for source, target, one in zip(sources, targets, seen, strict=True):
        before = None
        if one is not None and one.sha256:
            before = first.setdefault(one.sha256, source.name)
        papers.append(Paper(source, target, before if before != source.name else None))
    return papers


def _read(
    engine: Engine,
    batch: Batch,
    store: Store,
    papers: list[Paper],
    seen: list[Seen | None],
    watch: Watch,
) -> Iterator[tuple[int, Outcome]]:
    """Read what no earlier run has read; a paper that stands in the folder more than once is read
    once, then copied. Gives the place of each paper among `papers` and what became of it, as it
    comes."""
    at_of: dict[str, int] = {}  # by hash: where the paper is read, or was read before
    for at, one in enumerate(seen):
        if (
            one is not None
            and one.sha256
            and (one.sha256 not in at_of or (one.done and not _done(seen, at_of, one)))
        ):
            at_of[one.sha256] = at
    todo = [at for at, one in enumerate(seen) if one is not None and not one.done]
    copies: dict[int, list[int]] = {}
    waiting: deque[int] = deque()
    for at in todo:
        first = at_of[_sha256(seen, at)]
        if first == at or _done(seen, at_of, seen[at]):
            waiting.append(at)
        else:
            copies.setdefault(first, []).append(at)
    watch(
        "start",
        total=sum(one is not None for one in seen),
        todo=len(todo),
        engine=batch.engine,
        slots=engine.slots,
    )

    def job(at: int) -> Job:
        paper = papers[at]
        return Job(
            batch.folder,
            batch.out,
            paper.source,
            _sha256(seen, at),
            paper.target,
            batch.asked,
            program_version(),
        )

    def start(at: int) -> Future[Any]:
        first = at_of[_sha256(seen, at)]
        if first == at:
            return engine.submit(engine.read, job(at))
        read = read_record(store, papers[first].target)
        if read is None:
            raise OutputError(path=papers[at].target, reason="?")
        return engine.submit(copy_plan, job(at), read)

    for at, future in _each(engine, waiting, start):
        yield at, _outcome(future, job(at), store)
        waiting.extendleft(copies.pop(at, ()))


def _done(seen: list[Seen | None], at_of: dict[str, int], one: Seen | None) -> bool:
    """Whether an earlier run has read the same bytes, under this name or another."""
    known = seen[at_of[one.sha256]] if one is not None else None
    return known is not None and known.done


def _sha256(seen: list[Seen | None], at: int) -> str:
    one = seen[at]
    return one.sha256 if one is not None else ""


def _outcome(future: Future[Any], job: Job, store: Store) -> Outcome:
    """What became of a paper. A worker machine lost again and again under it is a crash; what stops
    all is raised."""
    try:
        outcome = future.result()
        assert isinstance(outcome, Outcome)  # noqa: S101 (for mypy)
        return outcome
    except OtherVersionError:
        raise
    except KehoachError as error:
        return fail(job, store, failed(job, error))
    except Exception as error:
        if (
            type(error).__name__ != "KilledWorker"
        ):  # Dask's name for it; not imported where there is no Dask
            raise
        return fail(job, store, failed(job, CrashError(how="KilledWorker", step="?")))


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
    own = {paper.target for paper in papers}
    return sorted(name for name in store.names("plans") if name not in own)


@contextlib.contextmanager
def _alone(store: Store) -> Iterator[None]:
    """No second batch writes here at the same time (on this machine; an object store has no such
    lock). What a killed run was just writing is swept away. Raises BusyFolderError, OutputError."""
    if not isinstance(store, LocalStore):
        yield
        return
    import fcntl

    state = store.root / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(path=shown(store.root), reason=error.strerror) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyFolderError(path=shown(store.root)) from error
        for name in list(store.names(UNFINISHED)):
            store.remove(name)
        yield
    finally:
        os.close(descriptor)
