"""The model of a flattened table: all features by name, and the places in which they count.

A segmentation's score is a sum over its cells of: what each atom is worth in its column
(`IN_CELL`), how the cell begins (`STARTING`, or `GOING_ON` in the rest of a row that a page broke
off), how it goes on from each atom to the next (`ONWARD`), how it ends (`ENDING`), its length
(`LENGTH`), what it is as a whole (`WHOLE`); and of a price for each column without a cell (`GAP`,
`GAP_IN_REST`, `UNFINISHED`) and for each row by its kind. Besides, words have weights of their own
(`weights.Weights`). Scorer (`score`) and trainer (tools/train_flattened.py) go through the same
features; the file of weights holds their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from kehoach.parsers.flattened import atom_features, column_features
from kehoach.parsers.flattened.cell_features import WHOLE_CELL
from kehoach.parsers.flattened.feature import Feature, feature_matrix
from kehoach.parsers.flattened.segmentation import MAX_LENGTH, Flags, Floats, Ints

LENGTH_BOUNDS = (0, 1, 2, 3, 4, 6, 9, 14, 22, 10**6)
"""Bounds of the classes of cells' lengths, in atoms."""


def _within(lengths: Ints, lower: int, upper: int) -> Flags:
    return (lengths > lower) & (lengths <= upper)


def _length_features() -> Iterator[Feature[Ints]]:
    for lower, upper in pairwise(LENGTH_BOUNDS):
        yield Feature(f"over_{lower}", partial(_within, lower=lower, upper=upper))


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place in a segmentation, and the features that count there, in the order of their weights:
    those that are the same for all columns, then those of a column, then those of a column's
    width."""

    name: str
    by_atom: tuple[Feature[Any], ...] = ()
    by_column: tuple[Feature[Any], ...] = ()
    by_width: tuple[Feature[Any], ...] = ()

    @property
    def features(self) -> tuple[Feature[Any], ...]:
        """All of them."""
        return self.by_atom + self.by_column + self.by_width

    def split(self, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """The weights of all features -> those of the three kinds."""
        column_begin = len(self.by_atom)
        width_begin = column_begin + len(self.by_column)
        return weights[:column_begin], weights[column_begin:width_begin], weights[width_begin:]


IN_CELL = Place(
    "in_cell",
    by_atom=atom_features.IN_CELL,
    by_column=column_features.COLUMN_IN_CELL,
    by_width=column_features.WIDTH_IN_CELL,
)
STARTING = Place(
    "starting",
    by_atom=atom_features.STARTING,
    by_column=column_features.COLUMN_STARTING,
)
GOING_ON = Place(
    "going_on",
    by_atom=atom_features.GOING_ON,
    by_column=column_features.COLUMN_GOING_ON,
)
ONWARD = Place(
    "onward",
    by_atom=atom_features.ONWARD,
    by_column=column_features.COLUMN_ONWARD,
    by_width=column_features.WIDTH_ONWARD,
)
ENDING = Place("ending", by_atom=atom_features.ENDING)
WHOLE = Place("whole", by_atom=WHOLE_CELL)
LENGTH = Place("length", by_atom=tuple(_length_features()))
GAP = Place("gap", by_column=column_features.MISSING_CELL)
GAP_IN_REST = Place("gap_in_rest", by_column=column_features.MISSING_REST)
UNFINISHED = Place("unfinished", by_column=column_features.LEFT_UNFINISHED)

PLACES = (
    IN_CELL,
    STARTING,
    GOING_ON,
    ONWARD,
    ENDING,
    WHOLE,
    LENGTH,
    GAP,
    GAP_IN_REST,
    UNFINISHED,
)
FEATURES = tuple(feature for place in PLACES for feature in place.features)
NAMES = tuple(f"{place.name}.{feature.name}" for place in PLACES for feature in place.features)
"""What the weights of FEATURES are stored by."""

LENGTHS = feature_matrix(LENGTH.by_atom, np.arange(MAX_LENGTH + 1), count=MAX_LENGTH + 1)
"""The features of each length, from 0 atoms on."""


def place_slices() -> dict[str, slice]:
    """By place, where in FEATURES its own stand."""
    slices: dict[str, slice] = {}
    begin = 0
    for place in PLACES:
        end = begin + len(place.features)
        slices[place.name] = slice(begin, end)
        begin = end
    return slices
