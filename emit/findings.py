"""Findings for readers: their order, their words in one language, and all of them as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from kehoach.schema.models import Finding, Plan, Severity
from kehoach.schema.papers import told_findings

LEVELS: tuple[Severity, ...] = ("error", "warning", "info")

_ALL_TASKS = re.compile(r"(?:/more_documents/\d+)?/tasks")
"""The place of all tasks of a paper."""


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Worst first, then what is wrong alike together, in the order of the paper."""
    first: dict[tuple[str, str], int] = {}
    for index, finding in enumerate(findings):
        first.setdefault(kind_of(finding), index)
    return sorted(
        findings, key=lambda finding: (LEVELS.index(finding.severity), first[kind_of(finding)])
    )


def kind_of(finding: Finding) -> tuple[str, str]:
    """What findings that belong together share."""
    return finding.severity, finding.code


def is_gap(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether it is one of those that another finding sums up: "no lead here" beside "31 tasks name
    no lead"."""
    if finding.severity != "info":
        return False
    return any(
        sum_.code == finding.code and is_sum(sum_) and finding.where.startswith(f"{sum_.where}/")
        for sum_ in findings
    )


def is_sum(finding: Finding) -> bool:
    """Whether it tells of all tasks together."""
    return _ALL_TASKS.fullmatch(finding.where) is not None and finding.severity != "info"


def without_gaps(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that count: those that another one sums up left out."""
    sums = [finding for finding in findings if is_sum(finding)]
    return [finding for finding in findings if not is_gap(finding, sums)]


def gaps_of(summed: Finding, findings: Sequence[Finding]) -> list[Finding]:
    """What a finding sums up, in the order of the paper."""
    if not is_sum(summed):
        return []
    return [one for one in findings if one.code == summed.code and is_gap(one, [summed])]


def message_of(finding: Finding, lang: str) -> str:
    """What is wrong, in Vietnamese or English."""
    return finding.message if lang == "vi" else finding.message_en


def advice_of(finding: Finding, lang: str) -> str:
    """What belongs there, or what to do about it; "" where nobody knows."""
    if lang == "en" and finding.suggestion_en:
        return finding.suggestion_en
    return finding.suggestion or ""


def to_json(plans: Sequence[tuple[str, Plan]], lang: str) -> str:
    """Papers by their names, and their findings as they stand in the plans, in both languages."""
    del lang
    listed = [
        {
            "name": name,
            "status": plan.status,
            "findings": [finding.model_dump(mode="json") for finding in told_findings(plan)],
        }
        for name, plan in plans
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
