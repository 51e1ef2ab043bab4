"""What the tasks of a paper owe: which of owner, time and product an empty field of them lacks. One
answer for all who count what is missing (findings, report, letters, follow-up workbook)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kehoach.normalize.text import small
from kehoach.schema.kinds import gives_orders, is_calendar
from kehoach.schema.models import Plan, Task
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import wordings

IS_EMPTY: Mapping[str, Callable[[Task], bool]] = {
    "lead": lambda task: task.lead is None,
    "deadline": lambda task: task.deadline is None,
    "deliverables": lambda task: not task.deliverables,
}
"""The fields that a task of a plan owes, and whether one leaves it empty."""
EVERY, OWNER = tuple(IS_EMPTY), ("lead",)
WORDS_OF_NAME = 5
"""Between "mô hình" and what it is called."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Of one paper: `of_point` are the fields that a sentence of it owes, `of_rows` those that the
    rows of a table owe, by its number, where they owe fewer than all."""

    of_point: tuple[str, ...] = EVERY
    of_rows: Mapping[int | None, tuple[str, ...]] | None = None

    def fields(self, task: Task) -> tuple[str, ...]:
        """What a task owes."""
        if task.origin != "table":
            return self.of_point
        return EVERY if self.of_rows is None else self.of_rows.get(task.table, EVERY)

    def lacks(self, task: Task) -> tuple[str, ...]:
        """What it owes and leaves empty."""
        return tuple(name for name in self.fields(task) if IS_EMPTY[name](task))


def owed_by(plan: Plan) -> Owed:
    """What the tasks of a paper owe. The sentences of a directive, letter or notice say when
    something is due where that matters, and name no products (unless the paper asks for them); the
    rows of its tables have what their columns are for. What a work calendar tells is held, and
    yields no product."""
    document = plan.document
    if is_calendar(document.type, document.title):
        tables = {task.table: OWNER for task in plan.tasks}
        return Owed(of_point=OWNER, of_rows=tables)
    if not gives_orders(document.type) or plan_asks_for_all(plan):
        return Owed()
    having: dict[int | None, set[str]] = {}
    for task in plan.tasks:
        if task.origin == "table":
            told = {name for name, is_empty in IS_EMPTY.items() if not is_empty(task)}
            having.setdefault(task.table, set(OWNER)).update(told)
    rows = {table: tuple(one for one in EVERY if one in told) for table, told in having.items()}
    return Owed(of_point=OWNER, of_rows=rows)


def plan_asks_for_all(plan: Plan) -> bool:
    """As `asks_for_all`, of a plan as it stands."""
    told = small("\n".join(one.text for one in wordings(plan)))
    return asks_for_all(told, (task.task for task in plan.tasks))


def asks_for_all(small_wordings: str, tasks: Iterable[str]) -> bool:
    """Does a paper itself ask for owner, time and product ("rõ người, rõ việc, rõ thời gian")? What
    one of its tasks bids others do ("rà soát nhiệm vụ theo tinh thần sáu rõ") is no rule of the
    paper, nor is what a model of work is called ("mô hình “6 rõ”")."""
    if not any(phrase in small_wordings for phrase in words("asking_for_all")):
        return False
    return any(map(_asks, _outside(small_wordings, "\n".join(map(small, tasks)))))


def _outside(small_wordings: str, tasks: str) -> Iterator[str]:
    return (line for line in small_wordings.split("\n") if line and line not in tasks)


def _asks(line: str) -> bool:
    """Does a wording (in small letters) ask for owner, time and product?"""
    for phrase in words("asking_for_all"):
        before, named, _ = line.partition(phrase)
        ahead = " ".join(before.split()[-WORDS_OF_NAME:])
        if named and not any(model in ahead for model in words("models_of_work")):
            return True
    return False
