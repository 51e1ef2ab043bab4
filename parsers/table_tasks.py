"""The tables of a paper one after the other: those of tasks, of targets, of days, and those kept
as printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from kehoach.ingest.model import FlowItem, Grid, Line, Note, Span, is_bare_line
from kehoach.parsers.calendars.calendar import calendar_rows, roster_rows
from kehoach.parsers.coverage import Frame
from kehoach.parsers.flattened.asked import (
    loose_targets,
    read_flattened,
    read_headless,
    split_regions,
)
from kehoach.parsers.flattened.header import loose_tasks
from kehoach.parsers.items.drafts.drafts import group_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import lies_ahead
from kehoach.parsers.items.owners.captions_of_bodies import group_of_caption
from kehoach.parsers.items.owners.note_owners import led_by_notes
from kehoach.parsers.items.owners.own_actors import with_own_actors
from kehoach.parsers.items.rows.day_programmes import day_above, day_programme
from kehoach.parsers.items.rows.lunar_rows import noted_on_moon, rows_of_moon
from kehoach.parsers.items.rows.parents_told import with_parents_told
from kehoach.parsers.items.rows.rows import table_tasks
from kehoach.parsers.items.rows.table_captions import heading_above
from kehoach.parsers.items.rows.table_labels import (
    fields_above,
    fields_of,
    labels_above,
    with_labels,
)
from kehoach.parsers.items.targets.allotted_figures import of_allotted
from kehoach.parsers.items.targets.indicator_rows import table_targets
from kehoach.parsers.items.targets.indicator_tables import of_indicators
from kehoach.parsers.items.times.scheduled import scheduled
from kehoach.parsers.items.times.times_over_tables import (
    TimeOfRows,
    remarks_below,
    time_around,
    times_of_named,
    with_time,
    with_times_of_appendix,
    with_times_of_named,
)
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.outline import Node, Run, in_reading_order
from kehoach.parsers.layout.paragraphs import Paragraph, to_paragraphs
from kehoach.parsers.misread_tables import askew
from kehoach.parsers.parts import to_items
from kehoach.parsers.printed import printed_appendices
from kehoach.parsers.reading_doubts import doubts_of_table
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.tables.cell_lines import loose_cells
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.joint_owners import with_owners_apart
from kehoach.parsers.tables.mixed_cells import mixed_row
from kehoach.parsers.tables.records import with_records
from kehoach.parsers.tables.states import tells_results, without_references, without_states
from kehoach.parsers.tables.tables import RoleTable, read_tables
from kehoach.parsers.tables.timetable import is_timetable
from kehoach.parsers.tables.told_in_cells import with_told_apart
from kehoach.parsers.tables.totals import printed_totals, totals_of
from kehoach.parsers.tables.works_by_time import with_works_by_time
from kehoach.parsers.tables.works_in_cells import with_works_apart
from kehoach.parsers.words import contains
from kehoach.schema import models
from kehoach.schema.rules.base import PrintedTotal

ABOVE = 3
"""So many paragraphs of an appendix above a table may say what it holds."""


@dataclass(slots=True)
class Found:
    """What tables gave: tasks, targets, appointments, and the tables that are neither.

    `keeps_all`: every table is kept as printed, in a paper that orders nothing; `is_calendar`: it
    is one of days; `title` that of a paper which is nothing but a table. `frames` are what the
    tables print besides their rows, `totals` those of their columns; `count` numbers the tables;
    `last` may go on in the next one; `labels` are the blocks above tables (by `id`) whose owners
    and times hold for rows; `has_rows`: tables of the body or of appendices gave tasks; `white` are
    the places of grids whose cells nothing but white tells.
    """

    keeps_all: bool = False
    is_calendar: bool = False
    title: str = ""
    tasks: list[models.Task] = field(default_factory=list)
    targets: list[models.Target] = field(default_factory=list)
    others: list[models.OtherTable] = field(default_factory=list)
    obligations: list[models.Obligation] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    totals: list[PrintedTotal] = field(default_factory=list)
    count: int = 0
    last: RoleTable | None = None
    labels: set[int] = field(default_factory=set)
    has_rows: bool = False
    white: list[Span] = field(default_factory=list)

    @property
    def amount(self) -> int:
        """How much was found."""
        read = len(self.tasks) + len(self.targets) + len(self.obligations)
        return read + len(self.others) + len(self.frames)


def tables_of_body(root: Node, found: Found, context: Context) -> list[int]:
    """Read the tables between the blocks; for each task found, the number of the run it stands in
    (see `in_reading_order`)."""
    places: list[int] = []
    runs = list(in_reading_order(root))
    for place, (before, run, after) in enumerate(
        zip((None, *runs), runs, (*runs[1:], None), strict=False)
    ):
        if run.grids:
            found.white += _white(run.grids)
            _take_tables(
                read_tables(run.grids, found.last),
                found,
                context=context,
                above=_Above(
                    _caption_above(before, run, context) or group_of(run.node),
                    chapter=group_of(run.node),
                    caption=_line_above(before, run),
                    day=day_above(before, run, context),
                ),
            )
            labels = labels_above(before, run, context)
            first = len(places)
            if labels and len(found.tasks) > first:
                fields = fields_of((leaf.text for leaf in labels), context)
                found.tasks[first:] = with_labels(found.tasks[first:], fields, context=context)
                found.labels.update(map(id, labels))
            if len(found.tasks) > first:
                named = times_of_named(run, after, context)
                found.tasks[first:] = with_times_of_named(found.tasks[first:], named, context)
                found.labels.update(id(one.leaf) for one in named)
                time = time_around(before, run, after, context)
                _take_time(found, first, time, context=context)
                remarks = (leaf.text for leaf in remarks_below(run, after))
                found.tasks[first:] = noted_on_moon(found.tasks[first:], remarks, context)
            places.extend([place] * (len(found.tasks) - first))
    return places


def _take_time(found: Found, first: int, time: TimeOfRows | None, context: Context) -> None:
    """Give the tasks behind the `first` the time that is told around their table."""
    dated = with_time(found.tasks[first:], time, has_column=_has_times(found), context=context)
    is_taken = time is not None and dated != found.tasks[first:]
    found.tasks[first:] = dated
    if is_taken and time is not None and time.leaf is not None:
        found.labels.add(id(time.leaf))


def _has_times(found: Found) -> bool:
    """Has the last table a column of deadlines?"""
    return found.last is not None and found.last.columns.of("deadline") is not None


def _caption_above(before: Run | None, run: Run, context: Context) -> models.Group | None:
    """The body that the caption right above tables of the body names."""
    if before is None or before.node is not run.node:
        return None
    return group_of_caption([leaf.text for leaf in before.leaves[-ABOVE:]], context)


def _line_above(before: Run | None, run: Run) -> str:
    """The block right above tables of the body."""
    if before is None or before.node is not run.node or not before.leaves:
        return ""
    return before.leaves[-1].text


def _is_grid(item: object) -> bool:
    return isinstance(item, Grid)


def _grids(items: Iterable[object]) -> list[Grid]:
    return [item for item in items if isinstance(item, Grid)]


def _white(grids: Iterable[Grid]) -> list[Span]:
    """Where the grids stand whose cells nothing but white tells."""
    return [grid.span for grid in grids if grid.by_white]


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above tables: the `heading` of their section (`chapter`) or their caption, the
    `words` of an appendix right before them, their `caption` in the body, the `day` of a programme
    of hours."""

    heading: models.Group | None = None
    chapter: models.Group | None = None
    words: str = ""
    caption: str = ""
    day: date | None = None

    @property
    def said(self) -> str:
        """All words above."""
        return f"{self.heading.title if self.heading else ''} {self.words}"


NOTHING_ABOVE = _Above()


def _take_tables(
    tables: Sequence[RoleTable],
    found: Found,
    context: Context,
    above: _Above = NOTHING_ABOVE,
) -> None:
    """Take what tables give."""
    heading = above.heading
    for table in tables:
        found.count += 1
        found.last = table
        table = without_references(without_states(of_indicators(table, context.years)))
        shared_out = of_allotted(table, above.said, heading.title if heading else "")
        is_shared_out, table = shared_out is not table, shared_out
        table = with_records(with_works_by_time(table))
        titles = [*table.columns.titles, *table.signed, *table.headed_again]
        entries = calendar_rows(table, context, number=found.count) if found.is_calendar else []
        if entries:
            found.tasks.extend(led_by_notes(entries, context, table.span[0]))
            found.others.extend(_rosters(table, context))
        elif _orders_nothing(table, above, found=found, context=context):
            found.others.append(_other(table, context))
        elif is_timetable(table):
            acts = day_programme(table, context, number=found.count, heading=heading, day=above.day)
            found.tasks.extend(acts)
            titles += _group_titles(acts)
            if not acts:
                found.others.append(_other(table, context))
        elif table.columns.kind == "tasks":
            table = with_told_apart(with_owners_apart(with_works_apart(table)))
            table = with_parents_told(table)
            tasks = table_tasks(table, context, number=found.count, heading=heading)
            tasks = with_own_actors(tasks, table.columns, context=context)
            tasks = list(led_by_notes(tasks, context, table.span[0]))
            said = (above.caption, above.words)
            tasks = rows_of_moon(tasks, table, context, above=said)
            found.tasks.extend(tasks)
            titles += (
                *_group_titles(tasks),
                *totals_of(table.rows, table.columns),
                *_signs_of(table),
            )
            found.totals += _totals_told(table, context)
            context.notes.extend(doubts_of_table(table))
            if any(span in found.white for span in table.span):
                _note_mixed(table, context)
        elif table.columns.kind == "targets":
            targets = table_targets(table, context, number=found.count)
            if is_shared_out:
                found.others.append(_other(table, context))
            found.targets.extend(targets)
            found.totals += _totals_told(table, context)
            titles += (*_group_titles(targets), *totals_of(table.rows, table.columns))
        else:
            found.others.append(_other(table, context))
            days = scheduled(table, context, heading=heading)
            found.obligations.extend(rows_of_moon(days, table, context, above=(above.said,)))
        found.frames.append(
            Frame(
                table.span,
                tuple(titles),
                of_tasks=table.columns.kind == "tasks" and not found.keeps_all,
            )
        )


def _rosters(table: RoleTable, context: Context) -> Iterator[models.OtherTable]:
    """The rows of a calendar that only list who is on duty, among those of entries."""
    rows = roster_rows(table)
    if rows and len(rows) < len(table.rows):
        yield _other(replace(table, rows=list(map(list, rows))), context)


def _totals_told(table: RoleTable, context: Context) -> Iterator[PrintedTotal]:
    return printed_totals(table.rows, table.columns, spans=context.spans(table.span))


def _orders_nothing(table: RoleTable, above: _Above, found: Found, context: Context) -> bool:
    """Is a table no table of orders, be the paper none of orders, or the table one of results?"""
    if found.keeps_all and not lies_ahead(above.chapter or above.heading):
        return True
    return _tells_results(table, above, found=found, context=context)


def _tells_results(table: RoleTable, above: _Above, found: Found, context: Context) -> bool:
    """Does a table of tasks tell what was done, by its caption, else by the heading over it, else
    by the title of the paper? Then that is told."""
    if table.columns.kind != "tasks":
        return False
    heading = above.heading.title if above.heading else ""
    words = next(filter(None, (above.caption, above.words, heading, found.title)), "")
    words = words if contains(words, "headings_of_results") else heading
    if not tells_results(table, words, context.years):
        return False
    context.notes.append(Note("results_read", words, span=table.span[0]))
    return True


def _signs_of(table: RoleTable) -> set[str]:
    """The signs under the names of bodies and of parts of the year, which tell whose each task is,
    and when; and how those parts are printed."""
    bodies = table.marked_bodies()
    signs = {*bodies.used} if bodies is not None else set()
    for place in table.columns.of_parts:
        said = {cell_text(row[place].lines) for row in table.rows}
        signs |= {text for text in said if len(text) == 1}
    return signs | set(table.over_parts)


def _group_titles(rows: Iterable[models.Task | models.Target]) -> list[str]:
    """The titles of groups, each once, that stand on rows of their own between those of tasks or
    targets."""
    titles: dict[str, None] = {}
    for row in rows:
        for group in (row.group, row.subgroup if isinstance(row, models.Task) else None):
            if group is not None:
                titles[f"{group.number or ''} {group.title}"] = None
    return list(titles)


def _other(table: RoleTable, context: Context) -> models.OtherTable:
    return models.OtherTable(
        columns=table.columns.titles,
        rows=tuple(tuple(cell_text(slot.lines) for slot in row) for row in table.rows),
        spans=context.spans(table.span),
    )


def read_appendix(
    flow: Sequence[FlowItem], found: Found, context: Context
) -> list[models.Appendix]:
    """Appendices: captions and paragraphs kept as they stand, tables read, those that lost their
    grid rebuilt."""
    appendices: list[models.Appendix] = []
    heading: models.Group | None = None
    for is_loose, run in groupby(find_borderless(flow), key=is_bare_line):
        items = list(run)
        lines = [item for item in items if isinstance(item, Line)]
        if is_loose:
            appendices.extend(_read_loose_lines(lines, found, context=context))
            heading = heading_above(to_paragraphs(lines), context)
            continue
        _note_unread(loose_tasks(lines), context)
        fields: tuple[Field, ...] = ()
        paragraphs: list[Paragraph] = []
        above = ""
        groups = [(is_grid, list(group)) for is_grid, group in groupby(to_items(items), _is_grid)]
        for place, (is_grid, group) in enumerate(groups):
            if is_grid:
                first = len(found.tasks)
                grids = _grids(group)
                found.white += _white(grids)
                _take_tables(
                    read_tables(grids, found.last),
                    found,
                    context=context,
                    above=_Above(heading, words=above),
                )
                found.tasks[first:] = with_labels(found.tasks[first:], fields, context=context)
                behind = groups[place + 1][1][0] if place + 1 < len(groups) else None
                found.tasks[first:] = with_times_of_appendix(
                    found.tasks[first:],
                    above=paragraphs[-1].words if paragraphs else "",
                    below=behind.words if isinstance(behind, Paragraph) else "",
                    has_column=_has_times(found),
                    context=context,
                )
            else:
                paragraphs = [item for item in group if isinstance(item, Paragraph)]
                heading = heading_above(paragraphs, context)
                fields = fields_above([own.words for own in paragraphs], context)
                above = " ".join(own.words for own in paragraphs[-ABOVE:])
                appendices.extend(printed_appendices(paragraphs, context))
    return appendices


def _read_loose_lines(
    lines: Sequence[Line], found: Found, context: Context
) -> Iterator[models.Appendix]:
    """Bare lines of a text, among them tables that lost their grid."""
    for plain, region in split_regions(lines):
        headless = read_headless(plain) if region is None else None
        if headless is not None:
            context.rebuilt = True
            _take_tables([headless], found, context=context)
            _note_mixed(headless, context)
            _note_unread(askew(headless), context)
            continue
        yield from printed_appendices(to_paragraphs(plain), context)
        _note_unread(loose_targets(plain) or loose_cells(plain), context)
        if region is not None:
            context.rebuilt = True
            rebuilt = read_flattened(region)
            _take_tables([rebuilt], found, context=context)
            _note_mixed(rebuilt, context)
            _note_unread(askew(rebuilt), context)


def _note_unread(line: Line | None, context: Context) -> None:
    """Tell of a table of which only loose lines are left that could not be rebuilt; `line` is its
    first."""
    if line is not None:
        context.notes.append(Note("unread_table", line.text, span=line.span))


def _note_mixed(table: RoleTable, context: Context) -> None:
    """Tell of a table of tasks whose rows or columns run into each other."""
    if table.columns.kind != "tasks":
        return
    line = mixed_row(table.columns, table.rows, rebuilt=not table.heads)
    if line is not None:
        context.notes.append(Note("cells_mixed", line.text, span=line.span))
