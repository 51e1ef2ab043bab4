"""The process that bears the children of a batch: `python -m kehoach.batch.nursing FD`, or a fork
of the batch itself while that has but one thread (`batch.isolation.nursery` gives the orders).

It loads the program and its vocabularies once and forks a child for each order. It reads no paper
and keeps one thread, without which a fork would not be safe: the sessions of line readers and
taggers, which have threads, are made in the children.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from kehoach.batch.child import be_quiet, load, serve
from kehoach.batch.isolation.ending import exit_code, kill_group
from kehoach.batch.isolation.nursery import (
    LONGEST,
    SECRETS,
    SINGLE_THREADED,
    Nursery,
    Order,
    adopt,
    has_nursery,
    joined,
)
from kehoach.provenance import digest_of_package

_STREAMS = 3
"""Streams of a process that stand under fixed numbers."""


def main() -> None:
    """Nurse, by the socket whose number is the argument."""
    be_quiet()
    nurse(socket.socket(fileno=int(sys.argv[1])))


def fork_nursery() -> None:
    """Give this process a nursery by a fork, which need not load again what is loaded already.
    Nothing happens where it has one, has other threads, knows a secret (a fork remembers what its
    parent knows), or the system knows no fork: then one is started when the first child is
    wanted."""
    if sys.platform != "linux" or has_nursery() or threads() != 1:
        return
    if any(os.environ.get(name) for name in SECRETS):
        return
    ours, theirs = joined()
    pid = os.fork()
    if pid == 0:
        _be_nursery(theirs)
    theirs.close()
    adopt(Nursery(ours, _Fork(pid)))


def threads() -> int:
    """How many threads this process has, those of libraries too."""
    return len(list(Path("/proc/self/task").iterdir()))


class _Fork:
    """The fork of this process that has this number."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def kill(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """See it gone."""
        return os.waitpid(self._pid, 0)[1]


def _be_nursery(orders: socket.socket) -> NoReturn:
    """What a fork does that shall be a nursery; what was its parent's alone it lets go of."""
    try:
        os.setsid()  # the terminal's Ctrl-C is our parent's to handle
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(_STREAMS):
            os.dup2(nowhere, stream)
        _close_all_but(orders.fileno())
        os.environ.update(SINGLE_THREADED)
        be_quiet()
        nurse(orders)
    finally:
        os._exit(1)


def _close_all_but(number: int) -> None:
    """Files, locks and sockets of our parent: held by us too, they would outlive it."""
    highest = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208 (numbers)
    os.closerange(_STREAMS, number)
    os.closerange(number + 1, highest + 1)


def nurse(orders: socket.socket) -> None:
    """Bear, look after and bury children, until whoever gives the orders is gone."""
    while True:
        data, streams, _, _ = socket.recv_fds(orders, LONGEST, 2)
        if not data or not _is_ready():
            return
        order: Order = json.loads(data)
        orders.send(json.dumps(_answer(order, streams, orders=orders)).encode())


@cache
def _is_ready() -> bool:
    """Load the program, now that somebody wants a child; whether there is but one thread still.
    Were a library to begin one, nobody should be born in the midst of its work."""
    load()
    digest_of_package()  # every record names it
    gc.freeze()  # pages that nobody writes to stay shared
    return threads() == 1


def _answer(order: Order, streams: list[int], orders: socket.socket) -> dict[str, Any]:
    if "bear" in order:
        pid = os.fork()
        if pid == 0:
            _be_child(order, streams, orders=orders)
        for stream in streams:
            os.close(stream)
        return {"pid": pid}
    if "look" in order:
        status = os.waitid(os.P_PID, order["look"], os.WEXITED | os.WNOWAIT | os.WNOHANG)
        return {"code": None if status is None else exit_code(status)}
    pid = order["bury"]
    kill_group(pid)
    os.kill(pid, signal.SIGKILL)  # should it not have come to lead its group
    return {"gone": os.waitpid(pid, os.WNOHANG)[0] == pid}


def _be_child(order: Order, streams: list[int], orders: socket.socket) -> NoReturn:
    """Be a child, as `batch.child` started anew would be."""
    try:
        os.setsid()  # a process group of its own
        orders.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        tempfile.tempdir = None  # the environment says where
        serve(order["bear"])
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
