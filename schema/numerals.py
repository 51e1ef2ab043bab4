"""How points and headings are numbered in Vietnamese papers, apart from digits: Roman numerals and
letters."""

from __future__ import annotations

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order in which Vietnamese papers letter their points (no f, j, w, z); "đ" is often left out,
nobody misses it."""

_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman(number: str) -> int:
    """The value of a Roman numeral as printed ("IV" -> 4)."""
    values = [_ROMAN_VALUE[c] for c in number]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
