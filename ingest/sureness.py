"""How surely the print of a scan is read, against which a doubted figure is measured."""

from __future__ import annotations

from collections.abc import Sequence

WORN = 0.1
"""On a blurry page print itself is read with doubt: what is read as surely as the least sure tenth
of it is no hand. (On eight sharp scans that tenth begins at 0.986 and above, on a blurry one at
0.75.)"""
FEWEST_PRINTED = 12
"""Words of print that tell how surely a page is read."""


def print_read_at_least(confidences: Sequence[float], at_most: float) -> float:
    """The confidences of printed words (0..1) -> that of the least sure tenth of them, `at_most`
    where that is higher or the words are too few to tell.

    >>> print_read_at_least([0.7, 0.8] + 18 * [0.99], at_most=0.9)
    0.9
    >>> print_read_at_least([0.6, 0.7, 0.8] + 17 * [0.99], at_most=0.9)
    0.8
    """
    if len(confidences) < FEWEST_PRINTED:
        return at_most
    return min(at_most, sorted(confidences)[int(WORN * len(confidences))])
