"""What a rule is: a function of the plan and of what the readers observed, registered by name, that
yields hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kehoach.schema.models import Metric, Plan, Spans, Task


@dataclass(frozen=True, slots=True)
class Observation:
    """Something a reader saw or could not do: becomes the finding that findings.yaml words under
    this code. `details` are the other names in braces of its sentences."""

    code: str
    evidence: str
    spans: Spans = ()
    where: str = ""
    suggestion: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A wording that promises figures, wherever it stands: what `target_conflict` compares."""

    where: str
    text: str
    metrics: tuple[Metric, ...]
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Observations:
    """What the rules need to know besides the plan. `narrative`: its tasks are sentences of prose;
    `rebuilt`: its tables were put together from loose lines."""

    notes: tuple[Observation, ...] = ()
    promises: tuple[Promise, ...] = ()
    narrative: bool = False
    rebuilt: bool = False
    has_appendix: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule holds. `name` is the entry of findings.yaml that words it."""

    name: str
    where: str
    evidence: str
    spans: Spans = ()
    details: dict[str, object] = field(default_factory=dict)
    suggestion: str | None = None


Rule = Callable[[Plan, Observations], Iterator[Hit]]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its name."""

    def register(check: Rule) -> Rule:
        RULES[name] = check
        return check

    return register


def task_words(task: Task) -> str:
    """A task's number and wording, for evidence."""
    return f"{task.number}. {task.task}" if task.number else task.task
