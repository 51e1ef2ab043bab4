"""The rules that make findings: each small, named by its code, registered in one table, sentences in findings.yaml.

A rule takes the plan and what the readers observed, and yields hits: where (a JSON pointer), the evidence in the
paper's own words, and where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from schema.models import Finding, Metric, Plan, Spans, Task

MAX_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class Observation:
    """Something a reader saw or could not do: becomes the finding that findings.yaml words under this code. `details`
    are the other names in braces of its sentences."""

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
    """What the rules need to know besides the plan. `narrative`: its tasks are sentences of prose; `rebuilt`: its
    tables were put together from loose lines."""

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


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """findings.yaml: how each finding is worded and how severe it is."""
    loaded: dict[str, dict[str, Any]] = yaml.load(
        (Path(__file__).parent / "findings.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


def findings_of(plan: Plan, observations: Observations) -> tuple[Finding, ...]:
    """All findings, in the order of the rules and of the paper."""
    from schema import completeness, figures, likeness, numbering, owners, timing  # noqa: F401  (they register their rules)

    return tuple(_worded(hit) for check in RULES.values() for hit in check(plan, observations))


def _worded(hit: Hit) -> Finding:
    entry = sentences()[hit.name]
    evidence = hit.evidence if len(hit.evidence) <= MAX_EVIDENCE else hit.evidence[: MAX_EVIDENCE - 1] + "…"
    details = {"evidence": evidence, "suggestion": hit.suggestion or "", **hit.details}
    return Finding(
        code=entry.get("code", hit.name),
        severity=entry["severity"],
        where=hit.where,
        message=entry["vi"].format_map(details),
        message_en=entry["en"].format_map(details),
        evidence=evidence,
        suggestion=hit.suggestion or _advice(entry, "do", details),
        suggestion_en=None if hit.suggestion else _advice(entry, "do_en", details),
        spans=hit.spans,
    )


def _advice(entry: dict[str, Any], key: str, details: dict[str, object]) -> str | None:
    """What to do, where findings.yaml says so for every finding of the kind."""
    advice = entry.get(key)
    return advice.format_map(details) if advice else None


def task_words(task: Task) -> str:
    """A task's number and wording, for evidence."""
    return f"{task.number}. {task.task}" if task.number else task.task
