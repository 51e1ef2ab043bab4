"""By what the lines below headings tell that they are those of a table: no ruling says so."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from kehoach.ingest.geometry import text_of
from kehoach.ingest.model import Box, Line
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.columns import Columns, is_of_another_kind, names_teams
from kehoach.parsers.tables.content_roles import is_time
from kehoach.parsers.tables.white_columns import are_counted, keeps_columns, runs_on, stands_across
from kehoach.parsers.words import phrases_by

MIN_COLUMNS = 4
FEWEST_BLOCKS = 3
"""Of a table that is told by how its rows stand, too."""
FEWEST_KEPT = 2
"""So many lines keep to the columns of a table whose rows are counted."""
FEWEST_FULL = 3
"""So many lines have a cell in every column of one of which less is known."""
MAX_WORDS_OF_REST = 5
"""A longer line over the columns is a sentence."""
FEWEST_TIMES = 2
"""So many lines say when, in a table of three columns without numbers."""
STRAY = 0.1
"""In so small a share of the lines a word of the next cell may reach into a stripe of white."""


def middle_of(box: Box) -> float:
    """How far from the left the middle of a box lies, in points."""
    return (box.x0 + box.x1) / 2


def whole_phrases(columns: Columns) -> int:
    """How many headings are a phrase of the vocabulary as a whole."""
    group = "target_roles" if columns.kind == "targets" else "roles"
    pairs = zip(columns.titles, columns.roles, strict=True)
    return sum(role is not None and is_whole(title, role, group) for title, role in pairs)


def is_whole(title: str, role: str, group: str = "roles") -> bool:
    """Is a heading a phrase of the vocabulary? A narrow column breaks "ST" over "T"."""
    said = strip_diacritics(title)
    listed = phrases_by("tables/columns.yaml", group)[role]
    return said in listed or (role == "index" and said.replace(" ", "") in listed)


def stands_as_table(columns: Columns, edges: Sequence[float], below: Sequence[Line]) -> bool:
    """Is a table, of whose headings fewer are known or which has fewer columns, told by how it
    stands: lines keep to its columns, and its rows are counted or its headings whole phrases?"""
    below = _above_sentence(edges, below)
    known = [role for role in columns.roles if role is not None]
    is_counted = columns.of("index") == 0 and is_whole(columns.titles[0], "index")
    is_counted = is_counted and are_counted(below, edges[0])
    fewest = FEWEST_KEPT if is_counted or columns.listed else len(known)
    kept = sum(keeps_columns(line, edges) for line in below)
    if kept < min(fewest, FEWEST_FULL):
        return False
    if len(known) < FEWEST_BLOCKS or kept < fewest:
        return _is_full(columns, edges, below)
    if any(sum(stands_across(line, edge) for line in below) > STRAY * len(below) for edge in edges):
        return False
    if columns.of("index") == 0 and is_whole(columns.titles[0], "index"):
        return is_counted
    if columns.listed:
        return _holds_times(columns, edges, below)
    if columns.kind != "tasks" or len(known) != whole_phrases(columns):
        return False
    return len(edges) + 1 >= MIN_COLUMNS or _holds_times(columns, edges, below)


def _above_sentence(edges: Sequence[float], below: Sequence[Line]) -> Sequence[Line]:
    """The lines down to the first that runs on over the columns as a sentence does, behind the
    fewest that show them."""
    kept = 0
    for place, line in enumerate(below):
        kept += keeps_columns(line, edges)
        is_long = len(line.words) > MAX_WORDS_OF_REST
        if kept >= FEWEST_KEPT and is_long and runs_on(line, edges):
            return below[:place]
    return below


def _is_full(columns: Columns, edges: Sequence[float], below: Sequence[Line]) -> bool:
    """Do the headings, where few of them are known, call work and who does it, teams or persons,
    and has each line below a cell in every column, but for rests of the cells above?"""
    is_work = columns.of("task") is not None and columns.of("lead") is not None
    is_work = is_work and whole_phrases(columns) >= FEWEST_KEPT
    is_work = is_work and columns.roles.count(None) <= 1
    gives = {"task", "lead"} & {*columns.roles}
    of_persons = bool(gives) and is_of_another_kind(columns.titles)
    if not (is_work or of_persons or names_teams(columns.titles)):
        return False
    if any(stands_across(line, edge) for line in below for edge in edges):
        return False
    full = sum(_fills_all(line, edges) for line in below)
    fewest = FEWEST_KEPT if columns.of("index") == 0 else FEWEST_FULL
    return full >= fewest


def _fills_all(line: Line, edges: Sequence[float]) -> bool:
    return {bisect(edges, middle_of(word.box)) for word in line.words} == {*range(len(edges) + 1)}


def _holds_times(columns: Columns, edges: Sequence[float], below: Sequence[Line]) -> bool:
    """Do times stand in the column of deadlines of a table of three columns that says who, too?"""
    due = columns.of("deadline")
    if due is None or columns.of("lead") is None:
        return False
    left, right = [0.0, *edges, float("inf")][due : due + 2]
    cells = [[word for word in line.words if left < middle_of(word.box) <= right] for line in below]
    said = [text_of(words) for words in cells if words]
    times = sum(map(is_time, said))
    return times >= FEWEST_TIMES and times > len(said) / 2
