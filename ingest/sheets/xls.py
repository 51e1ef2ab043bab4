"""Workbooks of Excel 97-2003 (`.xls`), by xlrd: their cells with words, row by row.

Values alone are read; neither formulas nor macros are looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.errors import BrokenFileError, EncryptedFileError, KehoachError
from kehoach.ingest.sheets.model import Area, Budget, Field, Sheet, check_merges, check_sheets
from kehoach.ingest.sheets.values import kind_of_format, number_text

if TYPE_CHECKING:
    import xlrd

_VISIBLE = 0
_CENTERED = (2, 6)
"""Across one cell, across several."""


def read_workbook(path: Path) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The visible sheets of a workbook, and the names of the hidden ones. Raises `BrokenFileError`,
    `EncryptedFileError`, `TooLargeError`."""
    try:
        return _read(path)
    except KehoachError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # xlrd raises whatever a broken record leads it to
        if "encrypted" in str(error).lower():
            raise EncryptedFileError from error
        raise BrokenFileError(media_type="Excel (.xls)", reason=type(error).__name__) from error


def _read(path: Path) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    import xlrd

    book = xlrd.open_workbook(
        str(path), formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
    )
    check_sheets(book.nsheets)
    sheets, hidden = [], []
    reader = _SheetReader(book)
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        if sheet.visibility == _VISIBLE:
            sheets.append(reader.read(sheet))
        else:
            hidden.append(str(sheet.name))
        book.unload_sheet(number)
    return tuple(sheets), tuple(hidden)


class _SheetReader:
    """Reads the sheets of one workbook, which share their styles."""

    def __init__(self, book: xlrd.book.Book) -> None:
        self._book = book
        self._budget = Budget()

    def read(self, sheet: xlrd.sheet.Sheet) -> Sheet:
        """A sheet: its cells with words and its merged areas."""
        check_merges(len(sheet.merged_cells))
        merges = tuple(
            Area(top, left, bottom=bottom - 1, right=right - 1)
            for top, bottom, left, right in sheet.merged_cells
        )
        return Sheet(str(sheet.name), tuple(self._fields(sheet)), merges=merges)

    def _fields(self, sheet: xlrd.sheet.Sheet) -> Iterator[Field]:
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                field = self._field(sheet.cell(row, column), row, column=column)
                if field is not None:
                    self._budget.take(field.text)
                    yield field

    def _field(self, cell: Any, row: int, column: int) -> Field | None:
        if cell.ctype in {0, 4, 5, 6}:  # empty, ticked, an error, blank
            return None
        style = self._book.xf_list[cell.xf_index]
        font = self._book.font_list[style.font_index]
        text = self._text(cell, style.format_key)
        if font.struck_out or not text.strip():
            return None
        border = style.border
        return Field(
            row,
            column,
            text=text,
            bold=bool(font.bold),
            centered=style.alignment.hor_align in _CENTERED,
            boxed=bool(border.left_line_style or border.right_line_style),
        )

    def _text(self, cell: Any, format_key: int) -> str:
        if cell.ctype == 1:
            return str(cell.value)
        format_ = self._book.format_map.get(format_key)
        code = None if format_ is None else format_.format_str
        kind = kind_of_format(format_key, code)
        return number_text(float(cell.value), kind, from_1904=bool(self._book.datemode))
