"""Who took up what, as flat tables for people: what HTML and workbook both show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.compare.model import Assigned, Cell, Matrix, Promise, Taker
from kehoach.compare.vocabulary import named

Value = str | int | float | None
MARKS = {"same": "=", "less": "↓", "more": "↑", "other": "≠"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` a key of words.yaml, its headings with how wide each is in characters, and
    its rows."""

    name: str
    headings: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def names_of(matrix: Matrix) -> list[str]:
    """What each plan below is called: its unit, and its file where two have one."""
    units = [taker.paper.unit or taker.paper.name for taker in matrix.takers]
    counts = Counter(units)
    return [
        unit if counts[unit] == 1 else f"{unit} ({taker.paper.name})"
        for unit, taker in zip(units, matrix.takers, strict=True)
    ]


def notes_of(matrix: Matrix, lang: str) -> list[str]:
    """What to know before the matrix is read: which papers were read in part only, and which are
    no plans."""
    papers = [matrix.assigned, *(taker.paper for taker in matrix.takers)]
    notes = [
        named("told", "partial", lang=lang, name=" ".join(paper.name.split()))
        for paper in papers
        if paper.status != "ok"
    ]
    return notes + left_out(matrix, lang)


def left_out(matrix: Matrix, lang: str) -> list[str]:
    """The papers that are no plans, by name and kind."""
    unknown = named("told", "of_no_kind", lang=lang)
    return [
        named(
            "told",
            "not_a_plan",
            lang=lang,
            name=" ".join(paper.name.split()),
            kind=paper.type.lower() if paper.type else unknown,
        )
        for paper in matrix.not_plans
    ]


def style_of(cell: Cell) -> str:
    """By what a cell is coloured: its promise where it was taken up, else its state."""
    return (cell.promise or "same") if cell.state == "taken" else cell.state


def mark(cell: Cell, lang: str) -> str:
    """A cell of the matrix in a few letters.

    >>> [mark(Cell(item=0, state=state, likeness=0.914), "vi") for state in ("perhaps", "absent")]
    ['? 91 %', '–']
    """
    match cell.state:
        case "absent":
            return "–"
        case "mentioned":
            return "~"
        case "perhaps":
            return f"? {percent(cell)}"
    lacking = named("told", "nothing", lang=lang)
    sign = MARKS[cell.promise or "same"]
    return sign if sign == "=" else f"{sign} {value_of(cell) or lacking}"


def percent(cell: Cell) -> str:
    return f"{round(100 * (cell.likeness or 0))} %"


def value_of(one: Assigned | Cell) -> str:
    """The date or the figures that were assigned, or that a plan has."""
    return one.deadline or "; ".join(one.figures)


def numbered(item: Assigned) -> str:
    """What was assigned, with its number."""
    return f"{item.number}. {item.text}" if item.number else item.text


def summaries(matrix: Matrix, lang: str) -> Iterator[Table]:
    """What nobody took up, who promises less, who more, what is only perhaps there, and how each
    plan stands."""
    yield _nobody(matrix, lang)
    yield _promising(matrix, "less", lang=lang)
    yield _promising(matrix, "more", lang=lang)
    yield _doubtful(matrix, lang)
    yield _units(matrix, lang)


def _nobody(matrix: Matrix, lang: str) -> Table:
    rows = tuple(
        (numbered(item), item.lead, value_of(item), item.mentioned) for item in matrix.by_nobody
    )
    headings = _headings(lang, ("item", 70), ("lead", 30), ("asked", 24), ("mentioned", 12))
    return Table("nobody", headings, rows=rows)


def _promising(matrix: Matrix, promise: Promise, lang: str) -> Table:
    rows = tuple(
        (
            name,
            numbered(item),
            value_of(item),
            value_of(cell) or named("told", "nothing", lang=lang),
        )
        for name, _, item, cell in _cells(matrix)
        if cell.state == "taken" and cell.promise == promise
    )
    headings = _headings(lang, ("unit", 28), ("item", 70), ("asked", 24), ("own", 24))
    return Table(promise, headings, rows=rows)


def _doubtful(matrix: Matrix, lang: str) -> Table:
    rows = tuple(
        (name, numbered(item), named("cells", cell.state, lang=lang), cell.text, cell.likeness)
        for name, _, item, cell in _cells(matrix)
        if cell.state in ("perhaps", "mentioned")
    )
    headings = _headings(
        lang, ("unit", 28), ("item", 60), ("state", 16), ("own_text", 60), ("likeness", 10)
    )
    return Table("perhaps", headings, rows=rows)


def _units(matrix: Matrix, lang: str) -> Table:
    names = names_of(matrix)
    rows = tuple(
        (name, taker.taken, taker.less, taker.more, taker.perhaps, taker.absent, taker.own)
        for name, taker in zip(names, matrix.takers, strict=True)
    )
    counts = [(key, 12) for key in ("taken", "less", "more", "perhaps", "absent", "owns")]
    return Table("units", _headings(lang, ("unit", 28), *counts), rows=rows)


def details(matrix: Matrix, lang: str) -> Table:
    """A row for each plan and each assigned thing."""
    rows = tuple(
        (
            name,
            numbered(item),
            named("cells", cell.state, lang=lang),
            cell.text,
            value_of(item),
            value_of(cell),
            named("promises", cell.promise, lang=lang) if cell.promise else None,
            cell.lead,
            cell.likeness,
            taker.paper.name,
            cell.where,
        )
        for name, taker, item, cell in _cells(matrix)
    )
    headings = _headings(
        lang,
        ("unit", 28), ("item", 60), ("state", 16), ("own_text", 60), ("asked", 22), ("own", 22),
        ("promise", 16), ("lead", 26), ("likeness", 10), ("file", 22), ("where", 14),
    )  # fmt: skip
    return Table("details", headings, rows=rows)


def _cells(matrix: Matrix) -> Iterator[tuple[str, Taker, Assigned, Cell]]:
    for name, taker in zip(names_of(matrix), matrix.takers, strict=True):
        for item, cell in zip(matrix.items, taker.cells, strict=True):
            yield name, taker, item, cell


def _headings(lang: str, *columns: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((named("columns", key, lang=lang), width) for key, width in columns)
