"""What speaks for or against all values of an item: what it lacks, how it stands among its
neighbours, whether two of its fields hold the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kehoach.normalize.offices.directory import opening_words
from kehoach.parsers.confidence.traits import STEPS, beginning, ending, step
from kehoach.schema import models

__all__ = ["STEPS", "item_traits"]

USUAL = 0.8
"""A field that so many of the tasks of a kind have is missed where one lacks it."""
FEW = 4
"""Of fewer tasks nothing is usual."""
FIELDS = ("lead", "deadline", "deliverables")
_CELLS = ("lead", "coordinating", "deliverables", "deadline")
_ODD = re.compile(
    r"[a-zà-ỹ][A-ZÀ-Ỹ]|[{}|~<>\\^_]|[a-zà-ỹ]\d|\d[a-zà-ỹ]{2}|(?<!\S)[^\w\s\"“(%+–-](?!\S)"
)
"""Letters that no clerk writes side by side: a capital inside a word, a figure in it, a sign by
itself."""


def item_traits(plan: models.Plan) -> Mapping[str, tuple[str, ...]]:
    """The traits of each item, by its JSON pointer."""
    found: dict[str, tuple[str, ...]] = {}
    usual = _usual(plan.tasks)
    tasks = plan.tasks
    before, after = (None, *tasks[:-1]), (*tasks[1:], None)
    for index, (task, above, below) in enumerate(zip(tasks, before, after, strict=False)):
        found[f"/tasks/{index}"] = (
            *_of_task(task),
            *_among(task, above, below),
            *(f"misses {name}" for name in usual[task.origin] if not getattr(task, name)),
        )
    for index, target in enumerate(plan.targets):
        figures = "figures" if target.metrics else "no figures"
        odd = ("odd letters",) if _ODD.search(target.text) else ()
        begins = f"text begins {beginning(target.text)}"
        found[f"/targets/{index}"] = (f"target of {target.origin}", figures, begins, *odd)
    for index, assignment in enumerate(plan.assignments):
        found[f"/assignments/{index}"] = tuple(_of_assignment(assignment))
    return found


def _usual(tasks: Sequence[models.Task]) -> Mapping[str, tuple[str, ...]]:
    """The fields that the tasks of each origin mostly have."""
    usual: dict[str, tuple[str, ...]] = {}
    for origin in ("table", "body"):
        own = [task for task in tasks if task.origin == origin]
        usual[origin] = tuple(
            name
            for name in FIELDS
            if len(own) >= FEW and sum(bool(getattr(task, name)) for task in own) > USUAL * len(own)
        )
    return usual


def _of_task(task: models.Task) -> Iterator[str]:
    yield f"origin={task.origin}"
    told = (("l", task.lead), ("d", task.deadline), ("p", task.deliverables))
    yield f"has={''.join(letter for letter, value in told if value) or 'none'}"
    yield f"task {ending(task.task)}"
    yield f"task begins {beginning(task.task)}"
    yield f"task letters={step('letters', len(task.task))}"
    if task.number is None:
        yield "no number"
    if task.deadline is not None:
        yield f"time={task.deadline.kind or 'not understood'}"
    if _ODD.search(" ".join((task.task, *task.activities, *task.deliverables))):
        yield "odd letters"
    lead, helpers = task.lead, task.coordinating
    if lead is not None and helpers is not None and set(lead.units) & set(helpers.units):
        yield "leads and helps"
    if lead is not None and lead.unknown:
        yield "unknown lead"
    if lead is not None and len(lead.units) > 1:
        yield "many leads"
    if any(_names_body(text) for text in task.deliverables):
        yield "product names body"
    if _same_place(task):
        yield "two fields in one place"


def _names_body(text: str) -> bool:
    """Does a name of a body stand inside a wording, not only behind "của"?"""
    words = text.split()
    for index, word in enumerate(words[1:], start=1):
        if word in _openings() and words[index - 1].casefold() not in ("của", "do", "cho", "về"):
            return True
    return False


@cache
def _openings() -> frozenset[str]:
    return frozenset(word.split()[0].capitalize() for word in opening_words() if word)


def _same_place(task: models.Task) -> bool:
    """Do the words of two fields stand in the same place?"""
    if task.sources is None:
        return False
    seen: set[object] = set()
    for name in _CELLS:
        source = getattr(task.sources, name)
        each = source if isinstance(source, tuple) else (source,) if source else ()
        own = {span for one in each for span in _corners(one)}
        if own & seen:
            return True
        seen |= own
    return False


def _corners(source: object) -> Iterator[tuple[object, ...]]:
    for span in getattr(source, "spans", ()):
        yield (span.page, span.bbox, span.line_start, span.paragraph_start, span.char_start)


def _among(
    task: models.Task, before: models.Task | None, after: models.Task | None
) -> Iterator[str]:
    """How a task stands among its neighbours."""
    if after is not None and beginning(after.task) == "small":
        yield "next begins small"
    if before is not None and ending(before.task) in ("cut", "goes on"):
        yield "behind a cut one"
    if before is None or task.number is None or before.number is None:
        return
    if task.number == before.number:
        yield "number again"
    elif task.number.isdigit() and before.number.isdigit():
        follows = int(task.number) - int(before.number) == 1 or task.number == "1"
        yield "number follows" if follows else "number jumps"


def _of_assignment(assignment: models.Assignment) -> Iterator[str]:
    yield "one duty" if len(assignment.duties) == 1 else "duties"
    yield "many bodies" if ";" in assignment.unit else "one body"
    if any(beginning(duty) == "small" for duty in assignment.duties):
        yield "duty begins small"
    if assignment.number is None:
        yield "no number"
