"""What stands behind the clause that says in which case something is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_WORDS_OF_MANY = 20
"""Of bodies that are told by what they do."""
MAX_WORDS_OF_BODY = 9
"""Of a body in a list."""
MAX_CONDITION_LETTERS = 400
"""Of the beginning of a sentence in which its subject is looked for, behind other words."""


def clauses_behind_condition(text: str) -> Iterator[str]:
    """What stands behind each comma or colon of a sentence that opens with a condition."""
    if _condition().match(text) is None:
        return
    for mark in _CLAUSE_MARK.finditer(text[:MAX_CONDITION_LETTERS]):
        if mark[0][0] in ".;":
            return
        clause = text[mark.end() : 2 * MAX_CONDITION_LETTERS]
        yield clause
        if mark[0].strip().endswith("thì") and begins_duty(clause):
            return  # "… thì lập đề án và gửi về Sở Xây dựng, | Sở Tài chính để tổng hợp"


_CLAUSE_MARK = compile_regex(r"(?<!\([^()]*)(?:[,:;.](?:\s+thì(?=\s))?|\sthì)\s+")


def without_condition(text: str) -> str:
    """A sentence without the clause before it that says in which case, as far as a verb of doing
    follows.

    >>> without_condition("Khi qua ngầm, qua suối, kiểm tra mực nước.")
    'kiểm tra mực nước.'
    """
    for clause in clauses_behind_condition(text):
        if begins_duty(clause):
            return clause
    return text


def many_before_duty(clause: str) -> str:
    """ "cơ quan, đơn vị quản lý người đó | có trách nhiệm …": bodies that are told by what they do,
    up to the words that give them a duty; "" for none."""
    duty = _told_duty().search(clause)
    before = clause[: duty.start()] if duty is not None else ""
    is_short = len(before.split()) <= MAX_WORDS_OF_MANY
    return before if is_short and begins(clause, "many_of_office") else ""


@cache
def _told_duty() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('told_duties')})")


@cache
def _condition() -> regex.Pattern[str]:
    return compile_regex(rf"^(?:{alternation('duty_conditions')})\b", regex.IGNORECASE)


def goes_on_with_others(before: str, clause: str) -> bool:
    """ "đề nghị của các xã, | đơn vị liên quan, Sở Tài chính …": does a clause name more of those
    of whom the words before it speak?"""
    is_of_kind = begins(clause, "many_of_office", "small_bodies") is not None
    return clause[:1].islower() and is_of_kind and _of_many().search(before) is not None


@cache
def _of_many() -> regex.Pattern[str]:
    """ "của các xã,": the first of many of whom something is."""
    return compile_regex(r"\s(?:của|từ|với|cho|tại)\s(?:các|những|mọi)\s[^,;.:]+,\s*$")


def bodies_listed_before(before: str, level: str | None) -> str:
    """ "Khi hết tháng, | các tổ chuyên môn, Đoàn trường, | bộ phận y tế báo cáo …": the beginning
    of a list of bodies at the end of some words, up to their last comma; "" for none.

    >>> bodies_listed_before("Khi hết tháng, các tổ chuyên môn, Đoàn xã, ", "xã")
    'các tổ chuyên môn, Đoàn xã, '
    >>> bodies_listed_before("Khi hết tháng, nắng, mưa, ", "xã")
    ''
    """
    listed = ""
    _, *clauses = before.rstrip(", ").split(", ")
    for clause in reversed(clauses):
        if not _is_body(clause, level):
            break
        listed = f"{clause}, {listed}"
    return listed


def _is_body(clause: str, level: str | None) -> bool:
    is_short = len(clause.split()) <= MAX_WORDS_OF_BODY and not begins_duty(clause)
    if not is_short:
        return False
    if begins(clause, "kinds_alone", "small_bodies", "posts") or opens_many(clause):
        return True
    return clause[:1].isupper() and named_bodies(clause, level) == clause


def opens_many(text: str) -> bool:
    """ "các thôn thực hiện …": does a text begin with many bodies of a kind?"""
    opening, _, kind = text.partition(" ")
    return begins(opening, "list_words") is not None and begins(kind, "many_bodies") is not None
