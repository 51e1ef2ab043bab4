"""Rates that a paper tells twice: "tiêm vắc xin cho 90% đàn chó" in the body, "đạt tỷ lệ 80%" in
the row of the same work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, finding
from kehoach.schema.rules.tellings import SHOWN, Telling, clauses, is_told_apart, words_of_work
from kehoach.schema.rules.vocabulary import alternation, keys_of
from kehoach.schema.walk import Place

FEWEST = 4
"""Telling words of a rate; fewer ("100% hộ dân") are many."""
COMMON = 0.75
"""So large a part of all the words of two tellings both have."""
_RATE = compile_regex(r"(?<![\d.,/–-])(?P<figure>\d{1,3}(?:,\d+)?)\s?%(?!\s?[–-]\s?\d)")
_YEAR = compile_regex(r"(?<![\d/.])20\d\d(?!\d)")


@dataclass(frozen=True)
class _Rate:
    """The one rate of a wording: where it stands, what is said, and what it counts."""

    place: Place[Any]
    text: str
    figure: str
    behind: str

    @cached_property
    def words(self) -> frozenset[str]:
        """The telling words around the figure."""
        return frozenset(words_of_work(self.text)) - frozenset(keys_of("light_of_rates"))

    @property
    def value(self) -> float:
        """ "7,5" is 7.5."""
        return float(self.figure.replace(",", "."))

    @property
    def counted(self) -> str:
        """The word behind the figure, which is what is counted; "" where none is."""
        return next(iter(words_of_work(self.behind)), "")

    @property
    def times(self) -> frozenset[str]:
        """The years that are named with it."""
        return frozenset(_YEAR.findall(self.text))


def rates_told_twice(draft: Draft, told: set[str]) -> Iterator[Finding]:
    """Each rate of a row against those of the body whose words are nearly its own. Where one of
    them agrees, the others are of other things; `told`: rows that have such a finding already."""
    if draft.rebuilt or draft.mended or draft.has_gaps:
        return
    body = list(_rates_of_body(draft))
    for row in _rates_of_rows(draft):
        same = [other for other in body if _are_of_one(row, other)]
        values = {other.value for other in same}
        if len(values) == 1 and row.value not in values and row.place.pointer not in told:
            yield finding(
                "count_conflict",
                on=row.place,
                first=f"{same[0].figure}%",
                second=f"{row.figure}%",
                body=same[0].text[:SHOWN],
            )


def _rates_of_body(draft: Draft) -> Iterator[_Rate]:
    for wording in draft.sure_wordings:
        if wording.is_of_body:
            for clause in clauses(wording.text):
                yield from _rate(wording, clause)


def _rates_of_rows(draft: Draft) -> Iterator[_Rate]:
    """Those of works; those of products are told by the work of their row, too."""
    for row in draft.rows:
        if row.confidence < MIN_CONFIDENCE or draft.is_scanned(row.spans):
            continue
        yield from _rate(row.child("task"), row.part.task)
        for product in row.children("deliverables"):
            for rate in _rate(product, product.text):
                text = f"{row.part.task}: {product.text}"
                yield _Rate(product, text, rate.figure, rate.behind)


def _rate(place: Place[Any], text: str) -> Iterator[_Rate]:
    matches = list(_RATE.finditer(text))
    if len(matches) == 1 and not _changes().search(text):
        yield _Rate(place, text, matches[0]["figure"], text[matches[0].end() :])


@cache
def _changes() -> regex.Pattern[str]:
    """A rate of growth, or compared with another, is none of a whole."""
    phrases = alternation("changes_of_figures")
    return compile_regex(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})", regex.IGNORECASE)


def _are_of_one(row: _Rate, other: _Rate) -> bool:
    """Do two rates count the same of the same, at the same time?"""
    if row.counted and other.counted and row.counted != other.counted:
        return False
    if min(len(row.words), len(other.words)) < FEWEST or row.times != other.times:
        return False
    common, all_words = row.words & other.words, row.words | other.words
    if len(common) < COMMON * len(all_words) or parts_named(row.text) != parts_named(other.text):
        return False
    tellings = (Telling(rate.place, rate.text, rate.text) for rate in (row, other))
    return not is_told_apart(*tellings)


def parts_named(text: str) -> frozenset[str]:
    """What tells that a figure is one of a part: "lĩnh vực", "thôn"."""
    return frozenset(small(match) for match in _part().findall(text))


@cache
def _part() -> regex.Pattern[str]:
    phrases = alternation("parts_of_wholes")
    return compile_regex(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})", regex.IGNORECASE)
