"""The best segmentation of a flattened table: rows of cells in the order of the columns, found at
once for all of it.

A semi-Markov model (Sarawagi & Cohen 2004), searched by `search`. A page break ends the row in
progress; the row after it may be the rest of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kehoach.parsers.flattened.adapt import Adaptation, adapt
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.score import Scorer, build_scorer
from kehoach.parsers.flattened.search import Marks, best_rows
from kehoach.parsers.flattened.segmentation import (
    MAX_LENGTH,
    NESTED,
    FlatRow,
    Floats,
    TableColumns,
)
from kehoach.parsers.flattened.weights import Weights

ROUNDS = 5
"""The table is read so often at most: what it says about itself changes with each reading, less and
less."""

FIRST_WIDTHS = {
    "index": 4,
    "objective": 26,
    "task": 34,
    "activity": 26,
    "deliverable": 20,
    "lead": 18,
    "coordinating": 18,
    "deadline": 15,
    "budget": 12,
    "note": 14,
    "other": 18,
    "group": 90,
}
"""Widths of columns in general, in letters, where a table has many (`MANY_COLUMNS` or more)."""
MANY_COLUMNS = 8
FEW_COLUMNS_WIDER = 1.35

SEEN_OFTEN = 3
"""A numbering family that so many atoms show is no accident."""
LAST_FAMILY = 12


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best rows of a table, the scorer that judged them, and what the table said about itself
    on the way."""

    rows: list[FlatRow]
    scorer: Scorer
    own: Adaptation


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a table in training only. `cost` (columns + 1 x atoms) makes wrong cells
    dearer to the truth; `missing` is how often columns are empty: measured on a guess it would
    favour that guess."""

    cost: Floats
    missing: Floats


def decode(
    atoms: Sequence[Atom],
    pieces: Pieces,
    columns: TableColumns,
    weights: Weights,
    truth: Truth | None = None,
) -> Decoded:
    """Atoms -> the best rows. Widths, the columns' own words and the segmentation are found in
    turns: a cell's lines tell its column's width and words, these tell the cells. `truth`: in
    training only."""
    pages = [0, *(k for k, atom in enumerate(atoms) if k and atom.opens_page), len(atoms)]
    widths = first_widths(columns.roles, 1 + sum(atom.opens_page for atom in atoms))
    own = Adaptation.neutral(pieces, widths)
    scorer = build_scorer(columns, own, weights=weights)
    if not atoms:
        return Decoded([], scorer, own=own)
    index = columns.roles.index("index") if "index" in columns.roles else None
    marks = _marks(scorer, pages)
    rows = best_rows(scorer, marks, pages=pages, index=index)
    settled = False
    for turn in range(1, ROUNDS):
        own = adapt(rows, atoms, columns=columns, before=own)
        # Before the last turn, habits are to be measured as they will be without the cost.
        last = settled or turn == ROUNDS - 1
        if last and truth is not None:
            own = replace(own, missing=truth.missing)
            scorer = build_scorer(columns, own, weights=weights, cost=truth.cost)
        else:
            scorer = build_scorer(columns, own, weights=weights)
        before, rows = rows, best_rows(scorer, marks, pages=pages, index=index)
        if last or (truth is None and rows == before):
            break
        settled = rows == before
    return Decoded(rows, scorer, own=own)


def first_widths(roles: Sequence[str], pages: int) -> Floats:
    """Column widths by page, in letters, to begin with (columns + 1 x pages)."""
    stretch = 1.0 if len(roles) >= MANY_COLUMNS else FEW_COLUMNS_WIDER
    widths = [FIRST_WIDTHS[role] * stretch for role in roles]
    widths.append(FIRST_WIDTHS["group"])
    return np.tile(np.array(widths, dtype=float)[:, None], (1, pages))


def _marks(scorer: Scorer, pages: Sequence[int]) -> Marks:
    """What the marks of lists and the like are worth to every cell: `CellMarks`, the same in each
    turn."""
    found: Marks = {}
    for begin, end in pairwise(pages):
        for first in range(begin, end):
            features = scorer.marks.of(first, min(end, first + MAX_LENGTH))
            if features.any():
                found[first] = scorer.whole @ features.T
    return found


def families_of(roles: Sequence[str], numbers: Sequence[int | None], pieces: Pieces) -> list[int]:
    """The numbering family of each column ("2.4. …" is of family 2): the number of its heading
    (`numbers`), when cells bear it; else families that many atoms show go to objective, task,
    activity in order, if they take turns as cells of one row do (1.1., 2.1., 3.1., 1.2., …; numbers
    by group come one family after the other). 0 for none."""
    counts = np.bincount(pieces.family, minlength=LAST_FAMILY)
    common = [family for family in range(1, len(counts)) if counts[family] >= SEEN_OFTEN]
    by_heading = [number if number in common else 0 for number in numbers]
    if any(by_heading):
        return [number or 0 for number in by_heading]
    families = [0] * len(roles)
    nested = [column for column, role in enumerate(roles) if role in NESTED]
    shown = [family for family in pieces.family.tolist() if family in common]
    turns = sum(after < before for before, after in pairwise(shown))
    if 1 < len(common) <= len(nested) and turns >= len(shown) / 8:
        for column, family in zip(nested, common, strict=False):
            families[column] = family
    return families
