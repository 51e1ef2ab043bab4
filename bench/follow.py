"""What people fill in the follow-up workbook, over many reruns: 200 made plans of a province, each
rerun with revisions (rows inserted, gone, moved, reworded, changed), versions taken back, and cells
filled on any sheet. Counts where each filled cell stands afterwards.

    .venv/bin/python -m bench.follow [--count 200] [--reruns 20] [--seed 7]

Prints one line per rerun, then of all cells that were ever filled: how many stand on the row of
their task; how many are kept on the sheet of what is gone although their task is still there under
other words (a person is shown which it may be); how many stand on another task; how many are lost.
"""

from __future__ import annotations

import argparse
import io
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from rapidfuzz import fuzz

from bench.province import Made, made_province
from kehoach.emit.origin import Origin
from kehoach.follow.building import build, taken
from kehoach.follow.file import filled_bytes, filled_path
from kehoach.follow.layout import ALL, BY_OFFICE, BY_UNIT, GONE
from kehoach.follow.plans import standing_at
from kehoach.follow.tasks import Followed, followed

TODAY = date(2031, 6, 15)
COLUMNS = ("Trạng thái", "Người làm", "Minh chứng", "Ghi chú")
REVISED, TAKEN_BACK = 0.3, 0.1
"""Shares of the plans that become another version before a rerun."""
SAME = 95
"""Likeness of two wordings of one task, from which only letters differ."""
Sheets = dict[str, list[list[Any]]]
Truth = dict[tuple[int, str, str], str]
"""The value last filled, by the number of the ward, the key of the row, and the column."""


@dataclass
class Counts:
    """Where filled cells stand; `on_gone`: on the sheet of what is gone, though the task is
    there."""

    right: int = 0
    on_gone: int = 0
    wrong: int = 0
    lost: int = 0


@dataclass
class Ward:
    """The versions of a plan; the last one counts. `words`: the last wording of each row."""

    versions: list[Made]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        plan = self.versions[-1].bare_plan
        unit = plan.document.unit
        return " ".join(filter(None, (unit.level, unit.name))) if unit is not None else ""

    @property
    def rows(self) -> dict[str, str]:
        """The wording of each row that is there, by its key."""
        return {row.key: row.task for row in self.versions[-1].paper.rows}


def sheets_of(book: Path) -> Sheets:
    """The cells of a workbook."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book.read_bytes()))
    return {
        name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in opened.sheet_names
    }


def save(sheets: Sheets, path: Path) -> None:
    """The workbook as another program saves it: the cells alone, whatever they looked like."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            for index, value in enumerate(line):
                if isinstance(value, date | datetime):
                    sheet.write_datetime(number, index, value)
                elif isinstance(value, int | float):
                    sheet.write_number(number, index, value)
                elif value != "":
                    sheet.write_string(number, index, value)
    book.close()


def renew(book: Path, wards: list[Ward]) -> float:
    """The workbook is written anew. Returns seconds."""
    tasks: list[Followed] = []
    for ward in wards:
        plan = ward.versions[-1].bare_plan
        tasks += followed(plan, Origin(plan.source.name))
    start = time.perf_counter()
    before = taken(standing_at(book))
    new = book.with_name("new.xlsx")
    filled, _ = build(tasks, before, today=TODAY, path=new, scratch=book.parent)
    filled_path(book).write_bytes(filled_bytes(filled))
    new.replace(book)
    return time.perf_counter() - start


def fill(book: Path, wards: list[Ward], truth: Truth, *, random: Random, rerun: int) -> None:
    """Two cells of each ward, on any of three sheets."""
    sheets = sheets_of(book)
    places = {name: _places(sheets[name]) for name in (ALL, BY_OFFICE, BY_UNIT)}
    for number, ward in enumerate(wards):
        rows = ward.rows
        for key in random.sample(sorted(rows), 2):
            name, column = random.choice([ALL, BY_OFFICE, BY_UNIT]), random.choice(COLUMNS)
            found = places[name].get((ward.unit, rows[key]), [])
            if len(found) == 1:  # two rows that say the same cannot be told apart here
                value = f"{rerun}/{number}/{random.randint(0, 9999)}"
                sheets[name][found[0]][sheets[name][1].index(column)] = value
                truth[number, key, column] = value
                ward.words[key] = rows[key]
    save(sheets, book)


def _places(lines: list[list[Any]]) -> dict[tuple[str, str], list[int]]:
    """The rows of a sheet by unit and task."""
    unit, task = lines[1].index("Đơn vị"), lines[1].index("Nhiệm vụ")
    found: dict[tuple[str, str], list[int]] = {}
    for number, line in enumerate(lines[2:], 2):
        found.setdefault((line[unit], line[task]), []).append(number)
    return found


def count(book: Path, wards: list[Ward], truth: Truth) -> Counts:
    """Where each filled cell stands."""
    where: dict[str, set[tuple[str, str, str]]] = {}
    sheets = sheets_of(book)
    for name in (ALL, GONE):
        lines = sheets.get(name, [[], [*COLUMNS, "Đơn vị", "Nhiệm vụ"]])
        unit, task = lines[1].index("Đơn vị"), lines[1].index("Nhiệm vụ")
        for line in lines[2:]:
            for column in COLUMNS:
                value = line[lines[1].index(column)]
                if value != "":
                    where.setdefault(str(value), set()).add((name, line[unit], line[task]))
    counts = Counts()
    for (number, key, _), value in truth.items():
        ward, found = wards[number], where.get(value, set())
        words = ward.rows.get(key)
        if words is not None and (ALL, ward.unit, words) in found:
            counts.right += 1
        elif any(name == GONE for name, _, _ in found):
            counts.right += words is None
            counts.on_gone += words is not None
        elif any(fuzz.ratio(task, ward.words[key]) >= SAME for _, _, task in found):
            counts.right += 1  # taken out, and put in again
        elif found:
            counts.wrong += 1
        else:
            counts.lost += 1
    return counts


def change(wards: list[Ward], random: Random, rerun: int) -> None:
    """Some plans are revised, of some the version before counts again."""
    for number, ward in enumerate(wards):
        chance = random.random()
        if chance < REVISED:
            ward.versions.append(ward.versions[-1].revised(f"{rerun}/{number}"))
        elif chance < REVISED + TAKEN_BACK and len(ward.versions) > 1:
            ward.versions.pop()


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--reruns", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random = Random(options.seed)  # noqa: S311
    wards = [Ward([made]) for made in made_province(options.count, options.seed).wards]
    truth: Truth = {}
    with TemporaryDirectory() as folder:
        book = Path(folder, "follow.xlsx")
        renew(book, wards)
        for rerun in range(1, options.reruns + 1):
            fill(book, wards, truth, random=random, rerun=rerun)
            change(wards, random, rerun)
            seconds = renew(book, wards)
            counts = count(book, wards, truth)
            print(f"{rerun:2} {seconds:6.1f} s  {len(truth)} filled  {counts}", flush=True)


if __name__ == "__main__":
    main()
