"""Rules on bodies that are no more: those of districts, and departments that became part of others.
A paper that asks them for something was copied from one of the time before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import comparison_key, small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.foreign import SINCE
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Place

AHEAD, BEHIND = 90, 40
"""Letters on either side of a name in which its excuse may stand."""


@rule("outdated_body")
def outdated_body(draft: Draft) -> Iterator[Finding]:
    """ "UBND huyện", "Phòng Tài nguyên và Môi trường" in a paper of 2026: nobody is there to get
    the report. Told once for each. What was before ("huyện … cũ", "đã bàn giao"), and papers that
    these bodies issued while they were there, are named by right."""
    issued = draft.plan.document.issued_on or ""
    if issued < SINCE or draft.mended:
        return
    told: set[str] = set()
    for place, text in _texts(draft):
        for match in _gone().finditer(text):
            key = comparison_key(match["name"])
            if key in told or _is_of_past(text, match):
                continue
            told.add(key)
            successor = _successors().get(key)
            yield finding("outdated_body", on=place, evidence=match["name"], suggestion=successor)


def _texts(draft: Draft) -> Iterator[tuple[Place[Any], str]]:
    """Where a paper says who does something, or gets it: not the papers it rests on, but for those
    that are younger than the end of their issuers."""
    for basis in draft.document.children("legal_bases"):
        if (basis.part.date or "") >= SINCE:
            yield basis, basis.part.issuer or ""
    for wording in draft.wordings:
        if not wording.pointer.startswith("/preamble") and not draft.is_scanned(wording.spans):
            yield wording, wording.text
    for name in ("addressees", "recipients"):
        for place in draft.document.children(name):
            yield place, place.text


def _is_of_past(text: str, match: regex.Match[str]) -> bool:
    """Does the sentence speak of the time before, or of a paper that the body issued?"""
    ahead = regex.split(r"[.;]\s", small(text[max(0, match.start() - AHEAD) : match.start()]))[-1]
    behind = small(text[match.end() : match.end() + BEHIND])
    if _past().search(ahead) or _past().search(regex.split(r"[.;]\s", behind)[0]):
        return True
    return _issued_by().search(ahead) is not None


@cache
def _past() -> regex.Pattern[str]:
    """Words of the time before, or a year of it."""
    phrases = alternation("of_time_before")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})|(?<!\d)(?:19\d\d|20[01]\d|202[0-4])(?!\d)"
    )


@cache
def _issued_by() -> regex.Pattern[str]:
    """ "Quyết định số 15/QĐ-UBND … của | UBND huyện", "theo mẫu của | …"."""
    papers = alternation("papers_of_before")
    return compile_regex(rf"(?:số\s*\d+|(?<!\p{{L}})(?:{papers})(?!\p{{L}}))[^.;]*\scủa\s+$")


@cache
def _successors() -> dict[str, str]:
    """A body that is no more (its `comparison_key`) -> what it became part of."""
    return {comparison_key(name): successor for name, successor in words("bodies_gone").items()}


@cache
def _gone() -> regex.Pattern[str]:
    """A body of a district, by its level, or one of a list."""
    levels = administrative_levels()
    of_districts = any_of(sorted({*levels.district} - {*levels.province}))
    named = any_of(words("bodies_gone"))
    return compile_regex(
        rf"""
        (?<! \p{{L}} )
        (?P<name>
            (?: {named} ) (?! \p{{L}} | \s+ (?:{of_districts}) (?! \p{{L}} ) )
          | (?: {alternation("district_bodies")} ) \s+ (?: các \s+ | cấp \s+ )? (?: {of_districts} )
            (?! \p{{L}} | \s+ (?:ủy|uỷ|đội|đoàn) )
          | (?: {alternation("district_offices")} ) \s+ [\p{{L}}&]+
            (?: [\s,–-]+ [\p{{L}}&]+ ){{0,8}}? \s+ (?: {of_districts} ) (?! \p{{L}} )
          | (?: huyện | quận | thị ) \s (?: ủy | uỷ ) (?! \p{{L}} )
          | (?: huyện | quận ) \s? đoàn (?! \p{{L}} )
        )
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )
