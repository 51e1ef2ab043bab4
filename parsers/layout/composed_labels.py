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
def composed_heading(heading: str) -> str | None:
    """The role that the heading of a column asks for ("task", "lead", "coordinating", "deadline"),
    None for one that is made otherwise.

    >>> asked = ("Khi nào kiểm tra", "Kiểm tra việc gì", "Việc cần chuẩn bị")
    >>> [composed_heading(heading) for heading in asked]
    ['deadline', 'task', 'task']
    >>> [composed_heading(heading) for heading in ("Ai làm trưởng đoàn", "Ai cùng làm")]
    ['lead', 'coordinating']
    >>> [composed_heading(heading) for heading in ("Ai báo hỏng", "Cấp cho ai", "Hỏng từ ngày nào")]
    [None, None, None]
    """
    words = _plain(heading)
    if starts(words, phrases("questions_of_time")) is not None:
        return "deadline"
    if starts(words, phrases("demands_of_work")) is not None:
        return "task"
    if words.endswith(tuple(f" {question}" for question in phrases("questions_of_work"))):
        return "task"
    return composed_label(heading)


@lru_cache(maxsize=1 << 12)
def composed_label(label: str) -> str | None:
    """The same of a label before its value; what asks for a time may as well open a sentence ("Khi
    nào có bão: di dời dân"), what demands one does not.

    >>> [composed_label(label) for label in ("Bộ phận nhận việc", "Người giúp", "Phải xong")]
    ['lead', 'coordinating', 'deadline']
    >>> composed_label("Lúc nào"), composed_label("Khi nào xong"), composed_label("Xong trong")
    ('deadline', 'deadline', 'deadline')
    >>> [composed_label(label) for label in ("Người nhận quà", "Sửa loa. Ai lo", "Khi nào có bão")]
    [None, None, None]
    """
    words = _plain(label)
    if not words or len(words.split()) > MAX_WORDS or any(sign in label for sign in _SIGNS):
        return None
    if words in phrases("demands_of_time") or _asks_when_alone(words) or _ends_before(words):
        return "deadline"
    if words in phrases("helping_in_labels"):
        return "coordinating"
    asks = starts(words, phrases("questions_of_doers"))
    noun = asks or starts(words, phrases("doers_in_labels"))
    if noun is None:
        return None
    does = words[len(noun) :].strip()
    if asks is not None and (not does or starts(does, phrases("doing_of_asked")) is not None):
        return "lead"
    if does in phrases("doing_in_labels"):
        return "lead"
    helps = starts(does, (*phrases("columns_of_helpers"), *phrases("helping_in_labels")))
    return "coordinating" if helps is not None else None


def _asks_when_alone(words: str) -> bool:
    """ "Lúc nào", "Khi nào xong": a question of time, and of nothing else."""
    asks = starts(words, phrases("questions_of_time"))
    return asks is not None and words[len(asks) :].strip() in ("", *phrases("done_in_labels"))


def _ends_before(words: str) -> bool:
    """ "Xong trong", "Hoàn tất trước ngày": that it ends, and the word before a time."""
    ends = starts(words, phrases("ends_in_headings"))
    return ends is not None and words[len(ends) :].strip() in phrases("before_times_in_headings")


_SIGNS = ".;,"
"""What parts sentences, and stands in no label."""


def _plain(label: str) -> str:
    return strip_diacritics(label).strip(" :.?")
