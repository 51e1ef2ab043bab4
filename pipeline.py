"""The whole story on one screen: a file -> a `Plan`."""

from __future__ import annotations

from pathlib import Path

from ingest.model import Document, lines_of
from ingest.options import DEFAULT_OPTIONS, ReadOptions
from ingest.read import read
from normalize.language import require_vietnamese
from parsers.assemble import assemble
from schema.models import Plan
from schema.rules import findings_of


def extract(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> Plan:
    """Read one paper; `options` say how scans are read. Raises the exceptions of `errors`; writes nothing but the cache
    that the options name."""
    return to_plan(read(path, options=options))


def to_plan(document: Document) -> Plan:
    """A document as read -> the plan it holds, with its findings and its status."""
    require_vietnamese(line.text for line in lines_of(document.flow))
    plan, observations = assemble(document)
    findings = findings_of(plan, observations)
    partial = any(finding.code in PARTIAL for finding in findings)
    return plan.model_copy(update={"findings": findings, "status": "partial" if partial else "ok"})


PARTIAL = frozenset({"unreadable_page", "unread_table", "truncated_input"})
"""Findings that tell of something lost: a plan with one is never called complete."""
