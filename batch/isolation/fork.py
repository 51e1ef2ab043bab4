"""One paper read in a fork of this process: for the commands that read a few papers.

A fork costs some milliseconds and needs no second start. The next paper gets its turn whatever
becomes of this one. The fork ends itself when this process is gone, however it died, and with it
the programs that it runs: they are one process group.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from kehoach.batch.interrupt import check_interrupt
from kehoach.batch.isolation.bounds import Bounds, limit_memory, memory_in_use
from kehoach.batch.isolation.ending import how_ended, kill_group
from kehoach.batch.isolation.receiving import LARGEST, packed, received
from kehoach.batch.isolation.replies import Reply, Waiting, answer
from kehoach.batch.isolation.sandbox.walls import NOTHING_ELSE, Walls, walled_in
from kehoach.ingest.options import Stage

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

Result = TypeVar("Result")
PATIENCE = 0.1
"""Seconds until somebody who wants to stop is heard."""
_NO_REPLY = (pickle.UnpicklingError, OSError)
"""What was sent is none: whoever sent it is not the program that we forked any more."""
LAST_BREATH = 1.0
"""Seconds that a process which has closed its pipe may take to be gone."""


@dataclass(frozen=True, slots=True)
class _Pipes:
    """What joins a fork to us: it writes its replies and we read them; and of a pipe without words
    it sees the end when we are gone, for nobody else holds `life`."""

    reader: Connection
    writer: Connection
    watched: int
    life: int


def run_in_fork(
    work: Callable[[Stage], Result], bounds: Bounds, walls: Walls | None = NOTHING_ELSE
) -> Result:
    """What `work` gives, done in a fork of this process; it must be data that `receiving` lets
    through. `work` tells the stages it comes to. `walls`: what it may touch beside programs and
    fonts; None for all.

    Raises PaperTimeoutError, PaperMemoryError, CrashError, and what `work` raises, as one of
    `errors`.
    """
    with forked(work, bounds, walls=walls) as result:
        return result()


@contextmanager
def forked(
    work: Callable[[Stage], Result], bounds: Bounds, walls: Walls | None = NOTHING_ELSE
) -> Iterator[Callable[[], Result]]:
    """Work begun in a fork of this process, which goes on beside what the block does; what the
    block gets waits for it, with the errors of `run_in_fork`. Its time counts from there. A fork
    that nobody has waited for ends with the block.

    Where the system knows no fork the work is done when it is waited for.
    """
    if sys.platform == "win32":
        yield lambda: work(lambda _: None)
        return
    _fill_standard_streams()
    # Temporary files of the fork lie in `room`, which outlives it: what it leaves when it is killed
    # goes with the room.
    with TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as room:
        context = multiprocessing.get_context("fork")
        inside = None if walls is None else walled_in(walls.with_writes(room))
        pipes = _Pipes(*context.Pipe(duplex=False), *os.pipe())
        process = context.Process(target=_in_fork, args=(work, bounds.memory, pipes, room, inside))
        process.start()
        pipes.writer.close()
        os.close(pipes.watched)
        try:
            yield lambda: _result(process, pipes, bounds=bounds)
        finally:
            if process.pid is not None:
                kill_group(process.pid)
            process.join()
            process.close()
            pipes.reader.close()
            os.close(pipes.life)


def _result(process: ForkProcess, pipes: _Pipes, bounds: Bounds) -> Any:
    waiting = Waiting(bounds)
    try:
        return waiting.result(lambda deadline: _receive(pipes.reader, deadline))
    except (EOFError, *_NO_REPLY) as error:
        process.join(LAST_BREATH)
        raise waiting.crash(how_ended(process.exitcode)) from error


def _receive(reader: Connection, deadline: float) -> Reply:
    while not reader.poll(min(PATIENCE, max(0.0, deadline - time.monotonic()))):
        check_interrupt()
        if time.monotonic() >= deadline:
            raise TimeoutError
    reply: Reply = received(reader.recv_bytes(LARGEST))
    return reply


def _in_fork(
    work: Callable[[Stage], Any],
    memory: int,
    pipes: _Pipes,
    room: str,
    inside: Callable[[], None] | None,
) -> None:
    gc.freeze()  # what our parent has loaded stays: no need to look through it for garbage
    os.setpgid(0, 0)  # the terminal's Ctrl-C is our parent's to handle
    if memory:
        limit_memory(memory + memory_in_use())
    if inside is not None:
        inside()  # before there is a second thread, which would stay outside
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # our parent's handlers are for our parent
    os.environ["TMPDIR"] = tempfile.tempdir = room
    pipes.reader.close()
    os.close(pipes.life)
    threading.Thread(target=_end_with_parent, args=(pipes.watched,), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):  # results go through the pipe; what a library prints goes nowhere
        os.dup2(nowhere, stream)  # and nobody within the walls holds the user's terminal
    answer(work, lambda reply: pipes.writer.send_bytes(packed(reply)))


def _end_with_parent(watched: int) -> None:
    os.read(watched, 1)
    kill_group(0)


def _fill_standard_streams() -> None:
    """Standard streams that whoever started us has closed must not become the numbers of our
    pipes."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(number)
