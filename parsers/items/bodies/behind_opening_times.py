"""Who does something, right behind the time that opens a sentence, no comma between: "Ngày 17/9 |
Công an xã | kiểm tra các chốt", "Từ ngày 01/3 đến ngày 15/3 | các thôn | rà soát hộ nghèo", "Sáng
thứ Bảy | các hộ | quét đường"."""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.text import capitalised
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.conditions import opens_many
from kehoach.parsers.items.bodies.learned_verbs import surely_does
from kehoach.parsers.items.bodies.sentence_owners import bodies_before_verb
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.patterns import compile_regex

MOST_WORDS = 14
"""Of the time."""
MAX_LETTERS = 300
_REMARK = compile_regex(r"\s*\([^()]{1,30}\)$")
_ACTORS = ("kinds_alone", "acting_persons", "small_bodies", "posts", "many_of_office")
_KINDS = ("by", "within", "recurring", "several")


def lead_behind_opening_time(text: str, level: str | None) -> str:
    """The bodies behind the longest time with which a text opens; "" for none.

    >>> lead_behind_opening_time("Ngày 17/9 Công an xã kiểm tra các chốt.", "xã")
    'Công an xã'
    >>> lead_behind_opening_time("Từ ngày 17/9 đến 24/9 các thôn rà soát hộ nghèo.", "xã")
    'các thôn'
    >>> lead_behind_opening_time("Ngày 17/9 nộp đơn tại Công an xã.", "xã")
    ''
    """
    return _time_and_lead(text, level)[1]


def time_before_lead(text: str, level: str | None) -> tuple[str, str]:
    """The time with which such a text opens, and the rest; ("", "") for another.

    >>> time_before_lead("Ngày 17/9 (dự kiến) Công an xã kiểm tra.", "xã")
    ('Ngày 17/9 (dự kiến)', 'Công an xã kiểm tra.')
    """
    time, lead = _time_and_lead(text, level)
    return (time, text[len(time) :].lstrip()) if lead else ("", "")


@lru_cache(maxsize=1024)
def _time_and_lead(text: str, level: str | None) -> tuple[str, str]:
    if begins(text, "openings_of_times") is None:
        return "", ""
    words = text[:MAX_LETTERS].split()
    for count in range(min(MOST_WORDS, len(words) - 1), 1, -1):
        rest = text.split(maxsplit=count)[count]
        if not _may_do(rest) or not _is_time(" ".join(words[:count])):
            continue
        lead, does = bodies_before_verb(capitalised(rest), level)
        if not lead or not surely_does(does):
            return "", ""
        return text[: -len(rest)].rstrip(), rest[: len(lead)]
    return "", ""


def _may_do(rest: str) -> bool:
    """May a body, or people, open the words behind a time?"""
    if rest[:1].isupper() or opens_many(rest):
        return True
    return begins(rest, *_ACTORS) is not None and not begins_duty(rest)


def _is_time(words: str) -> bool:
    value = parse_deadline(_REMARK.sub("", words).rstrip(" ,"))
    return value is not None and value.kind in _KINDS and value.is_alone
