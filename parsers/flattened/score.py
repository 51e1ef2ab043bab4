"""What every possible cell of a flattened table is worth, from the features of its atoms and the
learned weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kehoach.parsers.flattened.adapt import FIT, SLACK, Adaptation
from kehoach.parsers.flattened.features import (
    FIRST_WIDTHS,
    MAX_LENGTH,
    NESTED,
    ROLES,
    Floats,
    Ints,
    ListMarks,
    Pieces,
    Weights,
    length_class,
)

NEVER = 60.0
ELSEWHERE = 40.0
"""What it costs that a number stands in a cell whose column is not the one of its family, besides
what is learned."""
INDEX = ROLES.index("index")
ALL = slice(None)
SELDOM = -2.5
"""Log odds of an empty cell where nothing is known of the table yet."""


@dataclass(slots=True)
class Scorer:
    """The parts of every possible cell's score: columns x atoms (the last column is the
    group's)."""

    start: Floats
    rest: Floats
    emit: Floats  # running sums, one longer than the atoms
    cont: Floats  # running sums, one longer than the atoms
    end: Floats
    length: Floats  # columns x lengths
    shape: Floats  # columns x SHAPE
    lists: ListMarks
    late: dict[
        int, Floats
    ]  # by atom in mid-line, what cells that begin there gain: columns x lengths
    absent: Floats  # left of the row's first cell, right of it: 2 x columns + 1
    absent_rest: Floats  # columns + 1 x atoms
    dropped: (
        Floats  # by atom that opens a page: what it costs to leave all broken cells as they are
    )
    row: Floats

    def cell(self, col: int, first: int, last: int, rest: bool = False) -> float:
        """The score of one cell."""
        opening = self.rest[col] if rest else self.start[col]
        inside = (
            self.emit[col][last]
            - self.emit[col][first]
            + self.cont[col][last - 1]
            - self.cont[col][first]
        )
        shape = float((self.lists.of(first, last) @ self.shape[col])[last - first - 1])
        late = self.late.get(first)
        shape += float(late[col, min(last - first, late.shape[1]) - 1]) if late is not None else 0.0
        return (
            float(
                opening[first] + inside + self.end[col][last - 1] + self.length[col][last - first]
            )
            + shape
        )


def first_widths(roles: Sequence[str], pages: int) -> Floats:
    """Column widths by page, in letters, to begin with: those of such columns in general, narrower
    where there are many."""
    squeeze = 1.0 if len(roles) > 7 else 1.35
    widths = [FIRST_WIDTHS[r] * squeeze for r in roles] + [FIRST_WIDTHS["group"]]
    return np.tile(np.array(widths, dtype=float)[:, None], (1, pages))


def width_features(
    pieces: Pieces,
    widths: Floats,
    own: Adaptation | None,
    at: slice | Ints = ALL,
    begin: Floats | float = 0.0,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Atoms (those `at`, on lines that begin at `begin`) against a column's width by page: letters
    over it, and what the table says about lines so long (emission); a full line going on, a line
    broken off where the next word would have fitted, and what the table says about such lines
    (continuation from each atom)."""
    letters, width = pieces.letters[at] - begin, widths[pieces.page[at]]
    over = np.clip((letters - width - 2) / np.maximum(width, 4.0), 0, 3)
    share = (pieces.reach[at] - begin) / width
    ends = pieces.ends_line[at]
    fit = told = np.zeros(len(over))
    if own is not None:
        fit = ends * own.fit[np.searchsorted(FIT, letters / width)]
        told = pieces.broken[at] * own.slack[np.searchsorted(SLACK, share)]
    return over, fit, ends * (share > 1.0), ends * (share < 0.85), told


def number_features(
    pieces: Pieces, families: Sequence[int], col: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Atoms against the numbering of a column ("2.4." where tasks are of family 2): its own number,
    another one in a numbered column, a number of another column, a beginning without the number
    that the column's cells have."""
    family = families[col] if col < len(families) else 0
    mine = (pieces.family == family) & (family > 0)
    other = (pieces.family > 0) & (pieces.family != family) & (family > 0)
    foreign = np.isin(pieces.family, [f for f in families if f]) & (pieces.family != family)
    if not family:
        foreign &= pieces.no_index > 0  # "1.1" alone is an index in its column
    bare = (family > 0) & ~mine
    return (
        mine.astype(float),
        other.astype(float),
        foreign.astype(float),
        np.asarray(bare, dtype=float),
    )


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
    """Features and weights -> the scores of all cells. `cost` (columns + 1 x atoms) is added to the
    emissions; `own` is what the table says about itself."""
    ids = [ROLES.index(role) for role in (*roles, "group")]
    page = np.append(
        pieces.start[1:, 8], 0.0
    )  # the next atom opens a page: the cell was cut, its end says nothing
    count = len(pieces.letters)
    absent_rest = np.tile(w.absent_rest[ids][:, None], (1, count))
    lists = ListMarks.of_pieces(pieces)
    absent, dropped = w.absent[ids, absence_classes(roles)], np.zeros(count)
    absent[:, :-1] += w.own[ids[:-1], 3] * (own.missing if own is not None else SELDOM)
    if own is not None:
        unfinished = w.own[ids, 6][:, None] * own.unfinished
        absent_rest += unfinished
        dropped += unfinished.sum(axis=0)
    rows = (len(ids), count)
    starts, rests, emits, conts, ends = (np.zeros(rows) for _ in range(5))
    changes: list[Floats] = []
    first, last = pieces.words[pieces.offsets[:-1]], pieces.words[pieces.offsets[1:] - 1]
    lengths = [0, *(length_class(n) for n in range(1, MAX_LENGTH + 1))]
    small, lower = mid_sentence(pieces), pieces.start[:, 1]
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
        if own is not None:
            cont += w.own[r][13] * own.habits[2, col] * np.append(mine[1:], 0.0)
            numbered = (
                numbered
                + w.own[r][12] * own.habits[1, col] * bare
                + w.own[r][11] * own.habits[0, col] * lower
            )
        start, rest = (
            pieces.start @ w.start[r] + opening + numbered + w.rules[r][2] * small,
            pieces.start @ w.rest[r],
        )
        starts[col] = start if own is None else start + w.own[r][1] * own.starts[col]
        if own is not None:
            flow = own.flow[col]
            rest = rest + w.own[r][2] * own.going_on[col]
            rest += w.own[r][9] * own.room[col]
            rest += w.own[r][4] * np.maximum(flow, 0.0) + w.own[r][5] * np.maximum(-flow, 0.0)
        rests[col], emits[col], conts[col] = rest, emit, cont
        ends[col] = (pieces.end @ w.end[r] + ending) * (1 - page)
        moved = wide[:, None] * np.stack(
            width_features(pieces, widths[col], own, places, pieces.begin[middles])
        )
        changes.append(moved - points[:, places])
    length, late = w.length[ids][:, lengths], _gains(middles, np.array(changes))
    sums = [np.cumsum(np.pad(each, ((0, 0), (1, 0))), axis=1) for each in (emits, conts)]
    emit_sums, cont_sums = sums
    shape = w.shape[ids]
    return Scorer(
        starts, rests, emit_sums, cont_sums, ends, length, shape, lists, late, absent, absent_rest, dropped, w.row
    )  # fmt: skip


def absence_classes(roles: Sequence[str]) -> Ints:
    """For each column, and the group's, which of `ABSENT` it is left of a row's first cell and
    right of it (2 x columns + 1)."""
    finest = next((role for role in reversed(NESTED) if role in roles), None)
    left = [int(role != finest) for role in (*roles, "group")]
    return np.array([left, [2] * len(left)], dtype=np.int64)


def _in_mid_line(pieces: Pieces) -> tuple[Ints, Ints]:
    """Atoms in mid-line, each with every atom from it to the end of its line: two arrays,
    sorted."""
    pairs: list[tuple[int, int]] = []
    for k in map(int, np.flatnonzero(pieces.begin > 0)):
        end = k
        while end + 1 < len(pieces.line) and pieces.line[end + 1] == pieces.line[k]:
            end += 1
        pairs += [(k, at) for at in range(k, end + 1)]
    held = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return held[:, 0], held[:, 1]


def _gains(starts: Ints, points: Floats) -> dict[int, Floats]:
    """What emissions and continuations (columns x 5 x atoms to the end of the line, by atom in
    mid-line) are worth more when the cell begins there -> by atom, the sums for cells of one atom,
    two, … and of more than the line has."""
    found: dict[int, Floats] = {}
    for begin, end in pairwise([0, *(np.flatnonzero(np.diff(starts)) + 1), len(starts)]):
        if end > begin:
            emit, cont = points[:, :2, begin:end].sum(axis=1), points[:, 2:, begin:end].sum(axis=1)
            found[int(starts[begin])] = np.cumsum(
                np.pad(emit, ((0, 0), (0, 1))), axis=1
            ) + np.cumsum(np.pad(cont, ((0, 0), (1, 0))), axis=1)
    return found
