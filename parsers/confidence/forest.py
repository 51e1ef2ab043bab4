"""A forest of extremely random trees over measures and traits of values (forest.npz; of papers read
from pictures forest_pictures.npz): what no sum of weights tells, as that a trait counts in a short
list alone.

A tree asks one figure at each node (is it at most so much?) and tells at its leaf which share of
the values was right that came there; told is the mean of all trees. Learned, by
`tools/train_confidence_forest.py`, from papers whose truth is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kehoach.parsers.confidence.measures.table import NAMES

Figures = NDArray[np.float32]
Indices = NDArray[np.int32]
LEAF = -1
"""The column that a leaf asks: none."""
LEAST, MOST = 1e-3, 1 - 1e-3
"""Shares below and above count as these: no forest is surer."""


@dataclass(frozen=True)
class Forest:
    """All trees in one row of nodes, each node before those below it, its first child right behind
    it. The columns of a value are its field (`fields`: the share of the values of a kind that was
    right), its measures, its traits (1 or 0).

    `roots`: the first node of each tree; `columns`, `limits`: what a node asks, for the first child
    at most so much; `steps`: how far behind it its other child stands; of a leaf `limits` is the
    share that was right.
    """

    fields: Mapping[str, float]
    measures: Sequence[str]
    traits: Sequence[str]
    roots: Indices
    columns: NDArray[np.int16]
    limits: Figures
    steps: NDArray[np.int16]

    @cached_property
    def _places(self) -> dict[str, int]:
        first = 1 + len(self.measures)
        return {trait: first + index for index, trait in enumerate(self.traits)}

    @cached_property
    def _usual(self) -> float:
        """Of a field that no paper had."""
        return sum(self.fields.values()) / len(self.fields)

    @cached_property
    def _measured(self) -> list[int]:
        """The columns of the measures that the trees know."""
        return [NAMES.index(name) for name in self.measures]

    def places(self, traits: Iterable[str]) -> list[int]:
        """The columns of those traits that the trees know."""
        known = self._places
        return [known[trait] for trait in traits if trait in known]

    def rows(self, kinds: Sequence[str], measures: Figures, traits: Sequence[list[int]]) -> Figures:
        """What the trees are asked with: of each value the kind of its field, its measures (a
        column for each of `measures.table.NAMES`) and the places of its traits."""
        found = np.zeros((len(kinds), 1 + len(self.measures) + len(self.traits)), np.float32)
        found[:, 0] = [self.fields.get(kind, self._usual) for kind in kinds]
        found[:, 1 : 1 + len(self.measures)] = measures[:, self._measured]
        for row, places in zip(found, traits, strict=True):
            row[places] = 1.0
        return found

    def odds(self, rows: Figures) -> NDArray[np.float64]:
        """The logarithm of the odds that each value is right."""
        share = np.clip(self.shares(rows), LEAST, MOST)
        return np.asarray(np.log(share / (1 - share)), np.float64)

    def shares(self, rows: Figures) -> NDArray[np.float64]:
        """The share of right values, in the mean of the leaves that each value comes to."""
        values, width = rows.shape
        figures = rows.ravel()
        starts = np.repeat(np.arange(values, dtype=np.int32) * width, len(self.roots))
        nodes = np.tile(self.roots, values)
        total = np.zeros(values)
        while len(nodes):
            columns = self.columns.take(nodes)
            limits = self.limits.take(nodes)
            is_leaf = columns == LEAF
            if is_leaf.any():
                of_leaves = limits[is_leaf]
                total += np.bincount(starts[is_leaf] // width, of_leaves, minlength=values)
                is_inner = ~is_leaf
                nodes, starts = nodes[is_inner], starts[is_inner]
                columns, limits = columns[is_inner], limits[is_inner]
            is_first = figures.take(starts + columns) <= limits
            nodes = nodes + np.where(is_first, np.int32(1), self.steps.take(nodes))
        return total / len(self.roots)

    def save(self, path: Path) -> None:
        """Keep it; the same forest gives the same bytes."""
        np.savez_compressed(
            path,
            fields=np.array(list(self.fields)),
            shares=np.array(list(self.fields.values()), np.float32),
            measures=np.array(self.measures),
            traits=np.array(self.traits),
            roots=self.roots,
            columns=self.columns,
            limits=self.limits,
            steps=self.steps,
        )


def load(path: Path) -> Forest:
    """A forest that was kept."""
    with np.load(path) as kept:
        arrays: dict[str, Any] = {name: kept[name] for name in kept.files}
    shares = arrays.pop("shares").tolist()
    fields = dict(zip(arrays.pop("fields").tolist(), shares, strict=True))
    measures, traits = (arrays.pop(name).tolist() for name in ("measures", "traits"))
    return Forest(fields, measures, traits, **arrays)


@cache
def forest(*, pictures: bool = False) -> Forest:
    """That of papers with letters, or of papers that were read from a picture."""
    name = "forest_pictures.npz" if pictures else "forest.npz"
    return load(Path(__file__).parent / name)
