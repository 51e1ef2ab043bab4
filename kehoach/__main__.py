"""`python -m kehoach`, and the command `kehoach`.

Loading the program takes some tenths of a second, and Ctrl-C may come in them: it is noted and
obeyed as soon as the program can speak. (What comes while Python itself starts is Python's.)
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from kehoach.process import settle

INTERRUPTED = 130


def main() -> NoReturn:
    """The whole program, from the command line to the exit code."""
    settle()
    noted: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        noted.append(number)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, note)
    from kehoach.cli import run

    code = int(run(sys.argv[1:], noted))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # we are ending already
    if code == INTERRUPTED:
        # Where Ctrl-C came in the midst of an import, Python would end as if killed by it.
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)
    gc.freeze()  # to look for garbage in all that we leave took as long as a tenth of a short paper
    sys.exit(code)


if __name__ == "__main__":
    main()
