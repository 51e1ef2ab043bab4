"""Which columns the cells of a short row stand in: each where it fits what the full rows have
there, and what the heading promises."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log
from typing import TypeAlias

from kehoach.ingest.text.bars import vocabulary
from kehoach.normalize.text import BULLETS, strip_diacritics
from kehoach.patterns import CELL_NUMBER, compile_regex

KINDS = ("body", "time", "product", "money", "note")
HEADINGS = ("money", "time", "product", "body", "note", "number", "group", "task")
"""What headings promise; the first that a heading has a phrase of."""
MAX_DATE_LETTERS = 16
"""Of a cell that begins with a digit and is a date."""
RECENT = 40
"""Full rows that a short one is compared with."""

# How well a cell fits a column:
SAME_WORDS, SAME_KIND, SAME_BULLETS = 2.0, 2.0, 1.0
APART = 0.3
"""What it costs that the columns left out do not lie side by side."""
OTHER_KIND = {"money": 2.5, "time": 2.5, "body": 1.0, "note": 1.0, "number": 2.5}
"""What it costs that words stand in a column of these that are none of its kind."""
LEFT_OUT = {"number": 1.0, "task": 1.5, "product": 0.8, "time": 0.5, "body": 0.4, "money": 0.0}
"""What it costs that a row has no cell of its own in a column: a budget, an owner, a time often
cover several rows, a product seldom does."""
OTHER_LEFT_OUT = 0.2
SECOND_LEFT_OUT = 0.3
"""What it costs besides where the column has those who help: whoever leads covers rows."""
SAME_BEGINNING = 1.0
BEGINNING = 2
"""Words that begin cells of one column alike ("Chi bộ …")."""
EMPTY_AS_ELSEWHERE, NEVER_EMPTY = 1.0, 1.0
"""Where empty cells are written: how well one fits a column that is empty in whole rows, and what
it costs in one that never is."""
FEWEST_NUMBERS = 3
FEWEST_TIMES = 2
DIGITS = "0123456789 "
DOUBT = 0.8
"""A second reading of the row that is nearer than this to the best makes that a guess."""

NUMBER = compile_regex(CELL_NUMBER)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Columns for the cells of a row from some cell on, and how well they fit."""

    value: float
    columns: tuple[int, ...]


Readings: TypeAlias = tuple[_Reading, ...]
"""The best, and the next best."""


class _Gaps:
    """What it costs to leave out columns, by what each costs."""

    def __init__(self, prices: Sequence[float]) -> None:
        self.until = list(accumulate(prices, initial=0.0))

    def between(self, first: int, stop: int) -> float:
        """The columns `first`..`stop` (exclusive)."""
        return APART + self.until[stop] - self.until[first] if first < stop else 0.0


class Columns:
    """What the full rows have in each column, and its heading. `exact`: empty cells are written as
    such, so that what a row lacks is covered from above."""

    def __init__(
        self, full: Sequence[Sequence[str]], headings: Sequence[str], *, exact: bool = False
    ) -> None:
        self.exact = exact
        self.known = bool(full)
        rows = full[-RECENT:] if len(full) > RECENT else full
        self.texts: list[list[str]] = [[] for _ in headings]
        for row in rows:
            for own, text in zip(self.texts, row, strict=True):
                own += [text] if text else []
        self._empty = [1 - len(own) / len(rows) if rows else 0.0 for own in self.texts]
        """Of each column the share of whole rows that have it empty."""
        self.kinds = [kind_of_heading(heading) for heading in headings]
        if self.texts and _are_numbers(self.texts[0]):
            self.kinds[0] = "number"
        for column, own in enumerate(self.texts):
            if exact and not self.kinds[column] and _are_times(own):
                self.kinds[column] = "time"
        self._gaps = _Gaps(
            [self._price(column, headings[column]) for column in range(len(headings))]
        )

    def _price(self, column: int, heading: str) -> float:
        """What it costs that a row has no cell of its own in a column."""
        if not self.texts[column]:
            return 0.0
        price = LEFT_OUT.get(self.kinds[column], OTHER_LEFT_OUT)
        helps = self.exact and strip_diacritics(heading).endswith(vocabulary("helping"))
        return price + SECOND_LEFT_OUT * helps

    def of(self, texts: Sequence[str]) -> tuple[tuple[int, ...], AbstractSet[int]]:
        """The columns in which the cells of a short row stand, in order, each where it fits; and
        the cells (by number) that would stand elsewhere in a reading hardly worse."""
        best, *others = self._readings(texts)
        guessed: set[int] = set()
        for other in others:
            if best.value - other.value < DOUBT:
                pairs = zip(best.columns, other.columns, strict=True)
                guessed |= {cell for cell, (one, two) in enumerate(pairs) if one != two}
        return best.columns, guessed

    def _readings(self, texts: Sequence[str]) -> Readings:
        """The best readings of all cells, by dynamic programming from the last cell back."""
        width = len(self.texts)
        gaps = self._gaps
        after: list[Readings] = []
        for column in range(width + 1):
            value = -gaps.between(column, width)
            after.append((_Reading(value, ()),))
        for cell in range(len(texts) - 1, -1, -1):
            here: list[Readings] = [()] * (width + 1)
            last = width - (len(texts) - cell)
            fits = {column: self._fit(texts[cell], column) for column in range(cell, last + 1)}
            for column in fits:  # each cell before has a column, too
                ways: list[_Reading] = []
                for taken in range(column, last + 1):
                    fit = fits[taken] - gaps.between(column, taken)
                    for rest in after[taken + 1]:
                        ways.append(_Reading(fit + rest.value, (taken, *rest.columns)))
                here[column] = tuple(sorted(ways, key=_worst_first, reverse=True)[:2])
            after = here
        return after[0]

    def _fit(self, text: str, column: int) -> float:
        """How well words fit a column: the same or like words stand there, of the same kind, as
        long ones; and they are none of another kind than the heading names."""
        texts, kind = self.texts[column], self.kinds[column]
        if not text:
            empty = self._empty[column]
            return (EMPTY_AS_ELSEWHERE * empty if empty else -NEVER_EMPTY) * self.exact
        other = OTHER_KIND.get(kind, 0.0) if _kind(text) != kind else 0.0
        if not texts:
            return -other
        return (
            _likeness(text, texts) - other + SAME_BEGINNING * (self.exact and _begins(text, texts))
        )


def _are_numbers(texts: Sequence[str]) -> bool:
    """Does a column hold numbers and nothing else?"""
    return len(texts) >= FEWEST_NUMBERS and all(map(NUMBER.fullmatch, texts))


def _are_times(texts: Sequence[str]) -> bool:
    """Does a column hold times and nothing else, whatever its heading says ("Tháng")?"""
    return len(texts) >= FEWEST_TIMES and all(_kind(text) == "time" for text in texts)


def is_heading(text: str) -> bool:
    """Do words promise something, as the heading of a column does?"""
    return kind_of_heading(text) != ""


def is_number_heading(text: str) -> bool:
    """Does the heading of a column promise numbers?"""
    return kind_of_heading(text) == "number"


def _worst_first(reading: _Reading) -> tuple[float, tuple[int, ...]]:
    return reading.value, reading.columns


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(strip_diacritics(text).split())


def _likeness(text: str, column: Sequence[str]) -> float:
    value = SAME_WORDS if text in column else 0.0
    words = _words(text)
    value += max(_overlap(words, _words(other)) for other in column)
    usual = sum(log(len(other) + 1) for other in column) / len(column)
    value -= abs(log(len(text) + 1) - usual)
    same = sum(_kind(text) == _kind(other) for other in column) / len(column)
    bulleted = sum(_is_bulleted(text) == _is_bulleted(other) for other in column) / len(column)
    return value + SAME_KIND * same + SAME_BULLETS * bulleted


def _begins(text: str, column: Sequence[str]) -> bool:
    """Does a cell begin as another of the column does?"""
    return any(_beginning(text) == _beginning(other) for other in column)


@lru_cache(maxsize=4096)
def _beginning(text: str) -> tuple[str, ...]:
    return tuple(strip_diacritics(text).split()[:BEGINNING])


def _is_bulleted(text: str) -> bool:
    """Does a cell list its words behind bullets?"""
    return text[:1] in BULLETS


def kind_of_heading(heading: str) -> str:
    """What a heading promises, one of HEADINGS, or ""."""
    padded = f" {strip_diacritics(heading)} "
    for kind in HEADINGS:
        if any(f" {phrase} " in padded for phrase in vocabulary(kind, "headings")):
            return kind
    return ""


@lru_cache(maxsize=4096)
def _kind(text: str) -> str:
    """What a cell speaks of, by its first words, or the unit of its sum: "number", one of KINDS, or
    ""."""
    if NUMBER.fullmatch(text):
        return "number"
    plain = f"{strip_diacritics(text)} "
    for kind in KINDS:
        if kind == "body" and _is_no_body(plain):
            continue
        if any(plain.startswith(f"{phrase} ") for phrase in vocabulary(kind, "kinds")):
            return kind
    if not plain[:1].isdigit():
        return ""
    if any(f" {unit} " in plain for unit in vocabulary("units_of_money")):
        return "money"
    if len(text) < MAX_DATE_LETTERS or plain.lstrip(DIGITS).strip().startswith(vocabulary("spans")):
        return "time"
    return ""


def _is_no_body(plain: str) -> bool:
    """Do words only begin as a body does ("Tổ chức gian hàng")?"""
    said, excepted = vocabulary("no_bodies"), vocabulary("bodies_after_all")
    return any(plain.startswith(f"{phrase} ") for phrase in said) and not any(
        plain.startswith(f"{phrase} ") for phrase in excepted
    )


def _overlap(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / (len(words | others) or 1)
