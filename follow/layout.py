"""The sheets of the follow-up workbook and their columns: what the writer writes and the reader
knows again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehoach.emit.rows import TASKS, Column
from kehoach.follow.model import FILLED

ALL, MISSED, SOON = "Tất cả", "Quá hạn", "30 ngày tới"
BY_OFFICE, BY_UNIT = "Theo cơ quan", "Theo phường, xã"  # no sheet may have a slash in its name
LACKING, GONE, CONFLICTS = "Thiếu gì", "Việc không còn", "Mâu thuẫn"
MEMORY = "_kehoach"
"""The hidden sheet: what each cell held when the workbook was written."""
LISTS = (ALL, MISSED, SOON, BY_OFFICE, BY_UNIT, LACKING, GONE)
"""The sheets with a row per task, in which people fill cells; each cell counts wherever it is."""
KNOWN_SHEETS = frozenset({*LISTS, CONFLICTS, MEMORY})

_OF_TASKS: Mapping[str, Column] = {column.name: column for column in TASKS}


def _as_shown(name: str, width: int) -> Column:
    column = _OF_TASKS[name]
    return Column(name, column.heading, kind=column.kind, width=width, is_key=column.is_key)


STATED = (
    Column("number", _OF_TASKS["number"].heading, kind="label", width=7),
    _as_shown("task", 44),
    _as_shown("activities", 28),
    _as_shown("deliverables", 20),
    _as_shown("lead", 18),
    _as_shown("coordinating", 18),
    _as_shown("deadline", 15),
)
"""What the plan says; a cell of it that a person changes is a correction of the plan."""
STATED_NAMES = tuple(column.name for column in STATED)
MAY_BE_EMPTY = frozenset({"activities", "coordinating"})
"""Columns that are not shown where no task has them."""
UNIT = _as_shown("unit", 16)
DUE = Column("due", "Hạn", kind="date", width=11)
PAPERS = (_as_shown("paper", 22), _as_shown("document_number", 14), _as_shown("page", 7))
LACK_COLUMNS = (
    Column("lacks", "Thiếu", width=14),
    Column("points", "Điểm phải xem", width=22),
)
SUGGESTION = Column("suggestion", "Gợi ý", width=32)
OFFICE = Column("office", "Cơ quan", width=24)
DAYS = Column("days", "Số ngày", kind="int", width=8)
PERHAPS = Column("perhaps", "Có thể là", width=36)
SINCE = Column("gone_since", "Không còn từ", kind="date", width=12)
KEYS = (
    Column("origin", "Nguồn", width=0, is_key=True),
    _as_shown("task_id", 0),
    _as_shown("sha256", 0),
)
ID = KEYS[1]

_NOT_OF_GONE = frozenset(STATED_NAMES) - {"number", "task"}
"""Of a task that is gone only its words are known."""
_BEFORE: Mapping[str, tuple[Column, ...]] = {BY_OFFICE: (OFFICE,)}
_BEHIND: Mapping[str, tuple[Column, ...]] = {
    ALL: (SUGGESTION,),
    LACKING: (*LACK_COLUMNS, SUGGESTION),
    GONE: (PERHAPS, SINCE),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its name, the line above its headings, its columns."""

    name: str
    title: str
    columns: tuple[Column, ...]


def columns_of(sheet: str, added: Sequence[str], *, left_out: frozenset[str]) -> tuple[Column, ...]:
    """The columns of a sheet: `added` are the headings of those that people added, `left_out` the
    names of columns of the plan that no task has."""
    left_out |= _NOT_OF_GONE if sheet == GONE else frozenset()
    stated = tuple(column for column in STATED if column.name not in left_out)
    days = (DAYS,) if sheet in (MISSED, SOON) else ()
    more = tuple(Column(heading, heading, kind="any", width=18) for heading in added)
    return (
        *_BEFORE.get(sheet, ()),
        UNIT,
        *stated,
        *(() if sheet == GONE else (DUE,)),
        *days,
        *FILLED,
        *more,
        *_BEHIND.get(sheet, ()),
        *(PAPERS if sheet == ALL else PAPERS[:1]),
        *(KEYS if sheet == ALL else (ID,)),
    )


def every_column(added: Sequence[str]) -> tuple[Column, ...]:
    """The columns that a list may have, each once; `added` as in `columns_of`. One of the same name
    is the same on every sheet."""
    columns = (
        column for sheet in LISTS for column in columns_of(sheet, added, left_out=frozenset())
    )
    return tuple(dict.fromkeys(columns))


OURS: Mapping[str, str] = {
    column.heading: column.name
    for column in (
        OFFICE,
        UNIT,
        *STATED,
        DUE,
        DAYS,
        *FILLED,
        *LACK_COLUMNS,
        SUGGESTION,
        PERHAPS,
        SINCE,
        *PAPERS,
        *KEYS,
    )
}
"""Our headings -> the names of their columns."""
