"""The doors of this room: each format by its name, and the function that writes it.

A new format is a line here and a function; it is imported when it is needed, so that whoever asks
only for the names waits for nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from kehoach.emit.rows import Origin
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
}
FINDINGS_FORMATS: Mapping[str, str] = {
    "json": "kehoach.emit.findings:to_json",
    "sarif": "kehoach.emit.sarif:to_sarif",
    "html": "kehoach.emit.findings_html:to_html",
}


def plan_writer(name: str) -> PlanWriter:
    """The function that writes plans in one of PLAN_FORMATS.

    >>> plan_writer("csv").__name__
    'to_csv'
    """
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
