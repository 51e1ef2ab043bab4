"""A further work of one sentence that has a time of its own where the work before it has none, or
one of another sort: "… công khai số điện thoại; | xử lý phản ánh trong vòng 24 giờ", "tuyên truyền
đến từng hộ, và | đăng tin trên loa 02 lần/tuần". Read as one, the first would be due by the time
of the second. In lists of steps ("rà soát; lập danh sách; cắm biển trước ngày 15/6") a day closes
them all; so it does behind a mere comma ("lập danh sách, gửi Phòng Kinh tế trước ngày 15/6")."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.tagged import tagged_times
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.phases import dated_sentence
from kehoach.parsers.items.times.proposed_times import SURE_ALONE
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import listed, phrase_in, phrases_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import behind_phrase
from kehoach.patterns import REACH, compile_regex, is_in_brackets

DAYS = ("by", "within", "several")
"""Kinds of times by which a work is done once."""
FEWEST_WORDS = 3
"""Of a verb and its object: "thực hiện | trước ngày 30/6" says only when the work before ends."""


def has_own_time(work: str, before: str, context: Context) -> bool:
    """Is a clause a work with a time of its own, whatever that of the work before it?

    >>> orders = Context(gives_orders=True)
    >>> has_own_time("xử lý phản ánh trong vòng 24 giờ.", "Mở đường dây nóng;", orders)
    True
    >>> has_own_time("gửi danh sách trong vòng 24 giờ.", "Rà soát hộ nghèo;", orders)
    False
    """
    if not context.gives_orders or before.endswith(".") or _is_charge_alone(before):
        return False
    if comes_again(work, context) or _is_counted_in_hours(work, context):
        return True
    if before.endswith(",") and completes_other(work, context):
        return True
    if not before.endswith((",", ";")) and closes_with_event(before, context):
        return True  # "… trước khi xả nước | và trực trạm bơm suốt hai đợt"
    is_step = before.count(";") > 1 or not before.endswith(";")
    return not is_step and _is_done_by_day(work, context)


def _is_charge_alone(work: str) -> bool:
    """ "Trưởng Ban Tổ chức: | phụ trách chung;": what somebody is in charge of anyway, and no
    work?"""
    _, _, does = work.rpartition(": ")
    charge = begins(does, "in_charge")
    return charge is not None and len(does.split()) == len(charge.split())


def comes_again(work: str, context: Context) -> bool:
    """Is a clause a work that is done so often ("đăng tin trên loa | 02 lần/tuần", "định kỳ hằng
    quý | tổ chức giao ban"), and no report?"""
    stated = stated_in(work, context)
    dated = dated_sentence(work, context)
    if dated is not None:
        is_told_of = "," in work[len(dated.time) :][:1] or phrase_in("reporting", dated.act)
        return _recurs(stated[0]) and not is_told_of and _is_matter(dated.act)
    return any(
        _recurs(one) and any(map(str.isdigit, one.phrase)) and _is_work(work, one) for one in stated
    )


def _is_counted_in_hours(work: str, context: Context) -> bool:
    return any(
        one.value.kind == "conditional" and _in_hours().match(one.phrase) and _is_work(work, one)
        for one in stated_in(work, context)
    )


def _is_done_by_day(work: str, context: Context) -> bool:
    return any(
        one.value.kind in DAYS
        and begins(one.phrase, "openings_of_own_days") is not None
        and _is_work(work, one)
        for one in stated_in(work, context)
    )


def completes_other(words: str, context: Context) -> bool:
    """Does a clause say which further thing is completed, and by when ("hoàn thành | thay thế các
    biển hỏng | trước ngày 20/8"), and not when the work before ends?"""
    return begins(words, "ends_of_work") is not None and _is_done_by_day(words, context)


def closes_with_event(work: str, context: Context) -> bool:
    """Does a work end with the event before or behind which it is done, or with a count of days
    ("trước khi xả nước đợt 1", "trong 03 ngày làm việc kể từ ngày nhận đơn")?"""
    words = work.rstrip(" ,;.")
    if phrases_of("closing_events").search(words, max(0, len(words) - REACH)) is None:
        return False
    told = [one.phrase for one in stated_in(work, context) if one.value.kind == "conditional"]
    told += [one.words for one in tagged_times(words[-REACH:]) if one.sure >= SURE_ALONE]
    return any(words.endswith(one) and phrases_of("closing_events").match(one) for one in told)


def _recurs(stated: Stated) -> bool:
    return stated.value.kind == "recurring" and not stated.is_report


def _is_work(work: str, stated: Stated) -> bool:
    """Does a clause say what is done, with its object, before a time of its own?"""
    if stated.is_report or is_in_brackets(work, stated.begin):
        return False
    return _is_matter(work[: stated.begin])


def _is_matter(act: str) -> bool:
    """Words that say what is done next, and not how the work before ends, is told or reported."""
    joining = begins(act, "further_work_openings")
    act = behind_phrase(act, joining).lstrip(" ,:") if joining else act
    if len(act.split()) < FEWEST_WORDS or not begins_duty(act):
        return False
    if begins(act, "aims", "ways_of_telling") is not None or phrases_of("states").match(act):
        return False
    ends = begins(act, "ends_of_work")
    if ends is not None:
        done = behind_phrase(act, ends).lstrip()
        return begins_duty(done) and len(done.split()) >= FEWEST_WORDS
    is_told = begins(act, "ways_of_reporting") is not None
    return not is_told and not phrase_in("whole_list", act)


@cache
def _in_hours() -> regex.Pattern[str]:
    """ "trong vòng 24 giờ": how fast each case is settled."""
    return compile_regex(rf"\D*\d+\s*(?:{any_of(listed('hours'))})", regex.IGNORECASE)
