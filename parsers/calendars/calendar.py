"""A work calendar -> its entries as tasks, each on its day: of lines under the day ("Thứ Hai, ngày
05/10/2026" / "- 08h00: Họp giao ban. Chủ trì: …"), of the rows of a table, of the cells of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kehoach.ingest.model import Span
from kehoach.normalize.text import clean, strip_diacritics
from kehoach.normalize.times.period import Period, parse_period
from kehoach.parsers.calendars.columns import Column, columns_of, heads_calendar
from kehoach.parsers.calendars.entries import Entry, is_of_entry, read_entry, take_line
from kehoach.parsers.calendars.openings import (
    WORDS,
    Opening,
    entries_apart,
    names_person,
    read_opening,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.works.body import BodyTasks
from kehoach.parsers.layout.outline import Leaf, Node, in_reading_order
from kehoach.parsers.tables.cells import Slot, cell_text, list_of
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases, raw_phrases, starts
from kehoach.schema import models


@dataclass(slots=True)
class _Calendar:
    """Goes through a calendar: the day, the part of the day and the person that the next entries
    stand under, and the entry that goes on."""

    context: Context
    prefix: str
    ids: TaskIds = field(init=False)
    day: Opening = field(default_factory=Opening)
    part: str = ""
    person: str = ""
    entry: Entry | None = None
    time: str = ""
    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = TaskIds(self.prefix)

    def read(self, text: str, spans: Sequence[Span], *, is_listed: bool) -> Iterator[models.Task]:
        """A line, its mark off -> the tasks before it, where the line ends them."""
        for entry in entries_apart(text):
            yield from self._read(entry, spans, is_listed=is_listed)

    def read_day(self, cell: str) -> Iterator[models.Task]:
        """A cell of the column of days -> the task before it."""
        yield from self.close()
        self.day = read_opening(cell, self.context.period, is_day=True)
        self.part = self.person = ""

    def read_person(self, title: str) -> Iterator[models.Task]:
        """The heading of a column of one person's entries -> the task before it."""
        yield from self.close()
        self.person, self.part = title, ""

    def note(self, words: str) -> None:
        """What a column without a role says of the entry that goes on."""
        if self.entry is not None:
            self.entry.places.append(words)

    def _read(self, text: str, spans: Sequence[Span], *, is_listed: bool) -> Iterator[models.Task]:
        opening = read_opening(text, self.context.period)
        if opening.day or opening.part:
            yield from self.close()
        if opening.day:
            self.day = opening
            self.part = self.person = ""
        if opening.time or (opening.rest and opening.says_when):
            yield from self.close()
            self._open(opening, spans)
        elif opening.says_when:
            self.part = opening.part
        elif names_person(text):
            yield from self.close()
            self.person = text.rstrip(" :")
        elif self.entry is not None and take_line(self.entry, text):
            self.spans.extend(spans)
        elif is_listed and self.day.day:
            yield from self.close()
            self._open(opening, spans)

    def _open(self, opening: Opening, spans: Sequence[Span]) -> None:
        self.entry = read_entry(opening.rest, self.context.level)
        part = opening.part or self.part
        self.time = opening.time or part
        if part and _is_lesson(opening.time):
            self.time = f"{part}, {opening.time}"  # lessons are counted anew in the afternoon
        self.spans = list(spans)

    def close(self) -> Iterator[models.Task]:
        """The task of the entry that goes on, if there is one."""
        entry, self.entry = self.entry, None
        if entry is None or not (entry.matter or entry.lead) or not self.day.day:
            return
        if not entry.lead and _holds_nothing(entry.matter):
            return
        lead = entry.lead or self.person
        yield models.Task(
            id=self.ids.next(self.day.date or self.day.day),
            origin="body",
            task=entry.matter or entry.lead,
            lead=_offices([lead] if lead else [], self.context),
            coordinating=_offices(entry.attending, self.context),
            deadline=_on_day(self.day.day, self.day.date, hour=self.time),
            note="; ".join(filter(None, entry.places)) or None,
            spans=self.context.spans(self.spans),
        )


def _is_lesson(hour: str) -> bool:
    """ "Tiết 4"."""
    return starts(strip_diacritics(hour), phrases("lessons", WORDS)) is not None


def _holds_nothing(matter: str) -> bool:
    """ "Thứ Bảy | NGHỈ"."""
    return strip_diacritics(matter).strip(" .!") in phrases("no_entries", WORDS)


def _on_day(printed: str, day: str | None, *, hour: str) -> models.Deadline:
    """The day of an entry, and the hour or part of the day behind it; no date where nobody says its
    year ("HAI 30/10 SÁNG")."""
    names_day = day is not None or any(map(str.isdigit, printed))
    raw = ", ".join(filter(None, [printed, hour]))
    return models.Deadline(raw=raw, kind="within" if names_day else None, start=day, end=day)


def _offices(printed: Sequence[str], context: Context) -> models.Offices | None:
    """Bodies, or persons in office, who are kept by their words."""
    raw = "; ".join(printed)
    return context.offices_or_words(raw) if raw else None


# --- calendars of lines ---------------------------------------------------------------------------


def calendar_tasks(root: Node, context: Context) -> BodyTasks:
    """The entries that stand as lines, in order."""
    calendar = _Calendar(context, "t")
    found = BodyTasks(labelled=True)
    place = 0
    for place, run in enumerate(in_reading_order(root)):
        if run.opens and run.node.title:
            heading = Leaf("item", run.node.number, text=run.node.title, spans=run.node.spans)
            found.placed += [(place, task) for task in _read(calendar, heading)]
        for leaf in run.leaves:
            found.placed += [(place, task) for task in _read(calendar, leaf)]
    found.placed += [(place, task) for task in calendar.close()]
    held = {task.id for task in _without_rosters([task for _, task in found.placed])}
    found.placed = [(place, task) for place, task in found.placed if task.id in held]
    return found


def _without_rosters(tasks: Sequence[models.Task]) -> Sequence[models.Task]:
    """Entries without those that only list who is on duty ("Lịch trực. Lãnh đạo trực: …"), unless a
    calendar holds nothing else."""
    return [one for one in tasks if not _is_roster(one.task)] or tasks


def _read(calendar: _Calendar, leaf: Leaf) -> Iterator[models.Task]:
    is_listed = leaf.is_point
    yield from calendar.read(leaf.text, leaf.spans, is_listed=is_listed)


# --- calendars that are tables --------------------------------------------------------------------


def calendar_rows(table: RoleTable, context: Context, number: int) -> list[models.Task]:
    """The entries of a table: a row each, where its columns tell what is held and when; else those
    in its cells. None of a table without days."""
    calendar = _Calendar(context, f"b{number}")
    titles, rows = _headed(table)
    columns = columns_of(titles)
    tasks: list[models.Task] = []
    seen: set[int] = set()
    for row in rows:
        for line in _lines_of_row(row, columns, seen=seen):
            if line.role == "day":
                tasks.extend(calendar.read_day(line.text))
            elif line.role == "person":
                tasks.extend(calendar.read_person(line.text))
            elif line.role == "note":
                calendar.note(line.text)
            else:
                is_listed = line.role != "label"
                tasks.extend(calendar.read(line.text, line.spans, is_listed=is_listed))
    tasks.extend(calendar.close())
    found = {"origin": "table", "table": number}
    return [task.model_copy(update=found) for task in _without_rosters(tasks)]


def roster_rows(table: RoleTable) -> list[Sequence[Slot]]:
    """The rows of such a table that only list who is on duty, or say that nothing is held: no
    entries, where others are held."""
    _, rows = _headed(table)
    cells = [[cell_text(slot.lines) for slot in row] for row in rows]
    return [
        row
        for row, words in zip(rows, cells, strict=True)
        if any(map(_is_roster, words)) or _is_free(words)
    ]


def _is_free(words: Sequence[str]) -> bool:
    """ "BẢY 04/11 | NGHỈ |": a day on which nothing is held."""
    said = [one for one in words if one and not read_opening(one, is_day=True).day]
    return bool(said) and all(map(_holds_nothing, said))


def _is_roster(words: str) -> bool:
    matter = read_entry(read_opening(words).rest, None).matter
    return starts(strip_diacritics(matter), phrases("rosters", WORDS)) is not None


def _headed(table: RoleTable) -> tuple[Sequence[str], Sequence[Sequence[Slot]]]:
    """The headings and the rows of a table; where tables of tasks know too few of its headings, the
    first row has them."""
    titles = table.columns.titles
    if any(titles) or not table.rows:
        return titles, table.rows
    first = [cell_text(slot.lines) for slot in table.rows[0]]
    return (first, table.rows[1:]) if heads_calendar(first) else (titles, table.rows)


class _Line(NamedTuple):
    """A line of a row: a `day`, what is held (`entry`), a `label` under it, a `note` on it, or the
    `person` whose entries follow."""

    text: str
    spans: Sequence[Span]
    role: str


def _lines_of_row(
    row: Sequence[Slot], columns: Mapping[int, Column], seen: set[int]
) -> Iterator[_Line]:
    """A row as the lines of a calendar would be: its day, then what is held, with its labels and
    notes. Where a column has what is held, the others hold no entries."""
    spans = [line.span for slot in dict.fromkeys(row) for line in slot.lines]
    has_matter = any(column.role == "matter" for column in columns.values())
    told: list[str] = []
    behind: list[_Line] = []
    for place, slot in enumerate(row):
        words = list_of(slot.lines)
        column = columns[place]
        if not words or (id(slot) in seen and column.role != "time"):
            continue
        seen.add(id(slot))
        printed = " ".join(words)
        own = [line.span for line in slot.lines]
        if column.role in ("day", "time") and read_opening(printed, is_day=True).day:
            yield _Line(printed, own, role="day")
        elif column.role in ("day", "time", "matter"):
            told.append(printed)
        elif column.role in _LABELLED:
            label = raw_phrases(column.role, WORDS)[0].capitalize()
            behind.append(_Line(f"{label}: {printed}", (), role="label"))
        elif has_matter:
            behind.append(_Line(column.noted(printed), (), role="note"))
        else:
            # The half of the day, or the person, that heads the column holds for its cells.
            yield from _under_heading(column)
            for text in _entries_of_cell(words):
                yield _Line(text, own, role="entry")
    if told:
        yield _Line(": ".join(told), spans, role="entry")
        yield from behind


def _under_heading(column: Column) -> Iterator[_Line]:
    if column.role in ("part", "person"):
        yield _Line(column.title, (), role="label" if column.role == "part" else "person")


def _entries_of_cell(words: Sequence[str]) -> Iterator[str]:
    """The paragraphs of a cell, each an entry or a line under one. Where the first opens with its
    hour, those without one go on with it, as those do that open with a small letter; not where that
    is a lesson of a school."""
    text = ""
    first = read_opening(words[0])
    has_hours = first.says_when and not _is_lesson(first.time)
    for line in words:
        is_new = read_opening(line).says_when or not (has_hours or line[:1].islower())
        if text and (is_new or is_of_entry(line)):
            yield text
            text = ""
        text = clean(f"{text} {line}")
    yield text


_LABELLED = ("lead", "attending", "place")
"""Roles of columns that become labels of an entry: the first word for each of words.yaml."""


# --- the time of a calendar -----------------------------------------------------------------------


def period_of_calendar(title: str | None, text: Iterable[str]) -> Period | None:
    """The week, or the days, of a calendar: what its title or a line under it says, else from its
    first day to its last."""
    lines = [line for line in (title or "", *text) if line]
    for line in lines:
        if read_opening(line).day:
            break
        said = parse_period(line)
        if said is not None and said.start is not None and said.end is not None:
            return said
    days = [opening for opening in map(read_opening, lines) if opening.date]
    if not days:
        return None
    first, last = days[0], days[-1]
    raw = first.day if first == last else f"{first.day} - {last.day}"
    return Period(raw, _day_of(first), _day_of(last))


def _day_of(opening: Opening) -> date | None:
    return date.fromisoformat(opening.date) if opening.date else None
