"""A bound of time on work in this process: for libraries that may go round in circles, and cannot
be told to stop."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from kehoach.errors import PageTimeoutError

AGAIN = 1.0
"""Seconds after which the alarm is raised once more, should a library have swallowed it."""


@contextlib.contextmanager
def timeout(seconds: float) -> Iterator[None]:
    """Raise PageTimeoutError from what runs inside after so many seconds. By a signal, so in the
    main thread and on Unix only; elsewhere the work takes its time, within the bounds of the whole
    paper (`batch.isolation.bounds`)."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise PageTimeoutError
