"""How the lines of cells fill their columns: widths of columns, where lines were broken, how they
are set off, and what all this says about where a cell ends.

"Own" figures are what a first segmentation tells about its own table, in log odds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kehoach.parsers.flattened.atoms import SIGNS
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import (
    GROUP,
    Flags,
    FlatCell,
    FlatRow,
    Floats,
    Ints,
)

SLACK = (0.6, 0.75, 0.85, 0.92, 0.97, 1.02, 1.1, 1.25)
"""Bounds of the classes of `own_slack`: shares of a column's width."""
FIT = (0.3, 0.6, 0.85, 0.97, 1.03, 1.1, 1.2, 1.4, 1.8)
"""Bounds of the classes of `own_fit`: shares of a column's width."""
FEW_LINES = 4
"""A column with fewer lines that go on keeps the width it had."""
USUAL = 0.9
"""The share of a column's lines that are no longer than its width as it is measured."""
NARROWEST = 4.0
WIDER, NARROWER = 1.08, 0.92
"""A page has a width of its own where it differs so much from the column's."""
TIGHT = 0.95
"""A line that would have reached no farther than this share of the width with the next word was not
broken for want of room."""
SEEN = 12.0
"""So many sightings as in the whole table are mixed into those inside cells and those between
them."""
ALMOST_NOTHING = 1e-9
STRONGEST = 3.0
"""No class says more than this, in log odds."""


def cells_in_columns(rows: Sequence[FlatRow]) -> Iterator[FlatCell]:
    """The cells of rows, titles of groups left out."""
    for row in rows:
        for cell in row.cells:
            if cell.column != GROUP:
                yield cell


def fitting_measure(
    rows: Sequence[FlatRow], pieces: Pieces, before: Floats
) -> tuple[Pieces, Floats]:
    """The pieces in the measure by which the fewest lines of the cells found so far break before a
    word that would have fitted, and the columns' widths in it. `before`: the widths so far (columns
    + 1 x pages)."""
    found: list[tuple[float, Pieces, Floats]] = []
    for measure in range(len(pieces.measures)):
        measured = pieces.measured(measure)
        widths = measured_widths(rows, measured, before=before)
        found.append((_broken_early(rows, measured, widths=widths), measured, widths))
    _, best, widths = min(found, key=lambda reading: reading[0])
    return best, widths


def _broken_early(rows: Sequence[FlatRow], pieces: Pieces, widths: Floats) -> float:
    """The share of the lines broken in mid-sentence that had room for the next word."""
    early = [np.zeros(1, dtype=np.bool_)]
    for cell in cells_in_columns(rows):
        if cell.last > cell.first + 1:
            shares = shares_of(pieces, cell, widths=widths)[:-1]
            early.append(shares[pieces.broken[cell.inner]] < TIGHT)
    return float(np.concatenate(early).mean())


def shares_of(pieces: Pieces, cell: FlatCell, widths: Floats) -> Floats:
    """How far the lines of a cell would have reached with the next word, by the column's width
    (`widths`: columns + 1 x pages), for each atom: above 1 where it did not fit."""
    page = pieces.page[cell.first]
    reaches = pieces.reach[cell.atoms] - cell_begin(pieces, cell)
    shares: Floats = reaches / widths[cell.column, page]
    return shares


def cell_begin(pieces: Pieces, cell: FlatCell) -> Floats:
    """For the atoms of a cell: where it begins in their line; 0 on all lines but its first."""
    first_line = pieces.line[cell.atoms] == pieces.line[cell.first]
    return np.where(first_line, pieces.begin[cell.first], 0.0)


def measured_widths(rows: Sequence[FlatRow], pieces: Pieces, before: Floats) -> Floats:
    """The width of each column on each page as its cells show: nearly the longest of the lines that
    another line follows. A page has a width of its own where its lines are longer, or break long
    before the end (columns + 1 x pages)."""
    widths = before.copy()
    by_column: dict[int, list[_Line]] = {}
    for cell in cells_in_columns(rows):
        if cell.last >= cell.first + 2:
            by_column.setdefault(cell.column, []).extend(_lines_that_go_on(cell, pieces))
    for column, lines in by_column.items():
        if len(lines) < FEW_LINES:
            continue
        usual = _usual_length(lines)
        widths[column] = usual
        for page in {line.page for line in lines}:
            on_page = [line for line in lines if line.page == page]
            if len(on_page) < 2 * FEW_LINES:
                continue
            width = _usual_length(on_page)
            reach = np.median([line.reach for line in on_page])
            if width > WIDER * usual or reach < NARROWER * usual:
                widths[column, page] = width
    return widths


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cell that goes on on the next: its page, its length, and how far it would have
    reached with the next word (infinitely where the sentence ends)."""

    page: int
    length: float
    reach: float


def _lines_that_go_on(cell: FlatCell, pieces: Pieces) -> Iterator[_Line]:
    page = int(pieces.page[cell.first])
    begins = cell_begin(pieces, cell)
    lengths = pieces.letters[cell.atoms] - begins
    reaches = pieces.reach[cell.atoms] - begins
    broken = pieces.broken[cell.atoms]
    for offset in np.flatnonzero(pieces.ends_line[cell.inner]):
        reach = reaches[offset] if broken[offset] else np.inf
        yield _Line(page, lengths[offset], reach=reach)


def _usual_length(lines: Sequence[_Line]) -> float:
    lengths = [line.length for line in lines]
    return max(NARROWEST, float(np.quantile(lengths, USUAL)))


def own_slack(rows: Sequence[FlatRow], pieces: Pieces, widths: Floats) -> Floats:
    """What the share of a column's width that a line would have reached with the next word says
    about going on: by class (`SLACK`), how much oftener inside the cells found so far than between
    them, in log odds."""
    inside, between = np.zeros(len(SLACK) + 1), np.zeros(len(SLACK) + 1)
    for cell in cells_in_columns(rows):
        classes = np.searchsorted(SLACK, shares_of(pieces, cell, widths=widths))
        _count(inside, classes[:-1], where=pieces.broken[cell.inner])
        _count(between, classes[-1:], where=pieces.broken[cell.final])
    return _odds(inside, between)


def _count(counts: Floats, classes: Ints, where: Flags) -> None:
    """Count the classes of those atoms that are told."""
    np.add.at(counts, classes[where], 1.0)


def own_fit(rows: Sequence[FlatRow], pieces: Pieces, widths: Floats) -> Floats:
    """What a line's share of a column's width says about standing in that column: by class (`FIT`),
    how much oftener lines of the column's own cells so far have it than those of other columns, in
    log odds."""
    mine, others = np.zeros(len(FIT) + 1), np.zeros(len(FIT) + 1)
    for cell in cells_in_columns(rows):
        page = pieces.page[cell.first]
        lengths = pieces.letters[cell.atoms] - cell_begin(pieces, cell)
        lengths = lengths[pieces.ends_line[cell.atoms]]
        shares = lengths / widths[:-1, page, None]
        classes = np.searchsorted(FIT, shares)
        other_columns = np.delete(classes, cell.column, axis=0)
        np.add.at(mine, classes[cell.column], 1.0)
        np.add.at(others, other_columns.ravel(), 1.0)
    return _odds(mine, others)


def own_breaks(rows: Sequence[FlatRow], pieces: Pieces) -> Floats:
    """What the way in which the next atom's line is set off says about going on there (for each
    atom), by how much oftener it is found inside cells than between them; 0 before a page."""
    inside, between = np.zeros(SIGNS), np.zeros(SIGNS)
    next_sign = np.append(pieces.signs[1:], 0)
    same_page = np.append(~pieces.opens_page[1:], False)
    telling = same_page & pieces.ends_line
    for row in rows:
        for cell in row.cells:
            _count(inside, next_sign[cell.inner], where=telling[cell.inner])
            _count(between, next_sign[cell.final], where=telling[cell.final])
    by_sign = _odds(inside, between)
    odds: Floats = by_sign[next_sign] * telling
    return odds


def _odds(inside: Floats, between: Floats) -> Floats:
    """Counts by class inside and between cells -> log odds, those of a class that was seldom seen
    near 0."""
    whole = inside + between
    usual = SEEN * whole / max(whole.sum(), 1.0)
    odds = _log_share(inside, usual) - _log_share(between, usual)
    odds = np.clip(odds, -STRONGEST, STRONGEST)
    return np.where(whole > 0, odds, 0.0)


def _log_share(counts: Floats, usual: Floats) -> Floats:
    """The logarithm of each class's share of the counts, with `usual` counts mixed in."""
    smoothed = counts + usual + ALMOST_NOTHING
    shares = smoothed / (counts.sum() + SEEN)
    logs: Floats = np.log(shares + ALMOST_NOTHING)
    return logs
