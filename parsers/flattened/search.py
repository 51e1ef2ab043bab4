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

from kehoach.parsers.flattened.adapt import GROUP, FlatCell, FlatRow
from kehoach.parsers.flattened.features import MAX_LENGTH, Floats, Ints
from kehoach.parsers.flattened.score import Scorer

Marks: TypeAlias = dict[int, Floats]
"""By atom with which a cell begins: columns + 1 x lengths."""

WORST = -1e18
MAX_TITLE = 8
"""A group's title has so many atoms at most."""
UNLIKE = 0.5
"""Pages that are searched together have at least this share of the longest one's atoms."""

LEFT_OUT = -2
ROW, REST, TITLE = 0, 1, 2


def best_rows(
    scorer: Scorer, marks: Marks, pages: Sequence[int], columns: int, index: int | None
) -> list[FlatRow]:
    """The best rows. `marks`: what else the cells from an atom on are worth; `pages`: the first
    atom of each page, and the number of atoms; `index`: the column of the rows' numbers."""
    lengths = np.diff(pages)
    order = np.argsort(-lengths, kind="stable")
    found: dict[int, list[FlatRow]] = {}
    at = 0
    while at < len(order):
        together = order[at:][lengths[order[at:]] >= UNLIKE * lengths[order[at]]]
        search = _Search(
            scorer, marks, np.asarray(pages)[together], lengths[together], columns, index
        )
        found.update(zip(map(int, together), search.run(), strict=True))
        at += len(together)
    return [row for page in sorted(found) for row in found[page]]


class _Search:
    """The tables of the dynamic programme, by page (longest first) and atom of the page. `done[p,
    t, c, i]`: best score with `c` columns of the row behind, the last cell ending before atom `i`;
    `t` ROW or REST."""

    def __init__(
        self,
        scorer: Scorer,
        marks: Marks,
        begins: Ints,
        lengths: Ints,
        columns: int,
        index: int | None,
    ) -> None:
        self.s, self.marks, self.begins, self.lengths = scorer, marks, begins, lengths
        self.columns, self.index, self.first = columns, index, [int(begin) for begin in begins]
        pages, longest = len(begins), int(lengths[0])
        places = begins[:, None] + np.arange(longest + 1)
        inner = np.minimum(places[:, :-1], scorer.start.shape[1] - 1)
        outer = np.minimum(places, scorer.start.shape[1])
        by_page = (1, 0, 2)
        self.start = scorer.start[:, inner].transpose(by_page)
        self.emit = scorer.emit[:, outer].transpose(by_page)
        self.cont = scorer.cont[:, outer].transpose(by_page)
        beyond = np.arange(longest) >= lengths[:, None]
        self.end = np.where(beyond[:, None, :], -np.inf, scorer.end[:, inner].transpose(by_page))
        self.kinds = (ROW, REST) if begins.any() else (ROW,)
        self.gone = np.concatenate([[0.0], np.cumsum(scorer.absent[1, :columns])])
        self.new_row = scorer.row[ROW] + np.concatenate(
            [[0.0], np.cumsum(scorer.absent[0, : columns - 1])]
        )
        gone = np.cumsum(scorer.absent_rest[:columns], axis=0)
        self.gone_rest = np.pad(gone, ((1, 0), (0, 0)))[:, inner].transpose(by_page)
        shape = (pages, 2, columns + 1, longest + 1)
        self.done = np.full(shape, WORST)
        self.back: Ints = np.full(
            shape, -1, dtype=np.int64
        )  # where the last cell began, or LEFT_OUT
        self.fresh = np.zeros(shape, dtype=bool)  # the last cell was the first of its row
        self.ready = np.full((pages, longest + 1), WORST)
        self.ready_from: Ints = np.full(
            (pages, longest + 1), -1, dtype=np.int64
        )  # ROW, REST or TITLE
        self.indexed = np.full((pages, longest + 1), WORST)  # a group's number read
        self.title = np.full((pages, longest + 1), WORST)
        self.title_back: Ints = np.full((pages, longest + 1), -1, dtype=np.int64)
        self.title_numbered = np.zeros((pages, longest + 1), dtype=bool)

    def run(self) -> list[list[FlatRow]]:
        """The best rows of each page."""
        self.ready[:, 0] = 0.0
        longest = int(self.lengths[0])
        for i in range(longest + 1):
            held = int(
                np.searchsorted(-self.lengths, -i, side="right")
            )  # pages that have so many atoms
            if i:
                self._close(i, held)
            if i < longest:
                self._rows_from(i, int(np.searchsorted(-self.lengths, -i, side="left")))
        return [self._trace(page) for page in range(len(self.begins))]

    def _close(self, i: int, held: int) -> None:
        """Leave out columns behind atom `i`; a row with all columns behind is ready."""
        for kind in self.kinds:
            behind = self.done[:held, kind, :, i]
            gone = self.gone if kind == ROW else self.gone_rest[:held, :, i - 1]
            own = behind - gone
            best = np.maximum.accumulate(own, axis=1)
            out = best > own
            np.copyto(behind, best + gone, where=out)
            np.copyto(self.back[:held, kind, :, i], LEFT_OUT, where=out)
            self._end(kind, behind[:, -1], i, held)
        self._end(TITLE, self.title[:held, i], i, held)

    def _end(self, kind: int, value: Floats, i: int, held: int) -> None:
        """Rows of a kind that may end before atom `i`."""
        better = value > self.ready[:held, i]
        np.copyto(self.ready[:held, i], value, where=better)
        np.copyto(self.ready_from[:held, i], kind, where=better)

    def _rows_from(self, i: int, held: int) -> None:
        """Cells that begin with atom `i`, of rows in progress and of new ones."""
        cells = self._cells(i, held)
        begun = self.ready[:held, i] + (self._dropped(held) if i == 0 else 0.0)
        self._fill(ROW, i, held, begun[:, None] + self.new_row, self.start[:held, :-1, i], cells)
        if i == 0:
            new = (
                self.s.row[REST]
                + self.gone_rest[:held, :-1, 0]
                + np.where(self.begins > 0, 0.0, WORST)[:held, None]
            )
            self._fill(REST, i, held, new, self.s.rest[:-1, self.begins[:held]].T, cells)
        elif len(self.kinds) > 1 and self.done[:held, REST, : self.columns, i].max() > WORST / 2:
            rest = self.s.rest[:-1, self.begins[:held] + i].T
            self._fill(REST, i, held, np.full((held, self.columns), WORST), rest, cells)
        self._titles_from(i, held, begun + self.s.row[TITLE], cells)

    def _dropped(self, held: int) -> Floats:
        """What it costs that pages begin without the rest of a row; the first page has none."""
        begins = self.begins[:held]
        costs: Floats = np.where(begins > 0, self.s.dropped[begins], 0.0)
        return costs

    def _fill(
        self, kind: int, i: int, held: int, new: Floats, opening: Floats, cells: Floats
    ) -> None:
        """Cells of rows of a kind. `new`: what a row is worth that begins here, by page and column;
        `opening`: what beginning is worth."""
        base = self.done[:held, kind, : self.columns, i]
        fresh = new > base
        base = np.where(fresh, new, base)
        value = np.where(base > WORST / 2, base + opening, -np.inf)
        reach = value[:, :, None] + cells[:, :-1]
        place = slice(held), kind, slice(1, None), slice(i + 1, i + 1 + reach.shape[2])
        better = reach > self.done[place]
        np.copyto(self.done[place], reach, where=better)
        np.copyto(self.back[place], i, where=better)
        np.copyto(self.fresh[place], fresh[:, :, None], where=better)

    def _cells(self, i: int, held: int) -> Floats:
        """Scores of the cells that begin at `i` and end at `i + 1`, …, without how they begin
        (pages x columns x lengths); those that go on over the page's end are worth nothing."""
        last = min(i + MAX_LENGTH, int(self.lengths[0]))
        scores: Floats = self.emit[:held, :, i + 1 : last + 1] + self.cont[:held, :, i:last]
        scores += self.end[:held, :, i:last]
        scores += self.s.length[:, 1 : last - i + 1]
        scores -= (self.emit[:held, :, i] + self.cont[:held, :, i])[:, :, None]
        for page, begin in enumerate(self.first[:held]):
            marks, late = self.marks.get(begin + i), self.s.late.get(begin + i)
            if marks is not None:
                scores[page, :, : marks.shape[1]] += marks
            if late is not None:
                count = min(last, int(self.lengths[page])) - i
                line = min(late.shape[1], count)
                scores[page, :, :line] += late[:, :line]
                scores[page, :, line:count] += late[:, -1:]
        return scores

    def _titles_from(self, i: int, held: int, begun: Floats, cells: Floats) -> None:
        """Titles of groups that begin with atom `i`, after their number or without one."""
        numbered = self.indexed[:held, i] > begun
        base = np.where(numbered, self.indexed[:held, i], begun)
        if self.index is not None:
            self.indexed[:held, i + 1] = (
                begun + self.start[:held, self.index, i] + cells[:, self.index, 0]
            )
        value = np.where(base > WORST / 2, base + self.start[:held, -1, i], -np.inf)
        reach = value[:, None] + cells[:, -1, :MAX_TITLE]
        place = slice(held), slice(i + 1, i + 1 + reach.shape[1])
        better = reach > self.title[place]
        np.copyto(self.title[place], reach, where=better)
        np.copyto(self.title_back[place], i, where=better)
        np.copyto(self.title_numbered[place], numbered[:, None], where=better)

    def _trace(self, page: int) -> list[FlatRow]:
        """The best rows of a page, from its end."""
        rows: list[FlatRow] = []
        i, begin = int(self.lengths[page]), int(self.begins[page])
        while i > 0:
            kind = int(self.ready_from[page, i])
            if kind < 0:
                raise AssertionError("every table has a segmentation")
            cells = list(self._title(page, i) if kind == TITLE else self._row(page, kind, i))
            rows.append(FlatRow(("row", "rest", "group")[kind], tuple(
                FlatCell(cell.col, begin + cell.first, begin + cell.last) for cell in reversed(cells)
            )))  # fmt: skip
            i = cells[-1].first
        return rows[::-1]

    def _title(self, page: int, i: int) -> Iterator[FlatCell]:
        """The title that ends before atom `i`, then its number."""
        begin = int(self.title_back[page, i])
        yield FlatCell(GROUP, begin, i)
        if self.title_numbered[page, i]:
            yield FlatCell(self.index or 0, begin - 1, begin)

    def _row(self, page: int, kind: int, i: int) -> Iterator[FlatCell]:
        """The cells of the row that ends before atom `i`, the last first."""
        c, fresh = self.columns, False
        while not fresh:
            back = int(self.back[page, kind, c, i])
            if back == LEFT_OUT:
                c -= 1
                continue
            yield FlatCell(c - 1, back, i)
            fresh = bool(self.fresh[page, kind, c, i])
            c, i = c - 1, back
