"""Expressions that lack a word ("kết quả giải TTHC", "Trung tâm Phục vụ hành chính phường").

Frequent expressions of the corpus without one of their words (wordcounts.py), and the fixed terms
and names of wording.yaml, for which the corpus is too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

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
from kehoach.patterns import compile_regex

_OPEN = "([“"
_LOOSE_BOND = 0.15
"""Words that meet more often than this part of chance may stand side by side."""
_EXPRESSION = 4.0
"""Words that meet so many times more often than by chance are one expression."""
_SHORT_TERM = 4
_LONGEST_PLAIN_SHORT = 3
"""Short forms of so few letters stand for too many things."""
_RUN = 4
"""The expressions of the corpus have so many words without the missing one."""


class _Term(NamedTuple):
    """A fixed term without one of its words: the first two words and the pattern of what is left;
    the whole term; the kind of slip."""

    opening: str
    pattern: str
    whole: str
    kind: str


@cache
def _terms() -> tuple[_Term, ...]:
    """The terms without each word whose gap shows, and the names without their last word."""
    terms: list[_Term] = []
    for term in vocabulary()["terms"]:
        words = fold(term).split()
        for gone in range(1, len(words)):
            # "không phụ thuộc địa giới" without its "vào" is right, too; "thiết" without "bị" not
            is_optional = words[gone] in light_words() and gone + 1 < len(words)
            if not is_optional and not _may_meet(words, gone):
                terms.append(_Term(*_without(words, gone), term, "truncated_text"))
    for name in vocabulary()["names"]:
        words = fold(name).split()
        terms.append(_Term(*_without(words, len(words) - 1), name, "name_incomplete"))
    return tuple(terms)


def _may_meet(words: Sequence[str], gone: int) -> bool:
    """Whether the words beside a gap may meet in other expressions, too."""
    if gone + 1 == len(words):
        return False
    counted = counts()
    left = counted.ids.get(words[gone - 1], UNKNOWN)
    right = counted.ids.get(words[gone + 1], UNKNOWN)
    if counted.bond(left, right) <= _LOOSE_BOND:
        return False
    if gone < 2 or len(words) <= _SHORT_TERM:
        return True
    before = counted.ids.get(words[gone - 2], UNKNOWN)
    return before < 0 or counted.three(before, left, right) > 0


def _without(words: Sequence[str], gone: int) -> tuple[str, str]:
    """What is left of a term without one of its words: its first two words, and a pattern."""
    before, after = words[:gone], words[gone + 1 :]
    rest = [*before, *after]
    opening = " ".join(rest[:2])
    printed = r"\s+".join(map(regex.escape, rest))
    pattern = rf"(?<!\p{{L}}){printed}(?!\p{{L}})"
    if not after:
        pattern += rf"(?!\s+{words[gone]})"
    return opening, pattern


def missing_word(text: str) -> Iterator[Slip]:
    """The expressions of a text that lack a word, each with the word that is missing or the whole
    term."""
    taken: list[range] = []
    for slip in (*_incomplete_terms(text), *_torn_expressions(text)):
        first, last = slip.start, slip.end - 1
        if any(first in span or last in span for span in taken):
            continue
        taken.append(range(first, slip.end))
        yield slip


def _incomplete_terms(text: str) -> Iterator[Slip]:
    """The fixed terms and names that lack a word."""
    folded = small(text)
    for term in _terms():
        if term.opening not in folded:
            continue  # hardly any opening is met: few patterns are ever compiled
        for match in regex.finditer(term.pattern, folded):
            if term.kind == "truncated_text" and _goes_on_otherwise(folded, match.end()):
                continue
            yield Slip(term.kind, match.start(), end=match.end(), suggestion=term.whole)


_LAST_AND_NEXT = compile_regex(r"(\p{L}+)\s+(\p{L}+)")


def _goes_on_otherwise(text: str, end: int) -> bool:
    """Whether the last word that is left makes an expression with the next: "ứng dụng công nghệ
    thông minh" lacks no "tin"."""
    last = regex.search(r"\p{L}+$", text[:end])
    pair = _LAST_AND_NEXT.match(text, last.start()) if last else None
    if pair is None:
        return False
    counted = counts()
    before, after = (counted.ids.get(word, UNKNOWN) for word in pair.groups())
    return counted.bond(before, after) >= _EXPRESSION


class _Part(NamedTuple):
    """A word of a text, or one that a short form stands for: its number and its place."""

    number: int
    start: int
    end: int


def _parts(text: str) -> list[_Part]:
    """The words of a text, short forms written out."""
    known = counts().ids
    parts: list[_Part] = []
    for match in TOKEN.finditer(text):
        written = match[0]
        start, end = match.span()
        meant = short_forms().get(written) if len(written) > _LONGEST_PLAIN_SHORT else None
        for word in meant or (written,):
            number = known.get(counted_word(word), UNKNOWN)
            parts.append(_Part(number, start, end=end))
    return parts


def _torn_expressions(text: str) -> Iterator[Slip]:
    """The expressions of the corpus that lack a word."""
    counted = counts()
    parts = _parts(text)
    for index, key in _runs_of_known(parts):
        code = counted.torn.get(key)
        if code is None:
            continue
        gone, missing_number = divmod(code, MIX)
        missing = counted.words[missing_number]
        before, after = parts[index + gone - 1], parts[index + gone]
        is_in_short_form = before.start == after.start
        if missing in light_words() or is_in_short_form:
            continue
        if gone == 1 and (_ends_expression(parts, index) or _ends_name(text, parts, index)):
            continue
        if gone == _RUN - 1 and _opens_expression(text, parts, index + gone):
            continue
        begin, end = parts[index].start, parts[index + _RUN - 1].end
        gap = after.start
        if text[gap] in _OPEN or _stands_behind(text, end, word=missing):
            continue  # "quyền hạn của (1)": a form, to be filled in
        blank = " " if text[gap].isalnum() else ""
        whole = f"{text[begin:gap].rstrip()} {missing}{blank}{text[gap:end]}"
        yield Slip("truncated_text", begin, end=end, suggestion=whole)


def _stands_behind(text: str, end: int, word: str) -> bool:
    """Does the word follow behind a sign that does not belong there ("Nếu có vướng | mắc")?"""
    behind = _NEXT_WORD.match(text, end)
    return behind is not None and small(behind[0]).endswith(word)


_NEXT_WORD = compile_regex(r"\P{L}{1,4}\p{L}+")


def _ends_expression(parts: Sequence[_Part], index: int) -> bool:
    """Does a word end an expression that begins before it ("phụ | trách chỉ đạo" lacks no
    "nhiệm")?"""
    if index == 0:
        return False
    return counts().bond(parts[index - 1].number, parts[index].number) >= _EXPRESSION


def _opens_expression(text: str, parts: Sequence[_Part], index: int) -> bool:
    """Does a word open an expression that goes on behind it ("các cơ sở bệnh | viện" lacks no
    "khám")? A short form does not go on with it."""
    if index + 1 >= len(parts) or not text[parts[index + 1].start].islower():
        return False
    return counts().bond(parts[index].number, parts[index + 1].number) >= _EXPRESSION


def _ends_name(text: str, parts: Sequence[_Part], index: int) -> bool:
    """Does a word end a name ("Hà Nội | liên quan đến" lacks no "dung")?"""
    run = parts[max(0, index - 1) : index + 1]
    return len(run) > 1 and all(text[part.start].isupper() for part in run)


def _runs_of_known(parts: Sequence[_Part]) -> Iterator[tuple[int, int]]:
    """Where _RUN known words follow each other, and the key of those."""
    count = len(parts) - _RUN + 1
    if count < 1:
        return
    numbers = np.array([part.number for part in parts], dtype=np.int64)
    columns = [numbers[shift : count + shift] for shift in range(_RUN)]
    keys = mixed(columns)
    is_known = np.logical_and.reduce([column >= 0 for column in columns])
    known = np.flatnonzero(is_known)
    yield from zip(known.tolist(), keys[known].tolist(), strict=True)
