"""A follow-up workbook as people left it -> the rows of its sheets, and what it held when it was
written. A workbook is a stranger's archive: its size, rows and columns are bounded, and formulas
are not computed."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from pydantic import ValidationError

from kehoach.errors import BrokenFileError, TooLargeError
from kehoach.follow.cells import text_of, value_of
from kehoach.follow.layout import (
    CONFLICTS,
    DUE,
    ID,
    KNOWN_SHEETS,
    LISTS,
    MEMORY,
    OURS,
    STATED_NAMES,
)
from kehoach.follow.model import FILLED, Filled, FilledRow, Value

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_ROWS = 300_000
MAX_COLUMNS = 200
HEADING_WITHIN = 20
"""Rows at the top of a sheet among which its headings are looked for."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
META = "#"
"""Stands in the column of ids of the hidden sheet before what is told of the whole."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,  # encrypted
    TypeError,
    ValueError,
    OSError,
)
"""What the readers of workbooks raise for what is damaged, whatever they happen upon."""
_OUR_FILLED = {column.name for column in FILLED}
_OF_TASK = ("unit", "paper", "number", "task")
_KEYS = ("origin", "sha256")
_SHEET_DATA = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA = re.compile(rb"<f[ />]")
_NOTES = re.compile(r"xl/(?:comments|threadedComments)")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a sheet: `line` its number in it, from 1; `id` "" where it has none; `filled` its
    cells that people fill, by the names of all such columns of the sheet, None for an empty one;
    `stated` the texts of what the plan says; `due` the day that it shows, "" for none."""

    sheet: str
    line: int
    id: str
    filled: Mapping[str, Value | None]
    stated: Mapping[str, str]
    due: str = ""


@dataclass(slots=True)
class ReadBook:
    """A workbook as people left it. `written`: what it held when we wrote it, None where that is
    gone; `checks`: what the cells of the plan held then, as `checks_of`; `added`: headings of
    columns that people added; `strange`: names of sheets that are not ours; `has_notes`: somebody
    wrote comments; `formulas`: cells of people that hold a formula; `open_conflicts`: the ids of
    the contradictions that are still listed, None where their sheet is gone."""

    rows: list[ReadRow] = field(default_factory=list)
    written: Filled | None = None
    checks: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    has_notes: bool = False
    formulas: int = 0
    open_conflicts: set[str] | None = None


def read_book(source: Path | bytes) -> ReadBook:
    """Raises BrokenFileError for what is no workbook, TooLargeError."""
    import openpyxl
    from python_calamine import CalamineError, CalamineWorkbook

    data = source if isinstance(source, bytes) else _bytes(source)
    if len(data) > MAX_BYTES:
        raise TooLargeError(reason=f"{MAX_BYTES // 2**20} MiB")
    book = ReadBook()
    try:
        has_formulas = _look_inside(data, book)
        values = CalamineWorkbook.from_filelike(io.BytesIO(data))
        formulas = None
        if has_formulas:  # calamine, ten times as fast, has their values alone
            formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for name in values.sheet_names:
            lines = values.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS)
            beside = formulas[name].iter_rows(values_only=True) if formulas is not None else None
            _read_sheet(name, lines, formulas=beside, book=book)
    except (*_BROKEN, CalamineError) as error:
        raise BrokenFileError(media_type=XLSX, reason=type(error).__name__) from error
    return book


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _look_inside(data: bytes, book: ReadBook) -> bool:
    """Is there a formula? Comments are told. Raises TooLargeError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise TooLargeError(reason=f"{MAX_UNPACKED // 2**20} MiB")
        names = [entry.filename for entry in entries]
        book.has_notes = any(map(_NOTES.match, names))
        sheets = [name for name in names if _SHEET_DATA.fullmatch(name)]
        return any(_FORMULA.search(archive.read(name)) is not None for name in sheets)


def _read_sheet(
    name: str,
    lines: Sequence[Sequence[Any]],
    formulas: Iterable[Sequence[Any]] | None,
    *,
    book: ReadBook,
) -> None:
    if len(lines) >= MAX_ROWS or max(map(len, lines), default=0) > MAX_COLUMNS:
        raise TooLargeError(reason=f"{MAX_ROWS} dòng, {MAX_COLUMNS} cột")
    if name == MEMORY:
        _read_memory(lines, book)
    elif name == CONFLICTS:
        book.open_conflicts = {text_of(line[0]) for line in lines if line}
    elif name in LISTS:
        whole = iter(lines) if formulas is None else _with_formulas(lines, formulas, book=book)
        _read_list(name, whole, book=book)
    elif name not in KNOWN_SHEETS:
        book.strange.append(name)


def _with_formulas(
    lines: Iterable[Sequence[Any]], formulas: Iterable[Sequence[Any]], book: ReadBook
) -> Iterator[Sequence[Any]]:
    """The values of cells; of a formula that nobody has computed its own text."""
    for line, written in zip(lines, formulas, strict=False):
        cells = list(line)
        for index, (value, formula) in enumerate(zip(line, written, strict=False)):
            if isinstance(formula, str) and formula.startswith("=") and formula != value:
                book.formulas += 1
                cells[index] = value if value not in (None, "") else formula
        yield cells


def _read_list(name: str, lines: Iterator[Sequence[Any]], book: ReadBook) -> None:
    """A sheet with a row per task."""
    names: list[str] = []
    number = 0
    is_filled = False
    for number, line in enumerate(lines, 1):
        is_filled |= any(map(text_of, line))
        names = _names(line)
        if names or number >= HEADING_WITHIN:
            break
    if not names:  # without its headings nobody knows what its cells are
        book.strange += [name] if is_filled else []
        return
    added = [column for column in names if column and column not in OURS.values()]
    empty = {column for column in added if column.startswith(_UNNAMED)}
    own = [column for column in names if column in _OUR_FILLED or column in added]
    for line_number, line in enumerate(lines, number + 1):
        cells = {column: cell for column, cell in zip(names, line, strict=False) if column}
        filled = {column: value_of(cells.get(column)) for column in own}
        empty -= {column for column, value in filled.items() if value is not None}
        stated = {
            column: text_of(cells.get(column))
            for column in (*_OF_TASK, *STATED_NAMES)
            if column in cells
        }
        if any(value is not None for value in filled.values()) or any(stated.values()):
            stated |= {key: text_of(cells[key]) for key in _KEYS if key in cells}
            own_id = text_of(cells.get(ID.name))
            due = text_of(cells.get(DUE.name))
            row = ReadRow(name, line_number, id=own_id, filled=filled, stated=stated, due=due)
            book.rows.append(row)
    book.added += [column for column in added if column not in book.added and column not in empty]


_UNNAMED = "Cột "


def _names(line: Sequence[Any]) -> list[str]:
    """The names of our columns in a row of headings, the headings of those that people added; []
    where the row is none. A heading that comes again, or is missing, is told apart by its place."""
    headings = [text_of(cell) for cell in line]
    if ID.heading not in headings and not _looks_like_ours(headings):
        return []
    while headings and not headings[-1]:
        headings.pop()
    names: list[str] = []
    for index, heading in enumerate([*headings, *[""] * 3]):
        name = OURS.get(heading, heading)
        if not name:
            name = f"{_UNNAMED}{index + 1}"
        elif name in names:
            name = f"{heading} ({index + 1})"
        names.append(name)
    return names


def _looks_like_ours(headings: Sequence[str]) -> bool:
    """Are these our headings, though somebody took out the column of ids?"""
    wanted = {column.heading for column in FILLED}
    return len(wanted & set(headings)) >= len(wanted) - 1


# --- what the workbook held when it was written ---------------------------------------------------


def memory_lines(filled: Filled, checks: Mapping[str, str]) -> Iterator[list[str]]:
    """What goes into the hidden sheet: a line of texts for the whole, then one per task."""
    whole = filled.model_copy(update={"rows": (), "known": {}, "workbook": None})
    yield [META, "", "", *_chunks(whole.model_dump_json())]
    rows = filled.by_id()
    for own_id in dict.fromkeys((*checks, *rows)):
        row = rows.get(own_id)
        told = _chunks(row.model_dump_json()) if row is not None else []
        yield [own_id, checks.get(own_id, ""), filled.known.get(own_id, ""), *told]


_CHUNK = 30_000


def _chunks(text: str) -> list[str]:
    return [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]


def _read_memory(lines: Iterable[Sequence[Any]], book: ReadBook) -> None:
    """The hidden sheet; one that somebody changed counts as gone."""
    whole: dict[str, Any] | None = None
    rows: list[FilledRow] = []
    checks: dict[str, str] = {}
    known: dict[str, str] = {}
    try:
        for line in lines:
            own_id, check, key, *told = [str(cell) for cell in line]
            text = "".join(told)
            if own_id == META:
                whole = json.loads(text)
                continue
            checks[own_id] = check
            known[own_id] = key
            if text:
                rows.append(FilledRow.model_validate_json(text))
        if whole is not None:
            facts = {
                **whole,
                "rows": rows,
                "known": {one: key for one, key in known.items() if key},
            }
            book.written = Filled.model_validate(facts)
            book.checks = checks
    except (ValueError, ValidationError):
        book.written, book.checks = None, {}
