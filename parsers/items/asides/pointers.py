"""Points that only say where other things stand: in an appendix, in another table."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.words import alternation, opens_with
from kehoach.patterns import compile_regex

MOST_WORDS = 20
_CAPTION = compile_regex(
    r"(?:Phụ lục|PHỤ LỤC|Biểu mẫu|Mẫu|Biểu|Bảng)(?: số)? (?:\d{1,2}|[IVX]{1,4})"
    r"\s*(?:[:.–-]\s|(?:kèm theo\s|đính kèm\s)?(?:nêu|quy định|ghi)\s)"
)
_INNER_END = compile_regex(r"[.;]\s+\S")


@lru_cache(maxsize=2048)
def points_elsewhere(text: str) -> bool:
    """ "Chi tiết xem Phụ lục 2.", "Phụ lục 1: Danh sách thôn.", "Biểu 1. Việc của quý I": a point
    that only says where other things stand, or the caption of a table. What is told behind it
    besides may be no order.

    >>> points_elsewhere("Đầu tư, mua sắm: thực hiện theo Phụ lục II.")
    True
    >>> points_elsewhere("Các nhiệm vụ theo Phụ lục kèm theo. Ngày bầu cử: 15/3/2031.")
    True
    >>> points_elsewhere("Phân công cụ thể từng việc theo bảng dưới đây.")
    True
    >>> points_elsewhere("Rà soát hộ nghèo theo Phụ lục III.")
    False
    >>> points_elsewhere("Rà soát hộ nghèo theo bảng dưới đây.")
    False
    """
    if len(text.split()) <= MOST_WORDS:
        if begins(text, "pointers") is not None:
            return True
        caption = _CAPTION.match(text)
        if caption is not None:
            return _INNER_END.search(text, caption.end()) is None
    first, *others = sentences_in(text) or [text]
    return _points(first) and not any(begins_duty(own) or opens_as_body(own) for own in others)


def _points(sentence: str) -> bool:
    if len(sentence.split()) > MOST_WORDS or _elsewhere().search(sentence) is None:
        return False
    if opens_with(sentence, "things_in_appendices"):
        return True
    matter, colon, behind = sentence.rpartition(":")
    is_matter = bool(colon) and not opens_as_body(matter)
    return is_matter and _carried_out().match(behind) is not None


@cache
def _elsewhere() -> regex.Pattern[str]:
    """The end of a sentence that names an appendix, or the table that follows."""
    tables = alternation("tables_below")
    return compile_regex(
        rf"\s(?:theo|tại|ở|trong)\s(?:các\s)?(?:phụ\ (?:lục|biểu)[^.:;,]*|{tables})[.;:]?$",
        regex.IGNORECASE,
    )


@cache
def _carried_out() -> regex.Pattern[str]:
    """Behind a matter and its colon: it is done, or told, as an appendix says."""
    ways = alternation("told_in_appendices")
    return compile_regex(rf"\s*(?:{ways})\s+(?:theo|tại|ở|trong)\s", regex.IGNORECASE)
