"""Tables of targets that lost their grid: number, indicator, unit, figures, cell after cell.

Units and figures are short and look like nothing else, so rows are found by a few plain scores: the
best sequence of cells in the order of the columns (dynamic programming), like the tables of tasks
but with nothing learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from kehoach.ingest.model import Line
from kehoach.normalize.quantity import known_units
from kehoach.parsers.tables.columns import Columns
from kehoach.patterns import compile_regex

MAX_ATOMS = 14
"""A cell has so many lines, or parts of them, at most; the title of a group:"""
MAX_TITLE = 4
MAX_WORDS = 9
"""A figure with the words around it ("Từ 90% số hồ sơ trở lên") has no more words."""
MIN_ROWS = 2
"""So many rows with a figure make a table."""
SHORT = ("index", "unit", "value")
"""Columns whose cells have one line or two."""
FIGURES = ("value", "note")
"""Columns that hold figures; a heading that is not known may be that of one."""

ROW, GROUP = -1.0, -5.0
"""What a row costs, and what besides when it is the title of a group."""
LEFT = -0.5
"""What it costs that a line after the table belongs to no row."""
ABSENT = {"index": -2.0, "indicator": -12.0, "unit": -2.0, "value": -3.0, "lead": -2.0}
"""What a column without a cell costs;"""
ABSENT_OTHER = -0.3
"""one that is not listed."""
IN_LINE = -0.5
"""A cell that does not begin with a line."""
STRANGE = -4.0
"""A number alone on a line, in a cell of words."""
NEVER = -20.0

_INDEX = compile_regex(r"(?:[IVXL]{1,5}|\d{1,3}(?:\.\d{1,2}){0,2}|[A-HĐa-hđ])[.)]?")
_ROMAN = compile_regex(r"(?:[IVXL]{1,5}|[A-HĐ])[.)]?")
_FIGURE = compile_regex(r"[^\p{L}]*\d[\d.,]*\s*(?:%|‰)?[^\p{L}]*")
_SIGNED = compile_regex(r"[≥≤<>=~±]")
_NOTHING = compile_regex(r"[-–xX/…]|[Kk]hông")
_STARTS = compile_regex(r"[≥≤<>=~±(]*\d|[%‰]|[≥≤<>]")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A line, or a part of one: the line (with the words of the part), its number, whether the part
    begins it."""

    line: Line
    number: int
    begins: bool

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def is_index(self) -> bool:
        """May it be the number of a row?"""
        return _INDEX.fullmatch(self.text) is not None

    @property
    def is_bare_number(self) -> bool:
        """Is it a number of a row or a figure, alone on its line?"""
        return self.begins and (self.is_index or _FIGURE.fullmatch(self.text) is not None)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Atoms `first`..`last` (exclusive) in a column; NO_CELL: a row begins there."""

    column: int
    first: int
    last: int


NO_CELL = -1
_Path: TypeAlias = tuple[_Cell, "_Path"] | None
"""The last cell, and the path before it."""


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
    atoms: list[_Atom] = []
    for number, line in enumerate(lines):
        atoms.extend(_atoms(line, number))
    roles = [role or "note" for role in columns.roles]
    rows = _Search(atoms, roles).rows()
    while rows and not rows[-1].figured:
        rows.pop()
    if len(rows) > 1:
        rows[-1] = _trimmed(rows, roles)
    figured = [row for row in rows if row.figured]
    return rows if len(figured) >= MIN_ROWS else []


def _trimmed(rows: Sequence[TargetRow], roles: Sequence[str]) -> TargetRow:
    """The last row without what follows the table: its last cell has no more lines than others of
    the column have."""
    row = rows[-1]
    column = max(row.cells)
    if roles[column] in SHORT or roles[column] == "indicator":
        return row
    lines = row.cells[column]
    most = max((len(other.cells.get(column, ())) for other in rows[:-1]), default=0)
    cut = len(lines) - most
    if cut <= 0:
        return row
    cells = dict(row.cells)
    cells[column] = lines[:most]
    if not most:
        del cells[column]
    return TargetRow(cells, row.last - cut, figured=row.figured)


def _atoms(line: Line, number: int) -> Iterator[_Atom]:
    """A line cut where a cell may begin."""
    words = line.text.split()
    cuts = [place for place in range(1, len(words)) if _may_begin(words, place)]
    if not cuts:
        yield _Atom(line, number, begins=True)
        return
    for first, last in pairwise([0, *cuts, len(words)]):
        part = replace(line, text=" ".join(words[first:last]))
        yield _Atom(part, number, begins=first == 0)


def _may_begin(words: Sequence[str], place: int) -> bool:
    """May a cell begin with a word in mid-line: after an index, before a unit, or before a figure
    and what is near one?"""
    if place == 1 and _INDEX.fullmatch(words[0]):
        return True
    if _is_unit(words, place) or _compares(words[place:]):
        return True
    before = words[place - 1]
    belongs = before in ("-", "–") or _SIGNED.fullmatch(before) or _compares(words[place - 1 :])
    return _STARTS.match(words[place]) is not None and not belongs


def _is_unit(words: Sequence[str], place: int) -> bool:
    """Do one to three words from `place` on name a unit, not after a comma?"""
    if words[place - 1][-1] == ",":
        return False
    phrases = [" ".join(words[place : place + count]).lower() for count in (1, 2, 3)]
    return any(phrase in known_units() for phrase in phrases)


def _compares(words: Sequence[str]) -> bool:
    """Do the words begin a figure ("Từ 90 trở lên", "Tối thiểu 3")?"""
    return words[0][:1].isupper() and any(_STARTS.match(word) for word in words[1:4])


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that may be a cell: is it a figure, a unit; does it begin in the middle of a line?"""

    text: str
    words: list[str]
    in_line: bool
    figure: bool
    unit: bool

    @classmethod
    def of(cls, text: str, *, in_line: bool) -> _Text:
        figure = _FIGURE.fullmatch(text) is not None
        unit = text.lower().strip("().") in known_units()
        return cls(text, text.split(), in_line, figure, unit)

    @property
    def capital(self) -> bool:
        """Does it begin with a capital?"""
        return self.text[:1].isupper()

    @property
    def has_digit(self) -> bool:
        return any(char.isdigit() for char in self.text)


def _score(role: str, text: _Text) -> float:
    """How well a text reads as a cell of the role."""
    points = IN_LINE if text.in_line else 0.0
    if role == "index":
        letters_in_line = text.in_line and text.text.isalpha()
        is_index = _INDEX.fullmatch(text.text) and not letters_in_line
        return points + 3.0 if is_index else NEVER
    if role == "unit":
        return _unit_score(text, points)
    if role == "value":
        return _value_score(text, points)
    if role == "indicator":
        wordless = not any(char.isalpha() for char in text.text)
        if wordless or text.figure or (text.unit and text.in_line):
            return NEVER
        return points + (1.0 if text.capital else -3.0) - 4.0 * text.unit
    return points + (0.5 if text.capital else -1.0) - 3.0 * (text.figure or text.unit)


def _unit_score(text: _Text, points: float) -> float:
    if text.unit:
        return points + 4.0
    if len(text.words) > 3 or text.has_digit:
        return NEVER
    return points - 1.0 - len(text.words)


def _value_score(text: _Text, points: float) -> float:
    if text.figure or _NOTHING.fullmatch(text.text):
        return points + 3.0 - 4.0 * text.text.startswith(("%", "‰"))
    if text.words[-1][:1].isupper() and len(text.words) > 1:
        return NEVER  # the next figure's "Trên"
    if len(text.words) > MAX_WORDS or not text.has_digit:
        return NEVER
    begins_well = text.words[0][:1].isupper() or _SIGNED.match(text.text)
    return points + (2.0 if begins_well else 0.0)


class _Search:
    """The search for the best sequence of rows. `states[i][c]`: the best way to have read the atoms
    before `i`, with `c` columns of a row behind."""

    def __init__(self, atoms: Sequence[_Atom], roles: Sequence[str]) -> None:
        self.atoms, self.roles = atoms, roles
        self.states = [[_NONE] * (len(roles) + 1) for _ in range(len(atoms) + 1)]

    def rows(self) -> list[TargetRow]:
        """The best rows."""
        self.states[0][-1] = _State(0.0, None)
        for place, here in enumerate(self.states):
            self._leave_out(here, self.roles)
            ready = here[-1]
            here[0] = _State(ready.points + ROW, (_Cell(NO_CELL, place, last=place), ready.path))
            self._leave_out(here, self.roles[:-1])
            if place < len(self.atoms):
                self._title_from(place, ready)
                for column in range(len(self.roles)):
                    self._cells_from(place, column)
        ends = range(len(self.states))
        best = max(ends, key=lambda end: self.states[end][-1].points + self._left(end))
        return self._trace(self.states[best][-1].path)

    def _left(self, end: int) -> float:
        """What it costs to end the table before atom `end`."""
        return LEFT * (len(self.atoms) - end)

    def _leave_out(self, here: list[_State], roles: Sequence[str]) -> None:
        """Columns without a cell at a place."""
        for column, role in enumerate(roles):
            before = here[column]
            points = before.points + ABSENT.get(role, ABSENT_OTHER)
            if points > here[column + 1].points:
                here[column + 1] = _State(points, before.path)

    def _cells_from(self, first: int, column: int) -> None:
        """Cells of a column that begin with atom `first`."""
        role, before = self.roles[column], self.states[first][column]
        most = 1 if role == "index" else MAX_ATOMS
        text = ""
        strange = 0.0
        for last in range(first + 1, min(len(self.atoms), first + most) + 1):
            atom = self.atoms[last - 1]
            text = f"{text} {atom.text}".strip()
            inside = role not in SHORT or last > first + 1
            if inside and atom.is_bare_number:
                strange += STRANGE
            score = _score(role, _Text.of(text, in_line=not self.atoms[first].begins))
            points = before.points + score + strange
            if points > self.states[last][column + 1].points:
                path = (_Cell(column, first, last=last), before.path)
                self.states[last][column + 1] = _State(points, path)

    def _title_from(self, place: int, ready: _State) -> None:
        """A group's title: a number and a few lines, or lines in capitals, with nothing else."""
        if "indicator" not in self.roles:
            return
        column, first = self.roles.index("indicator"), place
        path: _Path = (_Cell(NO_CELL, place, last=place), ready.path)
        points = ready.points + ROW + GROUP
        if "index" in self.roles and self.atoms[place].is_index:
            first = place + 1
            path = (_Cell(self.roles.index("index"), place, last=first), path)
            points += 4.0 if _ROMAN.fullmatch(self.atoms[place].text) else 2.0
        text = ""
        for last in range(first + 1, min(len(self.atoms), first + MAX_TITLE) + 1):
            text = f"{text} {self.atoms[last - 1].text}".strip()
            in_line = not self.atoms[first].begins
            score = points + _score("indicator", _Text.of(text, in_line=in_line))
            score += 3.0 if text.isupper() else 0.0
            if score > self.states[last][-1].points:
                self.states[last][-1] = _State(score, (_Cell(column, first, last=last), path))

    def _trace(self, path: _Path) -> list[TargetRow]:
        """A path -> its rows."""
        rows: list[TargetRow] = []
        cells: list[_Cell] = []
        while path is not None:
            cell, path = path
            if cell.column != NO_CELL:
                cells.append(cell)
            elif cells:
                rows.append(self._row(cells))
                cells = []
        return rows[::-1]

    def _row(self, cells: Sequence[_Cell]) -> TargetRow:
        lines: dict[int, list[Line]] = {}
        figured = False
        for cell in sorted(cells, key=lambda cell: cell.column):
            atoms = self.atoms[cell.first : cell.last]
            lines[cell.column] = [atom.line for atom in atoms]
            if self.roles[cell.column] in FIGURES:
                figured = figured or any(char.isdigit() for atom in atoms for char in atom.text)
        last = max(self.atoms[cell.last - 1].number + 1 for cell in cells)
        return TargetRow(lines, last, figured=figured)
