"""What stands in the tables of flatten.py: columns, headings, numbers, wording. Its vocabulary is
flatten.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
ROLES = (
    "index",
    "objective",
    "task",
    "activity",
    "deliverable",
    "lead",
    "coordinating",
    "deadline",
    "budget",
    "note",
)
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
LIKELY = {
    "index": 0.95,
    "objective": 0.35,
    "activity": 0.4,
    "deliverable": 0.8,
    "lead": 0.95,
    "coordinating": 0.7,
    "deadline": 0.95,
    "budget": 0.4,
    "note": 0.3,
}
"""How likely a table has a column of each role."""
KINDS = {
    "budget": "budgets",
    "note": "notes",
    "place": "places",
    "person": "persons",
    "quantity": "quantities",
}
"""The words of the cells of a role."""
CHAPTER_TABLES = (
    ("index task lead deadline", 5),
    ("index task deadline lead", 4),
    ("index task lead coordinating deadline", 6),
    ("index task deadline lead coordinating", 3),
    ("index task lead deadline deliverable", 3),
    ("index task deliverable lead deadline", 2),
    ("index task lead coordinating deadline deliverable", 3),
    ("index task lead coordinating deadline note", 2),
    ("index task deadline place lead", 4),
    ("index task deadline place lead person", 3),
    ("index task quantity lead deadline", 2),
    ("index task person lead deadline", 2),
    ("index task lead budget deadline", 2),
    ("index objective task activity lead coordinating deadline budget", 3),
    ("index objective task lead coordinating deadline", 2),
    ("deadline index task lead", 3),
    ("deadline index task lead coordinating", 3),
    ("deadline index task lead person deliverable", 3),
    ("deadline task lead", 3),
    ("deadline task lead note", 3),
    ("deadline task lead coordinating", 3),
    ("deadline task place lead coordinating", 3),
    ("lead task deadline", 3),
    ("lead task budget deadline coordinating", 3),
    ("lead index task deadline", 2),
    ("lead task deliverable deadline", 2),
    ("task lead deadline", 3),
    ("task lead coordinating deadline", 2),
    ("task lead deadline deliverable", 2),
    ("task lead deadline person budget deliverable", 2),
)
"""Columns of the small tables that stand in the chapters of plans, and how common they are."""
COARSE = ("deadline", "lead")
"""What a first column holds that covers several rows."""
Pieces = list[tuple[int, int, int]]
"""Places of a text among the lines: line, first character, end."""


@dataclass(frozen=True, slots=True)
class GoldCell:
    role: str
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    rows: int = 1  # how many rows it covers


@dataclass(slots=True)
class Cell:
    role: str
    paragraphs: list[str]
    rows: int = 1
    lines: list[str] = field(default_factory=list)
    top: int = 0
    pieces: Pieces = field(default_factory=list)

    def gold(self) -> GoldCell:
        return GoldCell(
            self.role, " ".join(" ".join(self.paragraphs).split()), tuple(self.pieces), self.rows
        )


@dataclass(slots=True)
class Row:
    cells: list[Cell]
    group: bool = False


@dataclass(slots=True)
class Header:
    upper: list[tuple[str, str]]  # (role, text), left to right
    lower: list[tuple[str, str]] = field(default_factory=list)  # below a heading over two columns
    numbers: list[str] = field(default_factory=list)


@cache
def words() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "bench/flatten.yaml").read_text("utf-8")))


@cache
def headings() -> dict[str, list[str]]:
    listed = yaml.safe_load((ROOT / "parsers/tables/columns.yaml").read_text("utf-8"))["roles"]
    return {
        role: [p.upper() if p in ("tt", "stt") else p.capitalize() for p in listed[role]]
        for role in ROLES
    }


@cache
def offices() -> list[tuple[str, str]]:
    """(name, section) with the other spellings that can stand alone."""
    table = yaml.safe_load((ROOT / "normalize/offices/offices.yaml").read_text("utf-8"))
    found = []
    for section in ("ward", "with_level", "ward", "with_level", "other", "province"):
        for name, others in table[section].items():
            found += [(name, section)] * 2 + [
                (other, section) for other in others if other[0].isupper()
            ]
    return found


@cache
def sample_tasks() -> list[str]:
    texts: list[str] = []
    for path in sorted((ROOT / "samples").glob("*/source.yaml")):
        for table in yaml.safe_load(path.read_text("utf-8")).get("tables") or []:
            for group in table["groups"]:
                texts += [t for r in group["rows"] if isinstance(t := r["cells"].get("task"), str)]
    return texts


class Words:
    """Texts of the cells."""

    def __init__(self, rng: Random, tasks: Sequence[str] | None) -> None:
        self.rng, self.tasks, self.own = rng, tasks, words()
        self.year = rng.randint(2020, 2030)
        self.pool = [self.body() for _ in range(rng.randint(3, 12))]
        self.mark = rng.choice(["- ", "- ", "- ", "-", "+ ", ""])
        self.separator = rng.choice([", ", "; ", "list", "list"])
        self.end = rng.choice(["", "", "", ".", ";"])

    def fill(self, text: str) -> str:
        if "{" not in text:
            return text
        rng = self.rng
        year = self.year if rng.random() < 0.9 else rng.randint(2021, 2030)
        month = rng.randint(1, 12)
        kind = rng.choice(["KH-UBND", "QĐ-TTg", "NQ-CP", "QĐ-UBND", "NQ-HĐND", "CTr-UBND"])
        return text.format(
            y=year,
            m=month if rng.random() < 0.7 else f"{month:02}",
            d=rng.randint(1, 28),
            q=rng.choice(ROMAN[:4]),
            h=rng.choice(["đầu", "cuối"]),
            n=rng.randint(1, 30),
            p=rng.choice([30, 50, 70, 80, 85, 90, 95, 98, 100]),
            doc=f"{rng.randint(1, 3000)}/{kind}",
        )

    def pick(self, name: str) -> str:
        return self.fill(self.rng.choice(self.own[name]))

    def sentence(self, clauses: int) -> str:
        parts = []
        for n in range(clauses):
            family = self.rng.choice(list(self.own["families"].values()))
            verb, thing = self.rng.choice(family["verbs"]), self.rng.choice(family["objects"])
            added = self.rng.sample(self.own["complements"], self.rng.choice([0, 0, 1, 1, 2]))
            text = " ".join([verb, thing, *added])
            parts.append(
                text if not n else text[0].lower() + text[1:] if text[1] not in "ÐBH" else text
            )
        text = self.rng.choice(["; ", ", ", "; "]).join(parts)
        return self.fill(text + (", " + self.pick("tails") if self.rng.random() < 0.2 else ""))

    def product(self) -> str:
        """A paper, or a state of things that is to be reached."""
        if self.rng.random() > 0.25:
            return self.pick("deliverables")
        family = self.rng.choice(list(self.own["families"].values()))
        text = self.rng.choice(self.own["outcomes"]).replace(
            "{o}", self.rng.choice(family["objects"])
        )
        return self.fill(text[0].upper() + text[1:])

    def task(self) -> list[str]:
        rng = self.rng
        draw = rng.random()
        if self.tasks and draw < 0.95:
            text = rng.choice(self.tasks)
        elif draw < 0.12:
            text = rng.choice(sample_tasks())
        else:
            text = self.sentence(rng.choice([1, 1, 1, 1, 2, 2, 3]))
            while len(text.split()) > 60:
                text = self.sentence(1)
        text = " ".join(text.split())
        if rng.random() < 0.05 and len(text.split()) < 20:
            points = [
                f"- {self.sentence(1)}{';' if self.end else ''}" for _ in range(rng.randint(2, 3))
            ]
            return [text.rstrip(".;") + ":", *points]
        return [text if text[-1] in ".;:" else text + (self.end if rng.random() < 0.8 else "")]

    def body(self) -> str:
        rng = self.rng
        if rng.random() < 0.3:
            return self.pick("bodies")
        name, section = rng.choice(offices())
        if rng.random() < 0.3:
            shorts = [pair for pair in self.own["body_shorts"] if pair[0] in name]
            for full, short in rng.sample(shorts, min(len(shorts), rng.randint(1, 2))):
                name = name.replace(full, short)
        if rng.random() < {"with_level": 0.5, "ward": 0.15}.get(section, 0.05):
            name += " phường"
        return name

    def several(self, items: list[str], way: str) -> list[str]:
        if way == "list":
            last = self.rng.choice(["", ".", ";"])
            end = self.rng.choice([";", ";", "", ","])
            return [
                self.mark + item + (last if n == len(items) - 1 else end)
                for n, item in enumerate(items)
            ]
        return [way.join(items) + self.rng.choice(["", "", "."])]

    def owners(self, most: int) -> list[str]:
        rng = self.rng
        count = min(most, rng.choice([1, 1, 1, 1, 2, 2, 3, 4]))
        drawn = [
            rng.choice(self.pool) if rng.random() < 0.85 else self.body() for _ in range(count)
        ]
        items = list(dict.fromkeys(drawn))  # no list names a body twice
        count = len(items)
        if count == 1 and rng.random() < 0.9:
            return [items[0] + ("." if rng.random() < 0.08 else "")]
        return self.several(
            items,
            self.separator if rng.random() < 0.7 else rng.choice([", ", "; ", "list", " và "]),
        )

    def cell(self, role: str) -> list[str]:
        rng = self.rng
        if role == "objective":
            return [
                self.pick("objectives")
                if rng.random() < 0.5
                else self.sentence(rng.choice([1, 1, 2]))
            ]
        if role == "activity":
            count = rng.choice([1, 1, 1, 2, 3, 4])
            return [
                self.pick("activities") if rng.random() < 0.5 else self.sentence(1)
                for _ in range(count)
            ]
        if role == "deliverable":
            items = [self.product() for _ in range(rng.choice([1, 1, 1, 1, 2, 2, 3]))]
            plain = len(items) == 1 and rng.random() < 0.85
            return items if plain else self.several(items, rng.choice(["list", "list", ", ", "; "]))
        if role == "deadline":
            items = [self.pick("deadlines") for _ in range(1 if rng.random() < 0.9 else 2)]
            return (
                items if len(items) == 1 else self.several(items, rng.choice(["list", "; ", ", "]))
            )
        if role in ("lead", "coordinating"):
            return self.owners(2 if role == "lead" else 4)
        if role == "task":
            return self.task()
        return [self.pick(KINDS[role])]


class Numbers:
    """A running number that now and then leaves one out or repeats one."""

    def __init__(self, rng: Random, shape: str) -> None:
        self.rng, self.shape, self.value = rng, shape, 0

    def next(self, group: int) -> str:
        self.value += self.rng.choices([1, 2, 0], [97, 2, 1])[0] if self.value else 1
        letter = "abcdeghiklmnopqrstuvxy"[(self.value - 1) % 22]
        return self.shape.format(n=self.value, g=group, a=letter)


def choose_columns(rng: Random) -> list[str]:
    """The roles of a table's columns, in order: four to nine of them, a task always."""
    count = rng.choices(range(4, 10), [12, 20, 25, 20, 12, 11])[0]
    drawn = {role: rng.random() ** (1 / weight**2) for role, weight in LIKELY.items()}
    chosen = {"task", *sorted(drawn, key=lambda role: -drawn[role])[: count - 1]}
    if "lead" not in chosen and "coordinating" in chosen:  # nobody names only those who help
        chosen = chosen - {"coordinating"} | {"lead"}
    columns = [role for role in ROLES if role in chosen]
    draw = rng.random()
    if draw < 0.25:
        rng.shuffle(columns)
    elif draw < 0.6:  # one column elsewhere
        moved = columns.pop(rng.randrange(len(columns)))
        columns.insert(rng.randint(1, len(columns)), moved)
    if "index" in columns and rng.random() < 0.93:
        columns.sort(key=lambda role: role != "index")
    return columns


def _headings_of(role: str, rng: Random) -> list[str]:
    own: list[str] = words()["headings"][role]
    return own if rng.random() < 0.55 or role not in headings() else headings()[role]


def columns_of_chapter(rng: Random) -> list[str]:
    """The roles of the columns of a small table in a chapter."""
    shapes, weights = zip(*CHAPTER_TABLES, strict=True)
    return str(rng.choices(shapes, weights)[0]).split()


def make_header(rng: Random, columns: Sequence[str], texts: Sequence[str] | None = None) -> Header:
    own, way = words(), rng.choices(["", "{}- ", "({}) ", "{}. ", "row"], [60, 14, 6, 5, 15])[0]
    upper, first = rng.random() < 0.25, rng.randint(0, 1)
    found: list[tuple[str, str]] = []
    for n, role in enumerate(columns):
        text = texts[n] if texts else rng.choice(_headings_of(role, rng))
        text = text.upper() if upper else text
        if way not in ("", "row") and not texts and (role != "index" or not first):
            text = way.format(n + 1 - first * (columns[0] == "index")) + text
        found.append((role, text))
    shape = rng.choice(["{}", "({})"])
    header = Header(
        found, numbers=[shape.format(n + 1) for n in range(len(columns))] if way == "row" else []
    )
    pair = next(
        (n for n in range(len(columns) - 1) if {*columns[n : n + 2]} == {"lead", "coordinating"}),
        None,
    )
    if pair is not None and not texts and rng.random() < 0.12:
        header.lower = found[pair : pair + 2]
        over = rng.choice(own["over"])
        header.upper = [
            *found[:pair],
            ("over", over.upper() if upper else over),
            *found[pair + 2 :],
        ]
    return header


def make_rows(
    rng: Random, columns: Sequence[str], text: Words, *, chapter: bool = False
) -> list[Row]:
    """The grid: rows of cells in any order of columns, merged cells counted in `rows`, empty ones
    left out. `chapter`: one of a chapter, small."""
    return _Grid(rng, columns, text, chapter=chapter).make()


class _Grid:
    """Makes the rows of a table up: what is drawn once for all of it."""

    def __init__(self, rng: Random, columns: Sequence[str], text: Words, *, chapter: bool) -> None:
        self.rng, self.columns, self.text = rng, columns, text
        self.total = (
            3 + int(20 * rng.random() ** 1.5) if chapter else 4 + int(57 * rng.random() ** 1.7)
        )
        self.grouped = rng.random() < (0.3 if chapter else 0.65)
        self.running = rng.random() < (0.7 if chapter else 0.5)
        self.chapter = chapter
        self.coarse = columns[0] if chapter and columns[0] in COARSE else ""
        self.kind = rng.choice(["roman", "roman", "roman", "letter", "decimal"])
        self.groups = min(rng.randint(1, 8), self.total) if self.grouped else 1
        cuts: list[int] = []
        if self.groups > 1:
            cuts = sorted(rng.sample(range(1, self.total), self.groups - 1))
        self.bounds = [0, *cuts, self.total]
        self.upper, self.dot = rng.random() < 0.5, rng.choice(["", "", "."])
        self.numbers = {role: Numbers(rng, shape) for role, shape in self._shapes().items()}
        self.empty = {
            role: chance * rng.choice([0, 1, 1, 2.5])
            for role, (_, _, chance) in words()["columns"].items()
        }
        several_tasks, several_activities = rng.random() < 0.75, rng.random() < 0.6
        self.spans = {
            "objective": [1, 1, 2, 3, 4] if several_tasks and "objective" in columns else [],
            "task": [1, 1, 2, 3] if several_activities and "activity" in columns else [],
        }
        if self.coarse:
            self.spans["objective"] = rng.choice([[1], [1, 1, 2, 3], [2, 3, 4], [1, 2, 3, 4, 6]])
        self.leveled = "row" if chapter else rng.choice(["objective", "objective", "task", "row"])
        self.merging = rng.choice([0, 0, 0, 0.05, 0.2, 0.5])
        self.rows: list[Row] = []

    def _shapes(self) -> dict[str, str]:
        """How the numbers of columns look, by role."""
        rng = self.rng
        index = rng.choice(["{n}", "{n}", "{n}", "{n}", "{n:02}", "{n}.", "{a})", "{g}.{n}"])
        by_group = self.kind == "decimal" and self.grouped
        shapes = {"index": "{g}.{n}" if by_group else index}
        style = rng.choices(["none", "family", "plain"], [50, 38, 12])[0]
        tail = rng.choice([". ", ". ", ". ", " ", "- "])
        others = [role for role in self.columns if role != "index"]
        for place, role in enumerate(others, 1):
            nested = role in ("objective", "task", "activity")
            if nested and style == "family" and rng.random() < 0.9:
                shapes[role] = f"{place}.{{n}}{tail}"
            elif role == "task" and style == "plain":
                shapes[role] = rng.choice(["{n}. ", "{g}.{n}. ", "{a}) ", "{n}) "])
        return shapes

    def make(self) -> list[Row]:
        """All rows."""
        for group in range(1, self.groups + 1):
            if not self.running:
                for counter in self.numbers.values():
                    counter.value = 0
            if self.grouped:
                self.rows.append(self._title(group))
            self._add_group(group, self.bounds[group] - self.bounds[group - 1])
        return self.rows

    def _title(self, group: int) -> Row:
        """The row of a group's title."""
        title = self.text.pick("groups")
        names = {"roman": ROMAN[group - 1], "letter": "ABCDEGHIK"[group - 1]}
        name = names.get(self.kind, str(group)) + self.dot
        title = title.upper() if self.upper else title
        numbered = self.rng.random() < (0.6 if self.chapter else 0.96)
        if numbered and "index" not in self.columns:  # one merged cell
            return Row([Cell("group", [f"{name} {title}"])], group=True)
        cells = [Cell("group", [title])]
        if numbered:
            cells.insert(0, Cell("index", [name]))
        return Row(cells, group=True)

    def _add_group(self, group: int, size: int) -> None:
        """The rows of a group."""
        start = len(self.rows)
        end = start + size
        self.rows += [Row([]) for _ in range(size)]
        last: dict[str, Cell] = {}
        objective_end = task_end = start
        for number in range(start, end):
            fresh = {"row"}
            if number == objective_end:
                objective_end = min(number + self._span("objective"), end)
                fresh |= {"objective", "task"}
            if number == task_end or "task" in fresh:
                task_end = min(number + self._span("task"), objective_end)
                fresh.add("task")
            for role in self.columns:
                self._add_cell(self.rows[number], role, group, last, fresh)

    def _span(self, role: str) -> int:
        """How many rows a cell of a role covers."""
        spans = self.spans[role]
        return self.rng.choice(spans) if spans else 1

    def _add_cell(
        self, row: Row, role: str, group: int, last: dict[str, Cell], fresh: set[str]
    ) -> None:
        """A row's cell of a role, or one more row for the cell above, or nothing. `last`: by role
        the cell above; `fresh`: the levels at which something begins with this row."""
        if not self._begins(role, last, fresh):
            if role in last:
                last[role].rows += 1
            return
        is_empty = self.rng.random() < self.empty[role]
        if is_empty and (role != "activity" or "task" in fresh):  # no row without a word
            last.pop(role, None)
        else:
            last[role] = Cell(role, self._texts(role, group))
            row.cells.append(last[role])

    def _begins(self, role: str, last: dict[str, Cell], fresh: set[str]) -> bool:
        """Does a new cell of a role begin here?"""
        level = role if role in ("objective", "task") else "row"
        if role == self.coarse:
            level = "objective"
        if role == "index":
            level = self.leveled
        if level == "row" and role not in ("index", "activity"):
            return role not in last or self.rng.random() >= self.merging
        return level in fresh

    def _texts(self, role: str, group: int) -> list[str]:
        """The paragraphs of a cell."""
        counter = self.numbers.get(role)
        if role == "index" and counter is not None:
            return [counter.next(group)]
        paragraphs = self.text.cell(role)
        if counter is None:
            listed = role == "activity" and len(paragraphs) > 1
            return [f"- {text}" for text in paragraphs] if listed else paragraphs
        numbered: list[str] = []
        for place, text in enumerate(paragraphs):
            has_number = role == "activity" or place == 0
            numbered.append(counter.next(group) + text if has_number else text)
        return numbered
