"""Sentences over points that only call for works in general: what they say of time, and of who does
them, holds for the points, of which each is a work."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.patterns import compile_regex


def calls_for_works_below(text: str) -> bool:
    """Does a sentence over points only call for works in general, of which these matter most ("Đề
    nghị Phòng Kinh tế thực hiện tốt các nhiệm vụ, giải pháp trong hai tháng cuối năm; | trong đó
    lưu ý một số nội dung sau:"), or which these are?

    >>> calls_for_works_below("Các thôn thực hiện tốt các nhiệm vụ; trong đó lưu ý nội dung sau:")
    True
    >>> calls_for_works_below("Các thôn thực hiện một số nhiệm vụ trong tháng 5 sau đây:")
    True
    >>> calls_for_works_below("Nhà trường phân công trách nhiệm cụ thể như sau:")
    True
    >>> calls_for_works_below("Các thôn dọn kênh Tẻ; trong đó lưu ý một số nội dung sau:")
    False
    """
    call, _, last = text.rpartition(";")
    if not call:
        calls = _works_in_general().search(text) or contains(text, "sharing_out")
        return _below().search(text) is not None and calls is not None
    if not text.endswith(":") or opens_with(last.strip(), "parts_of_order") is None:
        return False
    names_them = contains(last, "announced_work") is not None
    return names_them and _works_in_general().search(call) is not None


def is_bare_call(text: str) -> bool:
    """Is it nothing but a call for works that are told elsewhere ("thực hiện các nhiệm vụ")?

    >>> is_bare_call("thực hiện các nhiệm vụ"), is_bare_call("thực hiện các nhiệm vụ thu thuế")
    (True, False)
    """
    call = _works_in_general().match(text)
    return call is not None and call.end() == len(text.rstrip(" :"))


@cache
def _below() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('standing_below')})\s*:$")


@cache
def _works_in_general() -> regex.Pattern[str]:
    """ "thực hiện tốt các nhiệm vụ, giải pháp": works of which nothing is told."""
    does, works = alternation("carrying_out"), alternation("announced_work")
    which = rf"(?:{alternation('words_before_many')})"
    return compile_regex(rf"(?:{does})\s(?:\p{{L}}+\s){{0,3}}?{which}\s(?:{works})(?!\p{{L}})")
