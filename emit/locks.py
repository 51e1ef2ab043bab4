"""One program at a time: a lock on a file that lasts as long as the file is open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def lock_file(descriptor: int) -> None:
        """Lock an open file for this process. Raises BlockingIOError: another one has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error

    def share_file(descriptor: int) -> None:
        """Share an open file with others that do. Raises BlockingIOError: nothing is shared
        here."""
        raise BlockingIOError(descriptor)

    @contextmanager
    def alone_in(folder: Path) -> Iterator[None]:
        """Folders have no locks here: two programs may write in one at once."""
        yield

else:
    import fcntl

    def lock_file(descriptor: int) -> None:
        """Lock an open file for this process. Raises BlockingIOError: another one has it; OSError:
        this file system has no locks."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def share_file(descriptor: int) -> None:
        """Share an open file with others that do, also one that was locked. Raises as
        `lock_file`."""
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    @contextmanager
    def alone_in(folder: Path) -> Iterator[None]:
        """Wait until no other program that asks so writes in a folder, and keep it so long; where a
        file system has no locks, as with folders that have none. Raises OSError: no such folder."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
