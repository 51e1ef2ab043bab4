"""Expressions that lack a word ("kết quả giải TTHC", "Trung tâm Phục vụ hành chính phường").

Frequent expressions of the corpus without one of their words (wordcounts.py), and the fixed terms
and names of wording.yaml, for which the corpus is too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import regex

from kehoach.normalize.spelling.wordcounts import (
    MIX,
    UNKNOWN,
    Slip,
    counts,
    light_words,
    mixed,
    short_forms,
    vocabulary,
)
from kehoach.normalize.text import fold, small
from kehoach.normalize.tokens import TOKEN, counted_word


@cache
def _terms() -> tuple[tuple[str, str, str, str], ...]:
    """What is left of a term without one of its words: its first two words and its pattern; the
    whole term, the kind of slip."""
    return tuple(
        (opening, pattern, term, kind)
        for kind, key in (("truncated_text", "terms"), ("name_incomplete", "names"))
        for term in vocabulary()[key]
        for opening, pattern in _incomplete(fold(term).split(), kind == "name_incomplete")
    )


def _incomplete(words: Sequence[str], is_name: bool) -> Iterator[tuple[str, str]]:
    """The term without one of its words, where what is left is no Vietnamese: the words beside the
    gap hardly ever meet. A name counts as incomplete only without its last word."""
    held = counts()
    for gone in range(len(words) - 1 if is_name else 1, len(words)):
        left, right = words[gone - 1], words[gone + 1] if gone + 1 < len(words) else None
        if right is not None:
            a, b = held.ids.get(left, UNKNOWN), held.ids.get(right, UNKNOWN)
            before = (
                held.ids.get(words[gone - 2], UNKNOWN) if gone > 1 and len(words) > 4 else UNKNOWN
            )
            if held.bond(a, b) > 0.15 and (before < 0 or held.three(before, a, b) > 0):
                continue
        rest = [*words[:gone], *words[gone + 1 :]]
        tail = rf"(?!\s+{words[gone]})" if right is None else ""
        pattern = r"(?<!\p{L})" + r"\s+".join(map(regex.escape, rest)) + rf"(?!\p{{L}}){tail}"
        yield " ".join(rest[:2]), pattern


def missing_word(text: str) -> Iterator[Slip]:
    """The expressions of a text that lack a word, each with the word that is missing or the whole
    term."""
    taken: list[range] = []
    folded = small(text)
    for opening, pattern, term, kind in _terms():
        if opening not in folded:
            continue
        for match in regex.finditer(
            pattern, folded
        ):  # hardly any opening is met: few patterns are ever compiled
            if not any(match.start() in span or match.end() - 1 in span for span in taken):
                taken.append(range(match.start(), match.end()))
                yield Slip(kind, match.start(), match.end(), term)
    for slip in _torn_of_corpus(text):
        if not any(slip.start in span or slip.end - 1 in span for span in taken):
            taken.append(range(slip.start, slip.end))
            yield slip


def _torn_of_corpus(text: str) -> Iterator[Slip]:
    held = counts()
    flat: list[tuple[int, int, int]] = []
    for match in TOKEN.finditer(text):
        meant = short_forms().get(match[0], ()) if len(match[0]) > 3 else ()
        for part in meant or (match[0],):
            flat.append((held.ids.get(counted_word(part), UNKNOWN), match.start(), match.end()))
    if len(flat) < 4:
        return
    numbers = np.array([number for number, _, _ in flat], dtype=np.int64)
    keys = mixed([numbers[n : len(numbers) - 3 + n] for n in range(4)])
    known = np.logical_and.reduce([numbers[n : len(numbers) - 3 + n] >= 0 for n in range(4)])
    for at in np.nonzero(known)[0]:
        code = held.torn.get(int(keys[at]))
        if code is None or (missing := held.words[code % MIX]) in light_words():
            continue
        gone = code // MIX
        begin, end = flat[at][1], flat[at + 3][2]
        if flat[at + gone - 1][1] != flat[at + gone][1]:
            gap = flat[at + gone][1]
            yield Slip(
                "truncated_text", begin, end, text[begin:gap] + missing + " " + text[gap:end]
            )
