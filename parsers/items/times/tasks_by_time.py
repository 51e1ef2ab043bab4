"""Which tasks have a time: found without asking every task anew for each sentence of a long
paper."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kehoach.normalize.text import fold
from kehoach.schema import models

_APART = "\n"
"""Stands in no folded words."""


class TasksByTime:
    """The tasks of a paper by the folded words of their deadlines, and by the days they last."""

    __slots__ = ("_begins", "_by_bare", "_by_words", "_lengths", "_spans", "_text", "_wordings")

    def __init__(self, tasks: Sequence[models.Task]) -> None:
        self._by_words: dict[str, list[models.Task]] = defaultdict(list)
        self._by_bare: dict[str, list[models.Task]] = defaultdict(list)
        self._spans: set[tuple[str | None, str | None]] = set()
        for task in tasks:
            words = fold(task.deadline.raw if task.deadline else "")
            self._by_words[words].append(task)
            self._by_bare[words.strip(" .")].append(task)
            if task.deadline is not None:
                self._spans.add((task.deadline.start, task.deadline.end))
        self._wordings = list(self._by_words)
        self._text = _APART.join(self._wordings)
        lengths = (len(wording) + len(_APART) for wording in self._wordings)
        self._begins = list(accumulate(lengths, initial=0))
        self._lengths = {len(wording) for wording in self._by_bare if wording}

    def lasting(self, start: str, end: str | None) -> bool:
        """Does a task last from the first to the last of these days?"""
        return (start, end) in self._spans

    def with_words(self, phrase: str) -> list[models.Task]:
        """The tasks whose time has these folded words."""
        found: dict[str, None] = {}
        place = self._text.find(phrase) if self._wordings else -1
        while place >= 0:
            index = min(bisect_right(self._begins, place), len(self._wordings)) - 1
            found[self._wordings[index]] = None
            place = self._text.find(phrase, self._begins[index + 1])
        return [task for wording in found for task in self._by_words[wording]]

    def within_words(self, phrase: str) -> Iterator[models.Task]:
        """The tasks whose time is part of these folded words."""
        seen: set[str] = set()
        for length in self._lengths:
            for begin in range(len(phrase) - length + 1):
                seen.add(phrase[begin : begin + length])
        for wording in seen & self._by_bare.keys():
            yield from self._by_bare[wording]
