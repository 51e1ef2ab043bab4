"""Tables that lost their grid and their header, too: nothing but cells, one after the other.

An appendix may begin on its second page. What the lines are (offices, times, products, numbers)
tells that there is a table; in which order its columns stand is told by trying: the order whose
cells are best what their columns should hold. Where pages were read across the columns ("2 … Báo
cáo Quý III/2025"), the cells cannot be told apart; the number and the time on one line still tell
the rows. All of it is told as doubtful; where the evidence is poor there is no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from kehoach.ingest.model import Line, Span
from kehoach.parsers.flattened.header import FlatHeader
from kehoach.parsers.flattened.table import Region, read_flattened
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import Kind, is_time, kind_of
from kehoach.parsers.tables.openings import opens_cell
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import listed_phrases
from kehoach.patterns import compile_regex

MIN_TIMES, MIN_OWNERS = 3, 3
"""So many lines that are, or end with, a time, and so many that begin as offices do, tell a
table."""
FITS = 0.7
"""So large a share of the cells must be what their columns should hold."""
SURE, LEAST_SURE = 0.5, 0.3
"""How sure the columns are at best; and rows whose cells could not be told apart."""
TABLE_LINE = 120
"""Letters; a longer line is no cell."""
MOSTLY_SHORT = 0.9
LAST_WORDS = 4
"""A time at the end of a line has so many words at most."""

EXPECTED: dict[str, Kind] = {
    "index": "number",
    "lead": "owner",
    "coordinating": "owner",
    "deadline": "time",
    "deliverable": "product",
    "objective": "prose",
    "task": "prose",
}

NEEDED = ("objective", "task", "deadline")
"""Without these a row counts as one that does not fit."""

_GROUP = compile_regex(r"[IVXl]{1,5}\s?[|.]?\s+(?=\p{Lu}{2})")
_INDEX = compile_regex(r"(\d{1,2})\s?[|.)]*\s+(?:[|)]\s*)?(?=\S)")
_OF_A_YEAR = compile_regex(r"\S*/\s?20\d\d")
_BAR = compile_regex(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines under one group's title (None before the first)."""

    title: Line | None
    lines: tuple[Line, ...]


def begins_headless(lines: Sequence[Line]) -> bool:
    """Are these lines, to their end, the cells of a table without header: short, with times and
    offices among them?"""
    if len(lines) < MIN_TIMES * 3:
        return False
    short = sum(len(line.text) <= TABLE_LINE for line in lines)
    if short < MOSTLY_SHORT * len(lines):
        return False
    times = (line for line in lines if _time_at_end(line.text) is not None)
    owners = (line for line in lines if kind_of(line.text) == "owner")
    enough_times = len(list(islice(times, MIN_TIMES))) == MIN_TIMES
    return enough_times and len(list(islice(owners, MIN_OWNERS))) == MIN_OWNERS


def read_headless(lines: Sequence[Line]) -> RoleTable | None:
    """Lines -> the table they are the cells of; None where what they hold does not tell its
    columns."""
    if not begins_headless(lines):
        return None
    blocks = _blocks(lines)
    whole = [line for block in blocks if not _is_read_across(block) for line in block.lines]
    columns = _best_columns(whole)
    if columns is None:
        return None
    table = RoleTable(columns, [], span=(_span(lines),))
    for block in blocks:
        if block.title is not None:
            table.rows.append(_title_row(block.title, columns))
        if _is_read_across(block):
            rows = _rows_read_across(block.lines, columns)
            first = len(table.rows)
            table.doubts.update({first + place: LEAST_SURE for place in range(len(rows))})
        else:
            part = read_flattened(_region(block.lines, columns))
            table.doubts.update(
                {len(table.rows) + place: doubt for place, doubt in part.doubts.items()}
            )
            rows = part.rows
        table.rows.extend(rows)
    return table


def _span(lines: Sequence[Line]) -> Span:
    return replace(lines[0].span, last=lines[-1].span.last)


def _time_at_end(text: str) -> str | None:
    """The time that a line is, or ends with: its last words, the longest that are one; or a last
    word that was misread ("11-lv/2025"), but names a year."""
    words = text.split()
    for count in range(min(LAST_WORDS, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        if is_time(tail):
            return tail
    return words[-1] if words and _OF_A_YEAR.fullmatch(words[-1]) else None


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """Lines -> those under each title of a group, page by page: a page may have been read
    otherwise than the one before."""
    blocks: list[_Block] = []
    title: Line | None = None
    own: list[Line] = []
    for line in lines:
        if _GROUP.match(line.text) and _is_title(line.text):
            blocks.append(_Block(title, tuple(own)))
            title, own = line, []
        elif line.page_break and own:
            blocks.append(_Block(title, tuple(own)))
            title, own = None, [line]
        else:
            own.append(line)
    blocks.append(_Block(title, tuple(own)))
    return [block for block in blocks if block.title is not None or block.lines]


def _is_title(text: str) -> bool:
    """Is what stands behind the number in capitals?"""
    title = _GROUP.sub("", text, count=1)
    return title.isupper() and len(title.split()) > 1


def _is_read_across(block: _Block) -> bool:
    """Does a line of the block hold the number of a row and its time, too?"""
    return bool(_anchors(block.lines))


# --- cells one after the other --------------------------------------------------------------------


def _region(lines: Sequence[Line], columns: Columns) -> Region:
    header = FlatHeader(0, 0, columns=columns, numbers=(None,) * len(columns.roles), words=())
    starts = {place for place, line in enumerate(lines) if place and line.page_break}
    return Region(header, tuple(lines), page_starts=frozenset(starts))


def _best_columns(lines: Sequence[Line]) -> Columns | None:
    """The columns in the order that fits the lines best; None where none fits."""
    best: Columns | None = None
    if not lines:
        return None
    for roles in listed_phrases("tables/columns.yaml", "orders"):
        columns = Columns("tasks", ("",) * len(roles), roles=roles, confidence=0.0, assumed=True)
        fit = round(_fit(read_flattened(_region(lines, columns)), columns), 2)
        if fit >= FITS and (best is None or (fit, len(roles)) > (best.confidence, len(best.roles))):
            best = replace(columns, confidence=fit)
    return replace(best, confidence=round(SURE * best.confidence, 2)) if best else None


def _fit(table: RoleTable, columns: Columns) -> float:
    """The share of the cells that are what their columns should hold; rows without a task or a
    time count as cells that are not."""
    right = count = 0
    for row in table.rows:
        if len(set(map(id, row))) <= 2:
            continue  # a group's title
        for role, slot in zip(columns.roles, row, strict=True):
            if role not in EXPECTED or (slot.empty and role not in NEEDED):
                continue
            count += 1
            right += kind_of(cell_text(slot.lines)) == EXPECTED[role]
    return right / count if count else 0.0


# --- lines read across the columns ----------------------------------------------------------------


def _anchors(lines: Sequence[Line]) -> list[int]:
    """The lines that hold a row's number and its time: the middle lines of the rows."""
    return [
        place
        for place, line in enumerate(lines)
        if _INDEX.match(line.text) and _time_at_end(line.text) is not None
    ]


def _rows_read_across(lines: Sequence[Line], columns: Columns) -> list[list[Slot]]:
    """A row for each number with a time; all its other words are kept as its task."""
    anchors = _anchors(lines)
    cuts = [0, *(_cut(lines, one, following=other) for one, other in pairwise(anchors)), len(lines)]
    rows: list[list[Slot]] = []
    for anchor, (first, stop) in zip(anchors, pairwise(cuts), strict=True):
        slots = [Slot() for _ in columns.roles]
        middle = lines[anchor]
        number = _INDEX.match(middle.text)
        time = _time_at_end(middle.text) or ""
        rest = middle.text.removesuffix(time).rstrip()
        words: list[Line] = list(lines[first:anchor])
        if number is not None:
            _put(slots, columns, role="index", line=replace(middle, text=number[1]))
            rest = rest[number.end() :]
        words.append(replace(middle, text=rest))
        words.extend(lines[anchor + 1 : stop])
        _put(slots, columns, role="deadline", line=replace(middle, text=time))
        for line in words:
            _put(
                slots,
                columns,
                role="task",
                line=replace(line, text=_BAR.sub(" ", line.text).strip()),
            )
        rows.append(slots)
    return rows


def _put(slots: list[Slot], columns: Columns, role: str, line: Line) -> None:
    column = columns.of(role)
    if column is not None and line.text:
        slots[column].lines.append(line)


def _cut(lines: Sequence[Line], anchor: int, following: int) -> int:
    """Where the row around `following` begins: where words begin as cells do, as near as may be to
    half-way."""
    half = (anchor + following + 1) / 2
    places = range(anchor + 1, following + 1)
    fresh = [place for place in places if opens_cell(lines[place].text)]
    return min(fresh or places, key=lambda place: abs(place - half))


def _title_row(line: Line, columns: Columns) -> list[Slot]:
    """A group's title across the table, its number in the column of numbers."""
    width = len(columns.roles)
    words = _GROUP.sub("", line.text, count=1)
    number, _, _ = line.text.partition(" ")
    title = Slot([replace(line, text=words)], col_span=width - 1)
    index = Slot([replace(line, text=number.replace("l", "I"))])
    return [index, *[title] * (width - 1)]
