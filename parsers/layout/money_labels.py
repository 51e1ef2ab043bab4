"""Orders behind a label of money: "Kinh phí: Phòng Kinh tế lập dự toán trước ngày 20/2"."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import alternation, phrases_by, starts
from kehoach.patterns import compile_regex

MAX_LABEL_WORDS = 9


def order_about_money(text: str) -> str:
    """What a line orders behind a label of money: that a body does something about it by a day; ""
    for another line. Who only pays, and how much, gives no order.

    >>> order_about_money("Kinh phí: Phòng Kinh tế lập dự toán trước ngày 20/2/2031.")
    'Phòng Kinh tế lập dự toán trước ngày 20/2/2031.'
    >>> order_about_money("Kinh phí: Phòng Kinh tế cấp 20 triệu đồng.")
    ''
    >>> order_about_money("Kinh phí: 20 triệu đồng, cấp trước 20/2."), order_about_money("Chi")
    ('', '')
    """
    label, colon, value = text.partition(":")
    if not colon or len(label.split()) > MAX_LABEL_WORDS:
        return ""
    labels = phrases_by("words.yaml", "fields")["budget"]
    if starts(strip_diacritics(label), labels) is None:
        return ""
    value = value.strip()
    return value if opens_as_body(value) and _by_day().search(value) is not None else ""


def payer_in(order: str) -> str:
    """Who pays or sets money apart by such an order, with a verb that is part of many names.

    >>> payer_in("Văn phòng chi 10 triệu trước 15/3"), payer_in("Phòng Kinh tế lập dự toán")
    ('Văn phòng', '')
    >>> payer_in("tạm chi 10 triệu trước 15/3")
    ''
    """
    match = _pays().match(order)
    return match[1] if match is not None else ""


@cache
def _pays() -> regex.Pattern[str]:
    return compile_regex(
        rf"(\p{{Lu}}[^.;:,]{{2,80}}?)\s+(?i:{alternation('verbs_of_paying')})\s+\d"
    )


@cache
def _by_day() -> regex.Pattern[str]:
    words = alternation("words_before_last_days")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{words})\s+(?:(?:ngày|tháng|quý)\s+\d|\d{{1,2}}[/-]\d)", regex.IGNORECASE
    )
