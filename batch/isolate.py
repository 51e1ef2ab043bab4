"""One paper in a process of its own: what hangs, eats memory or crashes there costs that paper
alone.

Each thread that looks after papers (of a pool on this machine, or of a worker of a cluster) keeps
one child process and gives it paper after paper. A child that answers too late is killed with all
that it started; one that died is replaced. A paper that cost a child its life is tried once more,
in a new one, then reported.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import Any

from kehoach import errors
from kehoach.batch.bounds import how_ended
from kehoach.batch.model import BatchOptions, Job, Outcome, outcome_from
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

TRIES = 2
STARTUP = 120.0
"""Seconds that a child may take to be ready on a busy machine."""
PAPERS = 1000
"""After so many papers a child is replaced, whatever libraries have piled up in it."""
CROP_TIMEOUT = 120.0
_LOCAL = threading.local()
_CHILDREN: set[Child] = set()
_LOCK = threading.Lock()


class StoppedError(Exception):
    """The batch is being stopped: this paper was left where it was."""


class Child:
    """A process that reads papers (`batch.child`)."""

    def __init__(self, memory: int) -> None:
        self.memory, self.papers, self.stage = memory, 0, "start"
        # One core a paper: threads of the libraries would only take turns with the other papers.
        single = ("OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
        environment = {**os.environ, **dict.fromkeys(single, "1"), "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "kehoach.batch.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a process group of its own; the terminal's Ctrl-C is ours to handle
            bufsize=0,
        )
        self._rest = b""
        with _LOCK:
            _CHILDREN.add(self)

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """The child's answer. Raises PaperTimeoutError, PaperMemoryError, CrashError (then the
        child is gone), and what the child says."""
        try:
            if self.papers == 0:
                self._answer("ready", time.monotonic() + STARTUP)
            self.papers += 1
            self.stage = "start"
            stdin = self._process.stdin
            assert stdin is not None  # noqa: S101 (for mypy)
            stdin.write(json.dumps(request).encode() + b"\n")
            return self._answer("result", time.monotonic() + timeout)
        except TimeoutError as error:
            self.kill()
            raise PaperTimeoutError(seconds=f"{timeout:g}", step=self.stage) from error
        except (EOFError, OSError) as error:
            raise CrashError(how=self.kill() or "?", step=self.stage) from error

    def _answer(self, key: str, deadline: float) -> dict[str, Any]:
        while True:
            reply = json.loads(self._line(deadline))
            if key in reply:
                return dict(reply)
            if "memory" in reply:
                self.kill()  # what is left of it may not be fit for another paper
                raise PaperMemoryError(megabytes=self.memory // 2**20, step=reply["memory"])
            if "error" in reply:
                raise getattr(errors, reply["error"], KehoachError)(**reply["details"])
            self.stage = reply.get("stage", self.stage)

    def _line(self, deadline: float) -> bytes:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 (for mypy)
        poll = select.poll()
        poll.register(stdout, select.POLLIN | select.POLLHUP)
        while b"\n" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise TimeoutError
            chunk = os.read(stdout.fileno(), 1 << 16)
            if not chunk:
                raise EOFError
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    @property
    def alive(self) -> bool:
        return not self._ended()

    def _ended(self, wait: float = 0.0) -> str:
        """How the child ended by itself, "" as long as it runs."""
        if not hasattr(os, "waitid"):  # macOS before Python 3.13
            return "" if self._process.poll() is None else f"exit {self._process.returncode}"
        flags = os.WEXITED | os.WNOWAIT | os.WNOHANG
        until = time.monotonic() + wait
        while True:
            try:
                status = os.waitid(os.P_PID, self._process.pid, flags)
            except ChildProcessError:
                return "gone"
            if status is not None or time.monotonic() >= until:
                break
            time.sleep(0.01)
        if status is None:
            return ""
        return how_ended(status.si_status if status.si_code == os.CLD_EXITED else -status.si_status)

    def kill(self) -> str:
        """End the child and all that it started; tells how it had ended by itself."""
        with _LOCK:
            _CHILDREN.discard(self)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        ended = self._ended(wait=0.2)  # it may be dying just now: its pipe closes first
        with contextlib.suppress(
            OSError
        ):  # as long as it is not waited for, nobody else can have got its number
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return ended


def stop_all() -> None:
    """Kill every child of this process: the batch is being stopped."""
    with _LOCK:
        children = list(_CHILDREN)
    for child in children:
        child.kill()


def isolated(request: dict[str, Any], timeout: float, memory: int) -> dict[str, Any]:
    """The answer of this thread's child, a new one when it has none that is fit. Raises as
    `Child.ask`."""
    child: Child | None = getattr(_LOCAL, "child", None)
    if child is not None and (not child.alive or child.memory != memory or child.papers >= PAPERS):
        child.kill()
        child = None
    if child is None:
        child = _LOCAL.child = Child(memory)
    return child.ask(request, timeout)


def read_isolated(job: Job, stopping: threading.Event | None = None) -> Outcome:
    """A paper read in a child process: its outcome, which is written down too.

    Raises OtherVersionError, OutputError, StoppedError.
    """
    if job.program != program_version():
        raise OtherVersionError(worker=os.uname().nodename)
    start = time.monotonic()
    for left in reversed(range(TRIES)):
        if stopping is not None and stopping.is_set():
            raise StoppedError
        try:
            answer = isolated({"job": asdict(job)}, job.asked.timeout, job.asked.memory)
            return outcome_from(answer["result"])
        except (PaperTimeoutError, PaperMemoryError, CrashError) as error:
            if stopping is not None and stopping.is_set():
                raise StoppedError from error
            if not left:
                return fail(job, open_store(job.out), failed(job, error, time.monotonic() - start))
    raise AssertionError("no tries")


def crops_isolated(
    folder: str, name: str, media_type: str, places: list[dict[str, Any]], asked: BatchOptions
) -> list[bytes | None]:
    """Pictures of places in a paper (`batch.crops.cut`), made in a child process; None where there
    is none."""
    request = {
        "crops": {"folder": folder, "name": name, "media_type": media_type, "places": places}
    }
    for _ in range(TRIES):
        try:
            answer = isolated(request, CROP_TIMEOUT, asked.memory)
        except KehoachError:
            continue
        return [base64.b64decode(image) if image else None for image in answer["result"]]
    return [None] * len(places)  # the report does without: the finding's own words are there
