"""The money of a work as its own sentence says it: "…, kinh phí 180 triệu đồng từ ngân sách xã",
"mua 60 bàn dập lửa từ nguồn dự phòng ngân sách xã". What a work is about is none of it ("thu 500
triệu đồng nộp ngân sách", "quản lý nguồn vốn xã hội hóa")."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_WORDS = 12
"""Of the name of a source."""
_AMOUNT = r"\d[\d.,]*\s*(?:(?:triệu|tỷ|tỉ|nghìn|ngàn)\s+)?(?:đồng|VNĐ)"


def budget_in(text: str) -> str:
    """The money that a sentence says its work is paid with, as printed; "" for none.

    >>> budget_in("Số hóa hồ sơ, kinh phí 180 triệu đồng từ ngân sách xã, xong trước 30/11.")
    '180 triệu đồng từ ngân sách xã'
    >>> budget_in("Lắp 40 mắt camera bằng nguồn xã hội hóa, kết nối về Công an xã.")
    'nguồn xã hội hóa'
    >>> budget_in("Thu 500 triệu đồng từ nguồn đóng góp."), budget_in("Quản lý nguồn vốn.")
    ('', '')
    """
    for match in _money().finditer(text):
        if match["begin"] is None or _earns().search(text[: match.start()]) is None:
            return match["money"].strip(" ,")
    return ""


@cache
def _money() -> regex.Pattern[str]:
    ends, kinds = alternation("ends_of_sources"), alternation("money_sources")
    word = rf"\s+(?!(?:{ends})(?!\p{{L}}))\p{{L}}+(?:,\s+chống(?!\p{{L}}))?"
    fund = rf"nguồn\s+(?={alternation('kinds_of_money')})\p{{L}}+(?:{word}){{0,{MAX_WORDS}}}"
    source = rf"(?:{fund}|(?:{kinds})(?:{word}){{1,{MAX_WORDS}}})"
    paid, drawn = alternation("paying_words"), alternation("drawn_from")
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: (?:{paid}) (?:\s+(?:khoảng|là|dự\s+kiến))? \s*:?\s+
            (?P<money> {_AMOUNT} (?: ,?\s+ (?:(?:{drawn})\s+)? {source} )? )
          | (?:{paid}) (?:\s+(?:được|thực\s+hiện|lấy|trích|bố\s+trí|chi))* \s+ (?:{drawn})\s+
            (?P<money> {source} )
          | (?P<begin>) (?P<money> {_AMOUNT} \s+ (?:{drawn}) \s+ {fund} )
          | (?P<begin>) (?:{drawn}) \s+ (?P<money> {fund} ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _earns() -> regex.Pattern[str]:
    """What comes in from a source, or is looked at, is not what the work is paid with."""
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('earning_words')})(?!\p{{L}})[^.;:]{{0,80}}$",
        regex.IGNORECASE,
    )
