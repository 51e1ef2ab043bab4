"""Ctrl-C at a good moment. Python's own way raises wherever the program happens to be: in the midst
of a write, or where the exception is swallowed (a finaliser). A batch asks between two papers
instead."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any


class Interrupt:
    """While this block runs, Ctrl-C is noted and `check` raises KeyboardInterrupt; a second Ctrl-C
    raises at once."""

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> Interrupt:
        default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if default and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
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
