"""The search for the best segmentation of a flattened table, given what every cell is worth.

The state is the next column to fill; a step takes a run of atoms as its cell or leaves the column
out. A page break ends the row in progress, so that pages do not depend on each other: they are
searched side by side, as one more dimension of the arrays. Time grows with atoms x columns x
longest cell, so linearly with the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from kehoach.parsers.flattened.score import Scorer
from kehoach.parsers.flattened.segmentation import (
    GROUP,
    MAX_LENGTH,
    ROW_KINDS,
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
        search = _Search(scorer, marks, begins, lengths[together], index)
        rows_of.update(zip(together.tolist(), search.run(), strict=True))
        done += len(together)
    return [row for page in sorted(rows_of) for row in rows_of[page]]


class _Search:
    """The tables of the dynamic programme, by page (longest first) and atom of the page.

    `done[p, t, c, i]`: best score with `c` columns of the row behind, the last cell ending before
    atom `i`; `t` is ROW or REST. `back`: where that cell began, or LEFT_OUT; `fresh`: it was the
    first of its row. `ready[p, i]`: best score with all rows ending before atom `i`, `ready_from`:
    the kind of the last one. `indexed`: the same with a group's number read, `title` with its
    title, which began at `title_back`, after a number or not (`title_numbered`).

    In the methods, `active` is how many pages, from the first on, have as many atoms.
    """

    def __init__(
        self, scorer: Scorer, marks: Marks, begins: Ints, lengths: Ints, index: int | None
    ) -> None:
        self.scorer, self.marks, self.index = scorer, marks, index
        self.begins, self.lengths = begins, lengths
        self.columns = len(scorer.starting) - 1
        self.kinds = (ROW, REST) if begins.any() else (ROW,)
        self._lay_scores_by_page()
        pages, longest = len(begins), int(lengths[0])
        by_place = (pages, longest + 1)
        by_column = (pages, 2, self.columns + 1, longest + 1)
        self.done = np.full(by_column, WORST)
        self.back: Ints = np.full(by_column, NOWHERE, dtype=np.int64)
        self.fresh = np.zeros(by_column, dtype=bool)
        self.ready = np.full(by_place, WORST)
        self.ready_from: Ints = np.full(by_place, NOWHERE, dtype=np.int64)
        self.indexed = np.full(by_place, WORST)
        self.title = np.full(by_place, WORST)
        self.title_back: Ints = np.full(by_place, NOWHERE, dtype=np.int64)
        self.title_numbered = np.zeros(by_place, dtype=bool)

    def _lay_scores_by_page(self) -> None:
        """The scorer's arrays (columns x atoms) as pages x columns x atoms of the page."""
        scorer, columns = self.scorer, self.columns
        longest, count = int(self.lengths[0]), scorer.starting.shape[1]
        places = self.begins[:, None] + np.arange(longest + 1)
        atoms = np.minimum(places[:, :-1], count - 1)
        bounds = np.minimum(places, count)
        beyond = np.arange(longest) >= self.lengths[:, None]
        by_page = (1, 0, 2)
        self.starting = scorer.starting[:, atoms].transpose(by_page)
        self.in_cell = scorer.in_cell[:, bounds].transpose(by_page)
        self.onward = scorer.onward[:, bounds].transpose(by_page)
        ending = scorer.ending[:, atoms].transpose(by_page)
        self.ending = np.where(beyond[:, None, :], -np.inf, ending)
        above, inside = scorer.gap
        self.gone = np.concatenate([[0.0], np.cumsum(inside[:columns])])
        gone_above = np.concatenate([[0.0], np.cumsum(above[: columns - 1])])
        self.new_row = scorer.rows[ROW] + gone_above
        gone_in_rest = np.pad(np.cumsum(scorer.gap_in_rest[:columns], axis=0), ((1, 0), (0, 0)))
        self.gone_in_rest = gone_in_rest[:, atoms].transpose(by_page)

    def run(self) -> list[list[FlatRow]]:
        """The best rows of each page."""
        self.ready[:, 0] = 0.0
        longest = int(self.lengths[0])
        for atom in range(longest + 1):
            if atom:
                ending = int(np.searchsorted(-self.lengths, -atom, side="right"))
                self._close(atom, ending)
            if atom < longest:
                going_on = int(np.searchsorted(-self.lengths, -atom, side="left"))
                self._rows_from(atom, going_on)
        return [self._trace(page) for page in range(len(self.begins))]

    def _close(self, atom: int, active: int) -> None:
        """Leave out columns behind `atom`; a row with all columns behind is ready."""
        for kind in self.kinds:
            behind = self.done[:active, kind, :, atom]
            gone = self.gone if kind == ROW else self.gone_in_rest[:active, :, atom - 1]
            paid = behind - gone
            best = np.maximum.accumulate(paid, axis=1)
            left_out = best > paid
            np.copyto(behind, best + gone, where=left_out)
            np.copyto(self.back[:active, kind, :, atom], LEFT_OUT, where=left_out)
            self._end(kind, behind[:, -1], atom, active)
        self._end(TITLE, self.title[:active, atom], atom, active)

    def _end(self, kind: int, value: Floats, atom: int, active: int) -> None:
        """Rows of a kind that may end before `atom`."""
        better = value > self.ready[:active, atom]
        np.copyto(self.ready[:active, atom], value, where=better)
        np.copyto(self.ready_from[:active, atom], kind, where=better)

    def _rows_from(self, atom: int, active: int) -> None:
        """Cells that begin with `atom`, of rows in progress and of new ones."""
        cells = self._cells(atom, active)
        begun = self.ready[:active, atom]
        if atom == 0:
            begun = begun + self._dropped(active)
        self._fill(ROW, atom, begun[:, None] + self.new_row, cells)
        if atom == 0:
            possible = np.where(self.begins > 0, 0.0, WORST)[:active, None]
            gone = self.gone_in_rest[:active, :-1, 0]
            self._fill(REST, atom, self.scorer.rows[REST] + gone + possible, cells)
        elif len(self.kinds) > 1 and self._rests_in_progress(atom, active):
            self._fill(REST, atom, np.full((active, self.columns), WORST), cells)
        self._titles_from(atom, begun + self.scorer.rows[TITLE], cells)

    def _rests_in_progress(self, atom: int, active: int) -> bool:
        return bool(self.done[:active, REST, : self.columns, atom].max() > POSSIBLE)

    def _dropped(self, active: int) -> Floats:
        """What it costs that pages begin without the rest of a row; the first page has none."""
        begins = self.begins[:active]
        costs: Floats = np.where(begins > 0, self.scorer.dropped[begins], 0.0)
        return costs

    def _opening(self, kind: int, atom: int, active: int) -> Floats:
        """What beginning with `atom` is worth to cells of a kind of rows (pages x columns)."""
        if kind == ROW:
            return self.starting[:active, :-1, atom]
        return self.scorer.going_on[:-1, self.begins[:active] + atom].T

    def _fill(self, kind: int, atom: int, new: Floats, cells: Floats) -> None:
        """Cells of rows of a kind that begin with `atom`. `new`: what a row is worth that begins
        here, by page and column; `cells`: `_cells`."""
        active = len(new)
        base = self.done[:active, kind, : self.columns, atom]
        fresh = new > base
        base = np.where(fresh, new, base)
        value = np.where(base > POSSIBLE, base + self._opening(kind, atom, active), -np.inf)
        reached = value[:, :, None] + cells[:, :-1]
        ends = slice(atom + 1, atom + 1 + reached.shape[2])
        place = slice(active), kind, slice(1, None), ends
        better = reached > self.done[place]
        np.copyto(self.done[place], reached, where=better)
        np.copyto(self.back[place], atom, where=better)
        np.copyto(self.fresh[place], fresh[:, :, None], where=better)

    def _cells(self, atom: int, active: int) -> Floats:
        """Scores of the cells that begin with `atom` and end before the next, the one after, …,
        without how they begin (pages x columns x lengths); those that go on over the page's end are
        worth nothing."""
        last = min(atom + MAX_LENGTH, int(self.lengths[0]))
        ends = slice(atom + 1, last + 1)
        atoms = slice(atom, last)
        scores: Floats = self.in_cell[:active, :, ends] + self.onward[:active, :, atoms]
        scores += self.ending[:active, :, atoms]
        scores += self.scorer.length[:, 1 : last - atom + 1]
        before = self.in_cell[:active, :, atom] + self.onward[:active, :, atom]
        scores -= before[:, :, None]
        for page, begin in enumerate(self.begins[:active].tolist()):
            marks = self.marks.get(begin + atom)
            if marks is not None:
                scores[page, :, : marks.shape[1]] += marks
            late = self.scorer.late.get(begin + atom)
            if late is not None:
                count = min(last, int(self.lengths[page])) - atom
                on_line = min(late.shape[1], count)
                scores[page, :, :on_line] += late[:, :on_line]
                scores[page, :, on_line:count] += late[:, -1:]
        return scores

    def _titles_from(self, atom: int, begun: Floats, cells: Floats) -> None:
        """Titles of groups that begin with `atom`, after their number or without one. `begun`: what
        a group is worth that begins here, by page."""
        active = len(begun)
        numbered = self.indexed[:active, atom] > begun
        base = np.where(numbered, self.indexed[:active, atom], begun)
        if self.index is not None:
            opening = self.starting[:active, self.index, atom]
            self.indexed[:active, atom + 1] = begun + opening + cells[:, self.index, 0]
        value = np.where(base > POSSIBLE, base + self.starting[:active, -1, atom], -np.inf)
        reached = value[:, None] + cells[:, -1, :MAX_TITLE]
        place = slice(active), slice(atom + 1, atom + 1 + reached.shape[1])
        better = reached > self.title[place]
        np.copyto(self.title[place], reached, where=better)
        np.copyto(self.title_back[place], atom, where=better)
        np.copyto(self.title_numbered[place], numbered[:, None], where=better)

    def _trace(self, page: int) -> list[FlatRow]:
        """The best rows of a page, from its end."""
        rows: list[FlatRow] = []
        end, begin = int(self.lengths[page]), int(self.begins[page])
        while end > 0:
            kind = int(self.ready_from[page, end])
            if kind == NOWHERE:
                raise AssertionError("every table has a segmentation")
            cells = list(self._title(page, end) if kind == TITLE else self._row(page, kind, end))
            end = cells[-1].first
            in_table = [
                FlatCell(cell.column, begin + cell.first, begin + cell.last)
                for cell in reversed(cells)
            ]
            rows.append(FlatRow(ROW_KINDS[kind], tuple(in_table)))
        return rows[::-1]

    def _title(self, page: int, end: int) -> Iterator[FlatCell]:
        """The title that ends before atom `end` of the page, then its number."""
        begin = int(self.title_back[page, end])
        yield FlatCell(GROUP, begin, end)
        if self.title_numbered[page, end]:
            yield FlatCell(self.index or 0, begin - 1, begin)

    def _row(self, page: int, kind: int, end: int) -> Iterator[FlatCell]:
        """The cells of the row that ends before atom `end` of the page, the last first."""
        behind, fresh = self.columns, False
        while not fresh:
            begin = int(self.back[page, kind, behind, end])
            if begin == LEFT_OUT:
                behind -= 1
                continue
            yield FlatCell(behind - 1, begin, end)
            fresh = bool(self.fresh[page, kind, behind, end])
            behind, end = behind - 1, begin
