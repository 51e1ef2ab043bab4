"""The year from which a rhythm is kept, at the head of its sentence: "Từ năm 2032, Văn phòng … tổng
hợp báo cáo định kỳ hằng quý": the rhythm is the time, the year its beginning."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.items.times.stated_words import listed
from kehoach.patterns import compile_regex
from kehoach.schema import models


def is_opening_year(phrase: str) -> bool:
    """Is a time only the year from which something is done?

    >>> is_opening_year("Từ năm 2032"), is_opening_year("Từ năm 2032 đến năm 2034")
    (True, False)
    """
    return _year().fullmatch(phrase) is not None


def from_opening_year(due: models.Deadline | None, text: str) -> models.Deadline | None:
    """A rhythm without a beginning, begun with the year that its sentence opens with."""
    opening = _year().match(text)
    if opening is None or due is None or due.kind != "recurring" or due.start or due.end:
        return due
    if not text[opening.end() :].lstrip().startswith(","):
        return due
    return due.model_copy(update={"start": f"{opening['year']}-01-01"})


@cache
def _year() -> regex.Pattern[str]:
    words = any_of(listed("openings_of_rhythm"))
    return compile_regex(
        rf"(?:{words}) \s+ năm \s+ (?P<year> 20\d\d ) (?!\d)", regex.IGNORECASE | regex.VERBOSE
    )
