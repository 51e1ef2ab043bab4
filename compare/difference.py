"""Two versions, or two years, of one plan: what is new, gone, changed, moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kehoach.compare.fields import (
    deadlines_say_the_same,
    of_bases,
    of_dates,
    of_documents,
    of_duties,
    of_targets,
    of_tasks,
    of_texts,
)
from kehoach.compare.groups import Groups
from kehoach.compare.matching import Pair, matched
from kehoach.compare.model import (
    PART_NAMES,
    Change,
    Difference,
    FieldChange,
    PartName,
    Shift,
    paper_told,
)
from kehoach.compare.parts import (
    Placed,
    assignments_of,
    bases_of,
    obligations_of,
    papers_in,
    paragraphs_of,
    targets_of,
    tasks_of,
    years_between,
)
from kehoach.compare.wording import say_the_same, wording
from kehoach.schema.models import Plan, Task

Fields = Callable[[Any, Any, int], Iterator[FieldChange]]


def difference(old: Plan, new: Plan, *, old_name: str = "", new_name: str = "") -> Difference:
    """What a new plan says otherwise than an old one.

    Args:
        old, new: Versions of one plan, or its plans for two years; where the time of the new one
            lies whole years off, dates and years that moved with it are told once (`shift`).
        old_name, new_name: What they are called; by default as their files were.

    Returns:
        Every part that is new, gone, changed or elsewhere, document first, tasks in the order of
        the new plan, with those gone at the place they had.
    """
    years = years_between(old, new)
    tasks = _both(tasks_of(old, years), tasks_of(new, years))
    others: list[tuple[PartName, _Both, Fields]] = [
        ("legal_bases", _bases(old, new), of_bases),
        ("targets", _both(targets_of(old, years), targets_of(new, years)), of_targets),
        ("assignments", _both(assignments_of(old, years), assignments_of(new, years)), of_duties),
        ("obligations", _both(obligations_of(old, years), obligations_of(new, years)), of_dates),
        ("text", _texts(old, new, years=years), of_texts),
    ]
    found = [*_document(old, new, years=years), *_tasks(tasks, years)]
    for part, both, fields in others:
        found += _changes(part, both, fields=fields, years=years)
    renumbered = tasks.renumbered()
    changes = sorted(found, key=lambda change: PART_NAMES.index(change.part))
    return Difference(
        old=paper_told(old, old_name),
        new=paper_told(new, new_name),
        is_same=not (changes or years or renumbered),
        shift=_shift(tasks, years) if years else None,
        renumbered=renumbered,
        changes=tuple(changes),
    )


@dataclass(frozen=True, slots=True)
class _Both:
    """A list of parts of both plans, and which of one are which of the other."""

    old: Sequence[Placed[Any]]
    new: Sequence[Placed[Any]]
    pairs: Sequence[Pair]

    def renumbered(self) -> int:
        """How many bear another number."""
        return sum(self.old[pair.old].number != self.new[pair.new].number for pair in self.pairs)


def _both(old: Sequence[Placed[Any]], new: Sequence[Placed[Any]]) -> _Both:
    pairs = matched([placed.item for placed in old], [placed.item for placed in new])
    return _Both(old, new, pairs=pairs)


def _bases(old: Plan, new: Plan) -> _Both:
    """Documents of two numbers are two, however alike these are."""
    both = _both(bases_of(old), bases_of(new))

    def are_one(pair: Pair) -> bool:
        before, after = both.old[pair.old], both.new[pair.new]
        if not (before.part.number and after.part.number):
            return True
        return before.item.wording.words == after.item.wording.words

    return _Both(both.old, both.new, pairs=[pair for pair in both.pairs if are_one(pair)])


def _texts(old: Plan, new: Plan, years: int) -> _Both:
    """Headings and paragraphs that no other part tells."""
    paragraphs = [
        paragraphs_of(plan, years, known=_told_elsewhere(plan), values=_values(plan))
        for plan in (old, new)
    ]
    return _both(*paragraphs)


def _values(plan: Plan) -> list[str]:
    """What stands behind labels and is told elsewhere: the number, and what tasks hold besides
    their wording."""
    values: list[str] = []
    for _, paper in papers_in(plan):
        values.append(paper.document.number or "")
        for task in paper.tasks:
            bodies = (one.raw for one in (task.lead, task.coordinating) if one is not None)
            values += [*bodies, *task.deliverables, "; ".join(task.deliverables)]
            values += [task.deadline.raw if task.deadline else "", task.budget or ""]
    return values


def _told_elsewhere(plan: Plan) -> list[str]:
    """The texts of the parts that are compared by themselves."""
    texts = [plan.document.title or "", plan.document.about or ""]
    for _, paper in papers_in(plan):
        texts += [base.raw for base in paper.document.legal_bases]
        texts += [target.text for target in paper.targets]
        texts += [one.text for one in paper.obligations]
        texts += [duty for assignment in paper.assignments for duty in assignment.duties]
        for task in paper.tasks:
            texts += [task.task, *task.activities]
            texts += [group.title for group in (task.group, task.subgroup) if group is not None]
    return texts


# --- changes --------------------------------------------------------------------------------------


def _document(old: Plan, new: Plan, years: int) -> Iterator[Change]:
    fields = tuple(of_documents(old.document, new.document, years=years))
    if fields:
        yield Change(
            part="document",
            state="changed",
            old="/document",
            new="/document",
            text=new.document.title or new.document.type or "",
            fields=fields,
        )


def _changes(part: PartName, both: _Both, fields: Fields, *, years: int) -> Iterator[Change]:
    """Parts that are new, gone or changed; their order is no matter."""
    told = {
        pair: tuple(fields(both.old[pair.old].part, both.new[pair.new].part, years))
        for pair in both.pairs
    }
    yield from _in_order(part, both, fields=told, are_moved=dict.fromkeys(both.pairs, False))


def _in_order(
    part: PartName,
    both: _Both,
    fields: dict[Pair, tuple[FieldChange, ...]],
    are_moved: dict[Pair, bool],
) -> Iterator[Change]:
    """In the order of the new plan; what is gone stands behind what it stood behind."""
    gone = _gone_behind(part, both)
    yield from gone.get(-1, ())
    by_new = {pair.new: pair for pair in both.pairs}
    for place, placed in enumerate(both.new):
        pair = by_new.get(place)
        if pair is None:
            yield Change(
                part=part, state="added", new=placed.pointer, number=placed.number,
                text=placed.text, group_after=placed.group,
            )  # fmt: skip
            continue
        change = _of_pair(part, both, pair=pair, fields=fields[pair], is_moved=are_moved[pair])
        if change is not None:
            yield change
        yield from gone.get(pair.old, ())


def _gone_behind(part: PartName, both: _Both) -> dict[int, list[Change]]:
    """What is gone, by the place in the old plan of the last part before it that is not; -1 for
    none."""
    there = {pair.old for pair in both.pairs}
    gone: dict[int, list[Change]] = {}
    last = -1
    for place, placed in enumerate(both.old):
        if place in there:
            last = place
            continue
        change = Change(
            part=part, state="removed", old=placed.pointer, number=placed.number,
            text=placed.text, group_before=placed.group,
        )  # fmt: skip
        gone.setdefault(last, []).append(change)
    return gone


def _of_pair(
    part: PartName, both: _Both, pair: Pair, *, fields: tuple[FieldChange, ...], is_moved: bool
) -> Change | None:
    if not fields and not is_moved:
        return None
    old, new = both.old[pair.old], both.new[pair.new]
    return Change(
        part=part,
        state="changed" if fields else "moved",
        old=old.pointer,
        new=new.pointer,
        number=new.number,
        text=new.text,
        is_moved=is_moved,
        group_before=old.group,
        group_after=new.group,
        fields=fields,
        likeness=round(pair.likeness, 2),
        is_sure=pair.is_sure,
    )


# --- tasks ----------------------------------------------------------------------------------------


def _tasks(both: _Both, years: int) -> Iterator[Change]:
    """Tasks in their groups: groups that bear another name or stand elsewhere are told once, not
    for each of their rows."""
    groups = Groups(both.old, both.new, pairs=both.pairs)
    yield from groups.changes(years)
    fields = {
        pair: tuple(of_tasks(both.old[pair.old].part, both.new[pair.new].part, years=years))
        for pair in both.pairs
    }
    yield from _in_order("tasks", both, fields=fields, are_moved=groups.moved_rows())


def _shift(both: _Both, years: int) -> Shift:
    """Which deadlines moved with the plan, and which stayed behind."""
    count, stayed = 0, []
    for pair in both.pairs:
        old, new = both.old[pair.old].part, both.new[pair.new]
        if not isinstance(old, Task) or old.deadline is None or new.part.deadline is None:
            continue
        if say_the_same(wording(old.deadline.raw), wording(new.part.deadline.raw)):
            if old.deadline.start or old.deadline.end:
                stayed.append(new.pointer)
        elif deadlines_say_the_same(old.deadline, new.part.deadline, years=years):
            count += 1
    return Shift(years=years, dates=count, stayed=tuple(stayed))
