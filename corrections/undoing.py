"""A corrected plan -> the plan as the machine read it: every correction keeps what stood there
before."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.parts import MODELS, Part, as_models, parts_of
from kehoach.corrections.sources import put_back
from kehoach.parsers.items.inferred_leads import with_inferred_leads
from kehoach.schema.models import AppliedCorrection, Plan
from kehoach.schema.rules.judging import judged_again

WITHOUT_EFFECT = frozenset({"lost", "invalid"})


@dataclass(slots=True)
class _Undo:
    """A correction to be taken off: the list it fell on, the part, the field."""

    correction: AppliedCorrection
    name: PartName
    part: Part | None
    field: str | None


def machine_plan(plan: Plan) -> Plan:
    """A plan, corrected or not -> the plan as the machine read it, with its own findings."""
    if not plan.corrections:
        return plan
    parts = deepcopy(parts_of(plan))
    for undo in reversed([_undo(one, parts) for one in plan.corrections]):
        _take_off(undo, parts)
    update = as_models(parts)
    update["tasks"] = with_inferred_leads(update["tasks"], update["assignments"])
    return judged_again(plan.model_copy(update={**update, "corrections": ()}))


def _undo(correction: AppliedCorrection, parts: dict[PartName, Any]) -> _Undo:
    """Find the part by its pointer, before anything is moved."""
    names = correction.where.split("/")[1:]
    name: PartName = next(one for one in MODELS if one == names[0])
    if name == "document":
        return _Undo(correction, name, parts[name], names[1] if len(names) > 1 else None)
    if len(names) == 1:
        return _Undo(correction, name, None, None)
    part = parts[name][int(names[1])]
    return _Undo(correction, name, part, names[2] if len(names) > 2 else None)


def _take_off(undo: _Undo, parts: dict[PartName, Any]) -> None:
    correction, part = undo.correction, undo.part
    if correction.state in WITHOUT_EFFECT or correction.action == "confirm":
        return
    listed, machine = parts[undo.name], deepcopy(correction.machine)
    match correction.action:
        case "change" if part is not None and undo.field is not None:
            part[undo.field] = machine
            put_back(part, correction.sources)
        case "remove":
            listed.insert(correction.index, machine)
        case "add" if correction.state == "applied":
            _drop(listed, part or _saying(correction.value, listed))
        case "move":
            moved = part or _saying(machine or {}, listed)
            if moved is not None:
                _drop(listed, moved)
                listed.insert(correction.index, moved)
        case "split" | "merge" if correction.state != "agreed":
            _part_again(undo, listed, machine)


def _part_again(undo: _Undo, listed: list[Part], machine: Any) -> None:
    """One row is one again, two are two; the first of them may have gone since."""
    merged = undo.correction.action == "merge"
    if undo.part is not None:
        undo.part.clear()
        undo.part.update(machine[0] if merged else machine)
    if merged:
        listed.insert(undo.correction.index or 0, machine[1])
    else:
        halves: Any = undo.correction.value
        _drop(listed, _saying(halves[1], listed))


def _saying(value: Any, listed: list[Part]) -> Part | None:
    """A part that was gone and that undoing has just put back: by its id; by all that it says,
    where it has none."""
    if value.get("id"):
        return next((part for part in listed if part.get("id") == value["id"]), None)
    return next((part for part in listed if part == value), None)


def _drop(listed: list[Part], part: Part | None) -> None:
    listed[:] = [one for one in listed if one is not part]
