"""How a task stands among the others: what it lacks that they have, how long it is beside them,
whether its number follows, whether one beside it is odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from kehoach.parsers.confidence.traits import beginning, ending
from kehoach.schema import models

USUAL, RARE = 0.8, 0.1
"""A field that so many of the tasks of a kind have is missed where one lacks it; what so few have
is rare."""
FEW, SOME = 4, 8
"""Of fewer tasks nothing is usual; of fewer nothing is rare."""
LONG = 4.0
"""How many times as long as half of the others a wording is that may be two."""
FIELDS = ("lead", "deadline", "deliverables")
ODD = frozenset(
    {
        "number jumps",
        "number again",
        "two fields in one place",
        "two fields of the same words",
        "unknown lead",
        "time=not understood",
        "task goes on",
        "task cut",
        "task begins small",
        "rare fields",
    }
)
"""Traits of a task that was perhaps cut in the wrong place: the ones beside it then, too."""


def fields_of(task: models.Task) -> str:
    """Which of the fields that count a task has, a letter for each ("ldp", "none").

    That of a task with a lead alone is "l".
    """
    told = (("l", task.lead), ("d", task.deadline), ("p", task.deliverables))
    return "".join(letter for letter, value in told if value) or "none"


def traits_among(
    tasks: Sequence[models.Task], own: Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    """The traits of each task, among the others, that it does not have by itself; `own` are those
    that it has by itself."""
    usual = _Usual(tasks)
    before, after = (None, *tasks[:-1]), (*tasks[1:], None)
    found = [
        (*_between(task, above, after=below), *usual.unlike(task))
        for task, above, below in zip(tasks, before, after, strict=False)
    ]
    odd = [not ODD.isdisjoint((*one, *other)) for one, other in zip(own, found, strict=True)]
    sides = zip((False, *odd[:-1]), (*odd[1:], False), strict=False)
    return [
        (*traits, *(("beside an odd one",) if any(both) else ()))
        for traits, both in zip(found, sides, strict=False)
    ]


class _Usual:
    """What the tasks of each origin mostly have."""

    def __init__(self, tasks: Sequence[models.Task]) -> None:
        self._missed: dict[str, tuple[str, ...]] = {}
        self._rare: dict[str, frozenset[str]] = {}
        self._times: dict[str, frozenset[str]] = {}
        self._length: dict[str, float] = {}
        for origin in ("table", "body"):
            own = [task for task in tasks if task.origin == origin]
            self._missed[origin] = tuple(
                name
                for name in FIELDS
                if len(own) >= FEW
                and sum(bool(getattr(task, name)) for task in own) > USUAL * len(own)
            )
            self._rare[origin] = _rare(Counter(map(fields_of, own)))
            self._times[origin] = _rare(
                Counter(str(task.deadline.kind) for task in own if task.deadline is not None)
            )
            self._length[origin] = median(len(task.task) for task in own) if own else 0.0

    def unlike(self, task: models.Task) -> Iterator[str]:
        """In what a task is unlike the others of its origin."""
        for name in self._missed[task.origin]:
            if not getattr(task, name):
                yield f"misses {name}"
        if fields_of(task) in self._rare[task.origin]:
            yield "rare fields"
        if task.deadline is not None and str(task.deadline.kind) in self._times[task.origin]:
            yield "rare kind of time"
        if len(task.task) > LONG * self._length[task.origin]:
            yield "task longer than others"
        elif LONG * len(task.task) < self._length[task.origin]:
            yield "task shorter than others"


def _rare(counts: Mapping[str, int]) -> frozenset[str]:
    """What few of many are."""
    whole = sum(counts.values())
    if whole < SOME:
        return frozenset()
    return frozenset(name for name, count in counts.items() if count <= RARE * whole)


def _between(
    task: models.Task, before: models.Task | None, after: models.Task | None
) -> Iterator[str]:
    """How a task stands between the one before and the one after it."""
    if after is not None and beginning(after.task) == "small":
        yield "next begins small"
    if before is not None and ending(before.task) in ("cut", "goes on"):
        yield "behind a cut one"
    if _is_alone(task, before, after=after):
        yield "alone in its group"
    if before is None or task.number is None or before.number is None:
        return
    if task.number == before.number:
        yield "number again"
    elif task.number.isdigit() and before.number.isdigit():
        follows = int(task.number) - int(before.number) == 1 or task.number == "1"
        yield "number follows" if follows else "number jumps"


def _is_alone(task: models.Task, before: models.Task | None, after: models.Task | None) -> bool:
    """Is a task the only one of its group, as far as its neighbours tell?"""
    beside = [other for other in (before, after) if other is not None]
    return task.group is not None and all(
        other.group is None or other.group.title != task.group.title for other in beside
    )
