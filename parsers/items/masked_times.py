"""A paragraph in which what only looks like a time is blotted out, so long as it was: numbers and
days of documents, the count of a point, amounts of money, the years between anniversaries."""

from __future__ import annotations

import regex

from kehoach.normalize.times.documents import without_documents
from kehoach.parsers.items.beginnings import begins_duty, without_count
from kehoach.parsers.items.stated_words import money
from kehoach.patterns import compile_regex

_ANNIVERSARY = compile_regex(
    r"""
    (?<![\d/.-]) (?P<day> \d{1,2} \s? [/.-] \s? \d{1,2} ) \s? [/.-] \s? \d{4}
    \s* [-–] \s* (?P=day) \s? [/.-] \s? \d{4} (?!\d)
    """,
    regex.VERBOSE,
)


def masked_times(text: str) -> str:
    """A paragraph, what only looks like a time blotted out.

    >>> masked_times("Kỷ niệm ngày thành lập (20/10/1930 - 20/10/2031), trước 30/9")
    'Kỷ niệm ngày thành lập (#######################), trước 30/9'
    """
    masked = _without_money(_without_count(without_documents(text)))
    return _ANNIVERSARY.sub(lambda days: "#" * len(days[0]), masked)


def _without_count(masked: str) -> str:
    """ "Thứ hai, Đoàn Thanh niên treo cờ …" with its count blotted out: no day of the week, since
    somebody or what he does follows."""
    act = without_count(masked)
    if act == masked or not (act[:1].isupper() or begins_duty(act)):
        return masked
    return act.rjust(len(masked), "#")


def _without_money(masked: str) -> str:
    """ "tháng 6 | - 5 | triệu đồng": an amount of money is no month, and ends a time."""
    return money().sub(lambda figure: ";" * len(figure[0]), masked)
