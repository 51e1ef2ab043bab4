"""The deadline of a row out of its cells: its end, where the beginning stands in a column of its
own, and dates that a list writes with the month first."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.patterns import compile_regex
from kehoach.schema import models

TO = " - "
"""Between the beginning and the end of a task."""
MONTHS = 12
TIMES = ("start", "deadline")
_DATE = compile_regex(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})(?=\2\d{4}(?!\d))")


def deadline_of(
    begin: str, end: str, context: Context, *, span: Span | None, is_month_first: bool = False
) -> models.Deadline | None:
    """The deadline in the words of a row's beginning and end; those of a beginning alone are no
    end."""
    words = TO.join(filter(None, (begin, end)))
    read = with_day_first(words) if is_month_first else words
    due = context.deadline(read, span)
    if due is None:
        return None
    if is_month_first:
        due = due.model_copy(update={"raw": words})
    if begin and not end and not due.parts:
        only_start = {"kind": "within", "start": due.start or due.end, "end": None}
        return due.model_copy(update=only_start)
    return due


def time_in_product(product: str, context: Context) -> str:
    """The term with which the words of a product end, in a table without a column of times: "Kế
    hoạch (trước 15/3)", "Báo cáo; trong tháng 4"; "" where there is none. "Báo cáo quý I" names a
    paper."""
    found = _APART.search(product.rstrip(" .;"))
    if found is None:
        return ""
    words = found[1]
    value = parse_deadline(words, context.period)
    is_term = value is not None and value.is_alone and value.kind in _TERMS
    return words if is_term else ""


_APART = compile_regex(
    r"""
    [;,(] \s*
    ( (?: (?:xong|hoàn\ thành|hạn) \s+ )? (?:trước|chậm\ nhất|muộn\ nhất|trong|hạn) \b [^;,()]* )
    \)? $
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
"""A term that a mark parts from the name of the product."""
_TERMS = ("by", "within", "several")


def with_day_first(words: str) -> str:
    """Words whose dates have the month first -> the same with the day first.

    >>> with_day_first("1/31/2026 - 2/5/2026")
    '31/1/2026 - 5/2/2026'
    """
    return _DATE.sub(r"\3\2\1", words)


def month_first_of(table: RoleTable) -> Note | None:
    """Tell of a table whose dates have the month first: one has a day in second place that is no
    month, none has one in the first."""
    dates = list(_dates(table))
    if any(int(date[1]) > MONTHS for date, _ in dates):
        return None
    for date, span in dates:
        if MONTHS < int(date[3]) <= 31:
            words = date.string.strip()
            return Note("month_first", f"{words} = {with_day_first(words)}", span=span)
    return None


def _dates(table: RoleTable) -> Iterator[tuple[regex.Match[str], Span | None]]:
    """The dates in the cells of times."""
    columns = table.columns.of_all(role for role in TIMES if role in table.columns.roles)
    for row in table.rows:
        for slot in (row[column] for column in columns):
            for date in _DATE.finditer(cell_text(slot.lines)):
                yield date, slot.lines[0].span
