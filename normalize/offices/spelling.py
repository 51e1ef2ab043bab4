"""Owners' cells as printed, in one spelling."""

from __future__ import annotations

from functools import lru_cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.text import place_tones


@lru_cache(maxsize=2048)
def spelt(text: str) -> str:
    """A cell in one spelling: tone marks in one place, listed typing errors put right,
    listed short forms written out.

    >>> spelt("Uỷ ban, các tổ CNSCĐ")
    'Ủy ban, các tổ Công nghệ số cộng đồng'
    """
    text = place_tones(text)
    for printed, meant in directory_of_offices().spelt.items():
        if printed in text:
            text = _replaced(text, printed, meant=meant)
    return text


def schools_spelt(text: str) -> str:
    """A name with its kinds of schools written out.

    >>> schools_spelt("Trường MN, TH")
    'Trường Mầm non, Tiểu học'
    """
    for printed, meant in directory_of_offices().schools.items():
        if printed in text:
            text = _replaced(text, printed, meant=meant)
    return text


def unknown_spelt(cell: Cell, begin: int, stop: int) -> str:
    """The words of a body that no directory knows, the short form of a known one written out that
    they open with.

    >>> unknown_spelt(Cell("Đồn BP Cửa Lân"), 0, 4), unknown_spelt(Cell("BQL Di tích"), 0, 3)
    ('Đồn Biên phòng Cửa Lân', 'Ban Quản lý Di tích')
    """
    name = cell.printed(begin, stop)
    found = cell.longest_name(begin)
    if found is not None and found[1] < stop == cell.place_stop(found[1]):
        opening = cell.printed(begin, found[1])
        if any(len(word) > 1 and word.isupper() for word in opening.split()):
            return f"{found[0]} {cell.printed(found[1], stop)}"
    first, _, rest = name.partition(" ")
    meant = directory_of_offices().unknown_heads.get(first)
    return f"{meant} {rest}" if meant and rest else name


def _replaced(text: str, printed: str, meant: str) -> str:
    is_alone = rf"(?<!\p{{L}}|\p{{L}}[-&]){regex.escape(printed)}(?!\p{{L}})"  # not in "CN-CĐS"
    return regex.sub(is_alone, meant, text)
