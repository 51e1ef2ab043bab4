"""The time in the bracket that closes a paragraph ("Nâng cấp đường trục thôn (2031 - 2032).")."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.plan_times import is_before_plan
from kehoach.parsers.items.times.stated_words import listed, not_before, phrase_in
from kehoach.parsers.items.times.times_of_stories import is_of_dated_list
from kehoach.parsers.items.words.sentence_breaks import last_clause
from kehoach.patterns import compile_regex

_LAST_BRACKET = compile_regex(r"\(([^()]*\d[^()]*)\)[\s.;,]*$")
_EVENT = compile_regex(r"\(((?:(?:ngay )?sau )?khi [^();]{5,120})\)[\s.;,]*$", regex.IGNORECASE)
_ACTS = "acts_of_superiors"
_SPANS = ("within", "continuous")
_YEARS = compile_regex(r"\d{4}\s*[-–]\s*\d{4}")
_WHOLE_DAY = compile_regex(r"(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}", regex.IGNORECASE)


def bracketed_events(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """ "Rà soát người nghiện (khi Công an tỉnh có văn bản triển khai).": a bracket that closes the
    paragraph and says behind which act of another body the work is done, and nothing else."""
    match = _EVENT.search(masked)
    words = text[match.start(1) : match.end(1)].strip() if match is not None else ""
    said = fold(words)
    if not any(said.endswith(f" {act}") for act in listed(_ACTS)):
        return
    value = parse_deadline(words, context.period)
    if match is not None and value is not None and value.kind == "conditional":
        yield Stated(words, value, begin=match.start(1))


def bracketed_times(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """ "Nâng cấp đường trục thôn (2031 - 2032).": a bracket that closes the paragraph and holds
    months, quarters or years and nothing else."""
    match = _LAST_BRACKET.search(masked)
    if match is None or not_before().search(masked[: match.start()].rstrip()):
        return
    if is_of_dated_list(masked[: match.start()]):
        return
    words = text[match.start(1) : match.end(1)].strip()
    value = parse_deadline(words, context.period)
    kinds = ("within", "continuous", "by") if _WHOLE_DAY.fullmatch(words) else _SPANS
    if value is None or value.kind not in kinds or not value.is_alone:
        return  # "Ngày Dân số thế giới (11/7)"
    before = last_clause(masked[: match.start()])
    if value.kind == "by" and phrase_in("days_of_others", before):
        return  # "kỷ niệm 60 năm ngày giải phóng (20/11/2031)"
    if _YEARS.fullmatch(words) and phrase_in("things_of_years", before):
        return  # "Đại hội Thi đua yêu nước xã lần thứ IX (2031 - 2035)"
    goes_on = value.kind == "continuous" and value.start is not None  # "(2032 trở đi)"
    if (value.end is not None or goes_on) and not is_before_plan(value, context):
        yield Stated(words, value, begin=match.start(1))
