"""Reads the plans of Vietnamese wards and communes: who does what, by when, with which product,
toward which target.

    >>> import kehoach
    >>> plan = kehoach.extract("samples/tuong-thuat/tuong-thuat.pdf")      # doctest: +SKIP
    >>> [(task.task, task.deadline) for task in plan.tasks]                # doctest: +SKIP

`extract` reads a paper, `read_plan` a plan that was written as JSON; `difference` tells two
versions of a plan apart, `comparison` what others made of a superior's plan. What cannot be read
raises a `KehoachError`; its classes (`kehoach.errors`) say why, in Vietnamese and English.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kehoach.version import __version__

if TYPE_CHECKING:
    from kehoach.api import comparison, difference, due, extract, extract_each, read_plan
    from kehoach.errors import KehoachError
    from kehoach.ingest.options import ReadOptions
    from kehoach.schema.models import Plan

__all__ = [
    "KehoachError",
    "Plan",
    "ReadOptions",
    "__version__",
    "comparison",
    "difference",
    "due",
    "extract",
    "extract_each",
    "read_plan",
]
_HOMES = {
    "KehoachError": "kehoach.errors",
    "Plan": "kehoach.schema.models",
    "ReadOptions": "kehoach.ingest.options",
    "comparison": "kehoach.api",
    "difference": "kehoach.api",
    "due": "kehoach.api",
    "extract": "kehoach.api",
    "extract_each": "kehoach.api",
    "read_plan": "kehoach.api",
}


def __getattr__(name: str) -> object:
    """The names above, when they are asked for: what they need takes its time to import, and the
    command must know what to do about Ctrl-C before that."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
