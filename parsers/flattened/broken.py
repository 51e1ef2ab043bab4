"""Cells that a page breaks off: how well the atoms of the next page go on with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kehoach.normalize.ngrams.flow import flow
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.lines import SLACK, first_line_begin
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import FlatCell, FlatRow, Floats

REACH = 60
"""Atoms at the top of a page that may belong to the broken row."""


@dataclass(frozen=True, slots=True)
class BrokenCells:
    """About the cell of each column that the page before broke off (all columns + 1 x atoms, 0
    where nothing was broken): how well each atom goes on with it, by what words follow each other
    in the language (`flow`); how unfinished it was; whether its last line had no room for the
    atom's first word, by what that says in this table (`own_slack`)."""

    flow: Floats
    unfinished: Floats
    room: Floats


@dataclass(frozen=True, slots=True)
class _Page:
    """A page after the first: its atoms `first`..`end` (exclusive), and by column the last cell
    before it (or the last part of one), which may be one that covers more rows than its own."""

    first: int
    end: int
    tails: dict[int, FlatCell]

    @property
    def top(self) -> range:
        """The atoms that may belong to the broken row."""
        return range(self.first, min(self.end, self.first + REACH))


def own_rests(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What each atom of a page says about going on with a cell that the page before broke off
    (columns + 1 x atoms): "Thường" there and "xuyên" here go together if they do so elsewhere in
    the table."""
    known = set(_neighbours(rows, atoms))
    points = np.zeros((columns + 1, len(atoms)))
    for page in _pages(rows, atoms):
        for column, cell in page.tails.items():
            tail = atoms[cell.last - 1].text.split()[-1].lower()
            for atom in page.top:
                head = atoms[atom].text.split()[0].lower()
                points[column, atom] = float((tail, head) in known)
    return points


def broken_cells(
    rows: Sequence[FlatRow], atoms: Sequence[Atom], pieces: Pieces, widths: Floats, slack: Floats
) -> BrokenCells:
    """What a segmentation tells about the cells that pages break off. `widths`: of the columns
    (columns + 1 x pages); `slack`: `own_slack`."""
    going, unfinished, room = np.zeros((3, len(widths), len(atoms)))
    stops = pieces.edges.stops()
    word_widths = np.append(0.0, pieces.reach[:-1] - pieces.letters[:-1])
    seams: list[tuple[int, int, int]] = []
    for page in _pages(rows, atoms):
        top = slice(page.top.start, page.top.stop)
        for column, cell in page.tails.items():
            last = cell.last - 1
            seams += [(column, last, atom) for atom in page.top]
            unfinished[column, page.first : page.end] = max(0.0, -float(stops[last]))
            begin = first_line_begin(pieces, cell.first, cell.last)[-1]
            reaches = pieces.letters[last] - begin + word_widths[top]
            shares = reaches / widths[column, pieces.page[cell.first]]
            room[column, top] = slack[np.searchsorted(SLACK, shares)]
    if seams:
        columns, tails, heads = np.array(seams).T
        words_before, words_after = pieces.edges.tails[:, tails], pieces.edges.heads[:, heads]
        going[columns, heads] = flow(words_before, words_after)
    return BrokenCells(going, unfinished, room)


def _pages(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[_Page]:
    begins = [number for number, atom in enumerate(atoms) if number and atom.opens_page]
    by_end: dict[int, dict[int, FlatCell]] = {}
    tails: dict[int, FlatCell] = {}
    for row in rows:
        own = {cell.column: cell for cell in row.cells}
        tails = {} if row.kind == "group" else {**tails, **own}
        by_end[row.cells[-1].last] = tails
    for first, end in pairwise([*begins, len(atoms)]):
        yield _Page(first, end, by_end.get(first, {}))


def _neighbours(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[tuple[str, str]]:
    """Pairs of words that follow each other inside a cell, pages' ends left out."""
    for row in rows:
        for cell in row.cells:
            text = " ".join(atom.text for atom in atoms[cell.first : cell.last])
            yield from pairwise(text.lower().split())
