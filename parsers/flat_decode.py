"""The best segmentation of a flattened table: rows of cells in the order of the columns, found at once for all of it.

A semi-Markov model (Sarawagi & Cohen 2004): the state is the next column to fill, a step takes a run of atoms as its
cell or leaves it out. A page break ends the row in progress; the row after it may be the rest of the one before. Time
grows with atoms x columns x longest cell, so linearly with the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from parsers.flat_adapt import GROUP, Adaptation, FlatCell, FlatRow, adapt
from parsers.flat_atoms import Atom
from parsers.flat_model import MAX_LENGTH, Floats, Ints, Pieces, Weights
from parsers.flat_score import Scorer, build_scorer, first_widths

WORST = -1e18
ROUNDS = 5
"""The table is read so often at most: what it says about itself changes with each reading, less and less."""
NOTHING: Floats = np.zeros((0, 0))


def _limits(atoms: Sequence[Atom]) -> list[int]:
    """Where a cell that begins at each atom ends at the latest: no cell goes on over a page."""
    limits, stop = [0] * (len(atoms) + 1), len(atoms)
    for i in range(len(atoms) - 1, -1, -1):
        limits[i] = min(stop, i + MAX_LENGTH)
        if atoms[i].opens_page:
            stop = i
    return limits


class _Search:
    """The tables of the dynamic programme. `done[t, c, i]`: best score with `c` columns of the row behind, the last
    cell ending before atom `i`; `t` 0 for a row, 1 for the rest of one."""

    def __init__(
        self,
        scorer: Scorer,
        atoms: Sequence[Atom],
        columns: int,
        index: int | None,
        limits: Sequence[int],
        marks: Sequence[Floats],
    ) -> None:
        self.s, self.n, self.columns, self.index = scorer, len(atoms), columns, index
        self.breaks = [atom.opens_page for atom in atoms] + [False]
        self.limit, self.marks = limits, marks
        shape = (2, columns + 1, self.n + 1)
        self.done = np.full(shape, WORST)
        self.back: Ints = np.full(shape, -1, dtype=np.int64)  # where the last cell began; -2: column left out
        self.fresh = np.zeros(shape, dtype=bool)  # the last cell was the first of its row
        self.ready = np.full(self.n + 1, WORST)
        self.ready_from = np.full(self.n + 1, -1, dtype=np.int64)  # 0, 1: a row of that type ended; 2: a group
        self.indexed = np.full(self.n + 1, WORST)  # a group's number read
        self.indexed_back = np.full(self.n + 1, -1, dtype=np.int64)
        self.group = np.full(self.n + 1, WORST)
        self.group_back = np.full(self.n + 1, -1, dtype=np.int64)
        self.group_numbered = np.zeros(self.n + 1, dtype=bool)
        zero = np.zeros((1, self.n))
        self.gone = np.concatenate([[0.0], np.cumsum(scorer.absent[:columns])])
        self.gone_rest = np.concatenate([zero, np.cumsum(scorer.absent_rest[:columns], axis=0)])

    def run(self) -> list[FlatRow]:
        """The best rows."""
        self.ready[0] = 0.0
        for i in range(self.n + 1):
            self._close(i)
            if i < self.n:
                self._rows_from(i)
        return self._trace()

    def _close(self, i: int) -> None:
        """Leave out columns behind atom `i`; a row with all columns behind is ready."""
        for t in (0, 1):
            column = self.done[t, :, i]
            if column.max() <= WORST / 2:
                continue
            absent = self.s.absent_rest[:, i - 1] if t else self.s.absent
            for c in range(self.columns):
                skipped = column[c] + absent[c]
                if skipped > column[c + 1]:
                    column[c + 1] = skipped
                    self.back[t, c + 1, i] = -2
            if column[self.columns] > self.ready[i]:
                self.ready[i], self.ready_from[i] = column[self.columns], t
        if self.group[i] > self.ready[i]:
            self.ready[i], self.ready_from[i] = self.group[i], 2
        if self.breaks[i]:
            self.done[:, : self.columns, i] = WORST

    def _rows_from(self, i: int) -> None:
        last = self.limit[i]
        kinds = (0, 1) if self.breaks[i] and i else (0,)
        begun = {t: self.ready[i] + self.s.row[t] for t in kinds}
        if 1 in kinds:
            begun[0] += self.s.dropped[i]
        cells = self._cells(i, last)
        for t in (0, 1):
            base = self.done[t, : self.columns, i]
            fresh = np.zeros(self.columns, dtype=bool)
            if t in begun:
                begin = begun[t] + (self.gone_rest[:-1, i] if t else self.gone[:-1])
                fresh = begin > base
                base = np.where(fresh, begin, base)
            alive = base > WORST / 2
            if not alive.any():
                continue
            opening = np.where(alive, base + (self.s.rest if t else self.s.start)[:-1, i], -np.inf)
            reach = opening[:, None] + cells[:-1]
            place = t, slice(1, None), slice(i + 1, last + 1)
            better = reach > self.done[place]
            self.done[place][better] = reach[better]
            self.back[place][better] = i
            np.copyto(self.fresh[place], fresh[:, None], where=better)
        self._group_from(i, cells)

    def _cells(self, i: int, last: int) -> Floats:
        """Scores of the cells that begin at `i` and end at `i + 1` … `last`, without how they begin (columns x
        lengths)."""
        s = self.s
        scores: Floats = s.emit[:, i + 1 : last + 1] + s.cont[:, i:last]
        scores += s.end[:, i:last]
        scores += s.length[:, 1 : last - i + 1]
        scores -= (s.emit[:, i] + s.cont[:, i])[:, None]
        if len(self.marks[i]):
            scores += s.shape @ self.marks[i].T
        late = s.late.get(i)
        if late is not None:
            line = min(late.shape[1], last - i)
            scores[:, :line] += late[:, :line]
            scores[:, line:] += late[:, -1:]
        return scores

    def _group_from(self, i: int, cells: Floats) -> None:
        begun = self.ready[i] + self.s.row[2] + (self.s.dropped[i] if self.breaks[i] and i else 0.0)
        if self.index is not None:
            value = begun + self.s.start[self.index, i] + cells[self.index, 0]
            if value > self.indexed[i + 1]:
                self.indexed[i + 1], self.indexed_back[i + 1] = value, i
        numbered = self.indexed[i] > begun and not self.breaks[i]
        base = self.indexed[i] if numbered else begun
        if base <= WORST / 2:
            return
        reach = base + self.s.start[-1, i] + cells[-1, :8]
        for j, value in enumerate(reach, start=i + 1):
            if value > self.group[j]:
                self.group[j], self.group_back[j], self.group_numbered[j] = value, i, numbered

    def _trace(self) -> list[FlatRow]:
        rows: list[FlatRow] = []
        i = self.n
        while i > 0:
            kind = int(self.ready_from[i])
            if kind == 2:
                cells = [FlatCell(GROUP, int(self.group_back[i]), i)]
                if self.group_numbered[i]:
                    start = int(self.group_back[i])
                    cells.insert(0, FlatCell(self.index or 0, int(self.indexed_back[start]), start))
                rows.append(FlatRow("group", tuple(cells)))
                i = cells[0].first
            elif kind in (0, 1):
                row = self._trace_row(kind, i)
                rows.append(row)
                i = row.cells[0].first
            else:
                raise AssertionError("every table has a segmentation")
        return rows[::-1]

    def _trace_row(self, t: int, i: int) -> FlatRow:
        cells: list[FlatCell] = []
        c = self.columns
        while True:
            back = int(self.back[t, c, i])
            if back == -2:
                c -= 1
                continue
            cells.append(FlatCell(c - 1, back, i))
            if self.fresh[t, c, i]:
                return FlatRow("rest" if t else "row", tuple(cells[::-1]))
            c, i = c - 1, back


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best rows of a table, the scorer that judged them, what the table said about itself on the way, and the atoms
    in the measure it was printed by."""

    rows: list[FlatRow]
    scorer: Scorer
    widths: Floats
    own: Adaptation | None
    pieces: Pieces


def decode(
    atoms: Sequence[Atom],
    pieces: Pieces,
    roles: Sequence[str],
    families: Sequence[int],
    weights: Weights,
    cost: Floats | None = None,
    missing: Floats | None = None,
) -> Decoded:
    """Atoms -> the best rows. Widths, the columns' own words and the segmentation are found in turns: a cell's lines
    tell its column's width and words, these tell the cells. In training only, `cost` makes wrong cells dearer to the
    truth, and `missing` is the truth of how often columns are empty: measured on a guess it would favour that guess.
    """
    widths = first_widths(roles, 1 + sum(atom.opens_page for atom in atoms))
    own: Adaptation | None = None
    scorer = build_scorer(pieces, roles, families, widths, weights)
    if not atoms:
        return Decoded([], scorer, widths, None, pieces)
    index = roles.index("index") if "index" in roles else None
    limits = _limits(atoms)
    found = [scorer.lists.of(i, limits[i]) for i in range(len(atoms))]
    marks = [each if each.any() else NOTHING for each in found]
    rows = _Search(scorer, atoms, len(roles), index, limits, marks).run()
    for turn in range(ROUNDS - 1):
        own = adapt(rows, atoms, pieces, widths)
        widths, pieces = own.widths, own.pieces
        last = turn == ROUNDS - 2  # before it habits are to be measured as they will be without the cost
        if last and missing is not None:
            own = replace(own, missing=missing)
        scorer = build_scorer(pieces, roles, families, widths, weights, cost if last else None, own)
        before, rows = rows, _Search(scorer, atoms, len(roles), index, limits, marks).run()
        if cost is None and rows == before:
            break
    return Decoded(rows, scorer, widths, own, pieces)


def families_of(roles: Sequence[str], numbers: Sequence[int | None], pieces: Pieces) -> list[int]:
    """The numbering family of each column ("2.4. …" is of family 2): the number of its heading, when cells bear it;
    else families that many atoms show go to objective, task, activity in order, if they take turns as cells of one row
    do (1.1., 2.1., 3.1., 1.2., …; numbers by group come one family after the other). 0 for none."""
    counts = np.bincount(pieces.family, minlength=12) if len(pieces.family) else np.zeros(12)
    common = [f for f in range(1, len(counts)) if counts[f] >= 3]
    told = [n if n is not None and n in common else 0 for n in numbers]
    if any(told):
        return told
    holders = [i for i, role in enumerate(roles) if role in ("objective", "task", "activity")]
    families = [0] * len(roles)
    shown = [f for f in pieces.family if f in common]
    turns = sum(b < a for a, b in pairwise(shown))
    if 1 < len(common) <= len(holders) and turns >= len(shown) / 8:
        for column, family in zip(holders, common, strict=False):
            families[column] = family
    return families
