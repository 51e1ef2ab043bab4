"""The sources of tasks: of each value its cell, else its item's lines, else what stands above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kehoach.normalize.offices.parse import parse_offices
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.printed_rows import PrintedRow
from kehoach.parsers.sources.align import align
from kehoach.parsers.sources.locator import Found, Locator, Scope, inside, leading, without_headings
from kehoach.parsers.sources.printed import PrintedLine
from kehoach.parsers.tables.cells import Slot
from kehoach.schema import models
from kehoach.schema.base import Spans
from kehoach.schema.sources import How, TaskSources, ValueSource, ValueSources

ROLES = {
    "number": "index",
    "objective": "objective",
    "task": "task",
    "activities": "activity",
    "deliverables": "deliverable",
    "lead": "lead",
    "coordinating": "coordinating",
    "deadline": "deadline",
    "budget": "budget",
    "note": "note",
}
"""The role of the column in which each field of a task stands."""
OTHER_ROLES = {"task": ("activity", "objective"), "lead": ("coordinating",)}
"""Further columns from which a field may come."""


@dataclass(eq=False)
class RowIndex:
    """The cells of the rows of tables, by what their tasks keep of them; `seen` are cells that an
    earlier row had, too."""

    rows: dict[tuple[str, Spans], list[PrintedRow]]
    seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[PrintedRow]) -> RowIndex:
        """Index rows in order."""
        found: dict[tuple[str, Spans], list[PrintedRow]] = defaultdict(list)
        for row in rows:
            found[row.task, row.spans].append(row)
        return cls(found)

    def take(self, task: models.Task) -> PrintedRow | None:
        """The row of a task, None for one of the body."""
        waiting = self.rows.get((task.task, task.spans))
        return waiting.pop(0) if waiting else None


def with_task_sources(
    tasks: Sequence[models.Task], locator: Locator, context: Context
) -> tuple[models.Task, ...]:
    """Tasks with the sources of their values."""
    rows = RowIndex.of(context.printed_rows)
    located: list[models.Task] = []
    for index, task in enumerate(tasks):
        reader = _TaskReader(
            task,
            rows.take(task),
            pointer=f"/tasks/{index}",
            locator=locator,
            context=context,
            seen=rows.seen,
        )
        located.append(task.model_copy(update={"sources": reader.sources()}))
    return tuple(located)


@dataclass(eq=False)
class _TaskReader:
    """Looks for the values of one task; `row` are the cells of its row, None in the body."""

    task: models.Task
    row: PrintedRow | None
    pointer: str
    locator: Locator
    context: Context
    seen: set[int]

    def __post_init__(self) -> None:
        paper = self.locator.paper
        indexes = paper.over(self.task.spans)
        self.scope = self.locator.scope(indexes, self.task.confidence)
        if self.row is not None:
            slots = dict.fromkeys(slot for cells in self.row.cells.values() for slot in cells)
            lines = paper.printed(line for slot in slots for line in slot.lines)
            self.scope = self.scope.among(lines)
        self.merged = {
            role for role, slots in self._cells().items() if any(map(self._is_merged, slots))
        }
        self.seen.update(id(slot) for slots in self._cells().values() for slot in slots)
        self.taken: list[tuple[int, int]] = []

    def _cells(self) -> dict[str, tuple[Slot, ...]]:
        return dict(self.row.cells) if self.row is not None else {}

    def _is_merged(self, slot: Slot) -> bool:
        """Does the cell cover another row, too?"""
        return slot.row_span > 1 or id(slot) in self.seen

    def sources(self) -> TaskSources:
        """Of every value that the task has."""
        task = self.task
        return TaskSources(
            number=self._number(),
            group=self._group("group", task.group),
            subgroup=self._group("subgroup", task.subgroup),
            objective=self._one("objective", task.objective),
            task=self._one("task", task.task),
            activities=self._each("activities", task.activities),
            deliverables=self._each("deliverables", task.deliverables),
            lead=self._bodies("lead", task.lead),
            inferred_lead=self._inferred(task.inferred_lead),
            coordinating=self._bodies("coordinating", task.coordinating),
            deadline=self._one("deadline", task.deadline.raw if task.deadline else None),
            budget=self._one("budget", task.budget),
            note=self._note(),
        )

    # --- where a field's own words stand ----------------------------------------------------------

    def _lines(self, name: str) -> list[PrintedLine]:
        """The lines of the field's cells."""
        cells = self._cells()
        slots: dict[Slot, None] = {}
        for role in (ROLES[name], *OTHER_ROLES.get(name, ())):
            if role in cells and not (slots and role != ROLES[name]):
                slots.update(dict.fromkeys(cells[role]))
        return self.locator.paper.printed(line for slot in slots for line in slot.lines)

    def _how(self, name: str) -> tuple[How, ...]:
        """What the table tells of how a value came."""
        role = ROLES[name]
        if self.row is not None and role in self.row.above:
            return ("inherited",)
        if name == "deadline" and self.context.infers_year(self.task.deadline):
            return ("inferred",)
        return ("merged_cell",) if role in self.merged else ()

    def _find(self, name: str, value: str) -> Found:
        found = self.locator.find(value, self.scope, self._lines(name), self.taken)
        if found.match is None:
            found = self.locator.find_above(value, self.scope)
        if found.level == "item" and found.match is not None and name != "task":
            self.taken.append((found.match.first, found.match.stop))
        return found

    # --- fields -----------------------------------------------------------------------------------

    def _one(self, name: str, value: str | None) -> ValueSource | None:
        if not value:
            return None
        found = self._find(name, value)
        return self.locator.source(found, f"{self.pointer}/{name}", self.scope, self._how(name))

    def _note(self) -> ValueSource | None:
        """Of the note: its cell, or its cells, told with the headings of their columns."""
        note = self.task.note
        lines = self._lines("note")
        if not note or not lines or self.locator.find(note, self.scope, lines).match is not None:
            return self._one("note", note)
        found = self.locator.find(without_headings(note), self.scope, lines)
        how = self._how("note")
        return self.locator.source(found, f"{self.pointer}/note", self.scope, how, value=note)

    def _each(self, name: str, values: Sequence[str]) -> ValueSources:
        """Of a list: each behind the one before, where they stand together."""
        told: list[ValueSource] = []
        lines = self._lines(name)
        scope = self.scope.among(lines) if lines else self.scope
        first = 0
        for index, value in enumerate(values):
            match = align(value, scope.region, first=first)
            if match is None:
                found = self._find(name, value)
            else:
                first = match.stop
                found = Found(value, "field" if lines else "item", region=scope.region, match=match)
            pointer = f"{self.pointer}/{name}/{index}"
            told.append(self.locator.source(found, pointer, self.scope, self._how(name)))
        return tuple(told)

    def _bodies(self, name: str, offices: models.Offices | None) -> ValueSources:
        """Of each body that a cell or a sentence names, its own words."""
        if offices is None:
            return ()
        told: list[ValueSource] = []
        for index, found in enumerate(self._found_bodies(name, offices)):
            pointer = f"{self.pointer}/{name}/units/{index}"
            unit = offices.units[index] if offices.units else offices.raw
            how = self._how(name)
            told.append(self.locator.source(found, pointer, self.scope, how, value=unit))
        return tuple(told)

    def _found_bodies(self, name: str, offices: models.Offices) -> Iterator[Found]:
        printed = bodies_printed(offices, self.context)
        is_above = self.row is not None and ROLES[name] in self.row.above
        if is_above and printed is None:  # `raw` is the mark; the cell that it means is known
            lines = self._lines(name)
            printed = bodies_printed(
                offices.model_copy(update={"raw": "\n".join(each.line.text for each in lines)}),
                self.context,
            )
        else:
            lines = self._lines(name)
        whole = self._find(name, offices.raw)
        if not offices.units:
            yield whole
        for unit, words in zip(offices.units, printed or offices.units, strict=False):
            yield inside(words, whole) or self._body_elsewhere(
                unit, words, whole=whole, lines=lines
            )

    def _body_elsewhere(
        self, unit: str, words: str, whole: Found, lines: Sequence[PrintedLine]
    ) -> Found:
        """A body that does not stand among the words that name all: the words of its cell, its full
        name, else the words that name all."""
        for value in (words, unit):
            found = self.locator.find(value, self.scope, lines)
            if found.match is not None:
                return found
        return whole

    def _number(self) -> ValueSource | None:
        """Of the number: in its cell, or where the first line of the item, or one of its headings,
        begins."""
        value = self.task.number
        if not value:
            return None
        lines = self._lines("number")
        found = self.locator.find(value, self.scope, lines) if lines else Found(value)
        if found.match is None:
            found = leading(value, self.scope)
        how = self._how("number")
        return self.locator.source(found, f"{self.pointer}/number", self.scope, how)

    def _group(self, name: str, group: models.Group | None) -> ValueSource | None:
        return group_source(
            group, self.scope, pointer=f"{self.pointer}/{name}", locator=self.locator
        )

    def _inferred(self, lead: models.InferredLead | None) -> ValueSource | None:
        """Of who probably leads: the duties that speak of the task."""
        if lead is None:
            return None
        pointer = f"{self.pointer}/inferred_lead"
        whole = self.locator.paper.whole
        match = align(lead.evidence, whole)
        found = (
            Found(lead.evidence, "paper", region=whole, match=match)
            if match
            else Found(lead.evidence)
        )
        return self.locator.source(found, pointer, self.scope, ("inferred",))


def group_source(
    group: models.Group | None, scope: Scope, pointer: str, locator: Locator
) -> ValueSource | None:
    """Of the heading or the row over an item: its number and its title."""
    if group is None:
        return None
    for value in (f"{group.number or ''} {group.title}", group.title):
        found = locator.find_above(value, scope)
        if found.match is None:
            found = locator.find(value, scope)
        if found.match is not None:
            found = replace(found, level="field")  # it always stands above its items
            break
    return locator.source(found, pointer, scope)


def bodies_printed(offices: models.Offices, context: Context) -> tuple[str, ...] | None:
    """For each body of a cell the words that name it; None where the cell, read again, names
    others."""
    written_out = context.bodies_written_out(offices.raw)
    value = parse_offices(written_out, context.level, place=context.place)
    return value.printed if len(value.units) == len(offices.units) else None
