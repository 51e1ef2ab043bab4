"""A small table of a text whose rows were printed one behind the other, the cells of a row in one
line or broken over some: what is to be done, who, by when, and no mark between them.

    Nội dung Đơn vị chịu trách nhiệm Thời hạn
    Sửa mái nhà văn hóa Phòng Kinh tế 29/5/2031
    Bàn giao mặt bằng cho chủ đầu tư Tổ công tác số 1 30/6/2031

What the last cells hold tells where a row ends: a body of the directory, a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kehoach.ingest.model import Cell, Grid, Line
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import capitalised
from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.flattened.header import FlatHeader, find_header
from kehoach.parsers.items.bodies.conditions import opens_many
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.times.stated_words import heading_openings, phrases_of
from kehoach.patterns import compile_regex

MIN_ROWS = 2
MAX_LINES_OF_ROW = 6
MAX_WORDS_OF_TIME = 9
MIN_WORDS_OF_WORK = 2
ORDERS = (("task", "lead", "deadline"), ("task", "deadline", "lead"))
"""The columns of such tables, a column of numbers before them or none."""


_DAY = compile_regex(r"\d{1,2}\s?[/.h-]")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and the line it stands in, by its place among the lines of the table."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadRows:
    """A grid and the lines that it holds, from `first` to `stop` (exclusive)."""

    grid: Grid
    first: int
    stop: int


def rows_by_lines(lines: Sequence[Line], found: FlatHeader, end: int) -> ReadRows | None:
    """The rows behind the line of a header among those in which one was found, before line `end`;
    None where they are no rows of such a table."""
    for first in range(found.first, found.last):
        header = find_header(lines[first : first + 1])
        if header is None:
            continue
        roles = header.columns.roles
        is_counted = roles[:1] == ("index",)
        order = roles[1:] if is_counted else roles
        if order in ORDERS:
            rows = list(_rows(lines[:end], first + 1, order=order, is_counted=is_counted))
            if len(rows) < MIN_ROWS or _goes_on(lines[_last(rows) + 1 : end]):
                return None
            return ReadRows(_grid_of(rows, lines, first, header), first, stop=_last(rows) + 1)
    return None


def _rows(
    lines: Sequence[Line], begin: int, *, order: Sequence[str | None], is_counted: bool
) -> Iterator[list[list[_Word]]]:
    """The rows from a line on, each as its cells, up to the first line that begins none."""
    while (row := _row_at(lines, begin, order=order, is_counted=is_counted)) is not None:
        yield row
        begin = row[-1][-1].line + 1


def _goes_on(lines: Sequence[Line]) -> bool:
    """Does one of the lines behind the last row end in a time, as a row does?"""
    return any(_begins_of_time([_Word(word, 0) for word in line.text.split()]) for line in lines)


def _last(rows: Sequence[list[list[_Word]]]) -> int:
    """The last line of some rows."""
    return rows[-1][-1][-1].line


def _row_at(
    lines: Sequence[Line], begin: int, *, order: Sequence[str | None], is_counted: bool
) -> list[list[_Word]] | None:
    """The cells of the row that begins at a line; None where none does."""
    words: list[_Word] = []
    for number in range(begin, min(begin + MAX_LINES_OF_ROW, len(lines))):
        words += [_Word(word, number) for word in lines[number].text.split()]
        below = lines[number + 1].text if number + 1 < len(lines) else ""
        if below[:1].islower():
            continue  # the last cell goes on
        cells = _cells_of(words, order=order, is_counted=is_counted)
        if cells is not None:
            own = [word for word in words if word.line == number]
            is_whole = number > begin and not own[0].text[:1].islower()
            if is_whole and _cells_of(own, order=order, is_counted=is_counted) is not None:
                return None  # a row of its own, below one that has no end
            return cells
    return None


def _cells_of(
    words: list[_Word], *, order: Sequence[str | None], is_counted: bool
) -> list[list[_Word]] | None:
    """Words as the cells of one row, the last first; None where they are none."""
    number = words[:1] if is_counted else []
    if number and not number[0].text.rstrip(".)").isdecimal():
        return None
    cells = _parted(words[len(number) :], order[1:])
    return [number, *cells] if cells is not None and number else cells


def _parted(words: list[_Word], roles: Sequence[str | None]) -> list[list[_Word]] | None:
    """Words as the cell of a work and those of some roles behind it; None where they are none."""
    if not roles:
        return [words] if len(words) >= MIN_WORDS_OF_WORK else None
    begins = _begins_of_time(words) if roles[-1] == "deadline" else _begins_of_body(words)
    for begin in begins:
        cells = _parted(words[:begin], roles[:-1])
        if cells is not None:
            return [*cells, words[begin:]]
    return None


def _begins_of_time(words: Sequence[_Word]) -> list[int]:
    """Where a time with a figure may begin with which some words end: first where a capital stands,
    as at the beginning of a cell, the longest first."""
    begins = []
    for begin in range(max(1, len(words) - MAX_WORDS_OF_TIME), len(words)):
        time = _text(words[begin:])
        if _opens_time(time) and any(map(str.isdecimal, time)) and is_time_alone(time):
            begins.append(begin)
    return sorted(begins, key=lambda begin: not words[begin].text[:1].isupper())


def _opens_time(words: str) -> bool:
    """Do words begin as a time does ("29/5/2031", "Trước 30/6"), and with no "số 1" of a body?"""
    patterns = (_DAY, heading_openings(), phrases_of("openings_of_span", "openings_of_day"))
    return any(pattern.match(words) is not None for pattern in patterns)


def _begins_of_body(words: Sequence[_Word]) -> Iterator[int]:
    """Where the bodies may begin with which some words end, the longest first; those written small
    after all others ("các thôn"). No cell ends in the middle of a sentence ("… mái nhà của")."""
    places = range(MIN_WORDS_OF_WORK, len(words))
    for begin in sorted(places, key=lambda begin: not words[begin].text[:1].isupper()):
        text = _text(words[begin:])
        printed = capitalised(text) if opens_many(text) else text
        if not printed[:1].isupper() or breaks_off(_text(words[:begin])):
            continue
        if named_bodies(printed, None) == printed:
            yield begin


def _text(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def _grid_of(
    rows: Sequence[list[list[_Word]]], lines: Sequence[Line], first: int, header: FlatHeader
) -> Grid:
    titles, line = header.columns.titles, lines[first]
    cells = [
        Cell(0, place, lines=(replace(line, text=title),)) for place, title in enumerate(titles)
    ]
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            cells.append(Cell(number + 1, place, lines=tuple(_lines_of(words, lines))))
    span = replace(line.span, last=lines[_last(rows)].span.last)
    return Grid(len(rows) + 1, len(titles), tuple(cells), span=span, header_rows=1)


def _lines_of(words: Sequence[_Word], lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a cell, each with its words in it."""
    for number in sorted({word.line for word in words}):
        text = _text([word for word in words if word.line == number])
        yield replace(lines[number], text=text)
