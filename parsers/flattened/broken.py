"""Cells that a page breaks off: how well the atoms of the next page go on with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kehoach.normalize.ngrams.flow import flow
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.lines import SLACK, cell_begin
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
    words = [atom.text.lower().split() for atom in atoms]
    points = np.zeros((columns + 1, len(atoms)))
    for page in _pages(rows, atoms):
        for column, cell in page.tails.items():
            tail = words[cell.last - 1][-1]
            for atom in page.top:
                goes_on = (tail, words[atom][0]) in known
                points[column, atom] = float(goes_on)
    return points


def broken_cells(
    rows: Sequence[FlatRow], atoms: Sequence[Atom], pieces: Pieces, widths: Floats, slack: Floats
) -> BrokenCells:
    """What a segmentation tells about the cells that pages break off. `widths`: of the columns
    (columns + 1 x pages); `slack`: `own_slack`."""
    going, unfinished, room = np.zeros((3, len(widths), len(atoms)))
    stops = pieces.edges.stops()
    next_word = pieces.reach - pieces.letters
    word_widths = np.append(0.0, next_word[:-1])
    seams: list[tuple[int, int, int]] = []
    for page in _pages(rows, atoms):
        whole = slice(page.first, page.end)
        top = slice(page.top.start, page.top.stop)
        for column, cell in page.tails.items():
            last = cell.last - 1
            seams += [(column, last, atom) for atom in page.top]
            unfinished[column, whole] = max(0.0, -float(stops[last]))
            length = pieces.letters[last] - cell_begin(pieces, cell)[-1]
            width = widths[column, pieces.page[cell.first]]
            shares = (length + word_widths[top]) / width
            room[column, top] = slack[np.searchsorted(SLACK, shares)]
    if seams:
        columns, tails, heads = np.array(seams).T
        words_before = pieces.edges.tails[:, tails]
        words_after = pieces.edges.heads[:, heads]
        going[columns, heads] = flow(words_before, words_after)
    return BrokenCells(going, unfinished, room=room)


def _pages(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[_Page]:
    by_end: dict[int, dict[int, FlatCell]] = {}
    tails: dict[int, FlatCell] = {}
    for row in rows:
        tails = dict(tails)
        if row.kind == "group":
            tails.clear()
        else:
            tails.update((cell.column, cell) for cell in row.cells)
        by_end[row.cells[-1].last] = tails
    bounds = [number for number, atom in enumerate(atoms) if atom.opens_page and number]
    bounds.append(len(atoms))
    for first, end in pairwise(bounds):
        yield _Page(first, end, tails=by_end.get(first, {}))


def _neighbours(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[tuple[str, str]]:
    """Pairs of words that follow each other inside a cell, pages' ends left out."""
    for row in rows:
        for cell in row.cells:
            texts = [atom.text for atom in atoms[cell.atoms]]
            words = " ".join(texts).lower().split()
            yield from pairwise(words)
