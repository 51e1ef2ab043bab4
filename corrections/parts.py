"""The parts of a plan that people correct, and which of their fields: what the paper states.
Places, confidences and findings are the machine's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from kehoach.corrections.model import Anchor, PaperAnchor, PartName
from kehoach.schema.models import (
    Assignment,
    DocumentInfo,
    FurtherDocument,
    Obligation,
    Plan,
    Target,
    Task,
)
from kehoach.schema.walk import CELLS

Part: TypeAlias = dict[str, Any]
"""A part as JSON holds it."""

LISTS: tuple[PartName, ...] = ("tasks", "targets", "assignments", "obligations")
MODELS: Mapping[PartName, type[BaseModel]] = {
    "document": DocumentInfo,
    "tasks": Task,
    "targets": Target,
    "assignments": Assignment,
    "obligations": Obligation,
}
FIELDS: Mapping[PartName, tuple[str, ...]] = {
    "document": (
        "type",
        "number",
        "symbol",
        "issuer",
        "unit",
        "province",
        "place",
        "issued_on",
        "title",
        "about",
        "period",
        "signer",
        "recipients",
        "addressees",
        "legal_bases",
    ),
    "tasks": ("group", "subgroup", "number", *CELLS),
    "targets": (
        "group",
        "number",
        "section",
        "text",
        "metrics",
        "lead",
        "coordinating",
        "deadline",
        "note",
    ),
    "assignments": ("unit", "number", "duties"),
    "obligations": ("text", "who", "deadline", "section"),
}
_INTO_FURTHER = re.compile(r"/more_documents/(\d{1,4})((?:/.*)?)", re.DOTALL)
MACHINE_KEYS = frozenset({"spans", "sources", "confidence"})
"""Keys inside of values that say where and how surely something was read."""


def parts_of(plan: Plan | FurtherDocument) -> dict[PartName, Any]:
    """The parts of a plan, or of a further paper of its file, as JSON holds them: a dictionary of
    the document, lists of the others. All of it is made anew: it may be changed."""
    names: tuple[PartName, ...] = ("document", *LISTS)
    wanted: set[str] = set(names)
    dumped = plan.model_dump(mode="json", include=wanted)
    return {name: dumped[name] for name in names}


def as_models(parts: Mapping[PartName, Any]) -> dict[str, Any]:
    """The parts of a plan as JSON holds them -> the fields of the plan. Raises pydantic's
    ValidationError for what fits no plan."""
    fields: dict[str, Any] = {"document": MODELS["document"].model_validate(parts["document"])}
    for name in LISTS:
        fields[name] = tuple(map(MODELS[name].model_validate, parts[name]))
    return fields


def wording(name: PartName, part: Part) -> str:
    """By which words a person would know a part."""
    match name:
        case "tasks":
            return str(part["task"])
        case "assignments":
            return ": ".join((str(part["unit"]), *map(str, part["duties"][:1])))
        case "document":
            return ""
    return str(part["text"])


def new_part(name: PartName, id: str, base: Part | None = None) -> Part:
    """A part that a person adds, or splits off another (`base`): what it is known by, and where
    among the others it belongs."""
    kept = ("origin", "group", "subgroup")
    part: Part = {"id": id, **{key: base[key] for key in kept if base and key in base}}
    if name in ("tasks", "targets"):
        part.setdefault("origin", "table")
    return part


def pointer_into(number: int) -> str:
    """The pointer of a further paper of a file: "" for the plan itself (-1).

    >>> split_pointer("/more_documents/1/tasks/3"), split_pointer("/tasks/3")
    ((1, '/tasks/3'), (-1, '/tasks/3'))
    """
    return "" if number < 0 else f"/more_documents/{number}"


def split_pointer(where: str) -> tuple[int, str]:
    """The index of the further paper that a pointer leads into (-1: the plan itself), and the
    pointer from there."""
    match = _INTO_FURTHER.fullmatch(where)
    return (int(match[1]), match[2]) if match else (-1, where)


def paper_anchor(paper: FurtherDocument | Plan) -> PaperAnchor:
    """What names a further paper in a file of corrections."""
    return PaperAnchor(id=paper.id, title=paper.document.title)


def anchor_of(name: PartName, part: Part) -> Anchor:
    """What names a part in a file of corrections."""
    if name == "document":
        return Anchor(part=name)
    return Anchor(part=name, id=part.get("id"), number=part.get("number"), text=wording(name, part))


def stated(value: Any) -> Any:
    """A value without what only says where and how surely it was read.

    >>> stated([{"raw": "Luật", "spans": [{"page": 1}]}])
    [{'raw': 'Luật'}]
    """
    if isinstance(value, dict):
        return {key: stated(held) for key, held in value.items() if key not in MACHINE_KEYS}
    if isinstance(value, list):
        return [stated(held) for held in value]
    return value
