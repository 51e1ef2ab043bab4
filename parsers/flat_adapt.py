"""What a flattened table says about itself, once a first segmentation is there: how wide its columns are, which words
stand in them, how their cells begin, which are never empty, how cells go on over a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from normalize.bigrams import STOP, bigrams
from parsers.flat_atoms import Atom
from parsers.flat_model import Floats, Pieces

RowKind: TypeAlias = Literal["row", "rest", "group"]
GROUP = -1
"""The column of a group's title."""

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
    """What a segmentation tells the next one. Widths in letters, per column; the rest in log odds: `words`,
    `starts` and `going_on` (columns + 1 x atoms), `missing` (columns); `flow` and `unfinished` as `broken_cells`."""

    widths: Floats
    words: Floats
    starts: Floats
    missing: Floats
    going_on: Floats
    flow: Floats
    unfinished: Floats


def adapt(rows: Sequence[FlatRow], atoms: Sequence[Atom], pieces: Pieces, widths: Floats) -> Adaptation:
    """A segmentation of a table (one atom or more) -> what it tells the next."""
    columns = len(widths) - 1
    return Adaptation(
        measured_widths(rows, pieces, widths),
        own_words(rows, pieces, columns),
        own_starts(rows, atoms, columns),
        own_absence(rows, columns),
        own_rests(rows, atoms, columns),
        *broken_cells(rows, atoms, pieces, columns),
    )


def own_words(rows: Sequence[FlatRow], pieces: Pieces, columns: int) -> Floats:
    """What the words of each atom say about its column, from how often they stand in the cells found so far: offices
    and deadlines repeat down a column. (columns + 1 x atoms), in log odds; unknown words say nothing."""
    size = int(pieces.words.max()) + 1
    column = np.zeros(len(pieces.letters), dtype=np.int64)
    for row in rows:
        for cell in row.cells:
            column[cell.first : cell.last] = cell.col % (columns + 1)  # GROUP is -1: the last one
    counts = np.zeros((columns + 1, size))
    np.add.at(counts, (column[pieces.owner], pieces.words), 1.0)
    shares = (counts + 0.3) / (counts.sum(axis=1, keepdims=True) + 0.3 * size)
    odds = np.clip(np.log(shares) - np.log(shares.mean(axis=0, keepdims=True)), -2.0, 2.0)
    odds[:, 0] = 0.0
    odds[:, counts.sum(axis=0) < 3] = 0.0
    return np.stack([pieces.mean_of(own) for own in odds])


def own_absence(rows: Sequence[FlatRow], columns: int) -> Floats:
    """What an empty cell of each column costs or earns in this table (columns), from how often the column is empty in
    the rows found so far: where every row has its number, one without is suspicious."""
    whole = [{cell.col for cell in row.cells} for row in rows if row.kind == "row"]
    empty = np.array([sum(col not in present for present in whole) for col in range(columns)], dtype=float)
    return np.clip(np.log((empty + 1.0) / (len(whole) - empty + 1.0)), -3.0, 1.0)


def own_starts(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What the text of each atom says about beginning a cell of a column, from how often the same text did so far,
    against standing anywhere else (columns + 1 x atoms)."""
    began: dict[str, Floats] = {}
    for row in rows:
        for cell in row.cells:
            for k in range(cell.first, cell.last):
                counts = began.setdefault(atoms[k].text, np.zeros(columns + 2))
                counts[cell.col % (columns + 1) if k == cell.first else columns + 1] += 1
    points = np.zeros((columns + 1, len(atoms)))
    for k, atom in enumerate(atoms):
        counts = began[atom.text]
        total = counts.sum()
        if total >= 3:
            points[:, k] = np.clip(np.log((counts[:-1] + 0.3) / (total - counts[:-1] + 0.3)), -2.0, 2.0)
    return points


def measured_widths(rows: Sequence[FlatRow], pieces: Pieces, before: Floats) -> Floats:
    """The width of each column as its cells show: nearly the longest of the lines that another line follows."""
    widths = before.copy()
    for col in range(len(before) - 1):
        lines = [
            pieces.letters[k]
            for row in rows
            for cell in row.cells
            if cell.col == col
            for k in range(cell.first, cell.last - 1)
            if pieces.ends_line[k]
        ]
        if len(lines) >= 4:
            widths[col] = max(4.0, float(np.quantile(lines, 0.9)))
    return widths


def own_rests(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What each atom of a page says about going on with a cell that the page before broke off (columns + 1 x atoms):
    "Thường" there and "xuyên" here go together if they do so elsewhere in the table."""
    known = set(_neighbours(rows, atoms))
    points = np.zeros((columns + 1, len(atoms)))
    for page, end, tails in _pages(rows, atoms):
        for col, last in tails.items():
            tail = atoms[last].text.split()[-1].lower()
            for k in range(page, min(end, page + REACH)):
                points[col, k] = float((tail, atoms[k].text.split()[0].lower()) in known)
    return points


def broken_cells(rows: Sequence[FlatRow], atoms: Sequence[Atom], pieces: Pieces, columns: int) -> tuple[Floats, Floats]:
    """How well each atom of a page goes on with the cell of each column that the page before broke off, by what words
    follow each other in the language; and how unfinished that cell was (both columns + 1 x atoms, 0 where nothing was
    broken)."""
    known = bigrams()
    flow, unfinished = np.zeros((columns + 1, len(atoms))), np.zeros((columns + 1, len(atoms)))
    first, last_word = pieces.edges
    for page, end, tails in _pages(rows, atoms):
        reach = min(end, page + REACH)
        for col, last in tails.items():
            tail = last_word[last]
            flow[col, page:reach] = known.association(np.full(reach - page, tail), first[page:reach])
            unfinished[col, page:end] = max(0.0, -float(known.association([tail], [known.id_of(STOP)])[0]))
    return flow, unfinished


def _pages(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[tuple[int, int, dict[int, int]]]:
    """Pages after the first: their first atom, where they end, and by column the last atom of the cells of the row that
    was in progress before."""
    pages = [k for k, atom in enumerate(atoms) if k and atom.opens_page] + [len(atoms)]
    broken: dict[int, dict[int, int]] = {}
    tails: dict[int, int] = {}
    for row in rows:
        if row.kind != "rest":
            tails = {}
        if row.kind != "group":
            tails = {**tails, **{cell.col: cell.last - 1 for cell in row.cells}}
        broken[row.cells[-1].last] = tails
    for page, end in pairwise(pages):
        yield page, end, broken.get(page, {})


def _neighbours(rows: Sequence[FlatRow], atoms: Sequence[Atom]) -> Iterator[tuple[str, str]]:
    """Pairs of words that follow each other inside a cell, pages' ends left out."""
    for row in rows:
        for cell in row.cells:
            yield from pairwise(" ".join(atoms[k].text for k in range(cell.first, cell.last)).lower().split())
