"""What a process of the program settles for itself before it loads anything. Who uses the library
keeps their own ways."""

from __future__ import annotations

import gc
import os

_GARBAGE = (100_000, 20, 20)
"""Thresholds of the collector of cyclic garbage. A paper leaves little of it, but lets arise
hundreds of thousands of objects that stay: to look through them again and again took a tenth of the
time."""


def settle() -> None:
    """Collect garbage seldom; one thread for linear algebra, of which there is little: a process
    with one thread may be forked."""
    gc.set_threshold(*_GARBAGE)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
