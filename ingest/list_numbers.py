"""Automatic list numbers as they are printed, by the names that Word gives their formats."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def format_number(value: int, fmt: str) -> str:
    """A number as a list prints it. Formats without a rule of ours count in digits.

    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter")
    ('IV', 'bb')
    >>> format_number(7, "decimalZero")
    '07'
    """
    if fmt == "none":
        return ""
    if fmt == "decimalZero":
        return f"{value:02d}"
    if fmt in {"lowerLetter", "upperLetter"} and 0 < value <= 26 * 30:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if fmt == "lowerLetter" else letters.upper()
    if fmt in {"lowerRoman", "upperRoman"} and 0 < value < 4000:
        roman = ""
        for size, sign in _ROMAN:
            count, value = divmod(value, size)
            roman += sign * count
        return roman if fmt == "lowerRoman" else roman.upper()
    return str(value)
