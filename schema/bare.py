"""A plan without the places of its single values, for those to whom its size matters more."""

from __future__ import annotations

from typing import TypeVar

from kehoach.schema.base import Model
from kehoach.schema.located import PARTS
from kehoach.schema.models import Plan

Part = TypeVar("Part", bound=Model)


def without_sources(plan: Plan) -> Plan:
    """The same plan; places of items stay."""
    return _bare(plan)


def _bare(part: Part) -> Part:
    update: dict[str, object] = {}
    if getattr(part, "sources", None) is not None:
        update["sources"] = None
    for name in (*PARTS, "details", "legal_bases", "more_documents"):
        value = getattr(part, name, None)
        if isinstance(value, Model):
            update[name] = _bare(value)
        elif isinstance(value, tuple):
            update[name] = tuple(_bare(each) for each in value)
    return part.model_copy(update=update)
