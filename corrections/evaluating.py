"""How good the machine was: its values beside what people made of them, per field, form of paper
and unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kehoach.corrections.model import Correction, Corrections, PartName
from kehoach.corrections.parts import FIELDS, LISTS, parts_of, stated
from kehoach.corrections.undoing import machine_plan
from kehoach.schema.models import AppliedCorrection, Plan
from kehoach.schema.papers import papers_of

FORMS = {
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


@dataclass(slots=True)
class Count:
    """Of one field: `stated` by the machine, of these `wrong` (changed, or of a part that is none),
    `missed` (a person had to add them), `confirmed` (a person said that they are right)."""

    stated: int = 0
    wrong: int = 0
    missed: int = 0
    confirmed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what the machine stated that people left as it is."""
        return None if not self.stated else 1 - self.wrong / self.stated

    @property
    def recall(self) -> float | None:
        """The share of what the paper states, as people left it, that the machine stated right."""
        right = self.stated - self.wrong
        in_all = right + self.missed
        return None if not in_all else right / in_all

    def add(self, other: Count) -> None:
        """Count two as one."""
        self.stated += other.stated
        self.wrong += other.wrong
        self.missed += other.missed
        self.confirmed += other.confirmed


@dataclass(slots=True)
class Evaluation:
    """Counts by field ("tasks/deadline"), by form of paper ("pdf", "scan") and by unit."""

    plans: int = 0
    by_field: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_form: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_unit: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    in_all: Count = field(default_factory=Count)

    def add(self, plan: Plan, held: Corrections) -> None:
        """Count a plan with its corrections. One that nobody looked at is not counted."""
        if not held.active and held.signed_off_at is None:
            return
        self.plans += 1
        form, unit = form_of(plan), unit_of(plan)
        for name, count in _counts(machine_plan(plan), plan, held=held).items():
            self.by_field[name].add(count)
            for held_by in (self.by_form[form], self.by_unit[unit], self.in_all):
                held_by.add(count)


def evaluate(pairs: Iterable[tuple[Plan, Corrections]]) -> Evaluation:
    """Plans as people left them, with their corrections -> how good the machine was."""
    found = Evaluation()
    for plan, held in pairs:
        found.add(plan, held)
    return found


def form_of(plan: Plan) -> str:
    """In what form a paper came: "scan", "pdf", "docx", "text", …"""
    if any(page.method == "ocr" for page in plan.source.pages):
        return "scan"
    return FORMS.get(plan.source.media_type, plan.source.media_type)


def unit_of(plan: Plan) -> str:
    """The ward whose plan it is."""
    unit = plan.document.unit
    if unit is None or not unit.name:
        return plan.document.issuer or "?"
    return " ".join(filter(None, (unit.level, unit.name)))


def _counts(machine: Plan, plan: Plan, held: Corrections) -> dict[str, Count]:
    """The counts of each field of one plan."""
    counts: dict[str, Count] = defaultdict(Count)
    for name, value in _values(machine):
        counts[name].stated += bool(value)
    for correction, told in _lasting(plan, held):
        part = correction.anchor.part
        if told.action in ("add", "remove"):
            _count_part(counts, part, action=told.action, value=told.machine or told.value)
        elif told.action in ("split", "merge"):
            _count_several(counts, correction, told=told)
        elif told.action == "change":
            name = f"{part}/{correction.field}"
            counts[name].wrong += bool(told.machine)
            counts[name].missed += bool(told.value)
        elif told.action == "confirm":
            counts[f"{part}/{correction.field}"].confirmed += 1
    return counts


def _lasting(plan: Plan, held: Corrections) -> Iterator[tuple[Correction, AppliedCorrection]]:
    """What people did to what the machine had read, as it came out in the end: a field that was
    corrected twice was wrong once; a row that a person added was not the machine's."""
    by_id = {one.id: one for one in held.active}
    pairs = [
        (by_id[told.id], told)
        for told in plan.corrections
        if told.id in by_id and told.state not in ("lost", "invalid", "agreed")
    ]
    added, removed = (
        {one.anchor.id for one, _ in pairs if one.action == action and one.anchor.id}
        for action in ("add", "remove")
    )
    fields: dict[tuple[str, str], tuple[Correction, AppliedCorrection]] = {}
    for correction, told in pairs:
        id = correction.anchor.id
        if correction.field is None:
            if not (id in added and id in removed):
                yield correction, told
        elif id not in added | removed:
            first = fields.get((told.where, told.action), (correction, told))[1]
            last = told.model_copy(update={"machine": first.machine})
            fields[told.where, told.action] = correction, last
    for correction, told in fields.values():
        if told.action == "confirm" or stated(told.machine) != stated(told.value):
            yield correction, told


def _count_several(
    counts: dict[str, Count], correction: Correction, told: AppliedCorrection
) -> None:
    """Of a row that is two, the machine missed the second; of two rows that are one, the second was
    none. What became of the fields of the first is counted as any change."""
    part, (first, *others) = correction.anchor.part, _rows(told.machine)
    for name, value in correction.changes.items():
        counts[f"{part}/{name}"].wrong += bool(first.get(name))
        counts[f"{part}/{name}"].missed += bool(value)
    if told.action == "split":
        _count_part(counts, part, action="add", value=correction.value)
    for other in others:
        _count_part(counts, part, action="remove", value=other)


def _rows(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


def _count_part(counts: dict[str, Count], part: PartName, action: str, value: object) -> None:
    if not isinstance(value, dict):
        return
    for name in FIELDS[part]:
        if value.get(name):
            count = counts[f"{part}/{name}"]
            count.missed += action == "add"
            count.wrong += action == "remove"


def _values(plan: Plan) -> Iterator[tuple[str, object]]:
    for paper in papers_of(plan):
        parts = parts_of(paper)
        for name in FIELDS["document"]:
            yield f"document/{name}", parts["document"].get(name)
        for part in LISTS:
            for one in parts[part]:
                for name in FIELDS[part]:
                    yield f"{part}/{name}", one.get(name)
