"""A follow-up workbook written anew: what people filled in the one that stands there is taken over,
and nothing of theirs is written over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kehoach.errors import BrokenFileError, TooLargeError
from kehoach.follow.cells import text_of
from kehoach.follow.due import (
    Misnamed,
    closed_until,
    day_of_part,
    has_days_after,
    has_several_days,
    misnamed_in,
    nearest,
)
from kehoach.follow.file import filled_from
from kehoach.follow.merging import merged, stated_changes
from kehoach.follow.model import Filled, FilledRow
from kehoach.follow.placing import placed, with_places
from kehoach.follow.reading import ReadBook, read_book
from kehoach.follow.statuses import is_done, is_dropped, of_time
from kehoach.follow.tasks import Followed, cell_texts, told_apart
from kehoach.follow.workbook import Content, write_book

MAX_TASKS = 50_000
"""More than that nobody follows in a workbook; it is not written, and that is told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands there from before: the workbook and the file of what was filled, each None where
    there is none."""

    book: bytes | None = None
    filled: bytes | None = None
    name: str = "follow.filled.json"


@dataclass(slots=True)
class Told:
    """What whoever looks on should know. `filled`: rows with something filled; `gone`: of these,
    whose task is gone; `own`: rows that people added; `conflicts`: cells filled in two ways;
    `aside`: why the workbook that stood there is kept under another name ("": it need not be);
    `misnamed`: tasks whose status names a part that they have not."""

    filled: int = 0
    gone: int = 0
    own: int = 0
    conflicts: int = 0
    aside: str = ""
    misnamed: tuple[Misnamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What people filled, up to now. `book`: the workbook as they left it, None where it is as it
    was written, or there is none; `unreadable`: it is no workbook any more."""

    filled: Filled
    book: ReadBook | None = None
    unreadable: bool = False


def taken(standing: Standing) -> Taken:
    """What people filled up to now: what was known, and what the workbook that stands there says if
    it is not as it was written. Raises BrokenFilledError, TooLargeError."""
    known = filled_from(standing.filled, standing.name) if standing.filled is not None else None
    if standing.book is None or (known is not None and known.workbook == _hash(standing.book)):
        return Taken(known or Filled())
    try:
        book = read_book(standing.book)
    except (BrokenFileError, TooLargeError):
        return Taken(known or Filled(), unreadable=True)
    return Taken(merged(known, book), book)


def take_copy(standing: Standing, copy: ReadBook) -> tuple[Filled, int]:
    """What people filled in a copy of a workbook, taken over into what is kept with the workbook
    itself. Returns all that is filled, and how many rows changed by that. Raises as `taken`."""
    before = taken(standing).filled
    after = merged(before, copy)
    known = before.by_id()
    count = sum(known.get(row.id) != row for row in after.rows)
    told = _hash(standing.book) if standing.book is not None else None
    return after.model_copy(update={"workbook": told}), count


def build(
    tasks: Sequence[Followed], before: Taken, *, today: date, path: Path, scratch: Path
) -> tuple[Filled, Told]:
    """Write the workbook of some tasks to `path`. Returns what is filled, as it is to be kept
    beside it, and what is to be told. Raises OSError."""
    tasks = list(told_apart(tasks))
    done = placed(before.filled, tasks, today=today)
    known = {task.id: task for task in tasks}
    for own_id, row in done.rows.items():
        done.rows[own_id] = _of_its_time(known[own_id], row, today=today)
    filled = with_places(before.filled, done, tasks=tasks)
    write_book(path, Content(tasks, done, filled=filled, today=today), scratch=scratch)
    filled = filled.model_copy(update={"workbook": _hash(path.read_bytes())})
    told = Told(
        filled=len(done.rows) + len(done.gone),
        gone=len(done.gone),
        own=len(done.own),
        conflicts=len(filled.conflicts),
        aside=_why_aside(before, known),
        misnamed=tuple(
            one for own_id, row in done.rows.items() for one in misnamed_in(known[own_id], row)
        ),
    )
    return filled, told


def _of_its_time(task: Followed, row: FilledRow, *, today: date) -> FilledRow:
    """What is filled beside a task: of one that has several days, with more to come, "Xong" goes on
    as "Xong kỳ 31/03/2026", so that the next one can be told, too. A part that the status names is
    remembered, and so are its words."""
    status = row.values.get("progress")
    if (part := day_of_part(task, status)) is not None:
        return row.model_copy(update={"done_for": max(part, row.done_for or part)})
    if not (has_several_days(task) and is_done(status)) or is_dropped(status):
        return row
    closed = closed_until(task, row) or nearest(task, None, today=today)
    if closed is None:
        return row
    row = row.model_copy(update={"done_for": closed})
    if not has_days_after(task, closed):
        return row
    values = {**row.values, "progress": of_time(status, closed)}
    return row.model_copy(update={"values": values})


def _why_aside(before: Taken, tasks: Mapping[str, Followed]) -> str:
    """Why a workbook must not be written over: something in it would be lost. The key of a text of
    the commands; "" where all was taken over."""
    if before.unreadable:
        return "broken"
    book = before.book
    if book is None:
        return ""
    if _has_corrections(book, tasks):
        return "corrections"
    if book.strange:
        return "sheets"
    return "notes" if book.has_notes else ""


def _has_corrections(book: ReadBook, tasks: Mapping[str, Followed]) -> bool:
    """Did somebody change a cell of the plan, and the plan does not say so by now?"""
    for row, name in stated_changes(book):
        task = tasks.get(row.id)
        if task is None or text_of(cell_texts(task.row, (name,))[0]) != row.stated[name]:
            return True
    return False


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
