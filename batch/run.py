"""A batch from end to end: find, look, read what is missing, write the tables of all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from batch.engines import Engine, open_engine
from batch.inputs import find
from batch.model import Asked, Input, Job, Outcome
from batch.names import plan_names
from batch.records import program_version, read_record
from batch.store import STATE, UNFINISHED, LocalStore, Store, open_store
from batch.survey import CHUNK, Seen, survey
from batch.work import copy_plan, fail, failed
from emit.files import shown
from errors import BusyFolderError, CrashError, KehoachError, OtherVersionError, OutputError

AHEAD = 4
"""Papers handed to the engine beyond those it is reading, per place: it never waits, and the list of what waits stays
short however many papers there are."""
Watch = Callable[..., None]
"""Called with the name of an event and its facts."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked: paths or URLs, how to read, where."""

    folder: str
    out: str
    asked: Asked = field(default_factory=Asked)
    workers: int | None = None
    engine: str = "local"
    scheduler: str | None = None
    resume: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """An input with the name of its plan, and the first input with the same bytes when there is one before it."""

    source: Input
    target: str
    first: str | None = None


def run(batch: Batch, watch: Watch) -> dict[str, int]:
    """Do it; returns how many papers ended in each status. Raises the exceptions of `errors`, KeyboardInterrupt."""
    from batch.combine import combine, write_manifest

    watch("finding")
    sources = find(batch.folder, batch.out)
    targets = plan_names([source.name for source in sources])
    store = open_store(batch.out)
    with _alone(store), open_engine(batch.engine, batch.workers, batch.scheduler) as engine:
        seen = _look(engine, batch, sources, targets, watch)
        papers = _papers(sources, targets, seen)
        try:
            _read(engine, batch, store, papers, seen, watch)
        except KeyboardInterrupt:
            engine.stop()
            write_manifest(store, papers)
            raise
        watch("left", names=_left_over(store, papers))
        watch("combining")
        return combine(engine, batch, store, papers)


def _look(engine: Engine, batch: Batch, sources: list[Input], targets: list[str], watch: Watch) -> list[Seen | None]:
    """What each input is and whether it is done; None for what is no paper."""
    which = [at for at, source in enumerate(sources) if source.refusal is None]
    chunks = [which[at : at + CHUNK] for at in range(0, len(which), CHUNK)]
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
    engine: Engine, batch: Batch, store: Store, papers: list[Paper], seen: list[Seen | None], watch: Watch
) -> None:
    """Read what no earlier run has read; then the copies of papers that stand in the folder more than once."""
    at_of: dict[str, int] = {}  # by hash: where the paper is read, or was read before
    for at, one in enumerate(seen):
        if one is not None and one.sha256 and (one.sha256 not in at_of or (one.done and not _done(seen, at_of, one))):
            at_of[one.sha256] = at
    todo = [at for at, one in enumerate(seen) if one is not None and not one.done]
    reading = [at for at in todo if at_of[_sha256(seen, at)] == at]
    copies = [at for at in todo if at_of[_sha256(seen, at)] != at]
    watch("start", total=sum(one is not None for one in seen), todo=len(todo), engine=batch.engine, slots=engine.slots)

    def job(at: int) -> Job:
        paper = papers[at]
        return Job(
            batch.folder, batch.out, paper.source, _sha256(seen, at), paper.target, batch.asked, program_version()
        )

    for at, future in _each(engine, reading, lambda at: engine.submit(engine.read, job(at))):
        watch("paper", outcome=_outcome(future, job(at), store))

    def copied(at: int) -> Future[Any]:
        first = read_record(store, papers[at_of[_sha256(seen, at)]].target)
        if first is None:
            raise OutputError(path=shown(Path(papers[at].target)), reason="?")
        return engine.submit(copy_plan, job(at), first)

    for at, future in _each(engine, copies, copied):
        watch("paper", outcome=_outcome(future, job(at), store))


def _done(seen: list[Seen | None], at_of: dict[str, int], one: Seen) -> bool:
    known = seen[at_of[one.sha256]]
    return known is not None and known.done


def _sha256(seen: list[Seen | None], at: int) -> str:
    one = seen[at]
    return one.sha256 if one is not None else ""


def _outcome(future: Future[Any], job: Job, store: Store) -> Outcome:
    """What became of a paper. A worker machine lost again and again under it is a crash; what stops all is raised."""
    try:
        outcome = future.result()
        assert isinstance(outcome, Outcome)  # noqa: S101 (for mypy)
        return outcome
    except OtherVersionError:
        raise
    except KehoachError as error:
        return fail(job, store, failed(job, error))
    except Exception as error:
        if type(error).__name__ != "KilledWorker":  # Dask's name for it; not imported where there is no Dask
            raise
        return fail(job, store, failed(job, CrashError(how="KilledWorker", step="?")))


def _each(engine: Engine, items: list[Any], start: Callable[[Any], Future[Any]]) -> Iterator[tuple[Any, Future[Any]]]:
    """Start work for each item, so many at a time, and hand out what is finished as it comes."""
    waiting = iter(items)
    running: dict[Future[Any], Any] = {}
    more = True
    while more or running:
        while more and len(running) < engine.slots * (1 + AHEAD):
            try:
                item = next(waiting)
            except StopIteration:
                more = False
                break
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
    """No second batch writes here at the same time (on this machine; an object store has no such lock). What a killed
    run was just writing is swept away. Raises BusyFolderError, OutputError."""
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
