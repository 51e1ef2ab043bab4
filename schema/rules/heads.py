"""What of a letterhead stands elsewhere on the page, where a paper came without one: in its title
("Thông báo số 41/TB-UBND ngày 04/01/2030 …"), in a line that says with which paper it goes, behind
the marks of a mail (">"), in the line that tells when a site posted it. Only what stands nowhere is
missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.times.dates import is_whole_day
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, InBoth, finding, sentences
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Place

OPENING = 8
"""Wordings among which the head of a paper may stand."""
_DAY = r"\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|\s+tháng\s+\d{1,2}\s*(?:,|năm|/)\s*)20\d\d"


def number_stands(draft: Draft) -> bool:
    """Does the number of a paper stand at its head, though not where a letterhead has it?"""
    return any(_own_number().search(text) for text in _heads(draft))


def day_stands(draft: Draft) -> bool:
    """Does the day of a paper, or that on which it was posted, stand at its head?"""
    return any(
        _own_day().search(text) or _posted().search(text) or _DAY_ALONE.match(text)
        for text in _heads(draft)
    )


def _heads(draft: Draft) -> Iterator[str]:
    document = draft.plan.document
    yield from document.letterhead
    yield from draft.attached
    yield from (own.text for own in draft.wordings[:OPENING])
    yield from (block.text for block in draft.plan.unplaced[:OPENING])


def _tells_signer(draft: Draft) -> bool:
    """Does a sentence say who signed ("Công điện do ông …, Chủ tịch UBND xã | ký ban hành")?"""
    return any(phrase in draft.small_wordings for phrase in words("signed_in_words"))


@cache
def _number() -> str:
    """How a paper is called by its number: at the beginning of its title, behind "toàn văn", in the
    line on what goes with which paper, behind the mark of a mail."""
    kinds, attached = alternation("types_named"), alternation("attached")
    number = r"\d+\s*[/-]\s*(?:20\d\d\s*/\s*)?\p{Lu}[\p{Lu}Đ\d-]*"
    return rf"""
        (?: ^ \W* (?i:{kinds}) \s+ (?i:số) \s*:?\s* {number}
          | (?<!\p{{L}}) (?i:{alternation("whole_texts")}) \s+ (?i:{kinds}) \s+ số \s*:?\s* {number}
          | \( \s* (?i:ban\s+hành\s+)? (?i:{attached}) \s+ (?i:{kinds}) \s+ số \s*:?\s* {number}
          | (?: ^ | \s ) > \s* (?i:số) \s*:\s* {number} )
    """


@cache
def _own_number() -> regex.Pattern[str]:
    return compile_regex(_number(), regex.VERBOSE)


@cache
def _own_day() -> regex.Pattern[str]:
    """The number with its day."""
    return compile_regex(rf"{_number()} .{{0,60}}? (?i:ngày) \s+ {_DAY}", regex.VERBOSE)


@cache
def _posted() -> regex.Pattern[str]:
    """When a site or a station told it: "Ngày đăng 02/03/2027", "(Phát vào lúc 5 giờ ngày …",
    "Thứ hai - 07/01/2030 08:15"."""
    days = (
        rf"(?:ngày\s*:|{alternation('days_of_week')})[^\p{{L}}.;]{{0,20}}(?:\p{{L}}+\s\p{{L}}+,\s)?"
    )
    return compile_regex(
        rf"^\W*(?:(?:{alternation('posted_at')})(?!\p{{L}})[^.;]{{0,50}}?{_DAY}|{days}{_DAY}[^\p{{L}}]*$)",
        regex.IGNORECASE,
    )


_DAY_ALONE = compile_regex(rf"\s*(?:ngày\s+)?{_DAY}\s*(?:[^\p{{L}}\d\s].*)?$", regex.IGNORECASE)


def is_told_notice(note: Finding) -> bool:
    """Is it the note on a paper without its letterhead of which a sentence says whose it is?"""
    told = sentences()["told_notice"]["vi"]
    return note.code == "low_confidence" and note.message == told.format(evidence=note.evidence)


def is_told_without_head(draft: Draft) -> bool:
    """Was it told that the letterhead is missing, with all that stands nowhere?"""
    return any(map(is_told_notice, draft.notes))


def notice_without_head(draft: Draft, note: Finding) -> Iterator[Finding]:
    """The note on such a paper, with what really stands nowhere; none where all is told."""
    document = draft.plan.document
    lacking = {
        "number": document.number is None and not number_stands(draft),
        "day": not is_whole_day(document.issued_on) and not day_stands(draft),
        "signer": not ((document.signer and document.signer.name) or _tells_signer(draft)),
    }
    names = [words("parts_of_heads")[name] for name, lacks in lacking.items() if lacks]
    if names:
        in_both = InBoth(*(", ".join(told) for told in zip(*names, strict=True)))
        place = Place(None, note.where, spans=note.spans)
        yield finding("notice_without", on=place, evidence=note.evidence, missing=in_both)
