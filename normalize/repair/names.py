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

STEP = "names"
OFTEN, TIMES = 3, 3
"""A spelling wins when it stands so often, and so many times as often as any other."""
SURE = 0.8
_PAIR = regex.compile(r"(?=\b(\p{Lu}\p{Ll}*) (\p{Lu}\p{Ll}*)\b)")


def with_one_spelling(texts: Sequence[Mended]) -> list[Mended]:
    """Restored or repaired lines of one paper -> the same, each name of two words or more in its
    commonest spelling."""
    counted: dict[str, Counter[str]] = {}
    for mended in texts:
        for found in _PAIR.finditer(mended.text):
            pair = f"{found[1]} {found[2]}"
            counted.setdefault(stripped(pair), Counter())[pair] += 1
    wins = {key: best for key, own in counted.items() if (best := _winner(own)) is not None}
    return [mended.applied(STEP, _edits(mended, wins)) for mended in texts]


def _winner(own: Counter[str]) -> str | None:
    """The spelling that is so much commoner than the others, if there are others."""
    (best, count), *others = own.most_common(2)
    return best if others and count >= OFTEN and count >= TIMES * others[0][1] else None


def _edits(mended: Mended, wins: dict[str, str]) -> Iterator[Edit]:
    """Only words that were changed before are changed again: the paper's own letters stand."""
    changed = {
        found for step in mended.steps for edit in step.edits for found in edit.after.split()
    }
    end = 0
    for found in _PAIR.finditer(mended.text):
        pair = f"{found[1]} {found[2]}"
        best = wins.get(stripped(pair))
        if (
            best
            and best != pair
            and found.start() >= end
            and (found[1] in changed or found[2] in changed)
        ):
            yield Edit(found.start(), pair, best, SURE)
            end = found.start() + len(pair)
