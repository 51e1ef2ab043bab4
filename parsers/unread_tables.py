"""Tables that are kept as printed though their cells order something, or say who does what and
when: none of it became a work, and the paper was not understood whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import regex

from kehoach.ingest.model import Box, Note, Span
from kehoach.normalize.text import comparison_key, strip_diacritics
from kehoach.parsers.coverage import wordings_of
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.tables.columns import whole_headings
from kehoach.parsers.tables.content_roles import kind_of
from kehoach.parsers.tables.turned import FEWEST_COLUMNS, heads_rows
from kehoach.parsers.tables.works_by_body import bodies_over, says_what_is_done
from kehoach.parsers.words import contains, opens_with, phrases, starts
from kehoach.patterns import compile_regex
from kehoach.schema import models

FEWEST_ROWS, MOST_ROWS = 3, 0.5
"""So many rows, and so large a part of a table, whose cells of one column order something."""
MIN_WORDS_OF_CELL = 3
MOST_WORDS_OF_HEADING = 3
MOST_LOOKED_AT = 40
"""Of such cells, whether the plan tells them elsewhere."""
FEWEST_WORKS, MANY_WORKS = 3, 0.34
"""So many cells under bodies, and so large a part of them, that say what is done."""
FEWEST_BESIDE = 2
"""Rows with a work beside its time or its body."""
MOST_EVIDENCE = 120
"""Letters of the words by which a table is named."""


def unread_tables(plan: models.Plan) -> Iterator[Note]:
    """The tables that are kept as printed and one column of which orders something in most rows
    ("Lớp | Giáo viên | Nội dung" / "9A | Cô Hoa | Cắt cỏ vườn trường"), none of it being told
    elsewhere: a note on each, with its headings. A column of spending makes a budget of it."""
    said = wordings_of(plan) if plan.tables else frozenset()
    for table in plan.tables:
        if any(opens_with(title, "spending_columns") is not None for title in table.columns):
            continue
        orders = max(map(_orders_among, _columns(table)), key=len, default=[])
        if len(orders) < FEWEST_ROWS or len(orders) < MOST_ROWS * len(table.rows):
            works = _works_across(table)
            if works and not _are_said(works, said):
                yield Note("table_of_works", _words_of(table), span=_place(table))
        elif not _are_said(orders, said):
            headings = " | ".join(filter(None, table.columns))
            evidence = f"{headings}: {len(orders)}/{len(table.rows)}"
            yield Note("table_of_orders", evidence, span=_place(table))


def _works_across(table: models.OtherTable) -> list[str]:
    """The cells that say what is done in a table that lies on its side, has a column for each body,
    or has several works in a row; nothing of another."""
    rows = [table.columns, *table.rows]
    if len(table.columns) >= FEWEST_COLUMNS and heads_rows([row[0] for row in rows if row]):
        heading = next(row for row in rows if row and "task" in whole_headings(row[:1]))
        return [cell for cell in heading[1:] if cell]
    cells = [
        row[place]
        for place in bodies_over(table.columns)
        for row in table.rows
        if place < len(row) and len(row[place].split()) > 1
    ]
    works = [cell for cell in dict.fromkeys(cells) if says_what_is_done(cell)]
    if len(works) >= FEWEST_WORKS and len(works) >= MANY_WORKS * len(cells):
        return works
    for row in rows:
        orders = _orders_among([*dict.fromkeys(row)])
        if len(orders) >= FEWEST_ROWS and len(orders) >= MOST_ROWS * len({*row}):
            return orders
    beside = [work for row in table.rows for work in _work_beside(row)]
    return beside if len(beside) >= max(FEWEST_BESIDE, MOST_ROWS * len(table.rows)) else []


def _work_beside(row: Sequence[str]) -> list[str]:
    """The first cell of a row that says what is done, where another says who does it or when (no
    hour of a programme)."""
    works = [cell for cell in row if len(cell.split()) >= MIN_WORDS_OF_CELL and begins_duty(cell)]
    others = [cell for cell in row if cell not in works]
    if any(_HOURS.fullmatch(cell.strip()) for cell in others):
        return []
    return works[:1] if any(kind_of(cell) in ("time", "owner") for cell in others) else []


def _words_of(table: models.OtherTable) -> str:
    """The first words of a table."""
    words = " | ".join(filter(None, (*table.columns, *(table.rows[0] if table.rows else ()))))
    return words[:MOST_EVIDENCE]


def _place(table: models.OtherTable) -> Span | None:
    """Where it begins."""
    span = next(iter(table.spans), None)
    if span is None:
        return None
    first, last = span.line_start or span.paragraph_start, span.line_end or span.paragraph_end
    return Span(span.page, Box(*span.bbox) if span.bbox else None, first=first, last=last)


def _are_said(orders: Sequence[str], wordings: Collection[str]) -> bool:
    """Do half of such cells stand elsewhere in a plan?"""
    looked_at = orders[:MOST_LOOKED_AT]
    told = sum(_is_said(order, wordings) for order in looked_at)
    return 2 * told >= len(looked_at)


def tables_of_doers(plan: models.Plan) -> Iterator[Note]:
    """The tables that are kept as printed and say by their headings what is done, when, and who
    does it ("Thời gian | Nội dung | Thực hiện"): the programme of a meeting may be one."""
    for table in plan.tables:
        place = _column_of_doers(table, plan)
        if place is None:
            continue
        named = sum(bool(row[place].strip()) for row in table.rows if place < len(row))
        if named >= FEWEST_ROWS:
            titles = " | ".join(filter(None, table.columns))
            yield Note("table_of_doers", f"{titles}: {named}/{len(table.rows)}")


def _column_of_doers(table: models.OtherTable, plan: models.Plan) -> int | None:
    """The column of who does what, in a table that has others for that and for when; None for the
    programme of a meeting, and for another table."""
    headings = [whole_headings([title]) for title in table.columns]
    roles = {role for own in headings for role in own}
    persons = _column_of_persons(table, plan)
    has_works = "task" in roles or (persons is not None and _has_column_of_works(table))
    if not has_works or "deadline" not in roles:
        return None
    doers = (
        place
        for place, (title, own) in enumerate(zip(table.columns, headings, strict=True))
        if "lead" in own or _is_verb_of_doers(title)
    )
    place = next(doers, persons)
    return None if place is None or _is_programme(table, headings) else place


def _column_of_persons(table: models.OtherTable, plan: models.Plan) -> int | None:
    """The column of the names of persons, if their works were read as nobody's duties."""
    place = next((n for n, own in enumerate(table.columns) if _calls(own, PERSONS)), None)
    if place is None:
        return None
    names = [row[place].strip() for row in table.rows if place < len(row)]
    units = [given.unit or "" for given in plan.assignments]
    is_read = any(name and unit.startswith(name) for name in names for unit in units)
    return None if is_read else place


def _has_column_of_works(table: models.OtherTable) -> bool:
    """Does a heading say that works stand below it, be it only "Việc"?"""
    whole = phrases("whole_headings_of_works")
    return any(_calls(own, WORKS) or strip_diacritics(own) in whole for own in table.columns)


def _calls(title: str, key: str) -> bool:
    return starts(strip_diacritics(title), phrases(key)) is not None


PERSONS, WORKS = "columns_of_persons", "columns_of_works"


def _is_programme(table: models.OtherTable, headings: Sequence[Collection[str]]) -> bool:
    """Are its times the hours of one day ("8h00 - 8h10")? What is done in a meeting is no work."""
    times = next(place for place, roles in enumerate(headings) if "deadline" in roles)
    cells = [row[times] for row in table.rows if times < len(row) and row[times].strip()]
    hours = sum(_HOURS.fullmatch(cell.strip()) is not None for cell in cells)
    return len(cells) >= FEWEST_ROWS and 2 * hours > len(cells)


_HOURS = compile_regex(
    r"(?:từ\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}\s*(?:phút)?"
    r"(?:\s*(?:[-–]|đến)\s*\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}\s*(?:phút)?)?",
    regex.IGNORECASE,
)


def _is_verb_of_doers(title: str) -> bool:
    """ "Thực hiện", "Người phụ trách"."""
    few = len(title.split()) <= MOST_WORDS_OF_HEADING
    return few and contains(title, "verbs_of_doers") is not None


def _is_said(order: str, wordings: Iterable[str]) -> bool:
    """Do words stand in one of the wordings (keys of comparison) of a plan?"""
    key = comparison_key(order)
    return any(key in wording for wording in wordings)


def _columns(table: models.OtherTable) -> Iterator[list[str]]:
    width = max(map(len, table.rows), default=0)
    for place in range(width):
        yield [row[place] for row in table.rows if place < len(row)]


def _orders_among(cells: list[str]) -> list[str]:
    long = (cell for cell in cells if len(cell.split()) >= MIN_WORDS_OF_CELL)
    return [cell for cell in long if begins_duty(cell)]
