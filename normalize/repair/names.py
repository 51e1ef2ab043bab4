"""One name, one spelling: what a paper calls itself often it is called everywhere in it.

"An Tuong" alone may be "Ấn Tượng"; in a paper that has "phường An Tường" nine times it is not. (One
sense per discourse: Gale, Church & Yarowsky 1992.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.repair.restore import stripped
from kehoach.patterns import compile_regex

STEP = "names"
OFTEN, TIMES = 3, 3
"""A spelling wins when it stands so often, and so many times as often as any other."""
SURE = 0.8
_PAIR = compile_regex(r"(?=\b(\p{Lu}\p{Ll}*) (\p{Lu}\p{Ll}*)\b)")


def with_one_spelling(texts: Sequence[Mended]) -> list[Mended]:
    """Restored or repaired lines of one paper -> the same, each name of two words or more in its
    commonest spelling."""
    counted: dict[str, Counter[str]] = {}
    for mended in texts:
        for found in _PAIR.finditer(mended.text):
            pair = _name(found)
            counted.setdefault(stripped(pair), Counter())[pair] += 1
    winners: dict[str, str] = {}
    for key, spellings in counted.items():
        winner = _winner(spellings)
        if winner is not None:
            winners[key] = winner
    return [mended.applied(STEP, _edits(mended, winners)) for mended in texts]


def _name(found: regex.Match[str]) -> str:
    return f"{found[1]} {found[2]}"


def _winner(spellings: Counter[str]) -> str | None:
    """The spelling that is so much commoner than the others, if there are others."""
    (best, count), *others = spellings.most_common(2)
    if not others or count < OFTEN:
        return None
    _, next_count = others[0]
    return best if count >= TIMES * next_count else None


def _edits(mended: Mended, winners: dict[str, str]) -> Iterator[Edit]:
    """Only words that were changed before are changed again: the paper's own letters stand."""
    changed = _changed_words(mended)
    end = 0
    for found in _PAIR.finditer(mended.text):
        start = found.start()
        if start < end or changed.isdisjoint(found.groups()):
            continue
        pair = _name(found)
        best = winners.get(stripped(pair))
        if best and best != pair:
            yield Edit(start, pair, after=best, confidence=SURE)
            end = start + len(pair)


def _changed_words(mended: Mended) -> set[str]:
    changed: set[str] = set()
    for step in mended.steps:
        for edit in step.edits:
            changed.update(edit.after.split())
    return changed
