"""What every possible cell of a flattened table is worth: the sum of its features, each times its
weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kehoach.parsers.flattened.adapt import Adaptation
from kehoach.parsers.flattened.cell_features import CellMarks
from kehoach.parsers.flattened.column_features import Column, Gaps, LineFit
from kehoach.parsers.flattened.feature import weighted_sum
from kehoach.parsers.flattened.features import (
    ENDING,
    GAP,
    GAP_IN_REST,
    GOING_ON,
    IN_CELL,
    LENGTH,
    LENGTHS,
    ONWARD,
    STARTING,
    UNFINISHED,
    WHOLE,
    Place,
)
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import ROLES, Floats, Ints, TableColumns
from kehoach.parsers.flattened.weights import Weights

NEVER = 60.0
"""What it costs that the column of numbers holds anything else."""
INDEX = ROLES.index("index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """The parts of every possible cell's score. Columns x atoms unless another shape is told; the
    last column is that of groups' titles.

    `in_cell`, `onward`: running sums, one longer than the atoms; `length`: columns x lengths;
    `whole`: columns x features of `marks`; `late`: by atom in mid-line, what cells that begin there
    gain (columns x lengths); `gap`: left of the row's first cell, right of it (2 x columns);
    `dropped`: by atom that opens a page, what it costs to leave all broken cells as they are;
    `rows`: by kind of row.
    """

    starting: Floats
    going_on: Floats
    in_cell: Floats
    onward: Floats
    ending: Floats
    length: Floats
    whole: Floats
    marks: CellMarks
    late: dict[int, Floats]
    gap: Floats
    gap_in_rest: Floats
    dropped: Floats
    rows: Floats

    @property
    def longest(self) -> int:
        """Atoms of the longest cell that has a score."""
        return int(self.length.shape[1]) - 1

    def cell(self, column: int, first: int, last: int, *, rest: bool = False) -> float:
        """The score of the cell of atoms `first`..`last` (exclusive); `rest`: in the rest of a
        row."""
        length = last - first
        opening = self.going_on if rest else self.starting
        in_cell, onward = self.in_cell[column], self.onward[column]
        score = opening[column, first]
        score += in_cell[last] - in_cell[first]
        score += onward[last - 1] - onward[first]
        score += self.ending[column, last - 1]
        score += self.length[column, length]
        marks = self.marks.of(first, last)[-1]
        score += marks @ self.whole[column]
        late = self.late.get(first)
        if late is not None:
            on_line = min(length, late.shape[1])
            score += late[column, on_line - 1]
        return float(score)


@dataclass(frozen=True, slots=True)
class _MidLine:
    """Atoms in mid-line (`begins`), each with every atom from it to the end of its line
    (`atoms`): two arrays, sorted."""

    begins: Ints
    atoms: Ints

    @classmethod
    def of(cls, pieces: Pieces) -> _MidLine:
        pairs: list[tuple[int, int]] = []
        line = pieces.line.tolist()
        for begin in np.flatnonzero(pieces.begin > 0).tolist():
            atom = begin
            while atom < len(line) and line[atom] == line[begin]:
                pairs.append((begin, atom))
                atom += 1
        begins, atoms = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return cls(begins, atoms)


@dataclass(frozen=True, slots=True)
class _ColumnScores:
    """The parts of the scores of one column's cells, by atom; `late_in_cell`, `late_onward`: by
    atom of `_MidLine`, what is gained by a cell that begins in mid-line."""

    starting: Floats
    going_on: Floats
    in_cell: Floats
    onward: Floats
    ending: Floats
    late_in_cell: Floats
    late_onward: Floats


class _ColumnScorer:
    """Scores one column with the weights of its role."""

    def __init__(self, weights: Weights, role: int, column: Column) -> None:
        self.weights, self.role, self.column = weights, role, column
        self.own = column.own
        self.lines = LineFit.of(column.own, column.place)

    def score(self, mid_line: _MidLine) -> _ColumnScores:
        """All parts."""
        weights, role, pieces = self.weights, self.role, self.own.pieces
        in_cell = self._sum(IN_CELL, pieces.in_cell) + pieces.mean_of(weights.words[role])
        if role == INDEX:
            in_cell -= NEVER * pieces.no_index
        starting = self._sum(STARTING, pieces.opening)
        starting += weights.first_words[role][pieces.first_words()]
        ending = self._sum(ENDING, pieces.ending)
        ending += weights.last_words[role][pieces.last_words()]
        begins = pieces.begin[mid_line.begins]
        late_lines = LineFit.of(self.own, self.column.place, mid_line.atoms, begins)
        return _ColumnScores(
            starting=starting,
            going_on=self._sum(GOING_ON, pieces.opening),
            in_cell=in_cell,
            onward=self._sum(ONWARD, pieces.onward),
            ending=ending * ~pieces.cut_by_page,  # the end of a cell that was cut says nothing
            late_in_cell=self._gain(IN_CELL, late_lines, atoms=mid_line.atoms),
            late_onward=self._gain(ONWARD, late_lines, atoms=mid_line.atoms),
        )

    def _sum(self, place: Place, by_atom: Floats) -> Floats:
        """The features of a place, each times its weight; `by_atom`: those that are the same for
        all columns."""
        of_atom, of_column, of_width = self._weights(place)
        total: Floats = by_atom @ of_atom
        total += weighted_sum(place.by_column, of_column, source=self.column)
        total += weighted_sum(place.by_width, of_width, source=self.lines)
        return total

    def _gain(self, place: Place, late: LineFit, atoms: Ints) -> Floats:
        """What atoms are worth more when their line begins later."""
        _, _, of_width = self._weights(place)
        usual = weighted_sum(place.by_width, of_width, source=self.lines)
        return np.asarray(
            weighted_sum(place.by_width, of_width, source=late) - np.take(usual, atoms)
        )

    def _weights(self, place: Place) -> tuple[Floats, Floats, Floats]:
        return place.split(self.weights.priced(place)[self.role])


def build_scorer(
    columns: TableColumns, own: Adaptation, weights: Weights, cost: Floats | None = None
) -> Scorer:
    """Features and weights -> the scores of all cells. `own` is what the table says about itself;
    `cost` (columns + 1 x atoms) is added to what atoms are worth in their cells."""
    pieces = own.pieces
    roles = columns.role_indexes()
    mid_line = _MidLine.of(pieces)
    scores = [
        _ColumnScorer(weights, role, column=Column.of(columns, place, own)).score(mid_line)
        for place, role in enumerate(roles)
    ]
    in_cell = np.array([of_column.in_cell for of_column in scores])
    if cost is not None:
        in_cell += cost
    unfinished = _sum_by_column(UNFINISHED, weights, roles=roles, source=own)
    return Scorer(
        starting=np.array([of_column.starting for of_column in scores]),
        going_on=np.array([of_column.going_on for of_column in scores]),
        in_cell=_running_sum(in_cell),
        onward=_running_sum(np.array([of_column.onward for of_column in scores])),
        ending=np.array([of_column.ending for of_column in scores]),
        length=weights.of(LENGTH)[roles] @ LENGTHS.T,
        whole=weights.of(WHOLE)[roles],
        marks=CellMarks.of_pieces(pieces),
        late=_gains(
            mid_line.begins,
            np.array([of_column.late_in_cell for of_column in scores]),
            onward=np.array([of_column.late_onward for of_column in scores]),
        ),
        gap=_sum_by_column(
            GAP, weights, roles=roles, source=Gaps(columns.roles, own), by_side=True
        ),
        gap_in_rest=_sum_by_column(GAP_IN_REST, weights, roles=roles, source=own) + unfinished,
        dropped=unfinished.sum(axis=0),
        rows=weights.rows,
    )


def _sum_by_column(
    place: Place,
    weights: Weights,
    roles: Sequence[int],
    source: Adaptation | Gaps,
    *,
    by_side: bool = False,
) -> Floats:
    """Features whose values are by column and atom, or by side and column, each times its weight by
    column."""
    by_feature = weights.priced(place)[roles].T
    shaped = by_feature if by_side else by_feature[:, :, None]
    return np.asarray(weighted_sum(place.by_column, shaped, source=source))


def _running_sum(values: Floats) -> Floats:
    sums = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def _gains(begins: Ints, in_cell: Floats, onward: Floats) -> dict[int, Floats]:
    """What atoms, and going on from them, are worth more (columns x atoms to the end of the line,
    by atom in mid-line) when the cell begins there -> by atom, the sums for cells of one atom, two,
    … and of more than the line has."""
    found: dict[int, Floats] = {}
    cuts = np.flatnonzero(np.diff(begins)) + 1
    for first, end in pairwise([0, *cuts.tolist(), len(begins)]):
        if end == first:
            continue
        atoms = slice(first, end)
        in_cells = _running_sum(in_cell[:, atoms])[:, 1:]
        in_longer_cells = in_cells[:, -1:]
        sums = _running_sum(onward[:, atoms])
        sums += np.concatenate([in_cells, in_longer_cells], axis=1)
        found[int(begins[first])] = sums
    return found
