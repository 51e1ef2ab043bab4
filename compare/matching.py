"""Which part of one plan is which of another: the same wording first, then the same id or place
with a like wording, then whatever is most alike.

What is found is the same whichever plan is called the old one: every choice is made by what two
parts have in common, and of equal choices neither excludes the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from rapidfuzz import fuzz, process

from kehoach.compare.wording import LONGEST, Wording, apart, likeness
from kehoach.normalize.text import strip_diacritics

Table: TypeAlias = "np.ndarray[Any, Any]"

SURE = 0.8
"""Wordings so much alike are surely one, if nothing speaks against it …"""
ALIKE = 0.6
"""… may be one …"""
FAINT = 0.4
"""… or are one only where all else agrees."""
NEARLY = 0.85
"""Another object, elsewhere in the plan: only such wordings with the same fields may be one."""
FEWEST = 3
"""Telling words. With fewer besides its figures, times and bodies a row is not known again."""
WEIGHED_LATER = 0.15
BEST = 12
"""Of so many most alike a part is looked for, so that plans of one sentence over and over stay
cheap."""
MANY = 1_000
"""Pairs of equal things. Of more, the first are taken."""
_NEARNESS = 0.1
"""Of a hundred of likeness, what a place at the other end counts for less."""
_FIELDS, _PLACE, _NAME = 0.2, 0.1, 0.1
"""What all fields, the place and the id count for beside the wording, which counts for one."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a plan as it is matched. `name`: its id without that of its paper; `fields`: what
    else it says, as keys ("" for nothing), in one order on both sides; `group` it stands in;
    `number` it bears; `core`: its wording without figures, times and bodies, None where that is
    not asked."""

    wording: Wording
    name: str = ""
    fields: tuple[str, ...] = ()
    group: str = ""
    number: str = ""
    core: Wording | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in both lists that are one thing; `likeness` of their wordings from 0 to 1. What is
    not `is_sure` is a guess, to be told as such."""

    old: int
    new: int
    likeness: float = 1.0
    is_sure: bool = True


def matched(old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    """The pairs, in the order of the old list; no item stands in two."""
    pairs = _same_wordings(old, new)
    olds = _left(len(old), (pair.old for pair in pairs))
    news = _left(len(new), (pair.new for pair in pairs))
    neighbours = _Neighbours(pairs, len(old), news=len(new))
    found: list[tuple[float, Pair]] = []
    for first, second, alike in likenesses(
        [old[place] for place in olds], [new[place] for place in news], least=FAINT
    ):
        pair = Pair(olds[first], news[second], likeness=alike)
        judged = _judged(pair, old, new=new, is_in_place=neighbours.are_in_place(pair))
        if judged is not None:
            found.append(judged)
    pairs += greedy(found)
    return sorted(pairs, key=lambda pair: pair.old)


def _judged(
    pair: Pair, old: Sequence[Item], new: Sequence[Item], *, is_in_place: bool
) -> tuple[float, Pair] | None:
    """How good a pair is, and how sure; None for what is none."""
    one, other = old[pair.old], new[pair.new]
    agreement = _agreement(one.fields, other.fields)
    is_named = bool(one.name) and one.name == other.name
    differ = apart(one.wording, other.wording)
    alike = pair.likeness
    score = alike + _FIELDS * agreement + _PLACE * is_in_place + _NAME * is_named
    if differ == "nothing" and alike >= ALIKE:
        is_backed = is_in_place and (agreement > 0 or not one.fields)
        is_sure = alike >= SURE or is_named or is_backed
    elif _is_row_reworded(one, other):
        is_sure = True
        score += _NAME
    elif differ == "act" and alike >= ALIKE:
        is_sure = is_in_place and agreement == 1
    elif agreement == 1 and (is_in_place or alike >= NEARLY):
        is_sure = is_in_place and alike >= SURE
    else:
        return None
    return score, Pair(pair.old, pair.new, likeness=alike, is_sure=is_sure)


def _is_row_reworded(one: Item, other: Item) -> bool:
    """Is it one row of a plan, under the same number in the same group, in which only figures,
    times or bodies are others?"""
    if one.core is None or other.core is None:
        return False
    is_same_row = bool(one.number) and (one.number, one.group) == (other.number, other.group)
    says_enough = min(len(one.core.telling), len(other.core.telling)) >= FEWEST
    if not (is_same_row and says_enough):
        return False
    return apart(one.core, other.core) == "nothing" and likeness(one.core, other.core) >= SURE


def _agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the fields, of those that either has, in which both say the same."""
    told = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine or theirs]
    return sum(mine == theirs for mine, theirs in told) / len(told) if told else 0.0


def _left(count: int, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [place for place in range(count) if place not in used]


# --- the same wording -----------------------------------------------------------------------------

_LEVELS: tuple[Callable[[Item], tuple[object, ...]], ...] = (
    lambda item: (item.wording.words, item.group, item.fields, item.number),
    lambda item: (item.wording.words, item.group, item.fields),
    lambda item: (item.wording.words, item.fields),
    lambda item: (item.wording.words, item.group),
    lambda item: (item.wording.words,),
    lambda item: (item.wording.key, item.fields),
    lambda item: (item.wording.key,),
)
"""By what items of the same wording are told apart, the strictest first."""


def _same_wordings(old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    """Items that say the same; of those that agree in nothing more the nearest, in their order."""
    pairs: list[Pair] = []
    olds = [place for place, item in enumerate(old) if item.wording.words]
    news = [place for place, item in enumerate(new) if item.wording.words]
    for level in _LEVELS:
        there: defaultdict[tuple[object, ...], tuple[list[int], list[int]]]
        there = defaultdict(lambda: ([], []))
        for place in olds:
            there[level(old[place])][0].append(place)
        for place in news:
            there[level(new[place])][1].append(place)
        for both in there.values():
            pairs += _in_order(*both)
        used_old = {pair.old for pair in pairs}
        used_new = {pair.new for pair in pairs}
        olds = [place for place in olds if place not in used_old]
        news = [place for place in news if place not in used_new]
    return pairs


def _in_order(olds: Sequence[int], news: Sequence[int]) -> list[Pair]:
    """Equal things in pairs: where there are more on one side, those nearest to the other's."""
    if len(olds) != len(news) and 0 < len(olds) * len(news) <= MANY:
        near = greedy((0.0, Pair(one, other)) for one in olds for other in news)
        olds, news = sorted(pair.old for pair in near), sorted(pair.new for pair in near)
    return [Pair(one, other) for one, other in zip(olds, news, strict=False)]


class _Neighbours:
    """Do two items stand behind, or before, two that are one?"""

    def __init__(self, pairs: Sequence[Pair], olds: int, news: int) -> None:
        self._old_before, self._old_after = _beside({pair.old for pair in pairs}, olds)
        self._new_before, self._new_after = _beside({pair.new for pair in pairs}, news)
        self._partner = {pair.old: pair.new for pair in pairs} | {-1: -1, olds: news}

    def are_in_place(self, pair: Pair) -> bool:
        before, after = self._old_before[pair.old], self._old_after[pair.old]
        return (
            self._partner[before] == self._new_before[pair.new]
            or self._partner[after] == self._new_after[pair.new]
        )


def _beside(known: set[int], count: int) -> tuple[list[int], list[int]]:
    """For each place the nearest of the known ones before it (-1: none) and behind it (`count`)."""
    before, after = [-1] * count, [count] * count
    last = -1
    for place in range(count):
        before[place] = last
        last = place if place in known else last
    last = count
    for place in reversed(range(count)):
        after[place] = last
        last = place if place in known else last
    return before, after


# --- wordings alike -------------------------------------------------------------------------------


def likenesses(
    old: Sequence[Item], new: Sequence[Item], least: float
) -> list[tuple[int, int, float]]:
    """Places in both lists whose wordings are alike, and how much: of each item only those most
    alike."""
    if not old or not new:
        return []
    table = np.maximum(
        _table([item.wording.text for item in old], [item.wording.text for item in new]),
        _table([item.wording.key for item in old], [item.wording.key for item in new]),
    )
    if any(item.wording.lost_its_marks for item in (*old, *new)):
        forms = [[strip_diacritics(item.wording.text) for item in items] for items in (old, new)]
        lost = [np.array([item.wording.lost_its_marks for item in items]) for items in (old, new)]
        either = lost[0][:, None] | lost[1][None, :]
        table = np.where(either, np.maximum(table, _table(*forms)), table)
    # of many that are equally alike, those that stand nearest
    distance = np.abs(np.subtract.outer(np.arange(len(old)), np.arange(len(new))))
    ranked = table - (_NEARNESS / max(table.shape)) * distance.astype(np.float32)
    # what tells no object may be the longer part of a wording: it is weighed afterwards
    kept = (_best(ranked) | _best(ranked.T).T) & (table >= (least - WEIGHED_LATER) * 100)
    found = [
        (int(row), int(column), likeness(old[row].wording, new[column].wording))
        for row, column in zip(*np.nonzero(kept), strict=True)
    ]
    return [one for one in found if one[2] >= least]


def _table(old: Sequence[str], new: Sequence[str]) -> Table:
    cut = [[text[:LONGEST] for text in texts] for texts in (old, new)]
    return process.cdist(*cut, scorer=fuzz.ratio, dtype=np.float32)


def _best(table: Table) -> Table:
    """Which fields of a table are among the highest of their row; equal ones together."""
    if table.shape[1] <= BEST:
        return np.ones(table.shape, dtype=bool)
    least = np.partition(table, -BEST, axis=1)[:, -BEST]
    kept: Table = table >= least[:, None]
    return kept


def greedy(found: Iterable[tuple[float, Pair]]) -> list[Pair]:
    """The best pair, then the best of what is left, and so on; of equally good ones that whose
    places are nearest to each other."""
    pairs: list[Pair] = []
    olds: set[int] = set()
    news: set[int] = set()

    def rank(judged: tuple[float, Pair]) -> tuple[float, int, int]:
        score, pair = judged
        return -round(score, 6), abs(pair.old - pair.new), pair.old + pair.new

    for _, pair in sorted(found, key=rank):
        if pair.old not in olds and pair.new not in news:
            pairs.append(pair)
            olds.add(pair.old)
            news.add(pair.new)
    return pairs
