"""Reads the plans of Vietnamese wards and communes: who does what, by when, with which product,
toward which target.

    >>> import kehoach
    >>> plan = kehoach.extract("samples/tuong-thuat/tuong-thuat.pdf")      # doctest: +SKIP
    >>> [(task.task, task.deadline) for task in plan.tasks]                # doctest: +SKIP

`extract` reads a paper, `read_plan` a plan that was written as JSON. What cannot be read raises a
`KehoachError`; its classes (`kehoach.errors`) say why, in Vietnamese and English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kehoach.api import extract, extract_each, read_plan
from kehoach.errors import KehoachError
from kehoach.ingest.options import ReadOptions
from kehoach.version import __version__

if TYPE_CHECKING:
    from kehoach.schema.models import Plan

__all__ = [
    "KehoachError",
    "Plan",
    "ReadOptions",
    "__version__",
    "extract",
    "extract_each",
    "read_plan",
]


def __getattr__(name: str) -> object:
    """`Plan`, when it is asked for: its models need pydantic, which takes its time to import."""
    if name == "Plan":
        from kehoach.schema.models import Plan

        return Plan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
