"""From what two judges say of a value to the probability that is told.

A logistic model: each trait of a value (traits.py) has a weight in weights.yaml, in papers that
were read from a picture in weights_pictures.yaml, learned by `tools/train_confidence.py` and
`tools/train_confidence_lists.py` from papers whose truth is known; their sum are odds. A forest of
trees (forest.py) tells odds, too. All odds are natural logarithms. The probability is the logistic
function of both, mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp
from pathlib import Path
from typing import Literal, TypeAlias

from kehoach.normalize.vocabulary import read_yaml

BASE = "base"
"""The weight that every value has."""
PICTURE = "form=scan"
"""The trait of a paper that was read from a picture."""
SHARE_OF_TREES = 0.65
"""How much the odds of the trees count; the others are those of the weights."""
STRANGE_TREES = 0.3
"""By how much mixed odds are told lower: papers that nobody has seen are harder than those that
trees and weights were tried on."""
LEAST, SUREST = 0.01, 0.99
Doubt: TypeAlias = Literal["year", "order"]
AT_MOST: Mapping[Doubt, float] = {
    "year": 0.8,
    "order": 0.89,
}
"""How sure a value may be at most of which something is known to be doubtful:

- year: a time whose year the paper does not name (it is that of the issue);
- order: a value of an order of a letter or a directive (docs/confidence.md).
"""


@cache
def weights(*, pictures: bool = False) -> Mapping[str, float]:
    """What each trait weighs; in papers read from pictures a trait may say another thing."""
    name = "weights_pictures.yaml" if pictures else "weights.yaml"
    loaded: dict[str, float] = read_yaml(Path(__file__).parent / name)
    return loaded


def odds(traits: Iterable[str]) -> float:
    """The odds, by the weights, that a value with such traits is right."""
    told = tuple(traits)
    known = weights(pictures=PICTURE in told)
    return known.get(BASE, 0.0) + weighed(told, known)


def weighed(traits: Iterable[str], known: Mapping[str, float]) -> float:
    """What traits weigh together."""
    return sum(known[trait] for trait in traits if trait in known)


def mixed(of_weights: float, of_trees: float) -> float:
    """The odds of both judges."""
    return SHARE_OF_TREES * of_trees + (1 - SHARE_OF_TREES) * of_weights - STRANGE_TREES


def told_of(odds: float, at_most: float = SUREST) -> float:
    """The probability that is told of odds.

    >>> told_of(0.0), told_of(9.0), told_of(-9.0), told_of(9.0, at_most=0.8)
    (0.5, 0.99, 0.01, 0.8)
    """
    return round(min(max(1.0 / (1.0 + exp(-odds)), LEAST), at_most), 2)
