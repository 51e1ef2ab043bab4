"""Numbers in figures, as Vietnamese clerks write them: dots for thousands, a comma for decimals."""

from __future__ import annotations

from functools import cache

from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

DIGITS = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,9})?|\d{1,15}(?:[.,]\d{1,9})?)(?!\d)"
"""The pattern of a number."""
_DOT_THOUSANDS = compile_regex(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMA_THOUSANDS = compile_regex(r"[1-9]\d{0,2},\d{3}")
_ALONE = compile_regex(DIGITS)


def parse_number(digits: str, unit: str = "") -> float | None:
    """A number written by itself, as clerks write it; None for what is none.

    >>> parse_number("3.500", "cây"), parse_number("12,5"), parse_number("3.50.1")
    (3500.0, 12.5, None)
    """
    return number_of(digits, unit) if _ALONE.fullmatch(digits) else None


def number_of(digits: str, unit: str) -> float:
    """The value of what `DIGITS` matched; "99.9" and "12,500 người" are meant well.

    >>> number_of("12,500", "người"), number_of("12,5", "%")
    (12500.0, 12.5)
    """
    if has_thousands(digits):
        return float(digits.replace(".", "").replace(",", "."))
    if unit in _comma_thousands() and _COMMA_THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))


def has_thousands(digits: str) -> bool:
    """Whether thousands are parted by dots: 1.146, 50.000.000."""
    return _DOT_THOUSANDS.fullmatch(digits) is not None


@cache
def _comma_thousands() -> frozenset[str]:
    return frozenset(read_own("quantity.yaml")["comma_thousands"])
