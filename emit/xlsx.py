"""Tables as a workbook for people, by XlsxWriter: sheets of tasks, targets, findings and papers.

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
from xlsxwriter.url import Url

from kehoach.emit.rows import (
    FINDINGS,
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
    paper_row,
    target_rows,
    task_rows,
)
from kehoach.schema.models import Plan

MAX_ROWS = 1_048_576
MAX_LINKS, MAX_PAPER_LINKS = 1_000, 5_000
"""Of one sheet, and of the sheet of papers: XlsxWriter holds a kilobyte for each. Excel takes
65,530."""
MAX_CELL = 32_767
MAX_LINK = 2_000
SHEETS = (
    ("Nhiệm vụ", TASKS),
    ("Chỉ tiêu", TARGETS),
    ("Điểm phải xem", FINDINGS),
    ("Văn bản", PAPERS),
)
_STARTERS = ("=", "+", "-", "@", "\t", "\r")


class Workbook:
    """A workbook being written to a file; `add` rows to the sheets in any order, then `close`."""

    def __init__(self, target: Path | BytesIO, folder: Path | None = None) -> None:
        options: dict[str, Any] = {
            "constant_memory": folder is not None,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": str(folder) if folder else None,
            "in_memory": folder is None,
        }
        self._book = xlsxwriter.Workbook(
            str(target) if isinstance(target, Path) else target, options
        )
        self._book.set_properties({"title": "kehoach", "created": datetime(2000, 1, 1)})
        wrap = {"text_wrap": True, "valign": "top"}
        self.formats = {
            "head": self._book.add_format(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "vcenter",
                    "bg_color": "#DDE7F0",
                    "border": 1,
                }
            ),
            "text": self._book.add_format(wrap),
            "quoted": self._book.add_format({**wrap, "quote_prefix": True}),
            "date": self._book.add_format(
                {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}
            ),
            "link": self._book.add_format({**wrap, "font_color": "#0B5394", "underline": 1}),
            "float": self._book.add_format({"num_format": "0.00", "valign": "top"}),
        }
        self._sheets = [_Sheet(self._book, name, columns, self.formats) for name, columns in SHEETS]

    def add(self, sheet: int, rows: Iterable[Row]) -> None:
        """Rows to one of `SHEETS`."""
        for row in rows:
            self._sheets[sheet].add(row)

    def close(self) -> None:
        """Finish the file."""
        for sheet in self._sheets:
            sheet.close()
        self._book.close()


class _Sheet:
    """One table; what does not fit into one sheet goes on in the next."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        columns: Sequence[Column],
        formats: dict[str, Any],
    ) -> None:
        self._book, self._name, self._formats = book, name, formats
        self._columns = [column for column in columns if column.width]
        self._most_links = MAX_PAPER_LINKS if columns is PAPERS else MAX_LINKS
        self._part = 0
        self._open()

    def _open(self) -> None:
        self._part += 1
        name = self._name if self._part == 1 else f"{self._name} {self._part}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.repeat_rows(0)
        self._sheet.fit_to_pages(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, column.width)
        self._sheet.set_row(0, 32)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.heading, self._formats["head"])
        self._row, self._links = 1, 0

    def add(self, row: Row) -> None:
        if self._row >= MAX_ROWS:
            self.close()
            self._open()
        for at, column in enumerate(self._columns):
            self._write(at, row, column)
        self._row += 1

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _write(self, at: int, row: Row, column: Column) -> None:
        value = row.get(column.name)
        if value is None or value == [] or value == "":
            return
        if column.kind in ("int", "float"):
            self._sheet.write_number(
                self._row, at, value, self._formats["float" if column.kind == "float" else "text"]
            )
            return
        if column.kind == "date" and (day := _day(str(value))) is not None:
            self._sheet.write_datetime(self._row, at, day, self._formats["date"])
            return
        text = _shown(joined(row, column), column)
        link = row.get(f"{column.name}_link")
        if link and self._links < self._most_links and len(link) < MAX_LINK:
            self._links += 1
            self._sheet.write_url(
                self._row, at, _relative(link, text[:MAX_CELL]), self._formats["link"]
            )
            return
        style = self._formats["quoted" if text.lstrip(" ").startswith(_STARTERS) else "text"]
        self._sheet.write_string(self._row, at, text, style)


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
    text = text.encode("utf-8", "replace").decode(
        "utf-8"
    )  # a lone surrogate has no place in a file
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
    book.add(0, task_rows(plan, origin) if tasks is None else tasks)
    book.add(1, target_rows(plan, origin))
    book.add(2, finding_rows(plan, origin))


def to_xlsx(plan: Plan, origin: Origin) -> bytes:
    """One plan as a workbook."""
    out = BytesIO()
    book = Workbook(out)
    add_plan(book, plan, origin)
    book.add(3, [paper_row(plan, origin)])
    book.close()
    return out.getvalue()
