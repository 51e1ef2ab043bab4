"""Writes the rows of a table into a sheet of XlsxWriter: text is only ever text, numbers are
numbers, days days, and each row is as high as its longest cell.

A row is made ready once (`cells_of`) and then written into as many sheets as have it.

The height is written because programs differ in what they do without: LibreOffice prints the lines
of a wrapped cell over each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import xlsxwriter
from xlsxwriter.url import Url

from kehoach.emit.finding_names import name_of
from kehoach.emit.rows import (
    ORIGINS,
    RECURRENCES,
    SEVERITIES,
    STATUSES,
    Column,
    Row,
    fitting,
    joined,
)

MAX_LINK = 2_000
LINE, MARGIN, MAX_HEIGHT = 15.0, 1.5, 405.0
"""Points: of a line of letters that bear two marks, of what is around them, and of the highest row
that Excel knows. A row of just 15 would count as one without a height."""
_SHARE = 1.0
"""How much of a column's width words fill before the next one is broken off."""
_STARTERS = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS = (int, float)
_NAMES: Mapping[str, Mapping[str, str]] = {
    "status": STATUSES,
    "severity": SEVERITIES,
    "recurrence": RECURRENCES,
    "origin": ORIGINS,
}
"""Columns whose values have names for people."""

_WRAPPED = {"text_wrap": True, "valign": "top"}
FORMATS: dict[str, dict[str, Any]] = {
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
    "label": {**_WRAPPED, "align": "center"},
}
"""XlsxWriter's facts of each; made in this order, which numbers them in the file."""

UNSURE = "_unsure"
"""Behind the name of the format of a cell that a person should look at."""
UNSURE_FORMATS = {
    f"{name}{UNSURE}": {**facts, "bg_color": "#FFF2CC"}
    for name, facts in FORMATS.items()
    if name not in ("head", "link")
}

_STYLES = {"float": "float", "label": "label"}
"""Kinds of columns whose cells look otherwise than texts."""


def new_book(
    target: Path | BytesIO, *, scratch: Path | None = None, constant_memory: bool = False
) -> xlsxwriter.Workbook:
    """A workbook in which text is only ever text, and whose bytes no clock decides. `scratch`: a
    folder for its parts while it is written (None: it is held in memory); `constant_memory`: rows
    are written in order and forgotten."""
    options: dict[str, Any] = {
        "constant_memory": constant_memory,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(scratch) if scratch else None,
        "in_memory": scratch is None,
    }
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    book.set_properties({"title": "kehoach", "created": datetime(2000, 1, 1)})
    return book


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet take a text for a formula as soon as somebody edits it?"""
    return text.lstrip(" ").startswith(_STARTERS)


class Cell(NamedTuple):
    """A value as a sheet holds it. `style`: the name of its format (a text that looks like a
    formula keeps its quote mark when it is edited); `lines`: how many it takes in its column;
    `link`: a relative URL that it leads to."""

    value: str | bool | float | datetime
    style: str
    lines: int = 1
    link: str | None = None


Cells: TypeAlias = Mapping[str, Cell]
"""A row made ready for any sheet that has some of its columns, by their names; what is empty has no
cell."""


def cells_of(row: Row, columns: Iterable[Column]) -> dict[str, Cell]:
    """A row, made ready to be written; cells that it tells as `unsure` have a colour."""
    cells = {
        column.name: _cell(value, row=row, column=column)
        for column in columns
        if (value := row.get(column.name)) not in (None, "", [])
    }
    for name in row.get("unsure") or ():
        if name in cells:
            cells[name] = cells[name]._replace(style=cells[name].style + UNSURE)
    return cells


def _cell(value: Any, *, row: Row, column: Column) -> Cell:
    """A value that is there, by what kind of column it stands in."""
    style = _STYLES.get(column.kind, "text")
    if isinstance(value, bool):
        return Cell(value, "text")
    if isinstance(value, _NUMBERS) or (column.kind == "label" and _is_number(value)):
        return Cell(float(value), style)
    if column.kind in ("date", "any") and (day := as_day(value)) is not None:
        return Cell(day, "date")
    text = shown(joined(row, column), column)
    return Cell(
        text,
        "quoted" if looks_like_formula(text) else style,
        lines=lines_of(text, column.width) if column.width else 1,
        link=row.get(f"{column.name}_link"),
    )


class Pen:
    """Writes rows into one sheet; `links` are the most that it may write (XlsxWriter holds a
    kilobyte for each)."""

    def __init__(
        self, sheet: Any, columns: Sequence[Column], *, formats: Mapping[str, Any], links: int
    ) -> None:
        self._sheet = sheet
        self._names = [column.name for column in columns]
        self._formats = formats
        self._links = links

    def write(self, number: int, cells: Cells) -> None:
        """A row, its number counted from 0."""
        lines = 1
        for index, name in enumerate(self._names):
            cell = cells.get(name)
            if cell is not None:
                self._write(number, index, cell)
                lines = max(lines, cell.lines)
        self._sheet.set_row(number, min(lines * LINE + MARGIN, MAX_HEIGHT))

    def _write(self, number: int, index: int, cell: Cell) -> None:
        value, style = cell.value, self._formats[cell.style]
        if isinstance(value, str):
            if cell.link and self._links > 0 and len(cell.link) < MAX_LINK:
                self._links -= 1
                url = _relative(cell.link, value)
                self._sheet.write_url(number, index, url, self._formats["link"])
            else:
                self._sheet.write_string(number, index, value, style)
        elif isinstance(value, bool):
            self._sheet.write_boolean(number, index, value, style)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(number, index, value, style)
        else:
            self._sheet.write_number(number, index, value, style)


def _is_number(label: str) -> bool:
    """Is a label the same text as a number ("1", but not "01")?"""
    return label.isascii() and label.isdigit() and len(label) < 10 and label == str(int(label))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column so many characters wide.

    >>> lines_of("Họp", 10), lines_of("Rà soát thủ tục hành chính", 10), lines_of("a\\nb", 10)
    (1, 3, 2)
    """
    room = width * _SHARE
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(part) / room)) for part in text.split("\n"))


def shown(text: str, column: Column) -> str:
    """A cell's text for people; a lone surrogate has no place in a file."""
    names = _NAMES.get(column.name)
    if names is not None:
        text = names.get(text, text)
    elif column.name == "code":
        text = name_of(text).vi
    if not _is_writable(text):
        text = text.encode("utf-8", "replace").decode("utf-8")
    return fitting(text)


def _is_writable(text: str) -> bool:
    """Has a text no lone surrogate?"""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def as_day(value: object) -> datetime | None:
    """A whole date that a sheet can hold (Excel counts from 1900); None for all else."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    try:
        day = date.fromisoformat(str(value)) if len(str(value)) == len("2025-06-30") else None
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day) if day is not None and day.year > 1900 else None


def _relative(link: str, text: str) -> Url:
    """A link to a file beside the workbook as the Open Packaging Conventions want it: a relative
    URI. XlsxWriter turns the slashes round, which only Windows follows."""
    url = Url(f"external:{link}")
    url.text = text
    url._relationship_link = url._relationship_link.replace("\\", "/")
    return url


def set_columns(sheet: Any, columns: Sequence[Column]) -> None:
    """How wide each column is; keys are kept out of sight."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or None, None, {"hidden": not column.width})


def set_page(sheet: Any, *, repeated_rows: int) -> None:
    """Printed on A4 across, as wide as a page, the first rows on each."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0, repeated_rows - 1)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R&P/&N")


A4 = 9
"""Excel's number of the size of paper."""


def made_formats(
    book: xlsxwriter.Workbook, more: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """The formats of a workbook by their names."""
    wanted = FORMATS | dict(more or {})
    return {name: book.add_format(dict(facts)) for name, facts in wanted.items()}
