"""Ctrl-C at a good moment. Python's own way raises wherever the program happens to be: in the midst
of a write, or where the exception is swallowed (a finaliser, an import). A batch asks between two
papers instead, the other commands while they wait for one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Interrupt:
    """While this block runs, Ctrl-C is noted and `check` raises KeyboardInterrupt; a second Ctrl-C
    raises at once. Inside another such block it is that one which notes, and `check` asks both."""

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None
        self._around: Interrupt | None = None

    def __enter__(self) -> Interrupt:
        self._around = _ACTIVE[-1] if _ACTIVE else None
        default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if default and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
            _ACTIVE.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            _ACTIVE.remove(self)
        if kind is None:
            self.check()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def check(self) -> None:
        """Raise KeyboardInterrupt when somebody has asked for it."""
        if self._asked:
            raise KeyboardInterrupt
        if self._around is not None:
            self._around.check()


_ACTIVE: list[Interrupt] = []
"""The blocks that run just now, the innermost last."""


def check_interrupt() -> None:
    """Raise KeyboardInterrupt when somebody has asked for it in a block that runs."""
    for one in _ACTIVE:
        one.check()


@contextmanager
def obeyed_at_once() -> Iterator[None]:
    """While this block waits for something that may never come, Ctrl-C raises wherever it is."""
    check_interrupt()
    if not _ACTIVE or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        check_interrupt()
        yield
    finally:
        signal.signal(signal.SIGINT, before)
