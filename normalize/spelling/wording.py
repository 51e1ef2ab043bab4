"""Slips of the pen that need no dictionary: words and passages written twice, marks that stand
wrong, short forms with a letter too many. Each function takes a text and gives its slips in
order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex

from kehoach.normalize.spelling.misspelled import Word, words_of
from kehoach.normalize.spelling.wordcounts import (
    UNKNOWN,
    Slip,
    counts,
    light_words,
    short_forms,
    vocabulary,
)
from kehoach.normalize.text import fold, small

PASSAGE = 20
"""So many words in a row, twice in one paragraph, are a passage pasted twice."""
_KNOWN_PAIR = 1000.0
_COMPOUND = 8.0
"""Two words that meet so many times more often than by chance are one expression."""
_OPENS_ALONE = 50.0
"""So often a word opens an expression of its own: "thông tin" after "truyền thông"."""


def slips(text: str) -> Iterator[Slip]:
    """All slips of this module, those that lie in another left out."""
    taken: list[Slip] = []
    for find in (repeated_passages, repeated_words, wrong_marks, open_brackets):
        for slip in find(text):
            if not any(slip.start < other.end and other.start < slip.end for other in taken):
                taken.append(slip)
    yield from sorted(taken, key=lambda slip: slip.start)


@cache
def _doubled() -> frozenset[str]:
    return frozenset(vocabulary()["doubled"])


def repeated_words(text: str) -> Iterator[Slip]:
    """Words written twice: "tại tại", "giải quyết giải quyết", "cơ các cơ quan". Where two words
    meet that end and begin alike ("truyền thông thông tin"), or a word is doubled by right ("luôn
    luôn"), there is none."""
    words = words_of(text)
    small_words = [word.text.lower() for word in words]
    at = 0
    while at < len(words) - 1:
        again = [
            size
            for size in (3, 2, 1)
            if small_words[at : at + size] == small_words[at + size : at + 2 * size]
        ]
        size = next((size for size in again if _is_twice(words, at, size, text)), 0)
        if size:
            once = text[words[at].start : words[at + size - 1].end]
            yield Slip("duplicate_word", words[at].start, words[at + 2 * size - 1].end, once)
            at += 2 * size
        elif slip := _astray(words, at, text):
            yield slip
            at += 3
        else:
            at += 1


def _is_twice(words: Sequence[Word], at: int, size: int, text: str) -> bool:
    if at + 2 * size > len(words):
        return False
    run = words[at : at + 2 * size]
    if not all(word.text.isalpha() for word in run) or not _only_spaces(run, text):
        return False
    held, before = counts(), words[at - 1].last if at else 0
    after = words[at + 2].first if at + 2 < len(words) else 0
    if size > 1:
        return (
            not _is_name(run)
            and held.three(run[size - 1].last, run[size].first, run[size + 1].first) == 0
        )
    own, capitals = run[0].first, [word.text[:1].isupper() for word in run]
    if (
        len(run[0].text) < 2
        or fold(run[0].text) in _doubled()
        or (capitals[0] != capitals[1] and (at or capitals[1]))
    ):
        return False
    light = light_words()
    first = fold(words[at - 1].text) if at else ""
    meet = (
        fold(run[0].text) not in light
        and first not in light
        and held.bond(before, own) >= _COMPOUND
        and held.two(own, after) - held.three(before, own, after) >= _OPENS_ALONE
    )
    return not meet and held.three(before, own, own) == 0


def _is_name(run: Sequence[Word]) -> bool:
    return all(word.text[:1].isupper() for word in run)


def _only_spaces(run: Sequence[Word], text: str) -> bool:
    return all(text[a.end : b.start].strip() == "" for a, b in pairwise(run))


def _astray(words: Sequence[Word], at: int, text: str) -> Slip | None:
    """ "cơ các cơ quan" has a word too many, "cơ các quan" two in the wrong order: the first two
    never meet, the rest is a common expression."""
    run = words[at : at + 4]
    if len(run) < 3 or not all(word.text.islower() and word.first > UNKNOWN for word in run[:3]):
        return None
    held, (a, b, c) = counts(), (word.first for word in run[:3])
    if held.bond(a, b) > 0.02 or not _only_spaces(run[:3], text):
        return None
    if (
        a == c
        and len(run) == 4
        and held.three(b, a, run[3].first) >= _KNOWN_PAIR
        and _only_spaces(run, text)
    ):
        return Slip("duplicate_word", run[0].start, run[3].end, text[run[1].start : run[3].end])
    after = run[3].first if len(run) == 4 else 0
    if held.three(b, a, c) >= _KNOWN_PAIR and held.three(b, c, after) == 0:
        return Slip(
            "spelling", run[0].start, run[2].end, f"{run[1].text} {run[0].text} {run[2].text}"
        )
    return None


_CITES = regex.compile(
    r"\b(?:Luật|Nghị|Quyết định|Kế hoạch|Chương trình|Đề án|Thông tư|Chỉ thị|Kết luận)\b"
)
"""The titles of documents are long, and a paragraph may well name one twice."""


def repeated_passages(text: str) -> Iterator[Slip]:
    """A passage of PASSAGE words or more that stands twice in a paragraph."""
    words = list(regex.finditer(r"\p{L}+|\d+", text))
    folded = [fold(word[0]) for word in words]
    first: dict[tuple[str, ...], int] = {}
    at = 0
    while at + PASSAGE <= len(folded):
        earlier = first.setdefault(tuple(folded[at : at + PASSAGE]), at)
        if earlier + PASSAGE <= at:
            size = PASSAGE
            while (
                at + size < len(folded)
                and earlier + size < at
                and folded[earlier + size] == folded[at + size]
            ):
                size += 1
            if not _CITES.search(text, words[at].start(), words[at + size - 1].end()):
                yield Slip("repeated_passage", words[at].start(), words[at + size - 1].end())
            at += size
        else:
            at += 1


_MARKS = regex.compile(r"(?<![.,;:])(?:[:;,]\s?[.;:]|[.;:]\s?[,;:]|,\s?,)(?![.,;:/])(?!\s*\.)")


def wrong_marks(text: str) -> Iterator[Slip]:
    """Two marks where one belongs: "như sau:.", "kịp thời,;". Dots of omission, "v.v.," and "TP.;"
    are right."""
    for match in _MARKS.finditer(text):
        before = text[: match.start()]
        if match[0].startswith(":") and (
            match[0][-1] != "." or not regex.search(r"\p{Ll}\s\p{Ll}+$", before)
        ):
            continue
        if match[0][0] == "." and regex.search(r"(?:\b\p{L}{1,4}|\d|\))$", before):
            continue
        begin = regex.search(r"\S*\s?\S*$", before)
        yield Slip(
            "punctuation", begin.start() if begin else match.start(), match.end(), match[0][-1]
        )


def open_brackets(text: str) -> Iterator[Slip]:
    """A bracket that is opened and never closed."""
    opened: list[int] = []
    for match in regex.finditer(r"[()]", text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            opened.pop()
    if opened:
        end = regex.compile(r"\(\S*(?:\s\S+){0,5}").match(text, opened[0])
        yield Slip("open_bracket", opened[0], end.end() if end else opened[0] + 1)


@cache
def _never_last() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(vocabulary()['never_last'])})\s*$")


def broken_off(text: str) -> Iterator[Slip]:
    """A sentence that ends where it must go on: "… theo quy định của"."""
    match = _never_last().search(small(text))
    if match is not None and len(text.split()) > 3:
        begin = regex.search(r"(?:\S+\s+){0,5}$", text[: match.start()])
        yield Slip("broken_off", begin.start() if begin else match.start(), match.end())


_SHORT = regex.compile(r"(?<![\p{L}\d\-/.&])\p{Lu}{4,7}(?![\p{L}\d\-/.&])")


def short_form_slips(text: str, printed: Counter[str]) -> Iterator[Slip]:
    """Short forms with a letter too many: "ATTTT" for "ATTT", where the paper or our list knows the
    right one.

    `printed`: how often the paper writes each short form. One that is itself known, or stands
    often, is right.
    """
    known = set(short_forms()) | {form for form, times in printed.items() if times >= 3}
    for match in _SHORT.finditer(text):
        form = match[0]
        if printed[form] > 2 or form in vocabulary()["short_forms"]:
            continue
        meant = {
            form[:n] + form[n + 1 :] for n in range(1, len(form)) if form[n] == form[n - 1]
        } & known
        if len(meant) == 1 and (form not in known or printed[min(meant)] > 0):
            yield Slip("spelling", match.start(), match.end(), meant.pop())
