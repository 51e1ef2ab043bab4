"""The doors of this room: each format by its name, and the function that writes it.

A new format is a line here and a function; it is imported when it is needed, so that whoever asks
only for the names waits for nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from kehoach.emit.origin import Origin
    from kehoach.schema.models import Plan

PlanWriter: TypeAlias = "Callable[[Plan, Origin], bytes]"
"""A plan, and where it stands -> a file."""
FindingsWriter: TypeAlias = "Callable[[Sequence[tuple[str, Plan]], str], str]"
"""Plans by the names of their papers, and the language ("vi" or "en") -> the text of a file."""

PLAN_FORMATS: Mapping[str, str] = {
    "json": "kehoach.emit.json:to_bytes",
    "xlsx": "kehoach.emit.xlsx:to_xlsx",
    "csv": "kehoach.emit.csv:to_csv",
    "ics": "kehoach.emit.ics:to_ics",
    "html": "kehoach.emit.report:to_html",
    "jira": "kehoach.emit.exchange.mapped:to_jira",
    "planner": "kehoach.emit.exchange.mapped:to_planner",
    "trello": "kehoach.emit.exchange.mapped:to_trello",
    "msproject": "kehoach.emit.exchange.msproject:to_msproject",
    "akn": "kehoach.emit.exchange.akoma_ntoso:to_akoma_ntoso",
    "edxml": "kehoach.emit.exchange.edxml:to_edxml",
}
FINDINGS_FORMATS: Mapping[str, str] = {
    "json": "kehoach.emit.findings:to_json",
    "sarif": "kehoach.emit.sarif:to_sarif",
    "html": "kehoach.emit.findings_html:to_html",
}


SUFFIXES: Mapping[str, str] = {
    "jira": "jira.csv",
    "planner": "planner.csv",
    "trello": "trello.csv",
    "msproject": "msproject.xml",
    "akn": "akn.xml",
}
"""What the names of files end with, where that is not the format's own name."""
MAPPED = "csv:"
"""Before the path of a mapping: CSV by that."""


def suffix_of(name: str) -> str:
    """What the name of a file in a format ends with, behind a dot.

    >>> suffix_of("ics"), suffix_of("jira"), suffix_of("csv:columns.yaml")
    ('ics', 'jira.csv', 'csv')
    """
    return "csv" if name.startswith(MAPPED) else SUFFIXES.get(name, name)


def plan_writer(name: str) -> PlanWriter:
    """The function that writes plans in one of PLAN_FORMATS, or by a mapping ("csv:columns.yaml").
    Raises BrokenMappingError.

    >>> plan_writer("csv").__name__
    'to_csv'
    """
    if name.startswith(MAPPED):
        by_mapping = _imported("kehoach.emit.exchange.mapped:writer_of")
        mapped: PlanWriter = by_mapping(Path(name.removeprefix(MAPPED)))
        return mapped
    writer: PlanWriter = _imported(PLAN_FORMATS[name])
    return writer


def findings_writer(name: str) -> FindingsWriter:
    """The function that writes findings in one of FINDINGS_FORMATS."""
    writer: FindingsWriter = _imported(FINDINGS_FORMATS[name])
    return writer


def _imported(name: str) -> Any:
    """What a name such as "kehoach.emit.csv:to_csv" stands for."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)
