"""Rows whose days are those of the calendar of the moon, as the heading of their column, the title
over them or a remark under their table says ("Thời gian (âm lịch)", "II. LỊCH LỄ HỘI (các ngày theo
âm lịch)"): another day of ours every year, so the cells keep their words alone, as a cell does that
says so itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeVar

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases_by, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

FILE = "tables/columns.yaml"
TOLD_BESIDE = 0.8
"""How sure a row is whose calendar only a remark under its table tells."""
_TIMES = ("deadline", "start")
_Due = TypeVar("_Due", models.Task, models.Obligation)


def rows_of_moon(
    due: Sequence[_Due], table: RoleTable, context: Context, *, above: Iterable[str] = ()
) -> list[_Due]:
    """What is due by the rows of a table, the times as words alone where the heading of their
    column or the words `above` the table put them on the calendar of the moon."""
    heading = _heading_of_moon(table.columns)
    if not heading and not any(map(puts_all_on_moon, above)):
        return list(due)
    moved = [_with_heading(_with_words_alone(one), one, heading) for one in due]
    _note(due, moved, context, span=table.span[0] if table.span else None)
    return moved


def grouped_on_moon(tasks: Sequence[models.Task], context: Context) -> list[models.Task]:
    """The tasks of a paper, those under a title that puts its days on the calendar of the moon with
    words alone."""
    moved = [_with_words_alone(task) if _is_under_moon(task) else task for task in tasks]
    _note(tasks, moved, context)
    return moved


def noted_on_moon(
    tasks: Sequence[models.Task], remarks: Iterable[str], context: Context
) -> list[models.Task]:
    """The tasks of a table, those that remarks under it put on the calendar of the moon with words
    alone, and less sure."""
    told = [numbers for numbers in map(rows_on_moon, remarks) if numbers is not None]
    noted: list[models.Task] = []
    for task in tasks:
        is_told = any(not numbers or task.number in numbers for numbers in told)
        moved = _with_words_alone(task) if is_told else task
        if moved is not task:
            moved = moved.model_copy(update={"confidence": min(task.confidence, TOLD_BESIDE)})
        noted.append(moved)
    _note(tasks, noted, context)
    return noted


def _heading_of_moon(columns: Columns) -> str:
    """The heading of the columns of times, where it says that its days are the moon's; "" else. A
    schedule has none by role: all its headings are asked."""
    places = columns.of_all(_TIMES) or range(len(columns.titles))
    titles = [columns.titles[place] for place in places]
    return next(filter(is_of_moon, titles), "")


def is_of_moon(heading: str) -> bool:
    """Does the heading of a column name the calendar of the moon, and not ours beside it?

    >>> is_of_moon("Ngày (âm lịch)"), is_of_moon("Ngày DL/ÂL"), is_of_moon("Nhạc cụ âm thanh")
    (True, False, False)
    """
    said = f" {strip_diacritics(heading)} "
    listed = phrases_by(FILE, "calendars")
    moon, ours = (any(f" {one} " in said for one in listed[key]) for key in ("moon", "ours"))
    return moon and not ours


def puts_all_on_moon(text: str) -> bool:
    """Does a title or a remark say that the days below or above it are the moon's, and tell none
    itself?

    >>> puts_all_on_moon("LỊCH LỄ HỘI NĂM 2031 (các ngày theo âm lịch)")
    True
    >>> puts_all_on_moon("LỄ HỘI ĐÌNH KHÊ (mùng 10/3 âm lịch)"), puts_all_on_moon("Tết âm lịch")
    (False, False)
    """
    return _of_all().search(text) is not None and _own_day().search(text) is None


def rows_on_moon(text: str) -> frozenset[str] | None:
    """The numbers of the rows that a remark under a table puts on the calendar of the moon ("Ghi
    chú: các ngày ở dòng 4 tính theo âm lịch"): none named, all of them; None for another remark."""
    rows = _rows().search(text)
    numbers = frozenset(_NUMBER.findall(rows["numbers"])) if rows is not None else frozenset[str]()
    rest = text if rows is None else text[: rows.start()] + text[rows.end() :]
    return numbers if _remark().match(text) and puts_all_on_moon(rest) else None


def _with_words_alone(one: _Due) -> _Due:
    deadline = one.deadline
    if deadline is None or not _has_days(deadline) or _says_which(deadline.raw):
        return one
    return one.model_copy(
        update={"deadline": models.Deadline(raw=deadline.raw, kind="conditional")}
    )


def _with_heading(moved: _Due, one: _Due, heading: str) -> _Due:
    if not heading or moved is one or not isinstance(moved, models.Task) or moved.deadline is None:
        return moved
    told = f"{heading}: {moved.deadline.raw}"
    return moved.model_copy(update={"note": f"{moved.note}; {told}" if moved.note else told})


def _has_days(deadline: models.Deadline) -> bool:
    return bool(deadline.start or deadline.end) or any(map(_has_days, deadline.parts))


def _says_which(raw: str) -> bool:
    """Does a cell name a calendar itself?"""
    said = f" {strip_diacritics(raw)} "
    return any(
        f" {one} " in said for listed in phrases_by(FILE, "calendars").values() for one in listed
    )


def _is_under_moon(task: models.Task) -> bool:
    return any(group and puts_all_on_moon(group.title) for group in (task.group, task.subgroup))


def _note(
    before: Sequence[_Due], after: Sequence[_Due], context: Context, span: Span | None = None
) -> None:
    """Tell once that days are the moon's, with the first of them."""
    moved = [one for was, one in zip(before, after, strict=True) if was.deadline != one.deadline]
    if moved and moved[0].deadline is not None:
        context.notes.append(Note("days_of_moon", moved[0].deadline.raw, span=span))


@cache
def _moon() -> str:
    return any_of(raw_phrases("moon", FILE, "calendars"))


@cache
def _of_all() -> regex.Pattern[str]:
    """ "(âm lịch)", "(các ngày theo âm lịch)", "tính theo âm lịch"."""
    ahead = any_of(raw_phrases("before_moon", FILE, "of_moon"))
    return compile_regex(
        rf"""
        \( [^()\d]* (?<!\p{{L}}) (?: {_moon()} ) \s* \)
        | (?<!\p{{L}}) (?: {ahead} ) \s+ (?: {_moon()} ) (?!\p{{L}})
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _own_day() -> regex.Pattern[str]:
    """A day that a title tells itself."""
    names = any_of(raw_phrases("days", FILE, "of_moon"))
    return compile_regex(
        rf"\d{{1,2}}\s?[/.-]\s?\d{{1,2}} | (?<!\p{{L}}) (?: {names} ) (?!\p{{L}}) | tháng\s+\d",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _remark() -> regex.Pattern[str]:
    """How a remark on the days of a table opens."""
    opens = any_of(raw_phrases("remarks", FILE, "of_moon"))
    return compile_regex(rf"\W*(?:{opens})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _rows() -> regex.Pattern[str]:
    rows = any_of(raw_phrases("rows", FILE, "of_moon"))
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {rows} ) \s+ (?: số \s+ )?
        (?P<numbers> \d{{1,3}} (?: (?: \s*,\s* | \s+và\s+ ) (?: số \s+ )? \d{{1,3}} )* )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


_NUMBER = compile_regex(r"\d+")
