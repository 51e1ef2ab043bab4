"""Tables as a workbook for people, by XlsxWriter: sheets of tasks, hard dates outside them,
targets, findings and papers.

Rows are written as they come and never held (`constant_memory`). Text is only ever text: no cell
can be a formula, and one that looks like a formula keeps its quote mark when it is edited. The same
plans give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.url import Url

from kehoach.emit.rows import (
    FINDINGS,
    OBLIGATIONS,
    PAPERS,
    SEVERITIES,
    STATUSES,
    TARGETS,
    TASKS,
    Column,
    Origin,
    Row,
    finding_rows,
    joined,
    obligation_rows,
    paper_row,
    target_rows,
    task_rows,
)
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

MAX_ROWS = 1_048_576
MAX_LINKS, MAX_PAPER_LINKS = 1_000, 5_000
"""Of one sheet, and of the sheet of papers: XlsxWriter holds a kilobyte for each. Excel takes
65,530."""
MAX_CELL = 32_767
A4, HEAD_HEIGHT = 9, 32
"""Excel's number of the size of paper; points."""
MAX_LINK = 2_000
SHEETS = (
    ("Nhiệm vụ", TASKS),
    ("Mốc ngoài nhiệm vụ", OBLIGATIONS),
    ("Chỉ tiêu", TARGETS),
    ("Điểm phải xem", FINDINGS),
    ("Văn bản", PAPERS),
)
TASKS_SHEET, OBLIGATIONS_SHEET, TARGETS_SHEET, FINDINGS_SHEET, PAPERS_SHEET = range(len(SHEETS))
_STARTERS = ("=", "+", "-", "@", "\t", "\r")

_WRAPPED = {"text_wrap": True, "valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": "#DDE7F0",
        "border": 1,
    },
    "text": _WRAPPED,
    "quoted": {**_WRAPPED, "quote_prefix": True},
    "date": {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"},
    "link": {**_WRAPPED, "font_color": "#0B5394", "underline": 1},
    "float": {"num_format": "0.00", "valign": "top"},
}
"""XlsxWriter's facts of each; made in this order, which numbers them in the file."""


class Workbook:
    """A workbook being written to a file; `add` rows to the sheets in any order, then `close`."""

    def __init__(self, target: Path | BytesIO, folder: Path | None = None) -> None:
        """`folder`: for the temporary files of a large workbook; None: it is held in memory."""
        options: dict[str, Any] = {
            "constant_memory": folder is not None,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": str(folder) if folder else None,
            "in_memory": folder is None,
        }
        file = str(target) if isinstance(target, Path) else target
        self._book = xlsxwriter.Workbook(file, options)
        self._book.set_properties({"title": "kehoach", "created": datetime(2000, 1, 1)})
        formats = {name: self._book.add_format(facts) for name, facts in _FORMATS.items()}
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
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.repeat_rows(0)
        self._sheet.fit_to_pages(1, 0)
        for index, column in enumerate(self._columns):
            hidden = {"hidden": not column.width}
            self._sheet.set_column(index, index, column.width or None, None, hidden)
        self._sheet.set_row(0, HEAD_HEIGHT)
        for index, column in enumerate(self._columns):
            self._sheet.write_string(0, index, column.heading, self._formats["head"])
        self._row, self._links = 1, 0

    def add(self, row: Row) -> None:
        if self._row >= MAX_ROWS:
            self.close()
            self._open()
        for index, column in enumerate(self._columns):
            self._write(index, row, column)
        self._row += 1

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _write(self, index: int, row: Row, column: Column) -> None:
        value = row.get(column.name)
        if value is None or value == [] or value == "":
            return
        if column.kind in ("int", "float"):
            style = self._formats["float" if column.kind == "float" else "text"]
            self._sheet.write_number(self._row, index, value, style)
        elif column.kind == "date" and (day := _day(str(value))) is not None:
            self._sheet.write_datetime(self._row, index, day, self._formats["date"])
        else:
            text = _shown(joined(row, column), column)
            self._write_text(index, text, link=row.get(f"{column.name}_link"))

    def _write_text(self, index: int, text: str, link: str | None) -> None:
        if link and self._links < self._most_links and len(link) < MAX_LINK:
            self._links += 1
            url = _relative(link, text[:MAX_CELL])
            self._sheet.write_url(self._row, index, url, self._formats["link"])
            return
        looks_like_formula = text.lstrip(" ").startswith(_STARTERS)
        style = self._formats["quoted" if looks_like_formula else "text"]
        self._sheet.write_string(self._row, index, text, style)


def _relative(link: str, text: str) -> Url:
    """A link to a file beside the workbook as the Open Packaging Conventions want it: a relative
    URI. XlsxWriter turns the slashes round, which only Windows follows."""
    url = Url(f"external:{link}")
    url.text = text
    url._relationship_link = url._relationship_link.replace("\\", "/")
    return url


def _shown(text: str, column: Column) -> str:
    if column.name == "status":
        text = STATUSES.get(text, text)
    elif column.name == "severity":
        text = SEVERITIES.get(text, text)
    # A lone surrogate has no place in a file.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def _day(text: str) -> datetime | None:
    """A whole date that a sheet can hold (Excel counts from 1900); a year or a month alone stays
    text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day) if day.year > 1900 else None


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
