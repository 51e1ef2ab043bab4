"""Tables that lost their grid: short lines, cell after cell, become rows and columns again.

header found -> its repetitions taken out -> atoms -> best segmentation -> rows continued over pages
joined -> a `RoleTable` like one read from a grid. Every line of the region is in exactly one cell
(two, where an extraction set two cells side by side on it: then each has its part).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
import regex

from kehoach.ingest.model import Line, Span
from kehoach.ingest.text.page_marks import BARE_NUMBER
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.flattened.atoms import Atom, line_of, to_atoms
from kehoach.parsers.flattened.decode import decode, families_of
from kehoach.parsers.flattened.header import (
    FlatHeader,
    find_header,
    numbering_end,
    repetitions,
)
from kehoach.parsers.flattened.heading_scores import VOCABULARY
from kehoach.parsers.flattened.pieces import describe
from kehoach.parsers.flattened.score import Scorer
from kehoach.parsers.flattened.segmentation import GROUP, ROLES, FlatCell, FlatRow, TableColumns
from kehoach.parsers.flattened.targets import target_rows
from kehoach.parsers.flattened.weights import trained
from kehoach.parsers.layout.articles import stretches_of_articles
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.merged import answered_above
from kehoach.parsers.tables.page_breaks import HIERARCHY
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import next_caption, phrases, phrases_by, starts
from kehoach.patterns import compile_regex

DOUBTFUL = 0.6
"""Rows less sure than this are told as `low_confidence`."""
MARGIN = 4.0
"""Margin of scores that is worth one step of confidence."""
INFERRED = 0.5
"""How sure it is that a row without owners shares those of the row above."""

MIN_PAGE, MAX_PAGE = 8, 160
"""Lines between two numbers of pages."""
MAX_NUMBERS = 2000
"""So many bare numbers are looked at for those of pages."""
MOSTLY = 0.6
"""The share of a table's pages that must bear a number if any does."""
EXPLAINED = 0.8
"""So many gaps among bare numbers must close, by number of a page taken out."""
_PLAIN_NUMBER = compile_regex(r"[-–—]?\s*([1-9]\d{0,2})\s*[-–—]?")

NEAR = 5
"""Lines around "Đơn vị tính" that may hold the other headings of a table of targets."""
_LIKE = {"start": "deadline"}
"""Roles whose cells look like those of another."""
SHORT_LINE = 40
"""Letters; a longer line is no heading of a column."""


@dataclass(frozen=True, slots=True)
class Region:
    """A flattened table found in lines: its header, and the lines of its body with the places where
    pages begin (indexes of `lines`)."""

    header: FlatHeader
    lines: tuple[Line, ...]
    page_starts: frozenset[int]


def find_region(lines: Sequence[Line]) -> Region | None:
    """The first flattened table among lines (its header and everything after it, to the end); None
    without a header."""
    header = find_header(lines)
    return _region(lines, header) if header is not None else None


def _region(lines: Sequence[Line], header: FlatHeader) -> Region:
    """The table under a header that was found among `lines`, to their end."""
    width = len(header.columns.roles)
    repeated = repetitions(lines, header)
    if repeated:
        page_numbers = _page_numbers(lines, repeated)
    else:
        page_numbers = lone_page_numbers(lines, header.last)
    dropped = set(page_numbers)
    for first, last in repeated:
        dropped.update(range(first, numbering_end(lines, last, width=width)))
    begin = numbering_end(lines, header.last, width=width)
    kept = [number for number in range(begin, len(lines)) if number not in dropped]
    page_starts = {_first_from(kept, last) for _, last in repeated}
    for place, number in enumerate(kept):
        after_page_number = number - 1 in page_numbers and not repeated
        if lines[number].page_break or after_page_number:
            page_starts.add(place)
    return Region(
        header,
        tuple(lines[number] for number in kept),
        page_starts=frozenset(place for place in page_starts if place > 0),
    )


def _first_from(numbers: Sequence[int], least: int) -> int:
    """The place of the first number that is `least` or more; -1 for none."""
    for place, number in enumerate(numbers):
        if number >= least:
            return place
    return -1


def split_regions(lines: Sequence[Line]) -> list[tuple[list[Line], Region | None]]:
    """Lines of appendices -> stretches of plain lines, each with the flattened table that follows
    it (or none). A table ends where the next appendix is announced, one of targets with its last
    figure."""
    found: list[tuple[list[Line], Region | None]] = []
    begin = plain_begin = 0
    headers = {kind: find_header(lines, 0, kind=kind) for kind in VOCABULARY}
    articles = stretches_of_articles(line.text for line in lines)
    while begin < len(lines):
        for kind, known in headers.items():
            if known is not None and known.first < begin:
                headers[kind] = find_header(lines, begin, kind=kind)
        ahead = [header for header in headers.values() if header is not None]
        if not ahead:
            break
        header = min(ahead, key=lambda header: header.first)
        end = min([next_caption(lines, header.last), *_starts_behind(header.last, articles)])
        region: Region | None
        if any(header.first in stretch for stretch in articles):
            region = None
        elif header.columns.kind == "targets":
            end, region = _targets_only(lines[:end], header)
        else:
            region = _region(lines[:end], header)
        if region is None:
            begin = header.first + 1
            continue
        found.append((list(lines[plain_begin : header.first]), region))
        begin = plain_begin = end
    if plain_begin < len(lines):
        found.append((list(lines[plain_begin:]), None))
    return found


def _starts_behind(line: int, stretches: Sequence[range]) -> list[int]:
    return [stretch.start for stretch in stretches if stretch.start >= line]


def _targets_only(lines: Sequence[Line], header: FlatHeader) -> tuple[int, Region | None]:
    """The table of targets under a header and the line after it; None where no figures follow."""
    region = _region(lines, header)
    rows = target_rows(region.lines, header.columns)
    if not rows:
        return len(lines), None
    if rows[-1].last >= len(region.lines):
        return len(lines), region
    beyond = region.lines[rows[-1].last]
    numbers = range(header.last, len(lines))
    end = next(number for number in numbers if lines[number] is beyond)
    return end, _region(lines[:end], header)


def loose_targets(lines: Sequence[Line]) -> Line | None:
    """The first line of a flattened table of targets that could not be rebuilt: "Chỉ tiêu" and "Đơn
    vị tính" within a few short lines. None when there is none."""
    units = phrases_by("tables/columns.yaml", "target_roles")["unit"]
    for number, line in enumerate(lines):
        if strip_diacritics(line.text) in units:
            near = lines[max(0, number - NEAR) : number + NEAR]
            if any(_heads_targets(other.text) for other in near):
                return line
    return None


def _heads_targets(text: str) -> bool:
    """Is this the heading of a column of targets?"""
    if len(text) >= SHORT_LINE:
        return False
    strong = phrases_by("tables/columns.yaml", "target_words")["strong"]
    return starts(strip_diacritics(text), strong) is not None


def _page_numbers(lines: Sequence[Line], repeated: Sequence[tuple[int, int]]) -> set[int]:
    """Lines before repeated headers that count the pages: bare numbers that grow by one from header
    to header."""
    by_offset: dict[int, list[int]] = {}
    above = [first - 1 for first, _ in repeated]
    for page, number in enumerate(above):
        text = lines[number].text
        if number >= 0 and BARE_NUMBER.fullmatch(text):
            value = int(regex.sub(r"\D", "", text))
            by_offset.setdefault(value - page, []).append(number)
    best = max(by_offset.values(), key=len, default=[])
    enough = max(2, MOSTLY * len(repeated))
    return set(best) if len(best) >= enough else set()


def lone_page_numbers(lines: Sequence[Line], begin: int) -> set[int]:
    """Lines from `begin` on that count the pages of a table whose header is not repeated: bare
    numbers that grow by one, some way apart, and in the way of the numbers of the rows, or the only
    ones and not from 1 on."""
    bare_numbers: list[tuple[int, int]] = []
    for number in range(begin, len(lines)):
        match = _PLAIN_NUMBER.fullmatch(lines[number].text)
        if match:
            bare_numbers.append((number, int(match[1])))
    bare_numbers = bare_numbers[:MAX_NUMBERS]
    values = [value for _, value in bare_numbers]
    all_jumps = _jumps(values)
    for chain in _chains(bare_numbers):
        if chain.length < 2:
            continue
        taken = chain.numbers()
        rest = [value for number, value in enumerate(values) if number not in taken]
        explained = all_jumps - _jumps(rest) >= EXPLAINED * chain.length
        alone = not rest and values[min(taken)] > 1
        if explained or alone:
            return {bare_numbers[number][0] for number in taken}
    return set()


@dataclass(frozen=True, slots=True)
class _Chain:
    """A run of numbers that may count pages: its last one and the run before that, how many they
    are, the last number before its end that is none of them (-1: none), and the jumps of the
    others so far."""

    last: int
    before: _Chain | None
    length: int
    left: int
    jumps: int

    def numbers(self) -> set[int]:
        """Which of the bare numbers are the run's."""
        found: set[int] = set()
        chain: _Chain | None = self
        while chain is not None:
            found.add(chain.last)
            chain = chain.before
        return found


def _chains(numbers: Sequence[tuple[int, int]]) -> list[_Chain]:
    """Numbers (line, value) -> for each the best run that ends there, by one, a page apart: the one
    that leaves the fewest jumps among the others, numbers of rows as they are; the best first."""
    values = [value for _, value in numbers]
    jumps_until = list(accumulate(map(_is_jump, [0, *values], values)))

    def jumps_left(chain: _Chain) -> int:
        """Of all numbers, without those of the run."""
        after = chain.last + 1
        if after == len(values):
            return chain.jumps
        left = values[chain.left] if chain.left >= 0 else 0
        joint = _is_jump(left, values[after])
        return chain.jumps + joint + jumps_until[-1] - jumps_until[after]

    def prolonged(chain: _Chain, number: int) -> _Chain:
        if chain.last + 1 == number:
            left, jumps = chain.left, chain.jumps
        else:
            left = number - 1
            jumps = jumps_left(chain) - (jumps_until[-1] - jumps_until[left])
        return _Chain(number, chain, length=chain.length + 1, left=left, jumps=jumps)

    found: list[_Chain] = []
    for number, (place, value) in enumerate(numbers):
        jumps_before = jumps_until[number - 1] if number else 0
        ways = [_Chain(number, None, length=1, left=number - 1, jumps=jumps_before)]
        for chain in reversed(found):
            distance = place - numbers[chain.last][0]
            if distance > MAX_PAGE:
                break
            if distance >= MIN_PAGE and values[chain.last] + 1 == value:
                ways.append(prolonged(chain, number))
        found.append(min(ways, key=lambda way: (jumps_left(way), -way.length)))
    return sorted(found, key=lambda chain: (jumps_left(chain), -chain.length))


def _jumps(values: Sequence[int]) -> int:
    """How many of the numbers jump; the first is to be 1."""
    return sum(map(_is_jump, [0, *values], values))


def _is_jump(before: int, after: int) -> bool:
    """Is a number not the next, the same, or 1?"""
    return after not in (before, before + 1, 1)


def read_flattened(region: Region) -> RoleTable:
    """A region -> its table, rows and merged cells as far as the text tells them. `doubts` holds
    each row's confidence where it is low."""
    columns = region.header.columns
    if columns.kind == "targets":
        return _targets(region)
    roles = _roles_of(columns)
    atoms = to_atoms(region.lines, set(region.page_starts))
    weights = trained()
    pieces = describe(atoms, weights.vocabulary)
    families = families_of(roles, region.header.numbers, pieces=pieces)
    decoded = decode(atoms, pieces, columns=TableColumns(roles, families), weights=weights)
    builder = _Builder(region, atoms)
    for row in decoded.rows:
        builder.add(row, _confidence(row, decoded.scorer))
    return builder.table()


def _roles_of(columns: Columns) -> list[str]:
    """What the decoder takes columns for. One of months ("Tháng") holds times, where no other
    does."""
    roles = [_LIKE.get(role or "", role or "other") for role in columns.roles]
    roles = [role if role in ROLES else "other" for role in roles]
    titles = [strip_diacritics(title) for title in columns.titles]
    of_times = next((title for title in titles if title in phrases("columns_of_times")), None)
    if of_times is not None and "deadline" not in roles:
        roles[titles.index(of_times)] = "deadline"
    return roles


def _targets(region: Region) -> RoleTable:
    """A region of targets -> its table."""
    columns = region.header.columns
    places = range(len(columns.roles))
    rows: list[list[Slot]] = []
    for row in target_rows(region.lines, columns):
        rows.append([Slot(row.cells.get(column, [])) for column in places])
    return RoleTable(columns, rows, span=_whole(region))


def _confidence(row: FlatRow, scorer: Scorer) -> float:
    """How much better the row's inner boundaries are than the same moved by one atom: 0.5 no
    better, 1 far better."""
    margins = [
        margin
        for cell, after in pairwise(row.cells)
        for margin in _margins(cell, after, scorer=scorer, rest=row.kind == "rest")
    ]
    if not margins:
        return 1.0
    return float(1 / (1 + np.exp(-min(margins) / MARGIN)))


def _margins(cell: FlatCell, after: FlatCell, scorer: Scorer, *, rest: bool) -> Iterator[float]:
    """How much is lost when the boundary of two cells moves back or on by one atom."""

    def score(cut: int) -> float:
        before_cut = scorer.cell(cell.column, cell.first, cut, rest=rest)
        return before_cut + scorer.cell(after.column, cut, after.last, rest=rest)

    here = score(cell.last)
    for cut in (cell.last - 1, cell.last + 1):
        longer = max(cut - cell.first, after.last - cut)
        if cell.first < cut < after.last and longer <= scorer.longest:
            yield here - score(cut)


class _Builder:
    """Rows of atoms -> rows of slots."""

    def __init__(self, region: Region, atoms: Sequence[Atom]) -> None:
        self.region, self.atoms = region, atoms
        self.columns: Columns = region.header.columns
        self.rows: list[list[Slot]] = []
        self.doubts: dict[int, float] = {}
        self.banners: set[int] = set()

    def add(self, row: FlatRow, confidence: float) -> None:
        """Append a row, or join the rest of one to the last."""
        width = len(self.columns.roles)
        if row.kind == "group":
            self._add_group(row, width)
        elif row.kind == "rest" and self.rows and not self._after_banner():
            for cell in row.cells:
                self.rows[-1][cell.column].lines.extend(self._lines(cell))
        else:
            slots = [Slot() for _ in range(width)]
            for cell in row.cells:
                slots[cell.column].lines = self._lines(cell)
            self._inherit(slots)
            self.rows.append(slots)
        if confidence < DOUBTFUL:
            number = len(self.rows) - 1
            self.doubts[number] = round(min(confidence, self.doubts.get(number, 1.0)), 2)

    def _after_banner(self) -> bool:
        """Is the last row the title of a group?"""
        return len(self.rows) - 1 in self.banners

    def _lines(self, cell: FlatCell) -> list[Line]:
        """A cell's lines; pieces of one line that meet in one cell are one line again."""
        lines: list[Line] = []
        number = -1
        for atom in self.atoms[cell.first : cell.last]:
            line = line_of(atom, self.region.lines)
            if atom.line == number:
                lines[-1] = replace(line, text=f"{lines[-1].text} {line.text}")
            else:
                lines.append(line)
            number = atom.line
        return lines

    def _add_group(self, row: FlatRow, width: int) -> None:
        title = Slot(col_span=width)
        slots = [title] * width
        for cell in row.cells:
            lines = self._lines(cell)
            if cell.column == GROUP:
                title.lines = lines
            else:
                slots[cell.column] = Slot(lines)
                title.col_span = width - 1
        self.banners.add(len(self.rows))
        self.rows.append(slots)

    def _inherit(self, slots: list[Slot]) -> None:
        """Cells that a merged one above covers: the coarse columns, from the left, as long as the
        next finer one is missing, too. An index goes on only with the column beside it."""
        if not self.rows or self._after_banner():
            return
        index = self.columns.of("index")
        merged: list[int] = []
        for role in HIERARCHY:
            column = self.columns.of(role)
            if column is None or column == index:
                continue
            if slots[column].lines:
                break
            merged.append(column)
        if merged and index is not None and not slots[index].lines:
            merged.append(index)
        for column in merged:
            slots[column] = self.rows[-1][column]

    def table(self) -> RoleTable:
        """The table so far."""
        filled: list[list[bool] | None] = []
        for number, row in enumerate(self.rows):
            is_banner = number in self.banners
            filled.append(None if is_banner else [bool(slot.lines) for slot in row])
        for number, column in answered_above(filled, self.columns):
            slot = self.rows[number - 1][column]
            self.rows[number][column] = slot
            if slot.lines:
                confidence = self.doubts.get(number, 1.0)
                self.doubts[number] = min(INFERRED, confidence)
        return RoleTable(self.columns, self.rows, span=_whole(self.region), doubts=self.doubts)


def _whole(region: Region) -> tuple[Span, ...]:
    """The place of a region's lines; none without lines."""
    if not region.lines:
        return ()
    first, last = region.lines[0].span, region.lines[-1].span
    return (replace(first, last=last.last),)
