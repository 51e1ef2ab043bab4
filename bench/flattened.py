"""How well flattened tables are rebuilt: 200 generated tables (bench/flatten.py), cells exact.

    .venv/bin/python bench/flattened.py [--tables 200] [--first SEED] [--show SEED] [--printed]
                                        [--chapter] [--of TRUTH.yaml]

A cell counts as right when its column, the line it begins on and its whole text are the truth's.
Header, page numbers and columns are found by the program, not given. Also printed: rows whole,
tables whose header was found, seconds per 1,000 lines, and the share of tables whose every line
ends in exactly one cell (must be all that have a header).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.flatten import Flattened, from_truth, generate
from kehoach.ingest.model import Line, Span
from kehoach.normalize.text import clean
from kehoach.parsers.flattened.segmentation import ROLES
from kehoach.parsers.flattened.table import find_region, read_flattened
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.tables import RoleTable

Key = tuple[str, int, str]


@dataclass(slots=True)
class Tally:
    """Counts over tables."""

    right: int = 0
    truth: int = 0
    found: int = 0
    rows_right: int = 0
    rows: int = 0
    headers: int = 0
    whole: int = 0
    lines: int = 0
    seconds: float = 0.0
    by_role: Counter[str] = field(default_factory=Counter)
    by_role_truth: Counter[str] = field(default_factory=Counter)


def lines_of(table: Flattened) -> list[Line]:
    """The table's lines as the text reader gives them: blank ones counted, not kept."""
    return [
        Line(
            words,
            Span(first=n + 1, last=n + 1),
            gap=float(table.gaps[n]),
            indent=len(raw) - len(raw.lstrip()),
            trail=len(raw) - len(raw.rstrip()),
        )
        for n, raw in enumerate(table.lines)
        if (words := clean(raw))
    ]


def squeeze(text: str) -> str:
    """Letters only: white space is layout."""
    return "".join(text.split())


def gold_keys(table: Flattened) -> list[list[Key]]:
    """The true cells by row."""
    return [
        [
            (
                cell.role if cell.role in ROLES else "other",
                cell.pieces[0][0] + 1,
                squeeze("".join(table.lines[n][a:b] for n, a, b in cell.pieces)),
            )
            for cell in row.cells
        ]
        for row in table.rows
    ]


def found_keys(table: RoleTable) -> list[list[Key]]:
    """The cells found, by row; a merged cell counts where it begins."""
    seen: set[int] = set()
    rows: list[list[Key]] = []
    for slots in table.rows:
        row: list[Key] = []
        for column, slot in enumerate(slots):
            if id(slot) in seen or not slot.lines:
                continue
            seen.add(id(slot))
            role = "group" if slot.col_span > 1 else table.columns.roles[column] or "other"
            row.append(
                (
                    role,
                    slot.lines[0].span.first or 0,
                    squeeze("".join(line.text for line in slot.lines)),
                )
            )
        rows.append(row)
    return rows


def measure(truth: Flattened, tally: Tally) -> None:
    """Rebuild one table and count."""
    lines = lines_of(truth)
    started = time.perf_counter()
    region = find_region(lines)
    table = read_flattened(region) if region is not None else None
    tally.seconds += time.perf_counter() - started
    tally.lines += len(lines)
    gold = gold_keys(truth)
    flat = Counter(key for row in gold for key in row)
    tally.truth += sum(flat.values())
    tally.rows += len(gold)
    tally.by_role_truth.update(key[0] for row in gold for key in row)
    if table is None or region is None:
        return
    tally.headers += 1
    rows = found_keys(table)
    found = Counter(key for row in rows for key in row)
    both = flat & found
    tally.right += sum(both.values())
    tally.found += sum(found.values())
    tally.by_role.update(key[0] for key in both.elements())
    tally.rows_right += sum(
        (Counter(map(frozenset, gold)) & Counter(map(frozenset, rows))).values()
    )
    tally.whole += _complete(table, region.lines)


def _complete(table: RoleTable, lines: tuple[Line, ...]) -> bool:
    """Does every letter of the region stand in exactly one cell?"""
    slots: dict[int, Slot] = {id(slot): slot for row in table.rows for slot in row}
    held: Counter[int] = Counter()
    for slot in slots.values():
        for line in slot.lines:
            held[line.span.first or 0] += len(squeeze(line.text))
    return held == Counter({line.span.first or 0: len(squeeze(line.text)) for line in lines})


def show(truth: Flattened) -> None:
    """Print what is wrong in one table."""
    region = find_region(lines_of(truth))
    gold = gold_keys(truth)
    rows = found_keys(read_flattened(region)) if region else []
    right = {key for row in rows for key in row}
    wanted = {key for row in gold for key in row}
    print(truth.roles, region and region.header.columns.roles)
    for number, row in enumerate(gold):
        print(
            number,
            [
                (role, line, text[:40])
                for role, line, text in row
                if (role, line, text) not in right
            ],
        )
    print("found instead:")
    for number, row in enumerate(rows):
        print(
            number,
            [
                (role, line, text[:40])
                for role, line, text in row
                if (role, line, text) not in wanted
            ],
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", type=int)
    parser.add_argument(
        "--of", type=Path, metavar="FILE", help="a truth's first table, set in random ways, instead"
    )
    parser.add_argument(
        "--printed", action="store_true", help="set as papers made with Word are (flatten.Style)"
    )
    parser.add_argument(
        "--chapter", action="store_true", help="small ones, as they stand in the chapters of plans"
    )
    arguments = parser.parse_args()

    def make(seed: int) -> Flattened:
        printed = arguments.printed or arguments.chapter
        return (
            from_truth(arguments.of, seed, printed=printed)
            if arguments.of
            else generate(seed, printed=printed, chapter=arguments.chapter)
        )

    if arguments.show is not None:
        show(make(arguments.show))
        return 0
    tally = Tally()
    for seed in range(arguments.first, arguments.first + arguments.tables):
        measure(make(seed), tally)
    count = arguments.tables
    print(f"cells exact      {_share(tally.right, tally.truth)}   {tally.right} of {tally.truth}")
    print(f"cells F1         {_share(2 * tally.right, tally.truth + tally.found)}")
    print(f"rows exact       {_share(tally.rows_right, tally.rows)}   {tally.rows_right}", end="")
    print(f" of {tally.rows}")
    print(f"headers found    {_share(tally.headers, count)}")
    print(f"no line lost     {_share(tally.whole, count)}")
    print(f"seconds          {1000 * tally.seconds / tally.lines:6.2f} per 1,000 lines")
    for role, total in sorted(tally.by_role_truth.items()):
        print(f"  {role:14s} {_share(tally.by_role[role], total)}   of {total}")
    return 0


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.1f} %"


if __name__ == "__main__":
    sys.exit(main())
