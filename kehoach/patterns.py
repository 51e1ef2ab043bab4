"""Patterns of the `regex` package, compiled once and kept beside the program.

`regex` compiles in Python: the some 650 patterns that reading one plan asks for cost 0.3 seconds of
a processor in each new process. Compiled ones can be pickled, and come back in a twentieth of that.
`tools/keep_patterns.py` (called by `make setup` and `make dist`) writes those that the samples ask
for into `patterns.kept`. What is not in it, or was made by another version of `regex`, is compiled
as ever: the file decides how quick the program is, never what it says.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

import regex

Key: TypeAlias = tuple[str, int]
"""A pattern and its flags."""
KEPT = Path(__file__).with_name("patterns.kept")
_ENOUGH = 4_000
"""Patterns held at once: a paper's own words make some, too, by which no service may grow."""


@lru_cache(maxsize=_ENOUGH)
def compile_regex(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What `regex.compile` makes of a pattern. Raises regex.error."""
    kept = _kept().get((pattern, int(flags)))
    if kept is None:
        return regex.compile(pattern, flags)
    made: regex.Pattern[str] = pickle.loads(kept)  # noqa: S301 (installed with the program, as its .pyc)
    return made


def keep(patterns: Mapping[Key, regex.Pattern[str]], path: Path = KEPT) -> None:
    """Write compiled patterns for later processes; whole or not at all. Raises OSError."""
    kept = {key: pickle.dumps(patterns[key]) for key in sorted(patterns)}
    waiting = path.with_name(f"{path.name}.{os.getpid()}")
    waiting.write_bytes(pickle.dumps((_maker(), kept)))
    waiting.replace(path)


@cache
def _kept() -> dict[Key, bytes]:
    """The pickled patterns of the file; none where it is absent or another `regex` made it."""
    try:
        maker, kept = pickle.loads(KEPT.read_bytes())  # noqa: S301 (see above)
    except FileNotFoundError:
        return {}
    return kept if maker == _maker() else {}


def _maker() -> str:
    """Whose inner code the patterns are."""
    return f"regex {regex.__version__} {sys.byteorder}"
