"""Readers of one sentence of duty, side by side: the product's own, and one made of spaCy's
matchers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bench.figure_matchers import figures_by_matchers
from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.times.period import Period
from kehoach.parsers.items.drafts.drafts import draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.works.draft_tasks import to_task
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.sentences.mentions import read
from kehoach.schema import models


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says: the printed words of those who lead and help, of its deadline ("" for
    none), and its figures in one line each."""

    lead: str = ""
    coordinating: str = ""
    deadline: str = ""
    metrics: tuple[str, ...] = ()


def read_by_rules(text: str, level: str | None, period: Period | None) -> Said:
    """A sentence as the product reads a point of prose."""
    context = Context(period=period, level=level)
    root = Node(None, "", rank=0.0, level=0)
    leaf = Leaf("bullet", None, text, ())
    task = to_task(draft_of(leaf, root), "t1", context)
    return Said(
        lead=_raw(task.lead),
        coordinating=_raw(task.coordinating),
        deadline=task.deadline.raw if task.deadline else "",
        metrics=told_metrics(text),
    )


def _raw(owner: models.Offices | None) -> str:
    return owner.raw if owner else ""


def told_metrics(text: str) -> tuple[str, ...]:
    """The figures that the product reads in a commitment, as tests/data/quantities.yaml writes
    them."""
    return tuple(
        told(metric.comparator, metric.value, low=metric.min, high=metric.max, unit=metric.unit)
        for metric in parse_metrics(text)
    )


def told(
    comparator: str,
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str | None,
) -> str:
    """A figure in one line: ">= 95 %", "range 3..5 lớp"."""
    amount = f"{value:g}" if value is not None else f"{low:g}..{high:g}"
    return f"{comparator} {amount} {unit or ''}".strip()


# --- spaCy ----------------------------------------------------------------------------------------


def read_by_matchers(text: str, level: str | None, period: Period | None) -> Said:
    """A sentence as spaCy's matchers read it."""
    found = read(text, level, period)
    return Said(found.lead, found.coordinating, found.deadline, figures_by_matchers(text))


def read_by_both(text: str, level: str | None, period: Period | None) -> Said:
    """The rules, and the matchers where these are silent."""
    first, second = read_by_rules(text, level, period), read_by_matchers(text, level, period)
    return Said(
        lead=first.lead or second.lead,
        coordinating=first.coordinating or second.coordinating,
        deadline=first.deadline or second.deadline,
        metrics=first.metrics or second.metrics,
    )


Reader: TypeAlias = Callable[[str, str | None, Period | None], Said]
"""A sentence, the level of its paper's unit, the time of the plan -> what it says."""
READERS: Mapping[str, Reader] = {
    "rules": read_by_rules,
    "matchers": read_by_matchers,
    "both": read_by_both,
}
