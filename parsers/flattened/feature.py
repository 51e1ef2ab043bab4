"""A feature: a name, what it is worth, and what is known of its weight before any learning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np

from kehoach.parsers.flattened.segmentation import Floats

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Feature(Generic[Source]):
    """A feature of the model; by its `name` its weights (one by role of column) are stored.

    `value` measures it on its source, one figure per atom (or per cell). `initial` is its weight
    before any learning. `shared`: it tells where a cell ends, not which role it has, so all roles
    have the same weight. `price` is added to its weight and never learned.
    """

    name: str
    value: Callable[[Source], Any]
    initial: float = 0.0
    shared: bool = False
    price: float = 0.0


def sharing(features: Iterable[Feature[Source]], *names: str) -> tuple[Feature[Source], ...]:
    """The same features, of which those named have one weight for all roles."""
    return tuple(replace(feature, shared=feature.name in names) for feature in features)


def feature_matrix(features: Sequence[Feature[Source]], source: Source, count: int) -> Floats:
    """The values of features on a source of `count` atoms: atoms x features."""
    matrix = np.zeros((count, len(features)))
    for position, feature in enumerate(features):
        matrix[:, position] = feature.value(source)
    return matrix


def weighted_sum(
    features: Sequence[Feature[Source]], weights: Floats, source: Source
) -> Floats | float:
    """The values of features on a source, each times its weight, in one sum; 0 for none."""
    total: Floats | float = 0.0
    for feature, weight in zip(features, weights, strict=True):
        total = total + weight * feature.value(source)
    return total
