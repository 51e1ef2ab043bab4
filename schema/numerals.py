"""How points and headings are numbered in Vietnamese papers, apart from digits: Roman numerals and
letters."""

from __future__ import annotations

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order in which Vietnamese papers letter their points (no f, j, w, z); "đ" is often left out,
nobody misses it."""

_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman(number: str) -> int:
    """The value of a Roman numeral as printed ("IV" -> 4)."""
    total = last = 0
    for letter in reversed(number):
        value = _ROMAN_VALUE[letter]
        total += value if value >= last else -value
        last = value
    return total


def to_roman(value: int) -> str:
    """A number as a Roman numeral, up to 89 (4 -> "IV")."""
    written = ""
    for sign, worth in _ROMAN_STEPS:
        count, value = divmod(value, worth)
        written += sign * count
    return written


_ROMAN_STEPS = (("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
