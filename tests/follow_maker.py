"""People at work on a follow-up workbook: cells filled by openpyxl, as a spreadsheet would save
them; the workbook written anew in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from kehoach.emit.origin import Origin
from kehoach.follow.building import Told, build, taken
from kehoach.follow.file import filled_bytes, filled_path
from kehoach.follow.layout import ALL, GONE
from kehoach.follow.plans import standing_at
from kehoach.follow.tasks import Followed, followed
from kehoach.schema.models import Plan

TODAY = date(2025, 6, 15)
HEADINGS = 2
"""The row of headings."""


@dataclass
class Desk:
    """A folder with a workbook, and those who fill it."""

    folder: Path
    today: date = TODAY

    @property
    def book(self) -> Path:
        return self.folder / "follow.xlsx"

    def renew(self, *plans: Plan) -> Told:
        """The workbook is written anew."""
        tasks: list[Followed] = [
            task for plan in plans for task in followed(plan, Origin(plan.source.name))
        ]
        before = taken(standing_at(self.book))
        filled, told = build(
            tasks, before, today=self.today, path=self.folder / "new.xlsx", scratch=self.folder
        )
        filled_path(self.book).write_bytes(filled_bytes(filled))
        (self.folder / "new.xlsx").replace(self.book)
        return told

    def edit(self, change: Callable[[Any], None], path: Path | None = None) -> None:
        """Somebody opens the workbook, changes something and saves it."""
        book = openpyxl.load_workbook(path or self.book)
        change(book)
        book.save(path or self.book)

    def fill(self, words: str, sheet: str = ALL, **cells: Any) -> None:
        """Cells of the first row of a task, by the names of headings (blanks as "_")."""

        self.edit(lambda book: put(book, words, sheet, **cells))

    def cell(self, words: str, heading: str, sheet: str = ALL) -> Any:
        """What a cell of a task holds; None where its row is gone."""
        book = openpyxl.load_workbook(self.book)
        if sheet not in book.sheetnames:
            return None
        listed = headings(book[sheet])
        try:
            row = row_of(book[sheet], words)
        except LookupError:
            return None
        return book[sheet].cell(row, listed.index(heading) + 1).value

    def found(self, heading: str, book: Any = None) -> list[tuple[str, str, Any]]:
        """Every filled cell of a column on the sheets of all tasks and of those gone: sheet, words
        of the task, value. `book`: the workbook, where it is open already."""
        book = book or openpyxl.load_workbook(self.book)
        cells = []
        for name in (ALL, GONE):
            if name in book.sheetnames:
                listed = headings(book[name])
                for row in book[name].iter_rows(min_row=HEADINGS + 1, values_only=True):
                    value = row[listed.index(heading)] if heading in listed else None
                    if value is not None:
                        cells.append((name, row[listed.index("Nhiệm vụ")], value))
        return cells


def put(book: Any, words: str, sheet: str, **cells: Any) -> None:
    """Cells of the first row of a task, in a workbook that is open."""
    row = row_of(book[sheet], words)
    for heading, value in cells.items():
        index = headings(book[sheet]).index(heading.replace("_", " ")) + 1
        book[sheet].cell(row, index).value = value


def headings(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[HEADINGS]]


def row_of(sheet: Any, words: str) -> int:
    """The number of the first row whose task has these words. Raises LookupError."""
    column = headings(sheet).index("Nhiệm vụ") + 1
    for number in range(HEADINGS + 1, sheet.max_row + 1):
        if words in str(sheet.cell(number, column).value):
            return number
    raise LookupError(words)


def names_of(plans: Sequence[Plan]) -> list[str]:
    return [task.task for plan in plans for task in plan.tasks]
