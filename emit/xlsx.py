"""Tables as a workbook for people, by XlsxWriter: sheets of tasks, hard dates outside them,
targets, findings and papers.

Rows are written as they come and never held (`constant_memory`). Text is only ever text: no cell
can be a formula, and one that looks like a formula keeps its quote mark when it is edited. The same
plans give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from kehoach.emit.origin import Origin
from kehoach.emit.rows import (
    FINDINGS,
    OBLIGATIONS,
    PAPERS,
    TARGETS,
    TASKS,
    Column,
    Row,
    finding_rows,
    obligation_rows,
    paper_row,
    target_rows,
    task_rows,
)
from kehoach.emit.sheet_pen import (
    UNSURE_FORMATS,
    Pen,
    cells_of,
    made_formats,
    new_book,
    set_columns,
    set_page,
)
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

MAX_ROWS = 1_048_576
MAX_LINKS, MAX_PAPER_LINKS = 1_000, 5_000
"""Of one sheet, and of the sheet of papers: XlsxWriter holds a kilobyte for each. Excel takes
65,530."""
HEAD_HEIGHT = 32
"""Points."""
SHEETS = (
    ("Nhiệm vụ", TASKS),
    ("Mốc ngoài nhiệm vụ", OBLIGATIONS),
    ("Chỉ tiêu", TARGETS),
    ("Điểm phải xem", FINDINGS),
    ("Văn bản", PAPERS),
)
TASKS_SHEET, OBLIGATIONS_SHEET, TARGETS_SHEET, FINDINGS_SHEET, PAPERS_SHEET = range(len(SHEETS))


class Workbook:
    """A workbook being written to a file; `add` rows to the sheets in any order, then `close`."""

    def __init__(self, target: Path | BytesIO, folder: Path | None = None) -> None:
        """`folder`: for the temporary files of a large workbook; None: it is held in memory."""
        self._book = new_book(target, scratch=folder, constant_memory=folder is not None)
        formats = made_formats(self._book, UNSURE_FORMATS)
        self._sheets = [
            _Sheet(self._book, name, columns=columns, formats=formats) for name, columns in SHEETS
        ]

    def add(self, sheet: int, rows: Iterable[Row]) -> None:
        """Rows to one of `SHEETS`."""
        for row in rows:
            self._sheets[sheet].add(row)

    def close(self) -> None:
        """Finish the file. Raises OSError."""
        for sheet in self._sheets:
            sheet.close()
        try:
            self._book.close()
        except FileCreateError as error:  # it holds what the system said
            raise error.args[0] if isinstance(error.args[0], OSError) else error from error


class _Sheet:
    """One table; what does not fit into one sheet goes on in the next."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        columns: Sequence[Column],
        formats: dict[str, Any],
    ) -> None:
        self._book = book
        self._name = name
        self._formats = formats
        self._columns = [column for column in columns if column.width or column.is_key]
        self._most_links = MAX_PAPER_LINKS if columns is PAPERS else MAX_LINKS
        self._part = 0
        self._open()

    def _open(self) -> None:
        self._part += 1
        name = self._name if self._part == 1 else f"{self._name} {self._part}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        set_page(self._sheet, repeated_rows=1)
        set_columns(self._sheet, self._columns)
        self._sheet.set_row(0, HEAD_HEIGHT)
        for index, column in enumerate(self._columns):
            self._sheet.write_string(0, index, column.heading, self._formats["head"])
        self._row = 1
        self._pen = Pen(self._sheet, self._columns, formats=self._formats, links=self._most_links)

    def add(self, row: Row) -> None:
        if self._row >= MAX_ROWS:
            self.close()
            self._open()
        self._pen.write(self._row, cells_of(row, self._columns))
        self._row += 1

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)


def add_plan(
    book: Workbook, plan: Plan, origin: Origin, tasks: Iterable[Row] | None = None
) -> None:
    """All the rows of one plan but that of the paper itself; `tasks` when they are made already."""
    book.add(TASKS_SHEET, task_rows(plan, origin) if tasks is None else tasks)
    book.add(OBLIGATIONS_SHEET, obligation_rows(plan, origin))
    book.add(TARGETS_SHEET, target_rows(plan, origin))
    book.add(FINDINGS_SHEET, finding_rows(plan, origin))


def to_xlsx(plan: Plan, origin: Origin) -> bytes:
    """One plan as a workbook."""
    out = BytesIO()
    book = Workbook(out)
    for paper in papers_of(plan):
        add_plan(book, paper, origin=origin)
        book.add(PAPERS_SHEET, [paper_row(paper, origin)])
    book.close()
    return out.getvalue()
