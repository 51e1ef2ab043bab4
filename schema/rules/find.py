"""The rules that make findings: each small, named by its code, registered in one table, sentences
in findings.yaml.

A rule takes the plan and what the readers observed, and yields hits: where (a JSON pointer), the
evidence in the paper's own words, and where it stands.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kehoach.schema.models import Finding, Plan
from kehoach.schema.rules import (  # noqa: F401 (they register their rules, in this order)
    completeness,
    figures,
    likeness,
    numbering,
    owners,
    timing,
)
from kehoach.schema.rules.base import RULES, Hit, Observations

MAX_EVIDENCE = 200


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """findings.yaml: how each finding is worded and how severe it is."""
    loaded: dict[str, dict[str, Any]] = yaml.load(
        (Path(__file__).parent / "findings.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )
    return loaded


def findings_of(plan: Plan, observations: Observations) -> tuple[Finding, ...]:
    """All findings, in the order of the rules and of the paper."""
    return tuple(_worded(hit) for check in RULES.values() for hit in check(plan, observations))


def _worded(hit: Hit) -> Finding:
    entry = sentences()[hit.name]
    evidence = (
        hit.evidence
        if len(hit.evidence) <= MAX_EVIDENCE
        else hit.evidence[: MAX_EVIDENCE - 1] + "…"
    )
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
