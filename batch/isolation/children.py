"""Processes that read paper after paper (`batch.child`): for batches.

Each thread that looks after papers (of a pool on this machine, or of a worker of a cluster) keeps
one child. A child that answers too late is killed with all that it started; one that died is
replaced.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.pipes import reader_of
from kehoach.batch.isolation.processes import how, start
from kehoach.batch.isolation.receiving import LARGEST
from kehoach.batch.isolation.replies import Reply, Waiting
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.errors import PaperMemoryError, PaperTimeoutError
from kehoach.ingest.options import Stage

STARTUP = 120.0
"""Seconds that a child may take to be ready on a busy machine."""
MAX_PAPERS = 1000
"""After so many papers a child is replaced, whatever libraries have piled up in it."""
_LOCAL = threading.local()
_CHILDREN: set[Child] = set()
_LOCK = threading.Lock()


def run_in_child(
    request: dict[str, Any], bounds: Bounds, *, walls: Walls, tell: Stage | None = None
) -> Any:
    """What this thread's child makes of a request, a new one when it has none that is fit. `walls`:
    what the request needs to touch (real paths); a child that is already there may have got more
    for others. `tell` is called with each stage that it comes to. Raises as `Child.ask`."""
    child: Child | None = getattr(_LOCAL, "child", None)
    if child is not None and not child.fits(bounds, walls):
        child.kill()
        walls = child.walls.with_all_of(walls)  # papers come in turns
        child = None
    if child is None:
        child = _LOCAL.child = Child(bounds.memory, walls)
    return child.ask(request, bounds, tell)


def stop_children() -> None:
    """Kill every child of this process: the batch is being stopped."""
    with _LOCK:
        children = list(_CHILDREN)
    for child in children:
        child.kill()


class Child:
    """A process that reads papers. `memory`: its limit in bytes; `walls`: what it may touch;
    `papers`: how many it got."""

    def __init__(self, memory: int, walls: Walls) -> None:
        self.memory = memory
        self.walls = walls
        self.papers = 0
        self._room = TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True)
        self._process = start(memory, self._room.name)  # what it leaves when it is killed goes too
        self._read = reader_of(self._process.replies)
        self._unread = b""
        self._enclose(walls.with_writes(self._room.name))
        with _LOCK:
            _CHILDREN.add(self)

    def _enclose(self, walls: Walls) -> None:
        with contextlib.suppress(OSError):  # it died at once: who asks for a reply is told
            self._send(asdict(walls))

    def fits(self, bounds: Bounds, walls: Walls) -> bool:
        """Whether it can be given another paper with these bounds, which needs to touch this."""
        return (
            self.memory == bounds.memory
            and self.papers < MAX_PAPERS
            and self.walls.covers(walls)
            and not self._process.ended()
        )

    def ask(self, request: dict[str, Any], bounds: Bounds, tell: Stage | None = None) -> Any:
        """What the child makes of a request: a dictionary that can be written as JSON.

        Raises PaperTimeoutError, PaperMemoryError, CrashError (then the child is gone), and what
        the child says, as one of `errors`.
        """
        waiting = Waiting(bounds, tell=tell)
        try:
            if self.papers == 0:
                self._receive(time.monotonic() + STARTUP)  # that it is ready
            self.papers += 1
            self._send(request)
            return waiting.result(self._receive)
        except TimeoutError as error:
            self.kill()
            raise waiting.timeout() from error
        except (EOFError, OSError) as error:
            raise waiting.crash(self.kill() or "?") from error
        except (PaperTimeoutError, PaperMemoryError):
            self.kill()  # what is left of it may not be fit for another paper
            raise

    def _send(self, request: dict[str, Any]) -> None:
        self._process.orders.write(json.dumps(request).encode() + b"\n")

    def _receive(self, deadline: float) -> Reply:
        line = self._line(deadline)
        try:
            reply: Reply = json.loads(line)
        except ValueError as error:  # whoever sends that is not our program any more
            raise EOFError from error
        return reply

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            chunk = self._read(deadline - time.monotonic())
            if not chunk:
                raise EOFError
            self._unread += chunk
            if len(self._unread) > LARGEST:
                raise EOFError
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def kill(self) -> str:
        """End the child and all that it started; tells how it had ended by itself."""
        with _LOCK:
            _CHILDREN.discard(self)
        for pipe in (self._process.orders, self._process.replies):
            with contextlib.suppress(OSError):
                pipe.close()
        told = how(self._process)
        self._process.end()
        self._room.cleanup()
        return told
