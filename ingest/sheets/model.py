"""What the readers of workbooks hand to `layout`: sheets, and their cells that hold words."""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.errors import TooLargeError

MOST_FIELDS = 200_000
"""Cells with words in a workbook."""
MOST_LETTERS = 20_000_000
"""Letters in all cells: one shared string may stand in thousands of them."""
MOST_SHEETS = 200
MOST_MERGES = 50_000
"""Merged areas of a sheet."""


@dataclass(frozen=True, slots=True)
class Field:
    """A cell with words. `row`, `col` from 0; `boxed`: a line is drawn on its left or right."""

    row: int
    col: int
    text: str
    bold: bool = False
    centered: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; all four are the rows and columns of its cells, both ends in."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as kept in the file: only cells with words, row by row."""

    name: str
    fields: tuple[Field, ...]
    merges: tuple[Area, ...] = ()


class Budget:
    """How many cells and letters a workbook may still hold."""

    def __init__(self) -> None:
        self._fields = 0
        self._letters = 0

    def take(self, text: str) -> None:
        """Count a cell. Raises TooLargeError above a limit."""
        self._fields += 1
        self._letters += len(text)
        if self._fields > MOST_FIELDS:
            raise TooLargeError(reason=f"> {MOST_FIELDS} cells")
        if self._letters > MOST_LETTERS:
            raise TooLargeError(reason=f"> {MOST_LETTERS} letters")


def check_sheets(count: int) -> None:
    """Raise TooLargeError for more sheets than are read."""
    if count > MOST_SHEETS:
        raise TooLargeError(reason=f"> {MOST_SHEETS} sheets")


def check_merges(count: int) -> None:
    """Raise TooLargeError for more merged areas of a sheet than are read."""
    if count > MOST_MERGES:
        raise TooLargeError(reason=f"> {MOST_MERGES} merged cells")
