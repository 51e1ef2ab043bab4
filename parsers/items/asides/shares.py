"""Lines that say how much each of several gets ("Xã Khê Đông: 12 tấn gạo."): they stand under the
sentence that orders what is given, and order nothing themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import regex

from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation
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


def without_shares(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Blocks without such lines."""
    shares = shares_in(leaves)
    return [leaf for leaf in leaves if id(leaf) not in shares]


def is_share_of(text: str) -> bool:
    """Is a text a name and how much it gets, and no more?

    >>> is_share_of("Xã Khê Đông: 12 tấn gạo."), is_share_of("Xã Khê Đông: 03 cán bộ trực đêm.")
    (True, False)
    >>> is_share_of("Xã Khê Đông: Cấp 12 tấn gạo.")
    False
    """
    return len(text) <= LONGEST and _share().fullmatch(text.strip()) is not None


def gives_amount(text: str) -> bool:
    """Does a sentence over such lines give something out itself ("Cấp 40 tấn gạo cho các xã:")?

    >>> gives_amount("Kho thóc xuất 40 tấn gạo cho các xã, cụ thể:")
    True
    >>> gives_amount("Các xã thực hiện 05 nhiệm vụ sau:")
    False
    """
    return _amount().search(text) is not None


@cache
def _amount() -> regex.Pattern[str]:
    return compile_regex(rf"(?<![\p{{L}}\d])\d[\d.,]*\s+{_units()}(?!\p{{L}})")


@cache
def _share() -> regex.Pattern[str]:
    amount = rf"\d[\d.,]*\s+{_units()}(?:\s\p{{L}}+){{0,2}}"
    return compile_regex(rf"\p{{Lu}}[^:;.]{{2,100}}:\s+{amount}\s*[.;,]?")


def _units() -> str:
    return rf"(?i:{alternation('allotted_units')})"
