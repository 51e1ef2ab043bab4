"""The follow-up workbook: every task, what is missed, what comes within 30 days, by office and by
unit, what is lacking; with the columns that people fill, and what they filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from kehoach.emit.quick_sheet import QuickSheet
from kehoach.emit.rows import Column, Row, fitting
from kehoach.emit.sheet_pen import (
    Cells,
    Pen,
    cells_of,
    made_formats,
    new_book,
    set_columns,
    set_page,
)
from kehoach.follow.cells import text_of
from kehoach.follow.checking import checks_of
from kehoach.follow.due import AHEAD, Due, Wanted, due_of, nearest
from kehoach.follow.layout import (
    ALL,
    BY_OFFICE,
    BY_UNIT,
    CONFLICTS,
    DAYS,
    DUE,
    GONE,
    LACK_COLUMNS,
    LACKING,
    MAY_BE_EMPTY,
    MEMORY,
    MISSED,
    OFFICE,
    PAPERS,
    SOON,
    STATED_NAMES,
    UNIT,
    Sheet,
    columns_of,
    every_column,
)
from kehoach.follow.model import FILLED, Filled, FilledRow, headings_of
from kehoach.follow.placing import Placed
from kehoach.follow.reading import memory_lines
from kehoach.follow.statuses import done_statuses, statuses
from kehoach.follow.tasks import Followed
from kehoach.normalize.text import strip_diacritics

TITLE_HEIGHT, HEAD_HEIGHT = 22, 32
LINKS = 1_000
RUNS = 200
"""Runs of rows that one rule colours."""
MORE_ROWS = 200
"""Rows below the last one in which the list of statuses is offered, too."""
NOBODY = "(chưa nêu cơ quan chủ trì)"
_NUMBERS_OF_LACKS = {"lead": "chủ trì", "deadline": "thời hạn", "deliverables": "sản phẩm"}
_LINE = {"bottom": 1, "bottom_color": "#D9D9D9"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 12, "valign": "vcenter"},
    "head_filled": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": "#E2EFDA",
        "border": 1,
    },
    "empty": {"bg_color": "#FCE4D6", **_LINE},
    "done": {"font_color": "#808080", **_LINE},
    "late": {"font_color": "#C00000", "bold": True, **_LINE},
    "lined": _LINE,
}
_FILLED_NAMES = {column.name for column in FILLED}


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a workbook: the tasks, where what people filled stands among them, all of that
    with what contradicts, and for which day it is."""

    tasks: Sequence[Followed]
    placed: Placed
    filled: Filled
    today: date


def write_book(path: Path, content: Content, scratch: Path) -> None:
    """Write the workbook; `scratch`: a folder for its parts while it is written. Raises OSError.
    The same content gives the same bytes."""
    book = new_book(path, scratch=scratch)
    writer = _Writer(book, content)
    for name, title, rows in _sheets(content):
        writer.write(name, title, rows)
    _write_conflicts(writer, content)
    _write_memory(book, content)
    book.close()


def _sheets(content: Content) -> Iterator[tuple[str, str, Iterator[Cells]]]:
    """Each list: its sheet, the line above it, its rows. A task stands on four sheets or so; its
    row is made ready once for all of them."""
    columns = every_column(content.filled.columns)
    rows = {task.id: cells_of(_row(task, content), columns) for task in content.tasks}
    day = f"{content.today:%d/%m/%Y}"
    due = due_of(content.tasks, content.filled, wanted=Wanted(content.today))
    missed = [one for one in due.items if one.is_missed]
    soon = [one for one in due.items if not one.is_missed]
    lacking = [task for task in content.tasks if task.lacks]
    count = len(content.tasks)
    own = (cells_of(_own_row(row), columns) for row in content.placed.own)
    yield ALL, f"Tất cả: {count} việc, tính đến ngày {day}", chain(_rows(content.tasks, rows), own)
    yield MISSED, f"Quá hạn, tính đến ngày {day}: {len(missed)} việc", _due_rows(missed, rows)
    until = f"{due.wanted.last:%d/%m/%Y}"
    yield (
        SOON,
        f"{AHEAD} ngày tới, từ {day} đến {until}: {len(soon)} việc",
        _due_rows(soon, rows),
    )
    yield BY_OFFICE, f"Theo cơ quan chủ trì, tính đến ngày {day}", _by_office(content.tasks, rows)
    by_unit = sorted(content.tasks, key=lambda task: strip_diacritics(task.unit))
    yield BY_UNIT, f"Theo phường, xã, tính đến ngày {day}", _rows(by_unit, rows)
    title = f"Thiếu chủ trì, thời hạn hoặc sản phẩm: {len(lacking)} trong {count} việc"
    yield LACKING, title, _rows(lacking, rows)
    if content.placed.gone:
        title = (
            "Việc không còn trong kế hoạch, còn giữ những gì đã điền: "
            f"{len(content.placed.gone)} việc"
        )
        yield GONE, title, (cells_of(_gone_row(gone), columns) for gone in content.placed.gone)


def _row(task: Followed, content: Content) -> Row:
    """The cells of a task on every sheet."""
    filled = content.placed.rows.get(task.id)
    values = filled.values if filled is not None else {}
    return {
        **task.row,
        "unsure": (),  # a colour says here what is lacking, or late
        "task_id": task.id,
        "unit": task.unit,
        "due": nearest(task, filled, today=content.today),
        "lacks": ", ".join(_NUMBERS_OF_LACKS[name] for name in task.lacks),
        "points": "\n".join(task.points),
        "suggestion": task.suggestion,
        **values,
    }


def _rows(tasks: Iterable[Followed], rows: Mapping[str, Cells]) -> Iterator[Cells]:
    for task in tasks:
        yield rows[task.id]


def _due_rows(items: Iterable[Due], rows: Mapping[str, Cells]) -> Iterator[Cells]:
    for item in items:
        day = cells_of({"due": item.day, "days": item.days}, (DUE, DAYS))
        yield {**rows[item.task.id], **day}


def _by_office(tasks: Sequence[Followed], rows: Mapping[str, Cells]) -> Iterator[Cells]:
    """Each task below each body that leads it; those that nobody leads at the end."""
    listed = [
        (office, task) for task in tasks for office in (dict.fromkeys(task.offices) or (NOBODY,))
    ]
    listed.sort(key=lambda one: (one[0] == NOBODY, strip_diacritics(one[0])))
    for office, task in listed:
        yield {**rows[task.id], **cells_of({"office": office}, (OFFICE,))}


def _own_row(row: FilledRow) -> Row:
    """A row that a person added, as it was typed."""
    lacks = ", ".join(_NUMBERS_OF_LACKS.values())
    return {**(row.typed or {}), **row.values, "task_id": row.id, LACK_COLUMNS[0].name: lacks}


def _gone_row(gone: tuple[FilledRow, str]) -> Row:
    row, perhaps = gone
    return {
        "unit": row.unit,
        "number": row.number,
        "task": row.text,
        "paper": row.paper,
        "task_id": row.id,
        "gone_since": row.gone_since,
        "perhaps": perhaps,
        **row.values,
    }


class _Writer:
    """Writes the lists of a workbook, one after the other."""

    def __init__(self, book: xlsxwriter.Workbook, content: Content) -> None:
        self.book = book
        self.formats = made_formats(book, _FORMATS)
        self._content = content
        self._added = content.filled.columns
        used = {name for task in content.tasks for name in MAY_BE_EMPTY if task.row.get(name)}
        self._left_out = frozenset(MAY_BE_EMPTY - used)

    def write(self, name: str, title: str, rows: Iterator[Cells]) -> None:
        """A list, below a line that says what it is."""
        columns = columns_of(name, self._added, left_out=self._left_out)
        sheet = self.book.add_worksheet(name, worksheet_class=QuickSheet)
        begin_sheet(sheet, Sheet(name, title, columns=columns), formats=self.formats)
        pen = Pen(sheet, columns, formats=self.formats, links=LINKS if name == ALL else 0)
        number = 2
        owing = _Owing(_NUMBERS_OF_LACKS)
        for number, row in enumerate(rows, 2):
            pen.write(number, row)
            owing.add(number, row)
        last = max(number, 2)
        sheet.autofilter(1, 0, last, len(columns) - 1)
        sheet.print_area(0, 0, last, _last_printed(columns))
        _offer_statuses(sheet, columns, last=last)
        if name != GONE:
            owing.colour(sheet, columns, style=self.formats["empty"])
        _colour(sheet, columns, last=last, formats=self.formats, today=self._content.today)


class _Owing:
    """In which rows of a list an empty cell should not be: all those of tasks that owe what it is
    for. Most lists have one run of them. `names`: what each column is called in "Thiếu"."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._runs: dict[str, list[tuple[int, int]]] = {name: [] for name in names}

    def add(self, number: int, cells: Cells) -> None:
        """The next row."""
        lacks = cells.get(LACK_COLUMNS[0].name)
        told = str(lacks.value).split(", ") if lacks is not None else []
        for name, runs in self._runs.items():
            if name not in cells and self._names[name] not in told:
                continue
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))

    def colour(self, sheet: Any, columns: Sequence[Column], style: Any) -> None:
        """Colour those that are empty, and stay so."""
        text = xl_col_to_name(_index("task", columns), col_abs=True)
        for name, runs in self._runs.items():
            column = _index(name, columns)
            letters = xl_col_to_name(column)
            for some in (runs[start : start + RUNS] for start in range(0, len(runs), RUNS)):
                (first, last), top = some[0], some[0][0] + 1
                criteria = f"=AND(LEN({letters}{top})=0,LEN({text}{top})>0)"
                rule = {"type": "formula", "criteria": criteria, "format": style}
                if len(some) > 1:
                    ranges = (f"{letters}{one + 1}:{letters}{other + 1}" for one, other in some)
                    rule["multi_range"] = " ".join(ranges)
                sheet.conditional_format(first, column, last, column, rule)


def begin_sheet(sheet: Any, facts: Sheet, formats: Mapping[str, Any]) -> None:
    """The line that says what it is, the headings, how it is printed."""
    set_page(sheet, repeated_rows=2)
    set_columns(sheet, facts.columns)
    sheet.freeze_panes(2, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.write_string(0, 0, facts.title, formats["title"])
    sheet.set_row(1, HEAD_HEIGHT)
    for index, column in enumerate(facts.columns):
        style = "head_filled" if column.name in _FILLED_NAMES else "head"
        sheet.write_string(1, index, column.heading, formats[style])


def _last_printed(columns: Sequence[Column]) -> int:
    """The last column that is printed: where a row comes from is left to the screen."""
    return _index(PAPERS[0].name, columns) - 1


def _offer_statuses(sheet: Any, columns: Sequence[Column], last: int) -> None:
    """The list of statuses; another word may be typed all the same."""
    column = _index("progress", columns)
    sheet.data_validation(
        2,
        column,
        last + MORE_ROWS,
        column,
        {
            "validate": "list",
            "source": list(statuses()),
            "error_type": "information",
            "error_title": "Trạng thái",
            "error_message": "Không có trong danh sách; vẫn ghi được.",
        },
    )


def _colour(
    sheet: Any, columns: Sequence[Column], last: int, *, formats: Mapping[str, Any], today: date
) -> None:
    """What is done; what is late."""
    progress = xl_col_to_name(_index("progress", columns), col_abs=True)
    text = xl_col_to_name(_index("task", columns), col_abs=True)
    is_done = ",".join(f'{progress}3="{word}"' for word in done_statuses())
    is_done = f"OR({is_done})"
    width = len(columns) - 1
    names = {column.name for column in columns}
    if DUE.name in names:
        column = _index(DUE.name, columns)
        cell = f"{xl_col_to_name(column)}3"
        day = f"DATE({today.year},{today.month},{today.day})"
        is_late = f"=AND(ISNUMBER({cell}),{cell}<{day},NOT({is_done}))"
        rule = {"type": "formula", "criteria": is_late, "format": formats["late"]}
        sheet.conditional_format(2, column, last, column, rule)
    # Of several that hold, LibreOffice takes the first alone.
    for name, criteria in (("done", is_done), ("lined", f"LEN({text}3)>0")):
        rule = {"type": "formula", "criteria": f"={criteria}"}
        sheet.conditional_format(2, 0, last, width, {**rule, "format": formats[name]})


def _index(name: str, columns: Sequence[Column]) -> int:
    return next(index for index, column in enumerate(columns) if column.name == name)


# --- what contradicts, and what the workbook remembers --------------------------------------------

_CONFLICT_COLUMNS = (
    Column("conflict_id", "Mã", width=0, is_key=True),
    UNIT,
    Column("text", "Nhiệm vụ", width=46),
    Column("column", "Cột", width=14),
    Column("kept", "Đang giữ", width=24),
    Column("other", "Giá trị khác", width=24),
    Column("where", "Trang tính", width=18),
)
BEFORE = "đã điền trước đó"


def _write_conflicts(writer: _Writer, content: Content) -> None:
    """Cells that were filled in two ways; a row that is deleted there is settled."""
    conflicts = content.filled.conflicts
    if not conflicts:
        return
    sheet = writer.book.add_worksheet(CONFLICTS)
    title = "Một ô được điền hai cách; xem xong thì xóa dòng"
    begin_sheet(sheet, Sheet(CONFLICTS, title, columns=_CONFLICT_COLUMNS), formats=writer.formats)
    pen = Pen(sheet, _CONFLICT_COLUMNS, formats=writer.formats, links=0)
    headings = headings_of(())
    units = {row.id: row.unit for row in content.filled.rows}
    for number, one in enumerate(conflicts, 2):
        told = {
            "conflict_id": one.id,
            "unit": units.get(one.row),
            "text": one.text,
            "column": headings.get(one.column, one.column),
            "kept": text_of(one.kept),
            "other": text_of(one.other),
            "where": one.where or BEFORE,
        }
        pen.write(number, cells_of(told, _CONFLICT_COLUMNS))
    sheet.autofilter(1, 0, len(conflicts) + 1, len(_CONFLICT_COLUMNS) - 1)


def _write_memory(book: xlsxwriter.Workbook, content: Content) -> None:
    """What each cell holds now, so that a change is known again, whatever becomes of the rest."""
    sheet = book.add_worksheet(MEMORY)
    sheet.very_hidden()
    checks = {task.id: checks_of(_stated(task.row)) for task in content.tasks}
    for number, line in enumerate(memory_lines(content.filled, checks)):
        for index, text in enumerate(line):
            sheet.write_string(number, index, text)


def _stated(row: Row) -> dict[str, str]:
    """The cells of the plan as they will be read back."""
    return {name: text_of(fitting(_as_written(row, name))) for name in STATED_NAMES}


def _as_written(row: Row, name: str) -> str:
    value = row.get(name)
    return "; ".join(value) if isinstance(value, list) else str(value or "")
