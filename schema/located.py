"""The values of a plan with their sources, one by one: for whoever draws or lists them."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.base import Model
from kehoach.schema.models import Plan
from kehoach.schema.sources import Sources, ValueSource

PARTS = ("document", "targets", "tasks", "assignments", "obligations")
"""The fields of a plan, or of a paper beside it, in which values have sources."""


def located(plan: Plan) -> Iterator[tuple[str, ValueSource]]:
    """Each source with the JSON pointer of its value ("/tasks/3/lead/0")."""
    for name in PARTS:
        yield from _inside(getattr(plan, name), f"/{name}")


def _inside(part: object, pointer: str) -> Iterator[tuple[str, ValueSource]]:
    if isinstance(part, ValueSource):
        yield pointer, part
    elif isinstance(part, Sources):
        for name in type(part).model_fields:
            yield from _inside(getattr(part, name), f"{pointer}/{name}")
    elif isinstance(part, tuple):
        for index, element in enumerate(part):
            yield from _inside(element, f"{pointer}/{index}")
    elif isinstance(part, Model):
        yield from _inside(getattr(part, "sources", None), pointer)
        for name in ("details", "legal_bases"):
            yield from _inside(getattr(part, name, ()), f"{pointer}/{name}")
