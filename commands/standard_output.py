"""Results that go to standard output: all of them, or a sentence that says why not. Nothing heavy
is imported at start."""

from __future__ import annotations

import errno
import os
import sys

from kehoach.errors import OutputError, ReaderGoneError


def write_out(data: bytes) -> None:
    """Write to standard output, at once. Raises OutputError: whoever started us has closed it, the
    disk behind it is full; ReaderGoneError: the reader of the pipe has gone (`| head`)."""
    if sys.stdout is None:
        raise OutputError(path="stdout", reason=os.strerror(errno.EBADF))
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        point_stdout_nowhere()
        raise ReaderGoneError from error
    except OSError as error:
        point_stdout_nowhere()
        raise OutputError(path="stdout", reason=error.strerror or type(error).__name__) from error


def point_stdout_nowhere() -> None:
    """What Python still holds for a pipe or file that takes no more must not be complained about at
    the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
