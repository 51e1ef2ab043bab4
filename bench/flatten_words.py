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
Pieces = list[tuple[int, int, int]]


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
        year, month = (
            self.year if rng.random() < 0.9 else rng.randint(2021, 2030),
            rng.randint(1, 12),
        )
        kind = rng.choice(["KH-UBND", "QĐ-TTg", "NQ-CP", "QĐ-UBND", "NQ-HĐND", "CTr-UBND"])
        return text.format(
            y=year, m=month if rng.random() < 0.7 else f"{month:02}", d=rng.randint(1, 28), q=rng.choice(ROMAN[:4]),
            h=rng.choice(["đầu", "cuối"]), n=rng.randint(1, 30), p=rng.choice([30, 50, 70, 80, 85, 90, 95, 98, 100]),
            doc=f"{rng.randint(1, 3000)}/{kind}",
        )  # fmt: skip

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
        return (
            [self.pick("budgets" if role == "budget" else "notes")]
            if role != "task"
            else self.task()
        )


class Numbers:
    """A running number that now and then leaves one out or repeats one."""

    def __init__(self, rng: Random, shape: str) -> None:
        self.rng, self.shape, self.value = rng, shape, 0

    def next(self, group: int) -> str:
        self.value += self.rng.choices([1, 2, 0], [97, 2, 1])[0] if self.value else 1
        letter = "abcdeghiklmnopqrstuvxy"[(self.value - 1) % 22]
        return self.shape.format(n=self.value, g=group, a=letter)


def choose_columns(rng: Random) -> list[str]:
    count = rng.choices(range(4, 10), [12, 20, 25, 20, 12, 11])[0]
    likely = {"index": 0.95, "objective": 0.35, "activity": 0.4, "deliverable": 0.8, "lead": 0.95, "coordinating": 0.7,
              "deadline": 0.95, "budget": 0.4, "note": 0.3}  # fmt: skip
    drawn = {role: rng.random() ** (1 / weight**2) for role, weight in likely.items()}
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


def make_header(rng: Random, columns: Sequence[str], texts: Sequence[str] | None = None) -> Header:
    own, way = words(), rng.choices(["", "{}- ", "({}) ", "{}. ", "row"], [60, 14, 6, 5, 15])[0]
    upper, first = rng.random() < 0.25, rng.randint(0, 1)
    found: list[tuple[str, str]] = []
    for n, role in enumerate(columns):
        text = (
            texts[n]
            if texts
            else rng.choice(own["headings"][role] if rng.random() < 0.55 else headings()[role])
        )
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


def make_rows(rng: Random, columns: Sequence[str], text: Words) -> list[Row]:
    """The grid: rows of cells in any order of columns, merged cells counted in `rows`, empty ones
    left out."""
    total = 4 + int(57 * rng.random() ** 1.7)
    grouped, running = rng.random() < 0.65, rng.random() < 0.5
    kind = rng.choice(["roman", "roman", "roman", "letter", "decimal"])
    groups = min(rng.randint(1, 8), total) if grouped else 1
    cuts = sorted(rng.sample(range(1, total), groups - 1)) if groups > 1 else []
    upper, dot, own = rng.random() < 0.5, rng.choice(["", "", "."]), words()
    shapes = {
        "index": rng.choice(["{n}", "{n}", "{n}", "{n}", "{n:02}", "{n}.", "{a})", "{g}.{n}"])
    }
    if kind == "decimal" and grouped:
        shapes["index"] = "{g}.{n}"
    style, tail = (
        rng.choices(["none", "family", "plain"], [50, 38, 12])[0],
        rng.choice([". ", ". ", ". ", " ", "- "]),
    )
    for place, role in enumerate((c for c in columns if c != "index"), 1):
        if role in ("objective", "task", "activity") and style == "family" and rng.random() < 0.9:
            shapes[role] = f"{place}.{{n}}{tail}"
        elif role == "task" and style == "plain":
            shapes[role] = rng.choice(["{n}. ", "{g}.{n}. ", "{a}) ", "{n}) "])
    numbers = {role: Numbers(rng, s) for role, s in shapes.items()}
    empty = {
        role: chance * rng.choice([0, 1, 1, 2.5]) for role, (_, _, chance) in own["columns"].items()
    }
    deep = (
        rng.random() < 0.75 and "objective" in columns,
        rng.random() < 0.6 and "activity" in columns,
    )
    leveled = rng.choice(["objective", "objective", "task", "row"])
    merging = rng.choice([0, 0, 0, 0.05, 0.2, 0.5])

    def texts(role: str, group: int) -> list[str]:
        if role == "index":
            return [numbers["index"].next(group)]
        parts = text.cell(role)
        if role in numbers:
            many = role == "activity"
            return [
                numbers[role].next(group) + p if many or not n else p for n, p in enumerate(parts)
            ]
        return [f"- {p}" if role == "activity" and len(parts) > 1 else p for p in parts]

    rows: list[Row] = []
    for group in range(1, groups + 1):
        size = [*cuts, total][group - 1] - [0, *cuts][group - 1]
        if not running:
            for counter in numbers.values():
                counter.value = 0
        if grouped:
            title = text.pick("groups")
            name = {
                "roman": ROMAN[group - 1],
                "letter": "ABCDEGHIK"[group - 1],
                "decimal": str(group),
            }[kind] + dot
            title = title.upper() if upper else title
            numbered = rng.random() < 0.96
            if numbered and "index" not in columns:  # one merged cell
                title, numbered = f"{name} {title}", False
            cells = [Cell("group", [title])]
            rows.append(Row([Cell("index", [name]), *cells] if numbered else cells, group=True))
        start = len(rows)
        rows += [Row([]) for _ in range(size)]
        last: dict[str, Cell] = {}
        ends = {"objective": start, "task": start, "row": start}
        for at in range(start, start + size):
            fresh = {"row"}
            if at == ends["objective"]:
                ends["objective"] = min(
                    at + (rng.choice([1, 1, 2, 3, 4]) if deep[0] else 1), start + size
                )
                fresh |= {"objective", "task"}
            if at == ends["task"] or "task" in fresh:
                ends["task"] = min(
                    at + (rng.choice([1, 1, 2, 3]) if deep[1] else 1), ends["objective"]
                )
                fresh.add("task")
            for role in columns:
                level = (
                    leveled if role == "index" else role if role in ("objective", "task") else "row"
                )
                new = level in fresh
                if level == "row" and role not in ("index", "activity"):
                    new = role not in last or rng.random() >= merging
                if not new:
                    if role in last:
                        last[role].rows += 1
                elif rng.random() < empty[role] and (
                    role != "activity" or "task" in fresh
                ):  # no row without a word
                    last.pop(role, None)
                else:
                    last[role] = Cell(role, texts(role, group))
                    rows[at].cells.append(last[role])
    return rows
