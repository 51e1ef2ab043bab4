"""A table of tasks -> tasks, one per printed row of the finest grid; a task's activities together
where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kehoach.ingest.model import Note
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.ground.table_groups import (
    Groups,
    banner_of,
    give_back,
    index_of,
    titles_of_groups,
    with_letters_apart,
)
from kehoach.parsers.items.rows.banner_duties import duty_of, says_no_group
from kehoach.parsers.items.rows.data_row import Row
from kehoach.parsers.items.rows.kept_values import kept_values, values_before
from kehoach.parsers.items.rows.merged_down import cells_from_above, cells_left_empty, in_one_role
from kehoach.parsers.items.rows.named_rows import referred_to
from kehoach.parsers.items.rows.row_tasks import INHERITED, MAX_EVIDENCE, note_left, task_of_rows
from kehoach.parsers.items.times.event_days import has_terms, is_calendar, tells_terms_apart
from kehoach.parsers.items.times.row_deadlines import month_first_of
from kehoach.parsers.items.times.table_times import TimesOfRows
from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.marked_bodies import MarkedBodies
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.tables.totals import adds_up
from kehoach.parsers.words import signs_off
from kehoach.schema import models

WHEN = "when"
"""What stands for the role of a column of times that several rows share: no field is made of it,
but it is one of their cells."""
GROUP = "group"
"""The same of a column that names the groups of the rows."""
TAKEN_FOR_WORK = 0.5
"""The same of work without number, owner and time of its own."""
ROWS_OF_SIGNING = 4
"""At the end of a sheet."""
FEWEST_COUNTED = 2
"""Rows whose tasks begin with their numbers."""


def table_tasks(
    table: RoleTable, context: Context, number: int, heading: models.Group | None
) -> list[models.Task]:
    """A table -> its tasks. `number` is the table's ordinal in the paper, `heading` the
    section it stands in, the group of rows that have none of their own."""
    tasks: list[models.Task] = []
    ids = TaskIds(f"b{number}")
    for _, same_task in groupby(_rows(table, context, heading=heading), key=_task_key):
        for rows in _entries(list(same_task)):
            task = task_of_rows(rows, context, ids=ids)
            if task is not None:
                tasks.append(task.model_copy(update={"table": number}))
    return tasks


def _task_key(row: Row) -> int:
    """Rows that share a printed task cell have the same key."""
    slot = row.slots.get("task")
    if slot is None or slot.empty:
        return id(row)
    return id(slot)


def _rows(table: RoleTable, context: Context, heading: models.Group | None) -> list[Row]:
    """The rows of data, each under the groups that the titles between them open."""
    rows: list[Row] = []
    led_from_above: list[Slot] = []
    groups = Groups(heading)
    times = TimesOfRows(table, context)
    bodies = table.marked_bodies()
    special = (times.column, times.named, *(bodies.places if bodies else ()))
    is_counted = _are_counted(table) or _count_on_groups(table)
    has_term = has_terms(table.columns)
    terms_apart = has_term and tells_terms_apart(table.columns, _times_of(table))
    in_calendar = is_calendar(table.columns)
    month_first = month_first_of(table)
    context.notes.extend(filter(None, (month_first,)))
    filled = _filled_rows(table)
    all_slots = [slots for _, slots in filled]
    lettered = with_letters_apart(titles_of_groups(all_slots, table.columns))
    neighbours = zip((None, *all_slots), filled, (*all_slots[1:], None), strict=False)
    for above, (number, slots), below in neighbours:
        give_back(slots, above, columns=table.columns)
        banner = banner_of(slots, table.columns, below=below)
        if banner is not None:
            banner = lettered.get(banner.title, banner)
            duty = duty_of(banner, slots, table.columns, below=below, context=context)
            if duty:
                rows.append(Row(duty, groups.group, groups.subgroup, confidence=INHERITED))
            elif banner.number is None and says_no_group(banner.title, context):
                note_left(banner.title, slots, context)
            else:
                groups.open(banner, opens_table=not rows)
            continue
        last = rows[-1] if rows else None
        index = table.columns.of("index")
        if last is not None and index is not None:
            groups.end_before(index_of(slots[index]), last.number)
        by_role = _by_role(table, slots, bodies=bodies, times=times)
        group, subgroup = times.groups_of(slots, groups)
        sure = min(_confidence(table, number), INHERITED if month_first else 1.0)
        if last is not None and last.group == group:
            _note_repeated(last, slots, table=table, context=context)
            covered = _covered(by_role, last, table=table, times=times, context=context)
            by_role |= covered
            sure = min(sure, _sureness_of(covered))
            if "lead" in covered and "task" in by_role and sure > TAKEN_FOR_WORK:
                led_from_above.append(by_role["task"])
            if sure <= TAKEN_FOR_WORK and covered:
                words = cell_text(by_role["task"].lines)[:MAX_EVIDENCE]
                context.notes.append(Note("guessed_row", words, span=by_role["task"].lines[0].span))
        before = values_before(table.columns, slots)
        inherited = {**referred_to(by_role, rows, group), **kept_values(by_role, before)}
        when = times.of(slots, groups)
        besides = _besides(table.columns, slots, special=(*special, *times.marked_in(slots)))
        row = Row(
            by_role,
            group,
            subgroup=subgroup,
            confidence=sure,
            above=inherited,
            when=when,
            when_printed=times.printed_as(when, slots),
            besides=besides,
            before=before,
            is_month_first=month_first is not None,
            numbers_itself=is_counted,
            has_term=has_term,
            terms_apart=terms_apart,
            in_calendar=in_calendar,
        )
        rows.append(row)
    _note_owners_from_above(led_from_above, context)
    return rows


def _note_owners_from_above(slots: Sequence[Slot], context: Context) -> None:
    """Tell once how many rows of a table of text, which shows no merged cells, take who leads from
    the row above: the cell may as well be empty. `slots` are the tasks of these rows."""
    if context.unit == "line" and slots:
        span = slots[0].lines[0].span if slots[0].lines else None
        context.notes.append(Note("owners_from_above", str(len(slots)), span=span))


def _covered(
    by_role: dict[str, Slot], last: Row, *, table: RoleTable, times: TimesOfRows, context: Context
) -> dict[str, Slot]:
    """The cells of the row above that cover this one, too."""
    in_text = context.unit == "line"  # which shows no merged cells
    covered = cells_from_above(by_role, last.slots, times.is_time, in_text=in_text)
    is_uncounted = "index" in by_role and by_role["index"].empty
    if not covered and (in_text or is_uncounted):
        covered = cells_left_empty(by_role, last.slots, table.columns)
    return covered


def _sureness_of(covered: dict[str, Slot]) -> float:
    """How sure a row is that takes cells from the row above: work of its own, and the whole answer
    of another's, may as well be a title, or lack an owner."""
    if not covered:
        return 1.0
    is_whole_answer = covered.keys() >= {"lead", "deadline"}
    return INHERITED if "task" in covered or not is_whole_answer else TAKEN_FOR_WORK


def _filled_rows(table: RoleTable) -> list[tuple[int, Sequence[Slot]]]:
    """The rows that say something and add up nothing, each with its number; none of those by which
    a sheet is signed."""
    filled: list[tuple[int, Sequence[Slot]]] = [
        (number, slots)
        for number, slots in enumerate(table.rows)
        if not all(slot.empty for slot in slots) and not adds_up(slots, table.columns)
    ]
    last = range(max(len(filled) - ROWS_OF_SIGNING, 1), len(filled))
    end = next((place for place in last if _signs(filled[place][1])), len(filled))
    return filled[:end]


def _signs(row: Sequence[Slot]) -> bool:
    """Does a row open with who made a sheet, or when ("Người lập: …", "Ngày lập: 18/01/2033")?"""
    opening = next((cell_text(slot.lines) for slot in row if not slot.empty), "")
    return signs_off(opening)


def _times_of(table: RoleTable) -> list[str]:
    """The words of the cells of its column of times."""
    column = table.columns.of("deadline")
    return [] if column is None else [cell_text(row[column].lines) for row in table.rows]


def _are_counted(table: RoleTable) -> bool:
    """Do the tasks of a table without a column of numbers begin with theirs: 1, 2, 3?"""
    column = table.columns.of("task")
    if column is None or "index" in table.columns.roles:
        return False
    rows = [row for row in table.rows if not adds_up(row, table.columns)]
    without_titles = [row for row in rows if not _is_alone(row)]
    return _count_from_one(without_titles, column) or _count_from_one(rows, column)


def _count_from_one(rows: Sequence[Sequence[Slot]], column: int) -> bool:
    """Do the cells of a column in all rows open with 1, 2, 3 and so on?"""
    slots = dict.fromkeys(row[column] for row in rows if not row[column].empty)
    marks = [read_mark(cell_text(slot.lines)) for slot in slots if slot.col_span == 1]
    numbers = [mark.number for mark in marks if mark is not None and mark.rank == Rank.DECIMAL]
    wanted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= FEWEST_COUNTED and numbers == wanted and len(numbers) == len(marks)


def _count_on_groups(table: RoleTable) -> bool:
    """Do all tasks begin with a number that counts on that of their group ("1.1. Cắm mốc quy
    hoạch" beside 1)?"""
    task, index = table.columns.of("task"), table.columns.of("index")
    if task is None or index is None:
        return False
    rows = [row for row in table.rows if not row[task].empty and row[task] is not row[index]]
    return len(rows) >= FEWEST_COUNTED and all(
        _counts_on(row[task], index_of(row[index])) for row in rows
    )


def _counts_on(work: Slot, number: str | None) -> bool:
    mark = read_mark(cell_text(work.lines))
    return number is not None and mark is not None and (mark.number or "").startswith(f"{number}.")


def _is_alone(row: Sequence[Slot]) -> bool:
    """Has one cell of a row words, as the title of a group has?"""
    return sum(not slot.empty for slot in dict.fromkeys(row)) == 1


def _confidence(table: RoleTable, number: int) -> float:
    """How sure a row is: no surer than its columns, where their roles were assumed."""
    confidence = table.doubts.get(number, 1.0)
    return min(confidence, table.columns.confidence) if table.columns.assumed else confidence


def _by_role(
    table: RoleTable, slots: Sequence[Slot], bodies: MarkedBodies | None, *, times: TimesOfRows
) -> dict[str, Slot]:
    """The cells of a row by role, also those of the columns of bodies, of times and of groups."""
    by_role = {role: slot for role, slot in zip(table.columns.roles, slots, strict=True) if role}
    by_role = in_one_role(by_role, times.is_time)
    if bodies is not None:
        by_role |= bodies.roles_of(slots)
    if times.column is not None:
        by_role[WHEN] = slots[times.column]
    if times.named is not None:
        by_role[GROUP] = slots[times.named]
        if by_role.get("objective") is slots[times.named]:
            del by_role["objective"]
    return by_role


def _besides(
    columns: Columns, slots: Sequence[Slot], special: Sequence[int | None]
) -> tuple[tuple[str, Slot], ...]:
    """The cells of a row in columns whose headings the vocabulary does not know ("Phương pháp",
    "Địa điểm"), or that have none: their words are kept as a note. The columns `special` have their
    own use."""
    found: list[tuple[str, Slot]] = []
    played = {slot for slot, role in zip(slots, columns.roles, strict=True) if role}
    for place, (title, role) in enumerate(zip(columns.titles, columns.roles, strict=True)):
        is_free = role is None and place not in special and slots[place] not in played
        if is_free and not slots[place].empty and (title, slots[place]) not in found:
            found.append((title, slots[place]))
    return tuple(found)


def _note_repeated(last: Row, slots: Sequence[Slot], table: RoleTable, context: Context) -> None:
    """Two neighbouring rows with the same number in cells of their own: printed twice, not
    merged."""
    index = table.columns.of("index")
    if index is None or "index" not in last.slots:
        return
    before, slot = last.slots["index"], slots[index]
    if slot is before or slot.empty:
        return
    number = index_of(slot)
    if number == index_of(before):
        task = table.columns.of("task")
        words = cell_text(slots[task].lines) if task is not None else ""
        context.notes.append(
            Note("duplicate_number", f"{number}. {words}", span=slot.lines[0].span)
        )


def _entries(rows: list[Row]) -> list[list[Row]]:
    """Rows of one task cell -> entries: all rows together when owners and deadline agree, else each
    row alone. Marks do not tell two owners or dates apart, but a scan may misread one."""
    if len(rows) == 1:
        return [rows]
    one_entry = "activity" in rows[0].slots and all(
        _agree(rows, role) for role in (*OWNERS, "deadline")
    )
    return [rows] if one_entry else [[row] for row in rows]


def _agree(rows: Sequence[Row], role: str) -> bool:
    return len({strip_diacritics(row.raw(role)) for row in rows}) == 1
