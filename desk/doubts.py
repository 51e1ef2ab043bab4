"""Which values of a plan a person should look at; the browser marks the same ones
(`web/values.js`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.parts import FIELDS, LISTS, Part, parts_of, pointer_into
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of
from kehoach.schema.unsure import is_unsure

NOT_LOOKED_AT = frozenset({"unit"})
"""Fields of the document that the desk only shows."""
_MADE_ROWS = ("split", "merge")
MAIN = {"tasks": "task", "targets": "text", "assignments": "unit", "obligations": "text"}
"""By which field a row is known: what splits or merges it settles that one."""


def count_doubts(plan: Plan) -> int:
    """How many values of a plan, and of the further papers of its file, are doubtful."""
    return sum(
        len(list(_doubtful(paper, settled=_settled(plan, number))))
        for number, paper in enumerate(papers_of(plan), -1)
    )


def _settled(plan: Plan, number: int) -> frozenset[str]:
    """The fields of a paper of the file (-1: the plan itself) that people corrected or confirmed,
    as pointers from there."""
    inside = pointer_into(number)
    found = set()
    for one in plan.corrections:
        if one.state in ("lost", "invalid") or not one.where.startswith(f"{inside}/"):
            continue
        where = one.where.removeprefix(inside)
        if one.action in ("change", "confirm"):
            found.add(where)
        elif one.action in _MADE_ROWS:
            found.add(f"{where}/{MAIN.get(where.split('/')[1], '')}")
    return frozenset(found)


def _doubtful(paper: Plan, settled: frozenset[str]) -> Iterator[str]:
    warned = {one.where for one in paper.findings if one.severity != "info"}
    for pointer, sources in _fields(paper):
        if pointer in settled:
            continue
        if pointer in warned or any(map(_is_doubtful, _flat(sources))):
            yield pointer


def _fields(paper: Plan) -> Iterator[tuple[str, Any]]:
    """Each field that a person looks at, as a pointer, with the sources of its value."""
    parts = parts_of(paper)
    document: Part = parts["document"]
    for field in FIELDS["document"]:
        if field not in NOT_LOOKED_AT and document.get(field):
            yield f"/document/{field}", _sources(document, field)
    for name in LISTS:
        yield from _fields_of(name, parts[name])


def _fields_of(name: PartName, rows: list[Part]) -> Iterator[tuple[str, Any]]:
    for index, row in enumerate(rows):
        for field in FIELDS[name]:
            yield f"/{name}/{index}/{field}", _sources(row, field)


def _sources(part: Part, field: str) -> Any:
    return (part.get("sources") or {}).get(field)


def _flat(sources: Any) -> Iterator[dict[str, Any]]:
    """The sources of a value: of each element of a list, of each body, of each line."""
    match sources:
        case list():
            for one in sources:
                yield from _flat(one)
        case {"spans": _}:
            yield sources
        case dict():
            for one in sources.values():
                yield from _flat(one)


def _is_doubtful(source: dict[str, Any]) -> bool:
    how, told = source.get("how") or (), source.get("confidence")
    return is_unsure(how, 1 if told is None else told)
