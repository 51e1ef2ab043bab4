"""How papers in odd forms tell their tasks: in tables of many kinds, in lines with labels, in
brackets, behind dashes, under owners, under months, one sentence for all (bench/odd_forms.py)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
WORDS: Mapping[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "odd_forms.yaml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first the header; `is_bare`: without rulings."""

    rows: Sequence[Sequence[str]]
    is_bare: bool = False


Block = str | Table


@dataclass(frozen=True)
class Row:
    """A task as it is to be told; `number` as printed."""

    task: str
    lead: Record | None
    coordinating: Record | None
    deadline: Record | None
    deliverables: tuple[str, ...]
    group: str
    number: str | None = None

    def without_group(self) -> Row:
        return replace(self, group="")

    def record(self, **other: Any) -> Record:
        """As a truth has it."""
        own: Record = {
            "group": {"number": None, "title": self.group} if self.group else None,
            "number": self.number,
            "task": self.task,
            "activities": [],
            "objective": None,
            "lead": self.lead,
            "coordinating": self.coordinating,
            "deadline": self.deadline,
            "deliverables": list(self.deliverables),
        }
        return {**own, **other}

    def words(self, name: str) -> str:
        """A field as printed; nothing where it is empty."""
        if name == "deliverables":
            return "; ".join(self.deliverables)
        held: Record | str | None = getattr(self, name)
        return str(held.get("raw") or "") if isinstance(held, dict) else held or ""


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_BEFORE = (("", "phối hợp "), ("chủ trì: ", "phối hợp: "), ("giao ", "cùng "))
"""What brackets say before who leads and who helps."""
Told = tuple[list[Block], list[Record], list[str]]
"""Blocks, the tasks as the truth has them, and the fields that it leaves open."""


def marks(draw: random.Random) -> Callable[[int], str]:
    """How points are counted."""
    form = draw.choice(("{}.", "{})", "{}/", "-", "+", "•", "Việc {}:"))
    return lambda index: form.format(index + 1)


def number_in(mark: str) -> str | None:
    return "".join(char for char in mark if char.isdigit()) or None


def by_group(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    for title, own in groupby(rows, key=lambda row: row.group):
        yield title, list(own)


# --- tables ---------------------------------------------------------------------------------------


def _table(rows: Sequence[Row], draw: random.Random) -> Told:
    names = ["task", "lead"]
    names += [name for name in ("coordinating", "deadline") if draw.random() < 0.85]
    names += ["deliverables"] if any(row.deliverables for row in rows) else []
    if draw.random() < 0.5:
        order = names[1:]
        draw.shuffle(order)
        names = [names[0], *order]
    elif draw.random() < 0.3:
        draw.shuffle(names)
    extra = draw.choice(("", "", *WORDS["other_columns"]))
    at = draw.randint(1, len(names))
    has_numbers = draw.random() < 0.8
    header = [draw.choice(WORDS[f"{name}_columns"]) for name in names]
    cells = [[row.words(name) for name in names] for row in rows]
    if extra:
        header.insert(at, extra)
        cells = [[*row[:at], draw.choice(WORDS["other_cells"]), *row[at:]] for row in cells]
    numbers = _numbers(rows, draw) if has_numbers else [None] * len(rows)
    if draw.random() < 0.25:
        cells = _said_once(cells, names, header)
    own = [replace(row, number=number) for row, number in zip(rows, numbers, strict=True)]
    lines = _with_groups(own, cells, has_numbers=has_numbers, draw=draw)
    first = [draw.choice(("STT", "TT", "Số TT", "#")), *header] if has_numbers else header
    left_out = {"coordinating", "deadline", "deliverables"} - set(names)
    kept = [row.record(**dict.fromkeys(left_out)) for row in own]
    is_headless = draw.random() < 0.06
    return [Table([*([] if is_headless else [first]), *lines])], kept, []


def _numbers(rows: Sequence[Row], draw: random.Random) -> list[str | None]:
    if draw.random() < 0.7:
        return [str(index + 1) for index in range(len(rows))]
    return [str(index + 1) for _, own in by_group(rows) for index in range(len(own))]


def _said_once(
    cells: Sequence[Sequence[str]], names: Sequence[str], header: Sequence[str]
) -> list[list[str]]:
    """An owner as above is not said again, but by a sign."""
    del header
    at = names.index("lead")
    found = [list(row) for row in cells]
    for row, above in zip(found[1:], cells[:-1], strict=True):
        if len(row) == len(names) and row[at] and row[at] == above[at]:
            row[at] = "nt"
    return found


def _with_groups(
    rows: Sequence[Row], cells: Sequence[Sequence[str]], has_numbers: bool, draw: random.Random
) -> Iterator[list[str]]:
    labels = draw.choice((_ROMAN, "ABCDEFGHIK", [""] * 10))
    above, count = "", 0
    for row, own in zip(rows, cells, strict=True):
        if row.group != above:
            above, label = row.group, labels[count % 10]
            count += 1
            title = [row.group, *[""] * (len(own) - 1)]
            yield [label, *title] if has_numbers else title
        yield [row.number or "", *own] if has_numbers else list(own)


# --- text -----------------------------------------------------------------------------------------


def _pointed(
    rows: Sequence[Row],
    draw: random.Random,
    lines: Callable[[Row, str], tuple[list[Block], Record]],
) -> Told:
    """Points under the headings of their groups."""
    mark, blocks, tasks = marks(draw), list[Block](), list[Record]()
    letter = draw.choice(("{}. ", "{}) ", ""))
    for place, (title, own) in enumerate(by_group(rows)):
        if title:
            blocks.append(letter.format("abcdefghik"[place % 10]) + title)
        for index, row in enumerate(own):
            label = mark(index)
            found, task = lines(replace(row, number=number_in(label)), label)
            blocks += found
            tasks.append(task)
    return blocks, tasks, []


def _labels(rows: Sequence[Row], draw: random.Random) -> Told:
    names = [name for name in ("lead", "coordinating", "deadline", "deliverables")
             if any(row.words(name) for row in rows)]  # fmt: skip
    draw.shuffle(names)
    labels = {name: draw.choice(WORDS[f"{name}_labels"]) for name in names}
    bullet = draw.choice(("", "- ", "+ ", "* "))
    parting = draw.choice(("\n", "\n", "; ", ". "))

    def lines(row: Row, mark: str) -> tuple[list[Block], Record]:
        said = [f"{labels[name]}: {row.words(name)}" for name in names if row.words(name)]
        head = f"{mark} {row.task}"
        if parting == "\n":
            return [head, *(f"{bullet}{one}" for one in said)], row.record()
        return [head, bullet + parting.join(said) + "."], row.record()

    return _pointed(rows, draw, lines)


def _brackets(rows: Sequence[Row], draw: random.Random) -> Told:
    names = ["lead", "deadline"] + (["coordinating"] if draw.random() < 0.5 else [])
    draw.shuffle(names)
    label = dict(zip(("lead", "coordinating"), draw.choice(_BEFORE), strict=True))
    opened, closed = draw.choice(("()", "()", "[]"))
    parting = draw.choice(("; ", ", ", " - "))

    def lines(row: Row, mark: str) -> tuple[list[Block], Record]:
        said = [label.get(name, "") + row.words(name) for name in names if row.words(name)]
        tail = f" {opened}{parting.join(said)}{closed}" if said else ""
        left_out = {"coordinating", "deliverables"} - set(names)
        return [f"{mark} {row.task}{tail}."], row.record(**dict.fromkeys(left_out))

    return _pointed(rows, draw, lines)


def _dashes(rows: Sequence[Row], draw: random.Random) -> Told:
    sign = draw.choice((" – ", " - ", " / ", ": ", " → "))
    names = draw.choice((["lead", "deadline"], ["deadline", "lead"]))

    def lines(row: Row, mark: str) -> tuple[list[Block], Record]:
        said = [row.words(name) for name in names if row.words(name)]
        return [f"{mark} " + sign.join((row.task, *said))], row.record(
            coordinating=None, deliverables=[]
        )

    return _pointed(rows, draw, lines)


def _owners(rows: Sequence[Row], draw: random.Random) -> Told:
    """Owners as headings, times behind their points."""
    known = [row for row in rows if row.lead is not None]
    known.sort(key=lambda row: row.words("lead"))
    mark, blocks, tasks = marks(draw), list[Block](), list[Record]()
    form = draw.choice(("{}. {}", "{}. {}:", "{}) Giao {}:", "{}. {} chịu trách nhiệm:"))
    for place, (lead, own) in enumerate(groupby(known, key=lambda row: row.words("lead"))):
        blocks.append(form.format(place + 1, lead))
        for index, row in enumerate(own):
            label = mark(index)
            time = row.words("deadline")
            blocks.append(f"{label} {row.task}" + (f" ({time})" if time else ""))
            one = replace(row, number=number_in(label), group=lead)
            tasks.append(one.record(coordinating=None, deliverables=[]))
    return blocks, tasks, ["group"]


def _months(rows: Sequence[Row], draw: random.Random) -> Told:
    """Times as headings, owners behind their points."""
    known = [row for row in rows if row.deadline is not None]
    known.sort(key=lambda row: (str((row.deadline or {}).get("end") or "9"), row.words("deadline")))
    mark, blocks, tasks = marks(draw), list[Block](), list[Record]()
    form = draw.choice(("* {}", "{}:", "{}", "Mốc: {}"))
    sign = draw.choice((": ", " - ", " ("))
    for time, own in groupby(known, key=lambda row: row.words("deadline")):
        blocks.append(form.format(time))
        for index, row in enumerate(own):
            label, lead = mark(index), row.words("lead")
            end = ")" if sign == " (" else ""
            blocks.append(f"{label} {row.task}" + (f"{sign}{lead}{end}" if lead else ""))
            one = replace(row, number=number_in(label))
            tasks.append(one.record(coordinating=None, deliverables=[]))
    return blocks, tasks, ["group"]


def _sentences(rows: Sequence[Row], draw: random.Random) -> Told:
    """Owner and time stand in the sentence, all of which is the task."""
    form = draw.choice(WORDS["sentences"])

    def lines(row: Row, mark: str) -> tuple[list[Block], Record]:
        if not row.lead or not row.deadline:
            return [f"{mark} {row.task}."], row.record(
                lead=None, deadline=None, coordinating=None, deliverables=[]
            )
        told = {"lead": row.words("lead"), "deadline": row.words("deadline")}
        words = form.format(task=row.task[:1].lower() + row.task[1:], **told)
        return [f"{mark} {words}"], row.record(task=words, coordinating=None, deliverables=[])

    return _pointed(rows, draw, lines)


def _for_all(rows: Sequence[Row], draw: random.Random) -> Told:
    """A sentence says who does all of a group, and until when."""
    blocks, tasks = list[Block](), list[Record]()
    mark = marks(draw)
    for place, (title, own) in enumerate(by_group(rows)):
        first = next((row for row in own if row.lead and row.deadline), None)
        blocks.append(f"{place + 1}. {title or draw.choice(WORDS['task_headings'])}")
        if first is not None:
            form = draw.choice(WORDS["sentences_for_all"])
            said = {name: first.words(name) for name in ("lead", "deadline")}
            blocks.append(form.format(**said))
        for index, row in enumerate(own):
            label = mark(index)
            blocks.append(f"{label} {row.task}")
            one = replace(
                row,
                number=number_in(label),
                lead=first.lead if first is not None else None,
                deadline=first.deadline if first is not None else None,
            )
            tasks.append(one.record(coordinating=None, deliverables=[]))
    return blocks, tasks, []


# --- all ------------------------------------------------------------------------------------------

Way = Callable[[Sequence[Row], random.Random], Told]
WAYS: tuple[Way, ...] = (
    _table,
    _table,
    _table,
    _labels,
    _labels,
    _brackets,
    _dashes,
    _owners,
    _months,
    _for_all,
    _sentences,
    _sentences,
)
"""The commoner ones more than once."""


def told(rows: Sequence[Row], draw: random.Random, ways: Sequence[Way] = WAYS) -> tuple[str, Told]:
    """The tasks in a way that is drawn, and its name."""
    heading = draw.choice(WORDS["task_headings"])
    has_products = draw.random() < 0.6
    own = [row if has_products else replace(row, deliverables=()) for row in rows]
    way = draw.choice(ways)
    blocks, tasks, left_open = way(own, draw)
    return way.__name__.strip("_"), ([heading, *blocks], tasks, left_open)
