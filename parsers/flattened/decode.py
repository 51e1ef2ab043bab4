"""The best segmentation of a flattened table: rows of cells in the order of the columns, found at
once for all of it.

A semi-Markov model (Sarawagi & Cohen 2004), searched by `flat_search`. A page break ends the row in
progress; the row after it may be the rest of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kehoach.parsers.flattened.adapt import Adaptation, FlatRow, adapt
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.features import MAX_LENGTH, NESTED, Floats, Pieces, Weights
from kehoach.parsers.flattened.score import Scorer, build_scorer, first_widths
from kehoach.parsers.flattened.search import Marks, best_rows

ROUNDS = 5
"""The table is read so often at most: what it says about itself changes with each reading, less and
less."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best rows of a table, the scorer that judged them, what the table said about itself on
    the way, and the atoms in the measure it was printed by."""

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
    """Atoms -> the best rows. Widths, the columns' own words and the segmentation are found in
    turns: a cell's lines tell its column's width and words, these tell the cells. In training only,
    `cost` makes wrong cells dearer to the truth, and `missing` is the truth of how often columns
    are empty: measured on a guess it would favour that guess.
    """
    widths = first_widths(roles, 1 + sum(atom.opens_page for atom in atoms))
    own: Adaptation | None = None
    scorer = build_scorer(pieces, roles, families, widths, weights)
    if not atoms:
        return Decoded([], scorer, widths, None, pieces)
    index = roles.index("index") if "index" in roles else None
    pages = [0, *(k for k, atom in enumerate(atoms) if k and atom.opens_page), len(atoms)]
    marks = _marks(scorer, pages)
    rows = best_rows(scorer, marks, pages, len(roles), index)
    settled = False
    for turn in range(ROUNDS - 1):
        own = adapt(rows, atoms, pieces, widths, families)
        widths, pieces = own.widths, own.pieces
        last = (
            settled or turn == ROUNDS - 2
        )  # before it habits are to be measured as they will be without the cost
        if last and missing is not None:
            own = replace(own, missing=missing)
        scorer = build_scorer(pieces, roles, families, widths, weights, cost if last else None, own)
        before, rows = rows, best_rows(scorer, marks, pages, len(roles), index)
        if last or (cost is None and rows == before):
            break
        settled = rows == before
    return Decoded(rows, scorer, widths, own, pieces)


def _marks(scorer: Scorer, pages: Sequence[int]) -> Marks:
    """What the marks of lists and the like are worth to every cell: `ListMarks`, the same in each
    turn."""
    found: Marks = {}
    for begin, end in pairwise(pages):
        for i in range(begin, end):
            marks = scorer.lists.of(i, min(end, i + MAX_LENGTH))
            if marks.any():
                found[i] = scorer.shape @ marks.T
    return found


def families_of(roles: Sequence[str], numbers: Sequence[int | None], pieces: Pieces) -> list[int]:
    """The numbering family of each column ("2.4. …" is of family 2): the number of its heading,
    when cells bear it; else families that many atoms show go to objective, task, activity in order,
    if they take turns as cells of one row do (1.1., 2.1., 3.1., 1.2., …; numbers by group come one
    family after the other). 0 for none."""
    counts = np.bincount(pieces.family, minlength=12) if len(pieces.family) else np.zeros(12)
    common = [f for f in range(1, len(counts)) if counts[f] >= 3]
    told = [n if n is not None and n in common else 0 for n in numbers]
    if any(told):
        return told
    holders = [i for i, role in enumerate(roles) if role in NESTED]
    families = [0] * len(roles)
    shown = [f for f in pieces.family if f in common]
    turns = sum(b < a for a, b in pairwise(shown))
    if 1 < len(common) <= len(holders) and turns >= len(shown) / 8:
        for column, family in zip(holders, common, strict=False):
            families[column] = family
    return families
