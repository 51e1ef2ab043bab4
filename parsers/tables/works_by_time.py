"""Tables in which works stand under the parts of the year in which they are done:

    | Đơn vị     | Quý I          | Quý II         |
    | Công an xã | Kiểm tra chợ   | - Rà soát nhà trọ - Diễn tập |

Each work becomes a row of its own, its body (or what it belongs to) and its time beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text, unmarked
from kehoach.parsers.tables.columns import Columns, score
from kehoach.parsers.tables.content_roles import is_known_body, opens_with_verbs
from kehoach.parsers.tables.headed_times import headed_times
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.tables.works_in_cells import points_of
from kehoach.parsers.words import phrases, phrases_by
from kehoach.patterns import compile_regex

FEWEST_PARTS, FEWEST_WORKS = 2, 3
MOST_BODIES = 0.5
"""So large a part of a column names bodies where its heading does not say so."""
MOST, SOME = 0.7, 0.2
"""Shares of the cells that are words, and of those that begin with a verb that is known."""
SURE = 0.9
_WORDS = compile_regex(r"\p{Lu}?\p{L}+(?:\s+[\p{L}\d,]+){2}")
"""Three words and more, the first in letters."""
_BETWEEN_TITLES = compile_regex(r"\s*[,/]\s*|\s+và\s+")
"""Of a column for several kinds of bodies ("Thôn, đơn vị")."""


def with_works_by_time(table: RoleTable) -> RoleTable:
    """A table that plays no role, with works under parts of the year -> one of tasks."""
    if table.columns.kind != "other" or not table.heads:
        return table
    parts = headed_times([[title] for title in table.columns.titles]).parts
    kept = [place for place in range(len(table.columns.titles)) if place not in parts]
    if len(parts) < FEWEST_PARTS or not _are_works(table, parts):
        return table
    named = next((place for place in kept if not _counts(table, place)), None)
    roles = tuple(_role(table, place, named=named) for place in kept)
    titles = (*(table.columns.titles[place] for place in kept), "", "")
    columns = Columns("tasks", titles, roles=(*roles, "task", "deadline"), confidence=SURE)
    rows = [own for row in table.rows for own in _works(row, table, parts=parts, kept=kept)]
    return replace(table, columns=columns, rows=rows, doubts={}, heads=())


def _are_works(table: RoleTable, parts: Mapping[int, str]) -> bool:
    """Do works stand in the cells under parts of the year: words, each other ones, some of which
    begin with what is done; not figures, bodies or the states of a report ("Đạt")?"""
    slots = {row[place] for row in table.rows for place in parts if row[place].col_span == 1}
    texts = [
        unmarked(cell_text(lines))
        for slot in slots
        if not slot.empty
        for lines in points_of(slot) or [slot.lines]
    ]
    works = {text for text in texts if _WORDS.match(text) and not is_known_body(text)}
    doing = [text for text in works if opens_with_verbs([text])]
    return len(works) >= max(FEWEST_WORKS, MOST * len(texts)) and len(doing) >= SOME * len(works)


def _works(
    row: Sequence[Slot], table: RoleTable, *, parts: Mapping[int, str], kept: Sequence[int]
) -> Iterator[list[Slot]]:
    """A row for each work of a printed row; one that is the title of a group stays one."""
    besides = [row[place] for place in kept]
    if len(set(row)) == 1:
        yield [row[0]] * (len(kept) + 2)
        return
    for place, part in parts.items():
        slot, head = row[place], table.heads[place]
        if slot.empty or not head.lines:
            continue
        time = replace(head, lines=[replace(head.lines[0], text=part)])
        for lines in points_of(slot) or [slot.lines]:
            yield [*besides, replace(slot, lines=lines), time]


def _counts(table: RoleTable, place: int) -> bool:
    """Is a column one of numbers?"""
    return (
        strip_diacritics(table.columns.titles[place])
        in phrases_by("tables/columns.yaml", "roles")["index"]
    )


def _role(table: RoleTable, place: int, *, named: int | None) -> str | None:
    """Numbers, those who do the works, or what the works belong to."""
    if _counts(table, place):
        return "index"
    if place != named:
        return None
    title = table.columns.titles[place]
    if score(strip_diacritics(title), phrases_by("tables/columns.yaml", "roles")["lead"]):
        return "lead"
    titles = [strip_diacritics(one) for one in _BETWEEN_TITLES.split(title)]
    if all(one in phrases("titles_of_bodies") for one in titles):
        return "lead"
    names = [cell_text(row[place].lines) for row in table.rows if not row[place].empty]
    bodies = sum(map(is_known_body, names))
    return "lead" if names and bodies > MOST_BODIES * len(names) else "objective"
