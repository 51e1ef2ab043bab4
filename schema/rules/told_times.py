"""Whether the words of a task tell when it is done, though our readers took no deadline from them:
then the paper does not lack one."""

from __future__ import annotations

import re
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Task
from kehoach.schema.rules.vocabulary import words


def tells_time(task: Task) -> bool:
    """Does a task point to where its time stands ("theo tiến độ của Kế hoạch này"), or list its
    steps with their days ("bảo đảm tiến độ cụ thể như sau: a) Trước ngày 15/4/2031 …")? Or does a
    sentence say how often its work is done, in which part of the year, in which case?

    >>> tells_time(Task.model_construct(task="Tổ dân phố thường xuyên tuần tra", origin="body"))
    True
    >>> tells_time(Task.model_construct(task="Bố trí chi thường xuyên", origin="body"))
    False
    """
    if task.origin == "body" and _heading_tells_day(task):
        return True
    text = small(" ".join((task.task, *task.activities, task.note or "")))
    if any(phrase in text for phrase in words("schedules_elsewhere")) or _FROM_YEAR.search(text):
        return True
    places = [text.find(phrase) for phrase in words("schedules_below")]
    steps = [text[place:] for place in places if place >= 0]
    if any(_DAY.search(step) for step in steps):
        return True
    if task.origin != "body":
        return False
    if _TO_YEAR.search(text) or any(phrase in text for phrase in words("days_of_events")):
        return True
    return _often().search(text) is not None or any(map(_is_of_work, _DATE.finditer(text)))


def _heading_tells_day(task: Task) -> bool:
    """Does the heading over a point say on which day it is done ("Bước 4. Ngày hội 15/3/2031")?"""
    titles = [small(group.title) for group in (task.group, task.subgroup) if group is not None]
    return any(_is_of_work(day) for title in titles for day in _WHOLE_DAY.finditer(title))


_WHOLE_DAY = re.compile(
    r"\bngày (?:[^\W\d]+ ){0,3}\d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )20\d\d\b"
)


def _is_of_work(day: re.Match[str]) -> bool:
    """Is a day no day of a paper that is cited ("Luật số 72/2025/QH15 ngày 16/6/2025")?"""
    ahead = " ".join(day.string[: day.start()].split()[-CITED:])
    return _NUMBER.search(ahead) is None and not any(paper in ahead for paper in words("cited"))


_FROM_YEAR = re.compile(r"\b20\d\d trở (?:đi|về sau)\b")
"""From when on a work is done ("(2032 trở đi)")."""
_TO_YEAR = re.compile(r"\b(?:đến|hết|trong) (?:hết )?(?:cuối )?năm 20\d\d\b")
_NUMBER = re.compile(r"\bsố \d")
"""Of a paper ("số 27/KH-UBND"), no "số nhà còn lại"."""
CITED = 12
"""Words ahead of its day in which a paper that is cited is named."""
_DATE = re.compile(r"\bngày \d{1,2}(?:/| tháng )\d{1,2}\b")


_DAY = re.compile(r"\d{1,2}/\d{1,4}|\btháng \d|\bquý [iv\d]")


@cache
def _often() -> regex.Pattern[str]:
    """What is done again and again ("thường xuyên tuần tra", no "chi thường xuyên"), in a part of a
    year, in a case that opens the sentence, or when something comes about."""
    return compile_regex(
        rf"""
        ^ (?: {any_of(words("cases"))} ) \s
        | (?<! \b (?: {any_of(words("standing_things"))} ) \s )
          \b (?: {any_of(words("again"))} ) \b
        | \b khi \s [^.;]{{0,120}} \b (?: {any_of(words("events"))} ) \b
        | \b (?: {any_of(words("parts_of_time"))} ) \s (?: năm | tháng | quý ) \s [\divx]
        """,
        regex.VERBOSE,
    )
