"""What the atoms of a flattened table say about a column of it: by the numbers that its cells bear,
by what the table says about itself, by the column's width.

A new feature is a line in one of the tuples at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kehoach.parsers.flattened.adapt import Adaptation
from kehoach.parsers.flattened.atom_features import following
from kehoach.parsers.flattened.feature import Feature
from kehoach.parsers.flattened.lines import FIT, SLACK
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import NESTED, Flags, Floats, Ints, TableColumns

ELSEWHERE = 40.0
"""What it costs that a number stands in a cell whose column is not the one of its family, besides
what is learned."""
FULL, SHORT = 1.0, 0.85
"""Shares of a column's width: a line that the next word would have filled, one that had room."""
TOO_LONG = 2.0
"""Letters over its width that a line may have."""
ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Numbering:
    """Atoms against the numbering of a column ("2.4." where tasks are of family 2), one entry per
    atom: its own number; another one in a numbered column; a number of another column; a beginning
    without the number that the column's cells have."""

    own: Flags
    other: Flags
    foreign: Flags
    missing: Flags

    @classmethod
    def of(cls, pieces: Pieces, columns: TableColumns, column: int) -> Numbering:
        """Of column `column`; the one after the last is that of groups' titles."""
        family = columns.family(column)
        numbered = [own for own in columns.families if own]
        own = (pieces.family == family) & (family > 0)
        foreign = np.isin(pieces.family, numbered) & (pieces.family != family)
        if not family:
            foreign &= pieces.no_index  # "1.1" alone is an index in its column
        return cls(
            own=own,
            other=(pieces.family > 0) & (pieces.family != family) & (family > 0),
            foreign=foreign,
            missing=(family > 0) & ~own,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column, to measure the atoms on: its place (the last one is that of groups' titles), the
    atoms' numbers, and what the table says about itself."""

    place: int
    numbering: Numbering
    own: Adaptation

    @classmethod
    def of(cls, columns: TableColumns, place: int, own: Adaptation) -> Column:
        """Column `place` of a table."""
        return cls(place, Numbering.of(own.pieces, columns, place), own)

    @property
    def mid_sentence(self) -> Flags:
        """Atoms that open a page with a small letter."""
        return self.own.pieces.lower & self.own.pieces.opens_page

    @property
    def seam(self) -> Floats:
        """How well each atom goes on with the cell that the page before broke off (`flow`)."""
        of_column: Floats = self.own.broken.flow[self.place]
        return of_column


@dataclass(frozen=True, slots=True)
class LineFit:
    """Atoms against a column's width, one entry per atom: how far it is over it (in widths, 0 to
    3), what the table says about lines so long; at a line's end: is it full with the next word,
    would the next word have fitted, what the table says about such lines."""

    over: Floats
    length_odds: Floats
    full: Flags
    short: Flags
    slack_odds: Floats

    @classmethod
    def of(
        cls, own: Adaptation, column: int, atoms: slice | Ints = ALL, begin: Floats | float = 0.0
    ) -> LineFit:
        """Of `atoms`, in a cell that begins at `begin` in their line (0: with the line)."""
        pieces = own.pieces
        width = own.widths[column, pieces.page[atoms]]
        length = pieces.letters[atoms] - begin
        share = (pieces.reach[atoms] - begin) / width
        ends_line = pieces.ends_line[atoms]
        return cls(
            over=np.clip((length - width - TOO_LONG) / np.maximum(width, 4.0), 0, 3),
            length_odds=ends_line * own.fit[np.searchsorted(FIT, length / width)],
            full=ends_line & (share > FULL),
            short=ends_line & (share < SHORT),
            slack_odds=pieces.broken[atoms] * own.slack[np.searchsorted(SLACK, share)],
        )


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a row may have no cell: a table's roles, and what the table says about itself. Values
    are by side (left of a row's first cell, right of it) and column (2 x columns + 1)."""

    roles: Sequence[str]
    own: Adaptation

    def above(self, *, finest: bool) -> Flags:
        """Left of the first cell, where a merged one above may cover it: in the finest of the
        columns that make a hierarchy (NESTED), or in another."""
        finest_role = next((role for role in reversed(NESTED) if role in self.roles), None)
        chosen = [(role == finest_role) == finest for role in (*self.roles, "group")]
        return np.array([chosen, [False] * len(chosen)])

    def inside(self) -> Flags:
        """Right of the first cell."""
        width = len(self.roles) + 1
        return np.array([[False] * width, [True] * width])

    def usual(self) -> Floats:
        """How often the column is empty there, in log odds."""
        return np.pad(self.own.missing, ((0, 0), (0, 1)))


ColumnFeature: TypeAlias = Feature[Column]
WidthFeature: TypeAlias = Feature[LineFit]

COLUMN_IN_CELL: tuple[ColumnFeature, ...] = (
    Feature("foreign_number", lambda c: c.numbering.foreign, initial=-4.0, price=-ELSEWHERE),
    Feature("own_words", lambda c: c.own.words[c.place], initial=0.8),
)
COLUMN_STARTING: tuple[ColumnFeature, ...] = (
    Feature("own_number", lambda c: c.numbering.own),
    Feature("other_number", lambda c: c.numbering.other),
    Feature("number_missing", lambda c: c.numbering.missing, initial=-3.0),
    Feature(
        "number_missing_habit",
        lambda c: c.own.habits.unnumbered[c.place] * c.numbering.missing,
        initial=1.0,
        shared=True,
    ),
    Feature(
        "small_letter_habit",
        lambda c: c.own.habits.small_letter[c.place] * c.own.pieces.lower,
        initial=1.0,
        shared=True,
    ),
    Feature("page_in_mid_sentence", lambda c: c.mid_sentence, initial=-3.0),
    Feature("own_starts", lambda c: c.own.starts[c.place], initial=1.2),
)
COLUMN_GOING_ON: tuple[ColumnFeature, ...] = (
    Feature("own_rests", lambda c: c.own.going_on[c.place], initial=3.0, shared=True),
    Feature("no_room", lambda c: c.own.broken.room[c.place], initial=1.0, shared=True),
    Feature("words_go_on", lambda c: np.maximum(c.seam, 0.0), initial=0.5, shared=True),
    Feature("words_part", lambda c: np.maximum(-c.seam, 0.0), initial=-0.5, shared=True),
)
COLUMN_ONWARD: tuple[ColumnFeature, ...] = (
    Feature("own_breaks", lambda c: c.own.breaks, initial=1.0, shared=True),
    Feature("number_inside", lambda c: following(c.numbering.own)),
    Feature(
        "number_inside_habit",
        lambda c: c.own.habits.number_inside[c.place] * following(c.numbering.own),
        initial=1.0,
        shared=True,
    ),
)

WIDTH_IN_CELL: tuple[WidthFeature, ...] = (
    Feature("over_width", lambda lines: lines.over),
    Feature("own_line_lengths", lambda lines: lines.length_odds, initial=1.0, shared=True),
)
WIDTH_ONWARD: tuple[WidthFeature, ...] = (
    Feature("full_line", lambda lines: lines.full, shared=True),
    Feature("short_line", lambda lines: lines.short, shared=True),
    Feature("own_slack", lambda lines: lines.slack_odds, initial=1.0, shared=True),
)

MISSING_CELL: tuple[Feature[Gaps], ...] = (
    Feature("above_finest", lambda gaps: gaps.above(finest=True)),
    Feature("above", lambda gaps: gaps.above(finest=False)),
    Feature("inside", Gaps.inside),
    Feature("own_missing", Gaps.usual, initial=0.8),
)
"""Of a row's columns without a cell."""

MISSING_REST: tuple[Feature[Adaptation], ...] = (
    Feature("always", lambda own: np.ones_like(own.broken.unfinished)),
)
"""Of columns without a cell in the rest of a row that a page broke off, by its first atom."""

LEFT_UNFINISHED: tuple[Feature[Adaptation], ...] = (
    Feature("unfinished", lambda own: own.broken.unfinished, initial=-0.5, shared=True),
)
"""Of cells that a page broke off and that no rest goes on with, by the page's first atom."""
