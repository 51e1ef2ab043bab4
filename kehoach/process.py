"""What a process of the program settles for itself before it loads anything. Who uses the library
keeps their own ways."""

from __future__ import annotations

import gc
import os
import sys

_GARBAGE = (100_000, 20, 20)
"""Thresholds of the collector of cyclic garbage. A paper leaves little of it, but lets arise
hundreds of thousands of objects that stay: to look through them again and again took a tenth of the
time."""


def settle() -> None:
    """Collect garbage seldom; one thread for linear algebra, of which there is little: a process
    with one thread may be forked."""
    gc.set_threshold(*_GARBAGE)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def quicken_patterns() -> None:
    """Let `regex` compile with plain numbers for its flags. They are members of an enumeration, and
    Python 3.11 makes an object of each `flags & VERBOSE`: a hundred thousand for our patterns, a
    third of the time of compiling them. The patterns are the same. To be called before they are
    loaded; where a version of `regex` is built otherwise nothing happens."""
    import regex

    for name in ("regex", "regex._main", "regex._regex_core"):
        module = sys.modules.get(name)
        for constant, value in list(vars(module).items()) if module is not None else ():
            if isinstance(value, regex.RegexFlag):
                setattr(module, constant, int(value))
