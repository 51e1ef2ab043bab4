"""Rules on who does it: collectives, bodies that nobody knows, one duty led by two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Assignment, Plan
from kehoach.schema.rules.base import Hit, Observations, rule
from kehoach.schema.rules.vocabulary import alike, words


@rule("vague_owner")
def vague_owner(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A lead that is "các cơ quan, đơn vị": nobody answers for the task."""
    for at, task in enumerate(plan.tasks):
        if task.lead is not None and task.lead.collective:
            alone = len(task.lead.collective) == len(task.lead.units)
            name = "vague_owner" if alone else "vague_owner_beside"
            details: dict[str, object] = {"vague": "; ".join(task.lead.collective)}
            yield Hit(name, f"/tasks/{at}/lead", task.lead.raw, task.spans, details)


@rule("unknown_body")
def unknown_body(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A lead that our directory does not have, told once per name: a misprint, or a body to be
    added."""
    told: set[str] = set()
    for at, task in enumerate(plan.tasks):
        for name in task.lead.unknown if task.lead else ():
            if comparison_key(name) not in told:
                told.add(comparison_key(name))
                yield Hit("unknown_body", f"/tasks/{at}/lead", name, task.spans)


MIN_DUTY = 8
"""Words. Shorter duties ("Chủ trì, phối hợp thực hiện.") are alike by nature."""
SAME_DUTY = 0.92


@rule("shared_duty")
def shared_duty(plan: Plan, _: Observations) -> Iterator[Hit]:
    """The same duty given to two bodies, both to lead it."""
    duties = [
        (f"/assignments/{at}/duties/{n}", held, comparison_key(duty))
        for at, held in enumerate(plan.assignments)
        for n, duty in enumerate(held.duties)
        if leads(duty) and len(duty.split()) >= MIN_DUTY
    ]
    for (_where, first, one), (where, second, other) in combinations(duties, 2):
        if (
            first.unit != second.unit
            and alike(_without(one, first), _without(other, second)) >= SAME_DUTY
        ):
            details: dict[str, object] = {"first": first.unit, "second": second.unit}
            yield Hit("shared_duty", where, other, second.spans, details)


def leads(duty: str) -> bool:
    """Does the duty say that its unit leads it?"""
    opening = comparison_key(" ".join(duty.split()[:12]))
    return any(f" {comparison_key(word)} " in f" {opening} " for word in words("leading"))


def _without(duty: str, held: Assignment) -> str:
    return duty.removeprefix(comparison_key(held.unit)).strip()
