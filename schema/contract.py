"""The contract as other systems read it: the JSON Schema of a plan, every field described in
Vietnamese and English (descriptions.yaml), open for what later versions add (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.models import SCHEMA_VERSION, Plan

SCHEMA_ID = f"https://kehoach.example/schema/plan-{SCHEMA_VERSION}.json"
FIRST_VERSION = "1.0"
OF_MODEL = "_"
"""The name under which descriptions.yaml speaks of a model as a whole."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a field means; `since`: the version of the schema that brought it."""

    vi: str
    en: str
    since: str = FIRST_VERSION

    @property
    def both(self) -> str:
        """Both languages, a line each."""
        return f"{self.vi}\n{self.en}"


@cache
def descriptions() -> Mapping[str, Mapping[str, Description]]:
    """descriptions.yaml: the models by name, their fields by name."""
    loaded: dict[str, dict[str, list[str]]] = read_yaml(
        Path(__file__).with_name("descriptions.yaml")
    )
    return {
        model: {name: Description(*texts) for name, texts in fields.items()}
        for model, fields in loaded.items()
    }


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a plan. Fields are open for additions; those that came
    after the first version are never required, so that older plans stay valid."""
    schema = Plan.model_json_schema(mode="serialization")
    written = schema.pop("$defs")
    as_read = Plan.model_json_schema(mode="validation")["$defs"]
    definitions: dict[str, Any] = {}
    waiting = _models_named_in(schema)
    while waiting:
        name = waiting.pop()
        if name in definitions:
            continue
        definition = written.get(name, {})
        if "properties" not in definition:
            # A model that writes itself is told as any object; what is read tells its fields.
            definition = as_read[name]
        definitions[name] = _described(name, definition)
        waiting |= _models_named_in(definition)
    definitions = dict(sorted(definitions.items()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **_described("Plan", schema),
        "$defs": definitions,
    }


def models() -> dict[str, dict[str, Any]]:
    """The schema of each model by its name, the plan first."""
    schema = json_schema()
    return {"Plan": schema, **schema["$defs"]}


def _models_named_in(part: object) -> set[str]:
    """The models to which a part of the schema refers."""
    if isinstance(part, dict):
        found = set().union(*map(_models_named_in, part.values()))
        if "$ref" in part:
            found.add(part["$ref"].rpartition("/")[2])
        return found
    if isinstance(part, list):
        return set().union(*map(_models_named_in, part))
    return set()


def _described(model: str, definition: dict[str, Any]) -> dict[str, Any]:
    """The schema of a model, open, with a description of it and of each field that has one."""
    if "properties" not in definition:
        return definition
    known = descriptions().get(model, {})
    told = {name: part for name, part in definition.items() if name != "additionalProperties"}
    if OF_MODEL in known:
        told["description"] = known[OF_MODEL].both
    told["properties"] = {
        name: {**field, "description": known[name].both} if name in known else field
        for name, field in definition["properties"].items()
    }
    required = [name for name in definition.get("required", ()) if not _is_later(known.get(name))]
    return {**told, "required": required}


def _is_later(description: Description | None) -> bool:
    return description is not None and description.since != FIRST_VERSION
