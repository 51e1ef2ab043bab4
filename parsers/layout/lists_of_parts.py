"""Orders over what a thing consists of: "2. Hoàn thành biểu mẫu gồm:" over "- Danh sách học sinh;".
What stands under them is part of the order, and no work of its own."""

from __future__ import annotations

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import contains, opens_with, phrases

_ORDERS = ("duty_verbs", "duty_adverbs", "sentence_verbs")
"""With which phrases a point orders something."""
WORDS_BEFORE = 4
"""Of the thing that has the parts."""


def opens_order(words: str) -> bool:
    """Does a point begin with what is done?"""
    return any(opens_with(words, key) is not None for key in _ORDERS)


def lists_parts(words: str, below: str) -> bool:
    """Does an order end with what a thing consists of, and is the first of that, which stands
    `below`, no order? Works have no parts ("Thực hiện các nhiệm vụ gồm:").

    >>> lists_parts("Gửi hồ sơ trước 10/9, hồ sơ gồm:", "Danh sách học sinh;")
    True
    >>> lists_parts("Thực hiện các nhiệm vụ gồm:", "Danh sách học sinh;")
    False
    """
    if not words.endswith(":") or not opens_order(words) or opens_order(below):
        return False
    plain = strip_diacritics(words.rstrip(" :"))
    opening = next((one for one in phrases("openings_of_parts") if plain.endswith(f" {one}")), "")
    if not opening:
        return False
    whole = plain.removesuffix(opening).split()
    return contains(" ".join(whole[-WORDS_BEFORE:]), "works_counted_up") is None
