"""What else a word may be that our own reader read: other readings of it, and how likely they are.

The probability of a letter says nothing of one that is missing: where the network was in two minds
whether "1" stands once or twice, "08/1/2026" is told as surely as any. All ways to read the columns
of a word are summed up by their letters (prefix search: Graves and others, 2006), the likeliest are
kept. Only words with a column in doubt are looked at, so that a clean page costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.model import Rivals
from kehoach.ingest.ocr.second_look import cannot_be
from kehoach.normalize.text import fold
from kehoach.patterns import compile_regex

Scores: TypeAlias = NDArray[np.float32]
"""Log-probabilities: columns of a picture, from left to right, x classes; class 0 is the blank of
CTC, class 1 the space."""
Classes: TypeAlias = tuple[int, ...]

BLANK, SPACE = 0, 1
LEAST = 0.004
"""A class less likely than this in a column is not followed."""
DOUBTED = 0.03
"""From this on a second class in a column, or a blank within a letter, may make another word."""
NEVER = -99.0
FOLLOWED = 6
"""So many beginnings are followed at once."""
KEPT, TOLD = 3, 0.03
"""So many other readings are told, and none less likely beside the word than this."""
AGREED = 0.5
"""Figures that are likelier than all other figures together stand there."""
_OF_DATES = "0123456789/.,;:-()"
_END = r"[.,;:)]*"
_DATE = compile_regex(rf"\(?\d{{1,2}}([/.-])\d{{1,2}}\1(?:19|20)\d\d{_END}")
_FIGURES = compile_regex(rf"\d{{1,2}}{_END}")
_LIKE_DATE = compile_regex(
    rf"\(?(?=[\d\p{{L}}/]*\d)[\d\p{{L}}]{{1,4}}/(?:[\d\p{{L}}]{{1,3}}/)?(?:19|20)\d\d{_END}"
)
"""A date whose figures may be letters; a slash of it may be read into one of them ("13h0/2026")."""
_QUARTER = compile_regex(r"\(?(?:[IV1-4]|\d{1,2})+/(?:19|20)")
_LIKE_FIGURE = compile_regex(rf"(?:\d[\p{{L}}]|[oóòôOlIinzsbg]\d|[oóòO][oóòO]|n){_END}")


def rivals_in(
    scores: Scores, words: Sequence[tuple[slice, Sequence[int]]], classes: Sequence[str]
) -> dict[int, Rivals]:
    """The words of a line, each by its columns and those in which its letters were told -> by their
    places, what else those in doubt may be."""
    likeliest = scores.argmax(axis=1)
    doubted = doubted_columns(scores, likeliest)
    found: dict[int, Rivals] = {}
    for place, (columns, letters) in enumerate(words):
        if not doubted[columns].any():
            continue
        own = tuple(int(likeliest[column]) for column in letters)
        others = rivals_of(scores[columns], own)
        told = tuple(
            ("".join(classes[number] for number in other), odds)
            for other, odds in others
            if other and odds >= TOLD
        )
        if told:
            found[place] = told
    return found


def figures_again(
    words: Sequence[str], scores: Sequence[Scores], classes: Sequence[str]
) -> dict[int, str]:
    """The words of a line that can be nothing but a date, or a figure behind "ngày", and were read
    with letters -> by their places, what they are in figures.

    A narrow "11" comes out as "n", "1/" as "h": the reader, which weighs each letter by itself,
    knows of no calendar."""
    found: dict[int, str] = {}
    for place, (before, word) in enumerate(zip(["", *words], words, strict=False)):
        if not _wants_figures(word, fold(before)):
            continue
        allowed = [number for number, text in enumerate(classes) if text and text in _OF_DATES]
        letters, share = read_among(scores[place], allowed)
        text = "".join(classes[number] for number in letters)
        form = _FIGURES if "/" not in text else _DATE
        if share >= AGREED and form.fullmatch(text) and not cannot_be(text, before):
            found[place] = text
    return found


def _wants_figures(word: str, before: str) -> bool:
    """Is this a date, or a figure of one, that was read with letters?

    >>> [_wants_figures(word, "ngày") for word in ("15/n/2026", "13h0/2026.", "o6")]
    [True, True, True]
    >>> [_wants_figures(word, "ngày") for word in ("15/11/2026", "III/2026", "mai")]
    [False, False, False]
    """
    if _FIGURES.fullmatch(word) or _DATE.fullmatch(word):
        return False
    if _LIKE_DATE.fullmatch(word):
        return not _QUARTER.match(word)
    return before in ("ngày", "tháng") and _LIKE_FIGURE.fullmatch(word) is not None


def rivals_of(scores: Scores, own: Classes) -> list[tuple[Classes, float]]:
    """Other readings of some columns, each with how likely it is beside `own`; the likeliest first.

    >>> certain, torn = [-99.0, -99.0, 0.0], [np.log(0.4), -99.0, np.log(0.6)]
    >>> rivals_of(np.array([certain, torn, certain], np.float32), own=(2,))
    [((2, 2), 0.667), ((), 0.0)]
    """
    sums = _readings(np.exp(scores))
    first = sums.pop(own, 0.0)
    likeliest = sorted(sums, key=lambda letters: -sums[letters])[:KEPT]
    return [
        (letters, round(min(sums[letters] / max(first, 1e-9), 99.0), 3)) for letters in likeliest
    ]


def read_among(scores: Scores, allowed: Collection[int]) -> tuple[Classes, float]:
    """What some columns are if only some classes can stand there, and its share of all such
    readings.

    >>> column = np.log(np.array([[0.1, 1e-9, 0.6, 0.3]], np.float32))
    >>> read_among(column, allowed=[3])
    ((3,), 0.75)
    """
    chances = np.zeros_like(scores)
    kept = [BLANK, SPACE, *allowed]
    chances[:, kept] = np.exp(scores[:, kept])
    chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1e-9)
    sums = _readings(chances)
    best = max(sums, key=lambda letters: sums[letters])
    return best, round(sums[best] / max(sum(sums.values()), 1e-9), 3)


def _readings(chances: Scores) -> dict[Classes, float]:
    """The likeliest readings of some columns, each with its probability; a space is as a blank."""
    begun: dict[Classes, tuple[float, float]] = {(): (1.0, 0.0)}  # ending in a blank, in a letter
    for column in chances:
        near = np.flatnonzero(column >= LEAST)
        letters = [(number, float(column[number])) for number in near.tolist() if number > SPACE]
        blank = float(column[BLANK] + column[SPACE])
        longer: dict[Classes, list[float]] = {}
        for classes, (in_blank, in_letter) in begun.items():
            same = longer.setdefault(classes, [0.0, 0.0])
            same[0] += (in_blank + in_letter) * blank
            last = classes[-1] if classes else BLANK
            for number, chance in letters:
                before = in_blank + in_letter
                if number == last:
                    same[1] += in_letter * chance
                    before = in_blank
                if before:
                    longer.setdefault((*classes, number), [0.0, 0.0])[1] += before * chance
        likeliest = sorted(longer.items(), key=lambda each: -sum(each[1]))[:FOLLOWED]
        begun = {classes: (pair[0], pair[1]) for classes, pair in likeliest}
    return {classes: sum(pair) for classes, pair in begun.items()}


def doubted_columns(
    scores: Scores, likeliest: Sequence[int] | NDArray[np.intp]
) -> NDArray[np.bool_]:
    """The columns that may make another word: a letter that is none of those read there and beside
    is likely enough, or a blank within a letter, or hardly one between two that are the same.

    >>> certain, torn = [-9.0, -99.0, 0.0], [np.log(0.4), -99.0, np.log(0.6)]
    >>> doubted_columns(np.array([certain, torn, certain], np.float32), [2, 2, 2]).tolist()
    [False, True, False]
    """
    numbers = np.asarray(likeliest)
    least, most = np.float32(np.log(DOUBTED)), np.float32(np.log(1 - DOUBTED))
    found = np.zeros(len(numbers), np.bool_)
    rows = np.flatnonzero(scores[np.arange(len(numbers)), numbers] < most)
    others = scores[rows]  # a copy: of a sound line few columns are unsure
    others[:, [BLANK, SPACE]] = NEVER
    for shift in (-2, -1, 0, 1, 2):
        beside = numbers[np.clip(rows + shift, 0, len(numbers) - 1)]
        others[np.arange(len(rows)), beside] = NEVER
    found[rows] = others.max(axis=1, initial=NEVER) >= least
    before, here, after = numbers[:-2], numbers[1:-1], numbers[2:]
    is_letter = (before == after) & (after > SPACE)
    blank = scores[1:-1, BLANK]
    found[1:-1] |= is_letter & (here == after) & (blank >= least)
    found[1:-1] |= is_letter & (here == BLANK) & (blank <= most)
    return found


__all__ = ["doubted_columns", "read_among", "rivals_of"]
