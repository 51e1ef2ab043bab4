"""A corrected plan -> the plan as the machine read it: every correction keeps what stood there
before."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.parts import MODELS, Part, as_models, parts_of, split_pointer
from kehoach.corrections.sources import put_back
from kehoach.parsers.items.owners.inferred_leads import with_inferred_leads
from kehoach.schema.models import AppliedCorrection, FurtherDocument, Plan
from kehoach.schema.rules.judging import further_again, judged_again

WITHOUT_EFFECT = frozenset({"lost", "invalid"})


@dataclass(slots=True)
class _Undo:
    """A correction to be taken off: the list it fell on, the part, the field."""

    correction: AppliedCorrection
    listed: Any
    name: PartName
    part: Part | None
    field: str | None


def machine_plan(plan: Plan) -> Plan:
    """A plan, corrected or not -> the plan as the machine read it, with its own findings."""
    if not plan.corrections:
        return plan
    touched = _touched(plan)
    parts = _parts(plan, touched)
    undos = [_undo(one, parts) for one in plan.corrections if one.where != "/more_documents"]
    for undo in reversed(undos):
        _take_off(undo)
    further = list(plan.more_documents)
    for number in touched - {-1}:
        further[number] = further[number].model_copy(update=_as_read(parts[number]))
    update = {**_as_read(parts[-1]), "corrections": (), "more_documents": tuple(further)}
    machine = plan.model_copy(update=update)
    again = tuple(
        further_again(machine, number) if number in touched else paper
        for number, paper in enumerate(further)
    )
    return judged_again(machine.model_copy(update={"more_documents": again}))


def _touched(plan: Plan) -> set[int]:
    """Which papers of a file were corrected (-1: the plan itself)."""
    return {split_pointer(one.where)[0] for one in plan.corrections} | {-1}


def _parts(plan: Plan, touched: set[int]) -> dict[int, dict[PartName, Any]]:
    papers: list[Plan | FurtherDocument] = [*plan.more_documents, plan]  # -1: the plan itself
    return {number: deepcopy(parts_of(papers[number])) for number in touched}


def _as_read(parts: dict[PartName, Any]) -> dict[str, Any]:
    """The fields of a paper, with the leads that its duties suggest."""
    update = as_models(parts)
    update["tasks"] = with_inferred_leads(update["tasks"], update["assignments"])
    return update


def _undo(correction: AppliedCorrection, papers: dict[int, dict[PartName, Any]]) -> _Undo:
    """Find the part by its pointer, before anything is moved."""
    number, pointer = split_pointer(correction.where)
    names = pointer.split("/")[1:]
    name: PartName = next(one for one in MODELS if one == names[0])
    listed = papers[number][name]
    if name == "document":
        return _Undo(
            correction, listed, name=name, part=listed, field=names[1] if len(names) > 1 else None
        )
    if len(names) == 1:
        return _Undo(correction, listed, name=name, part=None, field=None)
    part = listed[int(names[1])]
    return _Undo(
        correction, listed, name=name, part=part, field=names[2] if len(names) > 2 else None
    )


def _take_off(undo: _Undo) -> None:
    correction, part = undo.correction, undo.part
    if correction.state in WITHOUT_EFFECT or correction.action == "confirm":
        return
    listed, machine = undo.listed, deepcopy(correction.machine)
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
            _part_again(undo, listed, machine=machine)


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
