"""Tables flattened as text extraction flattens them, with exact truth: which characters belong to
which cell.

    python bench/flatten.py --show SEED [--truth FILE --table N]     # a table with its gold
    python bench/flatten.py --check 200        # is the gold of that many tables consistent?

`generate` makes a table up (flatten_words.py, flatten.yaml), `from_truth` takes the grid of a truth
file or of a sample's source. Both set it in random columns and pages, then print it row by row and
cell after cell.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random

import yaml

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.flatten_words import (
    Cell,
    GoldCell,
    Header,
    Pieces,
    Row,
    Words,
    choose_columns,
    columns_of_chapter,
    make_header,
    make_rows,
    words,
)
from kehoach.parsers.flattened.widths import in_letters, in_times

__all__ = ["Flattened", "GoldCell", "GoldRow", "check", "from_truth", "generate"]

MARKED = re.compile(r"\d+(\.\d+)*[.)]? |[-+*•]|[a-zđ][.)]")
LOOSE = re.compile(r"(?<=\w[-&])(?=\w)|(?<=[^\W\d]/)(?=[^\W\d])")
ANYWHERE = re.compile(r"(?<=\w[-&/])(?=\w)")
Fragment = tuple[Pieces, int, list[str], bool, int]
# where its pieces go, height of the first line, lines, is it an index, empty paragraphs after it


@dataclass(frozen=True, slots=True)
class GoldRow:
    group: bool
    cells: tuple[GoldCell, ...]


@dataclass(frozen=True, slots=True)
class Flattened:
    lines: tuple[str, ...]
    gaps: tuple[int, ...]
    roles: tuple[str, ...]
    header: tuple[tuple[int, int], ...]
    rows: tuple[GoldRow, ...]
    captions_before: int = 0
    page_numbers: tuple[int, ...] = ()  # lines that hold only the number of a page


@cache
def advance(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    if base in "iljtfrI.,;:'()/- |!":
        return 0.6
    return 1.5 if base in "mwMW%" else 1.3 if base.isupper() else 1.0


def rough(text: str) -> float:
    """A proportional font, about."""
    return sum(map(advance, text))


@dataclass(frozen=True, slots=True)
class Face:
    """A font: how wide texts are in it, and how unevenly its lines are broken."""

    measure: Callable[[str], float] = rough
    noise: float = 0.7


def wrap(paragraph: str, width: float, rng: Random, *, face: Face, loose: bool) -> list[str]:
    """Lines of a font; `loose` also breaks after a hyphen, an ampersand, a slash of words."""
    measure, noise = face.measure, face.noise
    tokens: list[tuple[str, bool]] = []  # text, does a space stand before it
    for word in paragraph.split():
        breaks = ANYWHERE if measure(word) > width else LOOSE
        parts = breaks.split(word) if loose or breaks is ANYWHERE else [word]
        tokens += [(part, not n) for n, part in enumerate(parts)]
    lines: list[str] = []
    for text, spaced in tokens:
        more = (" " if spaced else "") + text
        if lines and measure(lines[-1] + more) <= width + rng.uniform(-noise, noise):
            lines[-1] += more if rng.random() > 0.002 else " " * spaced + more
        else:
            lines.append(text)
    return lines


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is set and what the extraction leaves of it. `random` draws what papers made with
    Word show: a true font, small pages, cells side by side on one line wherever they are level,
    empty paragraphs after cells and in empty ones.
    """

    face: Face = field(default_factory=Face)
    first: tuple[int, int] = (6, 40)
    room: tuple[int, int] = (14, 50)
    level: bool = False
    rng: Random | None = None
    padding: float = 0.0  # how often a cell has an empty paragraph after it
    emptiness: float = 0.0  # how often an empty cell leaves one
    straying: float = 0.0  # how often there is one anywhere

    @classmethod
    def random(cls, seed: int) -> Style:
        rng = Random(f"style {seed}")  # noqa: S311
        faces = [Face(in_times, 0.0), Face(in_times, 0.15), Face(in_letters, 0.0), Face()]
        face = rng.choice(faces)
        small = rng.random() < 0.5
        return cls(
            face=face,
            first=(4, 20) if small else (6, 40),
            room=(8, 22) if small else (14, 50),
            level=rng.random() < 0.4,
            rng=rng,
            padding=rng.choice([0.0, 0.02, 0.1, 0.3, 0.6, 0.9]),
            emptiness=rng.choice([0.0, 0.3, 0.9]),
            straying=rng.choice([0.0, 0.0, 0.01, 0.05]),
        )

    def after(self, printer: Printer, at: int, order: int) -> int:
        """Empty paragraphs between the cell in column `order` of row `at` and the next."""
        if self.rng is None:
            return 0
        count = self.rng.choice([1, 1, 2, 3]) if self.rng.random() < self.padding else 0
        for column in printer.columns[order + 1 :]:
            if column in printer.covered[at]:
                break
            count += self.rng.random() < self.emptiness
        return count

    def stray(self) -> int:
        return int(self.rng is not None and self.rng.random() < self.straying)


class Printer:
    """Prints rows on pages, cell after cell."""

    def __init__(
        self, rng: Random, columns: Sequence[str], header: Header, style: Style | None = None
    ) -> None:
        self.rng, self.columns, self.header, self.style = rng, columns, header, style or Style()
        self.extra: dict[int, int] = defaultdict(int)  # blank lines above a line, besides the usual
        self.covered: dict[int, set[str]] = defaultdict(
            set
        )  # by row, the columns that have a cell there
        self.lines: list[str] = []
        self.pages: list[int] = []  # first line of each page
        self.headers: list[tuple[int, int]] = []
        self.page_numbers: list[int] = []
        self.wrapped: list[list[tuple[list[str], bool]]] = []
        scale = rng.uniform(0.85, 1.25) * (1.25 if len(columns) < 6 else 1.0)
        known = words()["columns"]
        span = {role: known.get(role, [8, 20, 0]) for role in columns}
        self.widths = {
            r: rng.uniform(a, b) * (scale if r != "index" else 1) for r, (a, b, _) in span.items()
        }
        self.widths["over"] = self.widths.get("lead", 10) + self.widths.get("coordinating", 10)
        self.widths.setdefault("index", 6)
        self.widths["group"] = sum(self.widths.values()) - self.widths["over"]
        self.loose, self.broken = rng.random() < 0.7, rng.random() < 0.7
        self.joined = rng.choice([0, 0, 0, 0.05, 0.3, 0.8])
        self.joined_head, self.joined_index = rng.choice([0, 0, 0.4, 1]), rng.choice([0, 0, 0, 1])
        self.group_joined = rng.choice([1.0, 1.0, 0.0, 0.5])
        self.indent = rng.choice(["", "", "", "", " ", "  ", "      "])
        self.centred = (
            {role for role in columns if rng.random() < 0.5} if rng.random() < 0.2 else set()
        )
        self.late = rng.random() < 0.25
        self.repeated, self.numbered = rng.random() < 0.85, rng.random() < 0.35
        if self.style.level:
            self.joined, self.group_joined = 1.0, 1.0

    def wrap(self, role: str, paragraphs: Sequence[str]) -> list[str]:
        width, face = self.widths[role], self.style.face
        lines: list[str] = []
        for paragraph in paragraphs:
            lines += wrap(paragraph, width, self.rng, face=face, loose=self.loose)
        return lines

    def emit(self, fragments: Sequence[Fragment], joined: float) -> None:
        """Cells of one row. A cell's first line may come on the line of its left neighbour that has
        only one."""
        level, after_index = None, False
        for pieces, height, lines, is_index, empty in fragments:
            for n, text in enumerate(lines):
                chance = joined * (self.joined_index if after_index and joined < 1 else 1)
                if not n and level == height and self.rng.random() < chance:
                    self.lines[-1] += self.rng.choice([" ", " ", " ", "  "])
                else:
                    self.lines.append(self.indent if is_index else " " * (self.rng.random() < 0.01))
                start = len(self.lines[-1])
                self.lines[-1] += text
                pieces.append((len(self.lines) - 1, start, start + len(text)))
            level, after_index = (height if len(lines) == 1 and not empty else None), is_index
            self.extra[len(self.lines)] += empty

    def print_header(self) -> None:
        start = len(self.lines)
        if not self.headers:
            for row in (self.header.upper, self.header.lower):
                self.wrapped.append(
                    [(self.wrap(role, [text]), role == "index") for role, text in row]
                )
            self.wrapped.append([([text], False) for text in self.header.numbers])
        if self.headers and self.rng.random() < 0.85:  # as on the page before
            self.lines += self.lines[slice(*self.headers[-1])]
        else:
            for cells in self.wrapped:
                self.emit([([], 0, lines, index, 0) for lines, index in cells], self.joined_head)
        self.headers.append((start, len(self.lines)))

    def lay(self, rows: list[Row]) -> tuple[list[int], list[int]]:
        heights: list[int] = []
        for row in rows:
            for cell in row.cells:
                cell.lines = self.wrap(cell.role, cell.paragraphs)
            row.cells.sort(
                key=lambda c: self.columns.index(c.role) if not row.group else c.role == "group"
            )
            heights.append(max([1, *(len(cell.lines) for cell in row.cells if cell.rows == 1)]))
        for at, row in enumerate(rows):
            for cell in row.cells:
                for below in range(at, at + cell.rows):
                    self.covered[below].add(cell.role)
        for at, row in enumerate(rows):
            for cell in row.cells:
                heights[at + cell.rows - 1] += max(
                    0, len(cell.lines) - sum(heights[at : at + cell.rows])
                )
        tops = [sum(heights[:n]) for n in range(len(rows) + 1)]
        for at, row in enumerate(rows):
            for cell in row.cells:
                spare = sum(heights[at : at + cell.rows]) - len(cell.lines)
                cell.top = tops[at] + (
                    spare // 2 if cell.role in self.centred and not row.group else 0
                )
        return heights, tops

    def print_rows(self, rows: list[Row]) -> None:
        heights, tops = self.lay(rows)
        self.print_header()
        start, room, number = 0, self.rng.randint(*self.style.first), self.rng.randint(2, 30)
        while start < tops[-1]:
            end = start + room
            if not self.broken:  # rows stay whole
                end = max(
                    [t for t in tops if start < t <= end], default=min(t for t in tops if t > start)
                )
            self.print_page(rows, heights, tops, start, end)
            start, room, number = end, self.rng.randint(*self.style.room), number + 1
            if start < tops[-1]:
                self.pages.append(len(self.lines))
                if self.numbered:
                    self.page_numbers.append(len(self.lines))
                    self.lines.append(str(number))
                if self.repeated:
                    self.print_header()

    def print_page(
        self, rows: list[Row], heights: list[int], tops: list[int], start: int, end: int
    ) -> None:
        held: dict[int, list[tuple[int, Fragment]]] = defaultdict(list)
        first = next(n for n in range(len(rows)) if tops[n] + heights[n] > start)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row.cells):
                seen = [n for n in range(len(cell.lines)) if start <= cell.top + n < end]
                if not seen:
                    continue
                height = cell.top + seen[0]
                into = max(at, first)
                if self.late and cell.rows > 1:
                    into = max(n for n in range(at, at + cell.rows) if tops[n] <= height)
                order = (
                    self.columns.index(cell.role)
                    if cell.role in self.columns and not row.group
                    else place
                )
                empty = (
                    0
                    if row.group or seen[-1] + 1 < len(cell.lines)
                    else self.style.after(self, at, order)
                )
                lines = [cell.lines[n] for n in seen]
                held[into].append(
                    (order, (cell.pieces, height, lines, cell.role == "index", empty))
                )
        for at in sorted(held):
            fragments = [fragment for _, fragment in sorted(held[at], key=lambda f: f[0])]
            self.emit(fragments, self.group_joined if rows[at].group else self.joined)

    def finish(self, rows: list[Row], captions: int) -> Flattened:
        rng = self.rng
        modes = [0.0, 0.0, 1.0, 1.0, rng.random(), 0.1]
        gap, trail = rng.choice(modes), rng.choice([0, 0, 0.05, 0.9, 1])
        gaps: list[int] = []
        for n in range(len(self.lines)):
            if n in self.pages and rng.random() < 0.3:
                gap, trail = rng.choice(modes), rng.choice([0, 1])
            self.lines[n] += " " * ((rng.random() < trail) + (rng.random() < trail / 40))
            gaps.append(int(rng.random() < gap) * (1 if rng.random() < 0.97 else 2))
            gaps[-1] += self.extra[n] + self.style.stray()
        gold = tuple(GoldRow(row.group, tuple(cell.gold() for cell in row.cells)) for row in rows)
        lines, roles, headers = tuple(self.lines), tuple(self.columns), tuple(self.headers)
        return Flattened(
            lines, tuple(gaps), roles, headers, gold, captions, tuple(self.page_numbers)
        )


def generate(
    seed: int,
    task_texts: Sequence[str] | None = None,
    *,
    captions: bool = False,
    printed: bool = False,
    chapter: bool = False,
) -> Flattened:
    """Table number `seed`. `printed`: set as papers made with Word are; `chapter`: a small one, as
    they stand in the chapters of plans."""
    rng = Random(seed)  # noqa: S311
    text = Words(rng, task_texts)
    columns = columns_of_chapter(rng) if chapter else choose_columns(rng)
    style = Style.random(seed) if printed else Style()
    if chapter and seed % 3:  # one cell beside the other, as viewers copy them
        style = replace(style, level=True)
    printer = Printer(rng, columns, make_header(rng, columns), style)
    rows = make_rows(rng, columns, text, chapter=chapter)
    printer.lines += [text.pick("captions") for _ in range(rng.randint(1, 3))] if captions else []
    above = len(printer.lines)
    printer.print_rows(rows)
    return printer.finish(rows, above)


def from_truth(path: Path, seed: int, table: int = 0, *, printed: bool = False) -> Flattened:
    """Table number `table` of a truth file or a sample's source."""
    rng, spec = Random(seed), yaml.safe_load(path.read_text("utf-8"))["tables"][table]  # noqa: S311
    columns: list[str] = spec["roles"]
    mark, rows = rng.choice(["- ", "- ", "-", "+ ", ""]), list[Row]()
    for group in spec["groups"]:
        if group.get("title"):
            cells = [Cell("index", [str(group["number"])])] if group.get("number") else []
            rows.append(Row([*cells, Cell("group", [group["title"]])], group=True))
        last: dict[str, Cell] = {}
        for record in group["rows"]:
            rows.append(Row([]))
            for role, value in record["cells"].items():
                if isinstance(value, dict):
                    if role in last:
                        last[role].rows += 1
                    continue
                last.pop(role, None)
                given = value if isinstance(value, list) else [value]
                parts = [str(part) for part in given if part not in (None, "")]
                if len(parts) > 1:
                    parts = [p if MARKED.match(p) else mark + p for p in parts]
                if parts:
                    last[role] = Cell(role, parts)
                    rows[-1].cells.append(last[role])
    header = make_header(rng, columns, [str(text) for text in spec["columns"]])
    printer = Printer(rng, columns, header, Style.random(seed) if printed else None)
    printer.print_rows(rows)
    return printer.finish(rows, 0)


def check(table: Flattened) -> list[str]:
    """What is wrong with the gold: each character of a row's lines belongs to one piece, the pieces
    make the text."""
    used: dict[tuple[int, int], str] = {}
    wrong: list[str] = []
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            where = f"row {at} {cell.role}"
            said = "".join(table.lines[line][start:end] for line, start, end in cell.pieces)
            if "".join(said.split()) != "".join(cell.text.split()):
                wrong.append(f"{where}: {said!r} is not {cell.text!r}")
            if list(cell.pieces) != sorted(cell.pieces):
                wrong.append(f"{where}: pieces out of order")
            for line, start, end in cell.pieces:
                for place in range(start, end):
                    if (line, place) in used:
                        wrong.append(f"{where}: line {line} is also in {used[line, place]}")
                    used[line, place] = where
    other = {
        *range(table.captions_before),
        *table.page_numbers,
        *(n for a, b in table.header for n in range(a, b)),
    }
    for n, printed in enumerate(table.lines):
        held = {place for place in range(len(printed)) if (n, place) in used}
        free = [
            char for place, char in enumerate(printed) if not char.isspace() and place not in held
        ]
        if held if n in other else free:
            wrong.append(f"line {n}: {printed!r}")
    return wrong


def show(table: Flattened) -> None:
    tags: dict[int, list[str]] = defaultdict(list)
    for a, b in table.header:
        for n in range(a, b):
            tags[n].append("HEADER")
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            for line, _, _ in cell.pieces:
                tags[line].append(f"{at}.{cell.role}" + (f"/{cell.rows}" if cell.rows > 1 else ""))
    for n, printed in enumerate(table.lines):
        print("\n" * table.gaps[n] + f"{n:4} {' + '.join(tags[n]) or '-':34}|{printed}|")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--show", type=int, metavar="SEED")
    parser.add_argument("--check", type=int, metavar="COUNT", default=0)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--table", type=int, default=0)
    options = parser.parse_args()
    seeds = range(options.check) if options.show is None else [options.show]
    failed = False
    for seed in seeds:
        made = from_truth(options.truth, seed, options.table) if options.truth else generate(seed)
        if options.show is not None:
            show(made)
        for problem in check(made):
            failed = True
            print(f"seed {seed}: {problem}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
