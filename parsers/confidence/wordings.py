"""What the other values of a plan say of one: whether another goes on where it ends, whether its
last word always has another behind it, whether it is all but another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from rapidfuzz import fuzz

Words: TypeAlias = tuple[str, ...]

LONGEST = 25
"""Words of a value that another may go on with: longer ones are sentences."""
OFTEN = 2
"""How often a word stands inside of wordings before it is known what stands beside it."""
ALIKE = 85.0
"""Percent from which two wordings are all but the same."""
_ALIKE_KINDS = frozenset({"tasks/group", "tasks/lead", "tasks/coordinating", "assignments/unit"})
"""Kinds of which few different values are said again and again."""
_MOST = 120
"""Different values of a kind that are compared with each other."""
_WORD = re.compile(r"\w+")


def words_in(value: str) -> Words:
    """The words of a value, small."""
    return tuple(_WORD.findall(value.casefold()))


class Wordings:
    """All values of a plan, as (kind of field, value), to compare one with."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._counts: dict[str, Counter[Words]] = defaultdict(Counter)
        for kind, value in values:
            self._counts[kind][words_in(value)] += 1
        distinct = {words for counts in self._counts.values() for words in counts}
        self._lasts = Counter(words[-1] for words in distinct if words)
        self._firsts = Counter(words[0] for words in distinct if words)
        self._behind, self._before = _neighbours(distinct, self._lasts, firsts=self._firsts)
        self._begun = {kind: _begun(own) for kind, own in self._counts.items()}
        self._alike: dict[str, set[Words]] = {}

    def traits(self, kind: str, value: str) -> Iterator[str]:
        """Of a value of these."""
        words = words_in(value)
        if not words:
            return
        if words in self._begun[kind]:
            yield "another goes on"
        if self._is_cut(words[-1], self._behind, edge=self._lasts):
            yield "last word goes on"
        if self._is_cut(words[0], self._before, edge=self._firsts):
            yield "first word has one before"
        if _says_twice(words):
            yield "says a word twice"
        if kind in _ALIKE_KINDS and words in self._all_but_others(kind):
            yield "all but another"

    def _is_cut(self, word: str, beside: dict[str, Counter[str]], edge: Counter[str]) -> bool:
        """Does a word at an edge of this wording stand at that edge of no other, and inside of
        others always beside the same word?"""
        found = beside.get(word)
        if found is None or edge[word] > 1 or len(word) < 2:
            return False
        return len(found) == 1 and found.total() >= OFTEN

    def _all_but_others(self, kind: str) -> set[Words]:
        """The rarer of each two values of a kind that are all but the same."""
        if kind not in self._alike:
            counts = self._counts[kind]
            known = list(counts)[:_MOST]
            rare: set[Words] = set()
            for index, one in enumerate(known):
                for other in known[index + 1 :]:
                    if _all_but_the_same(one, other):
                        rare.add(min(one, other, key=counts.__getitem__))
            self._alike[kind] = rare
        return self._alike[kind]


def _begun(wordings: Iterable[Words]) -> set[Words]:
    """Those with which another begins: it stands right behind them in order."""
    return {
        one
        for one, other in pairwise(sorted(wordings))
        if len(one) < LONGEST and other[: len(one)] == one
    }


def _neighbours(
    wordings: Iterable[Words], lasts: Container[str], firsts: Container[str]
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Which words stand behind each word that is the last of a wording, and which before each that
    is the first."""
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for words in wordings:
        for one, other in pairwise(words):
            if one in lasts:
                behind[one][other] += 1
            if other in firsts:
                before[other][one] += 1
    return behind, before


def _says_twice(words: Sequence[str]) -> bool:
    """Do the same one or two words stand twice on end ("Kế hoạch Kế hoạch")? Words that are doubled
    in the language ("thường thường") are rare in papers; single words of figures are passed
    over."""
    singles = any(one == other and one.isalpha() for one, other in pairwise(words))
    return singles or any(
        words[at : at + 2] == words[at + 2 : at + 4] for at in range(len(words) - 3)
    )


def _all_but_the_same(one: Words, other: Words) -> bool:
    """Are two wordings the same but for few letters of equally many words?"""
    if len(one) != len(other) or _figures(one) != _figures(other):
        return False
    return fuzz.ratio(" ".join(one), " ".join(other), score_cutoff=ALIKE) > 0


def _figures(words: Words) -> list[str]:
    return [word for word in words if word.isdigit()]
