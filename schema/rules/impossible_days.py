"""Days of sentences that no calendar has ("ngày 32/4/2031"), where no reader of deadlines or of
cited papers looked at them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.normalize.times.dates import iso_date
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.citations import impossible_dates
from kehoach.schema.rules.vocabulary import alternation
from kehoach.schema.walk import Wording

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
    scanned pages, and in text that was put right, the figure may be the reader's."""
    if draft.mended:
        return
    told = [note.evidence for note in draft.notes if note.code == "invalid_date"]
    told += [found.evidence for found in impossible_dates(draft)]
    told += [basis.date_raw or "" for basis in draft.plan.document.legal_bases]
    for wording in draft.wordings:
        if draft.is_scanned(wording.spans):
            continue
        for printed in _impossible(wording):
            if not any(printed in other or other in printed for other in told if other):
                told.append(printed)
                yield finding("invalid_date", on=wording, evidence=printed)


def _impossible(wording: Wording) -> Iterator[str]:
    for match in _DAY.finditer(wording.text):
        if iso_date(int(match["y"]), month=int(match["m"]), day=int(match["d"])) is None:
            yield match["day"]
