"""A corrected plan that was copied or renamed without its file of corrections -> that file: the
plan tells of each correction, and of each what stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.making import Maker, difference
from kehoach.corrections.model import Anchor, Correction, Corrections, Operation, PlanName
from kehoach.corrections.parts import FIELDS, Part, anchor_of, paper_anchor, split_pointer, stated
from kehoach.corrections.undoing import Undo, machine_plan, steps_back
from kehoach.schema.models import AppliedCorrection, Plan

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When something was corrected of which the plan does not tell it."""
NOWHERE = "–"
"""The words of a part that nobody can find: they are like those of none."""


def rebuilt(plan: Plan, *, is_edited: bool = False) -> Corrections:
    """The corrections that a plan tells of, as the file beside it would hold them; none for a plan
    without corrections. Applied to what the machine read they give the plan again; where they do
    not, one correction stands for each value that is another than the machine's. (A plan that was
    changed by hand besides, `is_edited`, cannot be compared so.)"""
    if not plan.corrections:
        return Corrections()
    machine = machine_plan(plan)
    name = PlanName(name=plan.source.name, sha256=plan.source.sha256)
    whole = Corrections(plan=name, corrections=_one_by_one(plan))
    if is_edited or not _unlike(machine, whole, plan):
        return whole
    lost = [one for one in whole.corrections if one.anchor.text == NOWHERE]
    made = difference(machine, plan, maker=Maker(by="json", at=UNDATED)).corrections
    return Corrections(plan=name, corrections=(*made, *lost))


def _unlike(machine: Plan, whole: Corrections, plan: Plan) -> bool:
    """Do the corrections lead from the machine's plan to another one than that which told them?"""
    try:
        again = with_corrections(machine, whole.active)
    except ValidationError:
        return True
    return bool(difference(again, plan, maker=Maker(at=UNDATED)).corrections)


def _one_by_one(plan: Plan) -> tuple[Correction, ...]:
    """Each correction as it was made, told by the parts as they stood before it: they are taken off
    from the last on."""
    first_read: dict[tuple[str, str], Any] = {}
    for one in plan.corrections:
        first_read.setdefault((one.where, one.action), one.machine)
    found: dict[str, Correction] = {}
    for undo, take_off in steps_back(plan):
        one = undo.correction
        above = _above(undo)
        take_off()
        found[one.id] = _correction(undo, above, first_read[one.where, one.action], plan=plan)
    return tuple(
        found.get(one.id) or _made(one, Anchor(part="tasks", text=NOWHERE), _lost(one))
        for one in plan.corrections
    )


def _correction(undo: Undo, above: Part | None, as_read: Any, *, plan: Plan) -> Correction:
    """A correction of a part that stands as it did before it."""
    one = undo.correction
    if one.state == "lost":
        return _made(one, Anchor(part=undo.name, text=NOWHERE), _lost(one))
    part = _part_before(undo)
    anchor = Anchor(part=undo.name, text=NOWHERE) if part is None else anchor_of(undo.name, part)
    number = split_pointer(one.where)[0]
    inside = {} if number < 0 else {"paper": paper_anchor(plan.more_documents[number])}
    after = None if above is None else anchor_of(undo.name, above).model_copy(update=inside)
    other = None
    if one.action == "merge" and isinstance(one.machine, list):
        other = anchor_of(undo.name, _row(one.machine[1])).model_copy(update=inside)
    patch = _patch(undo, part or {}, as_read)
    anchor = anchor.model_copy(update=inside)
    return _made(one, anchor, patch).model_copy(update={"after": after, "other": other})


def _made(one: AppliedCorrection, anchor: Anchor, patch: tuple[Operation, ...]) -> Correction:
    at = datetime.fromisoformat(one.at) if one.at else UNDATED
    return Correction(
        id=one.id,
        action=one.action,
        anchor=anchor,
        patch=patch,
        author=one.author,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        by="json",
    )


def _lost(one: AppliedCorrection) -> tuple[Operation, ...]:
    """What is left of a correction whose place is gone: its value."""
    return (Operation(op="replace", path="", value=one.value),)


def _part_before(undo: Undo) -> Part | None:
    """The part that a correction fell on, as it stood before."""
    one = undo.correction
    if one.action == "add":
        return _row(one.value)
    if one.action == "remove" or (one.action == "move" and undo.part is None):
        return _row(one.machine)
    if one.action in ("split", "merge") and one.state in ("applied", "outdated"):
        return _row(one.machine[0] if isinstance(one.machine, list) else one.machine)
    return undo.part


def _row(value: Any) -> Part:
    return value if isinstance(value, dict) else {}


def _above(undo: Undo) -> Part | None:
    """Behind which part an added or moved one stands."""
    if undo.correction.action not in ("add", "move") or undo.part is None:
        return None
    place = next((at for at, one in enumerate(undo.listed) if one is undo.part), 0)
    above: Part | None = undo.listed[place - 1] if place else None
    return above


def _patch(undo: Undo, part: Part, as_read: Any) -> tuple[Operation, ...]:
    """What a correction changed. What stood there when it was made is known unless the machine read
    something else by the time that the plan was written: then it is left out."""
    one = undo.correction
    path = f"/{undo.field or ''}"
    match one.action:
        case "confirm":
            return (Operation(op="test", path=path, value=one.value),)
        case "change":
            before = as_read if one.replaces else one.machine
            known = () if one.state == "outdated" else (_test(path, before),)
            return (*known, Operation(op="replace", path=path, value=one.value))
        case "add":
            return (Operation(op="add", path="", value=one.value),)
        case "remove":
            return (
                Operation(op="test", path="", value=one.machine),
                Operation(op="remove", path=""),
            )
        case "split" | "merge":
            return _of_several(undo, part)
    return ()


def _of_several(undo: Undo, part: Part) -> tuple[Operation, ...]:
    """What a split or a merge made of the fields of the row, and the second row of a split."""
    value: Any = undo.correction.value
    known = undo.correction.state == "applied"
    if undo.correction.action == "merge":
        return tuple(_changes(undo, part, value, known=known)) if isinstance(value, dict) else ()
    first, second = value if isinstance(value, list) else (part, value)
    halved = _changes(undo, part, first, known=known)
    return (*halved, Operation(op="add", path="", value=second))


def _changes(undo: Undo, part: Part, whole: Mapping[str, Any], *, known: bool) -> list[Operation]:
    patch: list[Operation] = []
    for field in FIELDS[undo.name]:
        if stated(part.get(field)) == stated(whole.get(field)):
            continue
        if known:
            patch.append(_test(f"/{field}", part.get(field)))
        patch.append(Operation(op="replace", path=f"/{field}", value=whole.get(field)))
    return patch


def _test(path: str, value: Any) -> Operation:
    return Operation(op="test", path=path, value=stated(value))
