"""Schedules that say who goes where on which day ("Đơn vị được kiểm tra | Thời gian | Tổ kiểm
tra"): each row is work of that day, called by where it is done. A rota of those on duty, and a
schedule without anybody, give no work: their days are kept as appointments (`schedule`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.period import Period
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, headed_columns
from kehoach.parsers.tables.days import (
    WORDS,
    calls_persons,
    heading_holds,
    heading_opens,
    is_day,
    names_day,
)
from kehoach.parsers.words import phrases

FEWEST_ROWS, MOST_COLUMNS = 2, 12
LONGEST_COUNT = 4
"""Letters behind a heading in a cell that only counts."""
MOST = 0.8
"""A share of the rows: those that have a day, and those that say who."""
_SOME_YEAR = Period("năm 2030", date(2030, 1, 1), date(2030, 12, 31))
"""A day without its year is one of whatever year the plan is for; one with it is its own."""


class Appointed(NamedTuple):
    """The columns of a schedule of who goes where, and which of them hold the days and who."""

    columns: Columns
    day: int
    who: int


def appointed_columns(
    headings: Sequence[Sequence[str]], rows: Sequence[Sequence[Slot]]
) -> Columns | None:
    """The headings of each column from top to bottom, and the rows below -> the columns of a
    schedule of who goes where, None for another table. Where they go has the role "task"."""
    found = appointed_headings(headings)
    data = [row for row in rows if len({*row}) > 1]
    if found is None or len(data) < FEWEST_ROWS:
        return None
    if not _are_filled(data, found.who) or not _are_days(data, found.day):
        return None
    where = found.columns.roles.index("task")
    if _only_count(data, where, found.columns.titles[where]):
        again = appointed_headings(headings, counted=where)
        return again.columns if again is not None else found.columns
    return found.columns


def appointed_headings(
    headings: Sequence[Sequence[str]], counted: int | None = None
) -> Appointed | None:
    """The same by the headings alone; no place is told by a column that only counts ("Cụm 1")."""
    if len(headings) > MOST_COLUMNS:
        return None
    columns = headed_columns(headings, of_any_kind=True)
    if columns is None or "task" in columns.roles:
        return None
    titles = [strip_diacritics(title) for title in columns.titles]
    if any(heading_holds("never", title) and not names_day(title) for title in titles):
        return None
    days = [place for place, title in enumerate(titles) if names_day(title)]
    who = _column_of_doers(columns, titles)
    if len(days) != 1 or who is None:
        return None
    taken = (days[0], who) if counted is None else (days[0], who, counted)
    where = _column_of_places(columns, titles, taken=taken)
    if where is None:
        return None
    given = {days[0]: "deadline", who: "lead", where: "task"}
    roles = [None if role in given.values() else role for role in columns.roles]
    if counted is not None and "index" not in roles:
        roles[counted] = "index"
    for place, role in given.items():
        roles[place] = role
    known = round(columns.confidence * len(roles)) + sum(
        columns.roles[place] is None for place in given
    )
    made = replace(
        columns,
        kind="tasks",
        roles=tuple(roles),
        confidence=min(known / len(roles), 1.0),
        listed=columns.titles[where],
    )
    return Appointed(made, days[0], who)


def any_headed(headings: Sequence[Sequence[str]]) -> Columns | None:
    """The headings of each column as those of such a schedule, else whatever table it is."""
    found = appointed_headings(headings)
    return found.columns if found is not None else headed_columns(headings, of_any_kind=True)


def _column_of_doers(columns: Columns, titles: Sequence[str]) -> int | None:
    """The column of who does it: one that leads, else one of teams, else one of persons by name,
    else the bodies beside a place. None where somebody is on duty."""
    if any(heading_holds("on_duty", title) for title in titles):
        return None
    persons = [place for place, title in enumerate(titles) if calls_persons(title)]
    lead = columns.of("lead")
    if lead is not None and not (persons and heading_opens("units", titles[lead])):
        return lead  # "Chi bộ được phân công dự" beside persons is where these go
    for found in (
        [place for place, title in enumerate(titles) if heading_opens("doers", title)],
        [place for place, title in enumerate(titles) if _ends("doers_at_end", title)],
        persons,
        list(_bodies_beside_places(titles)),
    ):
        if found:
            return found[0]
    return None


def _bodies_beside_places(titles: Sequence[str]) -> Iterator[int]:
    """ "Đơn vị đăng cai" beside "Nơi tổ chức"; "Đơn vị được kiểm tra" is a place itself."""
    if not any(heading_opens("subjects", title) for title in titles):
        return
    for place, title in enumerate(titles):
        if heading_opens("bodies", title) and not heading_holds("goes_there", title):
            yield place


def _column_of_places(columns: Columns, titles: Sequence[str], taken: Sequence[int]) -> int | None:
    """The column of who is visited ("Giáo viên được kiểm tra"), else the first of where somebody
    goes, or to whom. Beside the names of persons the heading must say so ("Thôn đến làm việc"):
    "Đơn vị" is where they work."""
    for place, title in enumerate(titles):
        if place not in taken and heading_holds("visited", title):
            return place
    beside_persons = calls_persons(titles[taken[1]])
    work = columns.of("activity")
    if work is not None and work not in taken:
        return work
    for place, (role, title) in enumerate(zip(columns.roles, titles, strict=True)):
        if place in taken or role in ("index", "coordinating", "note", "budget"):
            continue
        if beside_persons and not heading_holds("goes_there", title):
            continue
        if heading_opens("units", title) or (
            heading_opens("subjects", title) and not _calls_guests(title)
        ):
            return place
    return None


def _calls_guests(title: str) -> bool:
    """ "Thành phần", "Đối tượng tham gia"; "Đối tượng thăm hỏi" are those to whom one goes."""
    if not heading_opens("guests", title):
        return False
    return title in phrases("guests", WORDS) or heading_holds("guests_do", title)


def _are_filled(rows: Sequence[Sequence[Slot]], place: int) -> bool:
    return sum(not row[place].empty for row in rows) >= MOST * len(rows)


def _only_count(rows: Sequence[Sequence[Slot]], place: int, title: str) -> bool:
    """Do the cells only say their heading with a number ("Cụm 1", "Đợt II")?"""
    texts = [strip_diacritics(cell_text(row[place].lines)) for row in rows if not row[place].empty]
    heading = strip_diacritics(title)
    return bool(texts) and all(
        text.startswith(heading) and len(text) - len(heading) <= LONGEST_COUNT for text in texts
    )


def _are_days(rows: Sequence[Sequence[Slot]], place: int) -> bool:
    texts = [cell_text(row[place].lines) for row in rows]
    days = [text for text in texts if is_day(text, None) or is_day(text, _SOME_YEAR)]
    return len(days) >= MOST * len(rows)


def _ends(key: str, title: str) -> bool:
    return any(f" {title}".endswith(f" {phrase}") for phrase in phrases(key, WORDS))
