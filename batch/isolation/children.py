"""Processes that read paper after paper (`batch.child`), each started anew: for batches.

Each thread that looks after papers (of a pool on this machine, or of a worker of a cluster) keeps
one child. A child that answers too late is killed with all that it started; one that died is
replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.ending import how_ended, kill_group
from kehoach.batch.isolation.pipes import reader_of
from kehoach.batch.isolation.receiving import LARGEST
from kehoach.batch.isolation.replies import Reply, Waiting
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.errors import PaperMemoryError, PaperTimeoutError
from kehoach.ingest.options import Stage

STARTUP = 120.0
"""Seconds that a child may take to be ready on a busy machine."""
MAX_PAPERS = 1000
"""After so many papers a child is replaced, whatever libraries have piled up in it."""
LAST_BREATH = 0.2
"""Seconds that a child which has closed its pipe may take to be gone."""
_SINGLE_THREADED = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1"
)
"""One core a paper: threads of the libraries would only take turns with the other papers."""
SECRETS = ("KEHOACH_TOKEN", "KEHOACH_DATABASE")
"""Variables that no reader of papers needs."""
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
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "kehoach.batch.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **{name: told for name, told in os.environ.items() if name not in SECRETS},
                **_SINGLE_THREADED,
                "PYTHONUTF8": "1",
                "TMPDIR": self._room.name,  # what it leaves when it is killed goes with the room
            },
            start_new_session=True,  # a process group; the terminal's Ctrl-C is ours to handle
            bufsize=0,
        )
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 (for mypy)
        self._read = reader_of(stdout)
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
            and not self._ended()
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
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 (for mypy)
        stdin.write(json.dumps(request).encode() + b"\n")

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

    def _ended(self, wait: float = 0.0) -> str:
        """How the child ended by itself, "" as long as it runs. It is not waited for, so that its
        number stays its own."""
        if sys.platform == "win32" or not hasattr(os, "waitid"):  # macOS before Python 3.13
            return "" if self._process.poll() is None else how_ended(self._process.returncode)
        deadline = time.monotonic() + wait
        flags = os.WEXITED | os.WNOWAIT | os.WNOHANG
        while True:
            try:
                status = os.waitid(os.P_PID, self._process.pid, flags)
            except ChildProcessError:
                return "gone"
            if status is not None:
                exited = status.si_code == os.CLD_EXITED
                return how_ended(status.si_status if exited else -status.si_status)
            if time.monotonic() >= deadline:
                return ""
            time.sleep(0.01)

    def kill(self) -> str:
        """End the child and all that it started; tells how it had ended by itself."""
        with _LOCK:
            _CHILDREN.discard(self)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        ended = self._ended(wait=LAST_BREATH)  # it may be dying just now: its pipe closes first
        kill_group(self._process.pid)
        self._process.kill()  # should its group not have been found
        self._process.wait()
        self._room.cleanup()
        return ended
