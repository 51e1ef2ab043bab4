"""A sample's YAML source, made plain: blocks in print order, tables as rows with merged cells
resolved."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
Value = str | list[str] | None

HERE = Path(__file__).resolve().parent

TASK_LINES = ("lead", "coordinating", "deliverable", "deadline")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell. `rows` is how many rows it covers; 0 for a cell covered by the one above."""

    value: Value
    rows: int

    @property
    def paragraphs(self) -> list[str]:
        """As printed: one paragraph, or one per bullet; none where the cell above covers it."""
        if self.value is None or not self.rows:
            return []
        return [self.value] if isinstance(self.value, str) else [f"- {part}" for part in self.value]


@dataclass(frozen=True, slots=True)
class Row:
    cells: dict[str, Cell]
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    number: str | None
    title: str | None
    rows: tuple[Row, ...]

    @property
    def name(self) -> Record | None:
        return None if self.title is None else {"number": self.number, "title": self.title}


@dataclass(frozen=True, slots=True)
class Table:
    spec: Record
    groups: tuple[Group, ...]

    @property
    def roles(self) -> list[str]:
        return list(self.spec["roles"])

    @property
    def columns(self) -> list[str]:
        return list(self.spec["columns"])

    @property
    def header(self) -> list[tuple[str, int, int]]:
        """The first header row: text, columns covered, rows covered."""
        over = self.spec.get("header_groups", {})
        if not over:
            return [(text, 1, 1) for text in self.columns]
        cells: list[tuple[str, int, int]] = []
        for role, text in zip(self.roles, self.columns, strict=True):
            name = next((name for name, roles in over.items() if role in roles), None)
            if name is None:
                cells.append((text, 1, 2))
            elif role == over[name][0]:
                cells.append((name, len(over[name]), 1))
        return cells

    @property
    def subheader(self) -> list[int]:
        """The columns that stand under a group, in the second header row."""
        under = {role for roles in self.spec.get("header_groups", {}).values() for role in roles}
        return [n for n, role in enumerate(self.roles) if role in under]


@dataclass(frozen=True, slots=True)
class Part:
    """A decision with its plan has two parts, a plan alone one. `signed`: a signature follows."""

    title_lines: list[str]
    blocks: list[Record]
    signed: bool


def sample_ids() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/source.yaml"))


def load(sample: str) -> Record:
    """The source of a sample; dates as ISO text."""
    text = (HERE / sample / "source.yaml").read_text(encoding="utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{sample}: not NFC")
    source = _plain(yaml.safe_load(text))
    if source["id"] != sample:
        raise ValueError(f"{sample}: id is {source['id']}")
    return dict(source)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def blocks(source: Record) -> Iterator[Record]:
    """The body as printed. A `task` becomes its lettered paragraph and the lines below it."""
    labels: Record = source.get("labels", {})
    for block in source["blocks"]:
        if block["kind"] != "task":
            yield block
            continue
        yield {**block, "kind": "item"}
        for key in TASK_LINES:
            if block.get(key):
                yield {"kind": "bullet", "text": f"{labels[key]}: {block[key]}"}


def parts(source: Record) -> list[Part]:
    printed = list(blocks(source))
    decision = [block for block in printed if block.get("decision")]
    if not decision:
        return [Part(source["title_lines"], printed, True)]
    plan = [block for block in printed if not block.get("decision")]
    return [
        Part(source["decision_lines"], decision, True),
        Part(source["title_lines"], plan, False),
    ]


def tables(source: Record) -> list[Table]:
    return [
        Table(spec, tuple(_group(group, list(spec["roles"])) for group in spec["groups"]))
        for spec in source.get("tables", [])
    ]


def _group(group: Record, roles: list[str]) -> Group:
    printed: list[Record] = [row["cells"] for row in group["rows"]]
    rows = []
    for n, row in enumerate(printed):
        cells = {}
        for role in roles:
            start = n
            while _same(printed[start].get(role)):
                start -= 1
            span = next(
                (m for m in range(1, len(printed) - n) if not _same(printed[n + m].get(role))), None
            )
            cells[role] = Cell(
                printed[start].get(role), 0 if _same(row.get(role)) else span or len(printed) - n
            )
        rows.append(Row(cells, group["rows"][n].get("metric")))
    return Group(group.get("number"), group.get("title"), tuple(rows))


def _same(cell: object) -> bool:
    return isinstance(cell, dict) and cell.get("same") is True
