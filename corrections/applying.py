"""Apply what people corrected to a plan as the machine read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import jsonpatch
from jsonpointer import JsonPointerException
from pydantic import ValidationError

from kehoach.corrections.anchors import index_of, is_worded_so, paper_index
from kehoach.corrections.joining import joined, split_off
from kehoach.corrections.model import Anchor, Correction, PartName
from kehoach.corrections.parts import (
    FIELDS,
    MODELS,
    Part,
    as_models,
    parts_of,
    pointer_into,
    split_pointer,
    stated,
    wording,
)
from kehoach.corrections.sources import Held, told_by_person
from kehoach.schema.models import AppliedCorrection, CorrectionState, FurtherDocument, Plan
from kehoach.schema.rules.judging import further_again, judged_again


@dataclass(slots=True)
class _Told:
    """A correction that was tried: the part it fell on (its place is known at the end, when all
    have come and gone), what the machine had there and its sources, and what a person made of it
    where the correction alone does not tell."""

    correction: Correction
    state: CorrectionState
    part: Part | None = None
    machine: Any = None
    index: int | None = None
    sources: Held | None = None
    value: Any = None
    replaces: str | None = None


@dataclass(slots=True)
class _Work:
    """The parts of a plan, or of a further paper of its file, while they are corrected; `paper`:
    the index of that paper, -1 for the plan itself."""

    parts: dict[PartName, Any]
    paper: int = -1
    read: dict[int, Part] = field(default_factory=dict)
    """Parts that were changed (by `id`), as the machine read them."""
    worded: dict[int, list[str]] = field(default_factory=dict)
    """The wordings that changed parts (by `id`) had before."""
    meant: dict[tuple[PartName, str], Part] = field(default_factory=dict)
    """Which parts the ids of anchors turned out to mean."""
    changes: dict[tuple[int, str], _Told] = field(default_factory=dict)
    """The last change of each field of a part (by `id`)."""

    def as_read(self, part: Part) -> Part:
        """A part as the machine read it, whatever was changed in it since."""
        return deepcopy(self.read.get(id(part), part))

    def rewrite(self, name: PartName, part: Part, changed: Part) -> None:
        """A part becomes what a person made of it; how it was read is kept."""
        if id(part) not in self.read:
            self.read[id(part)] = deepcopy(part)
        self.worded.setdefault(id(part), []).append(wording(name, part))
        part.clear()
        part.update(changed)

    def found(self, anchor: Anchor) -> Part | None:
        """The part that an anchor means."""
        if anchor.part == "document":
            document: Part = self.parts["document"]
            return document
        listed: list[Part] = self.parts[anchor.part]
        index = self._index(anchor)
        return None if index is None else listed[index]

    def take_out(self, anchor: Anchor) -> tuple[Part, int] | None:
        """The part of a list that an anchor means, no longer in it, and where it stood."""
        if anchor.part == "document":
            return None
        listed: list[Part] = self.parts[anchor.part]
        index = self._index(anchor)
        return None if index is None else (listed.pop(index), index)

    def position(self, anchor: Anchor, after: Anchor | None) -> int:
        """Where an added or moved part goes: behind `after`; last, where that is gone."""
        if after is None:
            return 0
        index = self._index(after)
        return len(self.parts[anchor.part]) if index is None else index + 1

    def _index(self, anchor: Anchor) -> int | None:
        """Where the part stands that an anchor means: by its id, with any words that the part has
        or had; else by the words that it has by now, else by those that the machine had read, which
        whoever corrected without knowing of another's correction still had before them."""
        listed: list[Part] = self.parts[anchor.part]
        index = self._by_id(anchor, listed)
        if index is None:
            index = index_of(anchor, listed)
        if index is None and self.read:
            index = index_of(anchor, [self.read.get(id(part), part) for part in listed])
        if index is not None and anchor.id:
            self.meant[anchor.part, anchor.id] = listed[index]
        return index

    def _by_id(self, anchor: Anchor, listed: Sequence[Part]) -> int | None:
        """A row whose words were exchanged for those of another is still the one of its id."""
        if not anchor.id:
            return None
        meant = self.meant.get((anchor.part, anchor.id))
        same = [
            index
            for index, part in enumerate(listed)
            if part is meant or (meant is None and part.get("id") == anchor.id)
        ]
        if len(same) != 1:
            return None
        part = listed[same[0]]
        words = (wording(anchor.part, part), *self.worded.get(id(part), ()))
        return same[0] if any(is_worded_so(anchor, one) for one in words) else None


def with_corrections(plan: Plan, corrections: Sequence[Correction]) -> Plan:
    """A plan as the machine read it -> the plan as people want it, with its findings made anew and
    each correction told (`Plan.corrections`). What cannot be applied is told, never dropped.

    Raises ValueError for a plan that has corrections already: `machine_plan` takes them off.
    """
    if plan.corrections:
        raise ValueError("corrections are applied to what the machine read")
    if not corrections:
        return plan
    works: dict[int, _Work] = {-1: _Work(parts_of(plan))}
    tried: list[tuple[_Told, _Work | None]] = []
    for correction in corrections:
        work = _work_for(correction.anchor, plan, works=works)
        told = _Told(correction, "lost") if work is None else _tried(correction, work)
        tried.append((told, work))
    update = {
        **as_models(works[-1].parts),
        "more_documents": _further_papers(plan, works),
        "corrections": tuple(_applied(told, work) for told, work in tried),
    }
    return judged_again(plan.model_copy(update=update))


def _work_for(anchor: Anchor, plan: Plan, works: dict[int, _Work]) -> _Work | None:
    """The parts of the paper that an anchor leads into; None where that paper is gone."""
    if anchor.paper is None:
        return works[-1]
    number = paper_index(anchor.paper, plan.more_documents)
    if number is None:
        return None
    if number not in works:
        works[number] = _Work(parts_of(plan.more_documents[number]), number)
    return works[number]


def _further_papers(plan: Plan, works: dict[int, _Work]) -> tuple[FurtherDocument, ...]:
    """The further papers of a file, those that were corrected with their findings made anew."""
    papers = list(plan.more_documents)
    for number, work in works.items():
        if number >= 0:
            papers[number] = papers[number].model_copy(update=as_models(work.parts))
    changed = plan.model_copy(update={"more_documents": tuple(papers)})
    return tuple(
        further_again(changed, number) if number in works else paper
        for number, paper in enumerate(papers)
    )


def _tried(correction: Correction, work: _Work) -> _Told:
    match correction.action:
        case "add":
            return _add(correction, work)
        case "move":
            return _move(correction, work)
        case "remove":
            return _remove(correction, work)
        case "split":
            return _split(correction, work)
        case "merge":
            return _merge(correction, work)
    return _change(correction, work)


def _change(correction: Correction, work: _Work) -> _Told:
    """A field gets another value, or is confirmed as it is."""
    part = work.found(correction.anchor)
    if part is None:
        return _Told(correction, "lost")
    name = correction.field
    if name not in FIELDS[correction.anchor.part]:
        return _Told(correction, "invalid", part=part)
    machine = deepcopy(part.get(name))
    state, earlier = _state(correction, machine), work.changes.get((id(part), name))
    if correction.action == "confirm":
        return _Told(correction, state, part=part, machine=machine)
    try:
        changed = _patched(part, correction)
        MODELS[correction.anchor.part].model_validate(changed)
    except (jsonpatch.JsonPatchException, JsonPointerException, ValidationError):
        return _Told(correction, "invalid", part=part, machine=machine)
    if name == "lead" and correction.anchor.part == "tasks":
        changed["inferred_lead"] = None
    work.rewrite(correction.anchor.part, part, changed)
    told = _Told(correction, state, part=part, machine=machine)
    if earlier is not None and state != "agreed":
        _replace(earlier, told, as_read=work.read[id(part)].get(name))
    if state != "agreed":
        work.changes[id(part), name] = told
        told.sources = told_by_person(correction.anchor.part, part, field=name, machine=machine)
    return told


def _state(correction: Correction, machine: Any) -> CorrectionState:
    """How what the machine reads now stands to what was corrected, and to what a person wrote."""
    now = stated(machine)
    if correction.action == "confirm":
        return "applied" if now == stated(correction.before) else "outdated"
    if now == stated(correction.value):
        return "agreed"
    return "applied" if now == stated(correction.before) else "outdated"


def _replace(earlier: _Told, told: _Told, as_read: Any) -> None:
    """A later change of a field takes the place of an earlier one. Where whoever made it did not
    know of that one, what counts is how it stands to what had been there before."""
    if told.state == "outdated" and stated(told.machine) == stated(earlier.correction.value):
        told.replaces = earlier.correction.id
        before = stated(told.correction.before)
        if before == stated(earlier.correction.before):
            told.state = earlier.state
        elif before == stated(as_read):
            told.state = "applied"
    earlier.state = "replaced"


def _patched(part: Part, correction: Correction) -> Part:
    """A part with its patch applied. The tests of the value before are told by the state: a
    person's value stands also where the machine has changed its mind. A field that the part leaves
    out when it is empty counts as null: it can be replaced, too."""
    changes = [one.model_dump() for one in correction.patch if one.op != "test"]
    touched = {one["path"].split("/")[1] for one in changes if one["path"].startswith("/")}
    copied = {name: deepcopy(part.get(name)) for name in touched}
    patch = jsonpatch.JsonPatch.from_string(json.dumps(changes))
    patched: Any = patch.apply({**part, **copied}, in_place=True)
    return dict(patched)


def _add(correction: Correction, work: _Work) -> _Told:
    value = correction.value
    name = correction.anchor.part
    if name == "document" or not isinstance(value, dict):
        return _Told(correction, "invalid")
    try:
        part = _whole(name, value)
    except ValidationError:
        return _Told(correction, "invalid")
    already = next((one for one in work.parts[name] if _says_the_same(name, one, other=part)), None)
    if already is not None:
        return _Told(correction, "agreed", part=already, machine=deepcopy(already))
    work.parts[name].insert(work.position(correction.anchor, correction.after), part)
    return _Told(correction, "applied", part=part)


def _says_the_same(name: PartName, one: Part, other: Part) -> bool:
    """Does the machine read by now what a person had to add?"""
    return all(stated(one.get(field)) == stated(other.get(field)) for field in FIELDS[name])


def _remove(correction: Correction, work: _Work) -> _Told:
    taken = work.take_out(correction.anchor)
    if taken is None:
        return _Told(correction, "lost")
    part, index = taken
    return _Told(correction, "applied", part=None, machine=work.as_read(part), index=index)


def _move(correction: Correction, work: _Work) -> _Told:
    taken = work.take_out(correction.anchor)
    if taken is None:
        return _Told(correction, "lost")
    part, before = taken
    position = work.position(correction.anchor, correction.after)
    work.parts[correction.anchor.part].insert(position, part)
    return _Told(correction, "applied", part=part, machine=work.as_read(part), index=before)


def _split(correction: Correction, work: _Work) -> _Told:
    """A row becomes two; both stand where the whole stood."""
    name, value = correction.anchor.part, correction.value
    if name == "document" or not isinstance(value, dict):
        return _Told(correction, "invalid")
    row = work.found(correction.anchor)
    try:
        second = _whole(name, split_off(row or {}, value))
        first = None if row is None else _whole(name, {**row, **correction.changes})
    except ValidationError:
        return _Told(correction, "invalid", part=row)
    already = next(
        (one for one in work.parts[name] if _says_the_same(name, one, other=second)), None
    )
    if already is not None:
        return _Told(correction, "agreed", part=already, machine=deepcopy(already))
    if row is None or first is None:
        return _Told(correction, "lost")
    before, state = deepcopy(row), _state_of_several(correction, row)
    work.rewrite(name, row, first)
    listed = work.parts[name]
    listed.insert(_position_of(row, listed) + 1, second)
    return _Told(
        correction, state, part=row, machine=before, value=[deepcopy(row), deepcopy(second)]
    )


def _merge(correction: Correction, work: _Work) -> _Told:
    """A row takes another in."""
    name = correction.anchor.part
    first = work.found(correction.anchor)
    taken = None if correction.other is None else work.take_out(correction.other)
    if first is None or taken is None or taken[0] is first:
        if taken is not None:
            work.parts[name].insert(taken[1], taken[0])
        agrees = first is not None and all(
            stated(first.get(field)) == stated(value) for field, value in correction.changes.items()
        )
        return _Told(correction, "agreed" if agrees else "lost", part=first)
    second, index = taken
    try:
        whole = _whole(name, joined(first, second, changes=correction.changes))
    except ValidationError:
        work.parts[name].insert(index, second)
        return _Told(correction, "invalid", part=first)
    machine = [deepcopy(first), work.as_read(second)]
    state = _state_of_several(correction, first)
    work.rewrite(name, first, whole)
    return _Told(correction, state, part=first, machine=machine, index=index, value=deepcopy(whole))


def _whole(name: PartName, part: Part) -> Part:
    """A part as a plan holds it. Raises ValidationError."""
    return MODELS[name].model_validate(part).model_dump(mode="json")


def _state_of_several(correction: Correction, row: Part) -> CorrectionState:
    """Does the row still say what it said when a person split or merged it?"""
    before = {one.path.removeprefix("/"): one.value for one in correction.patch if one.op == "test"}
    same = all(stated(row.get(field)) == stated(value) for field, value in before.items())
    return "applied" if same else "outdated"


def _position_of(part: Part, listed: Sequence[Part]) -> int:
    return next(index for index, one in enumerate(listed) if one is part)


def _applied(told: _Told, work: _Work | None) -> AppliedCorrection:
    correction = told.correction
    where = "/more_documents" if work is None else _pointer(told, work)
    is_there = correction.action == "move" and split_pointer(where)[1].count("/") > 1
    return AppliedCorrection(
        id=correction.id,
        action=correction.action,
        where=where,
        machine=None if is_there else told.machine,  # what was moved and stands is told by `where`
        value=correction.value if told.value is None else told.value,
        index=told.index,
        sources=told.sources,
        author=correction.author,
        at=correction.at.isoformat(),
        replaces=told.replaces,
        state=told.state,
        made=correction.as_made,
    )


def _pointer(told: _Told, work: _Work) -> str:
    """Where a correction fell, as the plan now stands; the list, for what is in it no more."""
    name, paper = told.correction.anchor.part, pointer_into(work.paper)
    inside = f"/{told.correction.field}" if told.correction.field else ""
    if name == "document":
        return f"{paper}/document{inside}"
    for index, part in enumerate(work.parts[name]):
        if part is told.part:
            return f"{paper}/{name}/{index}{inside}"
    return f"{paper}/{name}"
