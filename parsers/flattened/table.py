"""Tables that lost their grid: short lines, cell after cell, become rows and columns again.

header found -> its repetitions taken out -> atoms -> best segmentation -> rows continued over pages
stitched -> a `RoleTable` like one read from a grid. Every line of the region is in exactly one cell
(two, where an extraction set two cells side by side on it: then each has its part).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import regex

from kehoach.ingest.model import Line
from kehoach.ingest.text.document import BARE_NUMBER
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.flattened.adapt import GROUP, FlatRow
from kehoach.parsers.flattened.atoms import Atom, line_of, to_atoms
from kehoach.parsers.flattened.decode import decode, families_of
from kehoach.parsers.flattened.features import ROLES, describe, trained
from kehoach.parsers.flattened.header import (
    VOCABULARY,
    FlatHeader,
    find_header,
    numbering_end,
    repetitions,
)
from kehoach.parsers.flattened.score import Scorer
from kehoach.parsers.flattened.targets import target_rows
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.merged import answered_above
from kehoach.parsers.tables.page_breaks import HIERARCHY
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import is_caption, phrases_by, starts

DOUBTFUL = 0.6
"""Rows less sure than this are told as `low_confidence`."""

MIN_PAGE, MAX_PAGE = 8, 160
"""Lines between two numbers of pages."""
MAX_NUMBERS = 2000
_PLAIN_NUMBER = regex.compile(r"[-–—]?\s*([1-9]\d{0,2})\s*[-–—]?")

INFERRED = 0.5
"""How sure it is that a row without owners shares those of the row above."""

NEAR = 5
"""Lines around "Đơn vị tính" that may hold the other headings of a table of targets."""


@dataclass(frozen=True, slots=True)
class Region:
    """A flattened table found in lines: its header, and the lines of its body with the places where
    pages begin."""

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
    repeated = repetitions(lines, header)
    begin = numbering_end(lines, header.last, len(header.columns.roles))
    numbers = _page_numbers(lines, repeated) if repeated else lone_page_numbers(lines, header.last)
    dropped = set(numbers)
    for first, last in repeated:
        dropped.update(range(first, numbering_end(lines, last, len(header.columns.roles))))
    kept = [n for n in range(begin, len(lines)) if n not in dropped]
    ends = [last for _, last in repeated]
    starts = {next((i for i, n in enumerate(kept) if n >= end), -1) for end in ends}
    starts |= {
        i
        for i, n in enumerate(kept)
        if i and (lines[n].page_break or (n - 1 in numbers and not repeated))
    }
    return Region(header, tuple(lines[n] for n in kept), frozenset(s for s in starts if s > 0))


def split_regions(lines: Sequence[Line]) -> list[tuple[list[Line], Region | None]]:
    """Lines of appendices -> stretches of plain lines, each with the flattened table that follows
    it (or none). A table ends where the next appendix is announced, one of targets with its last
    figure."""
    found: list[tuple[list[Line], Region | None]] = []
    at = plain = 0
    headers = {kind: find_header(lines, 0, kind) for kind in VOCABULARY}
    while at < len(lines):
        for kind, known in headers.items():
            if known is not None and known.first < at:
                headers[kind] = find_header(lines, at, kind)
        header = min(
            (h for h in headers.values() if h is not None), key=lambda h: h.first, default=None
        )
        if header is None:
            break
        end = next(
            (n for n in range(header.last, len(lines)) if is_caption(lines[n].text)), len(lines)
        )
        region = _region(lines[:end], header)
        if header.columns.kind == "targets":
            rows = target_rows(region.lines, header.columns)
            if not rows:
                at = header.first + 1
                continue
            if rows[-1].last < len(region.lines):
                last = region.lines[rows[-1].last]
                end = next(n for n in range(header.last, end) if lines[n] is last)
                region = _region(lines[:end], header)
        found.append((list(lines[plain : header.first]), region))
        at = plain = end
    if plain < len(lines):
        found.append((list(lines[plain:]), None))
    return found


def loose_tasks(lines: Sequence[Line]) -> Line | None:
    """The first line of a header of a table of tasks among lines that no reader of tables took, or
    None."""
    header = find_header(lines)
    return lines[header.first] if header is not None else None


def loose_targets(lines: Sequence[Line]) -> Line | None:
    """The first line of a flattened table of targets that could not be rebuilt: "Chỉ tiêu" and "Đơn
    vị tính" within a few short lines. None when there is none."""
    units = phrases_by("tables/columns.yaml", "target_roles")["unit"]
    strong = phrases_by("tables/columns.yaml", "target_words")["strong"]
    for n, line in enumerate(lines):
        if strip_diacritics(line.text) in units:
            near = lines[max(0, n - NEAR) : n + NEAR]
            if any(
                strip_diacritics(other.text) in strong
                or starts(strip_diacritics(other.text), strong)
                for other in near
                if len(other.text) < 40
            ):
                return line
    return None


def _page_numbers(lines: Sequence[Line], repeated: Sequence[tuple[int, int]]) -> set[int]:
    """Lines before repeated headers that count the pages: bare numbers that grow by one from header
    to header."""
    found: dict[int, list[int]] = {}
    for page, (first, _) in enumerate(repeated):
        if first and BARE_NUMBER.fullmatch(lines[first - 1].text):
            value = int(regex.sub(r"\D", "", lines[first - 1].text))
            found.setdefault(value - page, []).append(first - 1)
    best = max(found.values(), key=len, default=[])
    return set(best) if len(best) >= 2 and len(best) >= 0.6 * len(repeated) else set()


def lone_page_numbers(lines: Sequence[Line], begin: int) -> set[int]:
    """Lines from `begin` on that count the pages of a table whose header is not repeated: bare
    numbers that grow by one, some way apart, and in the way of the numbers of the rows, or the only
    ones and not from 1 on."""
    bare_numbers = [
        (n, int(m[1]))
        for n in range(begin, len(lines))
        if (m := _PLAIN_NUMBER.fullmatch(lines[n].text))
    ]
    chains: dict[int, list[tuple[int, int]]] = {}
    for at, value in bare_numbers[:MAX_NUMBERS]:
        for chain in list(chains.values()):
            if value == chain[-1][1] + 1 and MIN_PAGE <= at - chain[-1][0] <= MAX_PAGE:
                chain.append((at, value))
                break
        else:
            chains[at] = [(at, value)]
    for chain in sorted(chains.values(), key=len, reverse=True):
        places = {at for at, _ in chain}
        rest = [value for at, value in bare_numbers if at not in places]
        saved = _jumps([value for _, value in bare_numbers]) - _jumps(rest)
        if len(chain) > 1 and (saved >= 0.8 * len(chain) or (not rest and chain[0][1] > 1)):
            return places
    return set()


def _jumps(values: Sequence[int]) -> int:
    """How often a number is not the next, the same, or the first."""
    return sum(b not in (a, a + 1, 1) for a, b in pairwise(values))


def read_flattened(region: Region) -> RoleTable:
    """A region -> its table, rows and merged cells as far as the text tells them. `doubts` holds
    each row's confidence where it is low."""
    columns = region.header.columns
    if columns.kind == "targets":
        return _targets(region)
    roles = [role if role in ROLES else "other" for role in columns.roles]
    atoms = to_atoms(region.lines, set(region.page_starts))
    weights = trained()
    pieces = describe(atoms, weights.vocabulary)
    families = families_of(roles, region.header.numbers, pieces)
    decoded = decode(atoms, pieces, roles, families, weights)
    builder = _Builder(region, columns, atoms)
    for row in decoded.rows:
        builder.add(row, _confidence(row, decoded.scorer, len(roles)))
    return builder.table()


def _targets(region: Region) -> RoleTable:
    """A region of targets -> its table."""
    columns = region.header.columns
    rows = target_rows(region.lines, columns)
    slots = [
        [Slot(row.cells.get(column, [])) for column in range(len(columns.roles))] for row in rows
    ]
    spans = [line.span for line in region.lines]
    return RoleTable(columns, slots, (replace(spans[0], last=spans[-1].last),))


def _confidence(row: FlatRow, scorer: Scorer, columns: int) -> float:
    """How much better the row's inner boundaries are than the same moved by one atom: 0.5 no
    better, 1 far better."""
    margins: list[float] = []
    rest = row.kind == "rest"
    cols = [columns if cell.col == GROUP else cell.col for cell in row.cells]
    for (cell, col), (after, next_col) in zip(
        zip(row.cells, cols, strict=True), list(zip(row.cells, cols, strict=True))[1:], strict=False
    ):
        here = scorer.cell(col, cell.first, cell.last, rest) + scorer.cell(
            next_col, after.first, after.last, rest
        )
        for cut in (cell.last - 1, cell.last + 1):
            if cell.first < cut < after.last:
                moved = scorer.cell(col, cell.first, cut, rest) + scorer.cell(
                    next_col, cut, after.last, rest
                )
                margins.append(here - moved)
    if not margins:
        return 1.0
    return float(1 / (1 + np.exp(-min(margins) / SCALE)))


SCALE = 4.0
"""Margin of scores that is worth one step of confidence."""


class _Builder:
    """Rows of atoms -> rows of slots."""

    def __init__(self, region: Region, columns: Columns, atoms: Sequence[Atom]) -> None:
        self.region, self.columns, self.atoms = region, columns, atoms
        self.rows: list[list[Slot]] = []
        self.doubts: dict[int, float] = {}
        self.banners: set[int] = set()

    def add(self, row: FlatRow, confidence: float) -> None:
        """Append a row, or join the rest of one to the last."""
        width = len(self.columns.roles)
        if row.kind == "group":
            self._add_group(row, width)
        elif row.kind == "rest" and self.rows and len(self.rows) - 1 not in self.banners:
            for cell in row.cells:
                self.rows[-1][cell.col].lines.extend(self._lines(cell.first, cell.last))
        else:
            slots = [Slot() for _ in range(width)]
            for cell in row.cells:
                slots[cell.col].lines = self._lines(cell.first, cell.last)
            self._inherit(slots)
            self.rows.append(slots)
        if confidence < DOUBTFUL:
            at = len(self.rows) - 1
            self.doubts[at] = round(min(confidence, self.doubts.get(at, 1.0)), 2)

    def _lines(self, first: int, last: int) -> list[Line]:
        """Atoms -> lines; pieces of one line that meet in one cell are one line again."""
        lines: list[Line] = []
        number = -1
        for atom in self.atoms[first:last]:
            own = line_of(atom, self.region.lines)
            if atom.line == number:
                lines[-1] = replace(own, text=f"{lines[-1].text} {own.text}")
            else:
                lines.append(own)
            number = atom.line
        return lines

    def _add_group(self, row: FlatRow, width: int) -> None:
        title = Slot(col_span=width)
        slots = [title] * width
        for cell in row.cells:
            lines = self._lines(cell.first, cell.last)
            if cell.col == GROUP:
                title.lines = lines
            else:
                slots[cell.col] = Slot(lines)
                title.col_span = width - 1
        self.banners.add(len(self.rows))
        self.rows.append(slots)

    def _inherit(self, slots: list[Slot]) -> None:
        """Cells that a merged one above covers: the coarse columns, from the left, as long as the
        next finer one is missing, too. An index goes on only with the column beside it."""
        if not self.rows or len(self.rows) - 1 in self.banners:
            return
        above = self.rows[-1]
        held = [column for role in HIERARCHY if (column := self.columns.of(role)) is not None]
        coarse = [column for column in held if column != self.columns.of("index")]
        merged = []
        for column in coarse:
            if slots[column].lines:
                break
            merged.append(column)
        if merged and self.columns.of("index") in held:
            index = held[0]
            if not slots[index].lines:
                merged.append(index)
        for column in merged:
            slots[column] = above[column]

    def table(self) -> RoleTable:
        """The table so far."""
        filled = [
            None if at in self.banners else [bool(slot.lines) for slot in row]
            for at, row in enumerate(self.rows)
        ]
        for at, column in answered_above(filled, self.columns):
            self.rows[at][column] = self.rows[at - 1][column]
            if self.rows[at][column].lines:
                self.doubts[at] = min(INFERRED, self.doubts.get(at, 1.0))
        spans = [line.span for line in self.region.lines]
        return RoleTable(
            self.columns,
            self.rows,
            (replace(spans[0], last=spans[-1].last),) if spans else (),
            self.doubts,
        )
