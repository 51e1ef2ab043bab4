"""Being stopped from outside: Ctrl-C, SIGTERM (a service manager, `timeout`), SIGHUP (a terminal
that is closed). Each ends the program in the same way: what it has begun is cleared away, and it
says so. Nothing heavy is imported at start."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any

from kehoach.batch.interrupt import Interrupt

_STOPPING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def stoppable(noted: Sequence[int] = ()) -> Iterator[None]:
    """While this block runs, the signals above raise KeyboardInterrupt, as Ctrl-C does (or do what
    Ctrl-C does just now: a batch ends between two papers). `noted`: a Ctrl-C that came before.
    Signals that whoever started us has switched off (`nohup`) stay so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    for number in _STOPPING:
        if signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, _stop)
    if callable(signal.getsignal(signal.SIGINT)):
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if noted:
            raise KeyboardInterrupt
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def while_waiting(work: Callable[..., None]) -> Callable[..., None]:
    """A command that is stopped while it waits for a paper, not in the midst of anything else."""

    @wraps(work)
    def gently(*arguments: Any, **options: Any) -> None:
        with Interrupt():
            work(*arguments, **options)

    return gently


def _stop(number: int, frame: FrameType | None) -> None:
    """Once: a second signal must not disturb the clearing away."""
    signal.signal(number, signal.SIG_IGN)
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    if callable(on_ctrl_c):
        on_ctrl_c(signal.SIGINT, frame)
        return
    raise KeyboardInterrupt
