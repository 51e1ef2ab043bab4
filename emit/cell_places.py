"""Where something stands in a table of a Word file or a page, as a person finds it: "bảng nhiệm vụ,
dòng STT 4, cột thời hạn". Paragraphs count cells, too, and nobody counts those by eye; where a
paper has pages or lines, these are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kehoach.emit.place_words import cell_words
from kehoach.emit.places import Place, place_of
from kehoach.schema.models import Finding, OtherTable, Plan, Span, Task
from kehoach.schema.papers import papers_of
from kehoach.schema.unsure import sources_by_field
from kehoach.schema.walk import CELLS

_FIELDS = frozenset({"number", *CELLS})
MOST_OF_HEAD = 40
"""Letters of the headings of a table by which it is named."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its first and last paragraph; `table`: which of the tables of tasks, from
    1, 0 for the only one; `place`: which row of it."""

    first: int
    last: int
    task: Task
    table: int
    place: int


@dataclass(frozen=True, slots=True)
class CellPlaces:
    """The rows of tables of a plan, and its other tables by their paragraphs and headings; none of
    a paper that has pages or lines."""

    rows: tuple[_Row, ...] = ()
    tables: tuple[tuple[int, int, str], ...] = ()

    def told(self, spans: Iterable[Span], where: str, lang: str) -> str | None:
        """Where spans stand, in words; None where that is in no table of ours. `where`: the pointer
        of what is about it."""
        place = place_of(spans)
        if place is None or place.unit != "paragraph":
            return None
        first, last = place.numbers
        row = next((one for one in self.rows if one.first <= first and last <= one.last), None)
        if row is not None:
            name = _field(where) or (_field_at(row.task, first) if first == last else None)
            return ", ".join(_told(row, name, lang))
        held = (head for begin, end, head in self.tables if begin <= first and last <= end)
        head = next(held, None)
        return cell_words("table_named", lang).format(head=head) if head else None


def cell_places(plan: Plan) -> CellPlaces:
    """The tables of a plan, and of the papers behind it."""
    papers = papers_of(plan)
    rows = tuple(row for paper in papers for row in _rows(paper.tasks))
    tables = (table for paper in papers for table in paper.tables)
    return CellPlaces(rows, tuple(_others(tables)))


def _others(tables: Iterable[OtherTable]) -> Iterator[tuple[int, int, str]]:
    """The first and last paragraph of tables of neither tasks nor targets, with their headings."""
    for table in tables:
        place = place_of(table.spans)
        if place is not None and place.unit == "paragraph":
            yield place.numbers[0], place.numbers[1], _head(table.columns)


def finding_told(finding: Finding, cells: CellPlaces, lang: str) -> str | None:
    """Where a finding stands; None where it has no place in the paper."""
    place = place_of(finding.spans)
    if place is None:
        return None
    return cells.told(finding.spans, finding.where, lang) or place.told(lang)


def first_told(place: Place | None, told: str | None, lang: str) -> str:
    """Where something begins: as a person finds it in a table, else its first page or line; ""
    where nobody knows."""
    return told or (place.told_first(lang) if place is not None else "")


def _rows(tasks: Sequence[Task]) -> Iterator[_Row]:
    in_tables = [task for task in tasks if task.origin == "table"]
    numbers = list(dict.fromkeys(task.table for task in in_tables))
    counts = dict.fromkeys(numbers, 0)
    for task in in_tables:
        counts[task.table] += 1
        place = place_of(task.spans)
        if place is not None and place.unit == "paragraph":
            table = numbers.index(task.table) + 1 if len(numbers) > 1 else 0
            first, last = place.numbers
            yield _Row(first, last, task=task, table=table, place=counts[task.table])


def _told(row: _Row, name: str | None, lang: str) -> Iterator[str]:
    key = "table_of_tasks" if row.table else "only_table"
    yield cell_words(key, lang).format(number=row.table)
    number = row.task.number
    key = "numbered_row" if number else "row"
    yield cell_words(key, lang).format(number=number or row.place)
    if name is not None:
        yield cell_words("column", lang).format(name=cell_words(name, lang))


def _field(where: str) -> str | None:
    """The field of a task that a pointer leads to."""
    steps = where.split("/")
    name = steps[3] if where.startswith("/tasks/") and len(steps) > 3 else None
    return name if name in _FIELDS else None


def _field_at(task: Task, paragraph: int) -> str | None:
    """The field whose words stand in a paragraph."""
    for name, several in sources_by_field(task):
        spans = [span for one in several for span in one.spans]
        place = place_of(spans)
        if name in _FIELDS and place is not None and place.numbers[0] == paragraph:
            return name
    return None


def _head(columns: Sequence[str]) -> str:
    """The headings of a table, in short."""
    told = ", ".join(dict.fromkeys(filter(None, columns)))
    return told if len(told) <= MOST_OF_HEAD else f"{told[: MOST_OF_HEAD - 1]}…"
