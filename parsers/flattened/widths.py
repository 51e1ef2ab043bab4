"""How wide words are in print: counted in letters, or as Times New Roman sets them, the face that
decree 30/2020/NĐ-CP asks of administrative papers.

A line was broken where the next word did not fit. Where it would have fitted, a cell ends, but only
a true measure tells so: "nhiệm vụ các phòng" and "hiện Kế hoạch tuyên" are equally wide, not
equally long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

_THOUSANDTHS = {
    250: " .,",
    278: "ijlt/:;",
    333: "f()-I[]r!",
    389: "sJ",
    444: 'ace?z"“”',
    500: "bdghknopqtuvxy0123456789–_*",
    556: "FPS",
    564: "+=<>",
    611: "ELTZ",
    667: "BC",
    722: "ADGHKNOQRUVXYw",
    778: "m&",
    833: "%",
    889: "M",
    944: "W",
}
"""Widths of Times' letters in thousandths of their size (Adobe's font metrics, Times-Roman).
Accents take no room."""
_WIDTH = {char: width / 500 for width, chars in _THOUSANDTHS.items() for char in chars}


def in_letters(text: str) -> float:
    """How many letters and spaces a text has."""
    return float(len(text))


@lru_cache(maxsize=1 << 15)
def in_times(text: str) -> float:
    """How wide a text is in Times, where a digit is 1 wide."""
    parts = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return sum(_WIDTH.get(char, 1.0) for char in parts if not unicodedata.combining(char))


MEASURES: tuple[Callable[[str], float], ...] = (in_letters, in_times)
"""The measures that a table may have been broken by; the first where the table does not tell."""
