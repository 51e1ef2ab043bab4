"""Days of sentences that no calendar has ("ngày 32/4/2031"), where no reader of deadlines or of
cited papers looked at them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.normalize.text import small
from kehoach.normalize.times.dates import iso_date
from kehoach.patterns import compile_regex
from kehoach.schema.models import Deadline, Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.citations import impossible_dates
from kehoach.schema.rules.corrected import is_put_right
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Place, Wording

_DAY = compile_regex(
    rf"""
    (?<!\p{{L}}) (?:{alternation("before_days")}) \s+
    (?P<day> (?P<d>\d{{1,2}}) \s*(?:[/.-]|\stháng\s)\s* (?P<m>\d{{1,2}})
       \s*(?:[/.-]|\snăm\s)\s* (?P<y>(?:19|20)\d\d) ) (?![\d/])
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


@rule("impossible_days")
def impossible_days(draft: Draft) -> Iterator[Finding]:
    """A whole date behind "ngày" that no calendar has, told once where it was not told already. On
    scanned pages, and in text that was put right, the figure may be the reader's. One that a person
    typed is told at its place."""
    for place, printed in typed_days(draft):
        yield finding("invalid_date", on=place, evidence=printed)
    if draft.mended:
        return
    told = [note.evidence for note in draft.notes if note.code == "invalid_date"]
    told += [found.evidence for found in impossible_dates(draft)]
    told += [basis.date_raw or "" for basis in draft.plan.document.legal_bases]
    for wording in draft.wordings:
        if draft.is_scanned(wording.spans):
            continue
        for printed in _impossible(wording):
            if is_put_right(draft, printed):
                continue
            if not any(printed in other or other in printed for other in told if other):
                told.append(printed)
                yield finding("invalid_date", on=wording, evidence=printed)


_TYPED = compile_regex(
    r"(?<![\d/.-])(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19|20)\d\d)(?![\d/])"
)


def typed_days(draft: Draft) -> Iterator[tuple[Place[Deadline], str]]:
    """The days that no calendar has in times that people wrote ("32/6/2026"), with their places:
    of those the reader of the paper knows nothing."""
    if not draft.plan.corrections:
        return
    for task in draft.tasks:
        sources, deadline = task.part.sources, task.part.deadline
        source = sources.deadline if sources else None
        if deadline is None or source is None or "corrected" not in source.how:
            continue
        for match in _TYPED.finditer(deadline.raw):
            if iso_date(int(match["y"]), month=int(match["m"]), day=int(match["d"])) is None:
                yield task.child("deadline"), match[0]


_FAR = compile_regex(r"(?<![\d/.-])\d{1,2}/\d{1,2}/(?P<year>[2-9]\d{3})(?![\d/-])")
FAR = 30
"""Years behind a paper's own; what is planned for later has no day yet."""


@rule("far_off_days")
def far_off_days(draft: Draft) -> Iterator[Finding]:
    """A whole day many years behind the paper and its time ("26/3/3031"): two figures of its year
    changed places, or one is another. Land is let, and mines are open, for so long. Told once."""
    document = draft.plan.document
    ends = (document.issued_on, document.period.end if document.period else None)
    own = [int(day[:4]) for day in ends if day]
    if not own or draft.mended:
        return
    for wording in draft.sure_wordings:
        if any(phrase in small(wording.text) for phrase in words("long_terms")):
            continue
        for match in _FAR.finditer(wording.text):
            if int(match["year"]) > max(own) + FAR:
                yield finding("far_off_day", on=wording, evidence=match[0])
                return


def _impossible(wording: Wording) -> Iterator[str]:
    for match in _DAY.finditer(wording.text):
        if iso_date(int(match["y"]), month=int(match["m"]), day=int(match["d"])) is None:
            yield match["day"]
