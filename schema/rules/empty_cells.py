"""Cells of a table that somebody forgot to fill, though something seems to stand there: a row whose
words name a body while its cell for the lead is empty, a day of which only the year was written."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.doers import opens_with_known_body
from kehoach.schema.rules.gap_evidence import HALF, keeps_merged_cells
from kehoach.schema.rules.kin import FIELDS
from kehoach.schema.rules.row_words import row_words
from kehoach.schema.rules.torn import torn_rows


@rule("owner_in_words")
def owner_in_words(draft: Draft) -> Iterator[Finding]:
    """ "Công an phường phối hợp Phòng Kinh tế rà soát …", and the cell for the lead is empty while
    most rows of the table fill it: the words say who works, nobody says who answers. Nothing is
    said of copied text, where the cell above may cover it, nor of a row that was torn."""
    if not keeps_merged_cells(draft) or is_calendar(
        draft.plan.document.type, draft.plan.document.title
    ):
        return
    torn = torn_rows(draft.rows)
    for row in draft.rows:
        if not FIELDS["owner"](row.part) or row.part.inferred_lead is not None:
            continue
        if row.pointer in torn or draft.is_doubtful(row):
            continue
        if draft.kin.rows(row.part).share_with("owner") >= HALF and opens_with_known_body(
            row.part.task
        ):
            yield finding("owner_in_words", on=row, evidence=row_words(draft, row))


_BLANK_TIME = compile_regex(
    r"""
    (?: trước \s+ | đến \s+ )? (?: ngày )? [\s.…_]*
    (?: (?: / | tháng ) \s* (?: \d{1,2} | [\s.…_]* ) \s* )? (?: / | năm ) \s*
    (?: 20\d\d | [\s.…_]* ) \s* [.;]?
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


@rule("blank_deadline")
def blank_deadline(draft: Draft) -> Iterator[Finding]:
    """ "…/…/2031", "ngày … tháng … năm 2031": the day was to be filled in, and nobody did."""
    for task in draft.sure_tasks:
        deadline = task.part.deadline
        if deadline is not None and is_blank_time(deadline.raw):
            yield finding("blank_deadline", on=task.child("deadline"))


def is_blank_time(raw: str) -> bool:
    """Was a day left to be filled in by hand?

    >>> is_blank_time("…/…/2031"), is_blank_time("ngày ... tháng ... năm 2031")
    (True, True)
    >>> is_blank_time(".../6/2031"), is_blank_time("Năm 2031"), is_blank_time("")
    (True, False, False)
    """
    has_dots = regex.search(r"[.…_]\s*(?:/|tháng|năm)", raw, regex.IGNORECASE) is not None
    return has_dots and _BLANK_TIME.fullmatch(raw.strip()) is not None
