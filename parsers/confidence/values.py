"""Walks over the values of a plan that have a source, and puts their confidences in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from kehoach.schema import models
from kehoach.schema.base import Model
from kehoach.schema.located import PARTS
from kehoach.schema.sources import Sources, ValueSource

Part = TypeVar("Part", bound=Model)
_LISTS = tuple(name for name in PARTS if name != "document")


def values_of(plan: models.Plan) -> Iterator[tuple[str, str, str]]:
    """(pointer, kind of field, value) of every value that has a source."""
    yield from _values(plan.document, "/document", part="document")
    for index, basis in enumerate(plan.document.legal_bases):
        yield from _values(basis, f"/document/legal_bases/{index}", part="bases")
    for name in _LISTS:
        for index, item in enumerate(getattr(plan, name)):
            yield from _values(item, f"/{name}/{index}", part=name)
            for place, detail in enumerate(getattr(item, "details", ())):
                yield from _values(detail, f"/{name}/{index}/details/{place}", part="obligations")


def _values(item: Model, pointer: str, part: str) -> Iterator[tuple[str, str, str]]:
    sources = getattr(item, "sources", None)
    if sources is not None:
        for inside, name, value in _told_of(sources, item):
            yield f"{pointer}/{inside}", f"{part}/{name}", value


def _told_of(sources: Sources, item: Model, above: str = "") -> Iterator[tuple[str, str, str]]:
    """(pointer inside of the item, name, value) of each."""
    for name in type(sources).model_fields:
        source = getattr(sources, name)
        if not source:
            continue
        field = getattr(item, name)
        if isinstance(source, Sources):
            yield from _told_of(source, field, above=f"{name}/")
        elif isinstance(source, ValueSource):
            yield f"{above}{name}", f"{above}{name}", wording_of(field)
        else:
            for index, (_, value) in enumerate(zip(source, elements_of(field), strict=True)):
                yield f"{name}/{index}", name, value


def with_told(plan: models.Plan, told: Mapping[str, float]) -> models.Plan:
    """The plan with the confidence of each source as it is told by its pointer."""
    bases = tuple(
        _item(basis, f"/document/legal_bases/{index}", told=told)
        for index, basis in enumerate(plan.document.legal_bases)
    )
    document = _item(plan.document, "/document", told=told)
    update: dict[str, Any] = {"document": document.model_copy(update={"legal_bases": bases})}
    for name in _LISTS:
        update[name] = tuple(
            _item(item, f"/{name}/{index}", told=told)
            for index, item in enumerate(getattr(plan, name))
        )
    update["assignments"] = tuple(
        assignment.model_copy(update={"details": _details(assignment, index, told=told)})
        for index, assignment in enumerate(update["assignments"])
    )
    return plan.model_copy(update=update)


def _details(
    assignment: models.Assignment, index: int, told: Mapping[str, float]
) -> tuple[models.DutyDetail, ...]:
    """What the duties of a body name besides, each value with its confidence."""
    pointer = f"/assignments/{index}/details"
    return tuple(
        _item(detail, f"{pointer}/{place}", told=told)
        for place, detail in enumerate(assignment.details)
    )


def _item(item: Part, pointer: str, told: Mapping[str, float]) -> Part:
    sources: Sources | None = getattr(item, "sources", None)
    if sources is None:
        return item
    return item.model_copy(update={"sources": _sources(sources, pointer, told=told)})


def _sources(sources: Sources, pointer: str, told: Mapping[str, float]) -> Sources:
    update: dict[str, object] = {}
    for name in type(sources).model_fields:
        source, inside = getattr(sources, name), f"{pointer}/{name}"
        if not source:
            continue
        if isinstance(source, Sources):
            update[name] = _sources(source, inside, told=told)
        elif isinstance(source, ValueSource):
            update[name] = source.model_copy(update={"confidence": told[inside]})
        else:
            update[name] = tuple(
                each.model_copy(update={"confidence": told[f"{inside}/{index}"]})
                for index, each in enumerate(source)
            )
    return sources.model_copy(update=update)


def elements_of(field: object) -> tuple[str, ...]:
    """The wording of each element of a list, of each body."""
    if isinstance(field, models.Offices):
        return field.names
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
