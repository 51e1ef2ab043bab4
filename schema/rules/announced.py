"""Appendices that a paper announces by their numbers ("tại Phụ lục II"), against those that lie
behind its signature: who gets the paper without the second one does not get what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.captions import is_of_picture, numbers_present, value_of
from kehoach.schema.rules.paper import around, is_of_another, is_sent_apart, speaks_of_case
from kehoach.schema.rules.vocabulary import alternation
from kehoach.schema.walk import Wording

MOST = 30
"""A higher number is none of an appendix."""
AHEAD = 90
"""Letters ahead of a promise in which another paper may be named whose appendix it is."""


@cache
def _numbered() -> regex.Pattern[str]:
    """ "Phụ lục | I, II và III", "Phụ lục số | 02"."""
    number = r"(?:[IVX]{1,5}|\d{1,2})(?![\p{L}\d/]|\.\d)"
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?i:{alternation("appendices")}) \s+ (?i:số\s*:?\s*)?
        (?P<numbers> {number} (?: \s*(?:,|;|(?i:và|&))\s* (?:(?i:{alternation("appendices")})\s+)?
        (?i:số\s*)? {number} )* )
        """,
        regex.VERBOSE,
    )


_NUMBER = re.compile(r"[IVX]+|\d+")


@rule("announced_appendices")
def announced_appendices(draft: Draft) -> Iterator[Finding]:
    """ "Phụ lục II" is announced, and "PHỤ LỤC I" alone is there. Only of a paper that numbers its
    appendices, and that was read from type: of a picture "II" may be "I". Told once, for the first
    that is missing."""
    present = numbers_present(draft)
    if draft.has_gaps or is_of_picture(draft):
        return
    if not present:
        yield from _more_than_lie_here(draft)
        return
    told = set(present)
    for wording in draft.wordings:
        if not wording.is_of_body:
            continue
        for match in _own_promises(draft, wording):
            missing = [
                own for own in _NUMBER.findall(match["numbers"]) if value_of(own) not in told
            ]
            if any(0 < value_of(own) <= MOST for own in missing):
                told |= {value_of(own) for own in missing}
                names = ", ".join(missing)
                evidence = around(match)
                yield finding("missing_numbered", on=wording, evidence=evidence, numbers=names)


def _own_promises(draft: Draft, wording: Wording) -> Iterator[regex.Match[str]]:
    """The places of a wording that name appendices of this paper, no others."""
    text = wording.text
    for match in _numbered().finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        if is_of_another(behind, draft.plan.document.type) or is_sent_apart(behind):
            continue
        if not speaks_of_case(before) and not _cites_another(before):
            yield match


def _cites_another(before: str) -> bool:
    """Does the sentence name another paper ahead of the appendix ("Thông tư số 02/2021/TT-BYT (Phụ
    lục II)")?"""
    sentence = regex.split(r"[.;]\s", before[-AHEAD:])[-1]
    return _other_paper().search(sentence) is not None


def _more_than_lie_here(draft: Draft) -> Iterator[Finding]:
    """ "Phụ lục I" and "Phụ lục II" are announced, and one appendix without a number lies behind
    the signature: it cannot be both."""
    if len(draft.plan.appendices) != 1:
        return
    told: dict[int, tuple[Wording, regex.Match[str]]] = {}
    for wording in draft.wordings:
        for match in _own_promises(draft, wording) if wording.is_of_body else ():
            for own in _NUMBER.findall(match["numbers"]):
                told.setdefault(value_of(own), (wording, match))
    numbers = sorted(number for number in told if 0 < number <= MOST)
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        wording, match = told[numbers[-1]]
        names = ", ".join(_NUMBER.findall(match["numbers"])[-1:])
        yield finding("missing_numbered", on=wording, evidence=around(match), numbers=names)


@cache
def _other_paper() -> regex.Pattern[str]:
    others = alternation("kinds_with_appendices")
    return compile_regex(
        rf"(?:{others})\s+(?:số\s|\d|liên\s+tịch)|\d+/(?:\d{{4}}/)?[\p{{Lu}}]{{2}}"
    )
