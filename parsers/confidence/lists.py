"""What a list says of each of its values, more closely than blocks.py: in what an item is unlike
nearly all others; where owners and times of the list come from; whether duties are duties at all.
What is wrong in long papers are whole lists: their values are alike, each looks right by itself.

How many tasks of a list begin with what is done, are long, lack a number is not told here: papers
left out of the learning were judged worse by it (docs/confidence.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.confidence.depths import SOME, Depths, has_sentences, is_bare, kind_of_number
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import contains
from kehoach.schema import models
from kehoach.schema.sources import Evidence

Item = TypeVar("Item", models.Task, models.Target, models.Assignment)
Found = dict[tuple[str, str], list[str]]
"""Traits by the pointer of an item and the name of a field ("lead", "duties/2"; "" for all)."""
LONG, SHORT, LABEL, AIM = 250, 30, 60, 200
"""Letters of a task that is long, of a wording that is short, in which a label ends, of a target
that is long."""
FEW, MOST = 0.2, 0.8
"""The share of a list up to which an item is alone with what it has, and from which it lacks it."""
SURE = 0.9
AGAIN = 3
"""How often a value stands in a list that is said again and again."""
FIELDS = ("lead", "coordinating", "deadline")


def _opens_with_label(text: str) -> bool:
    return ":" in text[:LABEL]


def _ends_open(text: str) -> bool:
    return text.rstrip().endswith(":")


def _is_of_many(unit: str) -> bool:
    """Is a body none by name ("các cơ quan", "nhà trường")?"""
    return unit[:1].islower() or begins(unit, "words_before_many") is not None


OF_TASKS: Mapping[str, Callable[[models.Task], bool]] = {
    "verb": lambda task: begins_duty(task.task),
    "bare": is_bare,
    "colon": lambda task: _ends_open(task.task),
    "sentences": lambda task: has_sentences(task.task),
    "body first": lambda task: opens_as_body(task.task),
    "number": lambda task: task.number is not None,
    "unsure": lambda task: task.confidence < SURE,
    "long": lambda task: len(task.task) > LONG,
    "short": lambda task: len(task.task) < SHORT,
    "label": lambda task: _opens_with_label(task.task),
}
OF_DUTIES: Mapping[str, Callable[[models.Assignment], bool]] = {
    "no verbs": lambda one: 2 * sum(map(begins_duty, one.duties)) < len(one.duties),
    "short duties": lambda one: any(len(duty) < SHORT for duty in one.duties),
    "colons": lambda one: any(map(_ends_open, one.duties)),
    "bodies": lambda one: any(map(opens_as_body, one.duties)),
    "unit of many": lambda one: _is_of_many(one.unit),
    "odd unit": lambda one: not opens_as_body(one.unit),
    "one duty": lambda one: len(one.duties) == 1,
    "number": lambda one: one.number is not None,
    "sentences": lambda one: any(map(has_sentences, one.duties)),
}
OF_TARGETS: Mapping[str, Callable[[models.Target], bool]] = {
    "figures": lambda one: bool(one.metrics),
    "verb": lambda one: begins_duty(one.text),
    "colon": lambda one: _ends_open(one.text),
    "label": lambda one: _opens_with_label(one.text),
    "long": lambda one: len(one.text) > AIM,
    "number": lambda one: one.number is not None,
    "sentences": lambda one: has_sentences(one.text),
    "many": lambda one: len(one.metrics) > 2,
}
OF_DUTY: Mapping[str, Callable[[str], bool]] = {
    "duty is a body's": opens_as_body,
    "short duty": lambda duty: len(duty) < SHORT,
    "duty ends in a colon": _ends_open,
    "duty with a label": _opens_with_label,
    "duty of sentences": has_sentences,
}


@dataclass(frozen=True)
class ListTraits:
    """Of the values of one plan."""

    found: Mapping[tuple[str, str], Sequence[str]]

    @classmethod
    def of(cls, plan: models.Plan, evidence: Mapping[str, Evidence]) -> ListTraits:
        """`evidence`: by the pointer of the source."""
        found: Found = defaultdict(list)
        blocks: dict[tuple[str, int | None], list[int]] = {}
        for index, task in enumerate(plan.tasks):
            blocks.setdefault((task.origin, task.table), []).append(index)
        for (origin, _), places in blocks.items():
            _Tasks(plan.tasks, origin, places, evidence).tell(found)
        _of_assignments(plan, found)
        _of_targets(plan.targets, found)
        _of_recipients(plan.document.recipients, found)
        return cls(found)

    def traits(self, pointer: str, kind: str) -> Iterator[str]:
        """Of the value of a pointer; each once as it is, and once of this field alone."""
        name = "document" if kind.startswith(("document/", "bases/")) else kind.rpartition("/")[2]
        for trait in self._of(pointer):
            yield trait
            yield f"{name}: {trait}"

    def _of(self, pointer: str) -> Iterator[str]:
        parts = pointer.split("/")
        if parts[1] == "document":
            yield from self.found.get((pointer, ""), ())
            return
        item, inside = "/".join(parts[:3]), "/".join(parts[3:])
        for name in dict.fromkeys(("", parts[3], inside)):
            yield from self.found.get((item, name), ())


def _step(share: float) -> int:
    """The share of a list: none, few, some, most, all."""
    if share <= 0 or share >= 1:
        return 0 if share <= 0 else 4
    return 1 if share < 0.3 else 2 if share < 0.7 else 3


def _flags(
    items: Sequence[Item], named: Mapping[str, Callable[[Item], bool]]
) -> dict[str, frozenset[int]]:
    """For each name the places of the items that are such."""
    return {
        name: frozenset(place for place, item in enumerate(items) if holds(item))
        for name, holds in named.items()
    }


def _shares(flags: Mapping[str, Collection[int]], whole: int, prefix: str) -> list[str]:
    return [f"{prefix} {name}={_step(len(places) / whole)}" for name, places in flags.items()]


@dataclass(frozen=True)
class _Tasks:
    """The tasks of one table, or those of the text."""

    tasks: Sequence[models.Task]
    origin: str
    places: Sequence[int]
    evidence: Mapping[str, Evidence]

    def tell(self, found: Found) -> None:
        own = [self.tasks[place] for place in self.places]
        flags = _flags(own, OF_TASKS)
        of_depths = Depths(own).traits()
        for at, (place, (of_all, of_group)) in enumerate(zip(self.places, of_depths, strict=True)):
            pointer = f"/tasks/{place}"
            found[pointer, ""] += [*of_all, *_unlike(flags, at, len(own))]
            found[pointer, "group"] += of_group
            found[pointer, "task"] += [f"task {name}" for name in flags if at in flags[name]]
        for name in FIELDS:
            for place, traits in self._of_field(name):
                found[f"/tasks/{place}", name] += traits

    def _of_field(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """Where this field of the list comes from, and how often one value is said."""
        held = {
            place: getattr(self.tasks[place], name)
            for place in self.places
            if getattr(self.tasks[place], name) is not None
        }
        said = Counter(value.raw for value in held.values())
        levels = {place: self._level(f"/tasks/{place}/{name}") for place in held}
        above = sum(level == "above" for level in levels.values())
        whole = len(self.places)
        for place, value in held.items():
            told = [f"{self.origin} {name} in list={_step(len(held) / whole)}"]
            told.append(f"{self.origin} {name} of {levels[place]}")
            if levels[place] == "above":
                told.append(f"{name} above of list={_step(above / whole)}")
            elif above:
                told.append(f"{name} not above as others")
            if said[value.raw] >= AGAIN:
                told.append(f"{name} again={_step(said[value.raw] / whole)}")
            told += _beside_help(name, self.tasks[place].task)
            yield place, told

    def _level(self, pointer: str) -> str:
        each = self.evidence.get(pointer) or self.evidence.get(f"{pointer}/0")
        if each is None:
            return "none"
        is_above = "inherited" in each.how or each.level in ("above", "paper")
        return "above" if is_above else each.level


def _unlike(flags: Mapping[str, Collection[int]], at: int, whole: int) -> Iterator[str]:
    """In what one item is unlike nearly all others."""
    if whole < SOME:
        return
    for name, places in flags.items():
        if at in places and len(places) <= FEW * whole:
            yield f"alone {name}"
        elif at not in places and len(places) >= MOST * whole:
            yield f"lacks {name}"


def _beside_help(name: str, wording: str) -> Iterator[str]:
    """Does a task say that somebody helps: who is named may be the one who leads?"""
    if begins(wording, "helping_verbs") is not None:
        yield f"{name} beside helping"
    elif contains(wording, "helping_verbs") is not None:
        yield f"{name} with help"


def _of_assignments(plan: models.Plan, found: Found) -> None:
    own = plan.assignments
    flags = _flags(own, OF_DUTIES)
    numbers = Counter(kind_of_number(one.number) for one in own)
    common = _shares(flags, len(own), "duties") if own else []
    common.append("duties beside tasks" if plan.tasks else "duties alone")
    if len(numbers) > 1:
        common.append("duties of mixed numbers")
    if len(own) == 1:
        common.append("duties of one body")
    for place, one in enumerate(own):
        pointer = f"/assignments/{place}"
        rare = numbers[kind_of_number(one.number)] <= len(own) / 4
        told = [f"own {name}" for name in flags if place in flags[name]]
        found[pointer, ""] += [*common, *told, *(["duties number unlike others"] if rare else [])]
        for index, duty in enumerate(one.duties):
            found[pointer, f"duties/{index}"] += _of_duty(duty)


def _of_duty(duty: str) -> Iterator[str]:
    yield "duty is a verb" if begins_duty(duty) else "duty is no verb"
    yield from (name for name, holds in OF_DUTY.items() if holds(duty))


def _of_targets(targets: Sequence[models.Target], found: Found) -> None:
    flags = _flags(targets, OF_TARGETS)
    common = _shares(flags, len(targets), "aims") if targets else []
    for place, target in enumerate(targets):
        told = [f"aim {name}" for name in flags if place in flags[name]]
        found[f"/targets/{place}", ""] += [*common, *told, f"aim of {target.origin}"]


def _of_recipients(recipients: Sequence[str], found: Found) -> None:
    """Recipients of one line each: where one holds several, perhaps all lines were joined."""
    several = [";" in one.strip(" ;") for one in recipients]
    for place, is_several in enumerate(several):
        found[f"/document/recipients/{place}", ""] += _of_recipient(is_several, several)


def _of_recipient(is_several: bool, all_of: Iterable[bool]) -> Iterator[str]:
    if is_several:
        yield "recipient of several"
    elif any(all_of):
        yield "recipient beside several"
