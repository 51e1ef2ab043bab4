"""The process of a child, started in one of two ways: born in the nursery, where the system and the
moment have one (`nursery`), or anew. Both are used alike."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Protocol

from kehoach.batch.isolation.ending import exit_code, how_ended, kill_group
from kehoach.batch.isolation.nursery import Nursery, environment_of_readers, lose, nursery

LAST_BREATH = 0.2
"""Seconds that a child which has closed its pipe may take to be gone."""
_NURSERIES = 2
"""So many are asked for a child: one may have died unnoticed."""
_GLANCE = 0.01
"""Seconds between two looks whether a process is gone."""


class Process(Protocol):
    """A child: what it reads its orders from, what it answers on, and its end."""

    @property
    def orders(self) -> IO[bytes]:
        """Where it reads."""

    @property
    def replies(self) -> IO[bytes]:
        """Where it writes."""

    def ended(self) -> str:
        """How it ended by itself, "" as long as it runs. It is not waited for, so that its number
        stays its own."""

    def end(self) -> None:
        """End it and all that it started, and see it gone."""


def start(memory: int, room: str) -> Process:
    """A new child that may take so many bytes of memory, whose temporary files lie in `room`."""
    environment = {**environment_of_readers(), "TMPDIR": room}
    if sys.platform == "linux":
        for _ in range(_NURSERIES):
            with contextlib.suppress(OSError):
                return _Born(environment, memory)
    return _Anew(environment, memory)


def how(process: Process) -> str:
    """As `ended`, of one that may be dying just now: its pipe closes first."""
    deadline = time.monotonic() + LAST_BREATH
    while not (told := process.ended()) and time.monotonic() < deadline:
        time.sleep(_GLANCE)
    return told


class _Anew:
    """`python -m kehoach.batch.child`."""

    def __init__(self, environment: dict[str, str], memory: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "kehoach.batch.child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a process group; the terminal's Ctrl-C is ours to handle
            bufsize=0,
        )

    @property
    def orders(self) -> IO[bytes]:
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 (for mypy)
        return stdin

    @property
    def replies(self) -> IO[bytes]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 (for mypy)
        return stdout

    def ended(self) -> str:
        if sys.platform == "win32" or not hasattr(os, "waitid"):  # macOS before Python 3.13
            return "" if self._process.poll() is None else how_ended(self._process.returncode)
        flags = os.WEXITED | os.WNOWAIT | os.WNOHANG
        try:
            status = os.waitid(os.P_PID, self._process.pid, flags)
        except ChildProcessError:
            return "gone"
        return "" if status is None else how_ended(exit_code(status))

    def end(self) -> None:
        kill_group(self._process.pid)
        self._process.kill()  # should its group not have been found
        self._process.wait()


class _Born:
    """A fork of the nursery. Should the nursery be gone, the child is ended by its number, which
    is its own as long as it has a group."""

    def __init__(self, environment: dict[str, str], memory: int) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self.orders: IO[bytes] = os.fdopen(ours_in, "wb", buffering=0)
        self.replies: IO[bytes] = os.fdopen(ours_out, "rb", buffering=0)
        one: Nursery | None = None
        try:
            self._nursery = one = nursery()
            self._pid = one.bear(environment, memory, [theirs_in, theirs_out])
            self._is_buried = False
            self._lock = threading.Lock()
        except OSError:
            if one is not None:
                lose(one)
            self.orders.close()
            self.replies.close()
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)

    def ended(self) -> str:
        with self._lock:
            if self._is_buried:
                return "gone"
            try:
                code = self._nursery.code_of(self._pid)
            except OSError:
                lose(self._nursery)
                return "" if Path(f"/proc/{self._pid}").exists() else "gone"
        return "" if code is None else how_ended(code)

    def end(self) -> None:
        with self._lock:
            try:
                while not self._is_buried:
                    self._is_buried = self._nursery.bury(self._pid)
                    time.sleep(0 if self._is_buried else _GLANCE)
            except OSError:
                lose(self._nursery)
                kill_group(self._pid)
                self._is_buried = True
