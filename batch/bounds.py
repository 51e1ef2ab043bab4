"""One paper read in a fork of this process, within bounds of time and memory: for the commands that
read a few papers.

A batch keeps children that start anew (`batch.isolate`); here a fork costs some milliseconds and
needs no second start. What hangs, eats memory or crashes in the fork is one sentence about that
paper, and the next paper gets its turn. The fork ends itself when this process is gone, however it
died, and with it the programs that it runs (Tesseract, Poppler): they are one process group.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from kehoach import errors
from kehoach.errors import CrashError, KehoachError, PaperMemoryError, PaperTimeoutError, explained
from kehoach.ingest.options import MAX_PAGES, Stage

Result = TypeVar("Result")
TIMEOUT, MEMORY, PAGES = 900.0, 4096, MAX_PAGES
"""Of one paper: seconds, MB of memory, pages."""
SPARE = 64 * 2**20
"""Bytes beyond the limit, for a process to say that it has come to it."""
MEMORY_PER_JOB = 1024
"""MB that each page read at the same time may take, where that comes to more than MEMORY."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one paper: `seconds`, and `memory` in bytes (0: as much as there is)."""

    seconds: float = TIMEOUT
    memory: int = MEMORY * 2**20


class ElsewhereError(Exception):
    """The traceback of a failure in the fork, for --verbose."""

    def __init__(self, told: str) -> None:
        super().__init__(f"\n{told}")


def guarded(work: Callable[[Stage], Result], bounds: Bounds) -> Result:
    """What `work` gives, done in a fork of this process; it must be picklable. `work` tells the
    stages it comes to.

    Raises PaperTimeoutError, PaperMemoryError, CrashError, and what `work` raises, as one of
    `errors`.
    """
    if not hasattr(os, "fork"):
        return work(lambda _: None)
    _fill_standard_streams()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    watched, life = (
        os.pipe()
    )  # the fork sees the end of `watched` when we are gone: nobody else holds `life`
    process = context.Process(
        target=_in_fork, args=(work, bounds.memory, ours, theirs, watched, life)
    )
    process.start()
    theirs.close()
    os.close(watched)
    stage = ["start"]
    try:
        result: Result = _answer(ours, bounds, stage)
        return result
    except EOFError as error:
        process.join(1.0)
        raise CrashError(how=how_ended(process.exitcode), step=stage[0]) from error
    finally:
        if process.pid is not None:
            with contextlib.suppress(
                OSError
            ):  # as long as it is not waited for, nobody else can have got its number
                os.killpg(process.pid, signal.SIGKILL)
        process.join()
        process.close()
        ours.close()
        os.close(life)


def _answer(ours: Connection, bounds: Bounds, stage: list[str]) -> Any:
    deadline = time.monotonic() + bounds.seconds
    while True:
        if not ours.poll(max(0.0, deadline - time.monotonic())):
            raise PaperTimeoutError(seconds=f"{bounds.seconds:g}", step=stage[0])
        match ours.recv():
            case ("stage", str(name)):
                stage[0] = name
            case ("result", result):
                return result
            case ("memory", _):
                raise PaperMemoryError(megabytes=bounds.memory // 2**20, step=stage[0])
            case ("error", str(kind), details, told):
                raise getattr(errors, kind, KehoachError)(**details) from ElsewhereError(told)


def _in_fork(
    work: Callable[[Stage], Any],
    memory: int,
    ours: Connection,
    theirs: Connection,
    watched: int,
    life: int,
) -> None:
    os.setpgid(0, 0)  # the terminal's Ctrl-C is our parent's to handle
    ours.close()
    os.close(life)
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # results go through the pipe; what a library prints goes nowhere
    limit_memory(memory and memory + _held())
    try:
        theirs.send(("result", work(lambda name: theirs.send(("stage", name)))))
    except Exception as error:  # noqa: BLE001 (told to the parent)
        if is_memory(error):
            use_spare()
            theirs.send(("memory", ""))
        else:
            import traceback

            told = "".join(traceback.format_exception(error))[-20_000:]
            known = explained(error)
            theirs.send(("error", type(known).__name__, known.details, told))


def _end_with_parent(watched: int) -> None:
    os.read(watched, 1)
    os.killpg(0, signal.SIGKILL)


def _fill_standard_streams() -> None:
    """Standard streams that whoever started us has closed must not become the numbers of our
    pipes."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(number)


def how_ended(exitcode: int | None) -> str:
    """In words: an exit code as it stands, a signal (a code below 0) by its name."""
    if exitcode is not None and exitcode < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit {exitcode}"


def _held() -> int:
    """Bytes of memory that this process may write already; 0 where nobody tells."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no pathlib needed in the fork)
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def limit_memory(limit: int) -> None:
    """No process of ours gets more than `limit` bytes of its own memory (0: as much as there is).
    Linux counts what a process may write (RLIMIT_DATA), which is near to what it really takes;
    elsewhere nothing is bounded."""
    if limit and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit + SPARE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def use_spare() -> None:
    """Let a process that has come to its limit have what it needs to say so."""
    if sys.platform == "linux":
        import resource

        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


_SIGNS_OF_MEMORY = (
    "Insufficient memory",  # OpenCV
    "failed to map segment",  # the loader, of a library first needed in the midst of a paper
    "cannot map zero-fill pages",
    "Cannot allocate memory",
    "can't start new thread",
)


def is_memory(error: BaseException) -> bool:
    """Whether memory had come to its end: Python's own word, that of an error's causes, or of what
    needed it."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, MemoryError) or any(sign in str(link) for sign in _SIGNS_OF_MEMORY):
            return True
        link = link.__cause__ or link.__context__
    return False
