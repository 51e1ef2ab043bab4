"""The parts of a plan as they are compared: each with its pointer, as an item that can be matched.

The papers behind the first of a file (`more_documents`) are compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import regex

from kehoach.compare.matching import FEWEST, Item
from kehoach.compare.vocabulary import before_times
from kehoach.compare.wording import wording
from kehoach.normalize.text import comparison_key
from kehoach.patterns import compile_regex
from kehoach.schema.models import (
    Assignment,
    Block,
    Deadline,
    FurtherDocument,
    LegalBasis,
    Obligation,
    Offices,
    Plan,
    Section,
    Target,
    Task,
)

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Part]):
    """A part, where it stands, what it says, and how it is matched."""

    part: Part
    pointer: str
    text: str
    item: Item
    group: str | None = None

    @property
    def number(self) -> str | None:
        """The number that it bears in its list; that of a document cited is its name."""
        number: str | None = getattr(self.part, "number", None)
        return number if not isinstance(self.part, LegalBasis) else None


def years_between(old: Plan, new: Plan) -> int:
    """By how many years the time of one plan lies after that of the other; 0 where one does not
    tell, or where they are not whole years apart."""
    one, other = (plan.document.period for plan in (old, new))
    if one is None or other is None or not (one.start and other.start):
        return 0
    is_whole = one.start[4:] == other.start[4:] and (one.end or "")[4:] == (other.end or "")[4:]
    return int(other.start[:4]) - int(one.start[:4]) if is_whole else 0


def tasks_of(plan: Plan, years: int) -> list[Placed[Task]]:
    """The tasks, those of further papers behind."""
    return [
        Placed(
            task,
            pointer,
            text=task.task,
            item=_task_item(task, name, years=years),
            group=_group(task),
        )
        for task, pointer, name in _named(plan, "tasks")
    ]


def targets_of(plan: Plan, years: int) -> list[Placed[Target]]:
    """The targets; figures do not tell which is which."""
    return [
        Placed(target, pointer, text=target.text, item=_target_item(target, name, years=years))
        for target, pointer, name in _named(plan, "targets")
    ]


def assignments_of(plan: Plan, years: int) -> list[Placed[Assignment]]:
    """The duties of bodies, matched by the body, whatever it has to do."""
    return [
        Placed(
            one,
            pointer,
            text=one.unit,
            item=Item(wording(one.unit), name, fields=(_joined(one.duties, years),)),
        )
        for one, pointer, name in _named(plan, "assignments")
    ]


def obligations_of(plan: Plan, years: int) -> list[Placed[Obligation]]:
    """The hard dates outside the tasks."""
    return [
        Placed(
            one,
            pointer,
            text=one.text,
            item=Item(
                wording(one.text, years),
                name,
                fields=(_bodies(one.who), _when(one.deadline, years)),
            ),
        )
        for one, pointer, name in _named(plan, "obligations")
    ]


def bases_of(plan: Plan) -> list[Placed[LegalBasis]]:
    """The legal bases. Two with numbers are one only where these are the same."""
    placed = []
    for prefix, paper in papers_in(plan):
        for index, base in enumerate(paper.document.legal_bases):
            pointer = f"{prefix}/document/legal_bases/{index}"
            told = f"{base.type or ''} {base.number}" if base.number else base.raw
            placed.append(Placed(base, pointer, text=base.raw, item=Item(wording(told))))
    return placed


def texts_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """Pointer and text of every heading, paragraph and row of other tables."""
    for prefix, paper in papers_in(plan):
        yield from ((pointer, text) for _, pointer, text in _texts(paper, prefix))


def paragraphs_of(
    plan: Plan, years: int, known: Sequence[str], values: Sequence[str]
) -> list[Placed[Block | Section]]:
    """Headings and paragraphs, and the rows of other tables, that are no part told otherwise:
    `known` are the texts of those, `values` what may stand behind a label ("Thời gian: …")."""
    keys = {comparison_key(text) for text in known} - {""}
    labelled = {comparison_key(value) for value in values} - {""}
    long = [key for key in keys if len(key) > _LONG]
    placed = []
    for prefix, paper in papers_in(plan):
        for part, pointer, text in _texts(paper, prefix):
            key = comparison_key(text)
            is_told = key in keys or any(one in key for one in long) or _holds(long, key)
            is_told = is_told or _is_labelled(text, labelled) or _names_itself(text, paper)
            if key and not is_told:
                placed.append(Placed(part, pointer, text=text, item=Item(wording(text, years))))
    return placed


FIGURES = compile_regex(r"\d+(?:[.,]\d+)*")
_LONG = 20
"""Letters. A shorter text within another is no sign that both are one."""


def _names_itself(text: str, paper: Plan | FurtherDocument) -> bool:
    """Is it the line in brackets that says with which document an appendix goes, this one?"""
    number = comparison_key(paper.document.number or "")
    return bool(number) and text.startswith("(") and number in comparison_key(text)


def _is_labelled(text: str, values: AbstractSet[str]) -> bool:
    """Is it a label and one of the values?"""
    label, colon, value = text.partition(":")
    return bool(colon) and len(label) < _LONG + _LONG and comparison_key(value) in values


def _holds(long: Sequence[str], key: str) -> bool:
    return len(key) > _LONG and any(key in one for one in long)


def papers_in(plan: Plan) -> Iterator[tuple[str, Plan | FurtherDocument]]:
    """The papers of a file, each with the pointer to it."""
    yield "", plan
    for index, further in enumerate(plan.more_documents):
        yield f"/more_documents/{index}", further


def _named(plan: Plan, field: str) -> Iterator[tuple[Any, str, str]]:
    """Each part of a list with its pointer and its id without that of its paper."""
    for prefix, paper in papers_in(plan):
        for index, part in enumerate(getattr(paper, field)):
            name = (part.id or "").removeprefix(f"{paper.id}-")
            yield part, f"{prefix}/{field}/{index}", name


def _task_item(task: Task, name: str, years: int) -> Item:
    text = " ".join((task.task, *task.activities))
    fields = (
        _bodies(task.lead),
        _bodies(task.coordinating),
        _when(task.deadline, years),
        _joined(task.deliverables, years),
        wording(task.objective or "", years).key,
    )
    group = wording(_group(task) or "", years).key
    return Item(
        wording(text, years),
        name,
        fields=fields,
        group=group,
        number=task.number or "",
        core=wording(_core(task, text)),
    )


def bare_item(placed: Placed[Any]) -> Item:
    """A part as it is matched with what another body made of it: a task without the time and the
    lead that its sentence names, which the other has in cells of their own. Nothing else leaves."""
    task = placed.part
    if not isinstance(task, Task):
        return placed.item
    text = " ".join((task.task, *task.activities))
    bare = text
    if task.deadline is not None and task.deadline.raw:
        pattern = before_times() + regex.escape(task.deadline.raw)
        bare = regex.sub(pattern, " ", bare, flags=regex.IGNORECASE)
    if task.lead is not None and task.lead.raw:
        bare = bare.replace(task.lead.raw, " ")
    if bare == text or len(wording(bare).telling) < FEWEST:
        return placed.item
    return replace(placed.item, wording=wording(bare))


def _core(task: Task, text: str) -> str:
    """The wording of a task without the bodies and the time that its sentence names, and without
    figures: in these a later version of one row differs."""
    bodies = (body for body in (task.lead, task.coordinating) if body is not None)
    told = {name for body in bodies for name in (body.raw, *body.names)}
    told |= {task.deadline.raw} if task.deadline is not None else set()
    for one in sorted(told - {""}, key=lambda name: (-len(name), name)):
        text = text.replace(one, " ")
    return FIGURES.sub(" ", text)


def _target_item(target: Target, name: str, years: int) -> Item:
    section = target.section or ""
    figures = wording(" ".join(metric.raw or str(metric.value) for metric in target.metrics), years)
    fields = (target.origin, figures.key)
    text = FIGURES.sub("0", target.text)
    return Item(wording(text), name, fields=fields, group=section, number=target.number or "")


def _group(task: Task) -> str | None:
    titles = [group.title for group in (task.group, task.subgroup) if group is not None]
    return " / ".join(titles) or None


def _bodies(offices: Offices | None) -> str:
    if offices is None:
        return ""
    return "; ".join(sorted(wording(unit).key for unit in offices.names))


def _when(deadline: Deadline | None, years: int) -> str:
    return wording(deadline.raw, years).key if deadline is not None else ""


def _joined(values: Sequence[str], years: int) -> str:
    return "; ".join(sorted(wording(value, years).key for value in values))


# --- the body -------------------------------------------------------------------------------------


def _texts(paper: Plan | FurtherDocument, prefix: str) -> Iterator[tuple[Any, str, str]]:
    for field in ("preamble", "loose"):
        for index, block in enumerate(getattr(paper, field)):
            yield block, f"{prefix}/{field}/{index}", block.text
    yield from _of_sections(paper.sections, prefix)
    for number, appendix in enumerate(paper.appendices):
        for index, block in enumerate(appendix.blocks):
            yield block, f"{prefix}/appendices/{number}/blocks/{index}", block.text
    for number, table in enumerate(paper.tables):
        for index, row in enumerate(table.rows):
            text = " | ".join(dict.fromkeys(cell for cell in row if cell))
            yield Block(kind="paragraph", text=text), f"{prefix}/tables/{number}/rows/{index}", text


def _of_sections(sections: Sequence[Section], prefix: str) -> Iterator[tuple[Any, str, str]]:
    for number, section in enumerate(sections):
        pointer = f"{prefix}/sections/{number}"
        yield section, pointer, section.title
        for index, block in enumerate(section.blocks):
            yield block, f"{pointer}/blocks/{index}", block.text
        yield from _of_sections(section.sections, pointer)
