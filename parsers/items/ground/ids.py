"""The ids of tasks, counted by the place they stand in."""

from __future__ import annotations

from collections import Counter


class TaskIds:
    """Gives each task of a table, or of the body, an id of its own: "t.II.3.1" is the first task
    of section II.3."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._counts: Counter[str] = Counter()

    def next(self, place: str) -> str:
        """The id of the next task of a section or group."""
        self._counts[place] += 1
        return f"{self._prefix}.{place}.{self._counts[place]}"
