"""The nursery: a process that has loaded the program and forks a child for each order, so that a
child is there in milliseconds and shares with its siblings what they all know.

Only a process of one thread may fork, and those that look after papers have many: so the nursery
stands apart (`batch.nursing`). It ends with the process that it serves. A child that it bore stays
its child: how it ended, and its end, are asked of the nursery. On Linux alone; elsewhere, and where
there is no nursery to be had, each child starts anew.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from kehoach.provenance import VOCABULARY

LONGEST = 2**20
"""Bytes of an order: mostly the environment of the child."""
PATIENCE = 120.0
"""Seconds that the nursery may take for an answer: to the first one, all its loading."""
SINGLE_THREADED = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1"
)
"""One core a paper: threads of the libraries would only take turns with the other papers."""
SECRETS = ("KEHOACH_TOKEN", "KEHOACH_DATABASE")
"""Variables that no reader of papers needs."""
Order: TypeAlias = dict[str, Any]


def environment_of_readers() -> dict[str, str]:
    """Our environment, as those that read papers get it."""
    ours = {name: told for name, told in os.environ.items() if name not in SECRETS}
    return {**ours, **SINGLE_THREADED, "PYTHONUTF8": "1"}


class Process(Protocol):
    """What can be ended, and waited for."""

    def kill(self) -> None: ...
    def wait(self) -> int: ...


class Nursery:
    """A nursery that serves this process: the socket to it, and its process."""

    def __init__(self, ours: socket.socket, process: Process) -> None:
        self._socket = ours
        self._process = process
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._is_over = False
        self.has_borne = False
        self._words = os.environ.get(VOCABULARY)
        ours.settimeout(PATIENCE)

    def is_fit(self) -> bool:
        """Whether it is ours, not our parent's before a fork, and has read the vocabulary that
        counts now."""
        return self._owner == os.getpid() and self._words == os.environ.get(VOCABULARY)

    def bear(self, environment: Mapping[str, str], memory: int, streams: list[int]) -> int:
        """The number of a new child with this environment and limit of memory (bytes), which reads
        orders from the first of the streams and answers on the second. Raises OSError."""
        order = {"bear": memory, "environment": dict(environment), "folder": str(Path.cwd())}
        pid = int(self._ask(order, streams)["pid"])
        self.has_borne = True
        return pid

    def code_of(self, pid: int) -> int | None:
        """How a child has ended (the exit code, negative for a signal), None while it runs. It is
        not waited for, so that its number stays its own. Raises OSError."""
        code: int | None = self._ask({"look": pid})["code"]
        return code

    def bury(self, pid: int) -> bool:
        """End a child and all that it started; whether it is gone. Raises OSError."""
        return bool(self._ask({"bury": pid})["gone"])

    def _ask(self, order: Order, streams: list[int] | None = None) -> dict[str, Any]:
        with self._lock:
            socket.send_fds(self._socket, [json.dumps(order).encode()], streams or [])
            told = self._socket.recv(LONGEST)
        if not told:
            raise ConnectionError
        answer: dict[str, Any] = json.loads(told)
        return answer

    def close(self) -> None:
        """End it, once. The fork of a process lets go of its copy alone. Its children live on,
        until whoever gives them orders is gone."""
        with self._lock:
            self._socket.close()
            if self._owner == os.getpid() and not self._is_over:
                self._is_over = True
                self._process.kill()
                self._process.wait()


_LOCK = threading.Lock()
_nursery: Nursery | None = None
_is_barren = False
"""Whether a nursery has failed before it bore a child: another would do no better."""


def nursery() -> Nursery:
    """The nursery of this process, started anew where it has none that is fit. Raises OSError."""
    global _nursery
    with _LOCK:
        if _is_barren:
            raise OSError
        if _nursery is not None and not _nursery.is_fit():
            _nursery.close()
            _nursery = None
        if _nursery is None:
            _nursery = _started()
            atexit.register(_nursery.close)
        return _nursery


def has_nursery() -> bool:
    """Whether this process has one already that is fit."""
    return _nursery is not None and _nursery.is_fit()


def adopt(one: Nursery) -> None:
    """Let this be the nursery of this process."""
    global _nursery
    with _LOCK:
        _nursery = one
        atexit.register(one.close)


def lose(one: Nursery) -> None:
    """It has failed: the next child has another, or starts anew."""
    global _nursery, _is_barren
    with _LOCK:
        _is_barren = _is_barren or not one.has_borne
        if _nursery is one:
            _nursery = None
    one.close()


def joined() -> tuple[socket.socket, socket.socket]:
    """Our end of the socket to a nursery, and its."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
    return ours, theirs


def _started() -> Nursery:
    ours, theirs = joined()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "kehoach.batch.nursing", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment_of_readers(),
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # the terminal's Ctrl-C is ours to handle
        )
    return Nursery(ours, process)
