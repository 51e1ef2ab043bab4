"""Owners' cells as printed, in one spelling."""

from __future__ import annotations

import regex

from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.text import place_tones


def spelt(text: str) -> str:
    """A cell in one spelling: tone marks in one place, listed typing errors put right,
    listed short forms written out.

    >>> spelt("Uỷ ban, các tổ CNSCĐ")
    'Ủy ban, các tổ Công nghệ số cộng đồng'
    """
    text = place_tones(text)
    for printed, meant in directory_of_offices().spelt.items():
        text = _replaced(text, printed, meant=meant)
    return text


def schools_spelt(text: str) -> str:
    """A name with its kinds of schools written out.

    >>> schools_spelt("Trường MN, TH")
    'Trường Mầm non, Tiểu học'
    """
    for printed, meant in directory_of_offices().schools.items():
        text = _replaced(text, printed, meant=meant)
    return text


def _replaced(text: str, printed: str, meant: str) -> str:
    if printed not in text:
        return text
    is_alone = rf"(?<!\p{{L}}|\p{{L}}[-&]){regex.escape(printed)}(?!\p{{L}})"  # not in "CN-CĐS"
    return regex.sub(is_alone, meant, text)
