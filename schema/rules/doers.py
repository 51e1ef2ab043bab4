"""Whether a sentence names who does it, though our readers took nobody from it: then the paper does
not lack an owner, whatever we failed to see."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import words

OPENING = 120
"""Letters of a sentence in which it names its subject."""


def names_doer(text: str) -> bool:
    """Does a sentence open with a body, or with those to whom it gives the work, or does it say on
    the way by whom it is done?

    >>> names_doer("Phòng Khảo cổ khai quật gò Đông"), names_doer("Tổ chức Hội thi nấu ăn")
    (True, False)
    >>> names_doer("các khoa rà soát thiết bị"), names_doer("các trường hợp khó khăn được giúp")
    (True, False)
    >>> names_doer("Việc lợp mái do thợ trong xóm đảm nhiệm"), names_doer("Mở lớp do nhu cầu tăng")
    (True, False)
    """
    opening = small(text[:OPENING])
    if opening.startswith(tuple(words("no_actors"))):
        return False
    if opening.startswith(tuple(words("openings_of_bodies"))):
        return True
    return _opens_as_name(Cell(text[:OPENING])) or _done_by().search(small(text)) is not None


def _opens_as_name(cell: Cell) -> bool:
    """Does it open with a word for bodies, and go on with a capital ("Phòng | Khảo cổ", "Tổ 5")?"""
    size = cell.phrase_size("heads", 0) if cell.size else 0
    if not 0 < size < cell.size or cell.nobody_stop(0):
        return False
    following = cell.words[size]
    is_name = following.is_capital or following.unmarked.isdecimal()
    return is_name and not small(cell.text).startswith(tuple(words("verbs_like_bodies")))


@cache
def _done_by() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})do\s(?:[^\s,.;:]+\s){{1,10}}?(?:{any_of(words('done_by'))})(?!\p{{L}})"
    )
