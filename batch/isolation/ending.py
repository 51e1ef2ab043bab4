"""How a process ends: by force, with all that it started, and in words."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys


def kill_group(leader: int) -> None:
    """End a process group: a process that reads and the programs that it runs (Tesseract, Poppler,
    LibreOffice). As long as its leader has not been waited for, nobody else can have got its
    number; 0 is our own group."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            pid = str(leader or os.getpid())
            subprocess.run(["taskkill", "/F", "/T", "/PID", pid], capture_output=True, check=False)  # noqa: S603, S607
        else:
            os.killpg(leader, signal.SIGKILL)


if sys.platform != "win32":

    def exit_code(status: os.waitid_result) -> int:
        """What `waitid` told of a process, as `subprocess` tells it: below 0 for a signal."""
        exited = status.si_code == os.CLD_EXITED
        return status.si_status if exited else -status.si_status


def how_ended(exitcode: int | None) -> str:
    """In words: an exit code as it stands, a signal (a code below 0) by its name.

    >>> how_ended(1), how_ended(-signal.SIGSEGV)
    ('exit 1', 'SIGSEGV')
    """
    if exitcode is not None and exitcode < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit {exitcode}"
