"""What a person changed in the columns of the plan, on whatever sheet of a follow-up workbook, as
rows that become corrections."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from kehoach.corrections.rows import EditedRow
from kehoach.emit.rows import ORIGINS
from kehoach.follow.checking import differing
from kehoach.follow.layout import ALL, GONE, ID, MEMORY, STATED_NAMES
from kehoach.follow.model import OWN
from kehoach.follow.reading import ReadBook, ReadRow
from kehoach.follow.tasks import plan_id

_BOOK = "xl/workbook.xml"
_OUTSIDE = ("obligation", ORIGINS["obligation"])
"""What a row says that is no task; older workbooks had the word of programs."""
MAX_BOOK = 4 * 2**20


def is_follow_book(path: Path) -> bool:
    """Is a file a follow-up workbook? Told by its hidden sheet, or by the first of its lists."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_BOOK) as file:
            told = file.read(MAX_BOOK).decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return any(f'name="{name}"' in told for name in (MEMORY, ALL))


def edited_rows(book: ReadBook) -> list[EditedRow]:
    """The rows of all tasks with what people changed in them on any sheet, the first sheet first;
    then rows that people added. What they filled is none of it."""
    changed: dict[str, dict[str, str]] = {}
    for row in book.rows:
        if row.id in book.checks and row.sheet != GONE:
            cells = changed.setdefault(row.id, {})
            for name in differing(row.stated, book.checks[row.id]):
                cells.setdefault(name, row.stated[name])
    return [_edited(row, changed.get(row.id, {})) for row in _tasks(book.rows)]


def _tasks(rows: Iterable[ReadRow]) -> Iterable[ReadRow]:
    """The rows of the sheet that has every task; hard dates outside tasks are none."""
    for row in rows:
        if row.sheet == ALL and row.stated.get("origin") not in _OUTSIDE:
            yield row


def _edited(row: ReadRow, changed: dict[str, str]) -> EditedRow:
    cells = {name: row.stated[name] for name in STATED_NAMES if name in row.stated} | changed
    cells[ID.name] = "" if row.id.startswith(OWN) else plan_id(row.id)
    cells["sha256"] = row.stated.get("sha256", "")
    return EditedRow("tasks", row.line, cells=cells, sheet=row.sheet)
