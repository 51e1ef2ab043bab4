"""The values of a plan with their sources, one by one: for whoever draws or lists them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from kehoach.schema.base import Model
from kehoach.schema.models import Plan
from kehoach.schema.sources import Sources, ValueSource

PARTS = ("document", "targets", "tasks", "assignments", "obligations")
"""The fields of a plan, or of a paper beside it, in which values have sources."""


def located(plan: Plan) -> Iterator[tuple[str, ValueSource]]:
    """Each source with the JSON pointer of its value ("/tasks/3/lead/0")."""
    for name in PARTS:
        yield from _inside(getattr(plan, name), f"/{name}")


_PARTS = ("details", "legal_bases")


@cache
def _names_of(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a kind of parts; pydantic looks them up each time."""
    return tuple(kind.model_fields)


@cache
def _held_by(kind: type[BaseModel]) -> frozenset[str]:
    """Which of a part's attributes hold sources, or parts that do; to ask a part of pydantic for
    what it has not takes long."""
    return frozenset(
        name for name in ("sources", *_PARTS) if name in kind.model_fields or hasattr(kind, name)
    )


def _inside(part: object, pointer: str) -> Iterator[tuple[str, ValueSource]]:
    if isinstance(part, ValueSource):
        yield pointer, part
    elif isinstance(part, Sources):
        for name in _names_of(type(part)):
            yield from _inside(getattr(part, name), f"{pointer}/{name}")
    elif isinstance(part, tuple):
        for index, element in enumerate(part):
            yield from _inside(element, f"{pointer}/{index}")
    elif isinstance(part, Model):
        held = _held_by(type(part))
        if "sources" in held:
            yield from _inside(getattr(part, "sources"), pointer)  # noqa: B009
        for name in _PARTS:
            if name in held:
                yield from _inside(getattr(part, name), f"{pointer}/{name}")
