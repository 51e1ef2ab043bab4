"""Findings as SARIF 2.1.0 (OASIS standard), for code hosts and editors that show results beside a
file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kehoach.emit.findings import advice_of, message_of
from kehoach.emit.places import lines_of, pages_of
from kehoach.schema.models import Finding, Plan
from kehoach.schema.papers import told_findings
from kehoach.schema.rules.find import sentences

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def to_sarif(plans: Sequence[tuple[str, Plan]], lang: str) -> str:
    """Papers by their names, and their findings in Vietnamese or English -> one SARIF log with one
    run.

    A text paper's lines are regions; of a PDF SARIF knows no pages, so these stand in the message
    and in `properties`.
    """
    codes = sorted({finding.code for _, plan in plans for finding in told_findings(plan)})
    rule_numbers = {code: number for number, code in enumerate(codes)}
    artifacts = [_Artifact(number, name, plan=plan) for number, (name, plan) in enumerate(plans)]
    run = {
        "tool": {"driver": {"name": "kehoach", "rules": [_rule(code, lang) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [artifact.as_json() for artifact in artifacts],
        "results": [
            _result(finding, artifact, rule=rule_numbers[finding.code], lang=lang)
            for artifact in artifacts
            for finding in told_findings(artifact.plan)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Artifact:
    """A paper as SARIF lists it."""

    number: int
    name: str
    plan: Plan

    @property
    def uri(self) -> str:
        """Its name as a relative reference; nothing in it can be taken for a scheme or a host."""
        return quote(self.name.replace("\\", "/").lstrip("/"), safe="/")

    def as_json(self) -> dict[str, object]:
        return {
            "location": {"uri": self.uri},
            "mimeType": self.plan.source.media_type,
            "hashes": {"sha-256": self.plan.source.sha256},
        }


def _rule(code: str, lang: str) -> dict[str, object]:
    entry = sentences().get(code) or _entry_of(code)
    described = re.sub(r"\{\w+\}", "…", str(entry.get(lang, code)))
    severity = str(entry.get("severity", "warning"))
    return {
        "id": code,
        "shortDescription": {"text": described},
        "defaultConfiguration": {"level": _LEVELS.get(severity, "warning")},
    }


def _entry_of(code: str) -> dict[str, object]:
    """The sentences of a code that stands inside an entry of another name."""
    for entry in sentences().values():
        if entry.get("code") == code:
            return dict(entry)
    return {}


def _result(finding: Finding, artifact: _Artifact, rule: int, lang: str) -> dict[str, object]:
    message, advice = message_of(finding, lang), advice_of(finding, lang)
    if advice and advice not in message:
        message = f"{message} → {advice}"
    place: dict[str, object] = {"artifactLocation": {"uri": artifact.uri, "index": artifact.number}}
    if region := _region(finding):
        place["region"] = region
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [
                    {"fullyQualifiedName": finding.where or "/", "kind": "member"}
                ],
            }
        ],
        "properties": {
            "where": finding.where,
            "evidence": finding.evidence,
            "pages": pages_of(finding.spans),
        },
    }


def _region(finding: Finding) -> dict[str, object] | None:
    """The lines of a text paper; None for others."""
    lines = lines_of(finding.spans)
    if lines is None:
        return None
    region: dict[str, object] = {"startLine": lines[0], "endLine": lines[1]}
    if finding.evidence:
        region["snippet"] = {"text": finding.evidence}
    return region
