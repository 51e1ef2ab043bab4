"""Paragraphs among points of work that only say what something is or what comes of it ("Dữ liệu là
tài nguyên của ngành.", "Điều này giúp tiết kiệm chi phí.")."""

from __future__ import annotations

from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.words import opens_with

MOST_WORDS_OF_SUBJECT = 14
"""Of what a sentence says what it is."""


def only_tells_what_is(text: str) -> bool:
    """Does a sentence say what something is, or what comes of the work, and order nothing?

    >>> only_tells_what_is("Trạm giống là nơi lưu giữ nguồn gen quý của tỉnh.")
    True
    >>> only_tells_what_is("Xác định chuyển đổi số là nhiệm vụ trọng tâm.")
    False
    >>> only_tells_what_is("Điều này giúp tiết kiệm chi phí.")
    True
    """
    if begins(text, "openings_of_outcomes") is not None or _counts_parts(text):
        return True
    if begins_duty(text):
        return False
    words = text.split()
    is_places = (place for place, word in enumerate(words[: MOST_WORDS_OF_SUBJECT + 1]) if place)
    for place in is_places:
        if words[place] == "là":
            return opens_with(" ".join(words[place + 1 :]), "what_things_are") is not None
    return False


def _counts_parts(text: str) -> bool:
    """ "Trong đó: 25 trạm của Viettel, 33 trạm của VNPT": how much of what."""
    opening = begins(text, "openings_that_go_on")
    return opening is not None and text[len(opening) :].lstrip().startswith(":")
