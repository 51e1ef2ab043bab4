"""Marks that formats encode in their own way: list numbers, and characters of symbol fonts."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SYMBOL = {
    0xF0B3: "≥", 0xF0A3: "≤", 0xF0B1: "±", 0xF0B4: "×", 0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈", 0xF0B0: "°",
    0xF0AE: "→", 0xF0DE: "⇒", 0xF0B7: "•", 0xF02D: "−", 0xF02B: "+", 0xF025: "%",
}  # fmt: skip
_WINGDINGS = {
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0A8: "□",
    0xF06F: "□",
    0xF0D8: "➢",
    0xF0A7: "▪",
    0xF0E0: "→",
}
_PRIVATE = _WINGDINGS | _SYMBOL  # Symbol wins where the font is not told


def format_number(value: int, fmt: str) -> str:
    """A number as a list prints it. Formats without a rule of ours count in digits.

    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter"), format_number(7, "decimalZero")
    ('IV', 'bb', '07')
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


def plain(text: str) -> str:
    """Text of a symbol font (private use area, where Word keeps Symbol and Wingdings) as usual
    characters.

    >>> plain("\\uf0b3 95%")
    '≥ 95%'
    """
    if all(not 0xF000 <= ord(char) <= 0xF0FF for char in text):
        return text
    return "".join(
        _PRIVATE.get(ord(char), chr(ord(char) - 0xF000) if 0xF020 <= ord(char) < 0xF07F else "•")
        if 0xF000 <= ord(char) <= 0xF0FF
        else char
        for char in text
    )


def symbol(char: str, font: str) -> str:
    """A character of a symbol font, by its hexadecimal code, as a usual one; "" for a wrong code.

    >>> symbol("F0B3", "Symbol"), symbol("B7", "Wingdings")
    ('≥', '•')
    """
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if 0 <= code < 0x100:
        code += 0xF000
    if 0xF000 <= code <= 0xF0FF:
        return (_SYMBOL if font.startswith("Symbol") else _WINGDINGS).get(code, "•")
    return chr(code) if 0 <= code <= 0xFFFD and not 0xD800 <= code <= 0xDFFF else ""
