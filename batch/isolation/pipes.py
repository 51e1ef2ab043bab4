"""Waiting for what a child writes into its pipe, for so long and no longer."""

from __future__ import annotations

import os
import queue
import select
import sys
import threading
from collections.abc import Callable
from typing import IO, TypeAlias

CHUNK = 1 << 16
"""Bytes that are read at once, at most."""
Read: TypeAlias = Callable[[float], bytes]
"""Seconds to wait -> what came, b"" at the end of the pipe. Raises TimeoutError."""


def reader_of(pipe: IO[bytes]) -> Read:
    """How a pipe is read on this system. Windows can wait for sockets alone: there a thread waits
    for the pipe."""
    if sys.platform == "win32":
        return threaded(pipe)
    poll = select.poll()
    poll.register(pipe, select.POLLIN | select.POLLHUP)

    def read(seconds: float) -> bytes:
        if seconds <= 0 or not poll.poll(seconds * 1000):
            raise TimeoutError
        return os.read(pipe.fileno(), CHUNK)

    return read


def threaded(pipe: IO[bytes]) -> Read:
    """By a thread that reads ahead, chunk by chunk."""
    chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def fill() -> None:
        chunk = b"?"
        while chunk:
            try:
                chunk = os.read(pipe.fileno(), CHUNK)
            except (OSError, ValueError):  # closed by whoever had enough
                chunk = b""
            chunks.put(chunk)

    threading.Thread(target=fill, daemon=True).start()

    def read(seconds: float) -> bytes:
        try:
            return chunks.get(timeout=max(0.0, seconds))
        except queue.Empty as error:
            raise TimeoutError from error

    return read
