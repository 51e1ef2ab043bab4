"""A table of tasks -> tasks, one per printed row of the finest grid; a task's activities together
where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.text import clean, fold, strip_diacritics
from kehoach.parsers.items.context import Context, joined
from kehoach.parsers.layout.fields import role_of
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text, confidence_of, list_of, split_items
from kehoach.parsers.tables.tables import RoleTable
from kehoach.schema import models

_ROMAN = regex.compile(r"[IVXL]+|[A-HĐ]")
_INDEX = regex.compile(r"[\s.)/]+$")
_INLINE = regex.compile(r"(?:^|[;.\n])\s*([^:;.\n]{3,40}?)\s*:\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its slots by role, and the groups it stands under."""

    slots: dict[str, Slot]
    group: models.Group | None
    subgroup: models.Group | None
    confidence: float = 1.0

    def lines(self, role: str) -> list[str]:
        slot = self.slots.get(role)
        return list_of(slot.lines) if slot is not None and not slot.empty else []

    def span(self, role: str) -> Span | None:
        slot = self.slots.get(role)
        return slot.lines[0].span if slot is not None and slot.lines else None

    def raw(self, role: str) -> str:
        """The words of an owner or deadline: list items of the cell on lines of their own."""
        return "\n".join(self.lines(role))


def table_tasks(
    table: RoleTable, context: Context, number: int, heading: models.Group | None
) -> list[models.Task]:
    """A table -> its tasks. `number` is the table's ordinal in the paper (for ids), `heading` the
    section it stands in, the group of rows that have none of their own."""
    tasks: list[models.Task] = []
    counts: dict[str, int] = {}
    rows = _rows(table, context, heading)
    for _, same in groupby(rows, key=_task_key):
        for group in _entries(list(same)):
            task = _task(group, context, number, counts)
            if task is not None:
                tasks.append(task)
    return tasks


def _task_key(row: Row) -> int:
    slot = row.slots.get("task")
    return id(slot) if slot is not None and not slot.empty else id(row)


def _rows(table: RoleTable, context: Context, heading: models.Group | None) -> list[Row]:
    rows: list[Row] = []
    group, subgroup = heading, None
    for at, slots in enumerate(table.rows):
        if all(slot.empty for slot in slots):
            continue
        banner = _banner(slots, table)
        if banner is not None:
            outer = banner.number is None or _ROMAN.fullmatch(banner.number) or not _is_roman(group)
            group, subgroup = (banner, None) if outer else (group, banner)
            continue
        _tell_repeated(slots, rows[-1] if rows else None, group, table, context)
        by_role = {
            role: slot for role, slot in zip(table.columns.roles, slots, strict=True) if role
        }
        rows.append(Row(by_role, group, subgroup, table.doubts.get(at, 1.0)))
    return rows


def _tell_repeated(
    slots: Sequence[Slot],
    last: Row | None,
    group: models.Group | None,
    table: RoleTable,
    context: Context,
) -> None:
    """Two neighbouring rows with the same number in cells of their own: printed twice, not
    merged."""
    index = table.columns.of("index")
    if index is None or last is None or last.group != group:
        return
    before, own = last.slots["index"], slots[index]
    if own is not before and not own.empty and _index(own) == _index(before):
        task = table.columns.of("task")
        words = cell_text(slots[task].lines) if task is not None else ""
        context.notes.append(Note("duplicate_number", f"{_index(own)}. {words}", own.lines[0].span))


def _is_roman(group: models.Group | None) -> bool:
    return (
        group is not None
        and group.number is not None
        and _ROMAN.fullmatch(group.number) is not None
    )


def _banner(slots: Sequence[Slot], table: RoleTable) -> models.Group | None:
    """A group row: one cell as wide as nearly the whole table; or a Roman number and a title with
    all else empty."""
    distinct = list({id(slot): slot for slot in slots}.values())
    filled = [slot for slot in distinct if not slot.empty]
    index = table.columns.of("index")
    number = _index(slots[index]) if index is not None and slots[index].col_span == 1 else None
    widest = max(distinct, key=lambda slot: slot.col_span)
    wide = widest.col_span >= max(2, len(slots) - 2) and not widest.empty
    titles = [slot for slot in filled if index is None or slot is not slots[index]] or filled
    if len(titles) != 1:
        return None
    lone = number is not None and _ROMAN.fullmatch(number) is not None
    text = cell_text(titles[0].lines)
    mark = read_mark(text)
    if (
        not wide
        and not lone
        and not _is_bold_title(titles[0], number, mark is not None and mark.rank <= Rank.ROMAN)
    ):
        return None
    if (
        mark is not None
        and mark.rank < Rank.BULLET
        and (number is None or titles[0] is slots[index or 0])
    ):
        return models.Group(number=mark.number, title=mark.rest)
    return models.Group(number=number, title=text)


def _is_bold_title(slot: Slot, number: str | None, roman: bool) -> bool:
    """A title in bold with nothing beside it but its number."""
    return roman or (
        bool(slot.lines) and all(line.bold for line in slot.lines) and number is not None
    )


def _index(slot: Slot) -> str | None:
    """The number in an index cell: wrapped digits joined, closing dot dropped."""
    text = _INDEX.sub("", "".join(line.text.strip() for line in slot.lines))
    return text or None


def _entries(rows: list[Row]) -> list[list[Row]]:
    """Rows of one task cell -> entries: all rows together when owners and deadline agree, else each
    row alone. Marks do not tell two owners or dates apart, but a scan may misread one."""
    if len(rows) == 1:
        return [rows]
    alike = all(
        len({strip_diacritics(row.raw(role)) for row in rows}) == 1
        for role in ("lead", "coordinating", "deadline")
    )
    return [rows] if alike and "activity" in rows[0].slots else [[row] for row in rows]


def _task(
    rows: list[Row], context: Context, table: int, counts: dict[str, int]
) -> models.Task | None:
    first = rows[0]
    wording = joined(first.lines("task"))
    activities = [text for row in rows for text in row.lines("activity")]
    if not wording:
        wording = joined(activities) or joined(first.lines("objective"))
        activities = []
    if not wording:
        _tell_lost(first, context)
        return None
    owners = _owners(first)
    lead, coordinating = context.owners(owners["lead"], owners["coordinating"])
    distinct = list(
        {id(row.slots[role]): row.slots[role] for row in rows for role in row.slots}.values()
    )
    place = (
        first.group.number or fold(first.group.title)[:24].replace(" ", "-") if first.group else "0"
    )
    counts[place] = counts.get(place, 0) + 1
    return models.Task(
        id=f"b{table}.{place}.{counts[place]}",
        origin="table",
        group=first.group,
        subgroup=first.subgroup,
        number=_index(first.slots["index"]) if "index" in first.slots else None,
        objective=joined(first.lines("objective")) or None,
        task=wording,
        activities=tuple(activities),
        deliverables=tuple(split_items(_distinct(rows, "deliverable"))),
        lead=lead,
        coordinating=coordinating,
        deadline=context.deadline(
            "\n".join(dict.fromkeys(row.raw("deadline") for row in rows)), first.span("deadline")
        ),
        budget=joined(next((own for row in rows if (own := row.lines("budget"))), [])) or None,
        note=joined(first.lines("note")) or None,
        spans=context.spans(line.span for slot in distinct for line in slot.lines),
        confidence=min(
            *(row.confidence for row in rows), *(confidence_of(slot.lines) for slot in distinct)
        ),
    )


def _distinct(rows: Sequence[Row], role: str) -> list[str]:
    """The paragraphs of a column over several rows, a merged cell counted once."""
    slots = {
        id(slot): slot
        for row in rows
        if (slot := row.slots.get(role)) is not None and not slot.empty
    }
    return [text for slot in slots.values() for text in list_of(slot.lines)]


def _owners(row: Row) -> dict[str, str]:
    """Lead and coordinating owners; a cell that names both by labels ("Chủ trì: …; phối hợp: …") is
    taken apart."""
    owners = {role: row.raw(role) for role in ("lead", "coordinating")}
    for role, raw in list(owners.items()):
        labelled = _by_labels(raw)
        if labelled:
            owners[role] = ""
            for found, text in labelled.items():
                owners[found] = f"{owners[found]}\n{text}".strip()
    return owners


def _by_labels(raw: str) -> dict[str, str]:
    found: dict[str, str] = {}
    marks = [
        (m, role)
        for m in _INLINE.finditer(raw)
        if (role := role_of(strip_diacritics(m[1]))) in ("lead", "coordinating")
    ]
    for (match, role), after in zip(marks, [*marks[1:], None], strict=False):
        text = clean(raw[match.end() : after[0].start() if after else len(raw)]).strip(" ;")
        found[str(role)] = f"{found.get(str(role), '')}\n{text}".strip()
    return found


def _tell_lost(row: Row, context: Context) -> None:
    words = clean(" ".join(cell_text(slot.lines) for slot in row.slots.values()))
    if words and not regex.fullmatch(r"[\d\s.]*", words):
        span = next((line.span for slot in row.slots.values() for line in slot.lines), None)
        context.notes.append(Note("low_confidence", words[:160], span))
