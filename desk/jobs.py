"""Papers read one after the other behind the desk, each in a process of its own, through the seam
that batches use. What waits or runs is in the database: a service that was killed goes on where it
was."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from kehoach.batch.engines import Engine, dask_engine
from kehoach.batch.isolated import StoppedError, read_isolated
from kehoach.batch.isolation.children import stop_children
from kehoach.batch.model import Input, Job, Outcome
from kehoach.batch.records import failure_of, program_version
from kehoach.desk.database import Database, JobRow, PaperRow
from kehoach.desk.doubts import count_doubts
from kehoach.desk.failures import DatabaseGoneError
from kehoach.desk.pages import Pages
from kehoach.desk.plans import Plans
from kehoach.desk.settings import Settings
from kehoach.emit.json import from_json
from kehoach.errors import NotAFileError
from kehoach.schema.models import Plan

TRIES = 20
"""How often a paper may see the whole service die before it is left alone."""
CALM = 3.0
"""Seconds that the service must have lived, for each death that a paper has seen beyond the first
few, before that paper is tried again: one that kills it lets the others go first, and one that was
there by chance when the machine was switched off twenty times is not blamed for it."""
UNSUSPECTED = 3
"""Deaths after which a paper is tried again at once."""
LOOK = 0.5
"""Seconds between looks at whether all is to end, while a cluster reads."""
IDLE = 5.0
"""Seconds after which the queue is looked at again, whatever was heard."""


class Runner:
    """Threads that read the papers that wait."""

    def __init__(
        self, settings: Settings, database: Database, *, plans: Plans, pages: Pages
    ) -> None:
        self._settings, self._database = settings, database
        self._folders, self._plans, self._pages = plans.folders, plans, pages
        self._stopping, self._news = threading.Event(), threading.Condition()
        self._version = 0
        self._born = time.monotonic()
        self._untold: list[JobRow] = []
        self._threads = ThreadPoolExecutor(settings.workers, thread_name_prefix="kehoach-read")
        self._held = ExitStack()
        self._cluster: Engine | None = None

    def connect(self) -> None:
        """Find the cluster that reads, where there is to be one. Raises MissingDependencyError,
        NoSchedulerError."""
        if self._settings.engine == "dask":
            engine = dask_engine(self._settings.workers, self._settings.scheduler)
            self._cluster = self._held.enter_context(engine)

    def start(self) -> None:
        """Begin with what an earlier run has left."""
        self._database.release_jobs(TRIES)
        for _ in range(self._settings.workers):
            self._threads.submit(self._work)

    def stop(self) -> None:
        """End; a paper in the midst of its reading is read anew at the next start."""
        self._stopping.set()
        self.tell()
        stop_children()
        self._threads.shutdown(wait=True, cancel_futures=True)
        stop_children()
        self._held.close()

    def tell(self) -> None:
        """Something has changed: a job came, went on or ended."""
        with self._news:
            self._version += 1
            self._news.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until something has changed since `seen`; what has been seen then."""
        with self._news:
            self._news.wait_for(lambda: self._version != seen or self._stopping.is_set(), seconds)
            return self._version

    @property
    def version(self) -> int:
        """What changes whenever a paper or a job does."""
        return self._version

    @property
    def is_stopping(self) -> bool:
        """Is everything to end?"""
        return self._stopping.is_set()

    def _work(self) -> None:
        seen = 0
        while not self._stopping.is_set():
            job = self._next()
            if job is None:
                seen = self.wait(seen, IDLE)
                continue
            self.tell()
            try:
                self._read(job)
            except StoppedError:
                self._give_back(job)
                return
            except Exception as error:  # noqa: BLE001 (one bad paper must not stop the others)
                if self._stopping.is_set():
                    self._give_back(job)
                    return
                self._end(job, error)
            finally:
                shutil.rmtree(self._folders.reading(job.id), ignore_errors=True)
                self.tell()

    def _end(self, job: JobRow, error: Exception) -> None:
        """A job has failed; where the database cannot be told, it is read again some day."""
        try:
            self._database.end_job(job, error=asdict(failure_of(error)))
        except DatabaseGoneError:
            if not self._database.is_shared:  # of a shared one `release_orphans` finds it
                self._untold.append(job)

    def _give_back(self, job: JobRow) -> None:
        """The service ends in the midst of a job, by right: the paper is not to blame. Where the
        database cannot be told, the job is released when the service starts again."""
        with suppress(DatabaseGoneError):
            self._database.give_back(job)

    def _next(self) -> JobRow | None:
        """The job that waits longest, of this service or of one that is no more."""
        try:
            while self._untold:
                self._database.give_back(self._untold[-1])
                self._untold.pop()
            job = self._database.take_job(tries_allowed(time.monotonic() - self._born))
            if job is None:
                self._database.release_orphans(TRIES)
        except DatabaseGoneError:
            return None  # it may come back
        return job

    def _read(self, job: JobRow) -> None:
        paper = self._database.paper(job.paper)
        if paper is None:
            return  # deleted meanwhile, and its jobs with it
        out = self._folders.reading(job.id)
        target = f"plans/{paper.id}.json"
        outcome = self._outcome(job, self._order(paper, str(out), target=target))
        if outcome.error is not None or outcome.output is None:
            told = outcome.error or failure_of(NotAFileError())
            self._database.end_job(job, error=asdict(told))
            return
        plan = named(from_json((out / outcome.output).read_bytes()), paper)
        with self._plans.changing(paper.id):
            if self._database.job(job.id) is None:
                return
            self._plans.put(paper.id, plan)
            doubts = count_doubts(self._plans.standing(paper.id).plan)
            self._database.end_job(job, summary={**summary_of(plan), "doubts": doubts})
        self._pages.prepare(paper.id, plan.source)

    def _outcome(self, job: JobRow, order: Job) -> Outcome:
        """What became of a paper, read by a child of this process or somewhere in the cluster.
        Raises StoppedError, OtherVersionError, OutputError."""
        walls = self._folders.reach()
        if self._cluster is None:
            tell = partial(self._tell_stage, job)
            return read_isolated(order, stopping=self._stopping, tell=tell, walls=walls)
        future = self._cluster.submit(partial(read_isolated, walls=walls), order)
        while True:
            try:
                told: Outcome = future.result(LOOK)
                return told
            except TimeoutError:
                if self._stopping.is_set():
                    future.cancel()
                    raise StoppedError from None

    def _order(self, paper: PaperRow, out: str, target: str) -> Job:
        names = self._folders.file_names(paper.id)
        return Job(
            folder=str(self._folders.root.absolute()),  # another machine stands elsewhere
            out=str(Path(out).absolute()),
            source=Input(names[0], parts=tuple(names) if len(names) > 1 else ()),
            sha256=paper.id,
            target=target,
            options=self._settings.options,
            program=program_version(),
        )

    def _tell_stage(self, job: JobRow, stage: str) -> None:
        self._database.tell_stage(job.id, stage)
        self.tell()


def tries_allowed(seconds: float) -> int:
    """How often a job may have been tried in vain to be taken by a service that has lived so long.

    >>> [tries_allowed(seconds) for seconds in (0, 2.9, 3, 30, 60)]
    [3, 3, 4, 13, 23]
    """
    return UNSUSPECTED + int(seconds / CALM)


def named(plan: Plan, paper: PaperRow) -> Plan:
    """A plan under the name that its paper was sent with, and so its pages and its parcel."""
    source = plan.source
    own = source.name.partition("/")[2]  # of a paper in a parcel
    pages = source.pages
    if len(paper.files) > 1:
        names = {f"{number:04}": name for number, name in enumerate(paper.files, 1)}
        pages = tuple(
            page.model_copy(update={"file": names.get((page.file or "")[:4], page.file)})
            for page in pages
        )
    told: dict[str, Any] = {"name": f"{paper.name}/{own}" if own else paper.name, "pages": pages}
    if source.parcel is not None:
        told["parcel"] = source.parcel.model_copy(update={"name": paper.name})
    return plan.model_copy(update={"source": source.model_copy(update=told)})


def summary_of(plan: Plan) -> dict[str, Any]:
    """What a list of papers tells of a plan."""
    return {
        "status": plan.status,
        "title": plan.document.title,
        "number": plan.document.number,
        "issuer": plan.document.issuer,
        "pages": len(plan.source.pages),
        "tasks": len(plan.tasks),
        "targets": len(plan.targets),
        "findings": dict(sorted(Counter(one.severity for one in plan.findings).items())),
    }
