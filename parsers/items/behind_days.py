"""Where within a sentence a further work of the same body begins: behind the day of the one before
it ("phê duyệt trước ngày 25/5, | chi trả xong trước ngày 05/6"), with what is left of it ("các nhóm
còn lại hoàn thành …"), with what is handed in, or as a thing that must be done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.joined_times import Stated
from kehoach.parsers.items.stated_deadlines import stated_in
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex, is_in_brackets

KINDS = ("by", "within", "several")
"""Times of works that are done once."""
MOST_WORDS_OF_REST, MOST_WORDS_OF_THING = 6, 12
"""Of what is left of a work; of the things that are handed in, or must be done."""


def parted_behind_days(clause: str, context: Context) -> list[str]:
    """The works of one clause, parted behind the day of each.

    >>> parted_behind_days("Duyệt giá trước ngày 5/8/2031, chi trả trước ngày 9/8/2031.", Context())
    ['Duyệt giá trước ngày 5/8/2031,', 'chi trả trước ngày 9/8/2031.']
    >>> parted_behind_days("Thu gom rác từ ngày 5/8/2031, xong trước ngày 9/8/2031.", Context())
    ['Thu gom rác từ ngày 5/8/2031, xong trước ngày 9/8/2031.']
    >>> parted_behind_days("Đếm trâu đến hết ngày 5/8/2031, niêm yết trước 9/8/2031.", Context())
    ['Đếm trâu đến hết ngày 5/8/2031, niêm yết trước 9/8/2031.']
    """
    works: list[str] = []
    begin = 0
    for comma in _COMMA.finditer(clause):
        before, behind = clause[begin : comma.start()], clause[comma.end() :]
        if _begins_further(behind) and _ends_with_day(before, context) and _is_due(behind, context):
            works.append(clause[begin : comma.start() + 1])
            begin = comma.end()
    return [*works, clause[begin:]]


_COMMA = compile_regex(r"(?<=[\d)]),\s+(?=\p{Ll})")
"""Behind a figure or a remark."""
_REMARK = compile_regex(r"\s*\([^()]*\)$")


def _begins_further(words: str) -> bool:
    """Do words say what is done next, and not how it ends, is told or reported?"""
    if is_rest_of_work(words):
        return True
    if begins(words, "ends_of_work", "aims", "ways_of_reporting", "ways_of_telling") is not None:
        return False
    return begins_duty(words)


def _ends_with_day(words: str, context: Context) -> bool:
    """Do words end with the day of a work? "Lễ kết nạp ngày 26/3" names an event, "tính đến hết
    ngày 31/10" up to when a thing is counted."""
    words = _REMARK.sub("", words)
    return any(
        words.endswith(stated.phrase) and _is_own(stated)
        for stated in stated_in(words, context)[-1:]
    )


def _is_due(words: str, context: Context) -> bool:
    """Do words say by when, and not only when it is reported?"""
    stated = stated_in(words, context)
    return any(_is_own(one) and not is_in_brackets(words, one.begin) for one in stated)


def _is_own(stated: Stated) -> bool:
    """Is a time that of a work, and not of an event?"""
    is_day = stated.value.kind in KINDS
    return is_day and begins(stated.phrase, "openings_of_own_days") is not None


def is_rest_of_work(words: str) -> bool:
    """ "các nhóm còn lại hoàn thành trước …": what is left of the work before?

    >>> is_rest_of_work("các nhóm còn lại hoàn thành trước ngày 15/11.")
    True
    >>> is_rest_of_work("các xã còn lại gửi báo cáo.")
    False
    """
    return _rest_of_work().match(words) is not None


@cache
def _rest_of_work() -> regex.Pattern[str]:
    rests, ends = alternation("rests_of_work"), alternation("ends_of_rests")
    return compile_regex(
        rf"(?:[^\s,;.:]+\s){{1,{MOST_WORDS_OF_REST}}}(?:{rests})\s(?:{ends})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def hands_in(words: str) -> bool:
    """ "danh sách, số điện thoại gửi về Sở Y tế trước …": a thing that is handed in somewhere?

    >>> hands_in("danh sách, số điện thoại gửi về Sở Y tế."), hands_in("gửi danh sách về Sở.")
    (True, False)
    """
    if begins(words, "things_handed_in") is None:
        return False
    return _handing_in().match(words) is not None


@cache
def _handing_in() -> regex.Pattern[str]:
    verbs = alternation("verbs_of_handing_in")
    return compile_regex(
        rf"(?:[^\s;.:]+\s){{1,{MOST_WORDS_OF_THING}}}(?:{verbs})(?!\p{{L}})", regex.IGNORECASE
    )


def bids_passively(sentence: str) -> bool:
    """ "Từ ngày 01/4, việc chấm công phải được thực hiện bằng máy.": a thing that must be done?

    >>> bids_passively("Sổ hộ tịch phải được quét xong."), bids_passively("Phải được dân tin.")
    (True, False)
    """
    return any(_bids_passively().match(part) for part in _behind_time(sentence))


def _behind_time(sentence: str) -> Iterator[str]:
    yield sentence
    time, comma, behind = sentence.partition(", ")
    if comma and begins(time, "time_openings") is not None:
        yield behind


@cache
def _bids_passively() -> regex.Pattern[str]:
    verbs = alternation("passive_bids")
    return compile_regex(
        rf"(?:[^\s;.:]+\s){{1,{MOST_WORDS_OF_THING}}}(?:{verbs})\s\p{{L}}", regex.IGNORECASE
    )
