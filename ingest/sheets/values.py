"""Numbers of cells as a spreadsheet shows them to a Vietnamese reader: days, percentages, decimals
with a comma."""

from __future__ import annotations

import datetime
import math
import re
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["number", "percent", "day", "padded day", "month", "year", "time"]
"""What a number format makes of a number; a padded day has two figures of day and month."""

_DAYS = (*range(14, 18), 22, *range(27, 37), *range(50, 59))
_TIMES = (18, 19, 20, 21, 45, 46, 47)
_PERCENTS = (9, 10)
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a format prints as it stands: quoted words, escaped letters, colours, locales."""
_FIRST_DAY, _FIRST_DAY_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_DAYS_IN_ALL = 2_958_466
"""Up to the end of the year 9999."""
_LEAP_BUG = 60
"""Spreadsheets take 1900 for a leap year: before its March, days count from a day later."""


def kind_of_format(number: int, code: str | None) -> Kind:
    """What a number format shows: by its number where it is built in, else by its code.

    >>> [kind_of_format(number, None) for number in (0, 9, 14, 17, 20)]
    ['number', 'percent', 'day', 'month', 'time']
    >>> codes = ('dd/mm/yyyy;@', 'mm"/"yyyy', '[$-42A]yyyy', '"ngày "0', '0.0%', 'h:mm')
    >>> [kind_of_format(164, code) for code in codes]
    ['padded day', 'month', 'year', 'number', 'percent', 'time']
    """
    if code is not None:
        return _kind_of_code(code)
    if number == 17:
        return "month"
    if number in _DAYS:
        return "day"
    if number in _TIMES:
        return "time"
    return "percent" if number in _PERCENTS else "number"


def _kind_of_code(code: str) -> Kind:
    told = _QUIET.sub("", code.split(";")[0]).lower()
    if "general" in told:
        return "number"
    if "%" in told:
        return "percent"
    if "d" in told:
        return "padded day" if "dd" in told and "mm" in told and "mmm" not in told else "day"
    if "y" in told:
        return "month" if "m" in told else "year"
    if "h" in told or "s" in told:
        return "time"
    return "month" if "m" in told else "number"


def number_text(value: float, kind: Kind = "number", *, from_1904: bool = False) -> str:
    """A number as it is shown.

    >>> number_text(3.0), number_text(0.1 + 0.2), number_text(0.95, "percent")
    ('3', '0,3', '95%')
    >>> number_text(45853, "day"), number_text(45853, "month"), number_text(0.3125, "time")
    ('15/7/2025', '7/2025', '7:30')
    >>> number_text(45782, "padded day")
    '05/05/2025'
    >>> number_text(1e12), number_text(-5, "day"), number_text(float("inf"))
    ('1000000000000', '-5', '')
    """
    if not math.isfinite(value):
        return ""
    if kind == "percent":
        return f"{_plain(value * 100)}%"
    if kind == "number" or not 0 <= value < _DAYS_IN_ALL:
        return _plain(value)
    return _moment_text(_moment(value, from_1904=from_1904), kind)


def _plain(value: float) -> str:
    rounded = round(value, 9)
    if rounded == int(rounded) and abs(rounded) < 1e18:
        return str(int(rounded))
    return format(rounded, ".15g").replace(".", ",")


def _moment(value: float, *, from_1904: bool) -> datetime.datetime:
    first = _FIRST_DAY_1904 if from_1904 else _FIRST_DAY
    if not from_1904 and value < _LEAP_BUG:
        first += datetime.timedelta(days=1)
    days = min(value, (datetime.datetime.max - first).days - 1)
    return first + datetime.timedelta(seconds=round(days * 86400))


def _moment_text(moment: datetime.datetime, kind: Kind) -> str:
    if kind == "year":
        return str(moment.year)
    if kind == "month":
        return f"{moment.month}/{moment.year}"
    if kind == "time":
        return f"{moment.hour}:{moment.minute:02d}"
    if kind == "padded day":
        return f"{moment.day:02d}/{moment.month:02d}/{moment.year}"
    return f"{moment.day}/{moment.month}/{moment.year}"
