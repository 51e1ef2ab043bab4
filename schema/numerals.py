"""How points and headings are numbered in Vietnamese papers, apart from digits: Roman numerals and
letters."""

from __future__ import annotations

import re

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order in which Vietnamese papers letter their points (no f, j, w, z); "đ" is often left out,
nobody misses it."""

CAPITALS = "ABCDEGH"
"""Those of the largest parts of a paper and the groups of a table; "Đ" is never among them, and "I"
is a Roman one."""

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


Ordinal = tuple[str, int]
"""What a number counts within, and its value."""


def ordinal(number: str) -> Ordinal | None:
    """A number -> (what it counts within, its value): "1.4" is 4 within "1.", "IV" is 4 in Roman,
    "đ" is 5th.

    >>> ordinal("1.4")
    ('1.', 4)
    >>> ordinal("C")
    ('capital', 3)
    """
    if re.fullmatch(r"[IVXL]+", number):
        return "roman", roman(number)
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", number):
        head, _, last = number.rpartition(".")
        return (f"{head}." if head else "decimal"), int(last)
    if len(number) == 1 and number in LETTERS:
        return "letter", LETTERS.index(number) + 1
    if len(number) == 1 and number in CAPITALS:
        return "capital", CAPITALS.index(number) + 1
    return None


def numeral(within: str, value: int) -> str:
    """The number that `ordinal` reads so.

    >>> numeral("1.", 4), numeral("roman", 9), numeral("letter", 5)
    ('1.4', 'IX', 'đ')
    """
    if within == "roman":
        return to_roman(value)
    if within == "letter":
        return LETTERS[value - 1]
    if within == "capital":
        return CAPITALS[value - 1]
    return str(value) if within == "decimal" else f"{within}{value}"
