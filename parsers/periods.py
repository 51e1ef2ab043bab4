"""The time a paper is made for, out of its title, its opening, or its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kehoach.normalize.times.dates import is_whole_day
from kehoach.normalize.times.period import (
    Period,
    parse_period,
    period_of_opening,
    span_of_days,
)
from kehoach.parsers.calendars.calendar import period_of_calendar
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.words import contains
from kehoach.schema import models
from kehoach.schema.kinds import is_calendar

OPENING = 6
"""Paragraphs among which the period of the plan is looked for."""


def period_of(kind: str | None, title: str | None, text: Sequence[str]) -> Period | None:
    """The period the title names; else the one of the sentence that issues the plan. Of a calendar
    its days."""
    if is_calendar(kind, title):
        return period_of_calendar(title, text)
    period = parse_period(title) if title else None
    if period is not None:
        return period
    found = (period_of_opening(paragraph) for paragraph in text[:OPENING])
    return next((period for period in found if period is not None), None)


def period_of_chapter(root: Node) -> Period | None:
    """The span of days that the chapter on the time tells ("II. PHẠM VI, THỜI GIAN" / "Thời gian
    thực hiện: từ ngày … đến ngày …"): it is that of the paper. None where several are told."""
    told: list[Period] = []
    for section in root.walk():
        if not contains(section.title, "times_of_work"):
            continue
        sentences = [one for leaf in section.leaves() for one in sentences_in(leaf.text)]
        found = [period for period in map(_of_all_work, sentences) if period is not None]
        told += found
    return told[0] if len(told) == 1 else None


def _of_all_work(sentence: str) -> Period | None:
    """The span of days in a sentence on when the paper is carried out."""
    if contains(sentence, "carried_out_then") is None:
        return None
    return span_of_days(sentence)


def period_model(period: Period | None) -> models.Period | None:
    """A period as the contract tells it."""
    if period is None:
        return None
    return models.Period(
        raw=period.raw,
        start=period.start.isoformat() if period.start else None,
        end=period.end.isoformat() if period.end else None,
    )


def day_of(iso: str | None) -> date | None:
    """The day of a date; None of one that is not told to the day."""
    return date.fromisoformat(iso) if iso is not None and is_whole_day(iso) else None
