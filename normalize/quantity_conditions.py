"""Figures that only say which things are meant, not what is to be reached: "100% tàu cá từ 6 mét
trở lên được cấp phép" promises the 100 %, not the six metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.quantity_words import any_of
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

_UP_TO_CLAUSE = compile_regex(r"[^.;:#\n]*")
_SAYS_MORE = compile_regex(r"\s*\p{L}+\s+\p{L}+")
_SHARE = compile_regex(r"\d\s*[%‰]")
LONGEST_CLAUSE = 400
"""How far back and on a clause is looked at (letters)."""


def is_condition(masked: str, begin: int, stop: int) -> bool:
    """Whether the figure at `begin`..`stop` of a text in small letters is a threshold of what is
    counted: "từ … trở lên" amid a clause that promises a share, or behind what must not happen.

    >>> text = "100% tàu cá từ 6 mét trở lên được cấp phép"
    >>> is_condition(text, text.index("6"), text.index(" được"))
    True
    >>> text = "trên 80% hộ có thu nhập từ 50 triệu đồng trở lên"
    >>> is_condition(text, text.index("50"), len(text))
    False
    """
    words = _words()
    window = masked[max(begin - LONGEST_CLAUSE, 0) : begin]
    if not words.threshold.search(window) or not words.upwards.search(masked[begin:stop]):
        return False
    clause = _clause_before(window)
    if words.prevents.match(clause):
        return True
    if words.reached.search(clause):
        return False
    behind = _UP_TO_CLAUSE.match(masked[stop : stop + LONGEST_CLAUSE])
    following = behind[0] if behind else ""
    if _SHARE.search(clause):
        return _SAYS_MORE.match(following) is not None
    return _SHARE.search(following) is not None


def _clause_before(window: str) -> str:
    """The words of the clause that ends where a text ends."""
    cut = max(window.rfind(sign) for sign in ".;:#\n")
    return window[cut + 1 :].strip(" -+–")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of quantity.yaml that tell a condition, as patterns."""

    threshold: regex.Pattern[str]
    reached: regex.Pattern[str]
    upwards: regex.Pattern[str]
    prevents: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = read_own("quantity.yaml")
    return _Words(
        threshold=compile_regex(r"(?<!\p{L})từ\s+$"),
        reached=compile_regex(rf"(?<!\p{{L}})(?:{any_of(data['reached'])})\s+từ\s+$"),
        upwards=compile_regex(rf"(?:{any_of(data['after']['>='])})$"),
        prevents=compile_regex(rf"(?:{any_of(data['prevents'])})"),
    )
