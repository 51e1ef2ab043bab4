"""From the rows of a table that tell one work to its task."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.geometry import confidence_of
from kehoach.ingest.model import Note
from kehoach.normalize.text import clean, fold, strip_diacritics
from kehoach.normalize.times.days_left import days_left
from kehoach.parsers.items.bodies.remark_owners import helper_in_note
from kehoach.parsers.items.ground.context import Context, joined
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.ground.printed_rows import PrintedRow
from kehoach.parsers.items.owners.owner_lines import owners_of
from kehoach.parsers.items.rows.cell_labels import TOLD_IN_WORK, parted_by_labels, told_in_work
from kehoach.parsers.items.rows.data_row import Row
from kehoach.parsers.items.rows.kept_values import changes_told
from kehoach.parsers.items.rows.row_dues import due_of
from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import read_columns
from kehoach.parsers.tables.superseded import is_superseded
from kehoach.patterns import compile_regex
from kehoach.schema import models

INHERITED, REFERS_TO_NOTHING = 0.8, 0.4
"""How sure a task is of which a value is taken from the row above, and one whose mark refers to
none."""
SEVERAL_DAYS = 0.6
"""… and one whose words name several days, of which one is its time."""
MIN_WORDS_OF_NOTE = 3
"""Of a cell in a column that plays no role."""
MAX_PLACE_LETTERS = 24
"""Of a group's title in the ids of its tasks."""
MAX_EVIDENCE = 160
"""Letters of a row that is reported as a doubt."""
MOST_ROWS_LEFT = 3
"""Rows that gave no task and are told one by one; the rest is told once."""
_FIGURES_ONLY = compile_regex(r"[\d\s.]*")


def task_of_rows(rows: list[Row], context: Context, ids: TaskIds) -> models.Task | None:
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
            SEVERAL_DAYS if _leaves_days(due.deadline, wording, first) else 1.0,
            *(confidence_of(slot.lines) for slot in slots),
        ),
    )
    context.printed_rows.append(_as_printed(rows, task))
    return _with_marks(task, first, context=context) if first.above else task


def _leaves_days(due: models.Deadline | None, wording: str, row: Row) -> bool:
    """Do the words of a work, which tell when it is due, name other days, too (told by the rule
    `days_left`)?"""
    if due is None or due.raw not in wording or row.lines("deadline"):
        return False
    return bool(days_left(wording, [due.raw]))


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
        if row.slots[role].empty:
            continue  # what was before is all that is printed
        if role in OWNERS:
            value = getattr(task, role) or models.Offices(raw=mark)
            update[role] = value.model_copy(update={"raw": mark})
        elif role == "deadline":
            due = task.deadline or models.Deadline(raw=mark)
            update[role] = due.model_copy(update={"raw": mark})
    is_sure = all(row.above.values())
    sureness = INHERITED if is_sure else REFERS_TO_NOTHING
    update["confidence"] = min(task.confidence, sureness)
    told = [f"{mark or '–'} = {row.wording(role) or '?'}" for role, mark in marks.items()]
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


def _note_lost(row: Row, context: Context) -> None:
    """Tell that a row with words gave no task; a row of headings is none."""
    cells = [clean(cell_text(slot.lines)) for slot in row.slots.values()]
    words = clean(" ".join(cells))
    if not words or _FIGURES_ONLY.fullmatch(words) or read_columns([[cell] for cell in cells]):
        return
    note_left(words, list(row.slots.values()), context)


def note_left(words: str, slots: Sequence[Slot], context: Context) -> None:
    """Tell that a row gave no task."""
    lines = [line for slot in slots for line in slot.lines]
    span = lines[0].span if lines else None
    told = [note.code for note in context.notes]
    if "row_left" in told and len(words.split()) == 1 and words.islower():
        return  # the end of a cell of the row before, which was told
    name = "row_left" if told.count("row_left") < MOST_ROWS_LEFT else "rows_left"
    if name not in told or name == "row_left":
        context.notes.append(Note(name, words[:MAX_EVIDENCE], span=span))


def _note(row: Row) -> str | None:
    """What the notes of a row say, and its cells beside them: with their headings, unless one such
    cell of some words is all there is."""
    told = [row.wording("note")] if row.wording("note") else []
    alone = cell_text(row.besides[0][1].lines) if len(row.besides) == 1 else ""
    was_before = bool(alone) and row.besides[0][1] in row.before.values()
    was_before |= bool(alone) and is_superseded(strip_diacritics(row.besides[0][0]))
    if not told and not was_before and len(alone.split()) >= MIN_WORDS_OF_NOTE:
        return alone
    told += [": ".join(filter(None, (title, cell_text(slot.lines)))) for title, slot in row.besides]
    return "; ".join((*told, *changes_told(row))) or None
