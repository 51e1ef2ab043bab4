"""What one paper may cost, and how a process keeps to it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from kehoach.ingest.options import MAX_PAGES

TIMEOUT, MEMORY, PAGES = 900.0, 4096, MAX_PAGES
"""Of one paper: seconds, MB of memory, pages."""
NICE = "KEHOACH_NICE"
"""The variable that tells our children to stand back (0 to 19) where somebody waits for us."""
SANDBOX = "KEHOACH_SANDBOX"
"""The variable that says "no" where no process that reads a paper shall be walled in."""
MEMORY_PER_JOB = 1024
"""MB that each page read at the same time may take, where that comes to more than MEMORY."""
RESERVE = 64 * 2**20
"""Bytes beyond the limit, for a process to say that it has come to it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one paper: `seconds`, and `memory` in bytes (0: as much as there is)."""

    seconds: float = TIMEOUT
    memory: int = MEMORY * 2**20


def memory_in_use() -> int:
    """Bytes of memory that this process may write already; 0 where nobody tells."""
    if sys.platform == "win32":
        return 0
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no pathlib needed in the fork)
            data_pages = int(file.read().split()[5])
    except (OSError, ValueError, IndexError):
        return 0
    return data_pages * os.sysconf("SC_PAGE_SIZE")


def limit_memory(limit: int) -> None:
    """No process of ours gets more than `limit` bytes of its own memory (0: as much as there is).
    Linux counts what a process may write (RLIMIT_DATA), which is near to what it really takes;
    elsewhere nothing is bounded."""
    if limit and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit + RESERVE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def use_reserve() -> None:
    """Let a process that has come to its limit have what it needs to say so."""
    if sys.platform == "linux":
        import resource

        hard_limit = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (hard_limit, hard_limit))


_SIGNS_OF_MEMORY = (
    "Insufficient memory",  # OpenCV
    "failed to map segment",  # the loader, of a library first needed in the midst of a paper
    "cannot map zero-fill pages",
    "Cannot allocate memory",
    "can't start new thread",
)


def is_memory(error: BaseException) -> bool:
    """Whether memory had come to its end: Python's own word, that of an error's causes, or of what
    needed it."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, MemoryError):
            return True
        message = str(link)
        if any(sign in message for sign in _SIGNS_OF_MEMORY):
            return True
        link = link.__cause__ or link.__context__
    return False
