"""Runs LibreOffice so that it ends with whoever asked: `python office_keeper.py LIFE COMMAND`.

LibreOffice is several processes, and a reader that is killed cannot end them. This one, in a
process group with them, reads a pipe (its descriptor is LIFE) of which the reader holds the other
end: when the reader lets go of it, or is gone, however it died, the pipe ends, and the group is
killed. A reader that is walled in may found no group: then LibreOffice, which is one process there,
is killed by its number, and its group is the reader's. Exit code: the command's, of one that a
signal ended OF_SIGNALS and the signal. Loads nothing of ours, so that it starts in some
milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading

STARTS_ANEW = (79, 81)
"""Exit codes by which LibreOffice asks to be started once more: it has just made its profile."""
MOST_STARTS = 3
OF_SIGNALS = 128
"""As shells tell of a command that a signal ended."""
SIGKILL = 9
_RUNNING: set[int] = set()
"""The command's number, while it runs."""


def main() -> int:
    """Run the command to its end: its exit code."""
    life, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):  # walled in
            os.setsid()
    os.set_inheritable(life, False)
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    code = 1
    for _ in range(MOST_STARTS):
        code = _run(command)
        if code not in STARTS_ANEW:
            break
    return code


def _run(command: list[str]) -> int:
    if sys.platform == "win32":  # there LibreOffice is started without us
        return 1
    pid = os.posix_spawn(command[0], command, os.environ)
    _RUNNING.add(pid)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    _RUNNING.discard(pid)  # before somebody else can have its number
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if code >= 0 else OF_SIGNALS - code


def _end_with(life: int) -> None:
    os.read(life, 1)
    if sys.platform == "win32":
        return
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    for pid in tuple(_RUNNING):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
