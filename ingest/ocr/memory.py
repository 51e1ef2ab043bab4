"""Memory of pictures given back to the system when a page is done with.

A page of 300 dpi takes some hundred MB while it is read. glibc keeps what was freed in its heaps,
one for each thread, so that two threads would hold the most that ever was in use by either.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def give_back_pictures() -> None:
    """Give back what is free in the heaps of this process; nothing where the C library is not
    glibc."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        function: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # musl or macOS; Windows names no library so
        return None
    return function


__all__ = ["give_back_pictures"]
