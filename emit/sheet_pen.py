"""Writes the rows of a table into a sheet of XlsxWriter: text is only ever text, numbers are
numbers, days days, and each row is as high as its longest cell.

The height is written because programs differ in what they do without: LibreOffice prints the lines
of a wrapped cell over each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.url import Url

from kehoach.emit.finding_names import name_of
from kehoach.emit.rows import SEVERITIES, STATUSES, Column, Row, fitting, joined

MAX_LINK = 2_000
LINE, MARGIN, MAX_HEIGHT = 15.0, 1.5, 405.0
"""Points: of a line of letters that bear two marks, of what is around them, and of the highest row
that Excel knows. A row of just 15 would count as one without a height."""
_SHARE = 1.0
"""How much of a column's width words fill before the next one is broken off."""
_STARTERS = ("=", "+", "-", "@", "\t", "\r")
_NAMES: Mapping[str, Mapping[str, str]] = {"status": STATUSES, "severity": SEVERITIES}
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


class Pen:
    """Writes rows into one sheet; `links` are the most that it may write (XlsxWriter holds a
    kilobyte for each)."""

    def __init__(
        self, sheet: Any, columns: Sequence[Column], *, formats: Mapping[str, Any], links: int
    ) -> None:
        self._sheet = sheet
        self._columns = columns
        self._formats = formats
        self._links = links

    def write(self, number: int, row: Row) -> None:
        """A row, its number counted from 0."""
        lines = 1
        for index, column in enumerate(self._columns):
            value = row.get(column.name)
            if value is None or value == [] or value == "":
                continue
            text = self._write(number, index, row=row, column=column)
            if text and column.width:
                lines = max(lines, lines_of(text, column.width))
        self._sheet.set_row(number, min(lines * LINE + MARGIN, MAX_HEIGHT))

    def _write(self, number: int, index: int, *, row: Row, column: Column) -> str:
        """A cell; returns the text that may need several lines."""
        value = row[column.name]
        if isinstance(value, bool):
            self._sheet.write_boolean(number, index, value, self._formats["text"])
            return ""
        if isinstance(value, int | float) or (column.kind == "label" and _is_number(value)):
            style = self._formats[_STYLES.get(column.kind, "text")]
            self._sheet.write_number(number, index, float(value), style)
            return ""
        if column.kind in ("date", "any") and (day := as_day(value)) is not None:
            self._sheet.write_datetime(number, index, day, self._formats["date"])
            return ""
        text = shown(joined(row, column), column)
        link = row.get(f"{column.name}_link")
        self.write_text(number, index, text, link=link, style=_STYLES.get(column.kind, "text"))
        return text

    def write_text(
        self, number: int, index: int, text: str, *, link: str | None = None, style: str = "text"
    ) -> None:
        """A text that never runs; one that looks like a formula keeps its quote mark when it is
        edited."""
        if link and self._links > 0 and len(link) < MAX_LINK:
            self._links -= 1
            self._sheet.write_url(number, index, _relative(link, text), self._formats["link"])
            return
        format = self._formats["quoted" if looks_like_formula(text) else style]
        self._sheet.write_string(number, index, text, format)


def _is_number(label: str) -> bool:
    """Is a label the same text as a number ("1", but not "01")?"""
    return label.isascii() and label.isdigit() and len(label) < 10 and label == str(int(label))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column so many characters wide.

    >>> lines_of("Họp", 10), lines_of("Rà soát thủ tục hành chính", 10), lines_of("a\\nb", 10)
    (1, 3, 2)
    """
    room = width * _SHARE
    return sum(max(1, ceil(len(part) / room)) for part in text.split("\n"))


def shown(text: str, column: Column) -> str:
    """A cell's text for people; a lone surrogate has no place in a file."""
    names = _NAMES.get(column.name)
    if names is not None:
        text = names.get(text, text)
    elif column.name == "code":
        text = name_of(text).vi
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return fitting(text)


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
