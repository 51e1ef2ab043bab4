"""What cells of the plan held when a workbook was written, in a few letters each: enough to know
that somebody changed one."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping

from kehoach.follow.layout import STATED_NAMES

_LETTERS = 4
"""24 bits of a checksum: one change in 16 million stays unseen."""


def checks_of(stated: Mapping[str, str]) -> str:
    """Cells of the plan, by the names of their columns -> four letters for each of
    `STATED_NAMES`."""
    return "".join(_check(stated.get(name, "")) for name in STATED_NAMES)


def differing(stated: Mapping[str, str], checks: str) -> Iterator[str]:
    """The names of the cells that are no longer what they were; a column that is not there tells
    nothing.

    >>> list(differing({"number": "2", "task": "Họp"}, checks_of({"number": "1", "task": "Họp"})))
    ['number']
    """
    for index, name in enumerate(STATED_NAMES):
        check = checks[index * _LETTERS : (index + 1) * _LETTERS]
        if name in stated and len(check) == _LETTERS and _check(stated[name]) != check:
            yield name


def _check(text: str) -> str:
    digest = zlib.crc32(text.encode("utf-8", "replace"))
    return base64.b64encode((digest >> 8).to_bytes(3, "big")).decode()
