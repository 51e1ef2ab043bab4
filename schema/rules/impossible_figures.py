"""Rules on figures that cannot be meant: more than all, a rate without its unit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, holds

ALL = 100.0


@rule("more_than_all")
def more_than_all(draft: Draft) -> Iterator[Finding]:
    """ "190% người cao tuổi được khám": nobody can reach more than all. What is compared with a
    plan, an estimate or another year may be more ("đạt 105% dự toán", "110% so với năm 2025"). In
    sentences that are no targets only a rate of people or things that are counted is sure."""
    told: list[str] = []
    for target in draft.whole.children("targets"):
        if target.confidence < MIN_CONFIDENCE or draft.is_scanned(target.spans):
            continue
        over = [own for own in target.part.metrics if own.unit == "%" and (own.value or 0) > ALL]
        if over and not holds(target.text, "compared_with"):
            told.append(target.text)
            yield finding(
                "more_than_all", on=target, evidence=target.text, figure=over[0].raw or ""
            )

    for wording in draft.sure_wordings:
        match = _over_all().search(wording.text) if wording.is_of_body else None
        if match is None or any(match[0] in text for text in told):
            continue
        told.append(wording.text)
        if not holds(wording.text, "compared_with"):
            yield finding("more_than_all", on=wording, evidence=match[0], figure=match["figure"])


@cache
def _over_all() -> regex.Pattern[str]:
    """ "120% hộ", "trên 105 % số hộ"."""
    return compile_regex(
        rf"(?<![\d.,/])(?P<figure>(?:1(?:0[1-9]|[1-9]\d)|[2-9]\d\d)(?:,\d+)?\s*%)\s+(?:tổng\s+)?(?:số\s+)?"
        rf"(?:{alternation('counted_units')})(?!\p{{L}})",
        regex.IGNORECASE,
    )


@rule("rate_without_unit")
def rate_without_unit(draft: Draft) -> Iterator[Finding]:
    """ "Tỷ lệ hộ dùng nước sạch đạt 95." ends without "%": of what it is nobody can be sure."""
    for wording in draft.sure_wordings:
        match = _rate().search(wording.text) if wording.is_of_body else None
        if match is not None:
            yield finding("rate_without_unit", on=wording, evidence=match[0].strip())


@cache
def _rate() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {alternation("rates_named")} ) \s [^.;:%‰/()\d]{{3,120}}?
        (?: {alternation("reaching")} ) \s+ (?: {alternation("at_least")} \s+ )?
        (?<![\d.,]) (?: [1-9]\d | 100 ) (?: ,\d+ )? \s* (?: [.;] \s* $ | $ | [;.] \s+ \p{{Lu}}
        | (?: (?: {alternation("by_year")} ) \s+ )? năm \s+ 20\d\d )
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )
