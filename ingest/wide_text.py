"""Text of two bytes a letter (UTF-16) that no byte order mark opens, as some programs save it."""

from __future__ import annotations

_LATIN_PAGES = frozenset((0x00, 0x01, 0x03, 0x1E, 0x20))
"""The upper bytes of the letters of Vietnamese, of its tone marks and of its signs."""
_NEARLY_ALL, _MOST = 0.98, 0.4
"""So many letters stand on these pages, and so many are those of ASCII."""
_FEWEST = 8
"""Bytes."""


def wide_encoding(data: bytes) -> str | None:
    """The encoding of text of two bytes a letter without its mark; None for other bytes.

    >>> wide_encoding("Kế hoạch năm 2031".encode("utf-16-le"))
    'utf-16-le'
    >>> wide_encoding(bytes(range(32))), wide_encoding(bytes(40))
    (None, None)
    """
    sample = data[: len(data) // 2 * 2]
    for encoding, upper, lower in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if len(sample) >= _FEWEST and _is_latin(upper, lower):
            return encoding
    return None


def _is_latin(upper: bytes, lower: bytes) -> bool:
    """Are these the halves of Latin letters, none of them a control character?"""
    plain = [low for high, low in zip(upper, lower, strict=True) if high == 0]
    if len(plain) < _MOST * len(upper) or any(low < 0x09 or low == 0x7F for low in plain):
        return False
    if sum(high in _LATIN_PAGES for high in upper) < _NEARLY_ALL * len(upper):
        return False
    return any(chr(low).isalpha() for low in plain)
