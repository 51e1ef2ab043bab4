"""The year of the plan from which a plan was copied, left in where it speaks of itself: "Kế hoạch
này áp dụng cho năm 2025", "báo cáo kết quả năm 2025 trước ngày 15/12/2026" in the plan for 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.tellings import clauses, time_pattern, times_in
from kehoach.schema.rules.timing import looks_back
from kehoach.schema.rules.vocabulary import alternation, holds, telling_words, words
from kehoach.schema.walk import Wording

MOST_YEARS = 2
"""What lies farther back is history."""
LATE = 7
"""From this month on nobody reports on the year before."""
NAMED, OF_CAPTION = 0.8, 0.6
"""So large a part of the telling words of the title stands in what names the plan, or in the title
of its appendix."""
_YEAR = compile_regex(r"(?<![\d/.–-])năm\s+(?P<year>20\d\d)(?!\s?[–/-]?\s?\d)", regex.IGNORECASE)


@rule("left_years")
def left_years(draft: Draft) -> Iterator[Finding]:
    """Only of a plan for one year, and where it names itself, its appendix, or a report that is due
    late in its year. What was in the year before is told by right: reports due early, results, what
    the figures are compared with."""
    year = _year_of(draft)
    if year is None or draft.mended or looks_back(draft.plan):
        return
    title = frozenset(telling_words(draft.plan.document.title or ""))
    for wording in draft.sure_wordings:
        for match in _left(wording, year, title=title):
            yield finding(
                "left_year", on=wording, evidence=match[0].strip(), year=match["year"], own=year
            )


def _year_of(draft: Draft) -> int | None:
    """The one year that a plan is made for."""
    document = draft.plan.document
    period, issued = document.period, document.issued_on or ""
    if document.type not in words("plans") or period is None:
        return None
    if period.start is None or period.end is None:
        return None
    first, last = (date.fromisoformat(day) for day in (period.start, period.end))
    is_of_time = issued[:4] in (str(first.year), str(first.year - 1))
    is_one = first.year == last.year and f"{first.year}" in (period.raw or "")
    return first.year if is_one and is_of_time else None


def _left(wording: Wording, year: int, title: frozenset[str]) -> Iterator[regex.Match[str]]:
    """The years that were left in a wording."""
    if wording.pointer.startswith("/appendices"):
        if _is_of_appendix(wording.text, title):
            yield from _years_before(wording.text, year)
        return
    if not wording.is_block or not wording.pointer.startswith(("/sections", "/loose")):
        return
    for clause in clauses(wording.text):
        if _says_of_itself(clause, title) or _is_due_late(clause, year):
            yield from _years_before(clause, year)


def _years_before(text: str, year: int) -> Iterator[regex.Match[str]]:
    """The year of a text, if it is one before and the only one; the plan's own stands in none but
    whole days."""
    matches = list(_YEAR.finditer(text))
    if str(year) in time_pattern().sub(" ", text):
        return
    years = {int(match["year"]) for match in matches}
    if len(years) == 1 and year - MOST_YEARS <= min(years) < year:
        yield matches[0]


@cache
def _itself() -> regex.Pattern[str]:
    """ "Trên đây là Kế hoạch …", "Kế hoạch này áp dụng cho …"."""
    return compile_regex(
        rf"""
        ^ \W* trên\sđây\slà\s
        | (?:{alternation("plans")}) \s này \s (?: được\s )?
          (?:{alternation("holds_for")}) (?!\p{{L}})
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


def _says_of_itself(clause: str, title: frozenset[str]) -> bool:
    """Does a clause name the plan in which it stands, by its title or as "this plan"?"""
    if _itself().search(clause):
        return not holds(clause, "of_years_before")
    if _ordering().search(clause) is None or holds(clause, "of_years_before"):
        return False
    named = regex.search(rf"(?:{alternation('plans')})\s+(?P<what>[^.;:]+?)\s+năm\s+20\d\d", clause)
    return named is not None and _shares_words(named["what"], title, share=NAMED)


@cache
def _ordering() -> regex.Pattern[str]:
    orders = alternation("orders_on_plans")
    return compile_regex(rf"(?:^|[:,]\s)\W*(?:{orders})(?!\p{{L}})", regex.IGNORECASE)


def _shares_words(text: str, title: frozenset[str], share: float) -> bool:
    own = frozenset(telling_words(text))
    return len(title) > 1 and len(own & title) >= share * len(title)


def _is_of_appendix(text: str, title: frozenset[str]) -> bool:
    """Is a line the title of an appendix that tells the work of the plan?"""
    is_told = holds(text, "of_years_before")
    return text.isupper() and not is_told and _shares_words(text, title, share=OF_CAPTION)


@cache
def _report() -> regex.Pattern[str]:
    """ "báo cáo … kết quả … | năm 2025"."""
    reports, results = alternation("reports_open"), alternation("reported_on")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{reports})(?!\p{{L}})[^.;]*?(?:{results})[^.;,]*?\snăm\s+20\d\d",
        regex.IGNORECASE,
    )


def _is_due_late(clause: str, year: int) -> bool:
    """Is a report due late in the year of the plan?"""
    times = times_in(clause)
    if len(times) != 1 or _report().search(clause) is None:
        return False
    if holds(clause, "compared_with_before"):
        return False
    value = parse_deadline(times[0])
    return bool(value and value.end and value.end.year == year and value.end.month >= LATE)
