"""Lists of things with their times: figures to be published, reports to be sent, classes to be
held. No heading says "nhiệm vụ", but each row is a thing to do by its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, headed_columns
from kehoach.parsers.tables.content_roles import is_known_body, kind_of, opens_with_verbs
from kehoach.parsers.tables.days import heading_opens
from kehoach.parsers.tables.totals import is_bare_total
from kehoach.parsers.words import phrases, starts

WORDS = "tables/dated_lists.yaml"
FEWEST_ROWS, FEWEST_COLUMNS = 2, 3
MOST_TIMES = 0.6
"""A share of the filled cells of the column of times."""
MOST_DISTINCT = 0.8
"""Things are listed once each: so large a share of their cells differ."""
MOST_OTHERS = 0.5
"""A column of which so large a share is bodies, numbers or times lists no things."""
LONGEST_COUNT = 3
"""Letters behind the heading in a cell that only counts ("Lớp 12A", "Đợt II")."""
_SOME_YEAR = Period("năm 2030", date(2030, 1, 1), date(2030, 12, 31))
"""A month or a quarter is one of whatever year the plan is for."""
_KINDS = ("by", "within", "several", "recurring")


def list_columns(
    headings: Sequence[Sequence[str]], rows: Sequence[Sequence[Slot]]
) -> Columns | None:
    """The headings of each column from top to bottom, and the rows below -> the columns of a list
    of things with their times, None for another table. The column of things has the role "task"."""
    columns = headed_columns(headings)
    if columns is None or len(columns.roles) < FEWEST_COLUMNS:
        return None
    return None if "task" in columns.roles else _listed(columns, rows)


def timetable_columns(
    headings: Sequence[Sequence[str]], rows: Sequence[Sequence[Slot]]
) -> Columns | None:
    """The same of a timetable that names nobody, whose days stand in a column of their own beside
    one of hours or places ("Thứ, ngày | Thời gian làm bài | Môn thi")."""
    columns = headed_columns(headings)
    if columns is None or len(columns.roles) < FEWEST_COLUMNS:
        return None
    if "lead" in columns.roles or any(map(_calls_people, columns.titles)):
        return None
    columns = _by_days(columns, rows)
    place = columns.of("task") if columns is not None else None
    if columns is None or place is None:
        return columns and _listed(columns, rows)
    title = columns.titles[place]
    is_of_events = strip_diacritics(title) in phrases("events", WORDS)
    return replace(columns, kind="tasks", listed=title) if is_of_events else None


def _calls_people(title: str) -> bool:
    """Does a heading call who does it, or with whom it is done?"""
    plain = strip_diacritics(title)
    return heading_opens("doers", plain) or heading_opens("units", plain)


def _listed(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns | None:
    data = [row for row in rows if len(set(row)) > 1]
    due = _column_of_times(columns)
    if due is None or len(data) < FEWEST_ROWS:
        return None
    if not _holds_times(data, due, title=columns.titles[due]):
        return None
    place = _column_of_things(columns, data)
    if place is None:
        return None
    roles = (*columns.roles[:place], "task", *columns.roles[place + 1 :])
    return replace(columns, kind="tasks", roles=roles, listed=columns.titles[place])


def _by_days(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns | None:
    """The columns of a timetable, its days as the times when a thing is held; None for another
    table."""
    days = [
        place
        for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True))
        if role is None and strip_diacritics(title) in phrases("days_of_timetables", WORDS)
    ]
    if len(rows) < FEWEST_ROWS or len(days) != 1:
        return None
    if not _holds_times(rows, days[0], title=columns.titles[days[0]]):
        return None
    known = columns.of("deadline") if "deadline" in columns.roles else None
    if known is not None and _holds_times(rows, known, title=columns.titles[known]):
        return None
    roles = ["deadline" if place == days[0] else role for place, role in enumerate(columns.roles)]
    if known is not None:
        roles[known] = None
    return replace(columns, roles=tuple(roles))


def _column_of_times(columns: Columns) -> int | None:
    """The column of deadlines, or one headed by what its cells count ("Tháng", "Quý")."""
    if "deadline" in columns.roles:
        return columns.of("deadline")
    for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
        if role is None and strip_diacritics(title) in phrases("columns_of_times"):
            return place
    return None


def _column_of_things(columns: Columns, rows: Sequence[Sequence[Slot]]) -> int | None:
    """The first column whose heading calls things, and which holds a thing per row."""
    for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
        if role is None and _names_things(title) and _holds_things(rows, place, title):
            return place
    return _column_of_works(columns, rows) if "lead" in columns.roles else None


def _column_of_works(columns: Columns, rows: Sequence[Sequence[Slot]]) -> int | None:
    """The only column of words beside those of who leads and by when, whatever its heading calls
    them ("Mảng", "Ý tưởng"): several words a row, that open with what is done."""
    free = [
        place
        for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True))
        if role is None and title and not names_whom(title) and _holds_things(rows, place, title)
    ]
    if len(free) != 1 or not opens_with_verbs(_texts(rows, free[0])):
        return None
    return free[0]


def _names_things(title: str) -> bool:
    """ "Tên thông tin thống kê", "Báo cáo"; not "Tên đơn vị", "Họ tên"."""
    plain = strip_diacritics(title)
    opening = starts(plain, phrases("things", WORDS))
    if opening is None:
        return False
    rest = plain[len(opening) :].strip()
    return starts(rest, phrases("no_things", WORDS)) is None


def names_whom(title: str) -> bool:
    """ "Đơn vị thực hiện chi tiết", "Thôn": does a heading call bodies, persons or places?"""
    return starts(strip_diacritics(title), phrases("no_things", WORDS)) is not None


def _holds_things(rows: Sequence[Sequence[Slot]], place: int, title: str) -> bool:
    """Differing words, that are no numbers, bodies or times; nor only counted ("Đợt 1"). Where the
    rows name a body each, several may owe the same thing ("Sở Y tế | Báo cáo quý III")."""
    texts = _texts(rows, place)
    if all(_counts(text, title) for text in texts):
        return False
    rows = [row for row in rows if not any(is_bare_total(cell_text(slot.lines)) for slot in row)]
    filled = [row for row in rows if not row[place].empty]
    if len(_told_apart(filled, place)) < MOST_DISTINCT * len(rows):
        return False
    return sum(map(_is_no_thing, texts)) < MOST_OTHERS * len(texts)


def _told_apart(rows: Sequence[Sequence[Slot]], place: int) -> set[tuple[str, ...]]:
    """The things of a column, each with the bodies that its row names."""
    told: set[tuple[str, ...]] = set()
    for row in rows:
        texts = [cell_text(slot.lines) for slot in row]
        told.add((texts[place], *filter(is_known_body, texts)))
    return told


def _counts(text: str, title: str) -> bool:
    words, heading = strip_diacritics(text), strip_diacritics(title)
    return words.startswith(heading) and len(words[len(heading) :].strip()) <= LONGEST_COUNT


def _is_no_thing(text: str) -> bool:
    return kind_of(text) in ("number", "time", "money") or is_known_body(text)


def _holds_times(rows: Sequence[Sequence[Slot]], place: int, title: str) -> bool:
    texts = _texts(rows, place)
    times = sum(_is_time(text) or _is_time(f"{title} {text}") for text in texts)
    return bool(texts) and times >= MOST_TIMES * len(texts)


def _is_time(text: str) -> bool:
    """Is it a day, a month, a quarter, or told to come again? "05 ngày làm việc" is none."""
    value = parse_deadline(text, _SOME_YEAR)
    if value is None or value.kind not in _KINDS:
        return False
    return any(one.end or one.recurrence for one in (value, *value.parts))


def _texts(rows: Sequence[Sequence[Slot]], place: int) -> list[str]:
    """The words of the printed cells of a column."""
    slots = dict.fromkeys(row[place] for row in rows if not row[place].empty)
    return [cell_text(slot.lines) for slot in slots]
