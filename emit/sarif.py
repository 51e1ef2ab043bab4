"""Findings as SARIF 2.1.0 (OASIS standard), for code hosts and editors that show results beside a
file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from kehoach.schema.models import Finding, Plan, Span
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
    codes = sorted({finding.code for _, plan in plans for finding in plan.findings})
    index = {code: n for n, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "kehoach", "rules": [_rule(code, lang) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {
                "location": {"uri": _uri(name)},
                "mimeType": plan.source.media_type,
                "hashes": {"sha-256": plan.source.sha256},
            }
            for name, plan in plans
        ],
        "results": [
            _result(finding, name, n, index[finding.code], lang)
            for n, (name, plan) in enumerate(plans)
            for finding in plan.findings
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _uri(name: str) -> str:
    """A file's name as a relative reference; nothing in it can be taken for a scheme or a host."""
    return quote(name.replace("\\", "/").lstrip("/"), safe="/")


def _rule(code: str, lang: str) -> dict[str, object]:
    entry = sentences().get(code) or next(
        (e for e in sentences().values() if e.get("code") == code), {}
    )
    described = re.sub(r"\{\w+\}", "…", str(entry.get(lang, code)))
    severity = str(entry.get("severity", "warning"))
    return {
        "id": code,
        "shortDescription": {"text": described},
        "defaultConfiguration": {"level": _LEVELS.get(severity, "warning")},
    }


def _result(finding: Finding, name: str, artifact: int, rule: int, lang: str) -> dict[str, object]:
    told = finding.message if lang == "vi" else finding.message_en
    advice = (finding.suggestion_en if lang == "en" else None) or finding.suggestion
    if advice and advice not in told:
        told = f"{told} → {advice}"
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(name), "index": artifact}}
    if region := _region(finding.spans, finding.evidence):
        physical["region"] = region
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": told},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [
                    {"fullyQualifiedName": finding.where or "/", "kind": "member"}
                ],
            }
        ],
        "properties": {
            "where": finding.where,
            "evidence": finding.evidence,
            "pages": sorted({span.page for span in finding.spans if span.page is not None}),
        },
    }


def _region(spans: Sequence[Span], evidence: str) -> dict[str, object] | None:
    lines = [n for span in spans for n in (span.line_start, span.line_end) if n is not None]
    if not lines:
        return None
    region: dict[str, object] = {"startLine": min(lines), "endLine": max(lines)}
    if evidence:
        region["snippet"] = {"text": evidence}
    return region
