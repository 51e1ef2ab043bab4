"""Where papers are read at the same time: threads of this machine, or a Dask cluster. Both are an
`Executor` of `concurrent.futures`; nothing else of a batch knows which."""

from __future__ import annotations

import contextlib
import importlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kehoach.batch.isolated import read_isolated
from kehoach.batch.isolation.children import stop_children
from kehoach.batch.model import Job, Outcome
from kehoach.batch.nursing import fork_nursery
from kehoach.batch.store import CLUSTER
from kehoach.errors import MissingDependencyError, NoSchedulerError
from kehoach.ingest.options import cores

CONNECT = 10
"""Seconds that a scheduler may take to answer."""
ASK_AGAIN = 5.0
"""Seconds after which a cluster is asked again how large it is."""
KILLS = 2
"""How many workers a paper may see die under it before it is reported."""


@dataclass
class Engine:
    """An executor, what counts the papers that it reads at once, what reads one there, and what is
    called now and then to raise when all is to stop."""

    executor: Executor
    count: Callable[[], int]
    read: Callable[[Job], Outcome] = read_isolated
    check: Callable[[], None] = lambda: None
    stopping: threading.Event = field(default_factory=threading.Event)
    running: set[Future[Any]] = field(default_factory=set)
    _slots: int = 1
    _asked: float = -1e9

    @property
    def slots(self) -> int:
        """How many papers it reads at once; a cluster grows and shrinks, so it is asked anew now
        and then."""
        now = time.monotonic()
        if now - self._asked >= ASK_AGAIN:
            self._asked, self._slots = now, max(1, self.count())
        return self._slots

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start some work; it is known as running until it is done."""
        future = self.executor.submit(work, *arguments)
        self.running.add(future)
        future.add_done_callback(self.running.discard)
        return future

    def stop(self) -> None:
        """Let go of what waits and of what runs. What is done is done; a paper in the midst of its
        reading is left."""
        self.stopping.set()
        for future in list(self.running):
            future.cancel()
        if isinstance(self.executor, ThreadPoolExecutor):
            self.executor.shutdown(wait=False, cancel_futures=True)
            while self.running:
                stop_children()
                time.sleep(0.02)


@contextlib.contextmanager
def local_engine(workers: int | None) -> Iterator[Engine]:
    """Threads of this process, each with a child that reads; `workers` None for one per core."""
    count = workers or cores()
    fork_nursery()  # as long as there are no other threads
    with ThreadPoolExecutor(count, thread_name_prefix="kehoach") as executor:
        engine = Engine(executor, lambda: count)
        engine.read = partial(read_isolated, stopping=engine.stopping)
        try:
            yield engine
        except BaseException:
            engine.stop()
            raise
        finally:
            executor.shutdown(wait=True)
            stop_children()


@contextlib.contextmanager
def dask_engine(workers: int | None, scheduler: str | None) -> Iterator[Engine]:
    """A Dask cluster: that of the `scheduler` (tcp://host:port), or one of this machine for the
    time of the batch.

    Raises MissingDependencyError, NoSchedulerError.
    """
    try:
        dask: Any = importlib.import_module("dask")
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise MissingDependencyError(program=error.name or "dask", command=CLUSTER) from error
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": KILLS}))
        if scheduler is None:
            cluster = distributed.LocalCluster(
                n_workers=workers or cores(),
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
            )
            stack.enter_context(cluster)
        try:
            client = distributed.Client(scheduler or cluster, timeout=CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            raise NoSchedulerError(address=scheduler) from error
        stack.enter_context(client)
        engine = Engine(client.get_executor(pure=False), lambda: sum(client.nthreads().values()))
        try:
            yield engine
        except BaseException:
            engine.stop()
            raise


def open_engine(
    name: str, workers: int | None, scheduler: str | None
) -> contextlib.AbstractContextManager[Engine]:
    """The engine `local` or `dask`."""
    return dask_engine(workers, scheduler) if name == "dask" else local_engine(workers)
