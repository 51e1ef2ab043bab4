"""A table that has a column for each body, and in the cells below what it does, or by when it does
what the row says:

    | Tháng  | Công an xã   | Trạm Y tế       |      | Nội dung   | Công an xã | Trạm Y tế |
    | 3/2031 | Tuần tra bến | Phun hóa chất   |      | Rà cầu tre | 10/3/2031  | 15/3/2031 |

Each cell is a work of its body; the times of its row are its times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kehoach.ingest.model import Line
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, is_of_another_kind, whole_headings
from kehoach.parsers.tables.content_roles import kind_of
from kehoach.parsers.tables.header_rows import MAX_TITLE_ROWS, Matrix, is_title
from kehoach.parsers.tables.marked_bodies import listed_bodies
from kehoach.parsers.tables.openings import task_verbs
from kehoach.parsers.words import raw_phrases, starts

FEWEST_BODIES, FEWEST_WORKS = 2, 3
MOSTLY = 0.5
"""So large a part of the cells begins with what is done, or is a time."""
SURENESS = 0.6
TIMES, OF_WORK = frozenset({"deadline", "times", "start"}), {"task", "activity", "objective"}
"""The roles of headings of when, and of what is done."""
DOING = ("duty_verbs", "duty_adverbs", "sentence_verbs")
"""The lists of words with which it is said."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The columns of the bodies; those of the times of the rows, of what each is about, and of
    their numbers."""

    bodies: tuple[int, ...]
    time: int | None = None
    matter: int | None = None
    index: int | None = None


def works_by_body(matrix: Matrix) -> tuple[Matrix, int, Columns] | None:
    """The works of such a table, a row each (number, what, who, when) below a header, the first row
    of data and its columns; None for another table."""
    top = 0
    while top < min(MAX_TITLE_ROWS, len(matrix)) and is_title(matrix[top]):
        top += 1
    if top >= len(matrix) - 1:
        return None
    heads, rows = matrix[top], matrix[top + 1 :]
    places = _places(heads)
    if places is None or not _hold_works(rows, places):
        return None
    bodies = [heads[place] for place in places.bodies]
    who = replace(bodies[0], lines=[*listed_bodies(bodies)])
    index, matter, time = (
        Slot() if place is None else heads[place]
        for place in (places.index, places.matter, places.time)
    )
    # Where no column tells when, works may tell it themselves.
    is_timed = places.time is not None or places.matter is not None
    head = [index, matter, who, *([time] if is_timed else [])]
    columns = Columns(
        "tasks",
        titles=tuple(cell_text(slot.lines) for slot in head),
        roles=("index", "task", "lead", "deadline")[: len(head)],
        confidence=SURENESS,
        assumed=True,
    )
    titles = [[row[0]] * len(head) for row in matrix[:top]]
    works = [work[: len(head)] for row in rows for work in _works_of(row, heads, places)]
    return [*titles, head, *works], top + 1, columns


def bodies_over(titles: Sequence[str]) -> tuple[int, ...]:
    """The columns that are headed by bodies, where that are several, and most of those headed by
    anything but numbers and times."""
    known = [whole_headings([title]) for title in titles]
    bodies = [
        place
        for place, (title, own) in enumerate(zip(titles, known, strict=True))
        if title and not own and kind_of(title) == "owner"
    ]
    besides = [
        place
        for place, own in enumerate(known)
        if place not in bodies and not own & (TIMES | {"index"}) and titles[place]
    ]
    is_table = len(bodies) >= FEWEST_BODIES and len(besides) <= 1
    return tuple(bodies) if is_table and not is_of_another_kind(titles) else ()


def says_what_is_done(text: str) -> bool:
    """Does a cell begin with a verb of work?"""
    if starts(strip_diacritics(text), _verbs()) is not None:
        return True
    return starts(fold(text), _toned_verbs()) is not None


@cache
def _verbs() -> tuple[str, ...]:
    said = set(map(strip_diacritics, task_verbs()))
    return tuple(sorted(said, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _toned_verbs() -> tuple[str, ...]:
    said = (fold(phrase) for key in DOING for phrase in raw_phrases(key))
    return tuple(sorted(said, key=lambda phrase: (-len(phrase), phrase)))


def _places(heads: Sequence[Slot]) -> _Places | None:
    titles = [cell_text(slot.lines) for slot in heads]
    bodies = bodies_over(titles)
    if not bodies or len({*heads}) < len(heads):
        return None
    said = [whole_headings([title]) for title in titles]
    times = [place for place, own in enumerate(said) if own & TIMES and place not in bodies]
    others = [
        place
        for place, title in enumerate(titles)
        if place not in (*bodies, *times) and title and "index" not in said[place]
    ]
    if len(times) > 1 or (others and not said[others[0]] & OF_WORK):
        return None
    numbers = [place for place, own in enumerate(said) if "index" in own]
    return _Places(bodies, *(next(iter(own), None) for own in (times, others, numbers)))


def _hold_works(rows: Matrix, places: _Places) -> bool:
    """Are the cells below the bodies works, or times beside what is done then?"""
    slots = dict.fromkeys(row[place] for row in rows for place in places.bodies)
    texts = [text for slot in slots for text in _items(slot) if not slot.empty]
    if len(texts) < FEWEST_WORKS:
        return False
    if places.matter is not None:
        are_times = sum(kind_of(text) == "time" for text in texts)
        return places.time is None and are_times == len(texts)
    return sum(map(says_what_is_done, texts)) >= MOSTLY * len(texts)


def _items(slot: Slot) -> list[str]:
    return [cell_text(lines) for lines in _parted(slot.lines)]


def _parted(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a cell, those of each of its bullets together; all of them where the first has
    none."""
    if not lines or not is_bullet(read_mark(lines[0].text)):
        return [list(lines)]
    parts: list[list[Line]] = []
    for line in lines:
        if is_bullet(read_mark(line.text)):
            parts.append([])
        parts[-1].append(line)
    return parts


def _works_of(row: Sequence[Slot], heads: Sequence[Slot], places: _Places) -> Iterator[list[Slot]]:
    """The works of a row; what is said over several bodies alike, once, is theirs together."""
    if all(slot is row[0] for slot in row):
        yield [row[0]] * 4
        return
    index, time = (Slot() if place is None else row[place] for place in (places.index, places.time))
    for slot in dict.fromkeys(row[place] for place in places.bodies):
        if slot.empty:
            continue
        led = [heads[place] for place in places.bodies if row[place] is slot]
        lead = led[0] if len(led) == 1 else replace(led[0], lines=[*listed_bodies(led)])
        if places.matter is not None:
            yield [index, row[places.matter], lead, slot]
            continue
        for lines in _parted(slot.lines):
            yield [index, replace(slot, lines=lines, row_span=1, col_span=1), lead, time]
