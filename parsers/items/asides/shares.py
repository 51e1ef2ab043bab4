"""Lines that say how much each of several gets ("Xã Khê Đông: 12 tấn gạo."): they stand under the
sentence that orders what is given, and order nothing themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.quantity import known_units
from kehoach.parsers.layout.outline import Leaf
from kehoach.patterns import compile_regex

FEWEST = 2
"""So many lines that follow each other are a list of shares."""
LONGEST = 160
"""Letters of such a line."""


def shares_in(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The blocks (by `id`) that are lines of a list of shares: a name, a colon, an amount."""
    found: set[int] = set()
    for is_share, group in groupby(leaves, key=lambda leaf: is_share_of(leaf.text)):
        listed = list(map(id, group))
        if is_share and len(listed) >= FEWEST:
            found.update(listed)
    return frozenset(found)


def is_share_of(text: str) -> bool:
    """Is a text a name and how much it gets, and no more?

    >>> is_share_of("Xã Khê Đông: 12 tấn gạo."), is_share_of("Xã Khê Đông: 03 cán bộ trực 24/24 giờ.")
    (True, False)
    >>> is_share_of("Xã Khê Đông: Cấp 12 tấn gạo.")
    False
    """
    return len(text) <= LONGEST and _share().fullmatch(text.strip()) is not None


@cache
def _share() -> regex.Pattern[str]:
    units = any_of(sorted(known_units(), key=len, reverse=True))
    return compile_regex(
        rf"\p{{Lu}}[^:;.]{{2,100}}:\s+\d[\d.,]*\s+(?i:{units})(?:\s\p{{L}}+){{0,2}}\s*[.;,]?"
    )
