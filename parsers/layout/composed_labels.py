"""Labels and headings of columns in the clerk's own words, by how such words are made: a question
("Khi nào xong", "Ai làm", "Làm việc gì"), or a noun of those who do things and what they do ("Bộ
phận | nhận việc", "Người | giúp"). They count only where no listed label or heading is meant."""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases, starts

MAX_WORDS = 7
"""A longer heading is a sentence."""


@lru_cache(maxsize=1 << 12)
def composed_role(label: str) -> str | None:
    """The role that a label or heading asks for ("task", "lead", "coordinating", "deadline"), None
    for one that is made otherwise.

    >>> [composed_role(heading) for heading in ("Khi nào kiểm tra", "Kiểm tra việc gì")]
    ['deadline', 'task']
    >>> [composed_role(heading) for heading in ("Ai làm trưởng đoàn", "Ai cùng làm")]
    ['lead', 'coordinating']
    >>> [composed_role(heading) for heading in ("Bộ phận nhận việc", "Người giúp", "Phải xong")]
    ['lead', 'coordinating', 'deadline']
    >>> [composed_role(heading) for heading in ("Người nhận quà", "Phòng học", "Số lượng")]
    [None, None, None]
    """
    words = strip_diacritics(label).strip(" :.?")
    if not words or len(words.split()) > MAX_WORDS:
        return None
    if _holds(words, "questions_of_time") or starts(words, phrases("demands_of_time")):
        return "deadline"
    is_helped = _holds(words, "columns_of_helpers") or _holds(words, "helping_in_labels")
    if _holds(words, "questions_of_doers"):
        return "coordinating" if is_helped else "lead"
    if words.endswith(tuple(f" {question}" for question in phrases("questions_of_work"))):
        return "task"
    return _of_doer(words, is_helped=is_helped)


def _of_doer(words: str, *, is_helped: bool) -> str | None:
    """ "Bộ phận | nhận việc", "Người | giúp", "Cùng đi": who does what is told, or who helps."""
    if words in phrases("helping_in_labels"):
        return "coordinating"
    noun = starts(words, phrases("doers_in_labels"))
    does = words[len(noun) :].strip() if noun is not None else ""
    if does in phrases("doing_in_labels"):
        return "lead"
    is_helper = bool(does) and is_helped and starts(does, phrases("columns_of_helpers")) is not None
    return "coordinating" if is_helper or does in phrases("helping_in_labels") else None


def _holds(words: str, key: str) -> bool:
    padded = f" {words} "
    return any(f" {phrase} " in padded for phrase in phrases(key))
