"""Plans as they are issued again, with truth: a row inserted, moved, or reworded. Made to measure
which tasks keep their ids (`python -m bench.identity`, tests/test_identity.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.models import Plan, Task

MIN_WORDS = 4
"""Fewer are not shortened."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A plan after a change. `before`: for each of its tasks the place it had, None for one that is
    new; `touched`: the place of the task that was changed."""

    plan: Plan
    before: tuple[int | None, ...]
    touched: int


def inserted(plan: Plan, random: Random) -> Revision:
    """A row more, of the group of its neighbour; those behind it in the group get the next
    numbers."""
    place = random.randrange(len(plan.tasks))
    neighbour = plan.tasks[place]
    wording = random.choice(_words()["inserted"])
    new = neighbour.model_copy(update={"id": "", "task": wording, "activities": ()})
    after = tuple(_renumbered(task, neighbour) for task in plan.tasks[place:])
    order = list(range(len(plan.tasks)))
    return Revision(
        plan.model_copy(update={"tasks": (*plan.tasks[:place], new, *after)}),
        before=(*order[:place], None, *order[place:]),
        touched=place,
    )


def moved(plan: Plan, random: Random) -> Revision:
    """A row put somewhere else; it stands in the group of the row that was there."""
    start, end = random.sample(range(len(plan.tasks)), 2)
    order = [index for index in range(len(plan.tasks)) if index != start]
    order.insert(end, start)
    there = plan.tasks[end]
    task = plan.tasks[start].model_copy(
        update={"group": there.group, "subgroup": there.subgroup, "number": there.number}
    )
    tasks = tuple(task if index == start else plan.tasks[index] for index in order)
    return Revision(
        plan.model_copy(update={"tasks": tasks}), before=tuple(order), touched=order.index(start)
    )


def reworded(plan: Plan, random: Random) -> Revision:
    """A small correction of the wording of one row."""
    place = random.randrange(len(plan.tasks))
    task = plan.tasks[place]
    changed = task.model_copy(update={"task": correction(task.task, random)})
    tasks = (*plan.tasks[:place], changed, *plan.tasks[place + 1 :])
    return Revision(
        plan.model_copy(update={"tasks": tasks}),
        before=tuple(range(len(tasks))),
        touched=place,
    )


REVISIONS: dict[str, Callable[[Plan, Random], Revision]] = {
    "inserted": inserted,
    "moved": moved,
    "reworded": reworded,
}


def correction(text: str, random: Random) -> str:
    """A wording with one small correction: a letter, a space, a word of no weight, marks lost,
    another word of the same sense, a short form written out or the other way round, a few words
    more or one less."""
    words = text.split()
    place = random.randrange(len(words))
    weights: dict[str, int] = _words()["weights"]
    kind = random.choices(list(weights), list(weights.values()))[0]
    match kind:
        case "letter":
            letter = random.randrange(len(words[place]))
            new = random.choice(_words()["letters"])
            words[place] = words[place][:letter] + new + words[place][letter + 1 :]
        case "space" if place + 1 < len(words):
            words[place : place + 2] = ["".join(words[place : place + 2])]
        case "light_word":
            words.insert(place, random.choice(_words()["light_words"]))
        case "no_marks":
            return strip_diacritics(text)
        case "synonym" | "short_form":
            return _exchanged(text, _words()[f"{kind}s"], random)
        case "tail":
            words.append(random.choice(_words()["tails"]))
        case _ if len(words) > MIN_WORDS:
            del words[place]
    return " ".join(words)


def _exchanged(text: str, pairs: list[list[str]], random: Random) -> str:
    """A text with one of two forms put for the other, once; a word less where it has none."""
    both = [*pairs, *([second, first] for first, second in pairs)]
    fitting = [(old, new) for old, new in both if regex.search(rf"(?i)\b{old}\b", text)]
    if not fitting:
        words = text.split()
        del words[random.randrange(len(words))]
        return " ".join(words) if len(words) >= MIN_WORDS else text
    old, new = random.choice(fitting)
    return regex.sub(rf"(?i)\b{old}\b", new, text, count=1)


def _renumbered(task: Task, neighbour: Task) -> Task:
    if task.group != neighbour.group or not (task.number or "").isdigit():
        return task
    return task.model_copy(update={"number": str(int(task.number or "0") + 1)})


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return loaded
