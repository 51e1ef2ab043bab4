"""The search for the best segmentation of a flattened table, given what every cell is worth.

The state is the next column to fill; a step takes a run of atoms as its cell or leaves the column
out. A page break ends the row in progress, so that pages do not depend on each other: they are
searched side by side, as one more dimension of the arrays. Time grows with atoms x columns x
longest cell, so linearly with the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from kehoach.parsers.flattened.score import Scorer
from kehoach.parsers.flattened.segmentation import (
    GROUP,
    MAX_LENGTH,
    ROW_KINDS,
    Flags,
    FlatCell,
    FlatRow,
    Floats,
    Ints,
)

Marks: TypeAlias = dict[int, Floats]
"""By atom with which a cell begins: columns + 1 x lengths."""

WORST = -1e18
POSSIBLE = WORST / 2
"""What is worth less was never reached."""
MAX_TITLE = 8
"""A group's title has so many atoms at most."""
UNLIKE = 0.5
"""Pages that are searched together have at least this share of the longest one's atoms."""

NOWHERE = -1
LEFT_OUT = -2
ROW, REST, TITLE = range(len(ROW_KINDS))


def best_rows(
    scorer: Scorer, marks: Marks, pages: Sequence[int], index: int | None
) -> list[FlatRow]:
    """The best rows. `marks`: what else the cells from an atom on are worth; `pages`: the first
    atom of each page, and the number of atoms; `index`: the column of the rows' numbers."""
    lengths = np.diff(pages)
    longest_first = np.argsort(-lengths, kind="stable")
    rows_of: dict[int, list[FlatRow]] = {}
    done = 0
    while done < len(longest_first):
        waiting = longest_first[done:]
        together = waiting[lengths[waiting] >= UNLIKE * lengths[waiting[0]]]
        begins = np.asarray(pages)[together]
        search = _Search(scorer, marks, begins=begins, lengths=lengths[together], index=index)
        rows_of.update(zip(together.tolist(), search.run(), strict=True))
        done += len(together)
    return [row for page in sorted(rows_of) for row in rows_of[page]]


@dataclass(slots=True)
class _Best:
    """The best scores found so far by place, and of the last step that led there: where it began
    (`back`), and a fact about it (`marked`)."""

    score: Floats
    back: Ints
    marked: Flags

    @classmethod
    def nothing(cls, *shape: int) -> _Best:
        """Nothing found yet."""
        return cls(
            score=np.full(shape, WORST),
            back=np.full(shape, NOWHERE, dtype=np.int64),
            marked=np.zeros(shape, dtype=np.bool_),
        )

    def offer(self, place: Any, score: Floats, back: int, marked: Flags | bool = False) -> None:
        """Take the scores that are better than those at a place (an index of the arrays)."""
        better = score > self.score[place]
        np.copyto(self.score[place], score, where=better)
        np.copyto(self.back[place], back, where=better)
        np.copyto(self.marked[place], marked, where=better)


class _PageScores:
    """The arrays of a scorer (columns x atoms) by page: pages x columns x atoms of the page."""

    def __init__(self, scorer: Scorer, begins: Ints, lengths: Ints) -> None:
        count, longest = scorer.starting.shape[1], int(lengths[0])
        bounds = begins[:, None] + np.arange(longest + 1)
        atoms = np.minimum(bounds[:, :-1], count - 1)
        bounds = np.minimum(bounds, count)
        self.starting = _by_page(scorer.starting, atoms)
        self.in_cell = _by_page(scorer.in_cell, bounds)
        self.onward = _by_page(scorer.onward, bounds)
        beyond = np.arange(longest) >= lengths[:, None]
        self.ending = _by_page(scorer.ending, atoms)
        self.ending = np.where(beyond[:, None, :], -np.inf, self.ending)
        columns = len(scorer.starting) - 1
        above, inside = scorer.gap
        self.gone = _running_sum(inside[:columns])
        self.gone_above = _running_sum(above[: columns - 1])
        self.gone_in_rest = _by_page(_running_sum(scorer.gap_in_rest[:columns]), atoms)


def _by_page(scores: Floats, places: Ints) -> Floats:
    """Scores (columns x atoms) at places (pages x atoms) -> pages x columns x atoms."""
    return scores[:, places].transpose(1, 0, 2)


def _running_sum(prices: Floats) -> Floats:
    """Prices by column -> the sums of the first, from none to all."""
    sums = np.zeros((len(prices) + 1, *prices.shape[1:]))
    np.cumsum(prices, axis=0, out=sums[1:])
    return sums


class _Search:
    """The tables of the dynamic programme, by page (longest first) and atom of the page.

    `cells[kind]` (pages x columns + 1 x atoms + 1): the last cell ends before the atom, so many
    columns of the row are behind; `back` is where that cell began, or LEFT_OUT; `marked`: it was
    the first of its row. Pages x atoms + 1: `title` of a group, `marked` when a number stands
    before; `indexed`, a group's number was read; `ready`: all rows end before the atom, `back` is
    the kind of the last one.

    In the methods, `active` is how many pages, from the first on, have as many atoms.
    """

    def __init__(
        self, scorer: Scorer, marks: Marks, begins: Ints, lengths: Ints, index: int | None
    ) -> None:
        self.scorer, self.marks, self.index = scorer, marks, index
        self.begins, self.lengths = begins, lengths
        self.scores = _PageScores(scorer, begins, lengths=lengths)
        self.columns = len(scorer.starting) - 1
        pages, bounds = len(begins), int(lengths[0]) + 1
        self.kinds = (ROW, REST) if begins.any() else (ROW,)
        self.cells = [_Best.nothing(pages, self.columns + 1, bounds) for _ in self.kinds]
        self.title = _Best.nothing(pages, bounds)
        self.ready = _Best.nothing(pages, bounds)
        self.indexed = np.full((pages, bounds), WORST)

    def run(self) -> list[list[FlatRow]]:
        """The best rows of each page."""
        self.ready.score[:, 0] = 0.0
        longest = int(self.lengths[0])
        for atom in range(longest + 1):
            if atom:
                ended = int(np.searchsorted(-self.lengths, -atom, side="right"))
                self._close(atom, ended)
            if atom < longest:
                going_on = int(np.searchsorted(-self.lengths, -atom, side="left"))
                self._rows_from(atom, going_on)
        return [self._trace(page) for page in range(len(self.begins))]

    def _close(self, atom: int, active: int) -> None:
        """Leave out columns behind `atom`; a row with all columns behind is ready."""
        place = slice(active), atom
        for kind in self.kinds:
            gone = self.scores.gone
            if kind == REST:
                gone = self.scores.gone_in_rest[:active, :, atom - 1]
            behind = self.cells[kind].score[:active, :, atom]
            paid = behind - gone
            best = np.maximum.accumulate(paid, axis=1)
            left_out = best > paid
            np.copyto(behind, best + gone, where=left_out)
            np.copyto(self.cells[kind].back[:active, :, atom], LEFT_OUT, where=left_out)
            self.ready.offer(place, behind[:, -1], kind)
        self.ready.offer(place, self.title.score[place], TITLE)

    def _rows_from(self, atom: int, active: int) -> None:
        """Cells that begin with `atom`, of rows in progress and of new ones."""
        kinds = self.scorer.rows
        cells = self._cells(atom, active)
        begun = self.ready.score[:active, atom]
        if atom == 0:
            begun = begun + self._dropped(active)
        new_row = kinds[ROW] + self.scores.gone_above
        self._fill(ROW, atom, new=begun[:, None] + new_row, cells=cells)
        if atom == 0 and REST in self.kinds:
            self._fill(REST, atom, new=self._new_rest(active), cells=cells)
        elif REST in self.kinds and self._rests_in_progress(atom, active):
            self._fill(REST, atom, new=np.full((active, self.columns), WORST), cells=cells)
        self._titles_from(atom, begun + kinds[TITLE], cells=cells)

    def _dropped(self, active: int) -> Floats:
        """What it costs that pages begin without the rest of a row; the first page has none."""
        begins = self.begins[:active]
        costs: Floats = np.where(begins > 0, self.scorer.dropped[begins], 0.0)
        return costs

    def _new_rest(self, active: int) -> Floats:
        """What the rest of a row is worth that begins a page (pages x columns); the first page has
        none."""
        begins = self.begins[:active, None]
        gone = self.scores.gone_in_rest[:active, :-1, 0]
        rests: Floats = self.scorer.rows[REST] + gone + np.where(begins > 0, 0.0, WORST)
        return rests

    def _rests_in_progress(self, atom: int, active: int) -> bool:
        scores = self.cells[REST].score[:active, :-1, atom]
        return bool(scores.max() > POSSIBLE)

    def _opening(self, kind: int, atom: int, active: int) -> Floats:
        """What beginning with `atom` is worth to cells of a kind of rows (pages x columns)."""
        if kind == ROW:
            return self.scores.starting[:active, :-1, atom]
        atoms = self.begins[:active] + atom
        return self.scorer.going_on[:-1, atoms].T

    def _fill(self, kind: int, atom: int, new: Floats, cells: Floats) -> None:
        """Cells of rows of a kind that begin with `atom`. `new`: what a row is worth that begins
        here, by page and column; `cells`: `_cells`."""
        active = len(new)
        before = self.cells[kind].score[:active, :-1, atom]
        fresh = new > before
        base = np.where(fresh, new, before)
        opened = base + self._opening(kind, atom, active=active)
        opened = np.where(base > POSSIBLE, opened, -np.inf)
        scores = opened[:, :, None] + cells[:, :-1]
        place = slice(active), slice(1, None), _ends(atom, scores)
        self.cells[kind].offer(place, scores, atom, fresh[:, :, None])

    def _cells(self, atom: int, active: int) -> Floats:
        """Scores of the cells that begin with `atom` and end before the next, the one after, …,
        without how they begin (pages x columns x lengths); those that go on over the page's end are
        worth nothing."""
        by_page = self.scores
        last = min(atom + MAX_LENGTH, int(self.lengths[0]))
        atoms, bounds = slice(atom, last), slice(atom + 1, last + 1)
        in_cell, onward = by_page.in_cell[:active], by_page.onward[:active]
        scores: Floats = in_cell[:, :, bounds] + onward[:, :, atoms]
        scores += by_page.ending[:active, :, atoms]
        scores += self.scorer.length[:, 1 : last - atom + 1]
        before = in_cell[:, :, atom] + onward[:, :, atom]
        scores -= before[:, :, None]
        for page, begin in enumerate(self.begins[:active].tolist()):
            marks = self.marks.get(begin + atom)
            if marks is not None:
                scores[page, :, : marks.shape[1]] += marks
            late = self.scorer.late.get(begin + atom)
            if late is not None:
                count = min(last, int(self.lengths[page])) - atom
                _add_late(scores[page, :, :count], late)
        return scores

    def _titles_from(self, atom: int, begun: Floats, cells: Floats) -> None:
        """Titles of groups that begin with `atom`, after their number or without one. `begun`: what
        a group is worth that begins here, by page."""
        active = len(begun)
        starting = self.scores.starting[:active, :, atom]
        after_number = self.indexed[:active, atom]
        numbered = after_number > begun
        base = np.where(numbered, after_number, begun)
        if self.index is not None:
            number = begun + starting[:, self.index] + cells[:, self.index, 0]
            self.indexed[:active, atom + 1] = number
        opened = np.where(base > POSSIBLE, base + starting[:, -1], -np.inf)
        scores = opened[:, None] + cells[:, -1, :MAX_TITLE]
        place = slice(active), _ends(atom, scores)
        self.title.offer(place, scores, atom, numbered[:, None])

    def _trace(self, page: int) -> list[FlatRow]:
        """The best rows of a page, from its end."""
        rows: list[FlatRow] = []
        end = int(self.lengths[page])
        while end > 0:
            kind = int(self.ready.back[page, end])
            if kind == NOWHERE:
                raise AssertionError("every table has a segmentation")
            steps = self._title(page, end) if kind == TITLE else self._row(page, kind, end=end)
            cells = list(steps)
            end = cells[-1].first
            in_table = self._in_table(page, reversed(cells))
            rows.append(FlatRow(ROW_KINDS[kind], tuple(in_table)))
        return rows[::-1]

    def _in_table(self, page: int, cells: Iterator[FlatCell]) -> Iterator[FlatCell]:
        """Cells by atoms of the page -> by atoms of the table."""
        begin = int(self.begins[page])
        for cell in cells:
            yield FlatCell(cell.column, begin + cell.first, last=begin + cell.last)

    def _title(self, page: int, end: int) -> Iterator[FlatCell]:
        """The title that ends before atom `end` of the page, then its number."""
        begin = int(self.title.back[page, end])
        yield FlatCell(GROUP, begin, last=end)
        if self.title.marked[page, end]:
            yield FlatCell(self.index or 0, begin - 1, last=begin)

    def _row(self, page: int, kind: int, end: int) -> Iterator[FlatCell]:
        """The cells of the row that ends before atom `end` of the page, the last first."""
        cells = self.cells[kind]
        behind, first_of_row = self.columns, False
        while not first_of_row:
            begin = int(cells.back[page, behind, end])
            if begin == LEFT_OUT:
                behind -= 1
                continue
            yield FlatCell(behind - 1, begin, last=end)
            first_of_row = bool(cells.marked[page, behind, end])
            behind, end = behind - 1, begin


def _ends(atom: int, scores: Floats) -> slice:
    """Where cells end that begin with `atom`, when their scores (… x lengths) begin with those of
    one atom."""
    return slice(atom + 1, atom + 1 + scores.shape[-1])


def _add_late(scores: Floats, late: Floats) -> None:
    """Add what cells gain that begin in mid-line (`Scorer.late`) to those of a page (columns x
    lengths)."""
    on_line = min(late.shape[1], scores.shape[1])
    scores[:, :on_line] += late[:, :on_line]
    scores[:, on_line:] += late[:, -1:]
