"""Numbers of the articles of a decision, wherever they were read: before the first chapter, as
headings, as points under none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.elsewhere import cuts, is_excerpt, reading_order
from kehoach.schema.rules.vocabulary import holds
from kehoach.schema.walk import Place, all_blocks, all_sections

_ARTICLE = compile_regex(r"Điều (\d{1,3})")
_PRINTED = compile_regex(r"(?:^|[\s(“\"])Điều (\d{1,3})\s*(?:[.:]|$)")
MOST_LEFT_OUT = 2
"""More articles in a row were left out by whoever cited the others."""


@rule("article_numbers")
def article_numbers(draft: Draft) -> Iterator[Finding]:
    """ "Điều 3" right behind "Điều 1": an article was lost, or one is numbered wrongly. A paper
    that changes another one quotes its articles, in any order."""
    if draft.has_gaps or is_excerpt(draft) or cuts(draft):
        return
    if holds(draft.plan.document.title or "", "changes_of_papers"):
        return
    articles = sorted(_articles(draft), key=lambda place: reading_order(place.spans))
    elsewhere = {int(found[1]) for own in _texts(draft) for found in _PRINTED.finditer(own)}
    for before, after in pairwise(articles):
        first, second = _value(before), _value(after)
        left_out = range(first + 1, second)
        if not 0 < len(left_out) <= MOST_LEFT_OUT or elsewhere.intersection(left_out):
            continue
        if draft.is_scanned(before.spans) or draft.is_scanned(after.spans):
            continue
        names = {"before": before.part.number, "after": after.part.number}
        yield finding("number_gap", on=after, evidence=after.numbered_text, **names)


def _articles(draft: Draft) -> Iterator[Place[Any]]:
    """All headings and blocks that are numbered as articles."""
    outside = (draft.whole.children(part) for part in ("preamble", "loose", "unplaced"))
    places = chain(*outside, all_sections(draft.whole), all_blocks(draft.whole))
    return (place for place in places if _ARTICLE.fullmatch(place.part.number or ""))


def _value(place: Place[Any]) -> int:
    return int(place.part.number.partition(" ")[2])


def _texts(draft: Draft) -> Iterator[str]:
    yield from (own.text for own in draft.wordings)
    yield from (block.text for block in draft.plan.unplaced)
