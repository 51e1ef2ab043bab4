"""Points that only judge or agree, in papers that order ("1. Cơ bản thống nhất với báo cáo của
Phòng Kinh tế.", "4. Về mức thu: nhất trí giữ nguyên."): nobody is given anything to do."""

from __future__ import annotations

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.times.stated_deadlines import states_day
from kehoach.parsers.items.words.beginnings import begins, begins_duty, run_in_matter
from kehoach.parsers.words import behind_phrase, opens_with
from kehoach.patterns import compile_regex


def only_judges(text: str) -> bool:
    """Does a block hold an opinion of what others said or did, and order nothing behind it?

    >>> only_judges("Về mức thu phí chợ: Nhất trí giữ nguyên mức thu hiện hành.")
    True
    >>> only_judges("Chủ tịch UBND xã đánh giá cao sự cố gắng của các thôn, tuy còn chậm.")
    True
    >>> only_judges("Nhất trí với đề xuất của Trạm Y tế; đề nghị Trạm Y tế lấy mẫu hằng tháng.")
    False
    >>> only_judges("Nhất trí giao Phòng Kinh tế lập phương án.")
    False
    """
    said = _behind_judge(text[len(run_in_matter(text)) :])
    opinion = opens_with(said, "opinions")
    if opinion is None or _turns(behind_phrase(said, opinion)):
        return False
    first, *sentences = _SENTENCE.split(said)
    parts = _PART.split(first)[1:]
    return not any(map(_orders, sentences)) and not any(map(_turns_further, parts))


def orders_behind_opinion(text: str, context: Context) -> bool:
    """Does a block that opens with an agreement, or an opinion, turn to somebody behind it ("Nhất
    trí | giao Trạm Y tế …"), or say what is to be done by when ("Thống nhất | tổ chức Ngày hội vào
    ngày 30/4")?"""
    said = _behind_judge(text[len(run_in_matter(text)) :])
    opinion = opens_with(said, "opinions") or opens_with(said, "agreements")
    if opinion is None:
        return False
    behind = behind_phrase(said, opinion).lstrip(", ")
    clauses = [behind, *_CLAUSE.split(said)[1:]]
    if _turns(behind) or any(map(_turns_further, clauses[1:])):
        return True
    if opens_with(said, "assessments") is not None:
        return False  # "Thống nhất đánh giá: trong quý I đón 400 lượt khách, | tăng 12%"
    return any(map(begins_duty, clauses)) and states_day(text, context)


_CLAUSE = compile_regex(r"(?<=[.;:,])\s+")
_SENTENCE = compile_regex(r"(?<=[.;:])\s+")
_PART = compile_regex(r",\s+")


def _behind_judge(text: str) -> str:
    """What is said behind whose opinion it is ("UBND xã | ghi nhận …")."""
    lead, does = subject_of(text, None)
    return does if lead and opens_with(does, "opinions") else text


def _turns(clause: str) -> bool:
    return begins(clause, "duty_addresses") is not None


def _turns_further(clause: str) -> bool:
    """Does a clause behind a comma turn to somebody, or say what somebody is to do?"""
    clause = _behind_link(clause)
    if _turns(clause) or is_told(clause):
        return _turns(clause)
    lead, does = subject_of(capitalised(clause), None)
    return bool(lead) and begins_duty(does) and not is_told(does)


def _orders(clause: str) -> bool:
    clause = _behind_link(clause)
    return _turns_further(clause) or (begins_duty(clause) and not only_judges(clause))


def _behind_link(clause: str) -> str:
    """ "tuy nhiên, | yêu cầu …", "đồng thời | giao …"."""
    link = opens_with(clause, "links_of_sentences")
    return behind_phrase(clause, link).lstrip(", ") if link else clause
