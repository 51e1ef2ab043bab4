"""The lists of a plan: which items, and which values, stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from kehoach.parsers.sources.locator import item_of
from kehoach.schema import models, walk
from kehoach.schema.base import Spans

Item: TypeAlias = models.Task | models.Target | models.Assignment
Place = tuple[float, float]
"""Where something begins: the line or paragraph and the character in it; of pages the height, over
all pages, and the distance from the left."""
PAGE = 1000.0
"""Points by which a page is further down than the one before."""


class Value(NamedTuple):
    """A value of a plan: the pointer of its source, the kind of its field ("tasks/lead"), its words
    (`values.values_of`)."""

    pointer: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item of a list, by its JSON pointer: its main words, where it begins, its values. `item`:
    None of a line of the letterhead or the end (a recipient, a legal basis)."""

    pointer: str
    item: Item | None
    words: str
    place: Place | None
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of one sort ("table", "body": tasks; "targets", "assignments", "recipients", "bases"),
    with at least one item."""

    sort: str
    items: Sequence[OwnItem]


def lists_of(plan: models.Plan, values: Iterable[tuple[str, str, str]]) -> Iterator[OwnList]:
    """The tasks of each table, those of the text, the targets, the duties; recipients, bases."""
    own: dict[str, list[Value]] = defaultdict(list)
    for each in values:
        value = Value(*each)
        own[list_pointer(value.pointer)].append(value)
    tables: dict[tuple[str, int | None], list[OwnItem]] = defaultdict(list)
    for index, task in enumerate(plan.tasks):
        tables[task.origin, task.table].append(_item(task, f"/tasks/{index}", task.task, own))
    for (origin, _), items in tables.items():
        yield OwnList(origin, items)
    targets = [
        _item(target, f"/targets/{index}", target.text, own)
        for index, target in enumerate(plan.targets)
    ]
    duties = [
        _item(one, f"/assignments/{index}", " ".join(one.duties), own)
        for index, one in enumerate(plan.assignments)
    ]
    yield from (
        OwnList(sort, items)
        for sort, items in (
            ("targets", targets),
            ("assignments", duties),
            ("recipients", list(_lines("/document/recipients/", own))),
            ("bases", list(_lines("/document/legal_bases/", own))),
        )
        if items
    )


def list_pointer(pointer: str) -> str:
    """The pointer of the item of a list that a value is of; recipients and bases are items, too."""
    if pointer.startswith("/document/"):
        return "/".join(pointer.split("/", 4)[:4])
    return item_of(pointer)


def _item(item: Item, pointer: str, words: str, own: dict[str, list[Value]]) -> OwnItem:
    return OwnItem(pointer, item, words, place_of(item.spans), own.get(pointer, ()))


def _lines(before: str, own: dict[str, list[Value]]) -> Iterator[OwnItem]:
    for pointer, values in own.items():
        if pointer.startswith(before):
            yield OwnItem(pointer, None, values[-1].words, None, values)


def place_of(spans: Spans) -> Place | None:
    """Where the first of them begins; None where that is not known."""
    if not spans:
        return None
    first = spans[0]
    start = first.line_start if first.line_start is not None else first.paragraph_start
    if start is not None:
        return float(start), float(first.char_start or 0)
    if first.page is not None and first.bbox is not None:
        return first.page * PAGE + first.bbox[1], first.bbox[0]
    return None


def places_between(plan: models.Plan) -> tuple[list[Place], list[Place]]:
    """Where the plain text and the headings of a plan stand."""
    whole = walk.Place(plan, "")
    headings = [place_of(section.part.spans) for section in walk.all_sections(whole)]
    blocks = [place_of(block.part.spans) for block in walk.all_blocks(whole)]
    return sorted(filter(None, blocks)), sorted(filter(None, headings))
