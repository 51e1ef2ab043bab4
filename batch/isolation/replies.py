"""What a process that reads a paper tells the one that waits for it: the stages it comes to, then
what the work gave or why it gave nothing.

A reply is a dictionary with one of the keys `stage`, `result`, `memory` (memory has come to its
end) and `error` (with `details` and `traceback`). A fork sends it pickled, a child as JSON.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from kehoach import errors
from kehoach.batch.isolation.bounds import Bounds, is_memory, use_reserve
from kehoach.corrections import failures
from kehoach.errors import (
    CrashError,
    InternalError,
    KehoachError,
    PaperMemoryError,
    PaperTimeoutError,
)
from kehoach.explaining import explained
from kehoach.ingest.options import Stage

Reply: TypeAlias = dict[str, Any]
MAX_TRACEBACK = 20_000
"""Letters of a traceback, from its end."""


class ElsewhereError(Exception):
    """The traceback of a failure in the other process, for --verbose."""

    def __init__(self, traceback: str) -> None:
        super().__init__(f"\n{traceback}")


def answer(work: Callable[[Stage], Any], send: Callable[[Reply], None]) -> None:
    """Do the work in this process, and send how far it comes and what it gives."""
    try:
        send({"result": work(lambda stage: send({"stage": stage}))})
    except Exception as error:  # noqa: BLE001 (told to the process that waits)
        if is_memory(error):
            use_reserve()
            send({"memory": True})
        else:
            send(_error_reply(error))


def _error_reply(error: Exception) -> Reply:
    import traceback

    lines = traceback.format_exception(error)
    known = explained(error)
    return {
        "error": type(known).__name__,
        "details": known.details,
        "traceback": "".join(lines)[-MAX_TRACEBACK:],
    }


def _error_of(kind: str, details: dict[str, Any]) -> KehoachError:
    """An error by the name of its class; a name of anything else is one of none."""
    known = getattr(errors, kind, getattr(failures, kind, None))
    if isinstance(known, type) and issubclass(known, KehoachError):
        return known(**details)
    return InternalError(kind=kind)


@dataclass(slots=True)
class Waiting:
    """A paper that another process reads: what it may cost, and the stage that it has come to."""

    bounds: Bounds
    stage: str = "start"
    tell: Stage | None = None
    """Who wants to know of each stage as it begins ("parsers"), and how many pages are done
    ("ingest 3/20")."""

    def result(self, receive: Callable[[float], Reply]) -> Any:
        """What the work gives. `receive` gives the next reply, until a moment of the monotonic
        clock; it raises TimeoutError, or EOFError when the other process is gone.

        Raises PaperTimeoutError, PaperMemoryError, EOFError, and what the work has raised, as one
        of `errors`.
        """
        deadline = time.monotonic() + self.bounds.seconds
        while True:
            try:
                reply = receive(deadline)
            except TimeoutError as error:
                raise self.timeout() from error
            match reply:
                case {"stage": str(stage)}:
                    self.stage = stage.partition(" ")[0]
                    if self.tell is not None:
                        self.tell(stage)
                case {"result": result}:
                    return result
                case {"memory": _}:
                    megabytes = self.bounds.memory // 2**20
                    raise PaperMemoryError(megabytes=megabytes, step=self.stage)
                case {"error": str(kind), "details": details, "traceback": traceback}:
                    raise _error_of(kind, details) from ElsewhereError(traceback)

    def timeout(self) -> PaperTimeoutError:
        """The work took too long."""
        return PaperTimeoutError(seconds=f"{self.bounds.seconds:g}", step=self.stage)

    def crash(self, how: str) -> CrashError:
        """The other process ended in the midst of the work; `how`, as `ending` puts it."""
        return CrashError(how=how, step=self.stage)
