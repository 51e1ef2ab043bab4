"""Tables of targets that lost their grid: number, indicator, unit, figures, cell after cell.

Units and figures are short and look like nothing else, so rows are found by a few plain scores: the
best sequence of cells in the order of the columns (dynamic programming), like the tables of tasks
but with nothing learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.quantity import known_units
from kehoach.parsers.tables.columns import Columns

MAX_ATOMS = 14
MAX_WORDS = 9
"""A figure with the words around it ("Từ 90% số hồ sơ trở lên") has no more words."""
GROUP = -5.0
MAX_TITLE = 4
LEFT = -0.5
"""What it costs that a line after the table belongs to no row."""
STRANGE = -4.0
"""A number alone on a line, in a cell of words."""
SHORT = ("index", "unit", "value")
FIGURES = ("value", "note")
"""Columns that hold figures; a heading that is not known may be that of one."""
MIN_ROWS = 2
"""So many rows with a figure make a table."""
NEVER = -20.0
ROW = -1.0
ABSENT = {"index": -2.0, "indicator": -12.0, "unit": -2.0, "value": -3.0, "lead": -2.0}
IN_LINE = -0.5
"""A cell that does not begin with a line."""

_INDEX = regex.compile(r"(?:[IVXL]{1,5}|\d{1,3}(?:\.\d{1,2}){0,2}|[A-HĐa-hđ])[.)]?")
_ROMAN = regex.compile(r"(?:[IVXL]{1,5}|[A-HĐ])[.)]?")
_FIGURE = regex.compile(r"[^\p{L}]*\d[\d.,]*\s*(?:%|‰)?[^\p{L}]*")
_SIGNED = regex.compile(r"[≥≤<>=~±]")
_NOTHING = regex.compile(r"[-–xX/…]|[Kk]hông")
_STARTS = regex.compile(r"[≥≤<>=~±(]*\d|[%‰]|[≥≤<>]")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A line, or a part of one."""

    line: Line
    number: int
    begins: bool


_Path: TypeAlias = tuple[tuple[int, int, int], "_Path"] | None


@dataclass(frozen=True, slots=True)
class _State:
    points: float
    path: _Path


_NONE = _State(-1e9, None)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row: the lines of each column that has any, the number of lines up to its end, whether it
    has a figure."""

    cells: dict[int, list[Line]]
    last: int
    figured: bool


def target_rows(lines: Sequence[Line], columns: Columns) -> list[TargetRow]:
    """The lines under a header of targets -> rows. What follows the last row with a figure is no
    part of the table."""
    atoms = [atom for number, line in enumerate(lines) for atom in _atoms(line, number)]
    roles = [role or "note" for role in columns.roles]
    rows = _best_rows(atoms, roles)
    while rows and not rows[-1].figured:
        rows.pop()
    if len(rows) > 1:
        rows[-1] = _trimmed(rows, roles)
    return rows if sum(row.figured for row in rows) >= MIN_ROWS else []


def _trimmed(rows: Sequence[TargetRow], roles: Sequence[str]) -> TargetRow:
    """The last row without what follows the table: its last cell has no more lines than others of
    the column have."""
    row = rows[-1]
    column = max(row.cells)
    if roles[column] in SHORT or roles[column] == "indicator":
        return row
    most = max((len(other.cells.get(column, ())) for other in rows[:-1]), default=0)
    cut = len(row.cells[column]) - most
    if cut <= 0:
        return row
    cells = {
        c: lines[:most] if c == column else lines
        for c, lines in row.cells.items()
        if c != column or most
    }
    return TargetRow(cells, row.last - cut, row.figured)


def _atoms(line: Line, number: int) -> list[_Atom]:
    """A line cut where a cell may begin: after an index, before a unit or a figure and what is near
    one."""
    words = line.text.split()
    cuts = [0]
    for n in range(1, len(words)):
        after_index = n == 1 and _INDEX.fullmatch(words[0]) is not None
        held = (
            words[n - 1] in ("-", "–")
            or _SIGNED.fullmatch(words[n - 1])
            or _comparing(words[n - 1 :])
        )
        figure = _STARTS.match(words[n]) is not None and not held
        if after_index or figure or _unit_at(words, n) or _comparing(words[n:]):
            cuts.append(n)
    parts = [" ".join(words[a:b]) for a, b in pairwise([*cuts, len(words)])]
    return [
        _Atom(line if len(parts) == 1 else replace(line, text=part), number, not n)
        for n, part in enumerate(parts)
    ]


def _unit_at(words: Sequence[str], n: int) -> bool:
    return (
        any(" ".join(words[n : n + size]).lower() in known_units() for size in (1, 2, 3))
        and words[n - 1][-1] != ","
    )


def _comparing(words: Sequence[str]) -> bool:
    """Do the words begin a figure ("Từ 90 trở lên", "Tối thiểu 3")?"""
    return words[0][:1].isupper() and any(_STARTS.match(word) for word in words[1:4])


def _score(role: str, text: str, in_line: bool) -> float:
    """How well a text reads as a cell of the role."""
    words = text.split()
    points = IN_LINE if in_line else 0.0
    if role == "index":
        return (
            points + 3.0 if _INDEX.fullmatch(text) and not (in_line and text.isalpha()) else NEVER
        )
    figure = _FIGURE.fullmatch(text) is not None
    unit = text.lower().strip("().") in known_units()
    if role == "unit":
        if unit:
            return points + 4.0
        return (
            points - 1.0 - len(words)
            if len(words) <= 3 and not any(c.isdigit() for c in text)
            else NEVER
        )
    if role == "value":
        if figure or _NOTHING.fullmatch(text):
            return points + 3.0 - 4.0 * text.startswith(("%", "‰"))
        if words[-1][:1].isupper() and len(words) > 1:
            return NEVER  # the next figure's "Trên"
        near = len(words) <= MAX_WORDS and any(c.isdigit() for c in text)
        return (
            points + (2.0 if words[0][:1].isupper() or _SIGNED.match(text) else 0.0)
            if near
            else NEVER
        )
    if role == "indicator":
        if figure or (unit and in_line) or not any(c.isalpha() for c in text):
            return NEVER
        return points + (1.0 if text[:1].isupper() else -3.0) - 4.0 * unit
    return points + (0.5 if text[:1].isupper() else -1.0) - 3.0 * (figure or unit)


def _best_rows(atoms: Sequence[_Atom], roles: Sequence[str]) -> list[TargetRow]:
    """The best sequence of rows. States: by place, with how many columns behind; a path is the last
    cell (column, first atom, last atom; None where a row begins) and the path before it."""
    states: list[list[_State]] = [[_NONE] * (len(roles) + 1) for _ in range(len(atoms) + 1)]
    states[0][len(roles)] = _State(0.0, None)
    for i, here in enumerate(states):
        _leave_out(here, roles)
        ready = here[-1]
        here[0] = _State(ready.points + ROW, ((-1, i, i), ready.path))
        _leave_out(here, roles[:-1])
        _title_from(i, ready, states, atoms, roles)
        for c, role in enumerate(roles):
            text = ""
            wrong = 0.0
            for j in range(i + 1, min(len(atoms), i + (1 if role == "index" else MAX_ATOMS)) + 1):
                text = f"{text} {atoms[j - 1].line.text}".strip()
                part = atoms[j - 1]
                inside = role not in SHORT or j > i + 1
                if (
                    inside
                    and part.begins
                    and (_INDEX.fullmatch(part.line.text) or _FIGURE.fullmatch(part.line.text))
                ):
                    wrong += STRANGE
                points = here[c].points + _score(role, text, not atoms[i].begins) + wrong
                if points > states[j][c + 1].points:
                    states[j][c + 1] = _State(points, ((c, i, j), here[c].path))
    best = max(range(len(states)), key=lambda i: states[i][-1].points + LEFT * (len(atoms) - i))
    return _rows(states[best][-1].path, atoms, roles)


def _title_from(
    i: int, ready: _State, states: list[list[_State]], atoms: Sequence[_Atom], roles: Sequence[str]
) -> None:
    """A group's title: a number and a few lines, or lines in capitals, with nothing else."""
    if "indicator" not in roles or i >= len(atoms):
        return
    numbered = "index" in roles and _INDEX.fullmatch(atoms[i].line.text) is not None
    column, begin = roles.index("indicator"), i + numbered
    path: _Path = ((-1, i, i), ready.path)
    points = ready.points + ROW + GROUP
    if numbered:
        path = ((roles.index("index"), i, begin), path)
        points += 2.0 + (2.0 if _ROMAN.fullmatch(atoms[i].line.text) else 0.0)
    text = ""
    for j in range(begin + 1, min(len(atoms), begin + MAX_TITLE) + 1):
        text = f"{text} {atoms[j - 1].line.text}".strip()
        own = (
            points
            + _score("indicator", text, not atoms[begin].begins)
            + (3.0 if text.isupper() else 0.0)
        )
        if own > states[j][-1].points:
            states[j][-1] = _State(own, ((column, begin, j), path))


def _leave_out(here: list[_State], roles: Sequence[str]) -> None:
    """Columns without a cell at a place."""
    for c, role in enumerate(roles):
        points = here[c].points + ABSENT.get(role, -0.3)
        if points > here[c + 1].points:
            here[c + 1] = _State(points, here[c].path)


def _rows(path: _Path, atoms: Sequence[_Atom], roles: Sequence[str]) -> list[TargetRow]:
    rows: list[TargetRow] = []
    cells: dict[int, list[Line]] = {}
    last = 0
    while path is not None:
        (column, first, end), path = path
        if column >= 0:
            last = max(last, atoms[end - 1].number + 1)
            cells[column] = [atom.line for atom in atoms[first:end]]
        elif cells:
            held = [line for c, lines in cells.items() if roles[c] in FIGURES for line in lines]
            figured = any(char.isdigit() for line in held for char in line.text)
            rows.append(TargetRow(dict(sorted(cells.items())), last, figured))
            cells, last = {}, 0
    return rows[::-1]
