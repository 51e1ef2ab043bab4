"""What a flattened table says about itself, once a first segmentation is there: how wide its
columns are, which words stand in them, how their cells begin, which are never empty, how cells go
on over a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from kehoach.normalize.ngrams.flow import flow
from kehoach.parsers.flattened.atoms import SIGNS, Atom
from kehoach.parsers.flattened.features import Floats, Pieces

RowKind: TypeAlias = Literal["row", "rest", "group"]
GROUP = -1
"""The column of a group's title."""

SLACK = (0.6, 0.75, 0.85, 0.92, 0.97, 1.02, 1.1, 1.25)
"""Bounds of the classes of `own_slack`."""
FIT = (0.3, 0.6, 0.85, 0.97, 1.03, 1.1, 1.2, 1.4, 1.8)
"""Bounds of the classes of `own_fit`."""
FEW_LINES = 4
WIDER, NARROWER = 1.08, 0.92
TIGHT = 0.95
"""A line that would have reached no farther than this share of the width with the next word was not
broken for want of room."""
SEEN = 12.0
"""So many sightings as in the whole table are mixed into those inside cells and those between
them."""

REACH = 60
"""Atoms at the top of a page that may belong to the broken row."""


@dataclass(frozen=True, slots=True)
class FlatCell:
    """Atoms `first`..`last` (exclusive) in column `col` (GROUP for a group's title)."""

    col: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A printed row, the rest of one after a page break, or a group row."""

    kind: RowKind
    cells: tuple[FlatCell, ...]


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What a segmentation tells the next one. Widths per column and page, in the measure of
    `pieces`; the rest in log odds: `words`, `starts` and `going_on` (columns + 1 x atoms),
    `missing` (2 x columns, see `own_absence`); `flow`, `unfinished` and `room` as `broken_cells`,
    `slack`, `breaks` and `fit` as `own_slack`, `own_breaks` and `own_fit`; `habits` (HABITS x
    columns + 1); `pieces` in the measure that the table's lines were broken by."""

    widths: Floats
    words: Floats
    starts: Floats
    missing: Floats
    going_on: Floats
    flow: Floats
    unfinished: Floats
    room: Floats
    slack: Floats
    breaks: Floats
    fit: Floats
    habits: Floats
    pieces: Pieces


def adapt(
    rows: Sequence[FlatRow],
    atoms: Sequence[Atom],
    pieces: Pieces,
    widths: Floats,
    families: Sequence[int],
) -> Adaptation:
    """A segmentation of a table (one atom or more) -> what it tells the next. `widths` are those it
    was found with, `families` the numbering of the columns."""
    columns = len(widths) - 1
    pieces, widths = fitting_measure(rows, pieces, widths)
    slack = own_slack(rows, pieces, widths)
    return Adaptation(
        widths,
        own_words(rows, pieces, columns),
        own_starts(rows, atoms, columns),
        own_absence(rows, columns),
        own_rests(rows, atoms, columns),
        *broken_cells(rows, atoms, pieces, widths, slack),
        slack,
        own_breaks(rows, pieces),
        own_fit(rows, pieces, widths),
        own_habits(rows, pieces, families, columns),
        pieces,
    )


def fitting_measure(
    rows: Sequence[FlatRow], pieces: Pieces, before: Floats
) -> tuple[Pieces, Floats]:
    """The pieces in the measure by which the fewest lines of the cells found so far break before a
    word that would have fitted, and the columns' widths in it."""
    found: list[tuple[float, int, Pieces, Floats]] = []
    for measure in range(len(pieces.measures)):
        own = pieces.measured(measure)
        widths = measured_widths(rows, own, before)
        early = [
            share_of(own, widths[cell.col], cell)[own.broken[cell.first : cell.last - 1]] < TIGHT
            for row in rows
            for cell in row.cells
            if cell.col != GROUP and cell.last > cell.first + 1
        ]
        found.append((float(np.concatenate([*early, [False]]).mean()), measure, own, widths))
    _, _, own, widths = min(found, key=lambda f: f[:2])
    return own, widths


def share_of(pieces: Pieces, widths: Floats, cell: FlatCell) -> Floats:
    """How far the lines of a cell would have reached with the next word, by the column's width
    (`widths` by page; for each atom but the last): above 1 where it did not fit."""
    inner = slice(cell.first, cell.last - 1)
    begin = first_line_begin(pieces, cell.first, cell.last - 1)
    shares: Floats = (pieces.reach[inner] - begin) / widths[pieces.page[cell.first]]
    return shares


def first_line_begin(pieces: Pieces, first: int, last: int) -> Floats:
    """For atoms `first`..`last` (exclusive): where the cell that begins with `first` begins in
    their line; 0 on all lines but its first."""
    return np.where(pieces.line[first:last] == pieces.line[first], pieces.begin[first], 0.0)


def own_slack(rows: Sequence[FlatRow], pieces: Pieces, widths: Floats) -> Floats:
    """What the share of a column's width that a line would have reached with the next word says
    about going on: by class (`SLACK`), how much oftener inside the cells found so far than between
    them, in log odds."""
    inside, between = np.zeros(len(SLACK) + 1), np.zeros(len(SLACK) + 1)
    for row in rows:
        for cell in row.cells:
            if cell.col == GROUP:
                continue
            shares = share_of(
                pieces, widths[cell.col], FlatCell(cell.col, cell.first, cell.last + 1)
            )
            told = pieces.broken[cell.first : cell.last]
            classes = np.searchsorted(SLACK, shares)
            np.add.at(inside, classes[:-1][told[:-1]], 1.0)
            np.add.at(between, classes[-1:][told[-1:]], 1.0)
    return _odds(inside, between)


def own_fit(rows: Sequence[FlatRow], pieces: Pieces, widths: Floats) -> Floats:
    """What a line's share of a column's width says about standing in that column: by class (`FIT`),
    how much oftener lines of the column's own cells so far have it than those of other columns, in
    log odds."""
    mine, others = np.zeros(len(FIT) + 1), np.zeros(len(FIT) + 1)
    for row in rows:
        for cell in row.cells:
            if cell.col == GROUP:
                continue
            inside = slice(cell.first, cell.last)
            ends = pieces.ends_line[inside] > 0
            lines = (pieces.letters[inside] - first_line_begin(pieces, cell.first, cell.last))[ends]
            classes = np.searchsorted(
                FIT, lines[None, :] / widths[:-1, pieces.page[cell.first], None]
            )
            np.add.at(mine, classes[cell.col], 1.0)
            np.add.at(others, np.delete(classes, cell.col, axis=0).ravel(), 1.0)
    return _odds(mine, others)


def own_breaks(rows: Sequence[FlatRow], pieces: Pieces) -> Floats:
    """What the way in which the next atom's line is set off says about going on there (for each
    atom), by how much oftener it is found inside cells than between them; 0 before a page."""
    inside, between = np.zeros(SIGNS), np.zeros(SIGNS)
    after = np.append(pieces.signs[1:], 0)
    told = np.append(pieces.start[1:, 8] == 0, False) & (pieces.ends_line > 0)
    for row in rows:
        for cell in row.cells:
            np.add.at(
                inside, after[cell.first : cell.last - 1][told[cell.first : cell.last - 1]], 1.0
            )
            np.add.at(
                between, after[cell.last - 1 : cell.last][told[cell.last - 1 : cell.last]], 1.0
            )
    odds: Floats = _odds(inside, between)[after] * told
    return odds


HABITS = ("small", "bare", "inner")


def own_habits(
    rows: Sequence[FlatRow], pieces: Pieces, families: Sequence[int], columns: int
) -> Floats:
    """How usual it is among the cells found so far, in log odds by column (HABITS x columns + 1),
    that one begins with a small letter (the same for all columns), that one of a numbered column
    begins without its number, and that one holds a second number of its column. Rows at the top of
    a page are left out: they may be rests."""
    small, capital = 0, 0
    counts = np.zeros((3, columns + 1))  # cells with their number, without, numbers inside
    for row in rows:
        first = row.cells[0].first
        if row.kind != "row" or pieces.start[first, 8]:
            continue
        for cell in row.cells:
            small += bool(pieces.start[cell.first, 1])
            capital += bool(pieces.upper[cell.first])
            if family := families[cell.col]:
                mine = pieces.family[cell.first : cell.last] == family
                counts[:, cell.col] += mine[0], not mine[0], mine[1:].sum()
    mine, bare, inner = counts
    return np.stack(
        [
            np.full(columns + 1, np.clip(np.log((small + 0.5) / (capital + 0.5)), -4.0, 1.0)),
            np.clip(np.log((bare + 0.5) / (mine + 0.5)), -4.0, 1.0),
            np.clip(np.log((inner + 0.5) / (mine + 0.5)), -4.0, 1.0),
        ]
    )


def _odds(inside: Floats, between: Floats) -> Floats:
    """Counts by class inside and between cells -> log odds, those of a class that was seldom seen
    near 0."""
    whole = inside + between
    shares = [
        (counts + SEEN * whole / max(whole.sum(), 1.0) + 1e-9) / (counts.sum() + SEEN)
        for counts in (inside, between)
    ]
    odds: Floats = np.where(
        whole > 0, np.clip(np.log(shares[0] + 1e-9) - np.log(shares[1] + 1e-9), -3.0, 3.0), 0.0
    )
    return odds


def own_words(rows: Sequence[FlatRow], pieces: Pieces, columns: int) -> Floats:
    """What the words of each atom say about its column, from how often they stand in the other
    cells found so far: offices and deadlines repeat down a column. (columns + 1 x atoms), in log
    odds; unknown words say nothing. A word itself does not count, or each guess would speak for
    itself."""
    size = int(pieces.words.max()) + 1
    column = np.zeros(len(pieces.letters), dtype=np.int64)
    for row in rows:
        for cell in row.cells:
            column[cell.first : cell.last] = cell.col % (columns + 1)  # GROUP is -1: the last one
    counts = np.zeros((columns + 1, size))
    np.add.at(counts, (column[pieces.owner], pieces.words), 1.0)
    others = counts[:, pieces.words]
    others[column[pieces.owner], np.arange(len(pieces.words))] -= 1.0
    shares = (others + 0.3) / (counts.sum(axis=1, keepdims=True) + 0.3 * size)
    odds = np.clip(np.log(shares) - np.log(shares.mean(axis=0, keepdims=True)), -2.0, 2.0)
    odds[:, (pieces.words == 0) | (others.sum(axis=0) < 2)] = 0.0
    return np.stack([pieces.mean_over(own) for own in odds])


def own_absence(rows: Sequence[FlatRow], columns: int) -> Floats:
    """What an empty cell of each column costs or earns in this table, left of a row's first cell
    and right of it (2 x columns), from how often the column is empty there in the rows found so
    far: where every row has its number, one without is suspicious."""
    empty, filled = np.zeros((2, columns)), np.zeros(columns)
    for row in rows:
        if row.kind == "row":
            present = [cell.col for cell in row.cells]
            filled[present] += 1
            empty[0, : present[0]] += 1
            empty[1, present[0] :] += 1
            empty[1, present] -= 1
    return np.clip(np.log((empty + 1.0) / (filled + 1.0)), -3.0, 1.0)


def own_starts(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What the text of each atom says about beginning a cell of a column, from how often the same
    text elsewhere did so far, against standing anywhere else (columns + 1 x atoms)."""
    began: dict[str, Floats] = {}
    place = np.full(len(atoms), columns + 1)
    for row in rows:
        for cell in row.cells:
            place[cell.first] = cell.col % (columns + 1)
            for k in range(cell.first, cell.last):
                began.setdefault(atoms[k].text, np.zeros(columns + 2))[place[k]] += 1
    points = np.zeros((columns + 1, len(atoms)))
    for k, atom in enumerate(atoms):
        counts = began[atom.text].copy()
        counts[place[k]] -= 1
        total = counts.sum()
        if total >= 2:
            points[:, k] = np.clip(
                np.log((counts[:-1] + 0.3) / (total - counts[:-1] + 0.3)), -2.0, 2.0
            )
    return points


def measured_widths(rows: Sequence[FlatRow], pieces: Pieces, before: Floats) -> Floats:
    """The width of each column on each page as its cells show: nearly the longest of the lines that
    another line follows. A page has a width of its own where its lines are longer, or break long
    before the end (columns + 1 x pages)."""
    widths = before.copy()
    found: dict[int, list[tuple[int, float, float]]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.col == GROUP or cell.last < cell.first + 2:
                continue
            inner = slice(cell.first, cell.last - 1)
            begin = first_line_begin(pieces, cell.first, cell.last - 1)
            held = found.setdefault(cell.col, [])
            for k in np.flatnonzero(pieces.ends_line[inner] > 0):
                reach = pieces.reach[inner][k] if pieces.broken[inner][k] else np.inf
                held.append(
                    (
                        int(pieces.page[cell.first]),
                        pieces.letters[inner][k] - begin[k],
                        reach - begin[k],
                    )
                )
    for col, lines in found.items():
        if len(lines) < FEW_LINES:
            continue
        pages, lengths, reaches = (np.array(own) for own in zip(*lines, strict=True))
        widths[col] = usual = max(4.0, float(np.quantile(lengths, 0.9)))
        for page in np.unique(pages):
            own = pages == page
            if own.sum() >= 2 * FEW_LINES:
                width = max(4.0, float(np.quantile(lengths[own], 0.9)))
                if width > WIDER * usual or np.median(reaches[own]) < NARROWER * usual:
                    widths[col, int(page)] = width
    return widths


def own_rests(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What each atom of a page says about going on with a cell that the page before broke off
    (columns + 1 x atoms): "Thường" there and "xuyên" here go together if they do so elsewhere in
    the table."""
    known = set(_neighbours(rows, atoms))
    points = np.zeros((columns + 1, len(atoms)))
    for page, end, tails in _pages(rows, atoms):
        for col, cell in tails.items():
            tail = atoms[cell.last - 1].text.split()[-1].lower()
            for k in range(page, min(end, page + REACH)):
                points[col, k] = float((tail, atoms[k].text.split()[0].lower()) in known)
    return points


def broken_cells(
    rows: Sequence[FlatRow], atoms: Sequence[Atom], pieces: Pieces, widths: Floats, slack: Floats
) -> tuple[Floats, Floats, Floats]:
    """How well each atom of a page goes on with the cell of each column that the page before broke
    off, by what words follow each other in the language; how unfinished that cell was; and whether
    its last line had no room for the atom's first word (as `own_slack`; all columns + 1 x atoms, 0
    where nothing was broken)."""
    going, unfinished, room = np.zeros((3, len(widths), len(atoms)))
    stops = pieces.edges.stops()
    word = np.append(0.0, pieces.reach[:-1] - pieces.letters[:-1])
    met: list[tuple[int, int, int]] = []
    for page, end, broken in _pages(rows, atoms):
        reach = min(end, page + REACH)
        for col, cell in broken.items():
            last = cell.last - 1
            met += [(col, last, k) for k in range(page, reach)]
            unfinished[col, page:end] = max(0.0, -float(stops[last]))
            line = pieces.letters[last] - first_line_begin(pieces, cell.first, cell.last)[-1]
            shares = (line + word[page:reach]) / widths[col, pieces.page[cell.first]]
            room[col, page:reach] = slack[np.searchsorted(SLACK, shares)]
    if met:
        cols, tails, heads = np.array(met).T
        going[cols, heads] = flow(pieces.edges.tails[:, tails], pieces.edges.heads[:, heads])
    return going, unfinished, room


def _pages(
    rows: Sequence[FlatRow], atoms: Sequence[Atom]
) -> Iterator[tuple[int, int, dict[int, FlatCell]]]:
    """Pages after the first: their first atom, where they end, and by column the last cell (or the
    last part of it) before, which may be one that covers more rows than its own."""
    pages = [k for k, atom in enumerate(atoms) if k and atom.opens_page] + [len(atoms)]
    broken: dict[int, dict[int, FlatCell]] = {}
    tails: dict[int, FlatCell] = {}
    for row in rows:
        tails = {} if row.kind == "group" else {**tails, **{cell.col: cell for cell in row.cells}}
        broken[row.cells[-1].last] = tails
    for page, end in pairwise(pages):
        yield page, end, broken.get(page, {})


def _neighbours(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[tuple[str, str]]:
    """Pairs of words that follow each other inside a cell, pages' ends left out."""
    for row in rows:
        for cell in row.cells:
            yield from pairwise(
                " ".join(atoms[k].text for k in range(cell.first, cell.last)).lower().split()
            )
