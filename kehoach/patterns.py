"""Patterns of the `regex` package, compiled once and kept beside the program (`kept`).

`regex` compiles in Python: the some 650 patterns that reading one plan asks for cost 0.3 seconds of
a processor in each new process. Compiled ones can be pickled, and come back in a twentieth of that.
"""

from __future__ import annotations

import sys
from functools import lru_cache

import regex

from kehoach.kept import kept

_ENOUGH = 4_000
"""Patterns held at once: a paper's own words make some, too, by which no service may grow."""

ROW_NUMBER = r"(?:\d{1,3}|(?!19|20)\d{4})(?!\d)"
"""The number of a row of a table, without parts; a year is none."""
CELL_NUMBER = rf"(?:{ROW_NUMBER}(?:\.\d{{1,3}})*|[IVXL]+|\p{{L}})\s*[.)]?"
"""What stands alone in the first cell of a row that is numbered or lettered: "1.2", "IV.", "a)"."""


@lru_cache(maxsize=_ENOUGH)
def compile_regex(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What `regex.compile` makes of a pattern. Raises regex.error."""
    return kept((_maker(), pattern, str(int(flags))), lambda: regex.compile(pattern, flags))


def _maker() -> str:
    """Whose inner code the patterns are."""
    return f"regex {regex.__version__} {sys.byteorder}"
