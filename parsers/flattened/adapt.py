"""What a flattened table says about itself, once a first segmentation is there: how wide its
columns are, which words stand in them, how their cells begin, which are never empty, how cells go
on over a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.broken import BrokenCells, broken_cells, own_rests
from kehoach.parsers.flattened.lines import (
    FIT,
    SLACK,
    fitting_measure,
    own_breaks,
    own_fit,
    own_slack,
)
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import FlatRow, Floats, TableColumns

SELDOM = -2.5
"""Log odds of an empty cell where nothing is known of the table yet."""
FEW = 0.3
"""So many sightings are taken for granted of each word, and of each text at a cell's beginning."""
SEEN_ELSEWHERE = 2
"""What was not seen so often elsewhere says nothing."""
MOST_WORDS_SAY = 2.0
LEAST_ODDS, MOST_ODDS = -4.0, 1.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How usual it is among the cells found so far, in log odds by column (columns + 1): that one
    begins with a small letter (the same for all columns), that one of a numbered column begins
    without its number, that one holds a second number of its column."""

    small_letter: Floats
    unnumbered: Floats
    number_inside: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What a segmentation tells the next one.

    `pieces`: the atoms in the measure that the table's lines were broken by; `widths`: of the
    columns in that measure (columns + 1 x pages). The rest in log odds: `words`, `starts` and
    `going_on` (columns + 1 x atoms), `missing` (2 x columns, see `own_absence`), `slack`, `fit` (by
    class) and `breaks` (by atom), see `lines`; `broken` and `habits`.
    """

    pieces: Pieces
    widths: Floats
    words: Floats
    starts: Floats
    missing: Floats
    going_on: Floats
    broken: BrokenCells
    slack: Floats
    breaks: Floats
    fit: Floats
    habits: Habits

    @classmethod
    def neutral(cls, pieces: Pieces, widths: Floats) -> Adaptation:
        """Before any segmentation: nothing is told but that cells are seldom missing."""
        columns = len(widths) - 1
        nowhere = np.zeros((columns + 1, len(pieces.letters)))
        never = np.zeros(columns + 1)
        return cls(
            pieces=pieces,
            widths=widths,
            words=nowhere,
            starts=nowhere,
            missing=np.full((2, columns), SELDOM),
            going_on=nowhere,
            broken=BrokenCells(nowhere, nowhere, room=nowhere),
            slack=np.zeros(len(SLACK) + 1),
            breaks=np.zeros(len(pieces.letters)),
            fit=np.zeros(len(FIT) + 1),
            habits=Habits(never, never, number_inside=never),
        )


def adapt(
    rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: TableColumns, before: Adaptation
) -> Adaptation:
    """A segmentation of a table (one atom or more) -> what it tells the next. `before` is what it
    was found with."""
    count = len(columns.roles)
    pieces, widths = fitting_measure(rows, before.pieces, before=before.widths)
    slack = own_slack(rows, pieces, widths=widths)
    return Adaptation(
        pieces=pieces,
        widths=widths,
        words=own_words(rows, pieces, columns=count),
        starts=own_starts(rows, atoms, columns=count),
        missing=own_absence(rows, count),
        going_on=own_rests(rows, atoms, columns=count),
        broken=broken_cells(rows, atoms, pieces=pieces, widths=widths, slack=slack),
        slack=slack,
        breaks=own_breaks(rows, pieces),
        fit=own_fit(rows, pieces, widths=widths),
        habits=own_habits(rows, pieces, columns=columns),
    )


def own_habits(rows: Sequence[FlatRow], pieces: Pieces, columns: TableColumns) -> Habits:
    """How the cells found so far begin. Rows at the top of a page are left out: they may be
    rests."""
    small_letters, capitals = 0, 0
    numbered, unnumbered, inside = np.zeros((3, len(columns.roles) + 1))
    for row in rows:
        if row.kind != "row" or pieces.opens_page[row.cells[0].first]:
            continue
        for cell in row.cells:
            small_letters += bool(pieces.lower[cell.first])
            capitals += bool(pieces.upper[cell.first])
            if family := columns.families[cell.column]:
                own_number = pieces.family[cell.first : cell.last] == family
                numbered[cell.column] += own_number[0]
                unnumbered[cell.column] += not own_number[0]
                inside[cell.column] += own_number[1:].sum()
    small_odds = _habit_odds(np.array(small_letters), np.array(capitals))
    return Habits(
        small_letter=np.full(len(numbered), small_odds),
        unnumbered=_habit_odds(unnumbered, numbered),
        number_inside=_habit_odds(inside, numbered),
    )


def _habit_odds(seen: Floats, against: Floats) -> Floats:
    odds: Floats = np.clip(np.log((seen + 0.5) / (against + 0.5)), LEAST_ODDS, MOST_ODDS)
    return odds


def own_words(rows: Sequence[FlatRow], pieces: Pieces, columns: int) -> Floats:
    """What the words of each atom say about its column, from how often they stand in the other
    cells found so far: offices and deadlines repeat down a column. (columns + 1 x atoms), in log
    odds; unknown words say nothing. A word itself does not count, or each guess would speak for
    itself."""
    words = pieces.words
    size = int(words.max()) + 1
    column_of = np.zeros(len(pieces.letters), dtype=np.int64)
    for row in rows:
        for cell in row.cells:
            column_of[cell.atoms] = cell.column % (columns + 1)  # GROUP: the last one
    word_columns = column_of[pieces.owner]
    counts = np.zeros((columns + 1, size))
    np.add.at(counts, (word_columns, words), 1.0)
    others = counts[:, words]
    others[word_columns, np.arange(len(words))] -= 1.0
    in_column = counts.sum(axis=1, keepdims=True)
    shares = (others + FEW) / (in_column + FEW * size)
    mean_share = shares.mean(axis=0, keepdims=True)
    odds = np.log(shares) - np.log(mean_share)
    odds = np.clip(odds, -MOST_WORDS_SAY, MOST_WORDS_SAY)
    seen_elsewhere = others.sum(axis=0) >= SEEN_ELSEWHERE
    telling = seen_elsewhere & (words != 0)
    odds[:, ~telling] = 0.0
    return np.stack([pieces.mean_over(of_column) for of_column in odds])


def own_absence(rows: Sequence[FlatRow], columns: int) -> Floats:
    """What an empty cell of each column costs or earns in this table, left of a row's first cell
    and right of it (2 x columns), from how often the column is empty there in the rows found so
    far: where every row has its number, one without is suspicious."""
    empty, filled = np.zeros((2, columns)), np.zeros(columns)
    above, inside = empty
    for row in rows:
        if row.kind == "row":
            present = [cell.column for cell in row.cells]
            first = present[0]
            filled[present] += 1
            above[:first] += 1
            inside[first:] += 1
            inside[present] -= 1
    odds = np.log((empty + 1.0) / (filled + 1.0))
    return np.clip(odds, -3.0, 1.0)


def own_starts(rows: Sequence[FlatRow], atoms: Sequence[Atom], columns: int) -> Floats:
    """What the text of each atom says about beginning a cell of a column, from how often the same
    text elsewhere did so far, against standing anywhere else (columns + 1 x atoms)."""
    elsewhere = columns + 1
    begun_column = np.full(len(atoms), elsewhere)
    counts_by_text: dict[str, Floats] = {}
    for row in rows:
        for cell in row.cells:
            begun_column[cell.first] = cell.column % (columns + 1)
            for number in range(cell.first, cell.last):
                counts = counts_by_text.setdefault(atoms[number].text, np.zeros(columns + 2))
                counts[begun_column[number]] += 1
    points = np.zeros((columns + 1, len(atoms)))
    for number, atom in enumerate(atoms):
        counts = counts_by_text[atom.text].copy()
        counts[begun_column[number]] -= 1
        total = counts.sum()
        if total >= SEEN_ELSEWHERE:
            begun = counts[:-1]
            others = total - begun
            odds = np.log((begun + FEW) / (others + FEW))
            points[:, number] = np.clip(odds, -MOST_WORDS_SAY, MOST_WORDS_SAY)
    return points
