"""Read a workbook (openpyxl) or a CSV that a person changed, as rows of texts. Both are hostile:
their size, sheets, rows and columns are bounded, formulas are not computed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.rows import COLUMNS, IDS, EditedRow
from kehoach.emit.rows import Column
from kehoach.errors import BrokenFileError, NoRowsError, TooLargeError
from kehoach.patterns import compile_regex

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 200
SHEETS: dict[str, PartName] = {"Nhiệm vụ": "tasks", "Chỉ tiêu": "targets"}
_COLUMN = "Mã nhiệm vụ (task_id)"
_SHEET_DATA = compile_regex(r"xl/worksheets/[^/]+\.xml")
_FORMULA = re.compile(rb"<f[ />]")
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
        has_formulas = _has_formulas(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        written = openpyxl.load_workbook(path, read_only=True) if has_formulas else None
    except InvalidFileException as error:  # another kind of package: a Word file
        raise NoRowsError(column=_COLUMN) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BrokenFileError(media_type=XLSX, reason=type(error).__name__) from error
    try:
        for sheet in book.worksheets:
            part = next((SHEETS[name] for name in SHEETS if sheet.title.startswith(name)), None)
            if part is not None:
                beside = _lines(written[sheet.title]) if written is not None else None
                yield from _rows(part, _with_formulas(_lines(sheet), beside), sheet=sheet.title)
    finally:
        book.close()
        if written is not None:
            written.close()


class _Formula(str):
    """The formula of a cell whose value no program stored."""

    __slots__ = ()


def _has_formulas(path: Path) -> bool:
    """Is there a formula? Raises TooLargeError."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise TooLargeError(reason=f"{MAX_UNPACKED // 2**20} MiB")
        sheets = [one for one in entries if _SHEET_DATA.fullmatch(one.filename)]
        return any(_FORMULA.search(archive.read(one)) is not None for one in sheets)


def _lines(sheet: Any) -> Iterator[Sequence[Any]]:
    lines: Iterator[Sequence[Any]] = sheet.iter_rows(
        values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS
    )
    return lines


def _with_formulas(
    lines: Iterator[Sequence[Any]], written: Iterator[Sequence[Any]] | None
) -> Iterator[Sequence[str]]:
    """The texts of cells; of a formula whose value no program stored the formula."""
    if written is None:
        yield from ([_text(value) for value in line] for line in lines)
        return
    for line, beside in zip(lines, written, strict=False):
        yield [
            _Formula(getattr(formula, "text", formula))
            if value is None and formula is not None
            else _text(value)
            for value, formula in zip(line, beside, strict=False)
        ]


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
            formulas = tuple(name for name, text in cells.items() if isinstance(text, _Formula))
            texts = {name: str(text) for name, text in cells.items()}
            yield EditedRow(part, number, cells=texts, sheet=sheet, uncomputed=formulas)


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
