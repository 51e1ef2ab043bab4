"""A number that is said against the items listed behind it: "03 nền tảng: (1) …; (2) …"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule

_ANNOUNCED = compile_regex(
    r"""
    (?<![\d/.,-]) (?P<count> 0?[2-9] | 1\d ) \s+
    (?P<noun> \p{Ll}+ (?: \s+ [\p{L}/]+ ){0,5} ) \s* : \s*
    (?= \( 1 \) )
    """,
    regex.VERBOSE,
)
_ITEM = compile_regex(r"\((\d{1,2})\)")
FEWEST = 2
"""Items that are listed, or nothing is."""
MAX_EVIDENCE = 120


@rule("counted_items")
def counted_items(draft: Draft) -> Iterator[Finding]:
    """A sentence says how many things there are and numbers fewer, or more: one was forgotten, or
    the number is of another version. In a text put together from loose lines an item may stand
    elsewhere."""
    if draft.rebuilt:
        return
    for wording in draft.wordings:
        match = _ANNOUNCED.search(wording.text)
        if match is None:
            continue
        listed = _count_listed(wording.text[match.end() :])
        if listed >= FEWEST and listed != int(match["count"]):
            yield finding(
                "counted_items",
                on=wording,
                evidence=wording.text[match.start() :][:MAX_EVIDENCE],
                said=f"{match['count']} {match['noun']}",
                listed=str(listed),
            )


def _count_listed(text: str) -> int:
    """How many items "(1)", "(2)" … a text lists in order; a number out of order ends the list."""
    count = 0
    for match in _ITEM.finditer(text):
        if int(match[1]) == count + 1:
            count += 1
        elif int(match[1]) == 1:
            break
    return count
