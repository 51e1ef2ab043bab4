"""The time of the body that leads, in a sentence that gives others work with times of their own:
"Các thôn nộp danh sách trước ngày 10/5, Phòng Kinh tế tổng hợp trước ngày 20/5." is due on 10/5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.sentence_owners import bodies_before_verb, without_opening_address
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_deadlines import stated_in, weight
from kehoach.parsers.items.times.stated_words import listed
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.patterns import REACH, compile_regex, is_in_brackets

MIN_WORDS_BEFORE = 3
"""Before its time, of a clause that says who does what."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a sentence turns to another body, and the name of that; "" for the one before."""

    begin: int
    body: str


def deadline_of_bodies(text: str, leads: Sequence[str], context: Context) -> str:
    """The words of the deadline where a sentence gives several bodies each their time: from the
    first to the last time of those that lead; "" where it turns to nobody else.

    >>> text = "Các thôn nộp danh sách trước ngày 10/5, Phòng Kinh tế tổng hợp trước ngày 20/5."
    >>> deadline_of_bodies(text, ["Các thôn"], Context())
    'trước ngày 10/5'
    >>> text = "Phòng Kinh tế lập danh sách trước ngày 10/5; Trạm Y tế xã khám trong tháng 6."
    >>> deadline_of_bodies(text, ["Phòng Kinh tế", "Trạm Y tế xã"], Context())
    'trước ngày 10/5; Trạm Y tế xã khám trong tháng 6'
    """
    stated = stated_in(text, context)
    if len(stated) < 2:
        return ""
    turns = [_Turn(0, ""), *_turns(text, stated, context=context)]
    if len(turns) == 1 or not _has_duty(text[: turns[1].begin], leads, stated[0]):
        return ""
    ends = [*(turn.begin for turn in turns[1:]), len(text)]
    own = []
    for turn, end in zip(turns, ends, strict=True):
        times = [one for one in stated if turn.begin <= one.begin < end]
        if times and (not turn.body or turn.body in leads):
            own.append(max(times, key=weight))
    return _words(text, own, context=context)


def _words(text: str, own: Sequence[Stated], context: Context) -> str:
    """The words from the first to the last of some times, if so many times are read in them."""
    if len(own) <= 1:
        return own[0].phrase if own else ""
    words = text[own[0].begin : own[-1].begin + len(own[-1].phrase)]
    value = parse_deadline(words, context.period)
    is_read = value is not None and len(value.parts) == len(own)
    return words if is_read else ""


def _turns(text: str, stated: Sequence[Stated], context: Context) -> Iterator[_Turn]:
    """Where a clause behind a time begins with a known body that does something."""
    first_time = stated[0].begin + len(stated[0].phrase)
    for end in _turning().finditer(text, first_time):
        if is_in_brackets(text, end.start()):
            continue
        clause = without_opening_address(text[end.end() : end.end() + REACH])
        if not clause[:1].isupper():
            continue
        body, rest = bodies_before_verb(clause, context.level)
        is_known = parse_offices(body, context.level).are_known_singly
        if is_known and begins(rest, *DOING, "body_verbs") and not begins(rest, "helping_verbs"):
            yield _Turn(end.end(), body)


@cache
def _turning() -> regex.Pattern[str]:
    turning = any_of(listed("turning"))
    return compile_regex(
        rf"(?:[;,]\s+(?:(?:{turning})\s+)?|(?<!\p{{L}})(?:{turning})\s+)",
        regex.IGNORECASE,
    )


def _has_duty(clause: str, leads: Sequence[str], first: Stated) -> bool:
    """Does somebody do something in a clause? "Trước ngày 10/5, | Phòng Kinh tế …" only says
    when."""
    if begins_duty(clause) or any(lead in clause for lead in leads):
        return True
    return len(clause[: first.begin].split()) >= MIN_WORDS_BEFORE
