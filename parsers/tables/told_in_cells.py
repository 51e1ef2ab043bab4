"""Tables without a column for when, or for who: it stands in the cells beside it, behind a sign or
on a line of its own, or before it.

    "Đơn vị thực hiện, thời gian": "Phòng Kinh tế; trước 30/4"
    "Nhiệm vụ": "Phát tờ rơi (Quý II)"

Such cells are parted: the time, or the bodies, become a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.layout.fields import role_of
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import score
from kehoach.parsers.tables.joint_owners import with_column_apart
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import alternation, phrases, phrases_by
from kehoach.patterns import compile_regex

FEWEST = 2
"""Cells that tell so."""
MOST = 0.5
"""So large a part of the filled cells of a column must."""
MAX_LETTERS = 600
"""Of a cell that is parted."""
MAX_TOLD = 120
"""Letters of a time, or of bodies, beside something else."""
_OF_OWNERS = compile_regex(r"\s*\n\s*|\s*[;,.]\s+|\s+[-–/|→]\s+|\s*\(|:\s+")
_OF_WORK = compile_regex(r"\s*\n\s*|\s*[;.]\s+|\s+[-–]\s+|\s*\(")
_PARTS_OF_TITLE = compile_regex(r"[/,;&\n]|\bvà\b")
_EDGES = " \n;,.:-–/|→"


@dataclass(frozen=True, slots=True)
class _Way:
    """A column in whose cells stands what the column `wanted` would say: the signs before it, what
    says whether words are it, whether it may stand before the rest, too."""

    source: str
    wanted: str
    signs: regex.Pattern[str]
    may_open: bool
    is_told: Callable[[str], bool]


def with_told_apart(table: RoleTable) -> RoleTable:
    """A table without a column of times, or of those who lead, where another column tells it in
    most of its cells -> the same with a column for it."""
    table = _as_owners(table)
    for way in _ways():
        if not _lacks(table, way.wanted):
            continue
        column = table.columns.of(way.source)
        parted = _parted(table, way, column) if column is not None else None
        if column is not None and parted:
            table = with_column_apart(table, way.wanted, column=column, parted=parted)
    return table


def _as_owners(table: RoleTable) -> RoleTable:
    """A table whose heading of times names those who lead, too ("Người thực hiện / Thời gian"):
    the column is theirs."""
    columns = table.columns
    place = columns.of("deadline")
    if place is None or not _lacks(table, "lead") or not _names_owner(columns.titles[place]):
        return table
    roles = (*columns.roles[:place], "lead", *columns.roles[place + 1 :])
    as_owners = replace(table, columns=replace(columns, roles=roles))
    is_told = _parted(as_owners, _ways()[0], place)
    return as_owners if is_told else table


def _names_owner(title: str) -> bool:
    leads = phrases_by("tables/columns.yaml", "roles")["lead"]
    return any(score(strip_diacritics(part), leads) for part in _PARTS_OF_TITLE.split(title))


@cache
def _ways() -> tuple[_Way, ...]:
    return (
        _Way("lead", "deadline", _OF_OWNERS, may_open=True, is_told=_is_time),
        _Way("coordinating", "deadline", _OF_OWNERS, may_open=True, is_told=_is_time),
        _Way("task", "deadline", _OF_WORK, may_open=False, is_told=_is_time),
        _Way("deadline", "lead", _OF_OWNERS, may_open=True, is_told=_are_bodies),
    )


def _lacks(table: RoleTable, wanted: str) -> bool:
    """Has a table no column that tells it, nor headings or groups that do?"""
    columns = table.columns
    if wanted == "lead":
        return not any(role in ("lead", "coordinating") for role in columns.roles)
    if columns.of_parts or any(role in ("deadline", "start") for role in columns.roles):
        return False
    free = (title for title, role in zip(columns.titles, columns.roles, strict=True) if not role)
    return not any(strip_diacritics(title) in phrases("columns_of_times") for title in free)


def _is_time(words: str) -> bool:
    """Are words a time and nothing else, with or without a label?

    >>> _is_time("hoàn thành trước 30/4"), _is_time("Thời hạn: Quý II"), _is_time("Báo cáo quý I")
    (True, True, False)
    """
    return is_time_alone(_without_finishing(_unlabelled(words, "deadline")))


def _without_finishing(words: str) -> str:
    finished = _finished().match(words)
    return words[finished.end() :] if finished is not None else words


def _are_bodies(words: str) -> bool:
    """Are words bodies of the directory and nothing else?

    >>> _are_bodies("Phòng Kinh tế; Công an xã"), _are_bodies("Họp Công an xã")
    (True, False)
    """
    return parse_offices(_unlabelled(words, "lead"), None).are_known


def _unlabelled(words: str, role: str) -> str:
    label, colon, value = words.partition(":")
    has_label = bool(colon) and role_of(strip_diacritics(label.strip(" -+"))) == role
    return value.strip() if has_label else words


@cache
def _finished() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('finishing_verbs')})\s*:?\s+", regex.IGNORECASE)


# --- cells ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where in the text of a cell, its lines parted by "\\n", the rest ends, what it tells begins,
    and where that ends: "Phát tờ rơi|; hoàn thành |trước 30/4|"."""

    rest: int
    begin: int
    end: int


def _parted(table: RoleTable, way: _Way, column: int) -> dict[Slot, tuple[Slot, Slot]]:
    """The cells of a column, each as what is left of it and what it tells; {} where too few tell
    it."""
    slots = dict.fromkeys(row[column] for row in table.rows if row[column].col_span == 1)
    filled = [slot for slot in slots if not slot.empty and not slot.repeats]
    cuts = {slot: cut for slot in filled if (cut := _cut(slot, way)) is not None}
    if len(cuts) < FEWEST or len(cuts) < MOST * len(filled):
        return {}
    return {slot: _halves(slot, cuts.get(slot)) for slot in slots}


def _cut(slot: Slot, way: _Way) -> _Cut | None:
    """The longest end of a cell that tells what is wanted, else its longest beginning; all of a
    cell that tells nothing else."""
    text = _text(slot)
    if len(text) > MAX_LETTERS:
        return None
    signs = list(way.signs.finditer(text))
    for sign in signs:
        if _is_end(text, sign, way=way, slot=slot):
            begin = _behind_finishing(text, sign.end()) if way.source == "task" else sign.end()
            return _Cut(sign.start(), begin, len(text))
    for sign in reversed(signs if way.may_open else []):
        if sign[0].strip() != "(" and _tells(text[: sign.start()], way):
            return _Cut(0, 0, sign.end())
    return _Cut(0, 0, len(text)) if way.may_open and _tells(text, way) else None


def _is_end(text: str, sign: regex.Match[str], *, way: _Way, slot: Slot) -> bool:
    """Is what stands behind a sign what is wanted, and something else before it?"""
    if not text[: sign.start()].strip(_EDGES):
        return False
    behind = text[sign.end() :]
    if sign[0].strip() == "(":
        inner, bracket, rest = behind.partition(")")
        return bool(bracket) and not rest.strip(_EDGES) and _tells(inner, way)
    if way.source == "task" and not sign[0].strip() and not _opens_paragraph(sign, slot):
        return False  # a line that is wrapped
    return _tells(behind, way)


def _opens_paragraph(sign: regex.Match[str], slot: Slot) -> bool:
    """Is the line behind a line's end one of its own, as the file says?"""
    return slot.lines[sign.string.count("\n", 0, sign.end())].complete


def _behind_finishing(text: str, begin: int) -> int:
    finished = _finished().match(text, begin)
    return begin if finished is None or ":" in finished[0] else finished.end()


def _tells(words: str, way: _Way) -> bool:
    told = words.strip(_EDGES)
    return 0 < len(told) <= MAX_TOLD and way.is_told(told)


def _text(slot: Slot) -> str:
    return "\n".join(line.text for line in slot.lines)


def _halves(slot: Slot, cut: _Cut | None) -> tuple[Slot, Slot]:
    """What is left of a cell, and what it tells."""
    if cut is None:
        return slot, replace(slot, lines=[])
    left = [*_lines_in(slot, 0, cut.rest), *_lines_in(slot, cut.end, len(_text(slot)))]
    told = list(_lines_in(slot, cut.begin, cut.end))
    return replace(slot, lines=left), replace(slot, lines=told)


def _lines_in(slot: Slot, begin: int, end: int) -> Iterator[Line]:
    """The lines of a cell as far as they stand between two places of its text."""
    at = 0
    for line in slot.lines:
        words = line.text[max(begin - at, 0) : max(end - at, 0)]
        words = _without_bracket(words).strip(_EDGES) if words != line.text else words
        if words:
            yield replace(line, text=words)
        at += len(line.text) + 1


def _without_bracket(words: str) -> str:
    """The words of a bracket without it: "(Quý II)", or the half of it on a line."""
    words = words.strip(_EDGES)
    if words.startswith("(") and words.count("(") >= words.count(")"):
        words = words[1:]
    return words[:-1] if words.endswith(")") and words.count(")") > words.count("(") else words
