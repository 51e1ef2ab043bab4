"""Fonts of the years before Unicode that draw small letters as capitals (`.VnTimeH`).

TCVN3 has no codes for most capitals with tones: a heading was typed in small letters and set in a
font that draws them large. What was printed are capitals, so capitals are read. Only the plain
letters are changed here; those with marks follow when the encoding is undone.
"""

from __future__ import annotations

import string
from functools import lru_cache

from kehoach.patterns import compile_regex

_CAPITALS = compile_regex(r"(?:[A-Z]{6}\+)?\.?Vn[\p{L}\d ]*H(?:[ ,\-].*)?")
_LEGACY = compile_regex(r"(?:[A-Z]{6}\+)?(?:\.?Vn(?=[A-Z])|VNI-)[\p{L}\d\- ,.]*")
_SYMBOLS = {0xF000 + byte: byte for byte in range(0x20, 0x100)}
"""Fonts that call themselves symbols have their letters in the private area."""
_BEYOND_BYTES = compile_regex(r"[^\x00-\xff\u0152\u0153\u0160-\u0192\u02c6\u02dc\u2013-\u2122]")
"""What no byte of windows-1252 stands for: such text is in Unicode, whatever its font says."""
_LARGE = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


@lru_cache(maxsize=256)
def draws_capitals(font: str) -> bool:
    """Does a font of this name draw small letters as capitals?

    >>> [draws_capitals(name) for name in (".VnTimeH", "ABCDEF+.VnArialH,Bold", ".VnTime", "Arial")]
    [True, True, False, False]
    """
    return _CAPITALS.fullmatch(font) is not None


@lru_cache(maxsize=256)
def is_legacy(font: str) -> bool:
    """Is a font of this name one of TCVN3 or VNI?

    >>> [is_legacy(name) for name in (".VnTime", "VNI-Times", "ABCDEF+.VnArial", "Vnedra")]
    [True, True, True, False]
    """
    return _LEGACY.fullmatch(font) is not None


def as_printed(text: str, font: str) -> str:
    """Text as its font draws it.

    >>> as_printed("quyÕt ®Þnh", ".VnTimeH"), as_printed("quyết định", ".VnTimeH")
    ('QUYÕT ®ÞNH', 'quyết định')
    >>> as_printed("\uf06b\uf0d5", ".VnTime")
    'kÕ'
    """
    if is_legacy(font):
        text = text.translate(_SYMBOLS)
    if not draws_capitals(font) or _BEYOND_BYTES.search(text):
        return text
    return text.translate(_LARGE)
