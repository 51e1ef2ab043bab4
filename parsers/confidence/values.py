"""Walks over the values of a plan that have a source, and puts their confidences in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from kehoach.schema import models
from kehoach.schema.base import Model
from kehoach.schema.located import PARTS
from kehoach.schema.sources import Sources, ValueSource

Judge: TypeAlias = Callable[[str, str, str], float]
"""(pointer, kind of field, value) -> how sure the value is."""
Part = TypeVar("Part", bound=Model)


def judged_values(plan: models.Plan, judge: Judge) -> models.Plan:
    """The plan with each source's confidence as the judge has it."""
    document = _item(plan.document, "/document", "document", judge)
    bases = tuple(
        _item(basis, f"/document/legal_bases/{index}", "bases", judge)
        for index, basis in enumerate(plan.document.legal_bases)
    )
    update: dict[str, object] = {"document": document.model_copy(update={"legal_bases": bases})}
    for name in (part for part in PARTS if part != "document"):
        update[name] = tuple(
            _item(item, f"/{name}/{index}", name, judge)
            for index, item in enumerate(getattr(plan, name))
        )
    return plan.model_copy(update=update)


def _item(item: Part, pointer: str, part: str, judge: Judge) -> Part:
    sources = getattr(item, "sources", None)
    if sources is None:
        return item

    def own(inside: str, name: str, value: str) -> float:
        return judge(f"{pointer}/{inside}", f"{part}/{name}", value)

    return item.model_copy(update={"sources": _sources(sources, item, own)})


Own: TypeAlias = Callable[[str, str, str], float]


def _sources(sources: Sources, item: Model, own: Own, above: str = "") -> Sources:
    update: dict[str, object] = {}
    for name in type(sources).model_fields:
        source = getattr(sources, name)
        if not source:
            continue
        field = getattr(item, name)
        if isinstance(source, Sources):
            update[name] = _sources(source, field, own, above=f"{name}/")
        elif isinstance(source, ValueSource):
            inside = f"{above}{name}"
            sure = own(inside, inside, wording_of(field))
            update[name] = source.model_copy(update={"confidence": sure})
        else:
            values = elements_of(field)
            told = zip(source, values, strict=True)
            update[name] = tuple(
                each.model_copy(update={"confidence": own(f"{name}/{index}", name, value)})
                for index, (each, value) in enumerate(told)
            )
    return sources.model_copy(update=update)


def elements_of(field: object) -> tuple[str, ...]:
    """The wording of each element of a list, of each body."""
    if isinstance(field, models.Offices):
        return field.units or (field.raw,)
    return tuple(map(wording_of, field)) if isinstance(field, tuple) else (wording_of(field),)


def wording_of(field: object) -> str:
    """A value in words."""
    match field:
        case str():
            return field
        case models.Deadline() | models.Period() | models.Metric():
            return field.raw or ""
        case models.Group():
            return field.title
        case models.InferredLead():
            return field.evidence
    raise TypeError(field)


def values_of(plan: models.Plan) -> Iterator[tuple[str, str, str]]:
    """(pointer, kind of field, value) of every value that has a source."""
    seen: list[tuple[str, str, str]] = []

    def note(pointer: str, kind: str, value: str) -> float:
        seen.append((pointer, kind, value))
        return 1.0

    judged_values(plan, note)
    yield from seen
