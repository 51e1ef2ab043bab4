"""Rules on numbers inside the cells of a table ("1.4. …" objectives, "3.2. …" activities)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kehoach.schema.models import Finding, Task
from kehoach.schema.numerals import Ordinal, ordinal
from kehoach.schema.rules.base import Draft, rule
from kehoach.schema.rules.number_runs import Numbered, told
from kehoach.schema.rules.numbering import SURE, group_and_subgroup
from kehoach.schema.walk import Place

_LEADING_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s")
_INSIDE = re.compile(r"[.;:]\s+\d{1,2}(?:\.\d{1,2})+\.\s")
"""A number within a paragraph that may open another one."""


@rule("inner_numbers")
def inner_numbers(draft: Draft) -> Iterator[Finding]:
    """Numbers printed inside the cells of a group ("1.4. …" objectives, "3.2. …" activities): one
    used for two wordings, one left out. Their order is the paper's own business. In a table that
    was put together from loose lines a number left out may stand in another cell."""
    for _, run in groupby(draft.rows, key=group_and_subgroup):
        group = list(run)
        for name in ("objective", "task", "activities"):
            items = [item for row in group for item in _numbered_inside(row, name)]
            all_surely_read = _are_surely_numbered(group, name, items=items)
            for found in _check_set(items):
                if found.code == "duplicate_number":
                    yield found
                elif draft.rebuilt or draft.has_gaps:
                    continue
                elif all_surely_read or not draft.is_scanned(found.spans):
                    yield found


def _are_surely_numbered(rows: Sequence[Place[Task]], name: str, items: Sequence[Numbered]) -> bool:
    """Was each of these cells of a scanned page surely read, and opens each paragraph in them with
    a number? Then there is none in which the reader may have lost one."""
    filled = [row.child(name) for row in rows if row.child(name).part]
    paragraphs = [text for cell in filled for text in _paragraphs_of(cell)]
    if len(items) < len(paragraphs) or any(cell.confidence < SURE for cell in filled):
        return False
    return not any(_INSIDE.search(text) for text in paragraphs)


def _numbered_inside(row: Place[Task], name: str) -> Iterator[Numbered]:
    """The paragraphs of a cell that begin with a number; their place is the cell."""
    cell = row.child(name)
    for paragraph in _paragraphs_of(cell):
        if match := _LEADING_NUMBER.match(paragraph):
            yield Numbered(match[1], cell, evidence=paragraph)


def _paragraphs_of(cell: Place[Any]) -> tuple[str, ...]:
    return cell.part if isinstance(cell.part, tuple) else (cell.text,)


def _check_set(items: Sequence[Numbered]) -> Iterator[Finding]:
    """Numbered things in any order -> repetitions and gaps."""
    wordings: dict[str, str] = {}
    by_place: dict[Ordinal, Numbered] = {}
    for item in items:
        if wordings.setdefault(item.number, item.evidence) != item.evidence:
            yield told("duplicate_number", item)
        if place := ordinal(item.number):
            by_place.setdefault(place, item)
    for (within, value), item in sorted(by_place.items(), key=lambda entry: entry[0]):
        if value <= 1 or (within, value - 1) in by_place:
            continue
        smaller = [other for stem, other in by_place if stem == within and other < value]
        if before := max(smaller, default=0):
            yield told("number_gap", item, before=f"{within}{before}", after=item.number)
        else:
            yield told("number_start", item, after=item.number)
