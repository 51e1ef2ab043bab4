"""What the cells of rows showed before people corrected them. A table that is older than its plan
shows that still: nobody typed it there, and it takes nothing back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError

from kehoach.corrections.model import Correction, PartName
from kehoach.corrections.parts import FIELDS, MODELS, Part, split_pointer
from kehoach.corrections.undoing import WITHOUT_EFFECT
from kehoach.schema.models import AppliedCorrection

Shown: TypeAlias = Mapping[str, str]
"""The texts of a row's cells by the names of columns."""
COLUMNS_OF = {
    "lead": ("lead", "lead_units"),
    "coordinating": ("coordinating", "coordinating_units"),
    "deadline": ("deadline", "deadline_start", "deadline_end"),
}
"""The columns of a value that has several: its words first, then those that only say more of
them."""
MORE = tuple(name for _, *more in COLUMNS_OF.values() for name in more)


def earlier_parts(
    name: PartName, parts: Sequence[Part], corrections: Sequence[AppliedCorrection], paper: int
) -> dict[str, list[BaseModel]]:
    """Each row that people corrected, as it stood before each time, by its id. `corrections`: those
    of the whole file; `paper`: which further paper of it (-1: the plan itself)."""
    found: dict[str, list[BaseModel]] = defaultdict(list)
    for one in corrections:
        number, pointer = split_pointer(one.where)
        _, part, *inside = pointer.split("/")
        if (number, part) != (paper, name) or not inside or one.state in WITHOUT_EFFECT:
            continue
        row = parts[int(inside[0])]
        before = {**row, **_before(one, name, field=inside[1] if inside[1:] else "")}
        if row.get("id") and before != row:
            found[row["id"]].append(MODELS[name].model_validate(before))
    return found


def undone_parts(
    name: PartName, parts: Sequence[Part], undone: Sequence[Correction]
) -> dict[str, list[BaseModel]]:
    """Each row of which people took a change back, as it stood before they did, by its id."""
    by_id = {row.get("id"): row for row in parts}
    found: dict[str, list[BaseModel]] = defaultdict(list)
    for one in undone:
        row = by_id.get(one.anchor.id) if one.anchor.part == name else None
        if row is None or one.action != "change":
            continue
        with suppress(ValidationError):  # what does not fit the plan was never shown
            found[row["id"]].append(MODELS[name].model_validate({**row, **one.changes}))
    return found


def added_ids(name: PartName, corrections: Sequence[AppliedCorrection], paper: int) -> set[str]:
    """The ids of rows that people added, or split off others."""
    found: set[str] = set()
    for one in corrections:
        number, pointer = split_pointer(one.where)
        if (number, pointer.split("/")[1]) != (paper, name) or one.state in WITHOUT_EFFECT:
            continue
        value: Any = one.value[-1] if isinstance(one.value, list) else one.value
        if one.action in ("add", "split") and isinstance(value, dict):
            found.add(value.get("id") or "")
    return found


def _before(one: AppliedCorrection, name: PartName, field: str) -> dict[str, Any]:
    """The fields of a row that a correction changed, as they were."""
    if one.action == "change":
        return {field: one.machine}
    if one.action not in ("split", "merge"):
        return {}
    row: Any = one.machine[0] if isinstance(one.machine, list) else one.machine
    return {key: row.get(key) for key in FIELDS[name]}


def typed_columns(
    cells: Shown, touched: set[str], earlier: Sequence[Shown]
) -> tuple[set[str], bool]:
    """Of the cells of a row that do not show what the plan has by now, those that a person typed
    into; and whether others are merely older than the plan."""
    typed, is_older = set(touched), False
    for columns in _values(touched):
        held = [name for name in columns if name in cells]
        if any(_shows(cells, old, held) for old in earlier):
            typed -= set(held)
            is_older = True
        elif len(held) > 1 and any(_shows(cells, old, held[1:]) for old in earlier):
            typed -= set(held[1:])  # new words beside days or names that belong to the words before
    return typed, is_older


def _values(touched: set[str]) -> Iterator[tuple[str, ...]]:
    """The columns of each value that has a touched one."""
    several = [columns for columns in COLUMNS_OF.values() if touched & set(columns)]
    yield from several
    yield from ((name,) for name in sorted(touched.difference(*several)))


def _shows(cells: Shown, old: Shown, columns: Sequence[str]) -> bool:
    return all(cells[name] == old.get(name) for name in columns)
