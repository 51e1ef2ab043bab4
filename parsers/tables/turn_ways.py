"""The best way to part paragraphs that follow a header into the cells of its table, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from kehoach.normalize.line_ends import ends_within, must_go_on
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.turn_pieces import EMPTY, NEVER, STRANGE, Piece, fit_of
from kehoach.parsers.words import phrases
from kehoach.patterns import compile_regex

LONGEST_SMALL = 2
"""Words of a part of a day."""
FURTHER, FURTHER_POINT, FURTHER_SHORT, FURTHER_BLANK = -2.0, -0.4, -1.0, -1.5
"""What it costs that a paragraph goes on with a cell: any, one of a list, a word or two in a column
that no role is known of ("Thứ Hai" / "12/01"), an empty one."""
TITLE, LONE_TITLE, OUTER_TITLE = -1.5, -3.0, -0.4
"""What the title of a group costs: behind a number, alone, either with the number of a chapter or
in capitals."""
CUT_SHORT = -0.5
"""What it costs that the table ends before the last cells of its last row."""
FEWEST_HELD = 3
"""Cells of known columns in a row that was cut short: its number, its work and one more."""
FURTHER_WITHIN = -0.2
"""The same below a line that ends within a sentence."""
WORKS = ("task", "objective", "activity")
"""Roles of columns in which works stand."""
HOPELESS = 30.0
"""A way that is worth so much less than the best is not followed up."""

OPENS: Final = "opens"
GOES_ON: Final = "goes on"
TITLES: Final = "titles"
AGAIN: Final = "again"
What: TypeAlias = Literal["opens", "goes on", "titles", "again"]
"""What paragraphs are: the next cell, more of the same, the title of a group (its number first),
the header once more."""
Chain: TypeAlias = "tuple[What, int, Chain] | None"
"""The last step through paragraphs: what it was, how many it took, and the steps before."""

_OUTER = compile_regex(r"(?:[IVXL]{1,6}|\p{Lu})[.)/]?")
_CHAPTER = compile_regex(r"(?:[IVXL]{1,6}|\p{Lu})\s*[.)/]\s+\S")


@dataclass(frozen=True, slots=True)
class TurnRow:
    """The cells of a row, each with its paragraphs; one or two of the title of a group."""

    cells: tuple[tuple[Piece, ...], ...]
    is_title: bool = False
    missing: int = 0
    """So many of the last cells are not in the text, not even as blank lines."""

    @property
    def clean(self) -> int:
        """How many cells have one paragraph, or more of which each breaks off within a sentence."""
        return sum(all(must_go_on(piece.text) for piece in cell[:-1]) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Search:
    """The paragraphs behind a header, and its columns."""

    pieces: Sequence[Piece]
    columns: Columns
    ends: Callable[[int], bool]
    """Does the table end before a paragraph, by its place?"""

    def best(self) -> tuple[float, list[tuple[What, int]]]:
        """What the best way to part the paragraphs into whole rows is worth, and its steps; it may
        end before the last paragraph."""
        width = len(self.columns.roles)
        ahead: list[dict[int, tuple[float, Chain]]] = [{} for _ in range(len(self.pieces) + 1)]
        ahead[0][0] = (0.0, None)
        best: tuple[float, Chain] = (0.0, None)
        for place in range(len(self.pieces) + 1):
            states = ahead[place]
            if not states:
                continue
            if place == len(self.pieces) or self.ends(place):
                best = max(best, *self._cut_short(states), key=_worth)
                break
            if max(worth for worth, _ in states.values()) < best[0] - HOPELESS:
                break
            for filled, (worth, chain) in states.items():
                for what, count, gain in self._steps(place, filled):
                    after = _filled_after(what, filled, width)
                    known = ahead[place + count].get(after)
                    if known is None or worth + gain > known[0]:
                        ahead[place + count][after] = (worth + gain, (what, count, chain))
            ahead[place] = {}
            whole = ahead[place + 1].get(width)  # a title at the end is none
            if whole is not None and whole[0] > best[0]:
                best = whole
        return best[0], _steps_of(best[1])

    def _cut_short(
        self, states: Mapping[int, tuple[float, Chain]]
    ) -> Iterator[tuple[float, Chain]]:
        """The ways that end, with the table, within a row that is numbered next: its last cells are
        empty, and the blank lines of them were stripped."""
        roles = self.columns.roles
        yield 0.0, None
        for filled, (worth, chain) in states.items():
            held = [role for role in roles[:filled] if role is not None]
            if filled == len(roles) or held[:1] != ["index"] or len(held) < FEWEST_HELD:
                continue
            rows = [*rows_of(_steps_of(chain), self.pieces, width=len(roles))]
            numbers = [row.cells[0][0].text.strip(".)") for row in rows if not row.is_title]
            if len(numbers) > 1 and _comes_next(*numbers[-2:]):
                blank = sum(fit_of("", None, role) for role in roles[filled:])
                yield worth + blank + CUT_SHORT, chain

    def _steps(self, place: int, filled: int) -> Iterator[tuple[What, int, float]]:
        """What the next paragraphs may be where so many cells of a row are filled, how many of
        them, and what that is worth."""
        piece, width = self.pieces[place], len(self.columns.roles)
        opened = filled % width
        goes_on = place > 0 and ends_within(self.pieces[place - 1].text)
        yield OPENS, 1, self._fit(piece, opened) + (STRANGE if goes_on else 0.0)
        if filled:
            yield GOES_ON, 1, self._further(place, filled - 1)
        if opened:
            return
        # a time below a title is the last cell of a row that lacks one
        is_lost_cell = piece.kind == "time" and not filled and place > 0
        if piece.lines and piece.kind != "number" and not is_lost_cell:
            is_outer = _CHAPTER.match(piece.text) is not None or piece.text.isupper()
            yield TITLES, 1, OUTER_TITLE if is_outer else LONE_TITLE
        title = self.pieces[place + 1] if place + 1 < len(self.pieces) else EMPTY
        is_marked = _OUTER.fullmatch(piece.text) is not None  # "A" over "Trước ngày bầu cử"
        may_title = title.kind not in (None, "number") and (is_marked or title.kind != "time")
        if piece.kind == "number" and may_title:
            is_outer = is_marked or title.text.isupper()
            yield TITLES, 2, OUTER_TITLE if is_outer else TITLE
        texts = tuple(piece.text for piece in self.pieces[place : place + width])
        if texts == self.columns.titles:
            yield AGAIN, width, 0.0

    def _fit(self, piece: Piece, place: int) -> float:
        """How well a paragraph opens a cell of a column."""
        role = self.columns.roles[place]
        if role is None and strip_diacritics(self.columns.titles[place]) in phrases(
            "columns_of_times"
        ):
            role = "start"
        return fit_of(piece.text, piece.kind, role)

    def _further(self, place: int, column: int) -> float:
        """How well a paragraph goes on with the cell of a column that the one before it is in."""
        piece, above = self.pieces[place], self.pieces[place - 1]
        if not piece.lines:
            return FURTHER_BLANK
        if not above.lines or piece.kind == "number":
            return FURTHER + NEVER
        role = self.columns.roles[column]
        if ends_within(above.text) or (role in WORKS and must_go_on(above.text)):
            return FURTHER_WITHIN
        is_point = is_bullet(read_mark(piece.text)) or above.text.endswith((":", ";", ","))
        if role is None and len(piece.text.split()) <= LONGEST_SMALL:
            return FURTHER_SHORT
        fit = min(0.0, fit_of(piece.text, piece.kind, role))
        return fit + (FURTHER_POINT if is_point else FURTHER)


def _worth(way: tuple[float, Chain]) -> float:
    """What a way through the paragraphs is worth."""
    return way[0]


def _comes_next(above: str, below: str) -> bool:
    """Is a row's number the next one?"""
    return above.isdecimal() and below.isdecimal() and int(below) == int(above) + 1


def _filled_after(what: What, filled: int, width: int) -> int:
    """How many cells of the row are filled behind a step."""
    if what == OPENS:
        return filled % width + 1
    return filled if what == GOES_ON else 0


def _steps_of(chain: Chain) -> list[tuple[What, int]]:
    steps: list[tuple[What, int]] = []
    while chain is not None:
        what, count, chain = chain
        steps.append((what, count))
    return steps[::-1]


def rows_of(
    steps: Sequence[tuple[What, int]], pieces: Sequence[Piece], width: int
) -> Iterator[TurnRow]:
    """The rows that steps through paragraphs made of them."""
    place = 0
    cells: list[tuple[Piece, ...]] = []
    for what, count in steps:
        taken = tuple(pieces[place : place + count])
        place += count
        if what == GOES_ON:
            cells[-1] += taken
            continue
        if len(cells) == width:
            yield TurnRow(tuple(cells))
            cells = []
        if what == TITLES:
            yield TurnRow(tuple((piece,) for piece in taken), is_title=True)
        elif what == OPENS:
            cells.append(taken)
    if cells:
        missing = width - len(cells)
        yield TurnRow((*cells, *[(EMPTY,)] * missing), missing=missing)
