"""Whom the sentence that closes a plan speaks to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.parsers.items.bodies.sentence_owners import bodies_before_verb
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.duties.unit_names import canonical
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, opens_with
from kehoach.patterns import compile_regex


def from_remark(leaf: Leaf, context: Context) -> Iterator[Duties]:
    """ "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về …": whom it
    speaks to, where it names them."""
    if leaf.kind == "footnote" or opens_with(leaf.text, "closing_remarks") is None:
        return
    for match in _clause_openings().finditer(leaf.text):
        lead, _ = bodies_before_verb(leaf.text[match.end() :], context.level)
        if lead:
            duties = Duties(canonical(lead, context.level), leaf.number)
            duties.take(leaf)
            yield duties
            return


@cache
def _clause_openings() -> regex.Pattern[str]:
    """Where a clause about many bodies may begin."""
    words = alternation("list_words")
    return compile_regex(rf"(?<=[,\p{{Ll}}])\s+(?=(?:{words})\s+\p{{L}})", regex.IGNORECASE)
