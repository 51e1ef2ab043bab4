"""A paragraph in which what only looks like a time is blotted out, so long as it was: numbers and
days of documents, the count of a point, amounts of money, the years between anniversaries, those
for which a plan is called ("kế hoạch tài chính 03 năm 2027 - 2029"), meetings whose words are told,
hours in which something is allowed."""

from __future__ import annotations

import regex

from kehoach.normalize.times.documents import without_documents
from kehoach.parsers.items.times.longer_times import without_others
from kehoach.parsers.items.times.stated_words import money, years_of_plan
from kehoach.parsers.items.words.beginnings import begins_duty, without_count
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
    masked = without_others(without_years_of_plans(masked))
    return _ANNIVERSARY.sub(lambda days: "#" * len(days[0]), masked)


def without_years_of_plans(text: str) -> str:
    """A text, the years of plans blotted out by which these are called.

    >>> without_years_of_plans("Lập kế hoạch đầu tư công 5 năm 2026 - 2030 trước 30/9")
    'Lập kế hoạch đầu tư công ################# trước 30/9'
    >>> without_years_of_plans("Trồng 20 ha rừng trong 5 năm 2026 - 2030")
    'Trồng 20 ha rừng trong 5 năm 2026 - 2030'
    """
    return years_of_plan().sub(lambda years: "#" * len(years[0]), text)


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
