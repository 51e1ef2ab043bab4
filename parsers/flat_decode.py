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

from parsers.flat_adapt import FIT, GROUP, SLACK, Adaptation, FlatCell, FlatRow, adapt
from parsers.flat_atoms import Atom
from parsers.flat_model import (
    FIRST_WIDTHS,
    MAX_LENGTH,
    ROLES,
    Floats,
    Ints,
    ListMarks,
    Pieces,
    Weights,
    length_class,
)

WORST = -1e18
NEVER = 60.0
ELSEWHERE = 40.0
"""What it costs that a number stands in a cell whose column is not the one of its family, besides what is learned."""
INDEX = ROLES.index("index")
ROUNDS = 3
NOTHING: Floats = np.zeros((0, 0))
ALL = slice(None)
SELDOM = -2.5
"""Log odds of an empty cell where nothing is known of the table yet."""


@dataclass(slots=True)
class Scorer:
    """The parts of every possible cell's score: columns x atoms (the last column is the group's)."""

    start: Floats
    rest: Floats
    emit: Floats  # running sums, one longer than the atoms
    cont: Floats  # running sums, one longer than the atoms
    end: Floats
    length: Floats  # columns x lengths
    shape: Floats  # columns x SHAPE
    lists: ListMarks
    late: dict[int, Floats]  # by atom in mid-line, what cells that begin there gain: columns x lengths
    absent: Floats
    absent_rest: Floats  # columns + 1 x atoms
    dropped: Floats  # by atom that opens a page: what it costs to leave all broken cells as they are
    row: Floats

    def cell(self, col: int, first: int, last: int, rest: bool = False) -> float:
        """The score of one cell."""
        opening = self.rest[col] if rest else self.start[col]
        inside = self.emit[col][last] - self.emit[col][first] + self.cont[col][last - 1] - self.cont[col][first]
        shape = float((self.lists.of(first, last) @ self.shape[col])[last - first - 1])
        late = self.late.get(first)
        shape += float(late[col, min(last - first, late.shape[1]) - 1]) if late is not None else 0.0
        return float(opening[first] + inside + self.end[col][last - 1] + self.length[col][last - first]) + shape


def first_widths(roles: Sequence[str]) -> Floats:
    """Column widths, in letters, to begin with: those of such columns in general, narrower where there are many."""
    squeeze = 1.0 if len(roles) > 7 else 1.35
    return np.array([FIRST_WIDTHS[r] * squeeze for r in roles] + [FIRST_WIDTHS["group"]], dtype=float)


def width_features(
    pieces: Pieces, width: float, own: Adaptation | None, at: slice | Ints = ALL, begin: Floats | float = 0.0
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Atoms (those `at`, on lines that begin at `begin`) against a column's width: letters over it, and what the table says
    about lines so long (emission); a full line going on, a line broken off where the next word would have fitted, and what
    the table says about such lines (continuation from each atom)."""
    letters = pieces.letters[at] - begin
    over = np.clip((letters - width - 2) / max(width, 4.0), 0, 3)
    share = (pieces.reach[at] - begin) / width
    ends = pieces.ends_line[at]
    fit = told = np.zeros(len(over))
    if own is not None:
        fit = ends * own.fit[np.searchsorted(FIT, letters / width)]
        told = pieces.broken[at] * own.slack[np.searchsorted(SLACK, share)]
    return over, fit, ends * (share > 1.0), ends * (share < 0.85), told


def number_features(pieces: Pieces, families: Sequence[int], col: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Atoms against the numbering of a column ("2.4." where tasks are of family 2): its own number, another one in a
    numbered column, a number of another column, a beginning without the number that the column's cells have."""
    family = families[col] if col < len(families) else 0
    mine = (pieces.family == family) & (family > 0)
    other = (pieces.family > 0) & (pieces.family != family) & (family > 0)
    foreign = np.isin(pieces.family, [f for f in families if f]) & (pieces.family != family)
    if not family:
        foreign &= pieces.no_index > 0  # "1.1" alone is an index in its column
    bare = (family > 0) & ~mine
    return mine.astype(float), other.astype(float), foreign.astype(float), np.asarray(bare, dtype=float)


def mid_sentence(pieces: Pieces) -> Floats:
    """1 for atoms that open a page with a small letter."""
    small: Floats = pieces.start[:, 1] * pieces.start[:, 8]
    return small


def build_scorer(
    pieces: Pieces,
    roles: Sequence[str],
    families: Sequence[int],
    widths: Floats,
    w: Weights,
    cost: Floats | None = None,
    own: Adaptation | None = None,
) -> Scorer:
    """Features and weights -> the scores of all cells. `cost` (columns + 1 x atoms) is added to the emissions; `own` is
    what the table says about itself."""
    ids = [ROLES.index(role) for role in (*roles, "group")]
    page = np.append(pieces.start[1:, 8], 0.0)  # the next atom opens a page: the cell was cut, its end says nothing
    count = len(pieces.letters)
    absent_rest = np.tile(w.absent_rest[ids][:, None], (1, count))
    lists = ListMarks.of_pieces(pieces)
    absent, dropped = w.absent[ids], np.zeros(count)
    absent[:-1] += w.own[ids[:-1], 3] * (own.missing if own is not None else SELDOM)
    if own is not None:
        unfinished = w.own[ids, 6][:, None] * own.unfinished
        absent_rest += unfinished
        dropped += unfinished.sum(axis=0)
    rows = (len(ids), count)
    starts, rests, emits, conts, ends = (np.zeros(rows) for _ in range(5))
    changes: list[Floats] = []
    first, last = pieces.words[pieces.offsets[:-1]], pieces.words[pieces.offsets[1:] - 1]
    lengths = [0, *(length_class(n) for n in range(1, MAX_LENGTH + 1))]
    small = mid_sentence(pieces)
    middles, places = _in_mid_line(pieces)
    gaps = own.breaks if own is not None else np.zeros(count)
    for col, r in enumerate(ids):
        wide = np.array([w.wide[r][0], w.own[r][10], w.wide[r][1], w.wide[r][2], w.own[r][7]])
        points = wide[:, None] * np.stack(width_features(pieces, widths[col], own))
        lexical = pieces.mean_of(w.words[r])
        opening, ending = w.opening[r][first], w.ending[r][last]
        mine, other, foreign, bare = number_features(pieces, families, col)
        numbered = w.numbered[r][0] * mine + w.numbered[r][1] * other + w.rules[r][1] * bare
        emit = pieces.emit @ w.emit[r] + lexical + points[:2].sum(axis=0)
        if r == INDEX:
            emit = emit - NEVER * pieces.no_index
        emit = emit + (w.rules[r][0] - ELSEWHERE) * foreign
        if cost is not None:
            emit = emit + cost[col]
        if own is not None:
            emit = emit + w.own[r][0] * own.words[col]
        cont = pieces.cont @ w.cont[r] + points[2:].sum(axis=0) + w.own[r][8] * gaps
        cont += w.numbered[r][2] * np.append(mine[1:], 0.0)
        start, rest = pieces.start @ w.start[r] + opening + numbered + w.rules[r][2] * small, pieces.start @ w.rest[r]
        starts[col] = start if own is None else start + w.own[r][1] * own.starts[col]
        if own is not None:
            flow = own.flow[col]
            rest = rest + w.own[r][2] * own.going_on[col]
            rest += w.own[r][9] * own.room[col]
            rest += w.own[r][4] * np.maximum(flow, 0.0) + w.own[r][5] * np.maximum(-flow, 0.0)
        rests[col], emits[col], conts[col] = rest, emit, cont
        ends[col] = (pieces.end @ w.end[r] + ending) * (1 - page)
        moved = wide[:, None] * np.stack(width_features(pieces, widths[col], own, places, pieces.begin[middles]))
        changes.append(moved - points[:, places])
    length, late = w.length[ids][:, lengths], _gains(middles, np.array(changes))
    sums = [np.cumsum(np.pad(each, ((0, 0), (1, 0))), axis=1) for each in (emits, conts)]
    return Scorer(starts, rests, *sums, ends, length, w.shape[ids], lists, late, absent, absent_rest, dropped, w.row)


def _in_mid_line(pieces: Pieces) -> tuple[Ints, Ints]:
    """Atoms in mid-line, each with every atom from it to the end of its line: two arrays, sorted."""
    pairs: list[tuple[int, int]] = []
    for k in np.flatnonzero(pieces.begin > 0):
        end = k
        while end + 1 < len(pieces.line) and pieces.line[end + 1] == pieces.line[k]:
            end += 1
        pairs += [(k, at) for at in range(k, end + 1)]
    held = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return held[:, 0], held[:, 1]


def _gains(starts: Ints, points: Floats) -> dict[int, Floats]:
    """What emissions and continuations (columns x 5 x atoms to the end of the line, by atom in mid-line) are worth more
    when the cell begins there -> by atom, the sums for cells of one atom, two, … and of more than the line has."""
    found: dict[int, Floats] = {}
    for begin, end in pairwise([0, *(np.flatnonzero(np.diff(starts)) + 1), len(starts)]):
        if end > begin:
            emit, cont = points[:, :2, begin:end].sum(axis=1), points[:, 2:, begin:end].sum(axis=1)
            found[int(starts[begin])] = np.cumsum(np.pad(emit, ((0, 0), (0, 1))), axis=1) + np.cumsum(
                np.pad(cont, ((0, 0), (1, 0))), axis=1
            )
    return found


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
        """Scores of the cells that begin at `i` and end at `i + 1` … `last`, without how they begin (columns x lengths)."""
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
    """The best rows of a table, the scorer that judged them, what the table said about itself on the way, and the atoms in
    the measure it was printed by."""

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
    widths = first_widths(roles)
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
        rows = _Search(scorer, atoms, len(roles), index, limits, marks).run()
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
