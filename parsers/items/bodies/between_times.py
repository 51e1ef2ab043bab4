"""When somebody does a thing, between their name and its verb: "Phòng Kinh tế | trong vòng 10
ngày | rà soát điện"."""

from __future__ import annotations

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.learned_verbs import leaves_undone
from kehoach.parsers.items.words.beginnings import DOING, begins
from kehoach.parsers.words import behind_phrase

MAX_WORDS = 14
"""Of a time before the verb."""


def says_what_is_done(text: str) -> bool:
    """Does what stands behind bodies say what they do, at once or behind a time?"""
    if begins(text, *DOING, "body_verbs", "duty_grounds") is not None:
        return True
    return leaves_undone(text) or does_behind_time(text) or _has_it_done(text)


def _has_it_done(text: str) -> bool:
    """ "Trưởng các thôn | cho dọn sạch bụi rậm": do they have somebody do it?"""
    causing = begins(text, "words_of_having_done")
    return causing is not None and begins(behind_phrase(text, causing), *DOING) is not None


def does_behind_time(text: str) -> bool:
    """Does a text open with a time, and right behind it with what is done then?

    >>> does_behind_time("trong vòng 10 ngày rà soát điện tại chợ.")
    True
    >>> does_behind_time("trong tháng 5 và tháng 6.")
    False
    """
    if begins(text, "time_openings") is None:
        return False
    words = text.split()
    return any(_is_cut(words, at) for at in range(2, min(len(words), MAX_WORDS + 1)))


def _is_cut(words: list[str], at: int) -> bool:
    """Are the words before a place a time, and those behind it a verb?"""
    if begins(" ".join(words[at:]), *DOING, "body_verbs") is None:
        return False
    value = parse_deadline(" ".join(words[:at]), None)
    return value is not None and value.kind is not None
