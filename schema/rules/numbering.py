"""Rules on numbering: a number left out, a number used twice, among siblings of the section tree
and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kehoach.schema.models import Plan, Section, Spans, Task
from kehoach.schema.numerals import LETTERS, roman
from kehoach.schema.rules.base import Hit, Observations, rule


@dataclass(frozen=True, slots=True)
class Numbered:
    """Something numbered: its number as printed, and where it stands."""

    number: str
    where: str
    text: str
    spans: Spans = ()


def ordinal(number: str) -> tuple[str, int] | None:
    """A number -> (what it counts within, its value): "1.4" is 4 within "1.", "IV" is 4 in Roman,
    "đ" is 5th.

    >>> ordinal("1.4")
    ('1.', 4)
    """
    if re.fullmatch(r"[IVXL]+", number):
        return "roman", roman(number)
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", number):
        head, _, last = number.rpartition(".")
        return (f"{head}." if head else "decimal"), int(last)
    if len(number) == 1 and number in LETTERS:
        return "letter", LETTERS.index(number) + 1
    return None


def _follows(before: int, after: int, within: str) -> bool:
    if after == before + 1:
        return True
    return within == "letter" and LETTERS[before : after - 1] == "đ"


def check_run(run: Iterable[Numbered], first_is_one: bool = True) -> Iterator[Hit]:
    """Siblings in order -> gaps and repetitions. Each kind of number counts for itself."""
    last: dict[str, tuple[str, int]] = {}
    for item in run:
        place = ordinal(item.number)
        if place is None:
            continue
        within, value = place
        before = last.get(within)
        last[within] = (item.number, value)
        if before is None:
            if first_is_one and value > 1:
                yield Hit("number_start", item.where, item.text, item.spans, {"after": item.number})
            continue
        number, earlier = before
        if value == earlier:
            yield Hit("duplicate_number", item.where, item.text, item.spans, {"after": item.number})
        elif not _follows(earlier, value, within) and value > earlier:
            details: dict[str, object] = {"before": number, "after": item.number}
            yield Hit("number_gap", item.where, item.text, item.spans, details)


def _sections(sections: tuple[Section, ...], where: str) -> Iterator[Hit]:
    numbered = [
        Numbered(s.number, f"{where}/{at}", f"{s.number}. {s.title}", s.spans)
        for at, s in enumerate(sections)
        if s.number
    ]
    yield from check_run(numbered)


def _inside(section: Section, where: str) -> Iterator[Hit]:
    """The points of a section and its sub-sections, one run: a heading may take a number among
    points."""
    places: list[tuple[tuple[float, float], Numbered]] = []
    for at, block in enumerate(section.blocks):
        if block.kind == "item" and block.number:
            text = f"{block.number}. {block.text}"
            places.append(
                (
                    _order(block.spans),
                    Numbered(block.number, f"{where}/blocks/{at}", text, block.spans),
                )
            )
    for at, child in enumerate(section.sections):
        if child.number:
            text = f"{child.number}. {child.title}"
            places.append(
                (
                    _order(child.spans),
                    Numbered(child.number, f"{where}/sections/{at}", text, child.spans),
                )
            )
    places.sort(key=lambda place: place[0])
    yield from check_run([numbered for _, numbered in places])
    for at, child in enumerate(section.sections):
        yield from _inside(child, f"{where}/sections/{at}")


def _order(spans: Spans) -> tuple[float, float]:
    """Reading order of something by its first span."""
    if not spans:
        return (0.0, 0.0)
    span = spans[0]
    if span.page is not None:
        return (float(span.page), span.bbox[1] if span.bbox else 0.0)
    return (0.0, float(span.line_start or span.paragraph_start or 0))


def _printed(plan: Plan, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits whose numbers were surely printed so: on a scanned page a letter or a figure alone is
    easily misread or lost, and the gap is the reader's."""
    scanned = {page.number for page in plan.source.pages if page.method == "ocr"}
    for hit in hits:
        if hit.name == "duplicate_number" or not any(span.page in scanned for span in hit.spans):
            yield hit


@rule("section_numbers")
def section_numbers(plan: Plan, _: Observations) -> Iterator[Hit]:
    yield from _sections(plan.sections, "/sections")
    for at, section in enumerate(plan.sections):
        yield from _printed(plan, _inside(section, f"/sections/{at}"))


@rule("row_numbers")
def row_numbers(plan: Plan, _: Observations) -> Iterator[Hit]:
    """Index numbers of table rows: from one in each group, or running on through the groups. A
    merged index counts once; rows under a sub-group count within their own prefix."""
    rows = [
        (at, task) for at, task in enumerate(plan.tasks) if task.origin == "table" and task.number
    ]
    groups = [list(own) for _, own in groupby(rows, key=lambda row: _group(row[1]))]
    running = len(groups) > 1 and all(
        (ordinal(own[0][1].number or "") or ("", 1))[1] > 1 for own in groups[1:] if own
    )
    runs = [[row for own in groups for row in own]] if running else groups
    for run in runs:
        merged = [next(same) for _, same in groupby(run, key=lambda row: row[1].number)]
        numbered = [
            Numbered(task.number or "", f"/tasks/{at}", f"{task.number}. {task.task}", task.spans)
            for at, task in merged
        ]
        yield from _printed(plan, check_run(numbered))


_LEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s")


@rule("inner_numbers")
def inner_numbers(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """Numbers printed inside the cells of a group ("1.4. …" objectives, "3.2. …" activities): one
    used for two wordings, one left out. Their order is the paper's own business. In a table that
    was put together from loose lines a number left out may stand in another cell."""
    rows = [(at, task) for at, task in enumerate(plan.tasks) if task.origin == "table"]
    for _key, own in groupby(rows, key=lambda row: (*_group(row[1]), row[1].subgroup)):
        group = list(own)
        for name in ("objective", "task", "activities"):
            hits = _printed(
                plan, _check_set([item for at, task in group for item in _inner(at, task, name)])
            )
            yield from (hit for hit in hits if not seen.rebuilt or hit.name == "duplicate_number")


def _inner(at: int, task: Task, name: str) -> Iterator[Numbered]:
    value = getattr(task, name)
    for text in (value,) if isinstance(value, str) else value or ():
        if match := _LEADING.match(text):
            yield Numbered(match[1], f"/tasks/{at}/{name}", text, task.spans)


def _check_set(items: list[Numbered]) -> Iterator[Hit]:
    texts: dict[str, str] = {}
    firsts: dict[tuple[str, int], Numbered] = {}
    for item in items:
        if texts.setdefault(item.number, item.text) != item.text:
            yield Hit("duplicate_number", item.where, item.text, item.spans)
        if place := ordinal(item.number):
            firsts.setdefault(place, item)
    for (within, value), item in sorted(firsts.items()):
        if value > 1 and (within, value - 1) not in firsts:
            before = max((v for w, v in firsts if w == within and v < value), default=None)
            details: dict[str, object] = {
                "before": f"{within}{before}" if before else "…",
                "after": item.number,
            }
            yield Hit(
                "number_gap" if before else "number_start",
                item.where,
                item.text,
                item.spans,
                details,
            )


def _group(task: Task) -> tuple[str, str, str]:
    table = task.id.split(".", 1)[0]
    return (table, task.group.number or "", task.group.title) if task.group else (table, "", "")
