"""A table of tasks -> tasks, one per printed row of the finest grid; a task's activities together
where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kehoach.ingest.model import Note
from kehoach.normalize.text import clean, fold, strip_diacritics
from kehoach.parsers.items.banner_duties import duty_of, says_no_group
from kehoach.parsers.items.cell_labels import TOLD_IN_WORK, parted_by_labels, told_in_work
from kehoach.parsers.items.context import Context, joined
from kehoach.parsers.items.data_row import Row
from kehoach.parsers.items.event_days import has_terms, is_calendar, tells_terms_apart
from kehoach.parsers.items.ids import TaskIds
from kehoach.parsers.items.merged_down import cells_from_above, cells_left_empty, in_one_role
from kehoach.parsers.items.owner_lines import owners_of
from kehoach.parsers.items.printed_rows import PrintedRow
from kehoach.parsers.items.remark_owners import helper_in_note
from kehoach.parsers.items.row_deadlines import month_first_of
from kehoach.parsers.items.row_dues import due_of
from kehoach.parsers.items.table_groups import (
    Groups,
    banner_of,
    give_back,
    index_of,
    titles_of_groups,
    with_letters_apart,
)
from kehoach.parsers.items.table_times import TimesOfRows
from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text, confidence_of
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.tables.marked_bodies import MarkedBodies
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.tables.totals import adds_up
from kehoach.patterns import compile_regex
from kehoach.schema import models

_FIGURES_ONLY = compile_regex(r"[\d\s.]*")
REPEATABLE = (*OWNERS, "deadline", "deliverable", "budget")
"""The columns in which a cell may say that it holds what the cell above it holds."""
WHEN = "when"
"""What stands for the role of a column of times that several rows share: no field is made of it,
but it is one of their cells."""
GROUP = "group"
"""The same of a column that names the groups of the rows."""
INHERITED, REFERS_TO_NOTHING = 0.8, 0.4
"""How sure a task is of which a value is taken from the row above, and one whose mark refers to
none."""
TAKEN_FOR_WORK = 0.5
"""The same of work without number, owner and time of its own."""
MIN_WORDS_OF_NOTE = 3
"""Of a cell in a column that plays no role."""
FEWEST_COUNTED = 2
"""Rows whose tasks begin with their numbers."""
MAX_PLACE_LETTERS = 24
"""Of a group's title in the ids of its tasks."""
MAX_EVIDENCE = 160
"""Letters of a row that is reported as a doubt."""


def table_tasks(
    table: RoleTable, context: Context, number: int, heading: models.Group | None
) -> list[models.Task]:
    """A table -> its tasks. `number` is the table's ordinal in the paper, `heading` the
    section it stands in, the group of rows that have none of their own."""
    tasks: list[models.Task] = []
    ids = TaskIds(f"b{number}")
    for _, same_task in groupby(_rows(table, context, heading=heading), key=_task_key):
        for rows in _entries(list(same_task)):
            task = _task(rows, context, ids=ids)
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
                _note_left(banner.title, slots, context)
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
        inherited = _referred_to(by_role, last)
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
    """The rows that say something and add up nothing, each with its number."""
    return [
        (number, slots)
        for number, slots in enumerate(table.rows)
        if not all(slot.empty for slot in slots) and not adds_up(slots, table.columns)
    ]


def _times_of(table: RoleTable) -> list[str]:
    """The words of the cells of its column of times."""
    column = table.columns.of("deadline")
    return [] if column is None else [cell_text(row[column].lines) for row in table.rows]


def _are_counted(table: RoleTable) -> bool:
    """Do the tasks of a table without a column of numbers begin with theirs: 1, 2, 3?"""
    column = table.columns.of("task")
    if column is None or "index" in table.columns.roles:
        return False
    rows = [row for row in table.rows if not adds_up(row, table.columns) and not _is_alone(row)]
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


def _referred_to(by_role: dict[str, Slot], last: Row | None) -> dict[str, Slot | None]:
    """What the marks of a row stand for, by role: the slot that the row before means."""
    above: dict[str, Slot | None] = {}
    for role in REPEATABLE:
        slot = by_role.get(role)
        if slot is None or not slot.repeats:
            continue
        before = last.meant(role) if last is not None else None
        above[role] = None if before is None or before.empty else before
    return above


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


def _note(row: Row) -> str | None:
    """What the notes of a row say, and its cells beside them: with their headings, unless one such
    cell of some words is all there is."""
    told = [row.wording("note")] if row.wording("note") else []
    alone = cell_text(row.besides[0][1].lines) if len(row.besides) == 1 else ""
    if not told and len(alone.split()) >= MIN_WORDS_OF_NOTE:
        return alone
    told += [": ".join(filter(None, (title, cell_text(slot.lines)))) for title, slot in row.besides]
    return "; ".join(told) or None


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


# --- from rows to tasks ---------------------------------------------------------------------------


def _task(rows: list[Row], context: Context, ids: TaskIds) -> models.Task | None:
    """The task of an entry; None, and a note of it, where no column says what it is."""
    first = rows[0]
    wording, activities = _wording(rows)
    told: dict[str, str] = {}
    if first.lines("task"):
        wording, told = told_in_work(first.lines("task"), first.unsaid(TOLD_IN_WORK))
    number = first.number
    mark = read_mark(wording) if first.numbers_itself else None
    if mark is not None:
        number, wording = mark.number, mark.rest
    if not wording:
        _note_lost(first, context)
        return None
    owners = {**_owners(first, context), **{role: told[role] for role in OWNERS if role in told}}
    lead, coordinating = context.owners(owners["lead"], owners["coordinating"])
    if coordinating is None and "coordinating" not in first.above:
        coordinating = context.offices(helper_in_note(first.wording("note"), context.level))
    slots = _distinct_slots(rows)
    due = due_of(rows, wording, context, told=told)
    task = models.Task(
        id=ids.next(_place(first.group)),
        origin="table",
        group=first.group,
        subgroup=first.subgroup,
        number=number,
        objective=first.wording("objective") or None,
        task=wording,
        activities=tuple(activities),
        deliverables=due.products,
        lead=lead,
        coordinating=coordinating,
        deadline=due.deadline,
        budget=_first_wording(rows, "budget"),
        note=_note(first),
        spans=context.spans(line.span for slot in slots for line in slot.lines),
        confidence=min(
            *(row.confidence for row in rows),
            INHERITED if due.is_of_group and "deadline" in first.slots else 1.0,
            *(confidence_of(slot.lines) for slot in slots),
        ),
    )
    context.printed_rows.append(_as_printed(rows, task))
    return _with_marks(task, first, context=context) if first.above else task


def _as_printed(rows: Sequence[Row], task: models.Task) -> PrintedRow:
    """The cells of an entry by role, for those who look for its words again."""
    cells: dict[str, dict[Slot, None]] = {}
    for row in rows:
        for role, slot in row.slots.items():
            meant = row.meant(role) or slot
            cells.setdefault(role, {})[meant] = None
        for _, slot in row.besides:
            cells.setdefault("note", {})[slot] = None
    by_role = {role: tuple(slots) for role, slots in cells.items()}
    return PrintedRow(task.task, task.spans, cells=by_role, above=frozenset(rows[0].above))


def _with_marks(task: models.Task, row: Row, context: Context) -> models.Task:
    """A task some of whose values stand in the row above: `raw` keeps the mark that is printed, and
    it is told what was taken for it. A mark that refers to nothing is kept, and is no body."""
    marks = {
        role: clean(" ".join(line.text for line in row.slots[role].lines)) for role in row.above
    }
    update: dict[str, object] = {}
    for role, mark in marks.items():
        if role in OWNERS:
            value = getattr(task, role) or models.Offices(raw=mark)
            update[role] = value.model_copy(update={"raw": mark})
        elif role == "deadline":
            due = task.deadline or models.Deadline(raw=mark)
            update[role] = due.model_copy(update={"raw": mark})
    is_sure = all(row.above.values())
    sureness = INHERITED if is_sure else REFERS_TO_NOTHING
    update["confidence"] = min(task.confidence, sureness)
    told = [f"{mark} = {row.wording(role) or '?'}" for role, mark in marks.items()]
    code = "repeated_cells" if is_sure else "repeats_nothing"
    evidence = f"{task.task[:MAX_EVIDENCE]}: {'; '.join(told)}"
    context.notes.append(Note(code, evidence, span=row.span(next(iter(marks)))))
    return task.model_copy(update=update)


def _wording(rows: Sequence[Row]) -> tuple[str, list[str]]:
    """What is to be done, and the activities it consists of. Without a task of its own an entry is
    called by its activities, else by its objective."""
    activities: list[str] = []
    for row in rows:
        activities.extend(row.lines("activity"))
    wording = rows[0].wording("task")
    if wording:
        return wording, activities
    return joined(activities) or rows[0].wording("objective"), []


def _place(group: models.Group | None) -> str:
    """What stands for a group in the ids of its tasks."""
    if group is None:
        return "0"
    if group.number:
        return group.number
    return fold(group.title)[:MAX_PLACE_LETTERS].replace(" ", "-")


def _distinct_slots(rows: Sequence[Row]) -> list[Slot]:
    """The slots of an entry, a merged cell counted once."""
    slots: dict[Slot, None] = {}
    for row in rows:
        slots.update(dict.fromkeys(row.slots.values()))
        slots.update(dict.fromkeys(slot for _, slot in row.besides))
    return list(slots)


def _first_wording(rows: Sequence[Row], role: str) -> str | None:
    """What the first row with words in a column says there."""
    for row in rows:
        lines = row.lines(role)
        if lines:
            return joined(lines) or None
    return None


def _owners(row: Row, context: Context) -> dict[str, str]:
    """Lead and coordinating owners; a cell that names both by labels ("Chủ trì: …; phối hợp: …") is
    taken apart."""
    owners = {role: "\n".join(_owner_lines(row, role, context=context)) for role in OWNERS}
    for role, raw in list(owners.items()):
        labelled = parted_by_labels(raw, role, OWNERS)
        if not labelled:
            continue
        owners[role] = ""
        for labelled_role, text in labelled.items():
            owners[labelled_role] = f"{owners[labelled_role]}\n{text}".strip()
    return owners


def _owner_lines(row: Row, role: str, context: Context) -> list[str]:
    slot = row.meant(role)
    return [] if slot is None or slot.empty else owners_of(slot.lines, context)


MOST_ROWS_LEFT = 3
"""Rows that gave no task and are told one by one; the rest is told once."""


def _note_lost(row: Row, context: Context) -> None:
    """Tell that a row with words gave no task; a row of headings is none."""
    cells = [clean(cell_text(slot.lines)) for slot in row.slots.values()]
    words = clean(" ".join(cells))
    if not words or _FIGURES_ONLY.fullmatch(words) or read_columns([[cell] for cell in cells]):
        return
    _note_left(words, list(row.slots.values()), context)


def _note_left(words: str, slots: Sequence[Slot], context: Context) -> None:
    """Tell that a row gave no task."""
    lines = [line for slot in slots for line in slot.lines]
    span = lines[0].span if lines else None
    told = [note.code for note in context.notes]
    if "row_left" in told and len(words.split()) == 1 and words.islower():
        return  # the end of a cell of the row before, which was told
    name = "row_left" if told.count("row_left") < MOST_ROWS_LEFT else "rows_left"
    if name not in told or name == "row_left":
        context.notes.append(Note(name, words[:MAX_EVIDENCE], span=span))
