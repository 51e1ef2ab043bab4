"""A workbook or CSV that we wrote and a person changed -> corrections.

Rows are known by their id (`task_id`, `target_id`), not by where they stand: people sort and
filter. What a cell showed is compared with what it shows now; only a cell that a person changed is
read. A table may be older than the plan, or have been taken up before: then it takes back nothing
of what was corrected since (`earlier`), and its added rows are those that are there already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from kehoach.corrections.earlier import (
    MORE,
    Shown,
    added_ids,
    earlier_parts,
    typed_columns,
    undone_parts,
)
from kehoach.corrections.heads import read_day, wrong_day
from kehoach.corrections.making import Maker, corrections_of_list
from kehoach.corrections.model import Correction, PartName
from kehoach.corrections.parts import Part, new_part, paper_anchor, parts_of
from kehoach.corrections.values import BODIES, context_of, listed, read_value
from kehoach.emit.origin import Origin
from kehoach.emit.rows import TARGETS, TASKS, Column, fitting, joined, target_rows, task_rows
from kehoach.normalize.text import clean
from kehoach.parsers.items.ground.context import Context
from kehoach.patterns import compile_regex
from kehoach.schema.models import Plan
from kehoach.schema.occasions import day_of
from kehoach.schema.papers import papers_of
from kehoach.schema.walk import CELLS

IDS: dict[PartName, str] = {"tasks": "task_id", "targets": "target_id"}
COLUMNS: dict[PartName, Sequence[Column]] = {"tasks": TASKS, "targets": TARGETS}
WORDING: dict[PartName, str] = {"tasks": "task", "targets": "target"}
FIELD_OF = {"target": "text"}
"""Where a column has another name than its field."""
OWNED = ("lead", "coordinating", "deadline", "note")
_DAYS = ("deadline_start", "deadline_end")
_DAY = compile_regex(r"\d{4}(?:-\d\d){0,2}")
"""A day, a month or a year as JSON holds it."""
READ = {
    "tasks": ("group", "number", *CELLS),
    "targets": ("group", "number", "section", "target", *OWNED),
}
"""Columns that are read whole; after them those that only say more of one of these."""


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row of a table: `line` its number in it (from 1, the heading counts), `cells` its texts by
    the names of columns, `sheet` what its sheet is called ("" in a CSV); `uncomputed`: columns
    whose cells are formulas without a stored value, so that nobody knows what they say."""

    part: PartName
    line: int
    cells: dict[str, str]
    sheet: str = ""
    uncomputed: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its task or target; "" for a row that a person added."""
        return self.cells.get(IDS[self.part], "").strip()

    @property
    def sha256(self) -> str:
        """Of the paper that it belongs to; "" where that is not told."""
        return self.cells.get("sha256", "").strip()


Why: TypeAlias = Literal["day", "formula", "turned", "body", "time"]


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell in which a person typed what its column cannot hold; `column` is its heading; `why`:
    no day, a formula that nobody computed, or a first day after the last one; of one that is taken
    as it is: no body, or no time, that is known."""

    sheet: str
    line: int
    column: str
    text: str
    why: Why = "day"


@dataclass(slots=True)
class RowsRead:
    """What a table gives for one plan: corrections, and the ids or lines of what was found: rows
    added, rows that share one id (the first changes it, the others are added), rows that are gone,
    ids that the plan does not have, rows with cells that are older than what people corrected;
    `bad`: cells that cannot be understood, which change nothing; `unsure`: cells whose words were
    taken as they are, though they name no body or no time that is known."""

    corrections: list[Correction] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    split: list[int] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    older: list[int] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    unsure: list[BadCell] = field(default_factory=list)


def corrections_of_rows(
    plan: Plan,
    rows: Sequence[EditedRow],
    maker: Maker,
    *,
    undone: Sequence[Correction] = (),
    remove_gone: bool = False,
) -> RowsRead:
    """Rows of one plan and of the further papers of its file, as a person left them -> what they
    correct. Rows that are gone are told; they are removed from the plan only where `remove_gone`
    says so, since people filter and copy tables. What a table still shows of corrections that were
    taken back (`undone`) is older than the plan."""
    read = RowsRead()
    papers = papers_of(plan)
    for name in IDS:
        known = [{part["id"] for part in parts_of(paper)[name]} for paper in papers]
        for number, mine in enumerate(_by_papers(name, rows, known=known)):
            own = replace(maker, paper=paper_anchor(papers[number])) if number else maker
            if mine:
                table = _Table.of(
                    name, papers[number], whole=plan, number=number - 1, undone=undone
                )
                _read_table(table, mine, read=read, maker=own, remove_gone=remove_gone)
    return read


def _by_papers(
    name: PartName, rows: Iterable[EditedRow], known: Sequence[set[str]]
) -> list[list[EditedRow]]:
    """The rows of each paper of a file, by their ids; a row that a person added belongs to the
    paper of the row above it, one with an id of no paper to the plan."""
    found: list[list[EditedRow]] = [[] for _ in known]
    above = 0
    for row in rows:
        if row.part != name:
            continue
        if row.id:
            above = next((number for number, ids in enumerate(known) if row.id in ids), 0)
        found[above].append(row)
    return found


def _read_table(
    table: _Table, rows: Sequence[EditedRow], read: RowsRead, *, maker: Maker, remove_gone: bool
) -> None:
    """One table of one paper."""
    rows = list(_known_again(table, rows))
    new = _as_left(table, rows, read=read)
    kept = {row.id for row in rows}
    if read.older:  # it cannot have the rows that people added since
        kept |= table.added
    gone = {part["id"]: None for part in table.old if part["id"] not in kept}
    read.gone += gone
    if remove_gone:
        new = [part for part in new if part.get("id") not in gone]
    read.corrections += corrections_of_list(
        table.name, table.old, new=new, maker=maker, context=table.context
    )


def _known_again(table: _Table, rows: Sequence[EditedRow]) -> Iterator[EditedRow]:
    """Rows that were added, or split off, and taken up by the plan before: they get the id that
    they have there. Of their cells those count that a new row is made of."""
    kept = {row.id for row in rows}
    free = {
        table.shown[part["id"]][WORDING[table.name]]: part["id"]
        for part in table.old
        if part["id"] not in kept
    }
    seen: set[str] = set()
    for row in rows:
        is_new = not row.id or row.id in seen
        seen.add(row.id)
        id = free.pop(_comparable(row.cells.get(WORDING[table.name], "")), None) if is_new else None
        if id is None:
            yield row
            continue
        cells = {name: text for name, text in row.cells.items() if text and name not in MORE}
        yield replace(row, cells={**cells, IDS[table.name]: id})


def _shown(plan: Plan, name: PartName) -> Iterator[Shown]:
    """What the cells of each row show."""
    rows = task_rows(plan, Origin("")) if name == "tasks" else target_rows(plan, Origin(""))
    for row in rows:
        yield {column.name: _comparable(joined(row, column)) for column in COLUMNS[name]}


def _comparable(text: str) -> str:
    """A cell's text as far as it matters: quote marks against formulas and blanks do not."""
    return clean(text.removeprefix("'"))


def _as_shown(name: str, text: str, states: Iterable[Shown]) -> str:
    """A cell's text as far as it matters; what had no room in it is put back."""
    said = _comparable(text)
    whole = (one[name] for one in states if name in one)
    return next((one for one in whole if said == _comparable(fitting(one))), said)


def _as_left(table: _Table, rows: Iterable[EditedRow], read: RowsRead) -> list[Part]:
    """The parts in the order of the paper, as the rows have them; an added one stands behind the
    part of the row above it."""
    changed: dict[str, Part] = {}
    behind: dict[str, list[Part]] = {}
    above = ""
    by_id = {part["id"]: part for part in table.old}
    for row in rows:
        is_lost = WORDING[table.name] in row.uncomputed
        if is_lost or not row.cells.get(WORDING[table.name], "").strip():
            continue
        if formulas := table.uncomputed(row):
            read.bad += formulas
            continue
        if row.id in by_id and row.id not in changed:
            above = row.id
            changed[above] = table.changed(by_id[above], row, read=read)
            continue
        if row.id and row.id not in by_id:
            read.unknown.append(row.line)
            continue
        (read.split if row.id else read.added).append(row.line)
        behind.setdefault(above, []).append(table.new(row, by_id.get(row.id)))
    whole = list(behind.get("", []))
    for part in table.old:
        whole.append(changed.get(part["id"], part))
        whole += behind.get(part["id"], [])
    return whole


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a plan: the parts as they are, what the cells of each show, and what they showed
    before each correction (by ids), the ids of those that people added, and what decides how words
    in it are read."""

    name: PartName
    old: Sequence[Part]
    shown: dict[str, Shown]
    earlier: dict[str, list[Shown]]
    added: set[str]
    context: Context

    @classmethod
    def of(
        cls, name: PartName, plan: Plan, *, whole: Plan, number: int, undone: Sequence[Correction]
    ) -> _Table:
        """A table of a plan, or of a further paper (`number`, -1: none) of its file (`whole`)."""
        old: list[Part] = parts_of(plan)[name]
        before = earlier_parts(name, old, whole.corrections, paper=number)
        earlier = {
            id: list(_shown(plan.model_copy(update={name: rows}), name))
            for id, rows in before.items()
        }
        shown = dict(zip((part["id"] for part in old), _shown(plan, name), strict=True))
        for id, parts in undone_parts(name, old, undone).items():
            for taken_back in _shown(plan.model_copy(update={name: parts}), name):
                words = {one: taken_back[one] for one in taken_back if one not in MORE}
                earlier.setdefault(id, []).extend((taken_back, {**shown[id], **words}))
        added = added_ids(name, whole.corrections, paper=number)
        context = context_of(plan)
        return cls(name, old, shown=shown, earlier=earlier, added=added, context=context)

    def changed(self, part: Part, row: EditedRow, read: RowsRead) -> Part:
        """A part with the cells that a person changed."""
        new, shown, earlier = dict(part), self.shown[row.id], self.earlier.get(row.id, [])
        states = [shown, *earlier]
        cells = {name: _as_shown(name, text, states) for name, text in row.cells.items()}
        touched = {name for name in cells if name in shown and cells[name] != shown[name]}
        typed, is_older = typed_columns(cells, touched, earlier)
        if is_older:
            read.older.append(row.line)
        for column in READ[self.name]:
            if column in typed:
                self._take(new, column, text=row.cells[column])
        for column in MORE:
            if column in typed and not self._take_more(new, column, text=row.cells[column]):
                read.bad.append(self._bad(row, column, "day"))
        if "deadline" in typed and wrong_day(row.cells["deadline"]) is not None:
            read.bad.append(self._bad(row, "deadline", "day"))
        read.unsure += self._unsure(new, row, typed)
        if (turned := _turned(new, row, typed)) is not None:
            read.bad.append(self._bad(row, turned, "turned"))
        return new

    def uncomputed(self, row: EditedRow) -> list[BadCell]:
        """The cells of a row whose formulas nobody computed: they would empty what stands there."""
        columns = (*READ[self.name], *MORE)  # a row without its words is gone, which is told
        left = {*columns} - {WORDING[self.name]}
        formulas = [one for one in columns if one in left and one in row.uncomputed]
        return [self._bad(row, column, "formula") for column in formulas]

    def _bad(self, row: EditedRow, column: str, why: Why) -> BadCell:
        headings = {one.name: one.heading for one in COLUMNS[self.name]}
        text = row.cells[column].strip()
        return BadCell(row.sheet, row.line, headings[column], text=text, why=why)

    def new(self, row: EditedRow, base: Part | None) -> Part:
        """A part that a person added, or split off another (`base`)."""
        part = new_part(self.name, f"moi-{row.line}", base=base)
        for column in READ[self.name]:
            if row.cells.get(column, "").strip():
                self._take(part, column, text=row.cells[column])
        return part

    def _take(self, part: Part, column: str, text: str) -> None:
        if column == "group" and self.name == "tasks":
            group, _, subgroup = text.partition(" / ")
            part["group"] = read_value("group", group, context=self.context)
            part["subgroup"] = read_value("subgroup", subgroup, context=self.context)
            return
        name = FIELD_OF.get(column, column)
        if name == "deadline":
            text = _as_printed(text)
        part[name] = read_value(name, text, context=self.context)

    def _take_more(self, part: Part, column: str, text: str) -> bool:
        """Full names of bodies, days of a deadline: they say more of what another column has.
        Returns whether they could be understood."""
        name, _, key = column.partition("_")
        if not (part.get(name) or text.strip()):
            return True
        value = dict(part.get(name) or {"raw": text.strip()})
        if key == "units":
            value["units"], value["unknown"] = self._bodies(text)
            value["collective"] = [
                one for one in value.get("collective", []) if one in value["units"]
            ]
        else:
            day = read_day(text.strip()) if text.strip() else None
            if day is not None and not _is_day(day):
                return False
            value[key] = day
            value["kind"] = value.get("kind") or "by"
        part[name] = value
        return True

    def _bodies(self, text: str) -> tuple[list[str], list[str]]:
        """The bodies that a list names, their short names written out; and those of them that
        nobody knows, as they were typed."""
        units: list[str] = []
        unknown: list[str] = []
        for typed in listed(text):
            read = self.context.offices(typed)
            if read is not None and read.units and not read.unknown:
                units += read.units
            else:
                units.append(typed)
                unknown.append(typed)
        return list(dict.fromkeys(units)), unknown

    def _unsure(self, part: Part, row: EditedRow, typed: Collection[str]) -> Iterator[BadCell]:
        """The cells that a person typed into whose words name no body, or no time, that is
        known."""
        for name in BODIES:
            column = next((one for one in (name, f"{name}_units") if one in typed), None)
            value = part.get(name) or {}
            if (
                column
                and row.cells[column].strip()
                and (not value.get("units") or value["unknown"])
            ):
                yield self._bad(row, column, "body")
        value = part.get("deadline") or {}
        if "deadline" in typed and value.get("raw") and value.get("kind") is None:
            yield self._bad(row, "deadline", "time")


def _as_printed(text: str) -> str:
    """A day that a spreadsheet holds as such, as papers print it.

    >>> _as_printed("2026-03-05"), _as_printed("Trước 5/3")
    ('05/03/2026', 'Trước 5/3')
    """
    day = day_of(text.strip())
    return f"{day:%d/%m/%Y}" if day is not None else text


def _is_day(text: str) -> bool:
    """Is it a day, month or year that is in the calendar?

    >>> [_is_day(text) for text in ("2026-02-28", "2026", "2026-13", "2026-02-31", "hôm nào")]
    [True, True, False, False, False]
    """
    whole = text + "-01-01"[len(text) - len("2026") :] if len(text) < len("2026-01-01") else text
    return _DAY.fullmatch(text) is not None and day_of(whole) is not None


def _turned(part: Part, row: EditedRow, typed: Collection[str]) -> str | None:
    """The column, of those that a person typed into, by which a time begins after it ends; None for
    others. Of a time in several parts the cells tell its days."""
    changed = [name for name in _DAYS if name in typed]
    if not changed:
        return None
    value = part.get("deadline") or {}
    days: list[str] = []
    for name in _DAYS:
        held = value.get(name.removeprefix("deadline_"))
        shown = row.cells.get(name, "").strip() if "deadline" not in typed else ""
        days.append(held or read_day(shown))
    start, end = days
    if not (_is_day(start) and _is_day(end)):
        return None
    exact = min(len(start), len(end))  # a month holds its days
    return changed[0] if start[:exact] > end[:exact] else None
