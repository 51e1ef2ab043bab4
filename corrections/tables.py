"""Read a workbook (openpyxl) or a CSV that a person changed, as rows of texts. Both are hostile:
their size, sheets, rows and columns are bounded, formulas are not computed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.rows import COLUMNS, IDS, EditedRow
from kehoach.emit.rows import Column
from kehoach.errors import BrokenFileError, NoRowsError, TooLargeError

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 200
SHEETS: dict[str, PartName] = {"Nhiệm vụ": "tasks", "Chỉ tiêu": "targets"}
_COLUMN = "Mã nhiệm vụ (task_id)"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_table(path: Path) -> list[EditedRow]:
    """The rows of tasks and targets in a workbook or CSV, told from the content. Raises NoRowsError
    where no table has a column of ids, BrokenFileError, TooLargeError."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLargeError(reason=f"{MAX_BYTES // 2**20} MiB")
    with path.open("rb") as file:
        is_archive = file.read(4) == b"PK\x03\x04"
    rows = list(_of_workbook(path) if is_archive else _of_csv(path))
    if not rows:
        raise NoRowsError(column=_COLUMN)
    return rows


def _of_csv(path: Path) -> Iterator[EditedRow]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _rows("tasks", lines)
    except csv.Error as error:  # a cell of more than csv.field_size_limit() letters
        raise BrokenFileError(media_type="text/csv", reason=type(error).__name__) from error


def _of_workbook(path: Path) -> Iterator[EditedRow]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise TooLargeError(reason=f"{MAX_UNPACKED // 2**20} MiB")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException as error:  # another kind of package: a Word file
        raise NoRowsError(column=_COLUMN) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenFileError(media_type=XLSX, reason=type(error).__name__) from error
    try:
        for sheet in book.worksheets:
            part = next((SHEETS[name] for name in SHEETS if sheet.title.startswith(name)), None)
            if part is not None:
                cells = sheet.iter_rows(values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS)
                lines = ([_text(value) for value in row] for row in cells)
                yield from _rows(part, lines, sheet=sheet.title)
    finally:
        book.close()


def _rows(
    part: PartName, lines: Iterator[Sequence[str]], *, sheet: str = ""
) -> Iterator[EditedRow]:
    """The rows below a heading that has a column of ids; none where there is no such column."""
    names = _names(next(lines, ()), COLUMNS[part])
    if IDS[part] not in names:
        return
    for number, line in enumerate(lines, start=2):
        if number > MAX_ROWS:
            raise TooLargeError(reason=f"{MAX_ROWS} dòng")
        cells = {name: text for name, text in zip(names, line, strict=False) if name}
        if any(text.strip() for text in cells.values()) and cells.get("origin") != "obligation":
            yield EditedRow(part, number, cells=cells, sheet=sheet)


def _names(heading: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The names of the columns that we know, "" for those that people added."""
    known = {column.heading: column.name for column in columns} | {
        column.name: column.name for column in columns
    }
    # two columns bear the heading of bodies: as printed, and by their full names
    return [known.get(cell.strip().lstrip("\ufeff"), "") for cell in heading]


def _text(value: Any) -> str:
    """A cell as our own tables show it: days as ISO 8601, whole numbers without a point."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
