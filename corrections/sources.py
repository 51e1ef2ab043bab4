"""What a corrected part tells of where its values come from: those of a corrected field come from a
person. What the machine told is kept with the correction, so that it can be put back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pydantic import JsonValue

from kehoach.corrections.parts import Part
from kehoach.schema.sources import (
    AssignmentSources,
    DocumentSources,
    ObligationSources,
    Sources,
    TargetSources,
    TaskSources,
)

_OF_PART: dict[str, type[Sources]] = {
    "document": DocumentSources,
    "tasks": TaskSources,
    "targets": TargetSources,
    "assignments": AssignmentSources,
    "obligations": ObligationSources,
}
Held = dict[str, JsonValue]
"""Sources of fields as JSON has them; None for a field that has none."""


def told_by_person(name: str, part: Part, field: str, machine: Any) -> Held | None:
    """Tell of a field of a part, which was just changed, that a person put it right; `machine` is
    what was read there. Returns the sources it had before, None where it has none to have."""
    sources = part.get("sources")
    if sources is None or field not in _OF_PART[name].model_fields:
        return None
    before: Held = {field: deepcopy(sources.get(field))}
    sources[field] = _sources(part[field], sources.get(field), machine=machine)
    if field == "lead" and name == "tasks":  # what was guessed is guessed no more
        before["inferred_lead"] = deepcopy(sources.get("inferred_lead"))
        sources["inferred_lead"] = None
    _drop_empty(sources)
    return before


def put_back(part: Part, held: JsonValue) -> None:
    """Undo `told_by_person`."""
    sources = part.get("sources")
    if sources is None or not isinstance(held, dict):
        return
    sources.update(deepcopy(held))
    _drop_empty(sources)


def _drop_empty(sources: dict[str, Any]) -> None:
    for name in [name for name, value in sources.items() if not value]:
        del sources[name]


def _sources(value: Any, told: Any, machine: Any) -> Any:
    """The sources of a value of a person: of each element of a list, of each body, of each line
    about the signer, in the shape of the schema. The place stays that of what was read."""
    if not value:
        return None
    if isinstance(value, dict) and "units" in value:
        return _each(value["units"] or [value["raw"]], told, read=_elements(machine))
    if isinstance(value, list):
        return _each(value, told, read=_elements(machine))
    if isinstance(value, dict) and "role" in value:
        own, read = told or {}, machine or {}
        return {
            name: _one(own.get(name), read.get(name))
            for name in ("role", "name")
            if value.get(name)
        }
    return _one(told, machine)


def _elements(machine: Any) -> list[Any]:
    if isinstance(machine, dict):
        return list(machine.get("units") or [machine.get("raw")])
    return list(machine or ())


def _each(values: list[Any], told: Any, read: list[Any]) -> list[Any]:
    own = list(told or ())
    return [
        _one(own[index] if index < len(own) else None, read[index] if index < len(read) else None)
        for index in range(len(values))
    ]


def _one(told: Any, machine: Any) -> dict[str, Any]:
    """The source of one value: where the machine had read another, and the words there."""
    source: dict[str, Any] = {"spans": deepcopy((told or {}).get("spans", []))}
    words = (told or {}).get("words") or _words(machine)
    if words:
        source["words"] = words
    return {**source, "how": ["corrected"]}


def _words(machine: Any) -> str | None:
    """What was read, in words."""
    match machine:
        case str():
            return machine
        case {"raw": str() as raw}:
            return raw
        case {"title": str() as title}:
            return title
    return None
