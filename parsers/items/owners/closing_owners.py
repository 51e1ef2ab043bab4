"""Who does a work, as nothing but names at the end of its point tells, where neither its sentence
nor a heading says it: "Rà soát hộ nghèo - đ/c Khải, xong 31/10.", "Sơ kết học kỳ I (đ/c Yên).",
"Trang trí hội trường: đ/c Hoàng Thị Lụa (Văn hóa).", "Mở chuyên mục hỏi đáp (Trạm Y tế xã)."."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.offices.roles import Roles
from kehoach.normalize.text import with_round_brackets
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.remark_owners import are_of_directory, without_last_time
from kehoach.parsers.items.bodies.subject_ends import named_person
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MIN_WORDS = 3
"""Of the work before the names."""
MIN_WORDS_OF_OTHER = 5
"""Of one that no known verb opens, before bodies."""
MOST_LETTERS = 160
"""Of the names."""
CLOSED_BY = 0.85
"""How sure a task is at most of which only the names at its end tell who does it."""
NOBODY = Roles("")
_BRACKET = compile_regex(r"^(?P<work>[^()]*(?:\([^()]*\)[^()]*)*)\((?P<words>[^()]+)\)[\s.;]*$")
_SIGN = compile_regex(r"^(?P<work>.*\S)(?:\s[-–]|:)\s+(?P<words>[^:]+?)[\s.;]*$")
_JOINED = compile_regex(r"(?:[,;]\s+|\s+(?:và|cùng)\s+)")


def closing_owner(text: str, level: str | None) -> Roles:
    """Who leads and who helps; nobody where what closes a point is anything else than persons,
    bodies of the directory in brackets, and a time behind them.

    >>> closing_owner("Rà soát hộ nghèo, hộ cận nghèo - đ/c Khải, xong 31/10.", "phường").leads
    'đ/c Khải'
    >>> told = closing_owner("Mở 02 lớp nghề nấu ăn (đ/c Thắm phối hợp Trạm Y tế).", "phường")
    >>> told.leads, told.helps
    ('đ/c Thắm', 'Trạm Y tế')
    >>> closing_owner("Trang trí hội trường: đ/c Hoàng Thị Lụa (Văn hóa), xong 30/9.", "xã").leads
    'đ/c Hoàng Thị Lụa (Văn hóa)'
    >>> closing_owner("Gửi báo cáo về cơ quan thường trực (Phòng Kinh tế).", "xã").leads
    ''
    >>> closing_owner("Thăm, tặng quà hộ nghèo (bà Lụa).", "xã").leads
    ''
    """
    text = with_round_brackets(text.strip())
    bracket = _BRACKET.match(text)
    if bracket is not None:
        told = _told(bracket["work"], bracket["words"], level, may_be_bodies=True)
        if told.leads:
            return told
    sign = _SIGN.match(text)
    return _told(sign["work"], sign["words"], level, may_be_bodies=False) if sign else NOBODY


def _told(work: str, words: str, level: str | None, *, may_be_bodies: bool) -> Roles:
    work, words = work.strip(), without_last_time(words.strip())
    if len(work.split()) < MIN_WORDS or len(words) > MOST_LETTERS:
        return NOBODY
    persons = _persons().match(words)
    if persons is not None and begins(work, _done_upon(persons[0])):
        return NOBODY  # "Thăm hộ nghèo (bà Lụa)"
    if persons is None:
        if _explained().search(work):
            return NOBODY
        is_work = begins_duty(work) or len(work.split()) >= MIN_WORDS_OF_OTHER
        is_known = may_be_bodies and is_work and are_of_directory(words, level)
        return Roles(words) if is_known else NOBODY
    rest = words[persons.end() :]
    together = _together().match(rest)
    if together is not None:
        helpers = rest[together.end() :].strip()
        return Roles(persons[0], helpers) if named_bodies(helpers, level) == helpers else NOBODY
    joined = _JOINED.match(rest)
    bodies = rest[joined.end() :] if joined else rest
    is_whole = not rest or (joined is not None and named_bodies(bodies, level) == bodies)
    return Roles(words) if is_whole else NOBODY


def _done_upon(persons: str) -> str:
    """The list of what is done upon such persons: a comrade ("đ/c") is one of the office."""
    return "done_upon_comrades" if begins(persons, "comrades") else "done_upon_persons"


@cache
def _persons() -> regex.Pattern[str]:
    """ "đ/c Hường, đ/c Khải", "đ/c Hoàng Thị Lụa (Văn hóa)"."""
    person = rf"{named_person()}(?:\s\([^()]{{2,40}}\))?"
    return compile_regex(rf"{person}(?:(?:[,;]\s+|\s+và\s+){person})*")


@cache
def _together() -> regex.Pattern[str]:
    """ "đ/c Thắm | phối hợp | Trung tâm GDNN-GDTX", "đ/c Yên | chủ trì, | Trạm Y tế cùng dự"."""
    return compile_regex(rf"\s+(?:{alternation('helping_verbs')})(?:\s+với)?\s+", regex.IGNORECASE)


@cache
def _explained() -> regex.Pattern[str]:
    """ "… về cơ quan thường trực |", "… tại trụ sở |": what a bracket behind it explains."""
    kinds = alternation("explained_in_brackets")
    return compile_regex(rf"(?<!\p{{L}})(?:{kinds})(?:\s[\p{{L}}-]+){{0,5}}$", regex.IGNORECASE)
