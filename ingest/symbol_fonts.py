"""Characters of symbol fonts, which Word keeps in the private use area, as usual characters."""

from __future__ import annotations

_FIRST, _LAST = 0xF000, 0xF0FF
"""The part of the private use area where Word keeps Symbol and Wingdings."""
_SYMBOL = {
    0xF0B3: "≥", 0xF0A3: "≤", 0xF0B1: "±", 0xF0B4: "×", 0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈",
    0xF0B0: "°", 0xF0AE: "→", 0xF0DE: "⇒", 0xF0B7: "•", 0xF02D: "−", 0xF02B: "+", 0xF025: "%",
}  # fmt: skip
_WINGDINGS = {
    0xF0FC: "✓", 0xF0FE: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0D8: "➢", 0xF0A7: "▪", 0xF0E0: "→",
}  # fmt: skip
_EITHER = _WINGDINGS | _SYMBOL  # Symbol wins where the font is not told
_UNKNOWN = "•"


def with_usual_characters(text: str) -> str:
    """Text whose characters may be of a symbol font (nobody tells which) -> the usual ones.

    >>> with_usual_characters("\\uf0b3 95%")
    '≥ 95%'
    """
    if all(not _FIRST <= ord(char) <= _LAST for char in text):
        return text
    return "".join(map(_usual, text))


def _usual(char: str) -> str:
    code = ord(char)
    if not _FIRST <= code <= _LAST:
        return char
    if code in _EITHER:
        return _EITHER[code]
    is_ascii = 0xF020 <= code < 0xF07F
    return chr(code - _FIRST) if is_ascii else _UNKNOWN


def symbol_character(char: str, font: str) -> str:
    """A character of a symbol font, by its hexadecimal code, as a usual one; "" for a wrong code.

    >>> symbol_character("F0B3", "Symbol"), symbol_character("B7", "Wingdings")
    ('≥', '•')
    """
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if 0 <= code < 0x100:
        code += _FIRST
    if _FIRST <= code <= _LAST:
        characters = _SYMBOL if font.startswith("Symbol") else _WINGDINGS
        return characters.get(code, _UNKNOWN)
    is_surrogate = 0xD800 <= code <= 0xDFFF
    return chr(code) if 0 <= code <= 0xFFFD and not is_surrogate else ""
