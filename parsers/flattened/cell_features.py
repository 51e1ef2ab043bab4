"""What speaks for or against a run of atoms being one cell, by what stands in it as a whole: marks
of lists, names that stand there twice, brackets, deadlines.

A new feature is a line in `WHOLE_CELL`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kehoach.parsers.flattened.feature import Feature, feature_matrix
from kehoach.parsers.flattened.pieces import Pieces
from kehoach.parsers.flattened.segmentation import Flags, Floats, Ints

MANY_BULLETS = 3
MANY_TWINS = 2


@dataclass(frozen=True, slots=True)
class CellRuns:
    """The cells that begin with atom `first` and end after it, after the next, … after the one
    before `last`: as many entries as cells.

    `bulleted`: do they begin with a bullet; `more_bullets`: how many follow; `plain_items`: how
    many items without one; `ends_mid_line`: a cell of several lines ends in mid-line; `twins`: how
    many names stand there twice; `open_bracket`; `deadline`: they are one from end to end.
    """

    bulleted: bool
    more_bullets: Ints
    plain_items: Ints
    ends_mid_line: Flags
    twins: Ints
    open_bracket: Flags
    deadline: Flags


WHOLE_CELL: tuple[Feature[CellRuns], ...] = (
    Feature("bullet_inside_plain", lambda cells: (not cells.bulleted) * (cells.more_bullets > 0)),
    Feature("plain_inside_list", lambda cells: cells.bulleted * (cells.plain_items > 0)),
    Feature(
        "items_of_list",
        lambda cells: cells.bulleted * np.minimum(cells.more_bullets, MANY_BULLETS),
    ),
    Feature("ends_mid_line", lambda cells: cells.ends_mid_line),
    Feature("names_twice", lambda cells: np.minimum(cells.twins, MANY_TWINS)),
    Feature("open_bracket", lambda cells: cells.open_bracket),
    Feature("whole_deadline", lambda cells: cells.deadline),
)


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What the features of whole cells are counted from.

    Running counts, one longer than the atoms: `bullets`, `plain_items` (beginnings without a bullet
    after an item's end), `brackets` (that open and do not close). `joined`: the atom goes on on the
    line of the one before (one longer than the atoms). The rest as in `Pieces`.
    """

    bullets: Ints
    plain_items: Ints
    brackets: Ints
    bulleted: list[bool]
    line: Ints
    joined: Flags
    twin: Ints
    deadlines: dict[int, list[int]]

    @classmethod
    def of_pieces(cls, pieces: Pieces) -> CellMarks:
        """From the arrays of the atoms."""
        plain_items = pieces.after_stop & pieces.upper & ~pieces.bulleted
        return cls(
            bullets=_running_count(pieces.bulleted),
            plain_items=_running_count(plain_items),
            brackets=_running_count(pieces.brackets),
            bulleted=pieces.bulleted.tolist(),
            line=pieces.line,
            joined=np.append(np.diff(pieces.line, prepend=-1) == 0, False),
            twin=pieces.twin,
            deadlines=pieces.deadlines,
        )

    def runs(self, first: int, last: int) -> CellRuns:
        """The cells `first`..`first + 1`, … `last` (exclusive)."""
        ends = slice(first + 1, last + 1)
        twins = np.zeros(last - first, dtype=np.int64)
        np.cumsum(self.twin[first + 1 : last] >= first, out=twins[1:])
        deadline = np.zeros(last - first, dtype=np.bool_)
        for end in self.deadlines.get(first, ()):
            if end <= last:
                deadline[end - first - 1] = True
        return CellRuns(
            bulleted=self.bulleted[first],
            more_bullets=self.bullets[ends] - self.bullets[first + 1],
            plain_items=self.plain_items[ends] - self.plain_items[first + 1],
            ends_mid_line=self.joined[ends] & (self.line[first:last] != self.line[first]),
            twins=twins,
            open_bracket=self.brackets[ends] > self.brackets[first],
            deadline=deadline,
        )

    def of(self, first: int, last: int) -> Floats:
        """The features (`WHOLE_CELL`) of the cells `first`..`first + 1`, … `last` (exclusive):
        cells x features."""
        return feature_matrix(WHOLE_CELL, self.runs(first, last), count=last - first)


def _running_count(counts: Flags | Ints) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
