"""Rules on spans of years: a period that ends before it begins, a vision that does not look beyond
its period."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation


@rule("years_reversed")
def years_reversed(draft: Draft) -> Iterator[Finding]:
    """ "giai đoạn 2030-2026", "thời kỳ 2021-2030, tầm nhìn đến 2025": one of the years is a slip.
    On a page where a figure was not surely read the reader may have made it."""
    for wording in draft.sure_wordings:
        for span in _span_of_years().finditer(wording.text):
            first, last, vision = span["first"], span["last"], span["vision"]
            if last < first:
                yield finding("period_reversed", on=wording, evidence=span[0])
            elif vision and vision <= last:
                yield finding("vision_before_end", on=wording, evidence=span[0], end=last)


@cache
def _span_of_years() -> regex.Pattern[str]:
    """A period of years, and the vision told with it."""
    periods, until, visions = (alternation(key) for key in ("periods_of_years", "until", "visions"))
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {periods} ) \s+ (?: từ\s+ )? (?: năm\s+ )?
        (?P<first> (?: 19 | 20 ) \d\d ) \s* (?: [-–] | {until} ) \s* (?: năm\s+ )?
        (?P<last> 20\d\d ) (?! [\d/] )
        (?: [,;]? \s+ (?: và\s+ )? (?: {visions} ) \s+ (?: {until} ) \s+ (?: năm\s+ )?
            (?P<vision> 20\d\d ) (?! [\d/] ) )?
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
