"""The time that rows of a table share: a column of months beside the tasks, its cells merged over
them ("Tháng 3" over five rows), or the title of a group ("THÁNG 3")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.table_groups import Groups
from kehoach.parsers.items.times.list_deadlines import time_of_heading
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.marked_bodies import is_sign_of_body
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases, phrases_by, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MAX_LETTERS = 60
"""Of a time."""
MOST = 0.8
"""So large a part of the filled cells of a column of times are times."""
_KINDS = ("by", "within")
_ALWAYS = ("continuous", "recurring")
_WORD = compile_regex(r"\p{L}{2}")
_NUMBER = r"(?:\d{1,4}|I{1,3}|IV)"
_COUNT = compile_regex(r"(?: (?:thu|va|\d{1,2}|i{1,3}|iv))+")
_NUMBERS = compile_regex(rf"{_NUMBER}(?:\s*(?:[-–,;+&]|và)\s*{_NUMBER})*")


@dataclass(slots=True)
class TimesOfRows:
    """Goes over the rows of a table in order; a row whose cell of the column of times is empty has
    the time of the row above."""

    table: RoleTable
    context: Context
    column: int | None = field(init=False)
    named: int | None = field(init=False)
    """The column whose cells name the groups of the rows ("Giai đoạn": "Chuẩn bị")."""
    marked: tuple[int, ...] = field(init=False)
    """Columns of parts of the year, in which signs stand."""
    last: str = ""
    printed: str = ""
    """What the cell of `last` says itself, where that is a bare number."""
    last_name: str = ""

    def __post_init__(self) -> None:
        self.column = self._column()
        self.named = self._named()
        self.marked = self._marked()

    def _marked(self) -> tuple[int, ...]:
        """The columns that are headed by parts of the year, where signs stand in their cells."""
        columns = self.table.columns
        found = columns.of_parts
        if columns.of("deadline") is not None or not found:
            return ()
        slots = {row[place] for row in self.table.rows for place in found}
        texts = {cell_text(slot.lines) for slot in slots if slot.col_span <= len(found)} - {""}
        are_signs = all(len(text) == 1 and not text.isdecimal() for text in texts)
        return found if texts and (are_signs or any(map(is_sign_of_body, texts))) else ()

    def marked_in(self, slots: Sequence[Slot]) -> tuple[int, ...]:
        """Those columns, for a row in which nothing but signs stands there: a figure may be a day
        of the month, or how many."""
        said = [cell_text(slots[place].lines) for place in self.marked]
        are_signs = all(len(text) == 1 and not text.isdecimal() for text in said if text)
        return self.marked if are_signs else ()

    def _column(self) -> int | None:
        """The column without a role whose heading names a time, and whose cells are times."""
        columns = self.table.columns
        for column, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
            if role is not None or strip_diacritics(title) not in phrases("columns_of_times"):
                continue
            filled = [slots[column] for slots in self.table.rows if not slots[column].empty]
            times = sum(self.is_time(self._words(slot, column)) for slot in filled)
            if filled and times >= MOST * len(filled):
                return column
        return None

    def _named(self) -> int | None:
        """The column that is headed as one of groups, and plays no other role but that of what the
        tasks are for."""
        columns = self.table.columns
        headings = phrases_by("tables/columns.yaml", "of_groups")["headings"]
        for column, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
            is_free = role in (None, "objective") and column != self.column
            if is_free and strip_diacritics(title) in headings and self._has_names(column):
                return column
        return None

    def _has_names(self, column: int) -> bool:
        """Do words stand in a column, and not numbers alone ("Giai đoạn": "1")?"""
        texts = [cell_text(slots[column].lines) for slots in self.table.rows]
        return any(_WORD.search(text) for text in texts)

    def _words(self, slot: Slot, column: int) -> str:
        """The words of a cell; a bare number ("3", "4 - 6") with the heading that says what it
        counts."""
        words = cell_text(slot.lines)
        return f"{self.table.columns.titles[column]} {words}" if _is_bare(words) else words

    def is_time(self, words: str) -> bool:
        """Are the words a time, and nothing else?"""
        if len(words) > MAX_LETTERS:
            return False
        if _names_week(words):
            return True
        value = parse_deadline(words, self.context.period)
        return value is not None and value.kind in _KINDS and value.is_alone

    def _of_column(self, slots: Sequence[Slot]) -> str:
        if self.column is None:
            return ""
        if not slots[self.column].empty:
            self.last = self._words(slots[self.column], self.column)
            words = cell_text(slots[self.column].lines)
            self.printed = words if _is_bare(words) else ""
        return self.last

    def _of_name(self, slots: Sequence[Slot]) -> str:
        """The words of the column of groups; those above where the cell has none."""
        if self.named is None:
            return ""
        self.last_name = cell_text(slots[self.named].lines) or self.last_name
        return self.last_name

    def _of_marks(self, slots: Sequence[Slot]) -> str:
        """The parts of the year in which a row has signs."""
        parts = self.table.columns.parts
        marked = self.marked_in(slots)
        return ", ".join(parts[place] for place in marked if not slots[place].empty)

    def printed_as(self, when: str, slots: Sequence[Slot]) -> str:
        """How the paper prints the time `when` that it gives a row, "" where in the same words."""
        if when == self.last:
            return self.printed
        if not when or when != self._of_marks(slots):
            return ""
        printed = self.table.columns.parts_printed
        places = [place for place in self.marked_in(slots) if not slots[place].empty]
        return ", ".join(printed[place] for place in places) if printed else ""

    def of(self, slots: Sequence[Slot], groups: Groups) -> str:
        """The time that a row shares with those beside it, "" for none; that of the heading over
        the table only where the table has no column of deadlines."""
        when = self._of_column(slots) or self._of_marks(slots)
        if when:
            return when
        has_deadlines = self.table.columns.of("deadline") is not None
        for group in reversed(groups.path):
            if group is groups.heading and has_deadlines:
                continue
            stated = time_of_heading(group.title, self.context)
            if stated is not None and stated.value.kind in _KINDS:
                return stated.phrase
            if not has_deadlines and self._is_always(group.title):
                return group.title
        return ""

    def _is_always(self, title: str) -> bool:
        """Is the title of a group that it comes again and again ("THƯỜNG XUYÊN"), and nothing
        else?"""
        value = parse_deadline(title, self.context.period) if len(title) <= MAX_LETTERS else None
        return value is not None and value.kind in _ALWAYS and value.is_alone

    def groups_of(
        self, slots: Sequence[Slot], groups: Groups
    ) -> tuple[models.Group | None, models.Group | None]:
        """The groups of a row: the cell of the column of groups, or of times, is one, under the
        titles between the rows, in place of the heading over the table. A bare number is no name of
        a group."""
        when = self._of_column(slots)
        words = self._of_name(slots) or ("" if self.printed else when)
        if not words:
            return groups.group, groups.subgroup
        own = _group(words)
        if groups.group is None or groups.path[-1] is groups.heading:
            return own, None
        return groups.group, groups.subgroup or own


def _names_week(words: str) -> bool:
    """Do words name weeks by their number ("Tuần 1, 2"), of whichever month?"""
    week = strip_diacritics(raw_phrases("part_counted", "tables/columns.yaml")[2])
    plain = strip_diacritics(words)
    return plain.startswith(week) and _COUNT.fullmatch(plain.removeprefix(week)) is not None


def _is_bare(words: str) -> bool:
    return _NUMBERS.fullmatch(words) is not None


def _group(words: str) -> models.Group:
    """The group that a cell names, its number apart."""
    mark = read_mark(words)
    if mark is None or mark.rank >= Rank.BULLET:
        return models.Group(number=None, title=words)
    return models.Group(number=mark.number, title=mark.rest)
