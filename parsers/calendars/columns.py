"""What the columns of a calendar that is a table hold, by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.calendars.openings import WORDS
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import phrases, phrases_by, starts
from kehoach.patterns import compile_regex

_JOINT = compile_regex(r"\s*[/,;()–]\s*|\s+-\s+|\s+và\s+")
"""Between the names of one column ("Lãnh đạo chủ trì/tham dự")."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as printed, and its `role`: that of a list of headings, "part" for a
    half of the day, "person" for one whose entries it holds, "" for none."""

    title: str
    role: str = ""

    def noted(self, words: str) -> str:
        """The words of a cell as a note: under a heading that says no more than that, bare."""
        is_bare = not self.title or strip_diacritics(self.title) in phrases("notes", WORDS)
        return words if is_bare else f"{self.title}: {words}"


def columns_of(titles: Sequence[str]) -> dict[int, Column]:
    """The headings of a calendar -> its columns; each role of the list once.

    >>> [column.role for column in columns_of(["Ngày", "Nội dung", "Lãnh đạo dự/chủ trì"]).values()]
    ['day', 'matter', 'lead']
    """
    columns: dict[int, Column] = {}
    taken: set[str] = set()
    for place, title in enumerate(titles):
        role = _role_of(title, taken)
        columns[place] = Column(title, role)
        taken.add(role)
    return columns


def heads_calendar(titles: Sequence[str]) -> bool:
    """Are these the headings of a calendar: of its days or hours, and of what is held then?"""
    roles = {column.role for column in columns_of(titles).values()}
    return bool(roles & {"day", "time"}) and bool(roles & {"matter", "part", "person"})


def _role_of(title: str, taken: set[str]) -> str:
    """A column that is headed by a time alone holds hours where another one holds the days."""
    if strip_diacritics(title) in phrases("parts_of_day", WORDS):
        return "part"
    listed = phrases_by(WORDS, "columns")
    for name in _names(title):
        for role, headings in listed.items():
            if name in headings and role not in taken:
                return role
    return "person" if _heads_person(title) else ""


def _names(title: str) -> Iterator[str]:
    """A heading as a whole, then what it names one after the other."""
    yield strip_diacritics(title)
    yield from (strip_diacritics(name) for name in _JOINT.split(title) if name)


def _heads_person(title: str) -> bool:
    """ "Chủ tịch UBND xã", "Đ/c Hòa", "PCT Lê Văn Hòa"."""
    if begins(title, "posts", "honorifics") is not None:
        return True
    return starts(strip_diacritics(title), phrases("short_posts", WORDS)) is not None
