"""Small figures of several numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

MISSING = -9.0
"""What stands for a measure that a value does not have."""


def mean(numbers: Sequence[float]) -> float:
    """0 of none.

    >>> mean([1, 2]), mean([])
    (1.5, 0.0)
    """
    return sum(numbers) / len(numbers) if numbers else 0.0


def median(numbers: Sequence[float]) -> float:
    """Of at least one.

    >>> median([3, 1, 2]), median([1, 2, 3, 4])
    (2.0, 2.5)
    """
    ordered, middle = sorted(numbers), len(numbers) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2


def spread(numbers: Sequence[float]) -> float:
    """How far they lie apart, as a share of their mean: 0 of one.

    >>> spread([10, 10]), round(spread([0, 18]), 2)
    (0.0, 0.9)
    """
    middle = mean(numbers)
    return sqrt(mean([(number - middle) ** 2 for number in numbers])) / (1 + middle)


def grown(count: float) -> float:
    """A count or length by which ten and twenty lie as far apart as hundred and two hundred."""
    return log(1 + count)
