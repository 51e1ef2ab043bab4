"""Terms in the sentences of a body that were over when the paper was issued ("gửi báo cáo trước
ngày 20/6/2030" in a plan of 2031): the year of the paper from which it was copied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

from kehoach.normalize.text import comparison_key
from kehoach.normalize.times.dates import DAY_IN_TEXT, day_of, is_whole_day, opening_day
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.timing import looks_back, terms_in_sentences, timed_deadlines
from kehoach.schema.rules.vocabulary import alternation, holds, keys_of
from kehoach.schema.walk import Wording

MOST_YEARS = 2
"""What lies farther back is history."""


@rule("past_terms")
def past_terms(draft: Draft) -> Iterator[Finding]:
    """A sentence that orders to hand in or to finish something by a day before that of the paper.
    Only where the verb stands in the same clause, and nothing in it tells of what was ("hồ sơ nộp
    trước ngày 31/12/2030 còn tồn đọng"). A deadline with a field of its own is told there."""
    issued = draft.plan.document.issued_on or ""
    if not is_whole_day(issued) or looks_back(draft.plan) or draft.mended:
        return
    since = date.fromisoformat(issued)
    timed = (*timed_deadlines(draft), *terms_in_sentences(draft, since))
    told = [deadline.raw for _, deadline in timed]
    for wording in draft.sure_wordings:
        if not wording.is_block or not wording.pointer.startswith(("/sections", "/loose")):
            continue
        if _tells_of_past(wording.text, since) or _stands_in_report(wording):
            continue
        for printed, day in _terms(wording):
            is_past = since.year - MOST_YEARS <= day.year and day < since
            if is_past and not any(printed in raw or raw in printed for raw in told):
                yield finding("deadline_before_issue", on=wording, evidence=printed, issued=issued)


def _tells_of_past(text: str, since: date) -> bool:
    """Does a text open with a day before that of the paper ("Ngày 01/7/2031, UBND tỉnh …"), or
    tell what was given by then ("… | đã giao | Phòng Kinh tế … trước ngày 30/9")?"""
    if holds(text, "given_before"):
        return True
    day = opening_day(text)
    return day is not None and day < since


def _stands_in_report(wording: Wording) -> bool:
    """Does it stand under a heading on what was ("I. ĐÁNH GIÁ TÌNH HÌNH")?"""
    titles = map(comparison_key, wording.headings)
    return any(title.startswith(keys_of("headings_of_past")) for title in titles)


def _terms(wording: Wording) -> Iterator[tuple[str, date]]:
    """The terms that the clauses of a wording set, as printed, and the day of each."""
    for match in _term().finditer(wording.text):
        clause = regex.split(r"[;.:,]\s", wording.text[: match.end()])[-1]
        is_sent = _sent().search(clause.removesuffix(match[0])) is not None
        is_end = _ENDS.match(wording.text, match.end()) is not None
        if not is_sent and (holds(clause, "told_of_past") or not holds(clause, "handing_in")):
            continue
        if not is_sent and not is_end:
            continue
        day = day_of(match)
        if day is not None:
            yield match[0], day


@cache
def _term() -> regex.Pattern[str]:
    """ "trước ngày | 20/6/2030" at the end of its clause."""
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?:{alternation("before_terms")}) \s+ (?:ngày\s+)?
        {DAY_IN_TEXT}
        (?= \s* (?: [.;,)] | $ | để\s ) )
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


_ENDS = compile_regex(r"\s*(?:[.;,)]|$)")


@cache
def _sent() -> regex.Pattern[str]:
    """ "xếp loại theo Mẫu số 3 | gửi Sở Nội vụ", "Trưởng thôn | báo lịch họp đến từng hộ" at the
    end of what stands before a term: somebody gets something by then, whatever that is on."""
    return compile_regex(
        rf"""
        (?<! (?<!\p{{L}}) (?i:{alternation("not_ordered")}) \s )
        (?<!\p{{L}}) (?i:{alternation("sending")}) \s
        (?: [^.;:]{{0,80}} \s (?:{alternation("to_whom")}) \s+ [^\s.;:,]+ (?: \s [^\s.;:,]+ ){{0,5}}
          | \p{{Lu}}\p{{L}}* (?: \s [^\s.;:,]+ ){{0,7}} )
        \s* $
        """,
        regex.VERBOSE,
    )
