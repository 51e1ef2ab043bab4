"""What a perfect reader gets out of a sample: the contract's JSON, without spans and ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from samples._source import Group, Record, Row, Value, blocks, tables

METRIC_KEYS = ("comparator", "value", "unit")


def expected(source: Record) -> Record:
    tasks = [*_body_tasks(source), *_table_tasks(source)]
    preamble, sections = _outline(source)
    return {
        "document": _document(source),
        "preamble": preamble,
        "sections": sections,
        "targets": [*_body_targets(source), *_table_targets(source)],
        "tasks": tasks,
        "assignments": _assignments(source),
        "findings": [_finding(finding, tasks) for finding in source.get("findings", [])],
    }


def _document(source: Record) -> Record:
    document = dict(source["document"])
    preamble = " ".join(block["text"] for block in source["blocks"])
    for base in document["legal_bases"]:
        if base["raw"] not in preamble:
            raise ValueError(f"{source['id']}: legal basis is not in the body: {base['raw']}")
    return document


def _outline(source: Record) -> tuple[list[Record], list[Record]]:
    preamble: list[Record] = []
    sections: list[Record] = []
    open_: list[Record] = []
    for block in blocks(source):
        if block["kind"] == "formula":
            continue
        if block["kind"] == "heading":
            section = {
                "number": block.get("number"),
                "title": block["text"],
                "level": block["level"],
            }
            section |= {"blocks": [], "sections": []}
            open_ = [one for one in open_ if one["level"] < block["level"]]
            (open_[-1]["sections"] if open_ else sections).append(section)
            open_.append(section)
        else:
            leaf = {"kind": block["kind"], "number": block.get("number"), "text": block["text"]}
            (open_[-1]["blocks"] if open_ else preamble).append(leaf)
    return preamble, sections


def _walk(source: Record) -> Iterator[tuple[list[Record], Record]]:
    """Each block that is not a heading, as the source has it, with the headings above it."""
    above: list[Record] = []
    for block in source["blocks"]:
        if block["kind"] == "heading":
            above = [*(one for one in above if one["level"] < block["level"]), block]
        else:
            yield above, block


def section_path(above: Sequence[Record]) -> str:
    """`II`, `3` -> `II.3`; a number that repeats its parent's replaces it: `II`, `2`, `2.1` ->
    `II.2.1`."""
    numbers: list[str] = []
    for heading in above:
        number = str(heading["number"])
        if numbers and number.startswith(f"{numbers[-1]}."):
            numbers.pop()
        numbers.append(number)
    return ".".join(numbers)


def metric(text: str) -> Record:
    """`>= 95 %`, `range 1 2 cuộc` -> the figure as the contract writes it."""
    comparator, *rest = text.split()
    if comparator == "range":
        low, high, *unit = rest
        return {
            "comparator": "range",
            "min": _figure(low),
            "max": _figure(high),
            "unit": " ".join(unit),
        }
    value, *unit = rest
    return {"comparator": comparator, "value": _figure(value), "unit": " ".join(unit)}


def _figure(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def _body_targets(source: Record) -> list[Record]:
    return [
        {
            "number": block.get("number"),
            "section": section_path(above),
            "text": block["text"],
            "metrics": [metric(one) for one in block["target"]],
            "origin": "body",
        }
        for above, block in _walk(source)
        if "target" in block
    ]


def _table_targets(source: Record) -> list[Record]:
    return [
        {
            "number": row.cells["index"].value,
            "section": None,
            "text": row.cells["target"].value,
            "metrics": [metric(row.metric)] if row.metric else [],
            "origin": "table",
        }
        for table in tables(source)
        if "target" in table.roles
        for group in table.groups
        for row in group.rows
    ]


def _body_tasks(source: Record) -> list[Record]:
    tasks = []
    for above, block in _walk(source):
        if block["kind"] != "task" and not block.get("task"):
            continue
        heading = above[-1]
        task = {
            "origin": "body",
            "group": {"number": heading["number"], "title": heading["text"]},
            "number": block.get("number"),
            "objective": None,
            "task": block["text"],
            "activities": [],
        }
        tasks.append({**task, **_fields(block, source)})
    return tasks


def _table_tasks(source: Record) -> list[Record]:
    return [
        task
        for table in tables(source)
        if "task" in table.roles
        for group in table.groups
        for task in _group_tasks(group, source)
    ]


def _group_tasks(group: Group, source: Record) -> Iterator[Record]:
    """One task per row; rows under one merged task cell are one when owner, helpers and deadline
    agree."""
    starts = 0
    numbered = []
    for row in group.rows:
        starts += row.cells["task"].rows > 0
        numbered.append((starts, row))
    for _, pairs in groupby(numbered, key=lambda pair: pair[0]):
        rows = [row for _, row in pairs]
        alike = {
            repr([_value(row, role) for role in ("lead", "coordinating", "deadline")])
            for row in rows
        }
        for bunch in [rows] if len(alike) == 1 else [[row] for row in rows]:
            yield _row_task(group, bunch, source)


def _row_task(group: Group, rows: list[Row], source: Record) -> Record:
    first = {role: _value(rows[0], role) for role in ("index", "objective", "task", *FIELD_ROLES)}

    def printed(role: str) -> list[Row]:
        """A cell merged over the bunch is counted once."""
        return [
            row for row in rows if row is rows[0] or (role in row.cells and row.cells[role].rows)
        ]

    task = {
        "origin": "table",
        "group": group.name,
        "number": first["index"],
        "objective": first["objective"],
        "task": first["task"],
        "activities": [
            one for row in printed("activity") for one in _items(_value(row, "activity"))
        ],
    }
    fields = _fields(first, source)
    products = (_value(row, "deliverable") for row in printed("deliverable"))
    fields["deliverables"] = [one for product in products for one in _deliverables(product)]
    return {**task, **fields}


FIELD_ROLES = ("deliverable", "lead", "coordinating", "deadline", "budget")


def _value(row: Row, role: str) -> Value:
    return row.cells[role].value if role in row.cells else None


def _fields(given: Record, source: Record) -> Record:
    readings = source.get("readings", {})
    return {
        "deliverables": _deliverables(given.get("deliverable")),
        "lead": _offices(given.get("lead"), readings),
        "coordinating": _offices(given.get("coordinating"), readings),
        "deadline": _deadline(given.get("deadline"), readings),
        "budget": given.get("budget"),
    }


def _items(value: Value) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def _deliverables(value: Value) -> list[str]:
    return [
        part.strip().rstrip(".;")
        for item in _items(value)
        for part in item.split(";")
        if part.strip()
    ]


def _offices(value: Value, readings: Record) -> Record | None:
    """`raw` as printed, bullets joined by line breaks; `units` by the readings, else as they
    stand."""
    if value is None:
        return None
    known: dict[str, str | list[str]] = readings.get("offices", {})
    units: list[str] = []
    for part in (part for item in _items(value) for part in item.split(";")):
        name = part.strip().rstrip(".")
        if name:
            full = known.get(name, name[0].upper() + name[1:])
            units.extend([full] if isinstance(full, str) else full)
    return {"raw": "\n".join(_items(value)), "units": units}


def _deadline(value: Value, readings: Record) -> Record | None:
    if value is None:
        return None
    raw = "\n".join(_items(value))
    return {"raw": raw, **_reading(raw.rstrip("."), readings["deadlines"])}


def _reading(raw: str, known: Record) -> Record:
    """`kind start end recurrence` with `-` for none, or the list of its parts."""
    given: str | list[str] = known[raw]
    if isinstance(given, list):
        parts: list[Any] = [{"raw": part, **_reading(part, known)} for part in given]
        return {"kind": "several", "start": None, "end": None, "recurrence": None, "parts": parts}
    kind, start, end, recurrence = [
        *(None if w == "-" else w for w in given.split()),
        None,
        None,
        None,
    ][:4]
    return {"kind": kind, "start": start, "end": end, "recurrence": recurrence, "parts": []}


def _assignments(source: Record) -> list[Record]:
    """In paper order: a heading that names a unit has the blocks below as duties; a block that
    names one is its own."""
    found: list[Record] = []
    for heading, pairs in groupby(_walk(source), key=lambda pair: pair[0]):
        units = [one for one in heading if "unit" in one]
        below = [block for _, block in pairs]
        if units:
            duties = [block["text"] for block in below if not block.get("closing")]
            found.append(
                {"unit": units[-1]["unit"], "number": units[-1]["number"], "duties": duties}
            )
        found += [
            {"unit": block["unit"], "number": block.get("number"), "duties": [block["text"]]}
            for block in below
            if "unit" in block
        ]
    return found


def _finding(finding: Record, tasks: Sequence[Record]) -> Record:
    where = finding.get("where")
    if "task" in finding:
        hits = [n for n, task in enumerate(tasks) if task["task"].startswith(finding["task"])]
        where = f"/tasks/{hits[finding.get('nth', 1) - 1]}/{finding['field']}"
    return {"code": finding["code"], "where": where, "evidence": finding["evidence"]}
