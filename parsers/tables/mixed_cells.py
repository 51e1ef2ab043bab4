"""Tables whose cells only white keeps apart, and whose rows or columns run into each other all the
same: told by cells that can be nobody's.

    | 3 | Mở lớp dạy nấu ăn | Ban Chỉ huy Quân sự | xã Mặt trận Tổ quốc |  "xã" is of the left
    |   | Rà soát máy tính; | Trạm Y tế           | Hằng tháng          |  two rows in one
    |   | Kiện toàn tổ      | Đoàn Thanh niên     | 20/7/2031           |

No ruling says where such a cell ends. What is put together wrongly shows in the words: a cell of a
column that else begins in capitals begins in small letters, another breaks off at "và", numbers
leap, a cell holds the heading of its column. Such a plan is not complete, however well it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import is_understood, parse_deadline
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import is_time, kind_of
from kehoach.parsers.tables.foreign_words import holds_foreign_word
from kehoach.parsers.tables.second_values import FEWEST, begins_anew
from kehoach.parsers.tables.totals import says_total
from kehoach.patterns import compile_regex

TEXTS = ("task", "activity", "lead", "coordinating", "deadline", "deliverable")
"""Columns whose cells begin and end as values do."""
MOSTLY = 0.5
"""Where more cells of a column begin in small letters, the clerk writes so."""
SHORT = ("note", "budget")
"""Columns whose cells only begin as values do: they may end with anything."""
OWNERS = ("lead", "coordinating")
ONGOING = ("continuous", "recurring")
"""Times that some clerks write in small letters."""
STRAY = 0.1
"""So small a share of the rows of a rebuilt table may look so."""
FEWEST_TITLES = 2
"""Cells of a row that hold headings of their columns."""
FEWEST_NUMBERS = 3
_DAY = compile_regex(r"\d\s?/\s?\d")
_YEAR = compile_regex(r"\b20\d\d$|\d/\d|\b20\d\d \p{Ll}")
"""What no name of a body ends in, or holds before its end."""

Row = Sequence[Slot]


def mixed_row(columns: Columns, rows: Sequence[Row], *, rebuilt: bool = False) -> Line | None:
    """The first line of the first row whose cells cannot be those of the paper; None where nothing
    speaks against any. A table that was `rebuilt` of loose cells has doubts of its own: there one
    such row tells nothing, and numbers may leap on the paper."""
    own = [row for row in rows if not _is_title(row)]
    small = _small_by_rule(columns, own)
    leaps = set() if rebuilt else _behind_leaps(columns, own)
    mixed = [
        row
        for number, row in enumerate(own)
        if number in leaps
        or _is_torn(columns, row, small)
        or _holds_two(columns, row)
        or _holds_headings(columns, row)
        or _holds_title(columns, row)
        or holds_foreign_word(columns, row)
    ]
    if len(mixed) <= (STRAY * len(own) if rebuilt else 0):
        return None
    return next((line for slot in mixed[0] for line in slot.lines), None)


def _is_title(row: Row) -> bool:
    words = [slot for slot in dict.fromkeys(row) if not slot.empty]
    return len(words) < 2 or says_total(cell_text(words[0].lines))


def _cells(columns: Columns, row: Row) -> Iterator[tuple[int, str, Slot]]:
    """The cells of a row that have words, each with its column and its role."""
    for place in columns.of_all((*TEXTS, *SHORT)):
        if not row[place].empty:
            yield place, columns.roles[place] or "", row[place]


# --- a cell that begins or ends in the midst of a value ---


def _small_by_rule(columns: Columns, rows: Sequence[Row]) -> set[int]:
    """The columns of which most cells begin in small letters."""
    found: set[int] = set()
    for place in columns.of_all((*TEXTS, *SHORT)):
        texts = [cell_text(row[place].lines) for row in rows if not row[place].empty]
        if sum(text[:1].islower() for text in texts) > MOSTLY * len(texts):
            found.add(place)
    return found


def _is_torn(columns: Columns, row: Row, small: set[int]) -> bool:
    for place, role, slot in _cells(columns, row):
        text = cell_text(slot.lines)
        if place not in small and text[:1].islower() and not _may_be_small(text, role):
            return True
        if role not in SHORT and ends_within(text):
            return True
        if role == "deadline" and _is_no_time(text):
            return True
        if role in OWNERS and _YEAR.search(text):
            return True
    return False


def _is_no_time(text: str) -> bool:
    """Are words with figures no time? A day that is none ("19/2031") is a slip, and no other
    cell's."""
    has_figures = any(map(str.isdecimal, text))
    return has_figures and not is_understood(text) and _DAY.search(text) is None


def _may_be_small(text: str, role: str) -> bool:
    """Is a cell in small letters a whole value all the same ("các thôn", "thường xuyên")?"""
    words = text.split()
    if len(words) > 1 and words[1][:1].isupper():
        return False
    if role == "deadline":
        value = parse_deadline(text)
        return value is not None and value.kind in ONGOING
    return kind_of(text) == "owner" and role in OWNERS


# --- rows that became one ---


def _behind_leaps(columns: Columns, rows: Sequence[Row]) -> set[int]:
    """The rows whose number does not follow that above, where all count on else."""
    index = columns.of("index")
    if index is None:
        return set()
    texts = [cell_text(row[index].lines).strip(" .)") for row in rows]
    counted = [(place, int(text)) for place, text in enumerate(texts) if _counts(text)]
    if len(counted) < FEWEST_NUMBERS:
        return set()
    return {
        place
        for (_, above), (place, below) in pairwise(counted)
        if below not in (above, above + 1, 1)
    }


def _counts(text: str) -> bool:
    return text.isdecimal() and len(text) < len("1000")


def _holds_two(columns: Columns, row: Row) -> bool:
    """Do several cells of a row begin anew in their midst, as two rows under each other do; or does
    a whole time stand below another one, without a label ("Năm: 05/12") that tells them apart?"""
    begun = [(role, slot) for _, role, slot in _cells(columns, row) if _begins_anew(role, slot)]
    if len(begun) >= FEWEST:
        return True
    return any(role == "deadline" and ":" not in cell_text(slot.lines) for role, slot in begun)


def _begins_anew(role: str, slot: Slot) -> bool:
    """Does a cell begin anew at one of its lines?"""
    return any(
        begins_anew(role, cell_text(slot.lines[:place]), cell_text(slot.lines[place:]))
        for place in range(1, len(slot.lines))
    )


# --- what belongs above the row ---


def _holds_headings(columns: Columns, row: Row) -> bool:
    """Do cells of a row hold the heading of their column, or its first words?"""
    held = 0
    for place, _, slot in _cells(columns, row):
        title = fold(columns.titles[place])
        said = [fold(line.text) for line in slot.lines]
        held += any(" " in one and title.startswith(one) for one in said)
    return held >= FEWEST_TITLES


def _holds_title(columns: Columns, row: Row) -> bool:
    """Does the cell of the work begin with the title of a group, in capitals, or end with one that
    names a time ("THÁNG 9/2031")?"""
    task = columns.of("task")
    lines = [line.text for line in row[task].lines] if task is not None else []
    if len(lines) < 2 or lines[0].isupper() == lines[-1].isupper():
        return False
    return _is_in_capitals(lines[0]) or (_is_in_capitals(lines[-1]) and is_time(lines[-1]))


def _is_in_capitals(text: str) -> bool:
    return text.isupper() and len(text.split()) > 1
