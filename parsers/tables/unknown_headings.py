"""Columns under headings that the vocabulary does not know ("Bao giờ", "Mốc xong"): where a table
of tasks lacks a column, the one whose cells can be nothing else is taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from kehoach.normalize.offices.roles import says_leader
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import (
    MAX_ROWS,
    OFTEN,
    Content,
    Kind,
    holds_data,
    may_be_time,
)
from kehoach.parsers.tables.days import heading_holds
from kehoach.parsers.tables.superseded import is_superseded
from kehoach.parsers.words import phrases, phrases_by, starts
from kehoach.patterns import compile_regex

BEYOND_DOUBT = 0.8
"""So large a share of the cells of a column is of the kind that its role asks for."""

MAX_WORDS_OF_PERSONS = 4
"""On average, of a cell that may name persons."""
_SHARE = compile_regex(r"\d{1,3}(?:[.,]\d{1,2})?\s?%")
SELDOM = 0.2
"""With so small a share, or less, a column is not of a kind."""

LACKING: tuple[tuple[str, Kind], ...] = (
    ("deadline", "time"),
    ("lead", "owner"),
    ("coordinating", "owner"),
    ("budget", "money"),
)
"""Roles that a table may lack, and what the cells of their columns are."""


def with_told(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks and its rows of data -> the same, a role given to a column
    without one where the table lacks it, the cells are of its kind, and the heading names nothing
    else (`columns.yaml`, `unlike`)."""
    columns = _without_shares(_without_doubtful_lead(columns, rows), rows)
    columns = _with_bodies_noted(columns, rows)
    columns = _with_times_told(_with_lead_of_bodies(columns, rows), rows)
    lacking = [(role, kind) for role, kind in LACKING if role not in columns.roles]
    folded = [strip_diacritics(title) for title in columns.titles]
    free = [
        place
        for place, role in enumerate(columns.roles)
        if role is None and not is_superseded(folded[place], folded)
    ]
    if columns.kind != "tasks" or not lacking or not free:
        return columns
    data = _rows_of_data(rows)
    contents = {place: Content.of(row[place] for row in data) for place in free}
    roles = list(columns.roles)
    for role, kind in lacking:
        fitting = [
            place
            for place in free
            if _fits(contents[place], kind) and _may_be(columns.titles[place], role)
        ]
        if role == "lead" and len(fitting) > 1:
            fitting = [one for one in fitting if not _may_be(columns.titles[one], "coordinating")]
        if len(fitting) == 1:
            roles[fitting[0]] = role
            free.remove(fitting[0])
    return replace(columns, roles=tuple(roles), timed=_timed(columns, roles))


def _timed(columns: Columns, roles: Sequence[str | None]) -> str:
    """The heading of the column that was given the times, where no word of it asks for one."""
    if "deadline" in columns.roles or "deadline" not in roles:
        return ""
    title = columns.titles[roles.index("deadline")]
    said = f" {strip_diacritics(title)} "
    is_known = any(f" {word} " in said for word in phrases("time_words_in_headings"))
    return "" if is_known else title


def _fits(content: Content, kind: Kind) -> bool:
    """Are nearly all cells of a column of a kind? Of times most are by how they open, the others
    may as well be what is understood as a time ("24 giờ sau khi lũ rút") and no work of anybody."""
    if content.share(kind) >= BEYOND_DOUBT:
        return True
    if kind != "time" or content.share("time") < OFTEN:
        return False
    return sum(map(may_be_time, content.texts)) >= BEYOND_DOUBT * len(content.texts)


def _rows_of_data(rows: Sequence[Sequence[Slot]]) -> list[Sequence[Slot]]:
    """The rows that are looked at: no titles of groups, and of a long table the first."""
    return [*islice(filter(holds_data, rows), MAX_ROWS)]


def _with_bodies_noted(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks that has none for who leads, where nearly all cells of the
    remarks name bodies, and one says its part ("Ghi chú": "P. VHXH chủ trì; Công an xã phối hợp"):
    these lead. Bodies alone may be whom a thing is for."""
    place = columns.of("note")
    if columns.kind != "tasks" or place is None or "lead" in columns.roles:
        return columns
    content = Content.of(row[place] for row in _rows_of_data(rows))
    if content.share("owner") < BEYOND_DOUBT or not _may_be(columns.titles[place], "lead"):
        return columns
    if not any(map(says_leader, content.texts)):
        return columns
    roles = (*columns.roles[:place], "lead", *columns.roles[place + 1 :])
    return replace(columns, roles=roles)


def _without_doubtful_lead(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks, without a lead under a heading that may as well say how far
    or when a thing is done ("Thực hiện"), where its cells name no bodies."""
    place = columns.of("lead")
    doubtful = phrases_by("tables/columns.yaml", "whole_without_figures")["lead"]
    if columns.kind != "tasks" or place is None:
        return columns
    if strip_diacritics(columns.titles[place]) not in doubtful:
        return columns
    content = Content.of(row[place] for row in _rows_of_data(rows))
    if content.shares.get("owner", 0.0) >= OFTEN or _may_name_persons(content):
        return columns
    roles = (*columns.roles[:place], None, *columns.roles[place + 1 :])
    return replace(columns, roles=roles)


def _without_shares(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks, without times in a column that tells how far a work is
    ("Tiến độ": "60%")."""
    place = columns.of("deadline")
    if columns.kind != "tasks" or place is None:
        return columns
    texts = Content.of(row[place] for row in _rows_of_data(rows)).texts
    if not texts or not all(map(_SHARE.fullmatch, texts)):
        return columns
    roles = (*columns.roles[:place], None, *columns.roles[place + 1 :])
    return replace(columns, roles=roles)


def _may_name_persons(content: Content) -> bool:
    """Are the cells of a column short words, and neither figures nor times ("Học viên", "Khoa")?"""
    other = sum(content.shares.get(kind, 0.0) for kind in ("number", "time", "money"))
    names = set(content.texts)
    return len(names) > 1 and other == 0 and content.words <= MAX_WORDS_OF_PERSONS


def _with_times_told(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks, where the cells under the heading of times are none and
    another column has nothing else ("Số ngày chậm nhất trước ngày bầu cử | Ngày chậm nhất"): that
    one tells when."""
    place = columns.of("deadline")
    if columns.kind != "tasks" or place is None:
        return columns
    data = _rows_of_data(rows)
    if Content.of(row[place] for row in data).shares.get("time", 0.0) > SELDOM:
        return columns
    free = [other for other, role in enumerate(columns.roles) if role is None]
    timed = [
        other
        for other in free
        if Content.of(row[other] for row in data).share("time") >= BEYOND_DOUBT
    ]
    timed = [other for other in timed if _may_be(columns.titles[other], "deadline")]
    return _moved(columns, place, timed[0]) if len(timed) == 1 else columns


def _moved(columns: Columns, place: int, other: int) -> Columns:
    """The columns, the role of one given to another."""
    roles = list(columns.roles)
    roles[place], roles[other] = None, roles[place]
    return replace(columns, roles=tuple(roles))


def _with_lead_of_bodies(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns of a table of tasks, where none of the cells under the heading of the lead names
    a body and another column under such a heading does ("Lãnh đạo phụ trách | Phụ trách", "Tiểu
    ban | Trưởng tiểu ban"): the latter leads."""
    place = columns.of("lead")
    file = "tables/columns.yaml"
    listed = (*phrases_by(file, "roles")["lead"], *phrases_by(file, "teams")["heads"])
    if columns.kind != "tasks" or place is None:
        return columns
    data = _rows_of_data(rows)
    others = [
        other
        for other, role in enumerate(columns.roles)
        if role is None and strip_diacritics(columns.titles[other]) in listed
    ]
    if not others or Content.of(row[place] for row in data).shares.get("owner", 0.0) > SELDOM:
        return columns
    leads = [
        other
        for other in others
        if Content.of(row[other] for row in data).share("owner") >= BEYOND_DOUBT
    ]
    return _moved(columns, place, leads[0]) if len(leads) == 1 else columns


def _may_be(title: str, role: str) -> bool:
    """Does a heading not name something else of the same kind ("Ngày giao", "Nơi nhận")? One of
    those who help must say so."""
    words = strip_diacritics(title)
    if role == "coordinating":
        return any(f" {said} " in f" {words} " for said in phrases("columns_of_helpers"))
    others = phrases_by("tables/columns.yaml", "unlike")[role]
    if role == "lead" and heading_holds("visited", words):
        return False  # "Đơn vị được kiểm tra": whoever is looked at does not do it
    return bool(title) and starts(words, others) is None
