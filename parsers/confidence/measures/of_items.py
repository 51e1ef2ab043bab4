"""What an item is beside the others of its list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from kehoach.parsers.confidence.measures.figures import MISSING, grown, mean, median
from kehoach.parsers.confidence.measures.lists import OwnList, Place
from kehoach.parsers.confidence.measures.words import of_words
from kehoach.parsers.confidence.shapes import keeps_number


class OfItem(NamedTuple):
    """Measures of an item: how far down its list it stands (0 to 1), how long it is, by itself and
    beside the median, how sure, how many values it has beside the mean, whether it has a group and
    a number, whether its words keep one, its sentences and commas, the blocks of plain text before
    the next item."""

    rank: float = MISSING
    length: float = MISSING
    relative_length: float = MISSING
    sure: float = MISSING
    relative_values: float = MISSING
    grouped: float = MISSING
    numbered: float = MISSING
    keeps_number: float = MISSING
    sentences: float = MISSING
    commas: float = MISSING
    text_behind: float = MISSING


def of_items(own: OwnList, blocks: Sequence[Place]) -> Iterator[OfItem]:
    """Of each item of a list, in order. `blocks`: where plain text stands, in order."""
    looks = [of_words(item.words) for item in own.items]
    usual = grown(median([look.letters for look in looks]))
    usual_values = mean([len(item.values) for item in own.items])
    ends = _ends([item.place for item in own.items])
    last = max(1, len(own.items) - 1)
    for index, (each, look, end) in enumerate(zip(own.items, looks, ends, strict=True)):
        yield OfItem(
            rank=index / last,
            length=look.length,
            relative_length=look.length - usual,
            sure=getattr(each.item, "confidence", 1.0),
            relative_values=len(each.values) - usual_values,
            grouped=float(getattr(each.item, "group", None) is not None),
            numbered=float(getattr(each.item, "number", None) is not None),
            keeps_number=float(keeps_number(each.words)),
            sentences=look.sentences,
            commas=look.commas,
            text_behind=_inside(blocks, each.place, end),
        )


def _ends(places: Sequence[Place | None]) -> list[Place]:
    """For each item the first place of any behind it in the list: what stands before that is in
    it."""
    end: Place = (inf, 0.0)
    ends = []
    for place in reversed(places):
        ends.append(end)
        end = min(end, place) if place is not None else end
    return ends[::-1]


def _inside(blocks: Sequence[Place], start: Place | None, end: Place) -> float:
    """How many blocks stand between two places; missing where that is not known."""
    if start is None or not blocks:
        return MISSING
    return float(max(0, bisect_left(blocks, end) - bisect_right(blocks, start)))
