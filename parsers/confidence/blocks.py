"""What speaks for or against all items of a block: the tasks of one table, those of the text, the
targets, the duties. A reader who mistakes what a list is has all of its values wrong at once: the
points of a letter are no tasks of a plan, a table without a single time is perhaps none of tasks.

Told is in which kind of paper a block stands, how many items it has, and what most of them have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.confidence.traits import step
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.words import contains
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_calendar, sets_tasks

Found = dict[str, tuple[str, ...]]
LETTERS = {"l": "lead", "d": "deadline", "p": "deliverables"}
"""The fields of a task that count, each by the letter it is told with."""
HEADINGS = {
    "solutions": "solution_headings",
    "duties": "assignment_headings",
    "work": "task_headings",
    "aims": "plain_headings",
}
"""What headings speak of, each by the list of its words, in this order."""
SHORT, FEW, MOST = 25, 3, 0.8
USUAL = 0.3
"""A field that at least so many tasks of a block have is one that the block has."""


def kind_of(document: models.DocumentInfo) -> str:
    """What a paper is for, as far as its kind tells: a "plan" or a "calendar", a paper that gives
    "orders" in sentences, "another" one, "unknown" where no kind was read.

    >>> kind_of(models.DocumentInfo(type="Công điện"))
    'orders'
    """
    if document.type is None:
        return "unknown"
    if is_calendar(document.type, document.title):
        return "calendar"
    if sets_tasks(document.type):
        return "plan"
    return "orders" if gives_orders(document.type) else "another"


def block_traits(plan: models.Plan) -> Found:
    """The traits that each item has of its block, by its JSON pointer."""
    kind = kind_of(plan.document)
    return {
        **_traits_of_tasks(plan, kind),
        **_traits_of_targets(plan.targets, kind),
        **_traits_of_assignments(plan.assignments, kind),
    }


def _traits_of_tasks(plan: models.Plan, kind: str) -> Found:
    blocks: dict[tuple[str, int | None], list[int]] = {}
    for index, task in enumerate(plan.tasks):
        blocks.setdefault((task.origin, task.table), []).append(index)
    found: Found = {}
    for (origin, _), indices in blocks.items():
        tasks = [plan.tasks[index] for index in indices]
        common = tuple(_of_tasks(tasks, f"{origin} tasks", kind=kind))
        shared = _shared(tasks)
        for index, task in zip(indices, tasks, strict=True):
            found[f"/tasks/{index}"] = (*common, *_of_task(task), *_like_all(task, shared))
    return found


def _of_tasks(tasks: Sequence[models.Task], block: str, kind: str) -> Iterator[str]:
    """How many they are, and how many of them have what tasks have."""
    usual = "".join(
        letter
        for letter, name in LETTERS.items()
        if _share(getattr(task, name) for task in tasks) >= USUAL
    )
    yield f"{block} of {kind}"
    yield f"{block} have {usual or 'none'}"
    yield f"{block} {_many(tasks)}"
    yield f"{block} numbers={_step_of(task.number for task in tasks)}"
    yield f"{block} verbs={_step_of(is_doing(task.task) for task in tasks)}"
    yield f"{block} unknown leads={_step_of(_is_unknown(task) for task in tasks)}"
    yield f"{block} short={_step_of(len(task.task) < SHORT for task in tasks)}"
    yield f"{block} more lead than help={_step_of(_is_led_by_more(task) for task in tasks)}"
    if len(tasks) == 1:
        yield f"{block} alone"
    if block == "body tasks":
        yield f"{block} under work={_step_of(_is_under_work(task) for task in tasks)}"


def _is_unknown(task: models.Task) -> bool:
    return task.lead is not None and bool(task.lead.unknown)


def _is_led_by_more(task: models.Task) -> bool:
    """Do more bodies lead a task than help: is one column taken for the other?"""
    if task.lead is None or task.coordinating is None:
        return False
    return len(task.lead.units) > len(task.coordinating.units)


def _shared(tasks: Sequence[models.Task]) -> dict[str, str]:
    """What nearly all tasks of a block have in common: the lead, the time, by the name of its
    field."""
    found = {}
    for name in ("lead", "deadline"):
        said = Counter(getattr(task, name).raw if getattr(task, name) else None for task in tasks)
        (most, count), *_ = said.most_common(1)
        if most is not None and len(tasks) >= FEW and count >= MOST * len(tasks):
            found[name] = most
    return found


def _like_all(task: models.Task, shared: dict[str, str]) -> Iterator[str]:
    for name, raw in shared.items():
        own = getattr(task, name)
        yield f"{name} of all" if own is not None and own.raw == raw else f"other {name} than all"


def heading_of(title: str) -> str:
    """What the heading over a task speaks of."""
    for name, key in HEADINGS.items():
        if contains(title, key) is not None:
            return name
    if opens_as_body(title):
        return "body"
    return "verb" if is_doing(title) else "matter"


def _many(items: Sequence[object]) -> str:
    """How many items a block has, in words."""
    return ("few", "some", "many")[step("items", len(items))]


def _share(held: Iterable[object]) -> float:
    """Of several, those that are something; there is at least one."""
    each = [bool(one) for one in held]
    return sum(each) / len(each)


def _of_task(task: models.Task) -> Iterator[str]:
    """Whether a task reads like one, and stands where tasks stand."""
    yield "task is a verb" if is_doing(task.task) else "task is no verb"
    heading = heading_of(task.group.title) if task.group is not None else "none"
    yield f"{task.origin} heading={heading}"
    if task.origin == "body":
        yield "under work" if _is_under_work(task) else "under another heading"


def is_doing(text: str) -> bool:
    """Does a wording begin with what somebody does?"""
    return begins_duty(text)


def _is_under_work(task: models.Task) -> bool:
    """Does the heading of a task speak of work to do?"""
    return task.group is not None and contains(task.group.title, "task_headings") is not None


def _step_of(held: Iterable[object]) -> int:
    """The share as a step: 0 for few, 1 for some, 2 for most."""
    return step("held", _share(held))


def _traits_of_targets(targets: Sequence[models.Target], kind: str) -> Found:
    if not targets:
        return {}
    common = (
        f"targets of {kind}",
        f"targets {_many(targets)}",
        f"targets figures={_step_of(target.metrics for target in targets)}",
    )
    beside = Counter(target.section for target in targets)
    return {
        f"/targets/{index}": (
            *common,
            "target by itself" if beside[target.section] == 1 else "target among others",
            "target in a section" if target.section else "target before the sections",
        )
        for index, target in enumerate(targets)
    }


def _traits_of_assignments(assignments: Sequence[models.Assignment], kind: str) -> Found:
    if not assignments:
        return {}
    single = _step_of(len(assignment.duties) == 1 for assignment in assignments)
    common = (
        f"assignments of {kind}",
        f"assignments {_many(assignments)}",
        f"assignments of one duty={single}",
        f"assignments number={_step_of(assignment.number for assignment in assignments)}",
    )
    bodies = Counter(assignment.unit for assignment in assignments)
    return {
        f"/assignments/{index}": (
            *common,
            "duties under a heading" if assignment.group else "duties without a heading",
            *(("body again",) if bodies[assignment.unit] > 1 else ()),
        )
        for index, assignment in enumerate(assignments)
    }
